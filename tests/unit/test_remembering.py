"""Answers are remembered for short texts and for no others."""

from __future__ import annotations

from campaigns.remembering import LONGEST, remembering


def test_an_answer_is_worked_out_once_and_anew_for_a_long_text() -> None:
    asked: list[str] = []

    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    answer = remembering(length, most=10)
    short, long = "x" * LONGEST, "x" * (LONGEST + 1)
    assert [answer(text) for text in (short, long, short, long)] == [LONGEST, LONGEST + 1] * 2
    assert asked == [short, long, long]
