"""On a phone the list comes first and the map is a choice; wider screens hide the switch and show both.

The server does not know how wide a screen is: it only leaves a mark for `ui/style/page.css` to go by.
"""

from __future__ import annotations

import streamlit as st

from campaigns.wording import say
from ui import session

_KEY = "phone_view"
LIST, MAP = "list", "map"


def show() -> None:
    """Put the switch on the page, and the mark of what it stands at."""
    session.relabel(_KEY)
    with st.container(key="phone_switch"):
        chosen = st.segmented_control(
            say("Show"),
            [LIST, MAP],
            default=LIST,
            key=_KEY,
            required=True,
            format_func=_label,
            label_visibility="collapsed",
        )
    with st.container(key=f"phone_{chosen or LIST}"):
        st.empty()


def turn_to_list() -> None:
    """Show the list, for use in callbacks."""
    st.session_state[_KEY] = LIST


def _label(side: str) -> str:
    return say("Map") if side == MAP else say("List")
