"""How far a long command has come: a bar on a terminal, now and then a line where nobody watches."""

from __future__ import annotations

import sys
import time

from campaigns.loading import Progress

SECONDS_BEFORE_BAR = 2.0
BAR_WIDTH = 30
LINES = 10


def bar(doing: str, noun: str) -> Progress:
    """A bar on the terminal, drawn only when the work takes long enough for somebody to wonder.

    Args:
        doing: What is being done, as the first word of the bar: `Checking`.
        noun: What is counted, in the plural.
    """
    begun = time.monotonic()

    def draw(done: int, total: int) -> None:
        if sys.stderr.isatty() and time.monotonic() - begun > SECONDS_BEFORE_BAR:
            filled = BAR_WIDTH * done // total
            line = f"\r{doing} [{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {done:,} of {total:,} {noun}"
            print(line if done < total else "\r" + " " * len(line) + "\r", end="", file=sys.stderr, flush=True)

    return draw


def bar_or_lines(doing: str, noun: str) -> Progress:
    """A bar on a terminal; elsewhere, as in the log of a server, a plain line for every tenth of the work."""
    return bar(doing, noun) if sys.stderr.isatty() else _lines(doing, noun)


def leave_bar() -> None:
    """Go on below a bar that was left before its end."""
    if sys.stderr.isatty():
        print(file=sys.stderr)


def _lines(doing: str, noun: str) -> Progress:
    def say(done: int, total: int) -> None:
        if LINES * done // total > LINES * (done - 1) // total:
            print(f"{doing}: {done:,} of {total:,} {noun}", file=sys.stderr, flush=True)

    return say
