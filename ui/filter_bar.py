"""The filter bar: words, targets, statuses and the rest, with the number that each choice would show."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import partial
from typing import Any, Literal

import streamlit as st

from campaigns.dates import PartialDate
from campaigns.distance import Distance
from campaigns.filters import FACETS, Filters, choice_label, tidy
from campaigns.records import Status
from campaigns.selection import Selection
from campaigns.wording import numeral, say
from ui import session, whereabouts

_KEYS = {"words": "filter_q", **{facet: f"filter_{facet}" for facet in FACETS}}
_YEARS, _NEAR, _WITHIN = "filter_years", "filter_near", "filter_within"
_RADII = [f"{number}mi" for number in (10, 25, 50, 100, 250)] + [f"{number}km" for number in (15, 40, 80, 160, 400)]
_SHAPES = {
    Status.WON: ":green[●]",
    Status.PARTIAL: ":green[◐]",
    Status.ONGOING: ":blue[○]",
    Status.LOST: ":gray[✕]",
    Status.REVERSED: ":violet[▲]",
}
"""The marks as letters, in the theme's colours, for widgets that take no drawing."""


def show(selection: Selection, beside: Callable[[], None] = lambda: None) -> None:
    """Put the filter bar on the page; what is chosen in it changes the session's view.

    Args:
        selection: What the filters let pass.
        beside: Puts what a page adds at the end of the bar.
    """
    with st.container(key="filters", gap="small"):
        place, words, targets, more = st.columns([5, 4, 4, 5])
        with place, st.container(horizontal=True):
            near()
        with words:
            _words(selection.filters)
        with targets:
            _choices(selection, "target", say("Target company"), say("Target company: any"), label="collapsed")
        with more, st.container(horizontal=True):
            _more(selection)
            nothing = not session.current() and not session.place_asked()
            st.button(say("Clear all"), on_click=_clear, disabled=nothing)
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            _statuses(selection)
            beside()


def near(label: Literal["visible", "collapsed"] = "collapsed") -> None:
    """Put the field for a place on the page, and beside it the radius, or the button for those who are there."""
    filters = session.current().filters
    asked = filters.near or session.place_asked()
    session.fill(_NEAR, asked)
    st.text_input(
        say("Where are you?"),
        asked,
        key=_NEAR,
        placeholder=say("Near: town, ZIP code or state"),
        label_visibility=label,
        on_change=_near_changed,
    )
    session.catch_up(_NEAR, asked, _near_changed)
    if filters.radius is None:
        whereabouts.show()
    elif label == "collapsed":
        _within(filters.radius)


def _within(radius: Distance) -> None:
    session.fill(_WITHIN, str(radius))
    radii = list(dict.fromkeys([*_RADII, str(radius)]))
    st.selectbox(
        say("Within"),
        radii,
        radii.index(str(radius)),
        key=_WITHIN,
        format_func=lambda text: Distance.parse(text).words(),
        label_visibility="collapsed",
        on_change=_within_changed,
        width=130,
    )
    session.catch_up(_WITHIN, str(radius), _within_changed)


def _near_changed() -> None:
    session.ask_place(tidy(st.session_state[_NEAR]))


def _within_changed() -> None:
    _change(within=Distance.parse(st.session_state[_WITHIN]))


def _words(filters: Filters) -> None:
    session.fill(_KEYS["words"], filters.words)
    st.text_input(
        say("Search"),
        filters.words,
        key=_KEYS["words"],
        placeholder=say("Search: town, company, group, word …"),
        label_visibility="collapsed",
        on_change=_changed("words", tidy),
    )
    session.catch_up(_KEYS["words"], filters.words, _changed("words", tidy))


def _choices(
    selection: Selection, facet: str, name: str, placeholder: str, label: Literal["visible", "collapsed"] = "visible"
) -> None:
    counts = selection.counts(facet)
    chosen = list(selection.filters.facet(facet))
    changed = _changed(facet, _by_name(facet, counts))
    session.fill(_KEYS[facet], chosen)
    st.multiselect(
        name,
        list(dict.fromkeys([*counts, *chosen])),
        chosen,
        key=_KEYS[facet],
        placeholder=placeholder,
        label_visibility=label,
        select_all=False,
        format_func=lambda value: f"{_name(facet, value)} ({numeral(counts.get(value, 0))})",
        on_change=changed,
    )
    session.catch_up(_KEYS[facet], chosen, changed)


def _name(facet: str, value: str) -> str:
    text = choice_label(facet, value)
    return text[:1].upper() + text[1:]


def _by_name(facet: str, options: Collection[str]) -> Callable[[Iterable[str]], tuple[str, ...]]:
    """Read choices whose labels are older than the server's.

    The browser says what is chosen by its label. Who is faster than the answer says it by a label with the number of
    before, which Streamlit hands over as it is.
    """
    named = {_name(facet, value): value for value in options}

    def read(chosen: Iterable[str]) -> tuple[str, ...]:
        return in_order(options)(named.get(label.rpartition(" (")[0], label) for label in chosen)

    return read


def _statuses(selection: Selection) -> None:
    counts = selection.counts("status")
    chosen = list(selection.filters.status)
    changed = _changed("status", in_order(counts))
    session.fill(_KEYS["status"], chosen)
    st.pills(
        say("Status"),
        list(counts),
        default=chosen,
        key=_KEYS["status"],
        selection_mode="multi",
        label_visibility="collapsed",
        format_func=lambda value: f"{_SHAPES[Status(value)]} {Status(value).label}",
        on_change=changed,
    )
    _tell(counts.values())
    session.catch_up(_KEYS["status"], chosen, changed)


def _tell(counts: Iterable[int]) -> None:
    """Put the numbers beside the statuses, by `ui/style/page.css`.

    They are no part of the labels, by which the browser says what is chosen: Streamlit would pass over a label with the
    number of before, and a press that is faster than the last answer would be lost.
    """
    numbers = "".join(f'--count-{place}:" {numeral(count)}";' for place, count in enumerate(counts, 1))
    st.html(f"<style>.st-key-filter_status{{{numbers}}}</style>")


def _more(selection: Selection) -> None:
    filters = selection.filters
    active = bool(filters.ask) + bool(filters.country) + bool(filters.since or filters.until)
    label = say("Ask, country, years ({number})", number=active) if active else say("Ask, country, years")
    with st.popover(label, width="stretch"):
        _choices(selection, "ask", say("What is asked"), say("Any"))
        _choices(selection, "country", say("Country"), say("Any country"))
        _years(selection)


def _years(selection: Selection) -> None:
    first, last = selection.dataset.years or (0, 0)
    if first == last:
        return
    filters = selection.filters
    since = min(max(filters.since.year, first), last) if filters.since else first
    until = min(max(filters.until.year, since), last) if filters.until else last
    span = (since, until)
    session.fill(_YEARS, span)
    st.slider(say("Active in the years"), first, last, span, key=_YEARS, on_change=_years_changed, args=(first, last))
    session.catch_up(_YEARS, span, partial(_years_changed, first, last))


def in_order(options: Iterable[str]) -> Callable[[Iterable[str]], tuple[str, ...]]:
    """Read a widget's choices in the order in which they are offered, so that one view has one address."""

    def read(chosen: Iterable[str]) -> tuple[str, ...]:
        picked = set(chosen)
        return tuple(option for option in options if option in picked)

    return read


def _years_changed(first: int, last: int) -> None:
    since, until = st.session_state[_YEARS]
    _change(
        since=PartialDate.parse(str(since)) if since > first else None,
        until=PartialDate.parse(str(until)) if until < last else None,
    )


def _changed(field: str, read: Callable[[Any], Any]) -> Callable[[], None]:
    def change() -> None:
        _change(**{field: read(st.session_state[_KEYS[field]])})

    return change


def _change(**changes: Any) -> None:
    session.change(filters=replace(session.current().filters, **changes), campaign="", at="")


def _clear() -> None:
    session.forget_place()
    session.change(filters=Filters(), campaign="", at="", year=None)
