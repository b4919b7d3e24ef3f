"""Problems found in the tables, and the report that tells an organizer about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from campaigns.wording import numeral, say_number


class Severity(StrEnum):
    """What a problem does to its row."""

    BLOCKS = "blocks"
    """The row is held back until it is mended."""
    WARNS = "warns"
    """The row is shown all the same."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, said so that somebody who does not program can mend it.

    Attributes:
        file: The file's name.
        row: The row as a spreadsheet counts it (the header is row 1); None where it concerns the whole file.
        column: The column's title as people see it; empty where it concerns the whole row.
        campaign: The campaign's name ("Exampleton: Divestment"); empty where it cannot be told.
        severity: Whether the row is held back.
        message: What was found and what is allowed.
        hint: What to do about it.
    """

    file: str
    row: int | None
    column: str
    campaign: str
    severity: Severity
    message: str
    hint: str = ""

    def as_json(self) -> dict[str, str | int | None]:
        """The problem as the check command's JSON gives it."""
        return {
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "campaign": self.campaign,
            "severity": self.severity.value,
            "message": self.message,
            "hint": self.hint,
        }


@dataclass(frozen=True)
class Report:
    """What the check found: how many campaigns can be shown, and every problem.

    Attributes:
        shown: How many campaigns can be shown.
        total: How many campaign rows the file has.
        problems: All problems, the blocking ones first, then by file and row.
    """

    shown: int
    total: int
    problems: tuple[Problem, ...] = ()

    @property
    def blocking(self) -> tuple[Problem, ...]:
        """The problems that hold a row back."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.BLOCKS)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that leave their row shown."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.WARNS)

    def verdict(self) -> str:
        """The outcome in a sentence: `385 of 387 campaigns can be shown.`"""
        return say_number(
            "{shown} of {number} campaign can be shown.",
            "{shown} of {number} campaigns can be shown.",
            self.total,
            shown=numeral(self.shown),
        )

    def as_json(self) -> dict[str, object]:
        """The report as the check command's JSON gives it."""
        problems = [problem.as_json() for problem in self.problems]
        return {"shown": self.shown, "total": self.total, "problems": problems}


def in_reading_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems as an organizer works through them: blocking first, then file by file, row by row."""
    return tuple(sorted(problems, key=lambda p: (p.severity is not Severity.BLOCKS, p.file, p.row or 0, p.column)))
