"""The interface's words in the language of whoever reads them.

A text is written in English where it is used, as `say("Show all")`, and looked up in the catalogue of the language
spoken just then; a text that the catalogue lacks stays English. Facts are not translated: titles, names, what
happened and what it is called by its source stay in the language in which they were written down.

The catalogues are gettext's, `locale/LANGUAGE/LC_MESSAGES/messages.po`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import localcontext
from functools import lru_cache
from gettext import c2py
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale
from babel.messages.plurals import get_plural
from babel.numbers import format_decimal

if TYPE_CHECKING:
    from babel.messages.catalog import Message

ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "es": "Español"}
"""The languages there is a catalogue of, by their codes, each by its own name."""

CATALOGUES = Path(__file__).parents[1] / "locale"

_chosen: ContextVar[str | None] = ContextVar("chosen", default=None)
_otherwise: Callable[[], str] = lambda: ENGLISH  # noqa: E731 (replaced as a whole)


def spoken() -> str:
    """The code of the language spoken now."""
    return _chosen.get() or _otherwise()


def ask_elsewhere(language: Callable[[], str]) -> None:
    """Tell where to find the language wherever none was chosen by `speaking`."""
    global _otherwise
    _otherwise = language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language for a while; English where there is no catalogue of it."""
    before = _chosen.set(language if language in LANGUAGES else ENGLISH)
    try:
        yield
    finally:
        _chosen.reset(before)


def closest(locale: str | None) -> str:
    """The language to speak to somebody whose browser says `es-MX`; English where it says nothing known."""
    language = (locale or "").replace("_", "-").partition("-")[0].lower()
    return language if language in LANGUAGES else ENGLISH


def say(text: str, **values: object) -> str:
    """A text of the interface in the language spoken.

    Args:
        text: The text in English, with names in braces where values belong.
        **values: What belongs there.
    """
    found = (_found(text) or (text,))[0]
    return found.format(**values) if values else found


def say_number(one: str, several: str, number: int, **values: object) -> str:
    """A text that depends on a number, in the language spoken.

    Args:
        one: The text in English for one; `{number}` in it becomes the number, written as the language does.
        several: The text for any other number.
        number: The number.
        **values: What belongs in the other braces.
    """
    forms = _found(one) or (one, several)
    form = min(_form(spoken(), number), len(forms) - 1)
    return forms[form].format(number=numeral(number), **values)


def say_later(text: str) -> str:
    """Mark a text for the catalogues where it is written down; `say` says it where it is needed."""
    return text


def numeral(number: int) -> str:
    """A number with its thousands parted as the language does."""
    return _numeral(number, spoken())


def customs() -> Locale:
    """The customs of the language spoken: its names of months and countries (source: Unicode CLDR)."""
    return _locale(spoken())


def direction() -> str:
    """Which way the language spoken is written: `ltr`, or `rtl` as Arabic and Hebrew are."""
    return customs().text_direction


@lru_cache(maxsize=8)
def _locale(language: str) -> Locale:
    return Locale.parse(language)


@lru_cache(maxsize=8)
def _catalogue(language: str) -> Mapping[str, tuple[str, ...]]:
    """The texts of a language by their English: one, or as many as the language has plural forms.

    Where the catalogue is missing or damaged there are none, and everything is said in English.
    """
    from babel.messages.pofile import PoFileError, read_po

    try:
        with catalogue_file(language).open("rb") as file:
            messages = list(read_po(file, language))
    except (OSError, ValueError, PoFileError):
        return {}
    texts = {_english(message): _texts(message.string) for message in messages if message.id}
    return {english: found for english, found in texts.items() if all(found)}


def catalogue_file(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return CATALOGUES / language / "LC_MESSAGES" / "messages.po"


def _english(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _texts(found: object) -> tuple[str, ...]:
    return tuple(found) if isinstance(found, (tuple, list)) else (str(found or ""),)


def _found(english: str) -> tuple[str, ...] | None:
    language = spoken()
    return None if language == ENGLISH else _catalogue(language).get(english)


@lru_cache(maxsize=8_192)
def _form(language: str, number: int) -> int:
    """Which of its plural forms a language uses with a number."""
    return c2py(get_plural(language).plural_expr)(number)


@lru_cache(maxsize=8_192)
def _numeral(number: int, language: str) -> str:
    with localcontext(prec=len(str(number)) + 6):  # Babel rounds within it, and a tally may hold anything
        return format_decimal(number, locale=_locale(language))
