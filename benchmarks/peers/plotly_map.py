"""Plotly's scatter map, coloured by status."""

import plotly.express as px
import streamlit as st

from benchmarks.peers.filtered import campaigns

figure = px.scatter_map(
    campaigns(), lat="latitude", lon="longitude", color="status", hover_name="title", hover_data=["place"], zoom=1
)
st.plotly_chart(figure)
