"""QR codes: an address as the squares that a phone reads."""

from __future__ import annotations

from collections.abc import Sequence

import segno
from segno.encoder import DataOverflowError

QUIET_ZONE = 4
"""How many squares around a code have to stay empty, by its standard."""


def modules(address: str) -> Sequence[Sequence[bool]]:
    """The squares of a code, row by row from the top, True for dark; without the quiet zone around it.

    Error correction is of level M: the code still reads with a seventh of it smudged.

    Args:
        address: What the phone is to open.

    Returns:
        As many rows as columns; none where there is no address, or one too long for a code.
    """
    if not address:
        return []
    try:
        code = segno.make(address, error="m", micro=False, boost_error=False)
    except DataOverflowError:
        return []
    return [[bool(square) for square in row] for row in code.matrix]


def svg(address: str) -> str:
    """The code as an SVG element for a page, with its quiet zone; empty where there is no code."""
    squares = modules(address)
    side = len(squares) + 2 * QUIET_ZONE
    path = "".join(
        f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h1v1h-1z"
        for y, row in enumerate(squares)
        for x, dark in enumerate(row)
        if dark
    )
    return f'<svg viewBox="0 0 {side} {side}" shape-rendering="crispEdges"><path d="{path}"/></svg>' if squares else ""
