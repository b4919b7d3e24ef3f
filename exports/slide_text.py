"""Text for slides: what a cell or an address may say there."""

from __future__ import annotations

import re

from exports import links
from exports.plain import plain

LONGEST = 1_000
"""How many characters of one text a deck keeps, in the notes too."""

LONGEST_LINK = 2_000
"""Office takes a file for damaged that has an address of more than 2,083 characters."""

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of writing, and could make one text read as another."""


def one_line(text: str) -> str:
    """Text as a slide can carry it: one paragraph without control or direction marks, and not endless."""
    words = " ".join(_TURNING.sub("", plain(text[: 4 * LONGEST])).split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def link(address: str) -> str:
    """The address, if it is http(s) and Office opens a file that leads there; else nothing."""
    found = links.web_link(address)
    return found if len(found) <= LONGEST_LINK else ""


def short_address(address: str) -> str:
    """An address for people, on one line."""
    return one_line(links.short_address(address))
