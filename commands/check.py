"""`python -m campaigns check`: what is wrong with the tables."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from campaigns.loading import Progress, data_path, load
from campaigns.problems import Problem, Report, Severity
from campaigns.tables import UnreadableTable
from commands.exits import CLEAN, PROBLEMS, refuse
from commands.terminal import printable

SECONDS_BEFORE_BAR = 2.0
BAR_WIDTH = 30


def add_check(commands: Any) -> None:
    """Add the command to the parser's commands."""
    command = commands.add_parser("check", help="say what is wrong with the tables")
    command.add_argument(
        "path", nargs="?", type=Path, help="a folder or a campaigns table (default: the project's data)"
    )
    command.add_argument("--json", action="store_true", help="print the report as JSON")
    command.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    path = options.path or data_path()
    try:
        loaded = load(path, progress=_bar())
    except UnreadableTable as error:
        if options.json:
            print(json.dumps(_unreadable_report(path, error), indent=2))
        return refuse(error)
    print("\n".join(_report(loaded.report)) if not options.json else json.dumps(loaded.report.as_json(), indent=2))
    return PROBLEMS if loaded.report.blocking else CLEAN


def _unreadable_report(path: Path, error: UnreadableTable) -> dict[str, object]:
    problem = Problem(path.name, None, "", "", Severity.BLOCKS, str(error))
    return Report(0, 0, (problem,)).as_json()


def _report(report: Report) -> Iterator[str]:
    """The report as lines: the verdict, then file by file what holds rows back and what does not."""
    yield report.verdict()
    files = list(dict.fromkeys(problem.file for problem in report.problems))
    for file in files:
        for heading, problems in (("to mend", report.blocking), ("to look at", report.warnings)):
            lines = [_line(problem) for problem in problems if problem.file == file]
            if lines:
                yield from ("", printable(f"{file}, {heading}:"), *lines)


def _line(problem: Problem) -> str:
    row = f" row {problem.row}" if problem.row else ""
    column = f", {problem.column}" if problem.column else ""
    campaign = f" ({problem.campaign})" if problem.campaign else ""
    return printable(f"  {problem.file}{row}{column}{campaign}: {problem.message} {problem.hint}".rstrip())


def _bar() -> Progress:
    """A progress bar on the terminal, drawn only when checking takes long enough for somebody to wonder."""
    begun = time.monotonic()

    def draw(done: int, total: int) -> None:
        if sys.stderr.isatty() and time.monotonic() - begun > SECONDS_BEFORE_BAR:
            filled = BAR_WIDTH * done // total
            line = f"\rChecking [{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {done:,} of {total:,} cells"
            print(line if done < total else "\r" + " " * len(line) + "\r", end="", file=sys.stderr, flush=True)

    return draw
