"""Dates as spreadsheets write them, and every date that such a text can stand for.

A spreadsheet turns `2024-05-14` into `14/05/2024`, `5/14/2024`, `45426` or `14-May-24`, depending on where it
was installed. Some of these can be told for sure; `05/06/2024` cannot.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from campaigns.dates import PartialDate

SERIAL_DAY_ZERO = date(1899, 12, 30)
SERIAL_DAYS = range(20_000, 80_000)
"""The day numbers taken for dates: 1954 to 2119."""

NEWEST_TWO_DIGIT_YEAR = 29
"""Spreadsheets read 29 as 2029 and 30 as 1930."""

LONGEST_DATE = 80
"""Characters, those of a time with its zone included; looking for these in an endless text takes for ever."""

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_TIME = re.compile(
    r"(?:T| +)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AP]M)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?\Z",
    re.ASCII | re.IGNORECASE,
)


def meanings(text: str) -> tuple[str, ...]:
    """Every date that a spreadsheet's text can stand for, each as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.

    Returns:
        One date where the text is clear, several where it is not, none where it is no date at all.
    """
    if len(text) > LONGEST_DATE:
        return ()
    day = _TIME.sub("", text)
    for shape, read in _SHAPES:
        found = shape.fullmatch(day)
        if found:
            return tuple(dict.fromkeys(read(*found.groups())))
    return ()


def _existing(*parts: int) -> Iterator[str]:
    text = "-".join(f"{part:04}" if place == 0 else f"{part:02}" for place, part in enumerate(parts))
    try:
        yield PartialDate.parse(text).text
    except ValueError:
        return


def _year_first(year: str, month: str, day: str) -> Iterator[str]:
    yield from _existing(int(year), int(month), int(day))


def _year_and_month(year: str, month: str) -> Iterator[str]:
    yield from _existing(int(year), int(month))


def _month_and_year(month: str, year: str) -> Iterator[str]:
    yield from _existing(int(year), int(month))


def _year_last(first: str, _: str, second: str, year: str) -> Iterator[str]:
    whole_year = _four_digits(year)
    yield from _existing(whole_year, int(second), int(first))
    yield from _existing(whole_year, int(first), int(second))
    if len(year) == len(first) == 2:
        yield from _existing(_four_digits(first), int(second), int(year))


def _day_number(number: str) -> Iterator[str]:
    if int(number) in SERIAL_DAYS:
        yield (SERIAL_DAY_ZERO + timedelta(days=int(number))).isoformat()


def _year_alone(year: str) -> Iterator[str]:
    yield from _existing(int(year))


def _day_and_named_month(day: str, month: str, year: str) -> Iterator[str]:
    yield from _existing(_four_digits(year), _month_number(month), int(day))


def _named_month_and_day(month: str, day: str, year: str) -> Iterator[str]:
    yield from _existing(int(year), _month_number(month), int(day))


def _named_month_and_year(month: str, year: str) -> Iterator[str]:
    yield from _existing(_four_digits(year), _month_number(month))


def _month_number(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _four_digits(year: str) -> int:
    if len(year) == 4:
        return int(year)
    return int(year) + (2000 if int(year) <= NEWEST_TWO_DIGIT_YEAR else 1900)


def _shape(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII | re.IGNORECASE)


_SHAPES: tuple[tuple[re.Pattern[str], Callable[..., Iterator[str]]], ...] = (
    (_shape(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\.?"), _year_first),
    (_shape(r"(\d{4})(\d{2})(\d{2})"), _year_first),
    (_shape(r"(\d{4})[-/](\d{1,2})"), _year_and_month),
    (_shape(r"(\d{1,2})[-/.](\d{4})"), _month_and_year),
    (_shape(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})"), _year_last),
    (_shape(r"(\d{5})(?:[.,]\d+)?"), _day_number),
    (_shape(r"(\d{4})[.,]0+"), _year_alone),
    (_shape(rf"(\d{{1,2}})\.?[- ]{_MONTH}\.?[- ,]+(\d{{4}}|\d{{2}})"), _day_and_named_month),
    (_shape(rf"{_MONTH}\.? (\d{{1,2}}),? (\d{{4}})"), _named_month_and_day),
    (_shape(rf"{_MONTH}\.?-(\d{{4}}|\d{{2}})"), _named_month_and_year),
    (_shape(rf"{_MONTH}\.? (\d{{4}})"), _named_month_and_year),
)
