"""The calendar (iCalendar, RFC 5545): announced dates, and the days of decisions year by year.

Only what is known to the day stands in it. A month or a year would be a bar across the calendar that says "some day
in here", so it is left to the other exports. Nothing rings, and no day counts as busy.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from icalendar import Calendar, Event, vRecur, vText

from campaigns.records import Status
from campaigns.schema import package
from campaigns.telling import deciding_vote
from exports.links import campaign_link, web_link
from exports.plain import plain
from exports.publication import Publication
from exports.steps import Step, steps

KEPT = timedelta(days=365)
"""How long an announced date stays in the calendar when it is past."""

ANNOUNCED = "announced"
_DECIDED = frozenset(Status) - {Status.ONGOING}
_LEAP_DAY = 2, 29


def calendar(publication: Publication) -> bytes:
    """The calendar of the campaigns' announced dates and of the anniversaries of their decisions."""
    made = Calendar()
    for name, text in _heading(publication).items():
        made.add(name, _text(text))
    for step in steps(publication):
        if _is_announced(step, publication.today):
            made.add_component(_announcement(step, publication))
        elif _is_decision(step):
            made.add_component(_anniversary(step, publication))
    written: bytes = made.to_ical()
    return written


def _heading(publication: Publication) -> dict[str, str]:
    """What the calendar says of itself; its name twice, for older and newer programs."""
    name = f"{publication.title}: {publication.sentence}"
    about = f"{package()['description']}\n\nLicence: {publication.licence}"
    return {
        "prodid": f"-//{publication.title}//EN",
        "version": "2.0",
        "calscale": "GREGORIAN",
        "method": "PUBLISH",
        "name": name,
        "description": about,
        "x-wr-calname": name,
        "x-wr-caldesc": about,
    }


def _is_announced(step: Step, today: date) -> bool:
    return step.event.kind == ANNOUNCED and step.is_dated_to_the_day and step.event.date.first >= today - KEPT


def _is_decision(step: Step) -> bool:
    return step.event.status_after in _DECIDED and step.event.kind != ANNOUNCED and step.is_dated_to_the_day


def _announcement(step: Step, publication: Publication) -> Event:
    return _whole_day(step, publication, f"{step.campaign.place}: {step.event.what.rstrip('.')}")


def _anniversary(step: Step, publication: Publication) -> Event:
    """A day that comes back each year: `Exampleton: Bonds (won, 14 May 2016, vote 4–1)`."""
    about = [step.outcome, step.event.date.in_words(), deciding_vote([step.event]).lower()]
    words = ", ".join(filter(None, about))
    event = _whole_day(step, publication, f"{step.campaign.place}: {step.campaign.title} ({words})")
    event.add("rrule", vRecur(_each_year(step.event.date.first)))
    return event


def _each_year(day: date) -> dict[str, Any]:
    """Each year on the day; on the last of February for the 29th, which most years do not have."""
    if (day.month, day.day) == _LEAP_DAY:
        return {"freq": "yearly", "bymonth": 2, "bymonthday": -1}
    return {"freq": "yearly"}


def _whole_day(step: Step, publication: Publication, summary: str) -> Event:
    event = Event()
    event.add("uid", str(step.name))
    event.add("dtstamp", datetime.combine(publication.today, time(), UTC))
    event.add("dtstart", step.event.date.first)
    event.add("summary", _text(summary))
    event.add("description", _text("\n".join(_description(step, publication))))
    event.add("transp", "TRANSPARENT")
    if link := campaign_link(publication, step.campaign) or web_link(step.event.source_url):
        event.add("url", link)
    return event


def _description(step: Step, publication: Publication) -> list[str]:
    return [step.event.what, *step.details(), web_link(step.event.source_url), f"Licence: {publication.licence}"]


def _text(text: str) -> vText:
    """Text that is escaped under every name: the library leaves that out where it does not know the name."""
    return vText(plain(text))
