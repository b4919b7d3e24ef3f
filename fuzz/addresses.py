"""Addresses: whatever stands in the address bar, and whatever is typed as the name of a place."""

from __future__ import annotations

from functools import cache
from urllib.parse import parse_qs, urlencode

from hypothesis import strategies as st

from campaigns.dataset import Dataset
from campaigns.filters import FACETS
from campaigns.loading import load_bytes
from campaigns.near import Centre, nearby
from campaigns.past import as_of
from campaigns.places import geocoder
from campaigns.selection import Index, Selection
from campaigns.wording import speaking
from fuzz.rows import FILES, TODAY, odd
from fuzz.verdicts import MENDABLE, REFUSED, SHOWN, assert_sentence
from ui.places import locate
from ui.view import PARAMETERS, View, read

_PLACES = [
    *("Hayward", "St. Louis", "97202", "94541-1234", "Portland, Oregon", "45.52,-122.68", "91,181", "K1A 0B1", "NYC"),
    *("São Paulo", "København", "東京", "Москва", "القدس", "Springfeild", "0,0", "90,-180", "oakland ca usa", "d6w x"),
]
_VALUES = ["won", "lost,won", "example-corp", "none", "US", "divestment", "2016", "2016-13", "100mi", "1e9km", "es"]


def address(data: bytes) -> str:
    """Any address is a view, which has an address that leads back to it; what is not known is told."""
    query = parse_qs(data.decode("utf-8", "replace"), keep_blank_values=True)
    view, notes = read(query, _index().vocabulary, locate)
    for note in notes:
        assert note.encode(), note
    again = read(parse_qs(view.href().partition("?")[2]), _index().vocabulary, locate)
    assert again == (view, []), again
    _look_at(view)
    return MENDABLE if notes else SHOWN


def place(data: bytes) -> str:
    """Any text is the name of a place, or there is a sentence that says what to type instead."""
    answer = geocoder().search(data.decode("utf-8", "replace"))
    assert bool(answer.message) is not bool(answer.matches)
    if answer.message:
        assert_sentence(answer.message)
    assert all(match.label for match in answer.matches + answer.suggestions)
    return SHOWN if answer.matches else REFUSED


def any_address() -> st.SearchStrategy[bytes]:
    """Parameters that exist and some that do not, with values that may be right."""
    names = st.sampled_from(sorted(PARAMETERS)) | odd
    values = st.lists(odd | st.sampled_from(_VALUES + _PLACES), max_size=3)
    return st.dictionaries(names, values, max_size=5).map(lambda query: urlencode(query, doseq=True).encode())


def any_place() -> st.SearchStrategy[bytes]:
    """Names of places, and texts like them."""
    known = st.sampled_from(_PLACES)
    slipped = st.builds(lambda name, at, sign: name[:at] + sign + name[at + 1 :], known, st.integers(0, 12), odd)
    several = st.lists(known | odd, max_size=4).map(", ".join)
    return st.one_of(known, slipped, several, odd).map(str.encode)


def _look_at(view: View) -> None:
    """What every page does with a view."""
    index = Index(as_of(_dataset(), view.year)) if view.year else _index()
    with speaking(view.language or "en"):
        selection = Selection(index, view.filters)
        assert len(selection.campaigns) <= len(index.dataset.campaigns)
        assert all([*view.filters.describe(), selection.sentence()] if view.filters else [selection.sentence()])
        for facet in FACETS:
            selection.counts(facet)
    if isinstance(view.filters.centre, Centre):
        nearby(index.dataset, view.filters.centre, view.filters.within)


@cache
def _dataset() -> Dataset:
    return load_bytes(FILES, TODAY).dataset


@cache
def _index() -> Index:
    return Index(_dataset())
