"""A layer of deck.gl, with a tooltip."""

import pydeck
import streamlit as st

from benchmarks.peers.filtered import campaigns

points = campaigns()[["latitude", "longitude", "title", "place"]]
layer = pydeck.Layer(
    "ScatterplotLayer",
    points,
    get_position=["longitude", "latitude"],
    get_fill_color=[28, 124, 74],
    get_radius=20_000,
    radius_min_pixels=4,
    pickable=True,
)
view = pydeck.ViewState(latitude=39, longitude=-42, zoom=1.5)
st.pydeck_chart(pydeck.Deck([layer], initial_view_state=view, map_style=None, tooltip={"text": "{place}: {title}"}))
