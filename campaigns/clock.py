"""The clock: which day it is, and what to say where the clock of this computer cannot be right.

A computer whose clock was never set begins in 1970 or in the year it was made. All that happened since would lie in
the future for it, and steps in the future are held back. So no day counts as today that is before the published
tables were made.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from campaigns.dates import PartialDate
from campaigns.schema import package
from campaigns.wording import say

YEARS_BELIEVED = 20
"""A clock is not believed that is farther ahead of the published tables."""


def today() -> date:
    """The day in UTC; where the clock says one before the tables were made, the day when they were."""
    return max(_clock(), _made())


def doubt() -> str:
    """Why the clock of this computer is not believed, and what follows from it; empty where it may be right."""
    clock, made = _clock(), _made()
    days = {"clock": _in_words(clock), "made": _in_words(made)}
    if clock < made:
        return say(
            "The clock of this server says {clock}, which cannot be: the tables were made on {made}. That day counts "
            "as today until the clock is set.",
            **days,
        )
    if clock.year - made.year > YEARS_BELIEVED:
        return say(
            "The clock of this server says {clock}, and the tables were made on {made}. If the clock is wrong, set it: "
            "until then campaigns look older than they are.",
            **days,
        )
    return ""


def _clock() -> date:
    return datetime.now(UTC).date()


def _made() -> date:
    """The day when the published tables were made; the first of all days where the schema does not tell."""
    try:
        return date.fromisoformat(str(package().get("created"))[:10])
    except ValueError:
        return date.min


def _in_words(day: date) -> str:
    return PartialDate.parse(day.isoformat()).in_words()
