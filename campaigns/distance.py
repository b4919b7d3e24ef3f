"""Distances: a length in miles or kilometres, and which points are nearest to another."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter

import numpy as np
from babel.numbers import get_decimal_symbol

from campaigns.place_index import Point, haversine
from campaigns.wording import customs, numeral, say, say_number

KM_PER_MILE = 1.609344
FARTHEST_KM = 20_040
"""About half the way round the Earth: nothing is farther away."""

ROUNDNESS = 0.006
"""How far off, as a share, a distance on a round Earth may be."""

MEASURED = 100
"""How many of the nearest points are measured exactly."""

COUNTRIES_OF_MILES = frozenset(["US", "GB", "LR", "MM", "PR", "GU", "VI", "AS", "MP"])
"""Where road signs give miles, by ISO code."""

_WRITTEN = re.compile(r"\s*(\d{1,6}(?:[.,]\d{1,6})?)\s*([a-z]*)\s*", re.IGNORECASE | re.ASCII)


class Unit(StrEnum):
    """A unit of distance, by its sign."""

    MILES = "mi"
    KILOMETRES = "km"

    @property
    def km(self) -> float:
        """The kilometres that one of it makes."""
        return KM_PER_MILE if self is Unit.MILES else 1.0


_UNIT_WORDS = {
    **dict.fromkeys(("mi", "mile", "miles"), Unit.MILES),
    **dict.fromkeys(("km", "kms", "kilometre", "kilometres", "kilometer", "kilometers"), Unit.KILOMETRES),
}


class UnknownDistance(ValueError):
    """A text that is no distance; says what one looks like."""


def unit_for(country: str) -> Unit:
    """The unit that people in a country think in, by its ISO code; kilometres where it is not known."""
    return Unit.MILES if country in COUNTRIES_OF_MILES else Unit.KILOMETRES


@dataclass(frozen=True, order=True)
class Distance:
    """A distance, and the unit it is shown in.

    Attributes:
        km: The length in kilometres.
        unit: What people read it in.
    """

    km: float
    unit: Unit = Unit.KILOMETRES

    @classmethod
    def of(cls, number: float, unit: Unit) -> Distance:
        """So many miles or kilometres."""
        return cls(number * unit.km, unit)

    @classmethod
    def parse(cls, text: str, default: Unit = Unit.KILOMETRES) -> Distance:
        """Read `100mi`, `100 miles`, `160km`, `160 kilometres` or `25`.

        Args:
            text: What somebody wrote.
            default: The unit of a bare number.

        Raises:
            UnknownDistance: It is no distance, is none at all, or is more than half the way round the Earth.
        """
        written = _WRITTEN.fullmatch(text)
        unit = _UNIT_WORDS.get(written[2].lower(), default if not written[2] else None) if written else None
        if written is None or unit is None:
            raise UnknownDistance(say("Write a distance as 100mi or 160km."))
        distance = cls.of(float(written[1].replace(",", ".")), unit)
        if not 0 < distance.km <= FARTHEST_KM:
            most = numeral(int(FARTHEST_KM / unit.km))
            raise UnknownDistance(say("A distance is more than 0 and at most {most} {unit}.", most=most, unit=unit))
        return distance

    @property
    def number(self) -> float:
        """How many of its unit it is."""
        return self.km / self.unit.km

    def within(self, radius: Distance) -> bool:
        """Whether it is no longer than another, whatever the units."""
        return self.km <= radius.km

    def to(self, unit: Unit) -> Distance:
        """The same length, shown in another unit."""
        return Distance(self.km, unit)

    def words(self) -> str:
        """The distance in a sentence: `25 miles`, `1 km`, `under 1 mile`."""
        if self.number < 1:
            return say("under 1 km") if self.unit is Unit.KILOMETRES else say("under 1 mile")
        if self.unit is Unit.KILOMETRES:
            return say("{figure} km", figure=self._figure())
        whole = round(self.number) if self._is_whole() else math.ceil(self.number)
        return say_number("{figure} mile", "{figure} miles", whole, figure=self._figure())

    def __str__(self) -> str:
        """As an address carries it: `100mi`, `160km`, `2.5mi`."""
        return f"{self.number:.6f}".rstrip("0").rstrip(".") + self.unit

    def _figure(self) -> str:
        if self._is_whole():
            return numeral(round(self.number))
        return f"{self.number:.1f}".replace(".", get_decimal_symbol(customs()))

    def _is_whole(self) -> bool:
        """Whether it is shown without decimals."""
        return self.number >= 10 or abs(self.number - round(self.number)) < 0.05


def between(one: Point, other: Point, unit: Unit = Unit.KILOMETRES) -> Distance:
    """The distance of two points along the Earth's surface (a geodesic on the WGS 84 ellipsoid)."""
    from geographiclib.geodesic import Geodesic

    line: dict[str, float] = Geodesic.WGS84.Inverse(*one, *other, Geodesic.DISTANCE)
    return Distance(line["s12"] / 1000, unit)


def nearest_first(
    point: Point, points: Sequence[Point], limit: int | None = None, within: Distance | None = None
) -> list[tuple[int, float]]:
    """Order points by their distance from one.

    A round Earth, which takes no time, sorts out what is too far and gives the order. The hundred nearest and those
    at the edge of the radius are then measured exactly; farther ones keep the figure of the round Earth, which is
    right to half a percent.

    Args:
        point: Where to measure from.
        points: What to order.
        limit: How many to return at most.
        within: Leave out what is farther away.

    Returns:
        The place of each point in `points` and its distance in kilometres, the nearest first.
    """
    if not points:
        return []
    rough = haversine(point, *np.array(points, dtype=np.float64).T)
    order = np.argsort(rough, kind="stable")[:limit]
    radius = within.km if within else FARTHEST_KM
    reached = order[rough[order] <= radius * (1 + ROUNDNESS)]
    edge = np.abs(rough[reached] / radius - 1) <= ROUNDNESS
    edge[:MEASURED] = True
    pairs = zip(reached.tolist(), edge.tolist(), strict=True)
    measured = [(place, between(point, points[place]).km if exact else float(rough[place])) for place, exact in pairs]
    return sorted((pair for pair in measured if pair[1] <= radius), key=itemgetter(1))
