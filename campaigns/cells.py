"""Cells: what the text of one cell means in its column, however a spreadsheet wrote it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache, partial

from campaigns.dates import PartialDate
from campaigns.findings import Fault, quoted
from campaigns.records import split_list
from campaigns.schema import Field
from campaigns.spelling import key
from campaigns.spreadsheet_dates import meanings
from campaigns.words import either


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says.

    Attributes:
        text: The cell in the schema's own form; as it was typed where it cannot be read.
        note: What it was taken for, where somebody should look at that.
        refused: Why it cannot be read, although it may look readable.
    """

    text: str
    note: Fault | None = None
    refused: Fault | None = None


Reader = Callable[[str], Reading]

_WRITTEN_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d+", re.ASCII)
_WHOLE = re.compile(r"([-+]?\d+)[.,]0{1,2}", re.ASCII)
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:[., \u00a0\u202f'’]\d{3})+", re.ASCII)
_SCHEME = re.compile(r"https?(?=://)", re.IGNORECASE)


@cache
def reader(field: Field) -> Reader | None:
    """The reader of a column's cells; None where every text stands as it is typed."""
    read = _plain_reader(field)
    return lru_cache(maxsize=65_536)(read) if read else None


def _plain_reader(field: Field) -> Reader | None:
    if field.choices:
        return partial(_read_choice, _values_by_word(field))
    if field.separator:
        return partial(_read_list, field.separator)
    return _READERS.get(field.kind or field.type)


def _values_by_word(field: Field) -> dict[str, str]:
    """The allowed values by their own spelling and by that of their labels."""
    labels = {key(choice.label): choice.value for choice in field.choices}
    return labels | {key(choice.value): choice.value for choice in field.choices}


def _read_choice(values: dict[str, str], text: str) -> Reading:
    return Reading(values.get(key(text), text))


def _read_list(separator: str, text: str) -> Reading:
    return Reading(separator.join(split_list(text, separator)))


def _read_country(text: str) -> Reading:
    return Reading(text.upper() if len(text) == 2 else text)


def _read_link(text: str) -> Reading:
    scheme = _SCHEME.match(text)
    return Reading(scheme[0].lower() + text[scheme.end() :] if scheme else text)


def _read_date(text: str) -> Reading:
    if _WRITTEN_DATE.fullmatch(text):
        return Reading(text)
    dates = [PartialDate.parse(meaning) for meaning in meanings(text)]
    match dates:
        case []:
            return Reading(text)
        case [day]:
            return Reading(day.text, note=Fault("date read", f"{quoted(text)} was read as {day.in_words()}."))
    message = f"{quoted(text)} can mean {either([day.in_words() for day in dates])}."
    hint = f"Write {either([day.text for day in dates])}."
    return Reading(text, refused=Fault("unclear date", message, hint))


def _read_number(text: str) -> Reading:
    number = _plain_minus(text)
    if _DECIMAL_COMMA.fullmatch(number):
        number = number.replace(",", ".")
    if _is_endless(number):
        return Reading(text, refused=Fault("not a number", f"{quoted(text)} is not a number."))
    return Reading(number)


def _read_integer(text: str) -> Reading:
    number = _plain_minus(text)
    if found := _WHOLE.fullmatch(number):
        return Reading(found[1])
    if _THOUSANDS.fullmatch(number):
        whole = re.sub(r"[^\d+-]", "", number)
        return Reading(whole, note=Fault("number read", f"{quoted(text)} was read as {whole}."))
    return Reading(number)


def _plain_minus(text: str) -> str:
    """Text with the minus sign that keyboards write in place of the typographer's."""
    return text.replace("\u2212", "-")


def _is_endless(text: str) -> bool:
    """Whether text is one of the words that computers count as numbers, such as `nan` and `infinity`."""
    try:
        return not Decimal(text).is_finite()
    except InvalidOperation:
        return False


_READERS: dict[str, Reader] = {
    "date": _read_date,
    "link": _read_link,
    "country": _read_country,
    "number": _read_number,
    "integer": _read_integer,
}
