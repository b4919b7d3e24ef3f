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
from typing import TYPE_CHECKING

from babel import Locale

from campaigns.words import country_name, fold

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

GEO_FOLDER = Path(__file__).parents[1] / "data" / "geo"
TOLERANCE_KM = 25
KM_PER_DEGREE = 111.2

Point = tuple[float, float]
"""Latitude and longitude in degrees."""

_NOT_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])
"""Codes that Unicode keeps for groups, tests and outlying islands, which ISO 3166-1 does not assign."""

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
    """Country codes by the folded English name of the country and by the abbreviations people use."""
    return {fold(country_name(code)): code for code in country_codes()} | _CUSTOMARY


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

    path = GEO_FOLDER / file
    features = json.loads(path.read_text(encoding="utf-8"))["features"] if path.exists() else []
    areas = {fold(f["properties"][name]): shape(f["geometry"]) for f in features if f["properties"].get(name)}
    for area in areas.values():
        prepare(area)
    return areas


def _touches(area: BaseGeometry, point: Point) -> bool:
    """Whether a point lies in an area or within the tolerance of it, also across the 180th meridian."""
    from shapely.geometry import Point as Dot

    latitude, longitude = point
    if area.contains_properly(Dot(longitude, latitude)):
        return True
    return any(area.intersects(_surroundings(latitude, longitude + turn)) for turn in (0, 360, -360))


def _surroundings(latitude: float, longitude: float) -> BaseGeometry:
    """All that is within the tolerance of a point, as an ellipse in degrees."""
    from shapely.affinity import scale
    from shapely.geometry import Point as Dot

    north = TOLERANCE_KM / KM_PER_DEGREE
    east = north / max(math.cos(math.radians(latitude)), 0.01)
    return scale(Dot(longitude, latitude).buffer(1), xfact=east, yfact=north)
