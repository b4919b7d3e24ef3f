"""The command line as a whole: its parser, and how a command is run."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence

from campaigns import __version__
from campaigns.schema import UnreadableSchema
from commands.check import add_check
from commands.compare import add_diff
from commands.exits import CLEAN, refuse
from commands.export import add_export
from commands.near import add_near
from commands.tidy import add_format


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 clean, 1 blocking problems or changes due, 2 unreadable."""
    _forgive_narrow_terminals()
    try:
        options = parser().parse_args(arguments)
        run: Callable[[argparse.Namespace], int] = options.run
        outcome = run(options)
        sys.stdout.flush()
    except UnreadableSchema as error:
        return refuse(error)
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
    for add in (add_check, add_format, add_diff, add_near, add_export):
        add(commands)
    return whole


def _forgive_narrow_terminals() -> None:
    """Print what a terminal's character set lacks as a question mark rather than stop."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
