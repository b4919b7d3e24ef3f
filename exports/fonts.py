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

_LETTERS = ((0x20, 0x250), (0x370, 0x530), (0x1E00, 0x2000), (0x2000, 0x2200), (0x25A1, 0x25A2))
"""What is kept of a font: Latin, Greek and Cyrillic letters, punctuation, arrows and signs, by their code points."""

_UNUSED = ("GSUB", "GPOS", "GDEF", "BASE", "MVAR", "HVAR")
"""Tables that only matter to browsers. Without them a font is made in half a second instead of three."""


class FontNotFound(LookupError):
    """The installed Streamlit does not carry the font."""


@cache
def font(family: Family, weight: int = REGULAR) -> bytes:
    """A font of one weight as a TrueType file.

    Args:
        family: Its name.
        weight: From 200 to 900.

    Raises:
        FontNotFound: Streamlit is not installed, or came with other fonts.
    """
    made = TTFont(_file(family), recalcTimestamp=False)
    made.flavor = None
    _lighten(made)
    axes = {"wght": weight} | ({"opsz": 20} if family == "Source Serif" else {})
    instantiateVariableFont(made, axes, inplace=True, overlap=OverlapMode.KEEP_AND_DONT_SET_FLAGS)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


@cache
def letters() -> frozenset[str]:
    """The characters that every one of the fonts has, and the sign for the others."""
    cmaps = [TTFont(_file(family)).getBestCmap() for family in _FILES]
    return frozenset(chr(code) for code in _kept() if all(code in cmap for cmap in cmaps)) | {MISSING}


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


def _lighten(made: TTFont) -> None:
    for table in _UNUSED:
        if table in made:
            del made[table]
    subsetter = Subsetter(Options(layout_features=[], hinting=False, notdef_outline=True))
    subsetter.populate(unicodes=list(_kept()))
    subsetter.subset(made)


def _kept() -> Iterable[int]:
    return (code for first, end in _LETTERS for code in range(first, end))
