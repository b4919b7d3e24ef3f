"""Folding and naming: how text is compared, and what a country is called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from babel import Locale

_FOR_ONE = {"have": "has", "do": "does", "rest": "rests"}
_NOT_A_LETTER = re.compile(r"[\W_]+")
_LETTERS_WITHOUT_PARTS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})


def fold(text: str) -> str:
    """Text without case and accents, for comparing what a visitor types with what the data spells."""
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.casefold()).casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)).translate(_LETTERS_WITHOUT_PARTS)


@lru_cache(maxsize=16_384)
def slug(text: str) -> str:
    """A name as an address carries it: `Motorola Solutions` becomes `motorola-solutions`; never empty."""
    return _NOT_A_LETTER.sub("-", fold(text)).strip("-") or text.encode().hex()


@lru_cache(maxsize=1_024)
def country_name(code: str) -> str:
    """The English name of a country by its ISO code; the code itself where there is none (source: Unicode CLDR)."""
    return str(Locale("en").territories.get(code, code))


def either(words: Sequence[str]) -> str:
    """Join alternatives: `won`, `won or lost`, `won, partly won or lost`."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: `1 campaign`, `1,041 events`, `22 countries`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def agreeing(phrase: str, number: int) -> str:
    """A phrase that begins with a verb, as it goes with a number: `have no point`, but for one `has no point`."""
    verb, _, rest = phrase.partition(" ")
    return f"{_FOR_ONE[verb]} {rest}" if number == 1 and verb in _FOR_ONE else phrase
