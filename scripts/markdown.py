"""Markdown: the tables and lists that the scripts write into the documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(header: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """Rows under a header."""
    return "\n".join([row(header), row("---" for _ in header), *(row(cells) for cells in rows)])


def row(cells: Iterable[str]) -> str:
    """One row; a bar in a cell does not end it."""
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def bullets(items: Iterable[str]) -> str:
    """A list."""
    return "\n".join(f"- {item}" for item in items)
