"""Text is compared without case and accents, and named as people name it."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from campaigns.words import counted, country_name, either, fold, slug


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("malmo", "Malmö"),
        ("TROMSO", "Tromsø"),
        ("lodz", "Łódź"),
        ("strasse", "Straße"),
        ("dun laoghaire", "Dún Laoghaire"),
        ("aero", "Ærø"),
        ("istanbul", "İstanbul"),
    ],
)
def test_what_is_typed_without_accents_finds_what_is_spelled_with_them(typed: str, spelled: str) -> None:
    assert fold(typed) == fold(spelled)


def test_accents_are_dropped_however_they_are_encoded() -> None:
    assert fold("e\u0301") == fold("\u00e9") == "e"


@given(st.text())
@example("Example Corp™")
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_a_text_is_folded_part_by_part(one: str, other: str) -> None:
    assert fold(one + other) == fold(one) + fold(other)


@given(st.text(st.characters(max_codepoint=0x17F)))
def test_folding_does_not_depend_on_case(text: str) -> None:
    assert fold(text.casefold()) == fold(text)


@given(st.text())
def test_a_slug_has_only_letters_digits_and_single_hyphens_between_them(text: str) -> None:
    assert re.fullmatch(r"([^\W_]+(-[^\W_]+)*)?", slug(text))


@given(st.text(min_size=1))
def test_a_slug_is_never_empty(text: str) -> None:
    assert slug(text)


@given(st.text())
def test_a_slug_is_its_own_slug(text: str) -> None:
    assert slug(slug(text)) == slug(text)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Sample Industries", "sample-industries"),
        ("Exämple & Søns, Ltd.", "example-sons-ltd"),
        ("  G4S  ", "g4s"),
    ],
)
def test_a_name_is_carried_by_an_address_as_words_with_hyphens(name: str, address: str) -> None:
    assert slug(name) == address


def test_a_country_is_called_by_its_english_name() -> None:
    assert (country_name("US"), country_name("NO")) == ("United States", "Norway")


def test_a_code_that_is_no_country_stands_for_itself() -> None:
    assert country_name("Q1") == "Q1"


@pytest.mark.parametrize(
    ("words", "joined"),
    [(["won"], "won"), (["won", "lost"], "won or lost"), (["won", "partly won", "lost"], "won, partly won or lost")],
)
def test_alternatives_are_joined_as_in_a_sentence(words: list[str], joined: str) -> None:
    assert either(words) == joined


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0 campaigns"), (1, "1 campaign"), (2, "2 campaigns"), (1041, "1,041 campaigns")],
)
def test_a_number_agrees_with_its_noun(number: int, said: str) -> None:
    assert counted(number, "campaign") == said


def test_a_plural_of_its_own_is_used() -> None:
    assert (counted(1, "company", "companies"), counted(2, "company", "companies")) == ("1 company", "2 companies")
