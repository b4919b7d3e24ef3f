"""Telling: what is said of a campaign in a few words, on a page, in print and on a slide alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from campaigns.records import Campaign, Event, Status
from campaigns.wording import numeral, say
from campaigns.words import country_name

STALE_MONTHS = 18
"""An ongoing campaign without an event for so long is shown with "no news since"."""

STEPS_SHOWN = 3
"""More steps than this nobody reads from the back row."""


def place_name(campaign: Campaign) -> str:
    """Where a campaign is: place, region, country, without saying a name twice."""
    return ", ".join([campaign.place, *around(campaign)])


def around(campaign: Campaign) -> list[str]:
    """What a campaign's place lies in, the nearest first, without saying a name twice."""
    names = dict.fromkeys([campaign.region, country_name(campaign.country)])
    return [name for name in names if name and name != campaign.place]


def deciding_vote(events: Sequence[Event]) -> str:
    """The tally of the last step that changed the status, as `Vote 4–1`; empty where it is not known."""
    decisive = [event for event in events if event.status_after]
    if not decisive or decisive[-1].votes_for is None or decisive[-1].votes_against is None:
        return ""
    ours, theirs = numeral(decisive[-1].votes_for), numeral(decisive[-1].votes_against)
    return say("Vote {votes_for}–{votes_against}", votes_for=ours, votes_against=theirs)


def key_steps(events: Sequence[Event]) -> list[Event]:
    """The steps that tell a history in short, in their order: never more than three.

    The first, the one that decided and the latest come before any other; then those that changed the status, then
    those with a vote, the later ones first.
    """
    if not events:
        return []
    newest_first = range(len(events) - 1, -1, -1)
    changes = [place for place in newest_first if events[place].status_after]
    votes = [place for place in newest_first if events[place].tally]
    wanted = dict.fromkeys([0, len(events) - 1, *changes, *votes, *newest_first])
    return [events[place] for place in sorted(list(wanted)[:STEPS_SHOWN])]


def decision(campaign: Campaign, events: Sequence[Event], today: date) -> str:
    """Who decides, and when that was; of what is not decided, whether anything is heard of it."""
    if campaign.decided:
        return f"{campaign.body}, {campaign.decided.in_words()}"
    if campaign.status is not Status.ONGOING:
        return campaign.body
    silent_since = no_news_since(campaign, events, today)
    if silent_since:
        return say("{body}: no news since {date}", body=campaign.body, date=silent_since)
    return say("{body}: no decision yet", body=campaign.body)


def notes(campaign: Campaign, events: Sequence[Event], today: date) -> list[str]:
    """What a reader should know about the record itself."""
    said = [campaign.source_note] if campaign.source_note else []
    if campaign.confidence == "medium":
        said.append(say("One kind of source: a second, independent source is wanted."))
    silent_since = no_news_since(campaign, events, today)
    if silent_since:
        said.append(say("No news since {date}.", date=silent_since))
    return said


def no_news_since(campaign: Campaign, events: Sequence[Event], today: date) -> str:
    """The date of an ongoing campaign's last event where that is long ago, in words; else empty."""
    if campaign.status is not Status.ONGOING or not events:
        return ""
    last = max(events, key=lambda event: event.date.last).date
    months = (today.year - last.last.year) * 12 + today.month - last.last.month
    whole = months - (today.day < last.last.day)
    return last.in_words() if whole >= STALE_MONTHS else ""
