"""Remembering: answers that are worked out once for each text, without keeping all that strangers send."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")

LONGEST = 200
"""The characters of the longest text that is remembered: a few uploads of long ones would fill the memory."""


def remembering(work_out: Callable[[str], T], most: int) -> Callable[[str], T]:
    """A function of a text that remembers so many answers, none of them to a long text."""
    remembered = lru_cache(maxsize=most)(work_out)
    return lambda text: (remembered if len(text) <= LONGEST else work_out)(text)
