"""Reading what a visitor typed: coordinates, a ZIP code, or a name with the area it lies in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from campaigns.place_index import Point, words

LONGEST_QUERY = 120
MOST_WORDS = 10
MOST_AREA_WORDS = 5

_NUMBER = r"([+-]?\d{1,3}(?:\.\d{1,12})?)\s*°?\s*"
_POINT = re.compile(rf"\s*{_NUMBER}([NS]?)\s*[,;\s]\s*{_NUMBER}([EW]?)\s*", re.IGNORECASE | re.ASCII)
_ZIP = re.compile(
    r"(?P<before>.*?)[\s,]*\b(?P<code>\d{5})(?:[-\s]?\d{4})?[\s,]*(?:u\.?s\.?a?\.?|united states)?\s*",
    re.IGNORECASE | re.ASCII | re.DOTALL,
)
_POSTCODES = re.compile(
    r"[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}"  # United Kingdom
    r"|[a-z]\d[a-z]\s?\d[a-z]\d"  # Canada
    r"|(?:d6w|[a-z]\d{2})\s?[a-z\d]{4}"  # Ireland
    r"|\d{4}\s?[a-z]{2}"  # Netherlands
    r"|[a-z]{1,2}\d[a-z\d]?"  # the first half of a British one
    r"|(?:[a-z]{1,2}[-\s])?\d{3,6}(?:[-\s]\d{2,4})?",  # most others
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True)
class Reading:
    """One way to read a query: which words name the place, and which the area that it lies in.

    Attributes:
        name: The place's words.
        area: The words of its region, country or nearby city; none where the query names none.
    """

    name: tuple[str, ...]
    area: tuple[str, ...] = ()

    @property
    def spelling(self) -> str:
        """The place's name as the index spells it."""
        return "".join(self.name)


def coordinates(query: str) -> Point | None:
    """The two numbers of a query such as `45.52,-122.68` or `45.52N 122.68W`, be they on Earth or not."""
    found = _POINT.fullmatch(query)
    if not found:
        return None
    latitude, south, longitude, west = found.groups()
    return (
        float(latitude) * (-1 if south.lower() == "s" else 1),
        float(longitude) * (-1 if west.lower() == "w" else 1),
    )


def is_on_earth(point: Point) -> bool:
    """Whether two numbers are a latitude and a longitude."""
    return abs(point[0]) <= 90 and abs(point[1]) <= 180


def zip_code(query: str) -> tuple[str, str] | None:
    """The five digits of a US ZIP code at the end of a query, after what stands before it."""
    found = _ZIP.fullmatch(query)
    return (found["before"], found["code"]) if found else None


def is_postcode(query: str) -> bool:
    """Whether a query looks like a postcode of some country."""
    return bool(_POSTCODES.fullmatch(query.strip()))


def readings(query: str) -> list[Reading]:
    """All ways to read a query, the likeliest first; none where it has no words or far too many.

    A comma says where the name ends. Without one, the whole is tried as a name, then ever shorter beginnings.
    """
    parts = [tuple(words(part)) for part in query.split(",")]
    parts = [part for part in parts if part]
    whole = tuple(word for part in parts for word in part)
    if not whole or len(whole) > MOST_WORDS:
        return []
    return list(dict.fromkeys([*_at_comma(parts), Reading(whole), *_at_words(whole)]))


def _at_comma(parts: list[tuple[str, ...]]) -> Iterator[Reading]:
    name, *areas = parts
    area = tuple(word for part in areas for word in part)
    if 0 < len(area) <= MOST_AREA_WORDS:
        yield Reading(name, area)


def _at_words(whole: tuple[str, ...]) -> Iterator[Reading]:
    for length in range(len(whole) - 1, 0, -1):
        if len(whole) - length <= MOST_AREA_WORDS:
            yield Reading(whole[:length], whole[length:])


def divisions(area: tuple[str, ...]) -> Iterator[list[str]]:
    """All ways to divide an area's words into names: `or usa` may be one name or two."""
    if not area:
        yield []
    for length in range(len(area), 0, -1):
        yield from (["".join(area[:length]), *rest] for rest in divisions(area[length:]))
