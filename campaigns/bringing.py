"""Bringing files: what tables that somebody kept in a spreadsheet change in those that are kept here.

A file says nothing of the columns it does not have and nothing of the rows it does not have: those stay, unless
somebody says by name that they go. What others changed since the file was taken is not undone: the file is compared
with the kept tables of which it is most likely a copy, and only what it changed in them counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import chain

from campaigns.changes import CERTAINLY_REWORDED, REWORDED, Changes, RowChange, apply, between, removals
from campaigns.edition import Cells, Edition, Grid, Key, filled
from campaigns.formatting import DECIMALS
from campaigns.loading import load_bytes
from campaigns.problems import Problem, Report, in_reading_order
from campaigns.schema import Table
from campaigns.tables import Sheet, UnreadableTable, read_any
from campaigns.wording import say


@dataclass(frozen=True, eq=False)
class Brought:
    """What files bring.

    Attributes:
        report: What is wrong in them, by the rows that their spreadsheet shows; and how many campaigns can be shown
            once they are taken over.
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
        UnreadableTable: A file is none of the tables, two are the same one, or there is no table of campaigns.
    """
    sheets = _read(files)
    grids = Edition.of(sheets).grids
    found = tuple(
        chain.from_iterable(
            _least(_changes(kept.grid(name), grid) for kept in editions) for name, grid in grids.items()
        )
    )
    changes = tuple(change for change in found if change.after is not None)
    data = {sheet.table.name: content for sheet, (_, content) in zip(sheets.values(), files, strict=True)}
    return Brought(_report(sheets, data, editions[0], changes, today), changes, removals(found))


def _report(
    sheets: Mapping[str, Sheet], data: Mapping[str, bytes], kept: Edition, changes: Changes, today: date
) -> Report:
    """What is wrong in the files, each checked beside the tables as they will be."""
    then = apply(changes, kept).edition.files()
    whole = load_bytes(then, today).report
    problems: list[Problem] = []
    for name, sheet in sheets.items():
        found = load_bytes({**then, name: data[name]}, today, names={name: sheet.file}).report.problems
        silent = _silent(sheet, kept, changes)
        problems += [problem for problem in found if problem.file == sheet.file and problem.column not in silent]
    return Report(whole.shown, whole.total, in_reading_order(problems))


def _silent(sheet: Sheet, kept: Edition, changes: Changes) -> set[str]:
    """The titles of columns that stay as they are; none where a new row would need them."""
    name = sheet.table.name
    if name not in kept.grids or any(change.table == name and change.before is None for change in changes):
        return set()
    there = kept.grid(name).columns
    return {field.title for field in sheet.table.fields if field.name in there and field.name not in sheet.columns}


def _read(files: Iterable[tuple[str, bytes]]) -> dict[str, Sheet]:
    """The tables in files, by name in the order of the files."""
    sheets: dict[str, Sheet] = {}
    for file, content in files:
        sheet = read_any(file, content)
        if other := sheets.get(sheet.table.name):
            raise UnreadableTable(_both(other.file, file, sheet.table))
        sheets[sheet.table.name] = sheet
    return sheets


def _both(one: str, other: str, table: Table) -> str:
    return say(
        "{one} and {other} are both tables of {table}. Bring one of them.", one=one, other=other, table=table.name
    )


def _least(candidates: Iterable[Changes]) -> Changes:
    """The changes to that table of which the file is most likely a copy: first those that fill the fewest cells.

    Rows that the file does not have count only where that is the same: they are many wherever it is a part of a table.
    """
    return min(candidates, key=lambda changes: (_told(changes), len(removals(changes))))


def _told(changes: Changes) -> int:
    return sum(len(change.columns) for change in changes if change.after is not None)


def _changes(kept: Grid, brought: Grid) -> Changes:
    """What a brought table changes in a kept one, where it says anything."""
    name, said = kept.table.name, _named(kept, brought)
    likeness = REWORDED if _is_whole(kept, said) else CERTAINLY_REWORDED
    untold = set(kept.columns) - set(brought.columns)
    found = between(Edition({name: kept}), Edition({name: said}), likeness)
    completed = (_completed(kept.table, change, untold) for change in found)
    return tuple(change for change in completed if change.before != change.after)


def _is_whole(kept: Grid, brought: Grid) -> bool:
    """Whether the brought table is a copy of the kept one and not a few rows, of which nobody knows the neighbours.

    In a copy, a step that is gone where a new one is alike was reworded; a few new steps must not replace those that
    happen to be like them.
    """
    found = kept.by_key().keys() & brought.by_key().keys()
    return 2 * len(found) >= len(kept.rows)


def _named(kept: Grid, brought: Grid) -> Grid:
    """The brought table with the parts of its key that it has no columns for, where these can be told for certain."""
    has = [column for column in kept.table.key if column in brought.columns]
    lacks = set(kept.table.key) - set(has)
    if not has or not lacks:
        return brought
    known, asked = _grouped(kept.rows, has), _grouped(brought.rows, has)
    same = {key for key, rows in asked.items() if len(rows) == len(known.get(key, ()))}
    meant = {key: iter(known[key]) for key in same}
    rows = []
    for cells in brought.rows:
        key = _part(cells, has)
        rows.append({**_only(next(meant[key]), lacks), **cells} if key in same else cells)
    return brought.with_rows(rows)


def _grouped(rows: Iterable[Cells], columns: Collection[str]) -> dict[Key, list[Cells]]:
    grouped: dict[Key, list[Cells]] = {}
    for cells in rows:
        grouped.setdefault(_part(cells, columns), []).append(cells)
    return grouped


def _part(cells: Cells, columns: Iterable[str]) -> Key:
    return tuple(cells.get(column, "") for column in columns)


def _completed(table: Table, change: RowChange, untold: Collection[str]) -> RowChange:
    """The change without what its file does not say: of columns it does not have, and of decimals that are not kept."""
    if change.before is None or change.after is None:
        return change
    numbers = [field.name for field in table.fields if field.type == "number"]
    alike = [name for name in numbers if _rounds_alike(change.before.get(name, ""), change.after.get(name, ""))]
    return replace(change, after=filled({**change.after, **_only(change.before, {*untold, *alike})}))


def _rounds_alike(one: str, other: str) -> bool:
    try:
        return round(Decimal(one), DECIMALS) == round(Decimal(other), DECIMALS)
    except ArithmeticError:
        return False


def _only(cells: Cells, columns: Collection[str]) -> Mapping[str, str]:
    return {column: text for column, text in cells.items() if column in columns}
