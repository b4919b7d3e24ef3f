"""Known gaps: what the data does not say, counted, so that nobody reads more into it than it holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from campaigns.dataset import Dataset
from campaigns.records import Campaign, Force


@dataclass(frozen=True)
class Gap:
    """Something missing, and the campaigns it is missing for."""

    words: str
    campaigns: tuple[Campaign, ...]


def gaps(dataset: Dataset) -> list[Gap]:
    """The gaps of a data set, those without any campaign left out."""
    found = [Gap(words, tuple(c for c in dataset.campaigns if missing(dataset, c))) for words, missing in _KINDS]
    return [gap for gap in found if gap.campaigns]


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


_KINDS: tuple[tuple[str, Callable[[Dataset, Campaign], bool]], ...] = (
    ("rest on one kind of source only", is_one_sided),
    ("rest on an advocacy page or a meeting summary", lambda dataset, c: c.confidence == "medium"),
    ("have a known weakness in a source", lambda dataset, c: bool(c.source_note)),
    ("do not tell whether the measure binds", has_unknown_force),
    ("have no vote count", lambda dataset, c: not _has_votes(dataset, c)),
    ("name no organizer", lambda dataset, c: not c.organizers),
    ("name no company", lambda dataset, c: not c.targets),
    ("have no point on the map", has_no_point),
    ("have no start date of their own", lambda dataset, c: c.started is None),
)
