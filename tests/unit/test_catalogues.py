"""The catalogues hold every text of the interface, each translated, with the same places for values."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from campaigns.wording import ENGLISH, LANGUAGES, catalogue_file, closest, direction, say, say_number, speaking
from exports.formats import FORMATS
from scripts.collect_words import FOLDERS, ROOT, collected

OTHERS = [language for language in LANGUAGES if language != ENGLISH]
CALLS = {"say", "say_number", "say_later"}
_OF_SEVERAL = re.compile(
    r"These \{|\{(?:number|count)\}(?: \w+){0,3} (?:are|do|have|lack|name|rest|stand|their|were)\b"
)
"""A text for one that is worded for several."""


@cache
def catalogue(language: str) -> Catalog:
    with catalogue_file(language).open("rb") as file:
        return read_po(file, language)


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_of_the_interface_is_in_the_catalogue_and_no_other(language: str) -> None:
    assert {_key(message) for message in collected() if message.id} == {
        _key(message) for message in catalogue(language) if message.id
    }


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated(language: str) -> None:
    assert [message.id for message in catalogue(language) if message.id and not all(_texts(message))] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_same_places_for_values(language: str) -> None:
    for message in catalogue(language):
        if message.id:
            wanted = [_places(text) for text in ([message.id] if isinstance(message.id, str) else message.id)]
            assert all(_places(text) in wanted for text in _texts(message)), message.id


def test_a_text_for_one_agrees_with_one() -> None:
    """No "1 campaign name none", and no "These 1 campaigns"."""
    for_one = [message.id[0] for message in collected() if message.id and not isinstance(message.id, str)]
    assert len(for_one) > 50
    assert [text for text in for_one if _OF_SEVERAL.search(text)] == []


@pytest.mark.parametrize(
    "text", ["{number} campaign name none", "These {number} campaigns", "{count} campaign by their first step"]
)
def test_a_text_that_does_not_agree_is_noticed(text: str) -> None:
    assert _OF_SEVERAL.search(text)


def test_the_names_of_what_can_be_taken_along_are_in_the_catalogues() -> None:
    known = {message.id for message in collected()}
    assert {text for kind in FORMATS.values() for text in (kind.title, kind.use)} <= known


def test_every_text_is_written_where_the_collector_finds_it() -> None:
    assert list(_hidden()) == []


def test_a_text_that_no_catalogue_has_stays_english() -> None:
    with speaking("es"):
        assert say("No catalogue has {this}", this="this") == "No catalogue has this"


@pytest.mark.parametrize(("number", "told"), [(0, "0 campañas"), (1, "1 campaña"), (1041, "1041 campañas")])
def test_a_number_takes_the_form_of_its_language(number: int, told: str) -> None:
    with speaking("es"):
        assert say_number("{number} campaign", "{number} campaigns", number).replace(".", "") == told


def test_a_language_knows_which_way_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LANGUAGES, "ar", "العربية")
    written = {}
    for language in LANGUAGES:
        with speaking(language):
            written[language] = direction()
    assert written == {"en": "ltr", "es": "ltr", "ar": "rtl"}


@pytest.mark.parametrize(
    ("locale", "language"),
    [("es", "es"), ("es-MX", "es"), ("es_419", "es"), ("en-GB", "en"), ("tlh", "en"), ("", "en"), (None, "en")],
)
def test_a_browser_is_spoken_to_in_the_closest_language(locale: str | None, language: str) -> None:
    assert closest(locale) == language


def _hidden() -> Iterator[str]:
    """Calls whose text Babel does not see: inside an f-string, or with anything but a text written out."""
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.py")):
            yield from _hidden_in(file)


def _hidden_in(file: Path) -> Iterator[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for string in ast.walk(tree):
        if isinstance(string, ast.JoinedStr):
            for call in ast.walk(string):
                if _is_written_out(call):
                    yield f"{file.relative_to(ROOT)}:{string.lineno}"


def _is_written_out(node: ast.AST) -> bool:
    """Whether this is a call of `say` or its like with a text; with a variable, the text was marked elsewhere."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in CALLS
        and bool(node.args)
        and isinstance(node.args[0], ast.Constant)
    )


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _texts(message: Message) -> list[str]:
    return [message.string or ""] if isinstance(message.string, (str, type(None))) else list(message.string)


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}
