"""An edition: all tables of a data set as text, the form in which they are edited, compared and merged.

Rows are kept whether or not they can be shown, and so are columns that the schema does not have: an organizer's own
notes outlive every edit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from campaigns.formatting import canonical
from campaigns.loading import TABLES, Loaded, load_bytes
from campaigns.schema import Table, tables
from campaigns.tables import Row, Sheet, read_sheet

Cells = Mapping[str, str]
"""The filled cells of a row, by column."""

Key = tuple[str, ...]
"""What tells a row from all others of its table, and the how manieth of that name it is."""

UNNAMED = "unnamed column"


@dataclass(frozen=True)
class Grid:
    """A table as text.

    Attributes:
        table: The table in the schema.
        columns: The columns it has, also those that the schema does not have.
        rows: The rows in the order of the file.
    """

    table: Table
    columns: tuple[str, ...]
    rows: tuple[Cells, ...]

    @classmethod
    def empty(cls, name: str) -> Grid:
        """The table of that name without any row."""
        table = tables()[name]
        return cls(table, tuple(field.name for field in table.fields), ())

    @classmethod
    def of(cls, sheet: Sheet) -> Grid:
        """The grid of a table that was read."""
        own = _own_columns(sheet)
        rows = tuple(filled(dict(row.cells) | dict(_aside(own, row))) for row in sheet.rows)
        return cls(sheet.table, (*sheet.columns, *own), tuple(row for row in rows if row))

    def sheet(self) -> Sheet:
        """The grid as a table that can be written."""
        named = tuple(field.name for field in self.table.fields if field.name in self.columns)
        own = tuple(column for column in self.columns if column not in named)
        rows = tuple(
            Row(
                number,
                {column: cells.get(column, "") for column in named},
                tuple(cells.get(column, "") for column in own),
            )
            for number, cells in enumerate(self.rows, start=2)
        )
        return Sheet(self.table, self.table.filename, named, own, rows, ())

    def with_rows(self, rows: Iterable[Cells]) -> Grid:
        """The table with other rows, and with the columns that these need."""
        kept = tuple(full for cells in rows if (full := filled(cells)))
        used = dict.fromkeys(column for cells in kept for column in cells)
        return replace(self, rows=kept, columns=tuple(dict.fromkeys([*self.columns, *used])))

    def by_key(self) -> dict[Key, Cells]:
        """The rows by what tells them apart."""
        return dict(zip(keys(self.table, self.rows), self.rows, strict=True))


@dataclass(frozen=True)
class Edition:
    """The tables of a data set as text.

    Attributes:
        grids: The tables by name; a table that the data set does not have is not there.
    """

    grids: Mapping[str, Grid]

    @classmethod
    def of(cls, sheets: Mapping[str, Sheet]) -> Edition:
        """The edition of tables that were read."""
        return cls({name: Grid.of(sheet) for name, sheet in sheets.items()})

    def grid(self, name: str) -> Grid:
        """A table; an empty one where the data set does not have it."""
        return self.grids.get(name) or Grid.empty(name)

    def rows(self, name: str) -> tuple[Cells, ...]:
        """The rows of a table."""
        return self.grid(name).rows

    def campaign(self, campaign_id: str) -> Cells | None:
        """The row of a campaign, or None."""
        return next((row for row in self.rows("campaigns") if row.get("id") == campaign_id), None)

    def steps(self, campaign_id: str) -> list[Cells]:
        """The rows of a campaign's events, in the order of the file."""
        return [row for row in self.rows("events") if row.get("campaign_id") == campaign_id]

    def with_rows(self, name: str, rows: Iterable[Cells]) -> Edition:
        """The edition with other rows in one table."""
        return Edition({**self.grids, name: self.grid(name).with_rows(rows)})

    def files(self) -> dict[str, bytes]:
        """The tables in their canonical form, by name."""
        return {name: canonical(self.grids[name].sheet()) for name in TABLES if name in self.grids}

    def loaded(self, today: date | None = None) -> Loaded:
        """The edition read and checked as if it were on disk."""
        return load_bytes(self.files(), today)


def read_edition(files: Mapping[str, bytes]) -> Edition:
    """Read an edition from what its files hold, by table.

    Raises:
        UnreadableTable: One of them is no such table.
    """
    return Edition.of({name: read_sheet(tables()[name], tables()[name].filename, files[name]) for name in files})


def keys(table: Table, rows: Sequence[Cells]) -> list[Key]:
    """What tells each row from all others: the table's key, or all its cells where that is empty."""
    seen: Counter[Key] = Counter()
    found = []
    for cells in rows:
        key = _key(table, cells)
        seen[key] += 1
        found.append((*key, str(seen[key])))
    return found


def _key(table: Table, cells: Cells) -> Key:
    named = tuple(cells.get(column, "") for column in table.key)
    return named if any(named) else tuple(f"{column}: {text}" for column, text in sorted(cells.items()))


def filled(cells: Cells) -> Cells:
    """The cells that hold something."""
    return {column: text for column, text in cells.items() if text}


def _own_columns(sheet: Sheet) -> tuple[str, ...]:
    """Names for the columns that the schema does not have, no two alike; cells beyond the header count as columns."""
    width = max([len(sheet.extras), *(len(row.aside) for row in sheet.rows)])
    taken = {field.name for field in sheet.table.fields}
    names: list[str] = []
    for word, _ in zip_longest(sheet.extras, range(width), fillvalue=""):
        names.append(_unique(word or UNNAMED, taken))
        taken.add(names[-1])
    return tuple(names)


def _unique(name: str, taken: set[str]) -> str:
    number, unique = 1, name
    while unique in taken:
        number += 1
        unique = f"{name} ({number})"
    return unique


def _aside(columns: Sequence[str], row: Row) -> Iterator[tuple[str, str]]:
    return zip(columns, row.aside, strict=False)
