"""What every page wears: the wordmark and the heading."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui import blocks
from ui.blocks import NO_LINKS

_ROOT = Path(__file__).parents[1]
_STYLE = _ROOT / "ui" / "style"
ICON = str(_ROOT / "static" / "icon.png")


def dress() -> None:
    """Put the wordmark and the page's own style on the page."""
    shade = st.context.theme.type or "light"
    st.logo(str(_ROOT / "static" / f"wordmark-{shade}.png"), size="large")  # an SVG would go into every run's messages
    st.html(_STYLE / "page.css")
    if shade == "dark":
        st.html(_STYLE / "dark.css")


def heading(sentence: str, lead: str = "") -> None:
    """The page's first heading, and a line under it."""
    blocks.show("heading.html", NO_LINKS, key="heading", sentence=sentence, lead=lead)
