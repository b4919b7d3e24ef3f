"""Known gaps: what the data does not say, counted, so that nobody reads more into it than it holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from campaigns.dataset import Dataset
from campaigns.records import Campaign, Force
from campaigns.wording import say_number


@dataclass(frozen=True)
class Gap:
    """Something missing, and the campaigns it is missing for.

    Attributes:
        words: What is missing for how many campaigns, with `{number}` where that number belongs.
        campaigns: These campaigns.
    """

    words: str
    campaigns: tuple[Campaign, ...]


def gaps(dataset: Dataset) -> list[Gap]:
    """The gaps of a data set, those without any campaign left out."""
    found = ((words, tuple(c for c in dataset.campaigns if missing(dataset, c))) for words, missing in _KINDS)
    return [Gap(words(len(campaigns)), campaigns) for words, campaigns in found if campaigns]


def source_kinds(dataset: Dataset, campaign: Campaign) -> set[str]:
    """The kinds of source that a campaign's events rest on; empty where none can be told."""
    return {event.source_kind for event in dataset.history(campaign) if event.source_kind}


def is_one_sided(dataset: Dataset, campaign: Campaign) -> bool:
    """Whether fewer than two kinds of source speak of a campaign."""
    return len(source_kinds(dataset, campaign)) <= 1


def has_unknown_force(_: Dataset, campaign: Campaign) -> bool:
    """Whether nobody has said if the measure binds."""
    return campaign.force is Force.UNKNOWN


def has_no_point(_: Dataset, campaign: Campaign) -> bool:
    """Whether a campaign cannot be drawn on the map."""
    return campaign.point is None


def _has_votes(dataset: Dataset, campaign: Campaign) -> bool:
    return any(event.tally for event in dataset.history(campaign))


def _one_sided(number: int) -> str:
    return say_number(
        "{count} rests on one kind of source only", "{count} rest on one kind of source only", number, count=_COUNT
    )


def _on_weak_pages(number: int) -> str:
    return say_number(
        "{count} rests on an advocacy page or a meeting summary",
        "{count} rest on an advocacy page or a meeting summary",
        number,
        count=_COUNT,
    )


def _of_known_weakness(number: int) -> str:
    return say_number(
        "{count} has a known weakness in a source", "{count} have a known weakness in a source", number, count=_COUNT
    )


def _of_unknown_force(number: int) -> str:
    return say_number(
        "{count} does not tell whether the measure binds",
        "{count} do not tell whether the measure binds",
        number,
        count=_COUNT,
    )


def _without_votes(number: int) -> str:
    return say_number("{count} has no vote count", "{count} have no vote count", number, count=_COUNT)


def _without_organizer(number: int) -> str:
    return say_number("{count} names no organizer", "{count} name no organizer", number, count=_COUNT)


def _without_company(number: int) -> str:
    return say_number("{count} names no company", "{count} name no company", number, count=_COUNT)


def _without_point(number: int) -> str:
    return say_number("{count} has no point on the map", "{count} have no point on the map", number, count=_COUNT)


def _without_start(number: int) -> str:
    return say_number(
        "{count} has no start date of its own", "{count} have no start date of their own", number, count=_COUNT
    )


_COUNT = "{number}"
"""Left open in the words, so that a page can set the number apart."""

_KINDS: tuple[tuple[Callable[[int], str], Callable[[Dataset, Campaign], bool]], ...] = (
    (_one_sided, is_one_sided),
    (_on_weak_pages, lambda dataset, c: c.confidence == "medium"),
    (_of_known_weakness, lambda dataset, c: bool(c.source_note)),
    (_of_unknown_force, has_unknown_force),
    (_without_votes, lambda dataset, c: not _has_votes(dataset, c)),
    (_without_organizer, lambda dataset, c: not c.organizers),
    (_without_company, lambda dataset, c: not c.targets),
    (_without_point, has_no_point),
    (_without_start, lambda dataset, c: c.started is None),
)
