"""A draft: somebody's unsaved changes, laid over the tables as they are kept now.

It holds nothing but the changes. What others save meanwhile is under it at once, and so is what stands against it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from campaigns.changes import Applied, Changes, Conflict, apply, between, removals, settled
from campaigns.difference import Difference, difference
from campaigns.edition import Edition, Key, filled, keys
from campaigns.loading import Loaded
from campaigns.tables import UnreadableTable


@dataclass(frozen=True, eq=False)
class Draft:
    """Unsaved changes over the tables as they are kept.

    Attributes:
        kept: The tables as they are kept.
        changes: What is to change in them.
        today: The day of the check.
    """

    kept: Edition
    changes: Changes
    today: date

    @property
    def edition(self) -> Edition:
        """The tables with the changes that nothing stands against."""
        return self._applied.edition

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The changes that somebody else's change stands against."""
        return self._applied.conflicts

    @cached_property
    def loaded(self) -> Loaded:
        """The draft, checked.

        Raises:
            UnreadableTable: The draft has no table of campaigns left.
        """
        return self.edition.loaded(self.today)

    @cached_property
    def effect(self) -> Changes:
        """What saving would change: of changes that others made as well, nothing is left."""
        return between(self.kept, self.edition)

    @cached_property
    def difference(self) -> Difference:
        """What saving would change, in words."""
        return difference(self.effect, self.kept, self.edition)

    @cached_property
    def holds_back(self) -> int:
        """How many rows the draft would hold back that are not held back already; a save has to wait for them."""
        return len(_held(self.loaded) - _held_in(self.kept, self.today))

    @cached_property
    def removes(self) -> Changes:
        """The rows that saving would remove."""
        return removals(self.effect)

    def becoming(self, edition: Edition) -> Draft:
        """The draft that makes the kept tables into an edition; what is in conflict stays so."""
        undecided = tuple(conflict.change for conflict in self.conflicts)
        return replace(self, changes=between(self.kept, edition) + undecided)

    def adding(self, changes: Changes) -> Draft:
        """The draft with further changes, which may stand against its own."""
        return replace(self, changes=self.changes + changes)

    def tidied(self) -> Draft:
        """The same draft as few changes as can be: one for each row."""
        return self.becoming(self.edition)

    def settling(self, conflict: Conflict, mine: bool) -> Draft:
        """The draft with one conflict settled."""
        return replace(self, changes=settled(self.changes, conflict, mine))

    @cached_property
    def _applied(self) -> Applied:
        return apply(self.changes, self.kept)


HeldRows = set[tuple[str, Key]]


def _held(loaded: Loaded) -> HeldRows:
    """The rows that are held back, by table and what tells them apart; whole tables without that."""
    named: dict[tuple[str, int | None], Key] = {}
    for name, sheet in loaded.sheets.items():
        rows = zip(keys(sheet.table, [filled(row.cells) for row in sheet.rows]), sheet.rows, strict=True)
        named |= {(name, row.number): key for key, row in rows}
    return {(name, named.get((name, row), ())) for name, row in loaded.held}


def _held_in(edition: Edition, today: date) -> HeldRows:
    try:
        return _held(edition.loaded(today))
    except UnreadableTable:
        return set()
