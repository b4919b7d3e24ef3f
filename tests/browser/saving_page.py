"""A page that does nothing but save: its button is there for everybody, so that only the save itself says no."""

import os
from pathlib import Path

import streamlit as st

from ui import editors

st.title("Saving")
editors.show_login()
verdict = editors.saving()
st.text(verdict.reason or f"May save: {(verdict.editor and verdict.editor.name) or 'here'}.")

if st.button("Save"):
    try:
        saved_by = editors.require().name
    except editors.NotAllowed as refused:
        st.text(f"Refused: {refused}")
    else:
        Path(os.environ["SAVED"]).write_text(saved_by or "here", encoding="utf-8")
        st.text("Saved.")
