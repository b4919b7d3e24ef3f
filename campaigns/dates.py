"""Dates at their own precision: a year, a month or a day, never padded.

`2024`, `2024-05` and `2024-05-14` are all whole answers to "when?". A date is kept as the text that was written,
together with the first and the last day it can mean.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar

from campaigns.wording import customs, say

T = TypeVar("T")

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as its source.

    Attributes:
        text: The date as written: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
        first: The first day it can mean.
        last: The last day it can mean.
    """

    text: str
    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read a date from its text.

        Raises:
            ValueError: The text is no date, or a day that does not exist.
        """
        return _parse(text)

    @property
    def year(self) -> int:
        """The year, known at every precision."""
        return self.first.year

    def __str__(self) -> str:
        return self.text

    def in_words(self) -> str:
        """Write the date for a reader: `2024`, `May 2024`, `14 May 2024`."""
        month = customs().months["format"]["wide"][self.first.month]
        match self.text.count("-"):
            case 0:
                return str(self.year)
            case 1:
                return say("{month} {year}", month=month, year=self.year)
        return say("{day} {month} {year}", day=self.first.day, month=month, year=self.year)

    def is_before(self, other: PartialDate) -> bool:
        """Whether this date had ended before the other began; two dates that overlap are in no order."""
        return self.last < other.first


@lru_cache(maxsize=65_536)
def _parse(text: str) -> PartialDate:
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not a date like 2024, 2024-05 or 2024-05-14")
    year, month, day = found.groups()
    first = date(int(year), int(month or 1), int(day or 1))
    if day:
        return PartialDate(text, first, first)
    last_month = int(month or 12)
    return PartialDate(text, first, date(first.year, last_month, calendar.monthrange(first.year, last_month)[1]))


def chronological(items: Iterable[T], when: Callable[[T], PartialDate]) -> list[T]:
    """Put items in order of date, keeping the given order wherever the dates themselves do not decide.

    Each item goes before the first one that is certainly later. A year and a month within it overlap, so the
    order in which somebody wrote them down is the best that is known.
    """
    ordered: list[T] = []
    latest: list[date] = []  # the latest first day up to each place: it never falls, so it can be searched
    for item in items:
        place = bisect_right(latest, when(item).last)
        ordered.insert(place, item)
        latest.insert(place, max(when(item).first, latest[place - 1]) if place else when(item).first)
    return ordered
