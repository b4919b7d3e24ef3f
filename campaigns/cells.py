"""Cells: what the text of one cell means in its column, however a spreadsheet wrote it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache, partial

from campaigns.dates import PartialDate
from campaigns.findings import Fault, in_short, quoted
from campaigns.records import split_list
from campaigns.remembering import remembering
from campaigns.schema import Field
from campaigns.spelling import key
from campaigns.spreadsheet_dates import meanings
from campaigns.wording import numeral, say, spoken
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

LONGEST_CELL = 10_000
"""Characters, where a cell is not just text to be shown: looking for a link or a list in millions takes a gigabyte."""

_WRITTEN_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d+", re.ASCII)
_WHOLE = re.compile(r"([-+]?\d+)[.,]0{1,2}", re.ASCII)
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:[., \u00a0\u202f'’]\d{3})+", re.ASCII)
_SCHEME = re.compile(r"https?(?=://)", re.IGNORECASE)


def reader(field: Field) -> Reader | None:
    """The reader of a column's cells; None where every text stands as it is typed. It notes in the language spoken."""
    return _reader(field, spoken())


@cache
def _reader(field: Field, language: str) -> Reader | None:
    plain = _plain_reader(field)
    read = partial(_read_short, plain) if plain else None
    # Few links stand in a column twice, so that remembering them would cost memory and save nothing.
    return read if read is None or field.kind == "link" else remembering(read, most=65_536)


def _read_short(read: Reader, text: str) -> Reading:
    return read(text) if len(text) <= LONGEST_CELL else Reading(text, refused=too_long())


def too_long() -> Fault:
    """The fault of a cell that is too long to be read."""
    most = numeral(LONGEST_CELL)
    return Fault("too long", say("The cell is too long: {most} characters at most are read in this column.", most=most))


def _plain_reader(field: Field) -> Reader | None:
    if field.choices:
        return partial(_read_choice, field)
    if field.separator:
        return partial(_read_list, field.separator)
    return _READERS.get(field.kind or field.type)


@cache
def _values_by_word(field: Field) -> dict[str, str]:
    """The allowed values by their own spelling and by that of their English labels."""
    labels = {key(choice.english): choice.value for choice in field.choices}
    return labels | {key(choice.value): choice.value for choice in field.choices}


@cache
def _values_by_label(field: Field) -> dict[str, str]:
    """The allowed values by their labels in all languages; asked only last, as translations take a while to read."""
    return {key(label): choice.value for choice in field.choices for label in choice.labels}


def _read_choice(field: Field, text: str) -> Reading:
    word = key(text)
    return Reading(_values_by_word(field).get(word) or _values_by_label(field).get(word, text))


def _read_list(separator: str, text: str) -> Reading:
    return Reading(separator.join(split_list(text, separator)))


def _read_country(text: str) -> Reading:
    return Reading(text.upper() if len(text) == 2 else text)


def _read_link(text: str) -> Reading:
    scheme = _SCHEME.match(text)
    return Reading(text if scheme is None or scheme[0].islower() else scheme[0].lower() + text[scheme.end() :])


def _read_date(text: str) -> Reading:
    if _WRITTEN_DATE.fullmatch(text):
        return Reading(text)
    dates = [PartialDate.parse(meaning) for meaning in meanings(text)]
    match dates:
        case []:
            return Reading(text)
        case [day]:
            return Reading(day.text, note=_read_as("date read", text, day.in_words()))
    message = say("{cell} can mean {dates}.", cell=quoted(text), dates=either([day.in_words() for day in dates]))
    hint = say("Write {dates}.", dates=either([day.text for day in dates]))
    return Reading(text, refused=Fault("unclear date", message, hint))


def _read_as(kind: str, text: str, meaning: str) -> Fault:
    return Fault(kind, say("{cell} was read as {meaning}.", cell=quoted(text), meaning=meaning))


def _read_number(text: str) -> Reading:
    number = _plain_minus(text)
    if _DECIMAL_COMMA.fullmatch(number):
        number = number.replace(",", ".")
    if _is_endless(number):
        return Reading(text, refused=Fault("not a number", say("{cell} is not a number.", cell=quoted(text))))
    return Reading(number)


def _read_integer(text: str) -> Reading:
    number = _plain_minus(text)
    if found := _WHOLE.fullmatch(number):
        return Reading(found[1])
    if _THOUSANDS.fullmatch(number):
        whole = re.sub(r"[^\d+-]", "", number)
        return Reading(whole, note=_read_as("number read", text, in_short(whole)))
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
