"""The command line: `python -m campaigns check`, `… format`."""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from campaigns import __version__
from campaigns.formatting import canonical, changes
from campaigns.loading import Progress, data_path, load
from campaigns.near_command import add_near
from campaigns.problems import Problem, Report, Severity
from campaigns.schema import tables
from campaigns.tables import UnreadableTable, content, read_any
from campaigns.terminal import printable

CLEAN, PROBLEMS, UNREADABLE = 0, 1, 2
SECONDS_BEFORE_BAR = 2.0
BAR_WIDTH = 30

Subparsers = Any
"""argparse keeps the type of its subparsers to itself."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 clean, 1 blocking problems or changes due, 2 unreadable."""
    _forgive_narrow_terminals()
    options = parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        outcome = run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    return outcome


def parser() -> argparse.ArgumentParser:
    """The parser of all commands; each adds its own."""
    whole = argparse.ArgumentParser(
        prog="python -m campaigns", description="Check and tidy the tables of City Campaigns."
    )
    whole.add_argument("--version", action="version", version=f"campaigns {__version__}")
    commands = whole.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for add in (_add_check, _add_format, add_near):
        add(commands)
    return whole


def _add_check(commands: Subparsers) -> None:
    command = commands.add_parser("check", help="say what is wrong with the tables")
    command.add_argument(
        "path", nargs="?", type=Path, help="a folder or a campaigns table (default: the project's data)"
    )
    command.add_argument("--json", action="store_true", help="print the report as JSON")
    command.set_defaults(run=_check)


def _add_format(commands: Subparsers) -> None:
    command = commands.add_parser("format", help="rewrite tables in their one canonical form")
    command.add_argument("path", type=Path, help="a table, or a folder of them")
    command.add_argument("--check", action="store_true", help="change nothing; exit 1 if something would change")
    command.set_defaults(run=_format)


def _check(options: argparse.Namespace) -> int:
    path = options.path or data_path()
    try:
        loaded = load(path, progress=_bar())
    except UnreadableTable as error:
        if options.json:
            print(json.dumps(_unreadable_report(path, error), indent=2))
        return _refuse(error)
    print("\n".join(_report(loaded.report)) if not options.json else json.dumps(loaded.report.as_json(), indent=2))
    return PROBLEMS if loaded.report.blocking else CLEAN


def _unreadable_report(path: Path, error: UnreadableTable) -> dict[str, object]:
    problem = Problem(path.name, None, "", "", Severity.BLOCKS, str(error))
    return Report(0, 0, (problem,)).as_json()


def _refuse(error: Exception) -> int:
    print(printable(str(error)), file=sys.stderr)
    return UNREADABLE


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


def _format(options: argparse.Namespace) -> int:
    try:
        before = {file: content(file) for file in _files_to_format(options.path)}
        sheets = {file: read_any(file.name, data) for file, data in before.items()}
        changed = {file: done for file, sheet in sheets.items() if (done := changes(sheet, before[file]))}
        if not options.check:
            for file in changed:
                _replace(file, canonical(sheets[file]))
    except (UnreadableTable, OSError) as error:
        return _refuse(error)
    for file in sheets:
        print(printable(_outcome(file.name, changed.get(file, []), options.check)))
    return PROBLEMS if options.check and changed else CLEAN


def _files_to_format(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = [path / table.filename for table in tables().values()]
    found = [file for file in files if file.exists()]
    if not found:
        raise UnreadableTable(f"There is no table in the folder {path}.")
    return found


def _outcome(file: str, done: list[str], only_checked: bool) -> str:
    if not done:
        return f"{file} is in its canonical form."
    return f"{file} {'would change' if only_checked else 'was rewritten'}: {', '.join(done)}."


def _replace(path: Path, data: bytes) -> None:
    """Put new content in a file's place at once, so that nobody ever reads half of it."""
    target = path.resolve()
    handle, draft = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        shutil.copymode(target, draft)
        Path(draft).replace(target)
    except OSError:
        Path(draft).unlink(missing_ok=True)
        raise


def _forgive_narrow_terminals() -> None:
    """Print what a terminal's character set lacks as a question mark rather than stop."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
