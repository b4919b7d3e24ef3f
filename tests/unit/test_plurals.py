"""Plural forms for scripts: every form that a browser may ask for is there, with a place for the number."""

from __future__ import annotations

import pytest

from campaigns.plurals import in_every_form
from campaigns.wording import LANGUAGES, customs, say_number, speaking


def towns(number: int) -> str:
    return say_number("{count} town", "{count} towns", number, count="{number}")


def test_english_has_a_form_for_one_and_a_form_for_all_others() -> None:
    with speaking("en"):
        assert in_every_form(towns) == {"one": "{number} town", "other": "{number} towns"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_of_a_language_is_there(language: str) -> None:
    with speaking(language):
        assert set(in_every_form(towns)) == {*customs().plural_form.rules, "other"}
