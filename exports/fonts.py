"""The page's own fonts for print: Source Sans and Source Serif, as TrueType files of one weight each.

Streamlit carries them as variable fonts for the browser. They are looked up in its folder without importing it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import OverlapMode, instantiateVariableFont

Family = Literal["Source Sans", "Source Serif"]

REGULAR, SEMIBOLD = 400, 600
"""Weights that a font can have."""

MISSING = "□"
"""Stands for letters that the fonts do not have."""

_MEDIA = Path("static", "static", "media")
_FILES: dict[Family, str] = {"Source Sans": "SourceSansVF-Upright*.woff2", "Source Serif": "SourceSerif*-Roman*.woff2"}

_USUAL = ((0x20, 0x180), (0x2010, 0x2040), (0x20A0, 0x20C0), (0x2190, 0x2195), (0x25A1, 0x25A2))
"""What is always kept of a font: the Latin letters of Europe, punctuation, currencies and arrows, by code points."""

_ALL = ((0x20, 0x250), (0x370, 0x530), (0x1E00, 0x2000), (0x2000, 0x2200), (0x25A1, 0x25A2))
"""What is kept for texts that need more: all Latin letters, Greek and Cyrillic, and signs."""

Ranges = tuple[tuple[int, int], ...]

_BEYOND = re.compile(f"[^\\s{''.join(f'{chr(first)}-{chr(end - 1)}' for first, end in _USUAL)}]")

_UNUSED = ("GSUB", "GPOS", "GDEF", "BASE", "MVAR", "HVAR")
"""Tables that only matter to browsers. Without them a font is made in half a second instead of three."""


class FontNotFound(LookupError):
    """The installed Streamlit does not carry the font."""


@cache
def font(family: Family, weight: int = REGULAR, whole: bool = False) -> bytes:
    """A font of one weight as a TrueType file.

    Args:
        family: Its name.
        weight: From 200 to 900.
        whole: With all its letters, rather than the usual ones alone, which takes four times as long.

    Raises:
        FontNotFound: Streamlit is not installed, or came with other fonts.
    """
    made = TTFont(_file(family), recalcTimestamp=False)
    made.flavor = None
    _lighten(made, _ALL if whole else _USUAL)
    axes = {"wght": weight} | ({"opsz": 20} if family == "Source Serif" else {})
    instantiateVariableFont(made, axes, inplace=True, overlap=OverlapMode.KEEP_AND_DONT_SET_FLAGS)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def is_usual(text: str) -> bool:
    """Whether the usual letters are enough for a text."""
    return _BEYOND.search(text) is None


@cache
def letters() -> frozenset[str]:
    """The characters that every one of the fonts has, and the sign for the others."""
    cmaps = [TTFont(_file(family)).getBestCmap() for family in _FILES]
    return frozenset(chr(code) for code in _codes(_ALL) if all(code in cmap for cmap in cmaps)) | {MISSING}


def covered(text: str) -> str:
    """Text with `□` for each run of characters that the fonts lack; blanks between words stay."""
    return _lacking().sub(MISSING, text)


@cache
def _lacking() -> re.Pattern[str]:
    return re.compile(f"[^{''.join(map(re.escape, sorted(letters())))}\\s]+")


def _file(family: Family) -> Path:
    found = find_spec("streamlit")
    folder = Path(found.origin).parent / _MEDIA if found and found.origin else Path()
    for file in sorted(folder.glob(_FILES[family])):
        return file
    raise FontNotFound(f"{family} is not among the fonts of the installed Streamlit.")


def _lighten(made: TTFont, ranges: Ranges) -> None:
    for table in _UNUSED:
        if table in made:
            del made[table]
    subsetter = Subsetter(Options(layout_features=[], hinting=False, notdef_outline=True))
    subsetter.populate(unicodes=list(_codes(ranges)))
    subsetter.subset(made)


def _codes(ranges: Ranges) -> Iterable[int]:
    return (code for first, end in ranges for code in range(first, end))
