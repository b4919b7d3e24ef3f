"""Findings: what the checker notes while it works, and how they become the problems that people read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from campaigns.problems import Problem, Severity, in_reading_order
from campaigns.schema import Table
from campaigns.wording import numeral, say, say_number

OFTEN = 5
"""More findings of one kind in one column than this become one problem."""

NAMES_LISTED = 10
LONGEST_QUOTE = 80
_ENOUGH = 1_000
"""The characters that are looked at for a quote: a cell may have millions."""

Naming = Callable[[str, int | None], str]
"""Gives the name of the campaign that a row of a table belongs to; empty where it cannot be told."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed in one row.

    Attributes:
        table: The table's name in the schema.
        row: The row as a spreadsheet counts it; None where it concerns the whole file.
        column: The column's name in the schema; empty where it concerns the whole row.
        severity: Whether the row is held back.
        kind: What is wrong, in a few words; findings alike in kind are told together.
        message: What was found and what is allowed.
        hint: What to do about it.
    """

    table: Table
    row: int | None
    column: str
    severity: Severity
    kind: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, wherever it stands: a kind, a message and a hint as a finding has them."""

    kind: str
    message: str
    hint: str = ""


def blocks(table: Table, row: int | None, column: str, fault: Fault) -> Finding:
    """The finding of a fault that holds its row back."""
    return Finding(table, row, column, Severity.BLOCKS, fault.kind, fault.message, fault.hint)


def warns(table: Table, row: int | None, column: str, fault: Fault) -> Finding:
    """The finding of a fault that leaves its row shown."""
    return Finding(table, row, column, Severity.WARNS, fault.kind, fault.message, fault.hint)


def quoted(text: str) -> str:
    """A cell's text in quotation marks, as a message can bear it."""
    return f'"{in_short(text)}"'


def in_short(text: str) -> str:
    """A cell's text on one line and not longer than a message can bear."""
    line = " ".join(text[:_ENOUGH].split())
    return f"{line[:LONGEST_QUOTE]}…" if len(line) > LONGEST_QUOTE else line


def as_problems(findings: Iterable[Finding], files: Mapping[str, str], name_of: Naming) -> tuple[Problem, ...]:
    """Tell findings as problems, those that repeat as one.

    Args:
        findings: All findings, in the order of their tables' rows.
        files: The file name of each table by the table's name.
        name_of: Names the campaign of a row.
    """
    alike: dict[tuple[str, str, Severity, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        alike[finding.table.name, finding.column, finding.severity, finding.kind].append(finding)
    return in_reading_order(
        problem for group in alike.values() for problem in _problems(group, files[group[0].table.name], name_of)
    )


def _problems(group: list[Finding], file: str, name_of: Naming) -> list[Problem]:
    rows = {finding.row for finding in group}
    if len(rows) > OFTEN or (len(rows) > 1 and group[0].kind == "missing column"):
        return [_merged(group, file, name_of)]
    return [_problem(finding, file, name_of(finding.table.name, finding.row)) for finding in group]


def _merged(group: list[Finding], file: str, name_of: Naming) -> Problem:
    group = sorted(group, key=lambda finding: finding.row or 0)
    first = group[0]
    rows = list(dict.fromkeys(finding.row for finding in group))
    sentences = [first.message, _elsewhere(rows)]
    if first.severity is Severity.BLOCKS:
        sentences.append(_held_back(dict.fromkeys(name_of(first.table.name, row) for row in rows)))
    return _problem(first, file, "", " ".join(filter(None, sentences)))


def _elsewhere(rows: list[int | None]) -> str:
    """Where the same is found: `12 rows have this, e.g. rows 5, 9, 14, 20, 31.`"""
    number, shown = numeral(len(rows)), ", ".join(str(row) for row in rows[:OFTEN])
    if len(rows) > OFTEN:
        return say("{number} rows have this, e.g. rows {rows}.", number=number, rows=shown)
    return say("{number} rows have this: rows {rows}.", number=number, rows=shown)


def _held_back(names: Iterable[str]) -> str:
    known = [name for name in names if name]
    listed, more = "; ".join(known[:NAMES_LISTED]), len(known) - NAMES_LISTED
    if more > 0:
        return say_number(
            "Held back: {names}; and {number} more.", "Held back: {names}; and {number} more.", more, names=listed
        )
    return say("Held back: {names}.", names=listed) if known else ""


def _problem(finding: Finding, file: str, campaign: str, message: str = "") -> Problem:
    return Problem(
        file=file,
        row=finding.row,
        column=finding.table.field(finding.column).title if finding.column else "",
        campaign=campaign,
        severity=finding.severity,
        message=message or finding.message,
        hint=finding.hint,
    )
