"""The ways to change the tables, and which one is chosen."""

from __future__ import annotations

import streamlit as st

from campaigns.edition import Edition
from campaigns.wording import say, say_later
from ui import session

STEP, CAMPAIGN, TABLE, FILES = "step", "campaign", "table", "files"
_WORDS = {
    STEP: say_later("Record what happened"),
    CAMPAIGN: say_later("Add a campaign"),
    TABLE: say_later("The table itself"),
    FILES: say_later("Bring files"),
}
_KEY, _CHOSEN, _OPENED = "update_way", "update_way_chosen", "update_opened"


def choose() -> str:
    """Put the choice on the page and return what is chosen; it is the same when the visitor comes back."""
    chosen = st.session_state.get(_CHOSEN, STEP)
    session.fill(_KEY, chosen)
    st.segmented_control(
        say("What would you like to do?"),
        list(_WORDS),
        default=chosen,
        key=_KEY,
        required=True,
        format_func=lambda way: say(_WORDS[way]),
        label_visibility="collapsed",
        on_change=_change,
    )
    return str(chosen)


def follow(edition: Edition) -> None:
    """Turn to recording once a campaign was opened by a link, here or on another page."""
    opened = session.current().campaign
    if opened != st.session_state.get(_OPENED, ""):
        st.session_state[_OPENED] = opened
        if edition.campaign(opened):
            turn_to(STEP)


def turn_to(way: str) -> None:
    """Choose a way, for use in callbacks."""
    st.session_state[_CHOSEN] = way


def _change() -> None:
    chosen: str | None = st.session_state[_KEY]
    turn_to(chosen or st.session_state.get(_CHOSEN, STEP))
