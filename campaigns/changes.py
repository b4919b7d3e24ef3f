"""Changes: what one edition of the tables has that another has not, row by row, and how it is merged into a third.

A change carries the row as it was, so that it can be applied to tables that others have changed meanwhile: cells
that only one side touched are merged, and only where both wrote differently somebody has to choose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from rapidfuzz import fuzz

from campaigns.edition import Cells, Edition, Grid, Key, filled
from campaigns.loading import TABLES

REWORDED = 60
"""How alike, of 100, the words of two steps of a campaign must be to be one step; those of one date and kind are."""

CERTAINLY_REWORDED = 100 + REWORDED
"""Of 200: two steps of one date and kind that also say it in words alike."""


@dataclass(frozen=True)
class RowChange:
    """One row that was added, changed or removed.

    Attributes:
        table: The table's name.
        key: What tells the row apart, as it was; as it is where it is new.
        before: The row as it was; None where it is new.
        after: The row as it is; None where it is removed.
    """

    table: str
    key: Key
    before: Cells | None
    after: Cells | None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns in which the row changed."""
        before, after = self.before or {}, self.after or {}
        return tuple(c for c in dict.fromkeys([*before, *after]) if before.get(c, "") != after.get(c, ""))

    @property
    def campaign(self) -> str:
        """The id of the campaign that the row is about; empty for companies and resources."""
        column = {"campaigns": "id", "events": "campaign_id"}.get(self.table, "")
        return (self.before or self.after or {}).get(column, "")


Changes = tuple[RowChange, ...]


@dataclass(frozen=True)
class Conflict:
    """A change that somebody else's change stands against.

    Attributes:
        change: The change.
        theirs: The row as it is now; None where it was removed meanwhile.
        columns: The columns that both filled differently; empty where the whole row is at stake.
    """

    change: RowChange
    theirs: Cells | None
    columns: tuple[str, ...] = ()

    def keeping_mine(self) -> RowChange:
        """The change so that it stands over theirs."""
        after = self.change.after
        if after is not None and self.theirs is not None:
            after = _merged(self.change.before or {}, after, self.theirs)
        return RowChange(self.change.table, self.change.key, self.theirs, after)

    def keeping_theirs(self) -> RowChange | None:
        """What is left of the change beside theirs; None where nothing is."""
        if self.theirs is None or self.change.after is None:
            return None
        after = _merged(self.change.before or {}, self.change.after, self.theirs)
        after = filled({**after, **{column: self.theirs.get(column, "") for column in self.columns}})
        return RowChange(self.change.table, self.change.key, self.theirs, after) if after != self.theirs else None


@dataclass(frozen=True)
class Applied:
    """What came of applying changes.

    Attributes:
        edition: The tables with the changes that nothing stands against.
        conflicts: The others.
    """

    edition: Edition
    conflicts: tuple[Conflict, ...]


def between(old: Edition, new: Edition, likeness: int = REWORDED) -> Changes:
    """What changed from one edition to another, table by table.

    Args:
        old: The one edition.
        new: The other.
        likeness: How alike, of 200, a step that is gone and one that is new must be to be one step.
    """
    return tuple(chain.from_iterable(_between(old.grid(name), new.grid(name), likeness) for name in TABLES))


def apply(changes: Iterable[RowChange], edition: Edition) -> Applied:
    """Apply changes to an edition, which may not be the one that they were made on."""
    by_table: dict[str, list[RowChange]] = {}
    for change in changes:
        by_table.setdefault(change.table, []).append(change)
    conflicts: list[Conflict] = []
    for name in filter(by_table.__contains__, TABLES):
        rows = edition.grid(name).by_key()
        for change in by_table[name]:
            conflict = _enter(change, rows)
            conflicts += [conflict] if conflict else []
        edition = edition.with_rows(name, rows.values())
    return Applied(edition, tuple(conflicts))


def settled(changes: Changes, conflict: Conflict, mine: bool) -> Changes:
    """The changes with one conflict settled."""
    instead = conflict.keeping_mine() if mine else conflict.keeping_theirs()
    found = ((instead,) if change == conflict.change else (change,) for change in changes)
    return tuple(change for change in chain.from_iterable(found) if change is not None)


def removals(changes: Iterable[RowChange]) -> Changes:
    """The changes that remove a row."""
    return tuple(change for change in changes if change.after is None)


def as_json(changes: Changes) -> list[dict[str, Any]]:
    """The changes as JSON can hold them."""
    return [
        {"table": c.table, "key": list(c.key), "before": _plain(c.before), "after": _plain(c.after)} for c in changes
    ]


def from_json(found: object) -> Changes:
    """Read changes that JSON held.

    Raises:
        ValueError: They are not what `as_json` gives.
    """
    if not isinstance(found, list):
        raise ValueError("Changes are a list.")
    return tuple(map(_change, found))


def _between(old: Grid, new: Grid, likeness: int) -> Iterator[RowChange]:
    before, after = old.by_key(), new.by_key()
    gone = {key: cells for key, cells in before.items() if key not in after}
    come = {key: cells for key, cells in after.items() if key not in before}
    renamed = _renamed(gone, come, likeness) if old.table.name == "events" else {}
    named = set(renamed.values())
    for key, cells in before.items():
        now = after.get(key) or come.get(renamed.get(key, ()))
        if now != cells:
            yield RowChange(old.table.name, key, cells, now)
    for key, cells in come.items():
        if key not in named:
            yield RowChange(old.table.name, key, None, cells)


def _renamed(gone: Mapping[Key, Cells], come: Mapping[Key, Cells], least: int) -> dict[Key, Key]:
    """Which of the new steps is which of those that are gone, reworded or with another date."""
    beside = _by_campaign(come)
    pairs = (
        (_likeness(cells, come[new]), _shared(cells, come[new]), old, new)
        for old, cells in gone.items()
        for new in beside.get(cells.get("campaign_id", ""), ())
    )
    found: dict[Key, Key] = {}
    taken: set[Key] = set()
    for _, _, old, new in sorted((pair for pair in pairs if pair[0] >= least), reverse=True):
        if old not in found and new not in taken:
            found[old] = new
            taken.add(new)
    return found


def _by_campaign(steps: Mapping[Key, Cells]) -> dict[str, list[Key]]:
    grouped: dict[str, list[Key]] = {}
    for key, cells in steps.items():
        grouped.setdefault(cells.get("campaign_id", ""), []).append(key)
    return grouped


def _likeness(one: Cells, other: Cells) -> float:
    """From 0 to 200: how alike the words of two steps are, and whether they are of one date and kind."""
    same_day = all(one.get(column) == other.get(column) for column in ("date", "kind"))
    return fuzz.ratio(one.get("what", ""), other.get("what", "")) + 100 * same_day


def _shared(one: Cells, other: Cells) -> int:
    """In how many cells two steps agree, which decides where their words do not."""
    return len(one.items() & other.items())


def _enter(change: RowChange, rows: dict[Key, Cells]) -> Conflict | None:
    """Enter one change in the rows; a conflict where theirs stand against it."""
    theirs = rows.get(change.key)
    if theirs == change.before:
        _put(change, rows)
        return None
    if theirs == change.after or (theirs is None and change.after in rows.values()):
        return None
    if theirs is None or change.after is None:
        return Conflict(change, theirs)
    before = change.before or {}
    columns = _disputed(before, change.after, theirs)
    if columns:
        return Conflict(change, theirs, columns)
    rows[change.key] = _merged(before, change.after, theirs)
    return None


def _put(change: RowChange, rows: dict[Key, Cells]) -> None:
    if change.after is None:
        del rows[change.key]
    else:
        rows[change.key] = change.after


def _disputed(before: Cells, mine: Cells, theirs: Cells) -> tuple[str, ...]:
    """The columns that both changed, and differently."""
    columns = dict.fromkeys([*before, *mine, *theirs])
    versions = ((c, before.get(c, ""), mine.get(c, ""), theirs.get(c, "")) for c in columns)
    return tuple(column for column, was, one, other in versions if was != one != other != was)


def _merged(before: Cells, mine: Cells, theirs: Cells) -> Cells:
    """Theirs with every cell that I changed."""
    changed = {c: mine.get(c, "") for c in dict.fromkeys([*before, *mine]) if before.get(c, "") != mine.get(c, "")}
    return filled({**theirs, **changed})


def _plain(cells: Cells | None) -> dict[str, str] | None:
    return None if cells is None else dict(cells)


def _change(found: Any) -> RowChange:
    match found:
        case {"table": str(table), "key": [*key], "before": before, "after": after} if (
            table in TABLES and all(map(is_text, key)) and (_cells(before) or _cells(after))
        ):
            return RowChange(table, tuple(key), _cells(before), _cells(after))
    raise ValueError("A change has a table, a key, a row before and a row after.")


def _cells(found: Any) -> Cells | None:
    if found is None:
        return None
    if not isinstance(found, dict) or not all(map(is_text, chain.from_iterable(found.items()))):
        raise ValueError("A row is text by column.")
    return filled(found)


def is_text(found: object) -> bool:
    """Whether it is text that a file can hold: JSON may carry half of a character."""
    return isinstance(found, str) and not _HALF_A_CHARACTER.search(found)


_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")
