"""Rows: the small tables that fuzzing begins with, and whole files of them in which some rows are spoilt."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from hypothesis import strategies as st

from campaigns.edition import Edition, read_edition
from campaigns.schema import tables

TODAY = date(2026, 11, 21)

Cells = Mapping[str, str]

GOOD = "good-"
"""The ID of a row that is right begins so, whatever stands around it."""

COMPANY: Cells = {"name": "Example Corp", "aliases": "Example Corporation", "sector": "machinery"}
RESOURCE: Cells = {"title": "An example guide", "kind": "guide", "url": "https://example.org/guide"}
_SIGNS = ['"', "'", ",", ";", "\t", "\n", "\r", "\0", "\\", "\ufeff", "\u2028", "=", "-", "sep=;"]
_ODD = [
    *("", " ", "nan", "inf", "1e999", "-0", "9" * 400, "0x1", "1_000", "²", "٤", "½", "1,5", "1.204,5", "−3"),
    *("2024-02-31", "0000", "9999-12-31", "05/06/2024", "45426", "31-Dec-29", "2024-W05", "Feb 30, 2024"),
    *("http://[", "https://", "javascript:alert(1)", "https://exämple.org/ü", "http://example.org:99999/", "www.a.b"),
    *("won", "WON!", "ongoing", "US", "ZZ", "éé", ";;;", "a; b;; c", "=1+1", "'=1+1", "''", "@x", "x" * 3_000),
    *("exampleton", "none", "\u202egnippilf", "\u200b", "\x1b[2J", "\x7f", "\ud7ff", "\U0010ffff", "ﷺ", "İ", "ß"),
]

odd = st.one_of(
    st.sampled_from(_ODD),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.lists(st.sampled_from([*_SIGNS, *_ODD]), max_size=5).map("".join),
)
"""What may stand in a cell; half of a surrogate pair is nothing that a file can hold."""


def campaign(number: int) -> Cells:
    """A campaign's row that is right."""
    return {
        "id": f"{GOOD}{number}",
        "title": f"Divestment from Example Corp, motion {number}",
        "place": f"Exampleton {number}",
        "region": "Oregon",
        "country": "US",
        "latitude": "45.5234",
        "longitude": "-122.6762",
        "level": "city",
        "body": "Exampleton City Council",
        "ask": "divestment",
        "targets": "Example Corp",
        "status": "won",
        "started": "2023-05",
        "decided": "2024-11-19",
        "url": "https://example.org/minutes",
        "last_checked": "2026-10",
    }


def event(number: int) -> Cells:
    """The row of a step of that campaign, right as well."""
    return {
        "campaign_id": f"{GOOD}{number}",
        "date": "2024-11-19",
        "kind": "vote",
        "what": f"{GOOD}{number} is adopted, 4-1.",
        "votes_for": "4",
        "status_after": "won",
        "source_url": "https://example.org/minutes",
    }


ROWS: Mapping[str, Cells] = {"campaigns": campaign(1), "events": event(1), "companies": COMPANY, "resources": RESOURCE}
"""A row of each table."""


def written(rows: Iterable[Cells], delimiter: str = ",", line_end: str = "\n") -> str:
    """Rows as the text of a table, with the columns of the first."""
    rows = list(rows)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter, lineterminator=line_end, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


FILES: Mapping[str, bytes] = {name: written([row]).encode() for name, row in ROWS.items()}
"""Each table with one row, which is right."""


@cache
def kept() -> Edition:
    """The tables that files are compared with."""
    return read_edition(FILES)


def spoilt(row: Cells) -> st.SearchStrategy[Cells]:
    """A row with some of its cells spoilt."""
    cells = st.dictionaries(st.sampled_from(sorted(row)), odd, min_size=1, max_size=4)
    return cells.map(lambda spoilt: {**row, **spoilt})


def any_table(name: str) -> st.SearchStrategy[bytes]:
    """A table with columns and rows of all kinds, in some encoding, and in the end perhaps cut off."""
    columns = st.lists(st.sampled_from(_headers(name)) | odd, min_size=1, max_size=12)
    rows = st.lists(st.lists(odd | st.sampled_from(sorted(ROWS[name].values())), max_size=14), max_size=6)
    lined = st.builds(_joined, columns, rows, st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n", "\r"]))
    right = st.lists(spoilt(ROWS[name]), min_size=1, max_size=5).map(lambda found: written([ROWS[name], *found]))
    encoded = st.builds(str.encode, lined | right, st.sampled_from(ENCODINGS), st.just("replace"))
    return encoded | st.builds(lambda data, length: data[:length], encoded, st.integers(0, 400))


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1")


def _headers(name: str) -> list[str]:
    fields = tables()[name].fields
    return [field.name for field in fields] + [field.title for field in fields]


def _joined(columns: list[str], rows: list[list[str]], delimiter: str, line_end: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=line_end).writerows([columns, *rows])
    return text.getvalue()
