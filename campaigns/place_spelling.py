"""Guessing which spelling a misspelt place name stands for, among half a million, in a few milliseconds.

Two spellings a slip or two apart have nearly the same letters. A bit for each letter sorts out almost all others in
one step over an array; RapidFuzz compares the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from campaigns.place_index import Texts

LETTERS_PER_SLIP = 4
MOST_SLIPS = 2
LONGEST = 60
_ALPHABET = {letter: place for place, letter in enumerate(b"abcdefghijklmnopqrstuvwxyz")}
NEVER_OFFERED = 2**32 - 1
"""In place of the letters of a spelling that nobody is likely to have meant."""

_DIGIT, _OTHER, _OTHERS = 26, 27, 5


def letters(spelling: str) -> int:
    """The letters that a spelling is made of, as the bits of a number."""
    bits = 0
    for byte in spelling.encode(errors="replace"):
        bits |= 1 << _bit(byte)
    return bits


def _bit(byte: int) -> int:
    """The bit of a byte; digits share one, and bytes of other alphabets have five among them."""
    if byte in _ALPHABET:
        return _ALPHABET[byte]
    return _DIGIT if byte < 128 else _OTHER + byte % _OTHERS


class Spellings:
    """The spellings of an index by the letters they are made of."""

    def __init__(self, spellings: Texts, bits: npt.NDArray[np.int64]) -> None:
        """Take the spellings of an index and the letters of each."""
        self._spellings = spellings
        self._letters = bits
        self._lengths = spellings.lengths()

    def near(self, word: str, limit: int = 200) -> list[tuple[int, int]]:
        """Find the spellings that one slip of the finger would turn into a word, or two where one would not.

        Args:
            word: Letters and digits, as `spelled` gives them.
            limit: How many to find at most.

        Returns:
            The place of each among the sorted spellings and the number of slips, fewest slips first.
        """
        most = min(len(word) // LETTERS_PER_SLIP, MOST_SLIPS) if len(word) <= LONGEST else 0
        tries = (self._near(word, slips, limit) for slips in range(1, most + 1))
        return next(filter(None, tries), [])

    def _near(self, word: str, slips: int, limit: int) -> list[tuple[int, int]]:
        rows = self._candidates(word, slips)
        texts = [self._spellings.text(row) for row in rows]
        found = process.extract(word, texts, scorer=OSA.distance, score_cutoff=slips, limit=limit)
        return [(rows[place], int(distance)) for _, distance, place in found]

    def _candidates(self, word: str, slips: int) -> list[int]:
        """The spellings whose letters and length allow for no more than so many slips."""
        length = len(word.encode(errors="replace"))
        fits = np.abs(self._lengths - length) <= slips * (1 if word.isascii() else 3)
        alike = np.bitwise_count(self._letters ^ np.uint32(letters(word))) <= 2 * slips
        found: list[int] = np.flatnonzero(fits & alike).tolist()
        return found
