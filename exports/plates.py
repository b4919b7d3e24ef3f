"""Plates: printed maps on which every campaign's place has its mark and its numbers.

Where places lie too close together for their numbers, larger maps of those parts, lettered A, B, C, have them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from string import ascii_uppercase

import numpy as np

from campaigns.geography import Point
from campaigns.records import Campaign, Force, Status
from campaigns.words import counted
from exports import basemap
from exports.basemap import Frame
from exports.fonts import SEMIBOLD
from exports.label_places import Box, Label, clear, place_labels
from exports.lettering import POINT, Span, Style, width
from exports.paper import Paper
from exports.paper_colours import BORDER, COAST, INK, LAND, RUST, WATER

LEAST_GAIN = 4
"""A larger map is worth drawing for so many numbers that have no room elsewhere."""

CLOSEST_KM = 60
_PARTS = (1 / 3, 1 / 5, 1 / 8, 1 / 12, 1 / 20, 1 / 32, 1 / 50, 1 / 80)
"""Widths tried for a larger map, as shares of the whole map's."""

_ROOM_FOR_A_PLACE = 270
"""Square millimetres of a larger map that a place takes up, its neighbours being uneven."""

_MANY = 0.6
"""A closer map is better than one with more places, unless it has less than this share of them."""

_OVERLAP = 0.62
"""How far apart the marks of one place stand, as a share of a mark's width."""

_NAME = Style(5.6, colour="#7d807c")
_LETTER = Style(8.5, SEMIBOLD, RUST)
_LETTER_WIDTH, _LETTER_HEIGHT = 3.0, 3.4


@dataclass(frozen=True, eq=False)
class Place:
    """A point with its campaigns, their numbers in the list, and a name to show in place of the numbers."""

    point: Point
    campaigns: tuple[Campaign, ...]
    numbers: tuple[int, ...]
    name: str = ""

    @property
    def label(self) -> str:
        """What a map shows beside the marks: `7`, `3–5`, `3, 7`, or the name."""
        return self.name or spoken(self.numbers)

    @property
    def marks(self) -> list[tuple[Status, Force]]:
        """The different marks of its campaigns."""
        return list(dict.fromkeys((campaign.status, campaign.force) for campaign in self.campaigns))


@dataclass(frozen=True, eq=False)
class Plate:
    """A map.

    Attributes:
        letter: Its name; empty for the whole map.
        frame: What it shows.
        places: The places on it.
        labels: Where their numbers go; None for those that have no room.
        parts: The larger maps of parts of it.
    """

    letter: str
    frame: Frame
    places: tuple[Place, ...]
    labels: tuple[Label | None, ...]
    parts: tuple[Plate, ...] = ()

    @property
    def numbered(self) -> frozenset[Place]:
        """The places whose numbers it shows."""
        return frozenset(place for place, label in zip(self.places, self.labels, strict=True) if label)

    @property
    def side(self) -> float:
        """How large its marks are."""
        return _lettering(len(self.places))[0]


def places(campaigns: Sequence[Campaign]) -> list[Place]:
    """Where campaigns are, each with its number: 1 for the first. Those without a point are left out."""
    found: dict[Point, list[tuple[int, Campaign]]] = {}
    for number, campaign in enumerate(campaigns, start=1):
        if campaign.point:
            found.setdefault(campaign.point, []).append((number, campaign))
    return [
        Place(point, tuple(campaign for _, campaign in here), tuple(number for number, _ in here))
        for point, here in found.items()
    ]


def spoken(numbers: Sequence[int]) -> str:
    """Numbers in order, three or more in a row as a range: `3–5, 7, 8`."""
    breaks = [0, *(k + 1 for k, (one, other) in enumerate(pairwise(numbers)) if other != one + 1), len(numbers)]
    return ", ".join(_run(numbers[first:end]) for first, end in pairwise(breaks))


def _run(numbers: Sequence[int]) -> str:
    if len(numbers) > 2:
        return f"{numbers[0]}–{numbers[-1]}"
    return ", ".join(map(str, numbers))


def plates(shown: Sequence[Place], size: tuple[float, float], part_size: tuple[float, float], most: int) -> Plate:
    """The map of all places, and the maps of its crowded parts.

    Args:
        shown: The places.
        size: The map's width and height in millimetres.
        part_size: Those of the maps of parts.
        most: How many parts there may be.
    """
    whole = _plate("", basemap.frame_for([place.point for place in shown], *size), shown)
    parts: list[Plate] = []
    left = [place for place in shown if place not in whole.numbered]
    while len(left) >= LEAST_GAIN and len(parts) < most:
        part = _fullest_part(ascii_uppercase[len(parts)], left, shown, whole.frame, part_size, parts)
        if part is None:
            break
        parts.append(part)
        left = [place for place in left if place not in part.numbered]
    return _plate("", whole.frame, shown, [_with_windows(part, parts) for part in parts])


def _plate(letter: str, frame: Frame, shown: Sequence[Place], parts: Sequence[Plate] = ()) -> Plate:
    """A map with the numbers of its places, but for those that the maps of parts show."""
    elsewhere = frozenset[Place]().union(*(part.numbered for part in parts))
    side, letters = _lettering(len(shown))
    asked = [place for place in shown if place not in elsewhere]
    taken = [_room(place, frame, side) for place in shown if place in elsewhere] + _corners(parts, frame)
    marks = [_room(place, frame, side) for place in asked]
    sizes = [_size(place.label, letters) for place in asked]
    found = dict(zip(asked, place_labels(marks, sizes, _whole(frame), taken), strict=True))
    return Plate(letter, frame, tuple(shown), tuple(map(found.get, shown)), tuple(parts))


def _fullest_part(
    letter: str,
    left: Sequence[Place],
    shown: Sequence[Place],
    frame: Frame,
    size: tuple[float, float],
    others: Sequence[Plate],
) -> Plate | None:
    """The map of a part that has many of the numbers that are left, as close as it can be."""
    groups = [_densest(left, frame, frame.width * share, frame.width * share * size[1] / size[0]) for share in _PARTS]
    fitting = [group for group in groups if len(group) * _ROOM_FOR_A_PLACE <= size[0] * size[1]]
    many = _MANY * max(map(len, fitting), default=0)
    for group in sorted(fitting, key=lambda group: (len(group) < many, len(group))):
        part = basemap.frame_for([place.point for place in group], *size, least_km=CLOSEST_KM)
        plate = _plate(letter, part, [place for place in shown if _shows(part, place)], others)
        if len(plate.numbered.intersection(left)) >= LEAST_GAIN:
            return plate
    return None


def _with_windows(part: Plate, others: Sequence[Plate]) -> Plate:
    """The map of a part with the frames of closer maps in it, and all other numbers that do not crowd out its own."""
    closer = _within(part, others)
    fuller = _plate(part.letter, part.frame, part.places, closer)
    if part.numbered <= fuller.numbered:
        return fuller
    return replace(
        _plate(part.letter, part.frame, part.places, list(dict.fromkeys([*part.parts, *closer]))), parts=closer
    )


def _within(plate: Plate, others: Sequence[Plate]) -> tuple[Plate, ...]:
    """The closer maps of what a map shows."""
    west_to_east = plate.frame.east - plate.frame.west
    closer = [other for other in others if other.frame.east - other.frame.west < west_to_east]
    return tuple(other for other in closer if min(_extent(_window(other, plate.frame))) > 0)


def _densest(left: Sequence[Place], frame: Frame, wide: float, high: float) -> list[Place]:
    """The places within a rectangle around one of them, where it holds most."""
    points = np.array([frame.place(place.point) for place in left])
    apart = np.abs(points[:, None, :] - points[None, :, :])
    together = (apart[..., 0] <= wide / 2) & (apart[..., 1] <= high / 2)
    fullest = int(np.argmax(np.count_nonzero(together, axis=1)))
    return [left[int(number)] for number in np.flatnonzero(together[fullest])]


def _shows(frame: Frame, place: Place) -> bool:
    x, y = frame.place(place.point)
    edge = 2.5
    return edge <= x <= frame.width - edge and edge <= y <= frame.height - edge


def _lettering(count: int) -> tuple[float, Style]:
    """The size of marks and the style of numbers on a map of so many places."""
    if count <= 30:
        return 3.4, Style(7.5, SEMIBOLD)
    return (2.8, Style(6.6, SEMIBOLD)) if count <= 110 else (2.1, Style(5.6, SEMIBOLD))


def _room(place: Place, frame: Frame, side: float) -> Box:
    return Box.around(frame.place(place.point), side * (1 + _OVERLAP * (len(place.marks) - 1)), side)


def _size(text: str, style: Style) -> tuple[float, float]:
    return width(text, style) + 0.3, style.size * POINT * 0.85


def _whole(frame: Frame) -> Box:
    return Box(0.5, 0.5, frame.width - 0.5, frame.height - 0.5)


def _window(part: Plate, frame: Frame) -> Box:
    """Where on a map the map of a part of it lies, as far as the map goes; turned inside out where it is elsewhere."""
    left, top = frame.place((part.frame.north, part.frame.west))
    right, bottom = frame.place((part.frame.south, part.frame.east))
    return Box(max(left, 0), max(top, 0), min(right, frame.width), min(bottom, frame.height))


def _corners(parts: Sequence[Plate], frame: Frame) -> list[Box]:
    """The room for the letters of parts: outside a corner of each, no two in the same place."""
    corners: list[Box] = []
    for part in parts:
        window = _window(part, frame)
        xs, ys = (window.left, window.right - _LETTER_WIDTH), (window.top - _LETTER_HEIGHT, window.bottom)
        boxes = [Box(x, y, x + _LETTER_WIDTH, y + _LETTER_HEIGHT) for y in ys for x in xs]
        free = (box for box in boxes if clear([box], _whole(frame), corners, []) == [True])
        corners.append(next(free, boxes[0]))
    return corners


def draw(paper: Paper, plate: Plate, x: float, y: float) -> None:
    """Draw a map with its top left there."""
    which = f"Map {plate.letter}" if plate.letter else "Map"
    with paper.tagged("Figure", f"{which} of {counted(len(plate.places), 'place')}; the list has them all in words."):
        _draw_background(paper, plate.frame, x, y)
        _draw_names(paper, plate, x, y)
        _draw_leaders(paper, plate, x, y)
        for place in reversed(plate.places):
            _draw_marks(paper, plate, place, x, y)
        _draw_windows(paper, plate, x, y)
        _draw_numbers(paper, plate, x, y)
        paper.box(x, y, plate.frame.width, plate.frame.height, line=COAST)


def _draw_windows(paper: Paper, plate: Plate, x: float, y: float) -> None:
    """Draw the edges of the parts that have maps of their own, and their letters."""
    for part, corner in zip(plate.parts, _corners(plate.parts, plate.frame), strict=True):
        window = _window(part, plate.frame)
        paper.box(x + window.left, y + window.top, *_extent(window), line=RUST)
        paper.box(x + corner.left, y + corner.top, *_extent(corner), fill=LAND, line=RUST)
        _draw_text(paper, part.letter, _LETTER, corner, x, y)


def _draw_leaders(paper: Paper, plate: Plate, x: float, y: float) -> None:
    for label in plate.labels:
        if label and label.leader:
            paper.line([(x + a, y + b) for a, b in label.leader], INK, 0.14)


def _draw_numbers(paper: Paper, plate: Plate, x: float, y: float) -> None:
    style = _lettering(len(plate.places))[1]
    for place, label in zip(plate.places, plate.labels, strict=True):
        if label:
            _draw_text(paper, place.label, style, label.box, x, y)


def _draw_background(paper: Paper, frame: Frame, x: float, y: float) -> None:
    def moved(lines: Iterable[basemap.Line]) -> Iterable[basemap.Line]:
        return ([(x + a, y + b) for a, b in line] for line in lines)

    paper.box(x, y, frame.width, frame.height, fill=WATER)
    for colour, outlines in ((LAND, basemap.land(frame)), (WATER, basemap.lakes(frame))):
        for outline in moved(outlines):
            paper.area(outline, colour)
    strokes = ((BORDER, 0.08, basemap.states), (BORDER, 0.16, basemap.borders), (COAST, 0.12, basemap.coasts))
    for colour, thickness, lines in strokes:
        for line in moved(lines(frame)):
            paper.line(line, colour, thickness)


def _draw_names(paper: Paper, plate: Plate, x: float, y: float) -> None:
    """Set the names of countries and states where they cover nothing."""
    named = basemap.names(plate.frame)
    boxes = [Box.around(middle, *_size(name, _NAME)) for name, middle in named]
    marks = [_room(place, plate.frame, plate.side) for place in plate.places]
    free = clear(boxes, _whole(plate.frame), marks, [label for label in plate.labels if label])
    for (name, _), box, is_free in zip(named, boxes, free, strict=True):
        if is_free:
            _draw_text(paper, name, _NAME, box, x, y)


def _draw_marks(paper: Paper, plate: Plate, place: Place, x: float, y: float) -> None:
    room = _room(place, plate.frame, plate.side)
    for number, (status, force) in enumerate(place.marks):
        left = room.left + number * _OVERLAP * plate.side
        paper.mark(x + left, y + room.top, plate.side, status, force)


def _draw_text(paper: Paper, text: str, style: Style, box: Box, x: float, y: float) -> None:
    """Set a text in the middle of a box."""
    left = x + box.middle[0] - width(text, style) / 2
    paper.text(left, y + box.middle[1] + 0.34 * style.size * POINT, Span(text, style))


def _extent(box: Box) -> tuple[float, float]:
    return box.right - box.left, box.bottom - box.top
