"""Editions of invented tables, and strategies that make up and edit them."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from campaigns.edition import Cells, Edition, filled, read_edition
from campaigns.schema import tables
from tests.unit.factories import campaign, company, event, written

Rows = list[dict[str, str]]


def edition(campaigns: Rows | None = None, events: Rows | None = None, companies: Rows | None = None) -> Edition:
    """An edition of rows; without any, of one campaign with one step."""
    rows = {
        "campaigns": [campaign()] if campaigns is None else campaigns,
        "events": [event()] if events is None else events,
        "companies": [company()] if companies is None else companies,
    }
    return read_edition({name: table(some).encode() for name, some in rows.items() if some})


def table(rows: Rows) -> str:
    """Rows as the text of a table, with the columns of them all."""
    columns = dict.fromkeys(column for cells in rows for column in cells)
    return written([{column: cells.get(column, "") for column in columns} for cells in rows])


words = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\u200b\u200c\u200d")).map(
    str.strip
)
"""What a cell may hold; blanks around a text are no part of it."""


@st.composite
def row(draw: st.DrawFn, table: str, ids: st.SearchStrategy[str]) -> dict[str, str]:
    """A row with some cells filled, its key from few."""
    columns = [field.name for field in tables()[table].fields] + ["Notes"]
    cells = draw(st.dictionaries(st.sampled_from(columns), words, max_size=5))
    key = tables()[table].key
    return dict(filled({**cells, **{column: draw(ids) for column in key}}))


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    """Tables of a few rows as they are read; no two rows have one key, as in any table that can be kept."""
    found = Edition({})
    for name in ("campaigns", "events", "companies"):
        rows = draw(st.lists(row(name, st.sampled_from("abcdef")), max_size=5, unique_by=_key(name)))
        found = found.with_rows(name, rows)
    return read_edition(found.files())


def _key(table: str) -> Callable[[Cells], tuple[str, ...]]:
    return lambda cells: tuple(cells.get(column, "") for column in tables()[table].key)


@st.composite
def small_editions(draw: st.DrawFn) -> Edition:
    """Tables of so few different cells that three editions often have a row, a cell or a text in common.

    No two steps are of one campaign, so that none is taken for another one reworded.
    """
    ids = st.sets(st.sampled_from("abc"))
    cells = st.fixed_dictionaries({"status": _few, "Notes": _few})
    campaigns = [draw(cells) | {"id": name} for name in sorted(draw(ids))]
    events = [draw(cells) | {"campaign_id": name, "what": "A vote."} for name in sorted(draw(ids))]
    return Edition({}).with_rows("campaigns", campaigns).with_rows("events", events)


_few = st.sampled_from(["", "won", "lost"])


def same_rows(one: Edition, other: Edition) -> bool:
    """Whether two editions hold the same rows, in whatever order."""
    names = set(one.grids) | set(other.grids)
    return all(_as_set(one, name) == _as_set(other, name) for name in names)


def _as_set(edition: Edition, name: str) -> list[list[tuple[str, str]]]:
    return sorted(sorted(cells.items()) for cells in edition.rows(name))
