"""The visitor's session: the view in it, kept in step with the address bar.

The view and the address are two faces of one thing. Whichever changed last is right: a link opened or the
browser's back button changes the address, a widget or a click changes the view. A click may arrive before the
browser has heard of the address that the last one led to; in a run that began with a click the view is right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from campaigns.filters import Vocabulary
from campaigns.near import Centre
from ui import places
from ui.view import PARAMETERS, View, read

_VIEW = "view"
_WRITTEN = "address_written"
_PAGE = "page_shown"
_NOTES = "address_notes"
_GO = "page_to_open"
_CLICKED = "view_clicked"
_ASKED = "place_asked"


def follow_address(vocabulary: Vocabulary, page: str) -> None:
    """At the start of a run: take up the address if it was changed from outside."""
    query = _own(_address())
    came_from_other_page = st.session_state.get(_PAGE, page) != page
    st.session_state[_PAGE] = page
    clicked = st.session_state.pop(_CLICKED, False)
    if clicked or query == st.session_state.get(_WRITTEN) or (came_from_other_page and not query):
        return
    _take_up(query, vocabulary)


def open_view(page: str, query: Mapping[str, list[str]], vocabulary: Vocabulary) -> None:
    """Open an address of this app without a reload, for use in callbacks."""
    _take_up(query, vocabulary)
    st.session_state[_GO] = page.strip("./")
    st.session_state[_CLICKED] = True


def page_to_open() -> str | None:
    """The page that a link of the last run leads to, by its path; None where the visitor stays."""
    page: str | None = st.session_state.pop(_GO, None)
    return page if page != st.session_state.get(_PAGE) else None


def current() -> View:
    """The view of this session."""
    view: View = st.session_state.setdefault(_VIEW, View())
    return view


def change(**changes: Any) -> None:
    """Change part of the view, for use in callbacks."""
    st.session_state[_VIEW] = replace(current(), **changes)
    st.session_state[_NOTES] = []
    st.session_state[_CLICKED] = True


def ask_place(name: str) -> None:
    """Look for the campaigns near a place that the visitor named, for use in callbacks; an empty name asks no more."""
    centre = places.locate(name) if name else None
    found = centre if isinstance(centre, Centre) else None
    filters = replace(current().filters, near=name if found else "", centre=found, within=None)
    change(filters=filters, campaign="", at="")
    st.session_state[_ASKED] = name


def stand_at(centre: Centre) -> None:
    """Look for the campaigns near where the visitor is, for use in callbacks; that place is in no address."""
    change(filters=replace(current().filters, near="", centre=centre, within=None), campaign="", at="")
    forget_place()


def place_asked() -> str:
    """The place that the visitor named last, whether it was found or not."""
    asked: str = st.session_state.get(_ASKED, "")
    return asked


def forget_place() -> None:
    """Forget what was asked for."""
    st.session_state[_ASKED] = ""


def fill(key: str, value: Any) -> None:
    """Give a widget the view's value, leaving it alone where it has it already.

    A widget that is filled needs the same value as its default too: where the browser makes it anew without being
    told of a change, it begins with the default, and would report that as the visitor's choice.
    """
    if st.session_state.get(key) != value:
        st.session_state[key] = value


def notes() -> list[str]:
    """What the address named that is not known; empty after the next change."""
    found: list[str] = st.session_state.get(_NOTES, [])
    return found


def write_address() -> None:
    """At the end of a run: make the address that of the view."""
    address = _address()
    ours = current().to_query()
    st.session_state[_WRITTEN] = ours
    if _own(address) != ours:
        st.query_params.from_dict({k: v for k, v in address.items() if k not in PARAMETERS} | ours)


def _take_up(query: Mapping[str, list[str]], vocabulary: Vocabulary) -> None:
    view, st.session_state[_NOTES] = read(query, vocabulary, places.locate)
    st.session_state[_VIEW] = _standing(view)
    st.session_state[_ASKED] = " ".join(query.get("near", ()))


def _standing(view: View) -> View:
    """The view near where the visitor stands, if that was told: no address holds it, so that no link can."""
    here = current().filters
    if here.near or here.centre is None or view.filters.centre:
        return view
    return replace(view, filters=replace(view.filters, centre=here.centre, within=here.within))


def _address() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _own(query: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {name: values for name, values in query.items() if name in PARAMETERS}
