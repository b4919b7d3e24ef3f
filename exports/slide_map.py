"""The map on a slide: shapes that a presenter can recolour, and that stay sharp on any projector."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from campaigns.records import Campaign, Force, Status
from exports.basemap import Frame, borders, coasts, frame_for, lakes, land, names, states
from exports.drawingml import XY, Box, Paragraph, Run, Xml, areas, drawn, group, lines, rectangle, text_box
from exports.drawn_marks import shapes
from exports.fitting import LEADING, breadth
from exports.paper_colours import BORDER, COAST, LAND, QUIET, RULE, WATER

NAME_SIZE = 13
"""The size of the names of countries and states in points."""

_SIDES = ((1, 44), (12, 28), (60, 20))
"""How large the squares of marks are in points, for up to so many of them; those of still more are _LEAST."""

_LEAST = 14


def map_of(campaigns: Sequence[Campaign], box: Box, description: str) -> Xml:
    """A map that shows where campaigns are, each with its mark; of the North Atlantic where none has a point.

    Args:
        campaigns: Those without a point are left out, and those that look alike in one place are drawn once.
        box: Where on the slide it lies.
        description: What it shows, for those who do not see it.
    """
    placed = list(dict.fromkeys((c.point, c.status, c.force) for c in campaigns if c.point))
    frame = frame_for([point for point, _, _ in placed], box.width, box.height)
    spots = [_on_slide(frame.place(point), box) for point, _, _ in placed]
    side = next((side for most, side in _SIDES if len(placed) <= most), _LEAST)
    marks = [mark(status, force, spot, side) for spot, (_, status, force) in zip(spots, placed, strict=True)]
    return group("Map", box, [*background(frame, box), *_names(frame, box, spots, side), *marks], description)


def mark(status: Status, force: Force, middle: XY, side: float) -> Xml:
    """A status's mark around a point, in a square of that side; a word elsewhere on the slide says the same."""
    square = Box(middle[0] - side / 2, middle[1] - side / 2, side, side)
    return group("Mark", square, [drawn(shape, middle, side) for shape in shapes(status, force)])


@lru_cache(maxsize=512)
def background(frame: Frame, box: Box) -> tuple[Xml, ...]:
    """Water, land and lines. Kept, since many campaigns share a place and an export is often repeated."""
    return (
        rectangle("Water", box, WATER),
        areas("Land", box, land(frame), LAND),
        areas("Lakes", box, lakes(frame), WATER),
        lines("Coasts", box, coasts(frame), COAST, 0.75),
        lines("States", box, states(frame), BORDER, 0.75),
        lines("Borders", box, borders(frame), BORDER, 1.25),
        rectangle("Edge", Box(box.x, box.y, 1, box.height), RULE),
    )


def _names(frame: Frame, box: Box, spots: Sequence[XY], side: float) -> Iterable[Xml]:
    """The names of countries and states that have room in the box beside the marks, the most important first."""
    taken = [Box(x - side / 2, y - side / 2, side, side) for x, y in spots]
    for name, place in names(frame):
        middle = _on_slide(place, box)
        wide, high = breadth(name, NAME_SIZE) + 2, NAME_SIZE * LEADING
        room = Box(middle[0] - wide / 2, middle[1] - high / 2, wide, high)
        if _is_within(room, box) and not any(_overlap(room, other) for other in taken):
            taken.append(room)
            yield text_box("Name", room, [Paragraph((Run(name, NAME_SIZE, colour=QUIET),))], anchor="ctr")


def _on_slide(place: XY, box: Box) -> XY:
    return box.x + place[0], box.y + place[1]


def _is_within(room: Box, box: Box) -> bool:
    across = box.x <= room.x and room.x + room.width <= box.x + box.width
    return across and box.y <= room.y and room.bottom <= box.bottom


def _overlap(one: Box, other: Box) -> bool:
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.bottom and other.y < one.bottom
