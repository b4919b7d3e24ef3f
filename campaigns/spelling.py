"""Spelling: comparing words regardless of how they are cased and joined, and guessing what was meant."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from campaigns.findings import OFTEN, quoted
from campaigns.wording import say
from campaigns.words import fold

NEAR = 65
"""How alike, of 100, two spellings must be for one to be offered in place of the other."""

LONGEST = 200
"""The characters of a word that are compared; a cell may have millions."""


def key(text: str) -> str:
    """Text by its letters and digits alone: `Contract_Cancellation` and `contract cancellation` are one."""
    return "".join(filter(str.isalnum, fold(text)))


class Guesser:
    """Guesses which known word a misspelt one stands for.

    It tires: a column full of unknown words is told as one problem with one guess, and comparing each of them with
    each known word could take minutes.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._known = known
        self._guesses_left = OFTEN + 1

    def closest(self, word: str) -> str | None:
        """The known word most like another one; None where none is like it, or after a few guesses."""
        self._guesses_left -= 1
        return closest(word, self._known) if self._guesses_left >= 0 else None


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that a misspelt one most likely stands for, or None."""
    spellings = {entry: key(entry[:LONGEST]) for entry in known}
    found = process.extractOne(key(word[:LONGEST]), spellings, scorer=fuzz.ratio, score_cutoff=NEAR)
    return found[2] if found else None


def did_you_mean(word: str | None) -> str:
    """The question that offers a word; empty without one."""
    return say("Did you mean {word}?", word=quoted(word)) if word else ""
