"""A page with a fault in it, for `test_doors.py`."""

import streamlit as st

st.title("A fault")
raise RuntimeError("words from inside the house")
