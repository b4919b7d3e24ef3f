"""Lettering: how wide a text is in print, and where its lines end."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from fontTools.ttLib import TTFont

from exports.fonts import REGULAR, Family, covered, font, is_usual
from exports.paper_colours import INK
from exports.plain import plain

POINT = 25.4 / 72
"""Millimetres."""

_WORD = re.compile(r"\S+|\s+")


@dataclass(frozen=True)
class Style:
    """How a text is set: `size` in points, `colour` as `#rrggbb`."""

    size: float
    weight: int = REGULAR
    colour: str = INK
    family: Family = "Source Sans"

    @property
    def leading(self) -> float:
        """From line to line in millimetres."""
        return self.size * 1.27 * POINT


@dataclass(frozen=True)
class Span:
    """A text in one style; `link` is where it leads, empty for nowhere."""

    text: str
    style: Style
    link: str = ""


@dataclass(frozen=True)
class Piece:
    """A part of a line: from `x` to `end`, in millimetres from the line's start."""

    x: float
    end: float
    span: Span


Line = Sequence[Piece]


def printed(text: str, limit: int) -> str:
    """Text as print can show it: one line, no control or direction marks, `□` for letters that the fonts lack.

    Args:
        text: Any text.
        limit: The most characters that are shown; `…` stands for more.
    """
    words = " ".join(plain(text[: 4 * limit]).split())
    visible = "".join(letter for letter in unicodedata.normalize("NFC", words) if unicodedata.category(letter) != "Cf")
    cut = len(visible) > limit or len(text) > 4 * limit
    return covered(visible[:limit].rstrip() + "…" if cut else visible)


def width(text: str, style: Style) -> float:
    """How wide a text is on one line, in millimetres."""
    advances = _advances(style.family, style.weight, whole=not is_usual(text))
    return sum(advances.get(letter, 0.0) for letter in text) * style.size * POINT


def cut(text: str, style: Style, limit: float) -> str:
    """Text that is at most so many millimetres wide; `…` stands for what is left out."""
    if width(text, style) <= limit:
        return text
    return text[: _fill(text, style, limit - width("…", style))].rstrip() + "…"


def wrapped(spans: Sequence[Span], limit: float) -> list[Line]:
    """Break spans into lines.

    A line ends at a blank; a word wider than a whole line is broken where the line is full.

    Args:
        spans: The text.
        limit: The width of a line in millimetres.
    """
    lines: list[list[Piece]] = [[]]
    for word in _words(spans, limit):
        here = _end(lines[-1])
        blank = bool(lines[-1]) and word[0].text.startswith(" ")
        if lines[-1] and here + _width(word) > limit + 1e-6:
            lines.append([])
            here, blank = 0.0, False
        for number, part in enumerate(word):
            text = part.text if number or blank else part.text.lstrip()
            here = _set(lines[-1], replace(part, text=text), here)
    return [line for line in lines if line]


def _set(line: list[Piece], part: Span, x: float) -> float:
    """Put a part at the end of a line, in one piece with the text before it where they look alike."""
    last, end = line[-1] if line else None, x + width(part.text, part.style)
    if last and (last.span.style, last.span.link) == (part.style, part.link):
        line[-1] = Piece(last.x, end, replace(part, text=last.span.text + part.text))
    else:
        line.append(Piece(x, end, part))
    return end


def _end(line: Sequence[Piece]) -> float:
    return line[-1].end if line else 0.0


def _width(word: Sequence[Span]) -> float:
    return sum(width(part.text, part.style) for part in word)


def _words(spans: Sequence[Span], limit: float) -> Iterator[list[Span]]:
    """The words, each with the blank before it; a word may be of several styles."""
    word: list[Span] = []
    blank = ""
    for span in spans:
        for token in _WORD.findall(span.text):
            if token.isspace():
                if word:
                    yield from _fitting(word, limit)
                word, blank = [], " "
            else:
                word.append(replace(span, text=blank + token))
                blank = ""
    if word:
        yield from _fitting(word, limit)


def _fitting(word: list[Span], limit: float) -> Iterator[list[Span]]:
    """The word, in parts where it is wider than a line."""
    if _width(word) <= limit:
        yield word
        return
    for span in word:
        rest = span.text
        while rest:
            kept = _fill(rest, span.style, limit)
            yield [replace(span, text=rest[:kept])]
            rest = rest[kept:]


def _fill(text: str, style: Style, limit: float) -> int:
    """How many letters of a text fit on a line; one at least."""
    taken = 0.0
    for number, letter in enumerate(text):
        taken += width(letter, style)
        if taken > limit and number:
            return number
    return len(text)


@cache
def _advances(family: Family, weight: int, whole: bool) -> Mapping[str, float]:
    """How far each letter moves the pen, as a share of the size."""
    opened = TTFont(io.BytesIO(font(family, weight, whole)))
    metrics, em = opened["hmtx"].metrics, opened["head"].unitsPerEm
    return {chr(code): metrics[glyph][0] / em for code, glyph in opened.getBestCmap().items()}
