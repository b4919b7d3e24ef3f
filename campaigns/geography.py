"""Geography: which countries there are, and whether a point lies in the country and state of its campaign.

The outlines in data/geo are simplified, so a point counts as inside up to 25 km off. Without them every point
counts as inside.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from babel import Locale

from campaigns.words import country_name, country_names, fold

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

GEO_FOLDER = Path(__file__).parents[1] / "data" / "geo"
TOLERANCE_KM = 25
KM_PER_DEGREE = 111.2

Point = tuple[float, float]
"""Latitude and longitude in degrees."""

_NOT_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])
"""Codes that Unicode keeps for groups, tests and outlying islands, which ISO 3166-1 does not assign."""

_TURN = np.linspace(0, 2 * math.pi, 64, endpoint=False)
_CIRCLE = np.column_stack((np.cos(_TURN), np.sin(_TURN)))
"""As many points of a circle as make it round enough."""

_CUSTOMARY = {
    "uk": "GB",
    "usa": "US",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
}


@cache
def country_codes() -> frozenset[str]:
    """The two-letter codes of all countries: ISO 3166-1, and XK for Kosovo."""
    territories = map(str, Locale("en").territories)
    return frozenset(code for code in territories if len(code) == 2 and code.isalpha()) - _NOT_COUNTRIES


@cache
def codes_by_name() -> Mapping[str, str]:
    """Country codes by the folded names of the country in all languages and by the abbreviations people use."""
    names = {code: list(map(fold, country_names(code))) for code in sorted(country_codes())}
    english = {spellings[0]: code for code, spellings in names.items()}
    return {name: code for code, spellings in names.items() for name in spellings} | english | _CUSTOMARY


def features(file: Path) -> list[Mapping[str, Any]]:
    """The features of a GeoJSON file; none of a file that is missing or damaged: a map does with less."""
    try:
        found = json.loads(file.read_bytes())["features"]
        return [each for each in found if each["geometry"]["coordinates"] and isinstance(each["properties"], dict)]
    except (OSError, ValueError, RecursionError, LookupError, TypeError):
        return []


def outside(country: str, region: str, point: Point) -> str | None:
    """Tell which area a point should lie in and does not.

    Args:
        country: ISO 3166-1 alpha-2 code.
        region: The state's name or code, looked at for the United States alone.
        point: Latitude and longitude.

    Returns:
        The name of the country or state that the point lies outside of; None where it lies inside or nobody
        can tell.
    """
    for name, area in ((country_name(country), _country(country)), (region, _state(country, region))):
        if area is not None and not _touches(area, point):
            return name
    return None


def mended(country: str, region: str, point: Point) -> Point | None:
    """The point probably meant by one outside its country: with a sign, or the two numbers, turned round."""
    latitude, longitude = point
    guesses = ((latitude, -longitude), (-latitude, longitude), (longitude, latitude))
    inside = (guess for guess in guesses if abs(guess[0]) <= 90 and outside(country, region, guess) is None)
    return next(inside, None)


def _country(code: str) -> BaseGeometry | None:
    return _areas("countries.geojson", "iso_a2").get(fold(code))


def _state(country: str, region: str) -> BaseGeometry | None:
    if country != "US":
        return None
    by_name = _areas("us_states.geojson", "name").get(fold(region))
    return by_name if by_name is not None else _areas("us_states.geojson", "code").get(fold(region))


@cache
def _areas(file: str, name: str) -> Mapping[str, BaseGeometry]:
    """The outlines of a file by a folded property, made ready for many questions."""
    from shapely import prepare
    from shapely.geometry import shape

    found = features(GEO_FOLDER / file)
    areas = {fold(f["properties"][name]): shape(f["geometry"]) for f in found if f["properties"].get(name)}
    for area in areas.values():
        prepare(area)
    return areas


def _touches(area: BaseGeometry, point: Point) -> bool:
    """Whether a point lies in an area or within the tolerance of it, also across the 180th meridian."""
    from shapely import contains_xy

    latitude, longitude = point
    if contains_xy(area, longitude, latitude):
        return True
    return any(area.intersects(_surroundings(latitude, longitude + turn)) for turn in (0, 360, -360))


def _surroundings(latitude: float, longitude: float) -> BaseGeometry:
    """All that is within the tolerance of a point, as an ellipse in degrees."""
    from shapely.geometry import Polygon

    north = TOLERANCE_KM / KM_PER_DEGREE
    east = north / max(math.cos(math.radians(latitude)), 0.01)
    return Polygon(_CIRCLE * (east, north) + (longitude, latitude))
