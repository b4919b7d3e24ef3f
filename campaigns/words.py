"""Folding and naming: how text is compared, and what a country is called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from campaigns.remembering import remembering
from campaigns.wording import LANGUAGES, customs, say, speaking, spoken

BLANKS = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\u200c\u200d\ufeff"
"""What is no part of a text at its beginning or end: blanks of any width, of none too, and ends of lines."""

_NOT_A_LETTER = re.compile(r"[\W_]+")
_FOLDABLE = re.compile(r"[A-Z]+|[^\x00-\x7f]+")
_LETTERS_WITHOUT_PARTS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})


def fold(text: str) -> str:
    """Text without case and accents, for comparing what a visitor types with what the data spells."""
    return text.lower() if text.isascii() else _FOLDABLE.sub(lambda found: _folded(found[0]), text)


def _folded(letters: str) -> str:
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letters.casefold()).casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)).translate(_LETTERS_WITHOUT_PARTS)


def slug(text: str) -> str:
    """A name as an address carries it: `Motorola Solutions` becomes `motorola-solutions`; never empty."""
    return _slug(text)


def _worked_out_slug(text: str) -> str:
    return _NOT_A_LETTER.sub("-", fold(text)).strip("-") or text.encode(errors="surrogatepass").hex()


_slug = remembering(_worked_out_slug, most=16_384)


def country_name(code: str) -> str:
    """The name of a country by its ISO code; the code itself where there is none (source: Unicode CLDR)."""
    return _country_name(spoken(), code)


@lru_cache(maxsize=1_024)
def _country_name(language: str, code: str) -> str:
    with speaking(language):
        return str(customs().territories.get(code, code))


def country_names(code: str) -> list[str]:
    """The names of a country in every language that there is a catalogue of, each once, the English one first."""
    return list(dict.fromkeys(_country_name(language, code) for language in LANGUAGES))


def either(words: Sequence[str]) -> str:
    """Join alternatives: `won`, `won or lost`, `won, partly won or lost`."""
    *first, last = words
    return say("{first} or {last}", first=", ".join(first), last=last) if first else last


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: `1 campaign`, `1,041 events`, `22 countries`; for what is only ever in English."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
