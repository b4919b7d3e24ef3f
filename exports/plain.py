"""Plain text: what every format can carry, without the characters that break a document from within."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_UNFIT = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""All that XML 1.0 and iCalendar forbid: controls, halves of surrogate pairs, and two that are no characters."""


def plain(text: str) -> str:
    """Text with plain line ends and without characters that no document may hold."""
    return _UNFIT.sub("", _LINE_ENDS.sub("\n", text))
