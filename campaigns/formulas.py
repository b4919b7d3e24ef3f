"""Formulas: keeping a spreadsheet from taking the text of a cell for one.

A spreadsheet runs what looks like a formula, in a file of plain text too. An apostrophe before it makes it text
again; reading takes the apostrophe off, so that nothing changes from file to file.

Mischief may also sit in the middle of a cell: where a spreadsheet parts cells by semicolons or tabs, or takes a line
end for the end of a row, a new cell begins there. So each place where any spreadsheet might begin a cell is guarded.
"""

from __future__ import annotations

import re

_SIGNS = "=+\\-@＝＋－＠"
"""What a formula begins with, also in the wide forms that an East Asian keyboard writes."""

_BLANKS = r" \x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
_ENDS = r"\t\n\r"
_PASSED = rf"\"'{_BLANKS}"
"""What a spreadsheet may pass over before it looks for a sign."""

_OPENING = re.compile(
    rf"(?<![{_PASSED}{_ENDS}])"
    rf"(?:(?<![^;])[{_PASSED}{_ENDS}]*+|[{_PASSED}]*+[{_ENDS}][{_PASSED}{_ENDS}]*+)"
    rf"(?=[{_SIGNS}])"
)
"""What stands between the beginning of a cell and the sign of a formula, the whole of it."""


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe stands before each sign that might begin one."""
    return _OPENING.sub(lambda opening: f"{opening[0]}'", text)


def as_typed(text: str) -> str:
    """Text before it was made harmless; a text without such apostrophes is given as it is."""
    if "'" not in text:
        return text
    return _OPENING.sub(lambda opening: opening[0].removesuffix("'"), text)
