"""What the benchmarks found, as the Markdown of RESULTS.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scripts.markdown import row

Row = tuple[str, ...]


@dataclass(frozen=True)
class Goal:
    """A number to reach.

    Attributes:
        what: What is measured.
        goal: What it should be, in words.
        measured: What it is, with its unit.
        met: Whether that is good enough.
    """

    what: str
    goal: str
    measured: str
    met: bool


@dataclass(frozen=True)
class Table:
    """Figures side by side.

    Attributes:
        caption: What they are, with their unit.
        head: The columns' names.
        rows: The figures, each row beginning with what it is about.
    """

    caption: str
    head: Row
    rows: Sequence[Row]


@dataclass(frozen=True)
class Chapter:
    """One benchmark's part of the report.

    Attributes:
        title: What it is about.
        method: How it was measured, a sentence or two.
        goals: The numbers to reach.
        tables: All figures.
        remarks: What the figures say, a sentence each.
    """

    title: str
    method: str
    goals: Sequence[Goal] = ()
    tables: Sequence[Table] = ()
    remarks: Sequence[str] = ()


def markdown(chapter: Chapter) -> str:
    """A chapter as Markdown."""
    parts = [f"## {chapter.title}", chapter.method]
    if chapter.goals:
        parts.append(_goals(chapter.goals))
    parts += [f"{table.caption}\n\n{_grid(table.head, table.rows)}" for table in chapter.tables]
    parts += [f"- {remark}" for remark in chapter.remarks]
    return "\n\n".join(parts) + "\n"


def _goals(goals: Sequence[Goal]) -> str:
    rows = [(goal.what, goal.goal, goal.measured, "yes" if goal.met else "**no**") for goal in goals]
    return _grid(("number to reach", "goal", "measured", "reached"), rows)


def _grid(head: Row, rows: Sequence[Row]) -> str:
    ruler = ("---", *("---:" for _ in head[1:]))
    return "\n".join(map(row, (head, ruler, *rows)))
