"""The visitor's session: the view in it, kept in step with the address bar.

The view and the address are two faces of one thing. Whichever changed last is right: a link opened or the
browser's back button changes the address, a widget or a click changes the view. A click may arrive before the
browser has heard of the address that the last one led to; in a run that began with a click the view is right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from campaigns.filters import Vocabulary
from campaigns.near import Centre
from campaigns.wording import LANGUAGES, spoken
from ui import places
from ui.view import PARAMETERS, View, read

_VIEW = "view"
_WRITTEN = "address_written"
_PAGE = "page_shown"
_NOTES = "address_notes"
_GO = "page_to_open"
_CLICKED = "view_clicked"
_ASKED = "place_asked"
_LABELLED = "labels_spoken"


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


def language() -> str:
    """The language chosen, before the address is taken up too; empty for the one that the browser asks for."""
    asked: str = st.query_params.get("lang", "")
    is_newer = asked in LANGUAGES and not st.session_state.get(_CLICKED)
    return asked if is_newer else current().language


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


def page() -> str:
    """The path of the page shown; empty for the first."""
    shown: str = st.session_state.get(_PAGE, "")
    return shown


def forget_place() -> None:
    """Forget what was asked for."""
    st.session_state[_ASKED] = ""


def fill(key: str, value: Any) -> None:
    """Give a widget the view's value, leaving it alone where it has it already.

    A widget that is filled needs the same value as its default too: where the browser makes it anew without being
    told of a change, it begins with the default, and would report that as the visitor's choice. A widget that this
    server has not seen yet has that default already, or what stands in it in the browser: see `catch_up`.
    """
    relabel(key)
    if key in st.session_state and st.session_state[key] != value:
        st.session_state[key] = value


def relabel(key: str) -> None:
    """Send a widget's value anew where the language has changed: the browser knows what is chosen by its label."""
    labelled: dict[str, str] = st.session_state.setdefault(_LABELLED, {})
    if key in st.session_state and labelled.get(key, spoken()) != spoken():
        st.session_state[key] = st.session_state[key]
    labelled[key] = spoken()


def catch_up(key: str, value: Any, change: Callable[[], None]) -> None:
    """Take up what a visitor chose before this server knew their session, to be called after the widget is made.

    A browser keeps its page when a server is restarted, or when another one takes over. The first click then arrives
    in a session that begins with it: the address is still the old one, and no callback is called.

    Args:
        key: The widget's key.
        value: What it was filled with.
        change: Its callback.
    """
    if st.session_state[key] != value:
        change()
        st.rerun()


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
    """The view in the language chosen, and near where the visitor stands, if that was told: links need not hold it."""
    view = replace(view, language=view.language or current().language)
    here = current().filters
    if here.near or here.centre is None or view.filters.centre:
        return view
    return replace(view, filters=replace(view.filters, centre=here.centre, within=here.within))


def _address() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _own(query: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {name: values for name, values in query.items() if name in PARAMETERS}
