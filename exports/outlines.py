"""Outlines: the basemap in a tenth of its size, for a file that has to bring its own.

A line is a text: each point's step from the one before, in hundredths of a degree (the basemap's own precision, about
a kilometre), five bits a character. `assets/pack.js` reads it back into the GeoJSON that the map draws.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from campaigns.geography import features
from exports.rendering import embedded

_BASEMAP = Path(__file__).parents[1] / "static" / "basemap"
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
PER_DEGREE = 100

Line = Sequence[Sequence[float]]
"""Points as longitude and latitude in degrees."""


@cache
def basemap() -> str:
    """Land, borders, states and names as JSON.

    Land is a list of polygons, each a list of rings; borders and states are lists of lines; a name has its text,
    longitude, latitude, rank and kind.
    """
    return embedded(
        {
            "land": [[packed(ring) for ring in polygon] for polygon in _shapes("land")],
            "borders": [packed(line) for line in _shapes("borders")],
            "states": [packed(line) for line in _shapes("states")],
            "labels": [_label(feature) for feature in features(_BASEMAP / "labels.geojson")],
        }
    )


def packed(line: Line) -> str:
    """A line as text."""
    return "".join(map(_digits, _steps(line)))


def _steps(line: Line) -> Iterator[int]:
    before = (0, 0)
    for longitude, latitude in line:
        here = (round(longitude * PER_DEGREE), round(latitude * PER_DEGREE))
        yield from (here[0] - before[0], here[1] - before[1])
        before = here


def _digits(step: int) -> str:
    """A number, its sign in the lowest bit and the low digits first; a digit of 32 or more has another behind it."""
    rest, digits = step << 1 if step >= 0 else ~(step << 1), ""
    while rest >= 32:
        digits += DIGITS[rest & 31 | 32]
        rest >>= 5
    return digits + DIGITS[rest]


def _shapes(name: str) -> Iterator[Any]:
    """The polygons or lines of a file, whatever features they are gathered in."""
    for feature in features(_BASEMAP / f"{name}.geojson"):
        geometry = feature["geometry"]
        whole = geometry["type"].startswith("Multi")
        yield from geometry["coordinates"] if whole else [geometry["coordinates"]]


def _label(feature: Any) -> list[Any]:
    properties = feature["properties"]
    return [properties["name"], *feature["geometry"]["coordinates"], properties["rank"], properties["kind"]]
