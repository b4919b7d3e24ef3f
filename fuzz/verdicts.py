"""Verdicts: what a visitor may be told, and that every row is either shown or accounted for."""

from __future__ import annotations

from campaigns.loading import Loaded
from campaigns.problems import Severity

SHOWN, MENDABLE, REFUSED = "shown", "with problems", "refused"
"""Read without a word; read, with something to mend; not read, for a reason that is told."""

LONGEST_SENTENCE = 5_000


def refused(why: Exception) -> str:
    """The verdict on what is not read."""
    assert_sentence(str(why))
    return REFUSED


def of_loaded(loaded: Loaded) -> str:
    """The verdict on tables that were read.

    Raises:
        AssertionError: A row is neither shown nor told of, or what is told is no sentence.
    """
    report = loaded.report
    for problem in report.problems:
        assert_sentence(problem.message)
        assert_sentence(f"{problem.hint or 'None'} ({problem.file}, {problem.column}, {problem.campaign}).")
    held = {row for table, row in loaded.held if table == "campaigns"}
    rows = {row.number for row in loaded.sheets["campaigns"].rows}
    assert report.total == len(rows)
    assert rows - held == set(loaded.rows.values())
    assert report.shown == len(loaded.rows) == len(loaded.dataset.campaigns)
    if held:
        assert any(problem.severity is Severity.BLOCKS for problem in report.problems)
    return MENDABLE if report.problems else SHOWN


def assert_sentence(text: str) -> None:
    """What a visitor is told is a sentence on one line that every page can hold.

    Raises:
        AssertionError: It is not.
    """
    assert text.encode(), text
    assert text == text.strip() and text[-1] in ".?!", text
    assert "\n" not in text and len(text) <= LONGEST_SENTENCE, text
