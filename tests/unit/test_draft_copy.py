"""A browser's copy of a draft is read back as it was written, or refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.changes import between
from campaigns.draft_copy import read, written
from campaigns.edition import Edition
from tests.unit.editing import editions, words

filled_words = words.filter(bool)
forms = st.dictionaries(words, st.dictionaries(words, filled_words, min_size=1, max_size=3), max_size=2)


@given(editions(), editions(), forms)
def test_a_draft_is_read_back_as_it_was(old: Edition, new: Edition, forms: dict[str, dict[str, str]]) -> None:
    changes = between(old, new)
    copy = written(changes, forms)
    assert (read(copy) if copy else ((), {})) == (changes, forms)


def test_nothing_is_kept_of_a_draft_without_anything() -> None:
    assert written((), {"step": {}}) == ""


@pytest.mark.parametrize(
    "copy",
    [
        "",
        "x",
        "[]",
        "[" * 100_000,
        "9" * 10_000,
        '{"changes": []}',
        '{"changes": 1, "forms": {}}',
        '{"changes": [], "forms": []}',
        '{"changes": [], "forms": {"step": 3}}',
        '{"changes": [], "forms": {"step": {"what": 3}}}',
        '{"changes": [], "forms": {"step": {"what": "half a character: \\ud83d"}}}',
        '{"changes": [], "forms": {"step": {"half a character: \\ud83d": "x"}}}',
        '{"changes": [], "forms": {"half a character: \\ud83d": {}}}',
    ],
)
def test_what_is_no_draft_is_refused(copy: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(copy)


def test_an_empty_field_is_not_kept() -> None:
    copy: Any = {"changes": [], "forms": {"step": {"what": "", "date": "2024"}}}
    assert read(json.dumps(copy)) == ((), {"step": {"date": "2024"}})
