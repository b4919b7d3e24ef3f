"""Publications of invented campaigns, and of the project's own."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from campaigns.dataset import Dataset
from campaigns.filters import Filters
from campaigns.loading import load
from campaigns.records import Campaign, Event
from campaigns.selection import Index, Selection
from exports.publication import Publication
from tests.unit.making import HOSTILE, campaign, event

TODAY = date(2026, 11, 21)
ADDRESS = "https://campaigns.example.org/"

ADVERSE = (
    *HOSTILE,
    "]]><title>two</title>",
    "nul \0, bell \x07, escape \x1b, delete \x7f, next line \x85, no character \ufffe\uffff",
    "half \ud83d of a pair",
    "\u202eright to left \u2067 and on 🗳️ 👩🏽‍⚖️",
    "one\r\nEND:VEVENT\r\nBEGIN:VALARM\rACTION:AUDIO\u2028two",
    "a;b,c\\n:d\\",
    '=HYPERLINK("https://example.org";"x")',
    "x" * 1_000_000,
)
"""What would like to break out of its place in an export, or to break the export."""

any_texts = st.text(st.characters()) | st.sampled_from(ADVERSE[:-1])
"""Any text at all, halves of surrogate pairs among it."""


def publication(dataset: Dataset, filters: Filters | None = None, **about: Any) -> Publication:
    """What the filters let pass of a data set, to be published."""
    return Publication(Selection(Index(dataset), filters or Filters()), today=TODAY, **about)


def of(*campaigns: Campaign, events: tuple[Event, ...] = (), **about: Any) -> Publication:
    """A publication of campaigns."""
    return publication(Dataset(campaigns, events), **about)


def saying(text: str, **about: Any) -> Publication:
    """A publication that says a text wherever it can."""
    words = dict.fromkeys(("title", "place", "region", "body", "summary", "url", "action_url", "source_note"), text)
    told = campaign(**words, targets=(text,), organizers=(text,), latitude=45.5, longitude=-122.6)
    source = dict.fromkeys(("source_url", "source_title", "source_publisher", "archive_url"), text)
    steps = [
        event(date="2024-11-19", status_after=told.status, what=text, **source),
        event(date="2026-12-01", kind="announced", what=text, **source),
    ]
    return of(told, events=tuple(steps), **about)


@cache
def everything() -> Publication:
    """All campaigns of the project."""
    return publication(load(Path(__file__).resolve().parents[2] / "data").dataset, address=ADDRESS)
