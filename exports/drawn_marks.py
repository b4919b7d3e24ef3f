"""The mark of a status as circles, polygons and strokes, which print and slides draw each with their own library.

They look like the page's: a filled disc is won, a half disc partly won, a ring ongoing, a cross lost, a triangle
reversed. What binds has a strong outline; what is advisory a thin one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.records import Force, Status
from exports.paper_colours import INK, PAPER, STATUS_COLOURS

BOX = 20.0
"""The side of the square that a mark is drawn in; `x` runs to the right, `y` downwards."""

_MIDDLE = BOX / 2
_STEPS_OF_HALF_A_CIRCLE = 24


@dataclass(frozen=True)
class Circle:
    """A circle; `fill` and `line` are colours as `#rrggbb`, empty for none, and `width` is that of the line."""

    x: float
    y: float
    radius: float
    fill: str = ""
    line: str = ""
    width: float = 0


@dataclass(frozen=True)
class Polygon:
    """A closed shape, coloured like a circle; the corners of its line are round."""

    points: tuple[tuple[float, float], ...]
    fill: str = ""
    line: str = ""
    width: float = 0


@dataclass(frozen=True)
class Stroke:
    """A straight line with round ends."""

    start: tuple[float, float]
    end: tuple[float, float]
    line: str
    width: float


Shape = Circle | Polygon | Stroke


def shapes(status: Status, force: Force = Force.BINDING, paper: str = PAPER) -> Sequence[Shape]:
    """The mark of a status, in the order in which to draw it.

    Args:
        status: What it says.
        force: How strong its outline is.
        paper: The colour of what should look empty.
    """
    colour = STATUS_COLOURS[status]
    edge, line = (2.1, 3.4) if force is Force.BINDING else (0.8, 1.9)
    match status:
        case Status.WON:
            return [Circle(_MIDDLE, _MIDDLE, 7, colour, INK, edge)]
        case Status.PARTIAL:
            return [
                Circle(_MIDDLE, _MIDDLE, 7, paper),
                Polygon(_left_half(7), colour),
                Circle(_MIDDLE, _MIDDLE, 7, "", INK, edge),
            ]
        case Status.ONGOING:
            return [Circle(_MIDDLE, _MIDDLE, 6, paper, colour, line)]
        case Status.LOST:
            return [*_cross(paper, line + 2.5), *_cross(colour, line)]
        case Status.REVERSED:
            return [Polygon(((10, 2.5), (18, 16.3), (2, 16.3)), colour, INK, edge)]


def _cross(colour: str, width: float) -> list[Stroke]:
    return [
        Stroke((4.5, 4.5), (15.5, 15.5), colour, width),
        Stroke((15.5, 4.5), (4.5, 15.5), colour, width),
    ]


def _left_half(radius: float) -> tuple[tuple[float, float], ...]:
    turns = [math.pi / 2 + math.pi * step / _STEPS_OF_HALF_A_CIRCLE for step in range(_STEPS_OF_HALF_A_CIRCLE + 1)]
    return tuple((_MIDDLE + radius * math.cos(turn), _MIDDLE - radius * math.sin(turn)) for turn in turns)
