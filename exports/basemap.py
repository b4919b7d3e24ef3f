"""The background of printed maps: land, lakes and borders in Web Mercator, fitted to a frame.

The outlines are those of the page's map; static/basemap/README.md names their sources, all in the public domain.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString, Polygon, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from campaigns.geography import Point, features

FOLDER = Path(__file__).parents[1] / "static" / "basemap"

XY = tuple[float, float]
"""A place on paper, from the top left of the frame, in the frame's own unit."""

Line = list[XY]

LEAST_KM = 600
"""The least that a frame's shorter side shows, so that a single place still has surroundings to know it by."""

MARGIN = 0.09
"""How much more than its points a frame shows on each side, as a share of their extent."""

NORTH_ATLANTIC: tuple[Point, Point] = ((24.0, -128.0), (66.0, 34.0))
"""South-west and north-east of what is shown where there is nothing to show."""

_EQUATOR_KM = 40_075
_SCREEN = 3.0
"""How many of the 256 pixels of zoom 0 make the width that a printed map is read like."""
_ZOOM_OF_STATES = 4
_FARTHEST_NORTH = 85.0
"""Points nearer to a pole are drawn here: Web Mercator puts the poles themselves infinitely far away."""

_DETAILS = 1_400
"""How many steps a frame's side is divided into: finer detail than that is left out."""


@dataclass(frozen=True)
class Frame:
    """A piece of the Earth on a piece of paper.

    Attributes:
        west: The left edge in degrees; below -180 where the frame reaches across the 180th meridian.
        south: The lower edge in degrees.
        east: The right edge in degrees; above 180 where the frame reaches across the 180th meridian.
        north: The upper edge in degrees.
        width: The paper's width, in any unit.
        height: The paper's height in the same unit.
    """

    west: float
    south: float
    east: float
    north: float
    width: float
    height: float

    def place(self, point: Point) -> XY:
        """Where a point, as latitude and longitude, lies on the paper."""
        middle = (self.west + self.east) / 2
        longitude = point[1] + 360 * round((middle - point[1]) / 360)
        left, top, right, bottom = self._sides
        x, y = _across(longitude), _down(_drawable(point[0]))
        return (x - left) / (right - left) * self.width, (y - top) / (bottom - top) * self.height

    @property
    def _sides(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom as shares of the Earth's girth."""
        return _across(self.west), _down(self.north), _across(self.east), _down(self.south)

    def shows(self, geometry: BaseGeometry) -> BaseGeometry:
        """The part of a shape, given in shares of the Earth's girth, that lies in the frame, as it lies on paper."""
        left, top, right, bottom = self._sides
        turns = range(math.floor(left + 0.5), math.floor(right + 0.5) + 1)
        pieces = [shapely.clip_by_rect(geometry, left - turn, top, right - turn, bottom) for turn in turns]
        placed = [self._on_paper(piece, turn) for piece, turn in zip(pieces, turns, strict=True)]
        whole = placed[0] if len(placed) == 1 else unary_union(placed)
        return whole.simplify(max(self.width, self.height) / _DETAILS)

    def _on_paper(self, geometry: BaseGeometry, turn: int) -> BaseGeometry:
        left, top, right, bottom = self._sides
        corner = np.array([left - turn, top])
        scale = np.array([self.width / (right - left), self.height / (bottom - top)])
        placed: BaseGeometry = shapely.transform(geometry, lambda xy: (xy - corner) * scale)
        return placed


def frame_for(points: Sequence[Point], width: float, height: float, least_km: float = LEAST_KM) -> Frame:
    """The frame that shows all points, with a margin; the North Atlantic where there are none.

    Args:
        points: Latitudes and longitudes in degrees.
        width: The paper's width, in any unit.
        height: The paper's height in the same unit.
        least_km: The least that the shorter side shows.
    """
    shown = _unbroken(points or NORTH_ATLANTIC)
    xs, ys = [_across(longitude) for _, longitude in shown], [_down(_drawable(latitude)) for latitude, _ in shown]
    middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    wide, high = ((max(values) - min(values)) * (1 + 2 * MARGIN) for values in (xs, ys))
    least = least_km / _EQUATOR_KM / math.cos(math.radians(_latitude(middle[1])))
    wide = max(wide, high * width / height, least * max(1, width / height))
    high = wide * height / width
    return Frame(
        west=(middle[0] - wide / 2) * 360,
        south=_latitude(middle[1] + high / 2),
        east=(middle[0] + wide / 2) * 360,
        north=_latitude(middle[1] - high / 2),
        width=width,
        height=height,
    )


def land(frame: Frame) -> list[Line]:
    """The outlines of all land in the frame, to be filled; lakes lie on top of them."""
    return [_points(polygon.exterior) for polygon in _polygons(_land(frame))]


def lakes(frame: Frame) -> list[Line]:
    """The outlines of the lakes in the frame, to be filled like the sea."""
    return [_points(hole) for polygon in _polygons(_land(frame)) for hole in polygon.interiors]


@lru_cache(maxsize=8)
def _land(frame: Frame) -> BaseGeometry:
    return frame.shows(_read("land.geojson"))


def coasts(frame: Frame) -> list[Line]:
    """The shores of land and lakes as lines; unlike the outlines they do not run along the frame."""
    return _lines(frame.shows(_shores()))


def borders(frame: Frame) -> list[Line]:
    """The lines between countries."""
    return _lines(frame.shows(_read("borders.geojson")))


def states(frame: Frame) -> list[Line]:
    """The lines between the states of the United States."""
    return _lines(frame.shows(_read("states.geojson")))


def names(frame: Frame) -> list[tuple[str, XY]]:
    """Countries and states that have room for their names at the frame's scale, the most important first."""
    zoom = math.log2(_SCREEN / ((frame.east - frame.west) / 360))
    with_states = zoom >= _ZOOM_OF_STATES
    found = [
        (rank, name, frame.place(point))
        for rank, kind, name, point in _labels()
        if frame.south < point[0] < frame.north
        and zoom >= rank + 2
        and (kind != "state" or with_states)
        and not (with_states and name == "United States")
    ]
    return [(name, (x, y)) for _, name, (x, y) in sorted(found) if 0 < x < frame.width and 0 < y < frame.height]


@cache
def _labels() -> Sequence[tuple[int, str, str, Point]]:
    """Rank, kind, name and point of each name."""
    return [
        (label["rank"], label["kind"], label["name"], (latitude, longitude))
        for feature in features(FOLDER / "labels.geojson")
        for label, (longitude, latitude) in [(feature["properties"], feature["geometry"]["coordinates"])]
    ]


def _unbroken(points: Sequence[Point]) -> Sequence[Point]:
    """The points, those in the west moved once round the Earth where all lie near the 180th meridian."""
    longitudes = [longitude for _, longitude in points]
    turned = [longitude % 360 for longitude in longitudes]
    if max(longitudes) - min(longitudes) <= 180 or max(turned) - min(turned) > 180:
        return points
    return [(latitude, longitude % 360) for latitude, longitude in points]


@cache
def _read(file: str) -> BaseGeometry:
    """All shapes of a file as one, in shares of the Earth's girth from where equator and prime meridian meet."""
    whole = unary_union([shape(feature["geometry"]) for feature in features(FOLDER / file)])
    flat: BaseGeometry = shapely.transform(whole, _flat)
    return flat


@cache
def _shores() -> BaseGeometry:
    """The edges of all land without the cut at the 180th meridian."""
    whole = _read("land.geojson")
    edges = whole if whole.is_empty else whole.boundary
    return edges.difference(unary_union([LineString([(x, -1), (x, 1)]).buffer(1e-6) for x in (-0.5, 0.5)]))


def _flat(degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.column_stack([degrees[:, 0] / 360, [_down(latitude) for latitude in degrees[:, 1]]])


def _drawable(latitude: float) -> float:
    return max(-_FARTHEST_NORTH, min(_FARTHEST_NORTH, latitude))


def _across(longitude: float) -> float:
    return longitude / 360


def _down(latitude: float) -> float:
    """How far south of the equator, as a share of its length, Web Mercator puts a latitude."""
    return -math.asinh(math.tan(math.radians(latitude))) / (2 * math.pi)


def _latitude(down: float) -> float:
    return math.degrees(math.atan(math.sinh(-down * 2 * math.pi)))


def _polygons(geometry: BaseGeometry) -> list[Polygon]:
    """The polygons of a shape, the largest first."""
    found = [part for part in _parts(geometry) if isinstance(part, Polygon)]
    return sorted(found, key=lambda polygon: -polygon.area)


def _lines(geometry: BaseGeometry) -> list[Line]:
    return [_points(part) for part in _parts(geometry) if isinstance(part, LineString)]


def _parts(geometry: BaseGeometry) -> Iterable[BaseGeometry]:
    """The simple shapes that a shape consists of."""
    return shapely.get_parts(geometry, return_index=False).tolist() if not geometry.is_empty else []


def _points(line: LineString) -> Line:
    return [(float(x), float(y)) for x, y in line.coords]
