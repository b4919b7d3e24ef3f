"""What a terminal may be given: text from the data that cannot steer it."""

from __future__ import annotations

import unicodedata


def printable(text: str) -> str:
    """Text without the characters that steer a terminal or turn the direction of writing."""
    return "".join(" " if char in "\n\t" else char for char in text if char in "\n\t" or _is_harmless(char))


def _is_harmless(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
