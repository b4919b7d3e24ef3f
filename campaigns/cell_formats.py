"""Cell formats: the text of a number in a workbook, which is a date where its format says so.

A workbook keeps 14 May 2024 as 45426 and a format that shows it. The text is as precise as that format: what
shows as "May 2024" was not meant as the first of May.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from functools import lru_cache

from campaigns.spreadsheet_dates import SERIAL_DAY_ZERO

DAY_ZERO = datetime.combine(SERIAL_DAY_ZERO, time.min)
DAY_ZERO_1904 = datetime(1904, 1, 1)
"""Where workbooks that were begun on an old Mac count from."""

_DAY_SECONDS = 86_400
_LONGEST_NUMBER = 40
_LONGEST_FORMAT = 255
"""The characters that Excel lets a number format have."""

_LARGEST_PLAIN = 1e16
"""From here on, numbers have gaps between them, and an exponent says so."""

_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|am/pm|a/p')
_MINUTES = re.compile(r"(h[^dmys]*)m+|m+([^dmyh]*s)")


def number_text(number: str, code: str, day_zero: datetime = DAY_ZERO) -> str:
    """The text of a cell that holds a number.

    Args:
        number: The number as the file has it.
        code: The cell's number format, such as `0.00` or `mmm yyyy`.
        day_zero: The day that has the number 0.

    Returns:
        A plain number, or a date at the precision of its format; the number as it stands where it is none.
    """
    if len(number) > _LONGEST_NUMBER:
        return number
    try:
        value, units = float(number), _units(code[:_LONGEST_FORMAT])
        return _dated(value, units, day_zero) if units else _plain(value)
    except (ValueError, OverflowError):
        return number


def _plain(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < _LARGEST_PLAIN else repr(value)


@lru_cache(maxsize=1_024)
def _units(code: str) -> frozenset[str]:
    """What a format shows of a moment, of `ymdhs` and `[` for hours that go on beyond a day."""
    shown = _NOT_SHOWN.sub("", code.lower()).partition(";")[0]
    return frozenset(_MINUTES.sub(r"\1\2h", shown)) & frozenset("ymdhs[")


def _dated(value: float, units: frozenset[str], day_zero: datetime) -> str:
    span = timedelta(seconds=round(value * _DAY_SECONDS))
    if "[" in units:
        return str(span)
    moment = day_zero + span
    clock = moment.time().isoformat() if units & {"h", "s"} else ""
    if not units & set("ymd"):
        return clock
    return _day(moment, units) + (f" {clock}" if clock and moment.time() != time.min else "")


def _day(moment: datetime, units: frozenset[str]) -> str:
    """The day as precise as it shows. Without a year it is no date: which one was meant, only a guess could tell."""
    if "y" not in units:
        return f"{moment:%d %B}" if "d" in units else f"{moment:%B}"
    precision = "%Y-%m-%d" if "d" in units else "%Y-%m" if "m" in units else "%Y"
    return moment.strftime(precision)
