"""The least it can take with a map through streamlit-folium: one marker, and one more for each status chosen."""

import folium
import streamlit.components.v1 as components
from streamlit_folium import st_folium
from xstatic.pkg import leaflet

from benchmarks.peers.filtered import chosen

components.declare_component("leaflet", path=leaflet.BASE_DIR)
LEAFLET = "../empty_map.leaflet/"

markers = folium.FeatureGroup()
for longitude in range(1 + len(chosen())):
    folium.CircleMarker((40, 10 * longitude)).add_to(markers)

frame = folium.Map((39, -42), zoom_start=2, tiles=None)
frame.default_js = [("leaflet", f"{LEAFLET}leaflet.js")]
frame.default_css = [("leaflet", f"{LEAFLET}leaflet.css")]
st_folium(frame, key="map", use_container_width=True, feature_group_to_add=markers, returned_objects=[])
