"""Upkeep: what an organizer can do for the data next, the most urgent first.

A gap says what readers should not expect of the data; a chore says what somebody can do about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from campaigns.dataset import Dataset
from campaigns.dates import PartialDate
from campaigns.gaps import has_no_point, has_unknown_force, is_one_sided
from campaigns.records import Campaign, Event, Status
from campaigns.rules import STALE
from campaigns.telling import STALE_MONTHS, no_news_since

BY_VOTE = ("vote", "ballot")
"""The kinds of step that decide by counting."""


@dataclass(frozen=True)
class Chore:
    """Something to be done, and the campaigns it is to be done for.

    Attributes:
        name: What it is called in an address: `no-news`.
        words: What is the matter with the campaigns, as said after their number.
        todo: What to do about it, in a sentence.
        campaigns: Those it concerns, the most urgent first; in the order of the file where all are alike.
        sources: How many pages it concerns; None where it is not about single pages.
    """

    name: str
    words: str
    todo: str
    campaigns: tuple[Campaign, ...]
    sources: int | None = None


def chores(dataset: Dataset, today: date) -> list[Chore]:
    """What is to be done for a data set, the most urgent first; nothing is said where all is well."""
    found = [Chore(name, words, todo, tuple(find(dataset, today))) for name, words, todo, find in _KINDS]
    return [chore for chore in [*found, _archiving(dataset)] if chore.campaigns]


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
    stale = [c for c in dataset.campaigns if _is_stale(c.last_checked, today)]
    return sorted(stale, key=lambda c: c.last_checked.last if c.last_checked else date.min)


def _is_stale(checked: PartialDate | None, today: date) -> bool:
    return checked is None or today - checked.last > STALE


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
    return Chore(
        name="no-archive",
        words="have a source without an archived copy",
        todo="Save the page at web.archive.org/save, then write the copy's address in the column Archived copy.",
        campaigns=tuple(campaign for campaign in dataset.campaigns if campaign.id in named),
        sources=len({event.source_url for event in bare}),
    )


_KINDS: tuple[tuple[str, str, str, Find], ...] = (
    (
        "no-news",
        f"have had no news for {STALE_MONTHS} months",
        "Look for news: add the step that came since, or close the campaign with its outcome and a source.",
        _silent,
    ),
    (
        "unchecked",
        "have not been checked for a year",
        "Look for news, then write the month in the column Last checked.",
        _unchecked,
    ),
    (
        "one-source",
        "rest on one kind of source only",
        "Add a step's page from another kind of source: the body's own minutes, or the press.",
        _each(is_one_sided),
    ),
    (
        "no-point",
        "have no point on the map",
        "Fill in latitude and longitude of the place or of the body's seat.",
        _each(has_no_point),
    ),
    (
        "no-votes",
        "have a decision by vote without its count",
        "Look the count up in the minutes, and fill in Votes for and Votes against of that step.",
        _uncounted,
    ),
    (
        "unknown-force",
        "do not tell whether the measure binds",
        "Read the text that was adopted, then set Force to binding or advisory.",
        _each(has_unknown_force),
    ),
)
"""Name, words, what to do and how to find it: first what makes the record wrong, then what leaves it thin."""
