"""The pages and their order, and the way into them."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

_ENTERED = "entered_by_dashboard"


def pages() -> list[StreamlitPage]:
    """All pages, in the order of the menu."""
    return [
        st.Page("pages/explore.py", title="Explore", default=True),
        st.Page("pages/companies.py", title="Companies"),
        st.Page("pages/trends.py", title="Trends"),
        st.Page("pages/present.py", title="Present"),
        st.Page("pages/involved.py", title="Get involved"),
        st.Page("pages/update.py", title="Update"),
        st.Page("pages/about.py", title="About the data"),
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
