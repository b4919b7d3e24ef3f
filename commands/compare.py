"""`python -m campaigns diff OLD NEW`: what changed between two sets of tables, in words, campaign by campaign."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from campaigns.changes import between
from campaigns.difference import Told, difference
from campaigns.edition import Edition, read_edition
from campaigns.loading import table_files
from campaigns.tables import UnreadableTable, content
from commands.exits import CLEAN, refuse
from commands.terminal import printable


def add_diff(commands: Any) -> None:
    """Add the command to the parser's commands."""
    command = commands.add_parser("diff", help="say in words what changed between two sets of tables")
    command.add_argument("old", type=Path, help="a folder or a campaigns table, as it was")
    command.add_argument("new", type=Path, help="a folder or a campaigns table, as it is")
    command.set_defaults(run=diff)


def diff(options: argparse.Namespace) -> int:
    """Print the difference, and return the exit code: 0 compared, 2 something cannot be read."""
    try:
        old, new = _edition(options.old), _edition(options.new)
    except UnreadableTable as error:
        return refuse(error)
    told = difference(between(old, new), old, new)
    for line in (*map(_line, told.told), told.summary):
        print(printable(line))
    return CLEAN


def _edition(path: Path) -> Edition:
    return read_edition({name: content(file) for name, file in table_files(path).items()})


def _line(told: Told) -> str:
    """A campaign's line, with the id that it is kept under."""
    return f"{told.id}: {told}" if told.id else str(told)
