"""`python -m campaigns check`: what is wrong with the tables."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from campaigns.loading import Loaded, data_path, load
from campaigns.problems import Problem, Report, Severity
from campaigns.tables import UnreadableTable
from commands.exits import CLEAN, PROBLEMS, refuse
from commands.progress import bar
from commands.terminal import printable

if TYPE_CHECKING:
    from commands.links import LinkReport

EXIT_CODES = (
    "Exit code: 0 where nothing is wrong, or warnings only; 1 where rows are held back, and with --links also where "
    "a source is dead or the visits could not be finished; 2 where the tables cannot be read at all."
)


def add_check(commands: Any) -> None:
    """Add the command to the parser's commands."""
    command = commands.add_parser("check", help="say what is wrong with the tables", epilog=EXIT_CODES)
    command.add_argument(
        "path", nargs="?", type=Path, help="a folder or a campaigns table (default: the project's data)"
    )
    command.add_argument("--json", action="store_true", help="print the report as JSON")
    command.add_argument(
        "--links",
        action="store_true",
        help="visit every source and say which are dead, unsure or moved; nothing else here uses the network",
    )
    command.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    path = options.path or data_path()
    try:
        loaded = load(path, progress=bar("Checking", "cells"))
    except UnreadableTable as error:
        if options.json:
            print(json.dumps(_unreadable_report(path, error), indent=2))
        return refuse(error)
    if not options.json:
        print("\n".join(_report(loaded.report)), flush=True)
    links = _visited(loaded) if options.links else None
    if options.json:
        print(json.dumps(_as_json(loaded.report, links), indent=2))
    elif links:
        print("\n".join(["", *links.lines()]))
    return PROBLEMS if loaded.report.blocking or (links and not links.is_clean) else CLEAN


def _visited(loaded: Loaded) -> LinkReport:
    """Visit every source. What uses the network is not even imported before somebody asks for it."""
    from commands.links import visit_links

    return visit_links(loaded.sheets)


def _as_json(report: Report, links: LinkReport | None) -> dict[str, object]:
    return report.as_json() | ({"links": links.as_json()} if links else {})


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
