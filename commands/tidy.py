"""`python -m campaigns format`: tables in their one canonical form."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from campaigns.files import replace_file
from campaigns.formatting import canonical, changes
from campaigns.schema import tables
from campaigns.tables import UnreadableTable, content, read_any
from commands.exits import CLEAN, PROBLEMS, UNREADABLE, refuse
from commands.terminal import printable


def add_format(commands: Any) -> None:
    """Add the command to the parser's commands."""
    command = commands.add_parser("format", help="rewrite tables in their one canonical form")
    command.add_argument("path", type=Path, help="a table, or a folder of them")
    command.add_argument("--check", action="store_true", help="change nothing; exit 1 if something would change")
    command.set_defaults(run=_format)


def _format(options: argparse.Namespace) -> int:
    try:
        before = {file: content(file) for file in _files_to_format(options.path)}
        sheets = {file: read_any(file.name, data) for file, data in before.items()}
        changed = {file: done for file, sheet in sheets.items() if (done := changes(sheet, before[file]))}
        if not options.check:
            for file in changed:
                replace_file(file, canonical(sheets[file]))
    except UnreadableTable as error:
        return refuse(error)
    except OSError as error:
        print(printable(f"{options.path} cannot be rewritten: {error.strerror}."), file=sys.stderr)
        return UNREADABLE
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
