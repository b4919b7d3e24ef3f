"""Bringing files: what tables that somebody kept in a spreadsheet change in those that are kept here.

A file says nothing of the columns it does not have and nothing of the rows it does not have: those stay, unless
somebody says by name that they go. What others changed since the file was taken is not undone: the file is compared
with the kept tables of which it is most likely a copy, and only what it changed in them counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from campaigns.changes import Changes, between, removals
from campaigns.edition import Cells, Edition, Grid, keys
from campaigns.loading import load_bytes
from campaigns.problems import Report
from campaigns.tables import Sheet, UnreadableTable, read_any


@dataclass(frozen=True, eq=False)
class Brought:
    """What files bring.

    Attributes:
        report: What is wrong in them, by the rows that their spreadsheet shows.
        changes: What they add and change.
        missing: What would be removed if the rows that they do not have were to go.
    """

    report: Report
    changes: Changes
    missing: Changes


def bring(files: Sequence[tuple[str, bytes]], editions: Sequence[Edition], today: date) -> Brought:
    """Compare files with the tables that are kept.

    Args:
        files: Each file's name and the bytes of its table.
        editions: The tables as they are kept now, and before that the earlier ones of which a file may be a copy.
        today: The day of the check.

    Raises:
        UnreadableTable: A file is none of the tables, or two are the same one.
    """
    sheets: dict[str, Sheet] = {}
    data: dict[str, bytes] = {}
    for file, content in files:
        sheet = read_any(file, content)
        if sheet.table.name in sheets:
            other = sheets[sheet.table.name].file
            raise UnreadableTable(f"{other} and {file} are both tables of {sheet.table.name}. Bring one of them.")
        sheets[sheet.table.name], data[sheet.table.name] = sheet, content
    brought = Edition.of(sheets)
    changes = min((_changes(edition, brought) for edition in editions), key=len)
    names = {name: sheet.file for name, sheet in sheets.items()}
    report = load_bytes(editions[0].files() | data, today, names=names).report
    return Brought(report, tuple(change for change in changes if change.after is not None), removals(changes))


def _changes(edition: Edition, brought: Edition) -> Changes:
    """What the brought tables change in an edition, where they say anything."""
    said = {name: _completed(edition.grid(name), grid) for name, grid in brought.grids.items()}
    return between(edition, Edition({**edition.grids, **said}))


def _completed(kept: Grid, brought: Grid) -> Grid:
    """The brought table with the cells of kept columns that it does not have."""
    untold = set(kept.columns) - set(brought.columns)
    by_key = kept.by_key()
    rows = zip(keys(brought.table, brought.rows), brought.rows, strict=True)
    return brought.with_rows({**_only(by_key.get(key, {}), untold), **cells} for key, cells in rows)


def _only(cells: Cells, columns: Iterable[str]) -> Mapping[str, str]:
    return {column: text for column, text in cells.items() if column in columns}
