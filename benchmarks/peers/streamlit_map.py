"""Streamlit's own map in one line."""

import streamlit as st

from benchmarks.peers.filtered import campaigns

st.map(campaigns())
