"""How many campaigns stand how, in words that agree with the number."""

from __future__ import annotations

from campaigns.records import Status
from campaigns.wording import say_number


def counted(number: int, status: Status) -> str:
    """The number of campaigns with a status: `3 partly won`."""
    match status:
        case Status.WON:
            return say_number("{number} won", "{number} won", number)
        case Status.PARTIAL:
            return say_number("{number} partly won", "{number} partly won", number)
        case Status.ONGOING:
            return say_number("{number} ongoing", "{number} ongoing", number)
        case Status.LOST:
            return say_number("{number} lost", "{number} lost", number)
        case Status.REVERSED:
            return say_number("{number} reversed", "{number} reversed", number)
