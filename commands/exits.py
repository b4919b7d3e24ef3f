"""How a command ends: its exit code, and a sentence where it cannot do what was asked."""

from __future__ import annotations

import sys

from commands.terminal import printable

CLEAN, PROBLEMS, UNREADABLE = 0, 1, 2


def refuse(error: Exception) -> int:
    """Say why something cannot be read; returns the exit code."""
    print(printable(str(error)), file=sys.stderr)
    return UNREADABLE
