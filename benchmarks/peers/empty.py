"""The least a filter can take in Streamlit: the pills, and a line of text that tells what is chosen."""

import streamlit as st

from benchmarks.peers.filtered import chosen

statuses = chosen()
with st.container(key="answer"):
    st.text(", ".join(statuses) or "all")
