"""Columns: blocks of text one below the other, from column to column and from page to page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from exports.lettering import Line, Span, wrapped
from exports.paper import Paper

_BASELINE = 0.78
"""Where in a line its letters stand, as a share of the line's height."""

_LOW_AREAS = 2
"""How many empty areas, the two low columns under a map, a block may pass over in search of a higher one."""


@dataclass(frozen=True)
class Block:
    """Something of a height that is not parted.

    Attributes:
        height: In millimetres.
        draw: Draws it with its top left at `x` and `y`.
        gap: The space below it, unless it ends a column.
    """

    height: float
    draw: Callable[[float, float], None]
    gap: float = 0


@dataclass(frozen=True)
class Area:
    """Room for blocks: on which page, counted from 0, where its top left is and how high it is."""

    page: int
    x: float
    y: float
    height: float


@dataclass(frozen=True)
class Placed:
    """A block and where it goes."""

    page: int
    x: float
    y: float
    block: Block


def flow(blocks: Iterable[Block], areas: Iterator[Area]) -> list[Placed]:
    """Fill areas with blocks in their order.

    A block that does not fit goes to the next area; one too high for any begins an area of its own.

    Args:
        blocks: What to place.
        areas: As many as may be needed, in reading order.
    """
    placed: list[Placed] = []
    area, used = next(areas), 0.0
    for block in blocks:
        skipped = 0
        while used + block.height > area.height and (used or skipped < _LOW_AREAS):
            skipped += not used
            area, used = next(areas), 0.0
        placed.append(Placed(area.page, area.x, area.y + used, block))
        used += block.height + block.gap
    return placed


def paragraph(paper: Paper, spans: Sequence[Span], width: float, kind: str = "P", gap: float = 0) -> Block:
    """A block of text.

    Args:
        paper: What it will be drawn on.
        spans: The text.
        width: The length of its lines.
        kind: What it is for screen readers: `P`, `H1`.
        gap: The space below it.
    """
    lines = wrapped(spans, width)

    def draw(x: float, y: float) -> None:
        with paper.tagged(kind):
            set_lines(paper, lines, x, y)

    return Block(height_of(lines), draw, gap)


def together(first: Block, second: Block) -> Block:
    """Two blocks as one, so that a heading never stands alone at the foot of a column."""

    def draw(x: float, y: float) -> None:
        first.draw(x, y)
        second.draw(x, y + first.height + first.gap)

    return Block(first.height + first.gap + second.height, draw, second.gap)


def set_lines(paper: Paper, lines: Sequence[Line], x: float, y: float) -> None:
    """Set lines of text one below the other, the first with its top at `y`."""
    for line in lines:
        paper.line_of_text(x, y + _BASELINE * leading(line), line)
        y += leading(line)


def height_of(lines: Sequence[Line]) -> float:
    """How high lines are together."""
    return sum(leading(line) for line in lines)


def leading(line: Line) -> float:
    """The height of a line: that of its largest letters."""
    return max((piece.span.style.leading for piece in line), default=0)
