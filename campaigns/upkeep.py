"""Upkeep: what an organizer can do for the data next, the most urgent first.

A gap says what readers should not expect of the data; a chore says what somebody can do about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from campaigns.dataset import Dataset
from campaigns.gaps import has_no_point, has_unknown_force, is_one_sided
from campaigns.records import Campaign, Event, Status
from campaigns.rules import is_stale
from campaigns.telling import STALE_MONTHS, no_news_since
from campaigns.wording import say, say_later, say_number

BY_VOTE = ("vote", "ballot")
"""The kinds of step that decide by counting."""


@dataclass(frozen=True)
class Chore:
    """Something to be done, and the campaigns it is to be done for.

    Attributes:
        name: What it is called in an address: `no-news`.
        heading: What is the matter with how many campaigns.
        todo: What to do about it, in a sentence.
        campaigns: Those it concerns, the most urgent first; in the order of the file where all are alike.
    """

    name: str
    heading: str
    todo: str
    campaigns: tuple[Campaign, ...]


def chores(dataset: Dataset, today: date) -> list[Chore]:
    """What is to be done for a data set, the most urgent first; nothing is said where all is well."""
    found = [_chore(name, heading, todo, tuple(find(dataset, today))) for name, heading, todo, find in _KINDS]
    return [chore for chore in [*found, _archiving(dataset)] if chore.campaigns]


def _chore(name: str, heading: Heading, todo: str, campaigns: tuple[Campaign, ...]) -> Chore:
    return Chore(name, heading(len(campaigns)), say(todo), campaigns)


Heading = Callable[[int], str]
Find = Callable[[Dataset, date], Iterable[Campaign]]


def _each(missing: Callable[[Dataset, Campaign], bool]) -> Find:
    """Finds the campaigns that a gap is known for, in the order of the file."""
    return lambda dataset, _: (campaign for campaign in dataset.campaigns if missing(dataset, campaign))


def _silent(dataset: Dataset, today: date) -> list[Campaign]:
    """The ongoing campaigns without news, the longest silent first."""
    silent = [c for c in dataset.campaigns if no_news_since(c, dataset.history(c), today)]
    return sorted(silent, key=lambda c: max(event.date.last for event in dataset.history(c)))


def _unchecked(dataset: Dataset, today: date) -> list[Campaign]:
    """The campaigns for which nobody has looked for news within a year: first those never checked."""
    stale = [c for c in dataset.campaigns if c.last_checked is None or is_stale(c.last_checked, today)]
    return sorted(stale, key=lambda c: c.last_checked.last if c.last_checked else date.min)


def _uncounted(dataset: Dataset, _: date) -> list[Campaign]:
    """The campaigns with a decision by vote whose count is not known.

    Only recorded steps count: one taken from the campaign's own dates does not tell how it was decided.
    """
    uncounted = {event.campaign_id for event in dataset.events if _decides_by_vote(event) and not event.tally}
    return [campaign for campaign in dataset.campaigns if campaign.id in uncounted]


def _decides_by_vote(event: Event) -> bool:
    return event.kind in BY_VOTE and event.status_after not in (None, Status.ONGOING)


def _archiving(dataset: Dataset) -> Chore:
    archived = {event.source_url for event in dataset.events if event.archive_url}
    bare = [event for event in dataset.events if event.source_url not in archived]
    named = {event.campaign_id for event in bare}
    campaigns = tuple(campaign for campaign in dataset.campaigns if campaign.id in named)
    return Chore(
        name="no-archive",
        heading=_lack_copies(len(campaigns), len({event.source_url for event in bare})),
        todo=say("Save the page at web.archive.org/save, then write the copy's address in the column Archived copy."),
        campaigns=campaigns,
    )


def _lack_copies(campaigns: int, sources: int) -> str:
    return say_number(
        "{number} campaign has a source without an archived copy ({sources})",
        "{number} campaigns have a source without an archived copy ({sources})",
        campaigns,
        sources=say_number("{number} source", "{number} sources", sources),
    )


def _are_silent(number: int) -> str:
    return say_number(
        "{number} campaign has had no news for {months} months",
        "{number} campaigns have had no news for {months} months",
        number,
        months=STALE_MONTHS,
    )


def _are_unchecked(number: int) -> str:
    return say_number(
        "{number} campaign has not been checked for a year",
        "{number} campaigns have not been checked for a year",
        number,
    )


def _are_one_sided(number: int) -> str:
    return say_number(
        "{number} campaign rests on one kind of source only",
        "{number} campaigns rest on one kind of source only",
        number,
    )


def _have_no_point(number: int) -> str:
    return say_number(
        "{number} campaign has no point on the map", "{number} campaigns have no point on the map", number
    )


def _lack_their_votes(number: int) -> str:
    return say_number(
        "{number} campaign has a decision by vote without its count",
        "{number} campaigns have a decision by vote without its count",
        number,
    )


def _do_not_tell_force(number: int) -> str:
    return say_number(
        "{number} campaign does not tell whether the measure binds",
        "{number} campaigns do not tell whether the measure binds",
        number,
    )


_KINDS: tuple[tuple[str, Heading, str, Find], ...] = (
    (
        "no-news",
        _are_silent,
        say_later("Look for news: add the step that came since, or close the campaign with its outcome and a source."),
        _silent,
    ),
    (
        "unchecked",
        _are_unchecked,
        say_later("Look for news, then write the month in the column Last checked."),
        _unchecked,
    ),
    (
        "one-source",
        _are_one_sided,
        say_later("Add a step's page from another kind of source: the body's own minutes, or the press."),
        _each(is_one_sided),
    ),
    (
        "no-point",
        _have_no_point,
        say_later("Fill in latitude and longitude of the place or of the body's seat."),
        _each(has_no_point),
    ),
    (
        "no-votes",
        _lack_their_votes,
        say_later("Look the count up in the minutes, and fill in Votes for and Votes against of that step."),
        _uncounted,
    ),
    (
        "unknown-force",
        _do_not_tell_force,
        say_later("Read the text that was adopted, then set Force to binding or advisory."),
        _each(has_unknown_force),
    ),
)
"""Name, heading, what to do and how to find it: first what makes the record wrong, then what leaves it thin."""
