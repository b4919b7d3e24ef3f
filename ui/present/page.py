"""The Present page: the whole presentation is handed to the browser once, which then turns its slides by itself.

The frame is a small page of its own, served by this app like the map's, so that a slide waits for no network and no
rerun. The server stays the one that says which campaigns the view has.
"""

from __future__ import annotations

import hashlib
import json
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st
import streamlit.components.v1 as components
from xstatic.pkg import leaflet

from campaigns import clock
from campaigns.filters import Vocabulary
from campaigns.selection import Selection
from campaigns.wording import direction, say, spoken
from exports.marks import SHAPES
from ui import open_data, session, theme
from ui.present import address
from ui.present.slides import Occasion, presentation
from ui.present.words import words
from ui.view import EXPLORE, View, parse

KEY = "present"
_HERE = Path(__file__).parent
_STYLE = _HERE / "page.css"

components.declare_component("leaflet", path=leaflet.BASE_DIR)
_FRAME = components.declare_component("presentation", path=str(_HERE / "frame"))


def show(selection: Selection, view: View) -> None:
    """Put the presentation over the whole window."""
    theme.heading(say("Present: {view}", view=selection.sentence()))
    st.html(_STYLE)
    standing, notes = address.read(_query(), selection)
    occasion = Occasion(open_data.here(), clock.today(), [*session.notes(), *notes])
    deck = presentation(selection, standing, occasion)
    # What the browser writes into the address while it turns the slides is no reason to begin anew.
    lasting = {name: part for name, part in deck.items() if name not in ("order", "picked", "slide")}
    told: dict[str, Any] = {"words": words(), "language": spoken(), "direction": direction()}
    with st.container(key="present_frame"):
        _FRAME(
            marks={status.value: shape for status, shape in SHAPES.items()},
            deck=deck,
            **told,
            version=hashlib.sha256(json.dumps([lasting, told]).encode()).hexdigest()[:16],
            start=view.campaign,
            key=KEY,
            default=None,
            on_change=partial(_left, view, selection.index.vocabulary),
        )


def _left(view: View, vocabulary: Vocabulary) -> None:
    """Go back to the view on Explore."""
    session.open_view(*parse(view.href(EXPLORE)), vocabulary)


def _query() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in address.PARAMETERS}
