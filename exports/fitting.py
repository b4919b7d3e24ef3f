"""Fitting: how large text may be on a slide, and how much of it, without seeing the machine that will show it.

A presenter's machine may lack a font and take another. Text is therefore measured with the widest of the fonts that
are likely to stand in, so that a line counted here is never more than a line there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LEADING = 1.2
"""The height of a line as a multiple of the size of its letters."""

SLACK = 1.03
"""How much wider than its letters programs may set a line, since they round each letter to their own grid."""

CUT = "…"
"""Stands where text was left out."""

_ACCENT = 150
"""By how much a letter's accents may make it wider, in thousandths of its size."""

_WIDEST = 1200
"""As wide as any letter that the tables do not have is taken to be, in thousandths of its size."""


_COMMON = {"–": 560, "’": 330, "‘": 330, "“": 520, "”": 520, "·": 330, "…": 1000, "—": 1000}
"""Characters that are common and no letters, as wide as the widest of the faces has them."""


class Face(dict[str, int]):
    """A kind of letters: how wide each character is, in thousandths of its size."""

    def __init__(self, widths: Iterable[int]) -> None:
        """Take the widths of the characters from the blank to the tilde; the others follow from them."""
        super().__init__(zip(map(chr, range(0x20, 0x7F)), widths, strict=True))
        self.update(_COMMON)

    def __missing__(self, character: str) -> int:
        """The width of any other character: a little more than its letter without accents, or as wide as any is."""
        letter = unicodedata.normalize("NFD", character)[0]
        if letter != character:
            return self[letter] + _ACCENT
        return 0 if unicodedata.combining(character) else _WIDEST


# fmt: off
SERIF = Face((
    318, 402, 460, 838, 636, 950, 890, 275, 390, 390, 500, 838, 318, 338, 318, 337, 636, 636, 636, 636, 636, 636, 636,
    636, 636, 636, 337, 337, 838, 838, 838, 536, 1000, 722, 735, 765, 802, 730, 694, 799, 872, 395, 401, 747, 664, 1024,
    875, 820, 673, 820, 753, 685, 667, 843, 722, 1028, 712, 660, 695, 390, 337, 390, 838, 500, 500, 596, 640, 560, 640,
    592, 370, 640, 644, 320, 310, 606, 320, 948, 644, 602, 640, 640, 478, 513, 402, 644, 565, 856, 564, 565, 527, 636,
    337, 636, 838,
))
"""DejaVu Serif, which is wider than Georgia."""

SANS = Face((
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
))
"""Arial, and Liberation Sans, which is made to its measure."""

BOLD = Face((
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611,
    556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389,
    280, 389, 584,
))
"""Arial Bold."""
# fmt: on


@dataclass(frozen=True)
class Fitted:
    """Text made to fit.

    Attributes:
        text: All of it, or as much as fits with `…` at its end.
        size: The size of its letters in points.
        lines: How many lines it takes at most.
    """

    text: str
    size: float
    lines: int

    @property
    def height(self) -> float:
        """The height it takes at most, in points."""
        return self.lines * self.size * LEADING


def fit(text: str, width: float, height: float, sizes: Sequence[float], face: Face = SANS) -> Fitted:
    """Text in the largest size in which all of it fits; cut in the smallest where it fits in none.

    Args:
        text: One paragraph.
        width: The room for it in points.
        height: The same; room for one line is always taken.
        sizes: The sizes to choose from in points, the largest first.
        face: Its letters.
    """
    for size in sizes:
        lines = line_count(text, width, size, face)
        if lines * size * LEADING <= height:
            return Fitted(text, size, lines)
    return cut(text, width, max(1, int(height / (sizes[-1] * LEADING))), sizes[-1], face)


def fit_all(texts: Sequence[str], width: float, height: float, sizes: Sequence[float]) -> list[Fitted]:
    """Paragraphs in the largest size in which all of them fit together; the longest are cut where they fit in none."""
    for size in sizes:
        lines = [line_count(text, width, size) for text in texts]
        if sum(lines) * size * LEADING <= height:
            return [Fitted(text, size, count) for text, count in zip(texts, lines, strict=True)]
    size = sizes[-1]
    needs = [line_count(text, width, size) for text in texts]
    allowed = shares(needs, int(height / (size * LEADING)))
    return [cut(text, width, lines, size) for text, lines in zip(texts, allowed, strict=True)]


def shares(needs: Sequence[int], lines: int) -> list[int]:
    """Deal out lines one by one to who still needs one; each gets one, whether there are enough or not."""
    given = [1] * len(needs)
    while sum(given) < lines and (waiting := [i for i, need in enumerate(needs) if given[i] < need]):
        given[min(waiting, key=lambda i: given[i])] += 1
    return given


def cut(text: str, width: float, lines: int, size: float, face: Face = SANS) -> Fitted:
    """As much of a text as a number of lines holds."""
    if (count := line_count(text, width, size, face)) <= lines:
        return Fitted(text, size, count)
    fitting, beyond = 0, len(text)
    while beyond - fitting > 1:
        middle = (fitting + beyond) // 2
        enough = line_count(_ended(text[:middle]), width, size, face) <= lines
        fitting, beyond = (middle, beyond) if enough else (fitting, middle)
    return Fitted(_ended(_whole_words(text[: fitting + 1])), size, lines)


def line_count(text: str, width: float, size: float, face: Face = SANS) -> int:
    """How many lines a paragraph takes at most; a word longer than a line is broken."""
    lines, filled, blank = 1, 0.0, breadth(" ", size, face)
    for word in text.split(" "):
        wide = breadth(word, size, face)
        if filled and filled + blank + wide <= width:
            filled += blank + wide
            continue
        lines += bool(filled)
        more, filled = _broken(word, width, size, face) if wide > width else (0, wide)
        lines += more
    return lines


def breadth(text: str, size: float, face: Face = SANS) -> float:
    """How wide text is at most, in points."""
    return sum(map(face.__getitem__, text)) * SLACK * size / 1000


def _broken(word: str, width: float, size: float, face: Face) -> tuple[int, float]:
    """How many lines a long word fills, and how far it fills the last."""
    full, filled = 0, 0.0
    for character in word:
        wide = breadth(character, size, face)
        full, filled = (full + 1, wide) if filled and filled + wide > width else (full, filled + wide)
    return full, filled


def _ended(text: str) -> str:
    return text.rstrip(" ,;:.–-") + CUT


def _whole_words(text: str) -> str:
    """Text without its last letters where they may be half a word; they stay where there is nothing else."""
    words, _, _ = text.rpartition(" ")
    return words or text[:-1]
