"""The ways to change the tables, and which one is chosen."""

from __future__ import annotations

import streamlit as st

STEP, CAMPAIGN, TABLE, FILES = "Record what happened", "Add a campaign", "The table itself", "Bring files"
ALL = (STEP, CAMPAIGN, TABLE, FILES)
_KEY, _CHOSEN = "update_way", "update_way_chosen"


def choose() -> str:
    """Put the choice on the page and return what is chosen; it is the same when the visitor comes back."""
    chosen = st.session_state.get(_CHOSEN, STEP)
    if st.session_state.get(_KEY) != chosen:
        st.session_state[_KEY] = chosen
    st.segmented_control(
        "What would you like to do?", ALL, key=_KEY, required=True, label_visibility="collapsed", on_change=_change
    )
    return str(chosen)


def turn_to(way: str) -> None:
    """Choose a way, for use in callbacks."""
    st.session_state[_CHOSEN] = way


def _change() -> None:
    chosen: str | None = st.session_state[_KEY]
    turn_to(chosen or st.session_state.get(_CHOSEN, STEP))
