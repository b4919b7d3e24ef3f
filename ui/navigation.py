"""The pages and their order, and the way into them."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from campaigns.wording import say

_ENTERED = "entered_by_dashboard"


def pages() -> list[StreamlitPage]:
    """All pages, in the order of the menu. Each is addressed by its file, whatever the language."""
    return [
        st.Page("pages/explore.py", title=say("Explore"), default=True),
        st.Page("pages/companies.py", title=say("Companies")),
        st.Page("pages/trends.py", title=say("Trends")),
        st.Page("pages/present.py", title=say("Present")),
        st.Page("pages/involved.py", title=say("Get involved")),
        st.Page("pages/update.py", title=say("Update")),
        st.Page("pages/about.py", title=say("About the data")),
    ]


def enter() -> tuple[StreamlitPage, list[StreamlitPage]]:
    """Put the menu on the page; gives the page asked for, and all pages."""
    st.session_state[_ENTERED] = True
    offered = pages()
    return st.navigation(offered, position="top"), offered


def by_dashboard() -> None:
    """Make sure that a page runs inside dashboard.py.

    Streamlit takes any folder called `pages` for its older kind of app until `st.navigation` has been called once.
    The first visitor after a start, coming by a link to a page, would see the bare script: declare the menu, which
    settles that for good, and run again.
    """
    if _ENTERED not in st.session_state:
        enter()
        st.rerun()
