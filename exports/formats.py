"""The formats in which a view can be taken along, by the name that the command line and the addresses give them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal, get_args

from campaigns.wording import ENGLISH, say_later, speaking
from exports.feed import atom
from exports.geojson import geojson
from exports.pack import pack
from exports.publication import Publication
from exports.tables import csv_of, zipped

Paper = Literal["A4", "Letter"]
PAPERS: tuple[Paper, ...] = get_args(Paper)


@dataclass(frozen=True)
class Format:
    """A kind of file.

    Attributes:
        suffix: How its files' names end.
        mime: Its media type.
        title: What it is to people, in English; `say` says it.
        use: What it is good for, in a few words, likewise.
        make: Writes a publication in it.
    """

    suffix: str
    mime: str
    title: str
    use: str
    make: Callable[[Publication], bytes]


def _handout(publication: Publication, paper: Paper = "A4") -> bytes:
    """A handout; what draws it takes a second to load, and is loaded for the first one."""
    from exports.handout import handout

    return handout(publication, paper)


def _slides(publication: Publication) -> bytes:
    """Slides; what writes them is loaded for the first ones, as for a handout."""
    from exports.slides import slides

    return slides(publication)


def _calendar(publication: Publication) -> bytes:
    """A calendar; what writes it is loaded for the first one, as for a handout."""
    from exports.calendar import calendar

    return calendar(publication)


FORMATS: Mapping[str, Format] = {
    "html": Format(
        "html",
        "text/html",
        say_later("Meeting pack"),
        say_later("one page with map and timelines; opens without a network"),
        pack,
    ),
    "pdf": Format(
        "pdf", "application/pdf", say_later("Handout"), say_later("to print: a numbered map and its list"), _handout
    ),
    "pptx": Format(
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        say_later("Slides"),
        say_later("a campaign a slide, to edit; timeline and sources in the notes"),
        _slides,
    ),
    "csv": Format(
        "csv",
        "text/csv",
        say_later("Table"),
        say_later("the campaigns of this view, for spreadsheets"),
        partial(csv_of, marked=True),
    ),
    "zip": Format(
        "zip",
        "application/zip",
        say_later("All tables"),
        say_later("campaigns, steps and companies, with their schema"),
        zipped,
    ),
    "geojson": Format(
        "geojson", "application/geo+json", say_later("GeoJSON"), say_later("for maps and programs"), geojson
    ),
    "atom": Format(
        "atom", "application/atom+xml", say_later("Feed"), say_later("news of these campaigns, for feed readers"), atom
    ),
    "ics": Format(
        "ics", "text/calendar", say_later("Calendar"), say_later("announced hearings and anniversaries"), _calendar
    ),
}
"""By the name that `--format` and the download buttons have for them, in the order in which they are offered."""


def in_format(publication: Publication, name: str, paper: Paper = "A4") -> bytes:
    """A publication as a file, in English.

    Args:
        publication: What to write.
        name: One of the `FORMATS`.
        paper: The paper of a handout.
    """
    with speaking(ENGLISH):
        return _handout(publication, paper) if name == "pdf" else FORMATS[name].make(publication)
