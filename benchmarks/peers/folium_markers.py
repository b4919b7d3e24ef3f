"""The map of most tutorials: a `folium.Marker` with a popup and a tooltip for each row, through streamlit-folium."""

import folium
from streamlit_folium import st_folium

from benchmarks.peers.filtered import campaigns

frame = folium.Map((39, -42), zoom_start=2)
for row in campaigns().to_dict("records"):
    popup = f"<b>{row['title']}</b><br>{row['body']}"
    folium.Marker((row["latitude"], row["longitude"]), popup=popup, tooltip=row["place"]).add_to(frame)
st_folium(frame, use_container_width=True)
