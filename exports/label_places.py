"""Places for labels on a printed map: each beside its mark, or a little way off on a thin line, none over another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

XY = tuple[float, float]

GAP = 0.4
"""Between a mark and the label beside it."""

FARTHEST = 13.0
"""How long a label's line may be."""

_DIRECTIONS = 16
_FIRST_LINE, _STEP = 2.2, 1.6
_THICKNESS = 0.3
_DENSITY = 0.6

Boxes = npt.NDArray[np.float64]
"""A box a row: left, top, right, bottom."""


@dataclass(frozen=True)
class Box:
    """A rectangle on paper, in millimetres from the top left."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, middle: XY, width: float, height: float) -> Box:
        """The rectangle of a size around its middle."""
        x, y = middle
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    @property
    def middle(self) -> XY:
        """Its middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def row(self) -> tuple[float, float, float, float]:
        """Its sides as numbers: left, top, right, bottom."""
        return self.left, self.top, self.right, self.bottom


@dataclass(frozen=True)
class Label:
    """Where a label goes.

    Attributes:
        box: The room it takes.
        leader: The line from its mark to it; None where it stands beside the mark.
    """

    box: Box
    leader: tuple[XY, XY] | None = None


def place_labels(
    marks: Sequence[Box], sizes: Sequence[tuple[float, float]], within: Box, taken: Sequence[Box] = ()
) -> list[Label | None]:
    """Find a place for the label of each mark.

    No label lies over another, over a mark or over a label's line, and all lie within the map. The most crowded
    marks choose first.

    Args:
        marks: The marks.
        sizes: The width and height of each mark's label.
        within: The map.
        taken: What else is to stay free.

    Returns:
        A label a mark, in the order of the marks; None where there is no room.
    """
    placed: list[Label | None] = [None] * len(marks)
    obstacles = _rows([*marks, *taken])
    for number in _most_crowded_first(marks):
        others = np.delete(obstacles, number, axis=0)
        label = _first_free(marks[number], sizes[number], within, _near(others, marks[number], sizes[number]))
        placed[number] = label
        if label:
            obstacles = np.vstack([obstacles, _rows([label.box]), _along(label.leader)])
    return placed


def clear(boxes: Sequence[Box], within: Box, taken: Sequence[Box], labels: Sequence[Label]) -> list[bool]:
    """Tell which boxes are free of marks, labels and lines, and of the free boxes before them."""
    obstacles = np.vstack([_rows([*taken, *(label.box for label in labels)]), *(_along(n.leader) for n in labels)])
    answers = []
    for box in _rows(boxes)[:, None, :]:
        free = bool(_inside(box, within)[0]) and not bool(_hit(box, obstacles)[0])
        obstacles = np.vstack([obstacles, box]) if free else obstacles
        answers.append(free)
    return answers


def _most_crowded_first(marks: Sequence[Box]) -> list[int]:
    if not marks:
        return []
    middles = np.array([mark.middle for mark in marks])
    apart = np.hypot(*(middles[:, None, :] - middles[None, :, :]).transpose(2, 0, 1))
    crowd = np.count_nonzero(apart < FARTHEST / 2, axis=1)
    return [int(number) for number in np.argsort(-crowd, kind="stable")]


def _near(obstacles: Boxes, mark: Box, size: tuple[float, float]) -> Boxes:
    """Those of the obstacles that any place for the mark's label could touch."""
    reach = 2 * (FARTHEST + max(size))
    around = Box.around(mark.middle, reach + mark.right - mark.left, reach + mark.bottom - mark.top)
    return obstacles[_hit(obstacles, _rows([around]))]


def _first_free(mark: Box, size: tuple[float, float], within: Box, obstacles: Boxes) -> Label | None:
    beside = _beside(mark, *size)
    free = _inside(_rows(beside), within) & ~_hit(_rows(beside), obstacles)
    for place in np.flatnonzero(free)[:1]:
        return Label(beside[place])
    away = list(_away(mark, *size))
    boxes = _rows([label.box for label in away])
    elsewhere = obstacles[~_hit(obstacles, _rows([mark]))]  # a line has to leave marks that overlap its own
    for place in np.flatnonzero(_inside(boxes, within) & ~_hit(boxes, obstacles)):
        if not _hit(_along(away[place].leader), elsewhere).any():
            return away[place]
    return None


def _beside(mark: Box, width: float, height: float) -> list[Box]:
    """The places next to a mark, the best first: right, left, above, below, and at its corners."""
    x, y = mark.middle
    right, left = mark.right + GAP + width / 2, mark.left - GAP - width / 2
    above, below = mark.top - GAP - height / 2, mark.bottom + GAP + height / 2
    middles = [(right, y), (left, y), (x, above), (x, below)]
    middles += [(right, above), (right, below), (left, above), (left, below)]
    return [Box.around(middle, width, height) for middle in middles]


def _away(mark: Box, width: float, height: float) -> Iterable[Label]:
    """The places at the end of a line, the nearest first."""
    x, y = mark.middle
    distance = _FIRST_LINE
    while distance <= FARTHEST:
        for turn in range(_DIRECTIONS):
            angle = 2 * math.pi * turn / _DIRECTIONS
            across, down = math.cos(angle), math.sin(angle)
            start = (x + across * (mark.right - x), y + down * (mark.bottom - y))
            end = (start[0] + across * distance, start[1] + down * distance)
            middle = (end[0] + across * (width / 2 + GAP), end[1] + down * (height / 2 + GAP))
            yield Label(Box.around(middle, width, height), (start, end))
        distance += _STEP


def _along(leader: tuple[XY, XY] | None) -> Boxes:
    """Small boxes along a line, so that a line is in the way of labels and of other lines."""
    if leader is None:
        return np.empty((0, 4))
    (x, y), (to_x, to_y) = leader
    steps = max(2, math.ceil(math.hypot(to_x - x, to_y - y) / _DENSITY) + 1)
    shares = np.linspace(0, 1, steps)
    points = np.column_stack([x + shares * (to_x - x), y + shares * (to_y - y)])
    return np.hstack([points - _THICKNESS / 2, points + _THICKNESS / 2])


def _rows(boxes: Sequence[Box]) -> Boxes:
    return np.array([box.row() for box in boxes], dtype=np.float64).reshape(-1, 4)


def _inside(boxes: Boxes, within: Box) -> npt.NDArray[np.bool_]:
    left, top, right, bottom = within.row()
    inside: npt.NDArray[np.bool_] = (
        (boxes[:, 0] >= left) & (boxes[:, 1] >= top) & (boxes[:, 2] <= right) & (boxes[:, 3] <= bottom)
    )
    return inside


def _hit(boxes: Boxes, obstacles: Boxes) -> npt.NDArray[np.bool_]:
    """Whether each of the boxes lies over any of the obstacles."""
    one, other = boxes[:, None, :], obstacles[None, :, :]
    across = (one[..., 0] < other[..., 2]) & (other[..., 0] < one[..., 2])
    down = (one[..., 1] < other[..., 3]) & (other[..., 1] < one[..., 3])
    hit: npt.NDArray[np.bool_] = np.any(across & down, axis=1)
    return hit
