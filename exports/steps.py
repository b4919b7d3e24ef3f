"""Steps: what happened when in the campaigns of a publication, each step with a name that it keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid5

from campaigns.records import Campaign, Event, Force
from campaigns.schema import label
from campaigns.words import country_name
from exports.plain import plain
from exports.publication import Publication

NAMES = UUID("6f1d4c1e-8a55-5d0e-9f3b-2f6c2f0f7a41")
"""What all names are made under. Another one here would make every feed reader show every step as new."""


@dataclass(frozen=True)
class Step:
    """A dated step.

    Attributes:
        campaign: The campaign it belongs to.
        event: What happened.
        before: How many steps of the same kind and date the campaign has before it.
    """

    campaign: Campaign
    event: Event
    before: int = 0

    @property
    def name(self) -> UUID:
        """The same for the same step in every export, whatever is selected and however its wording changes."""
        event = self.event
        return uuid5(NAMES, plain("\n".join((self.campaign.id, event.date.text, event.kind, str(self.before)))))

    @property
    def outcome(self) -> str:
        """Where the step left the campaign: `won`, or `won, advisory`; empty where it changed nothing."""
        if self.event.status_after is None:
            return ""
        words = [self.event.status_after.label]
        words += [self.campaign.force.label] if self.campaign.force is not Force.BINDING else []
        return ", ".join(words).lower()

    @property
    def is_dated_to_the_day(self) -> bool:
        """Whether the day is known, and not the month or the year alone."""
        return self.event.date.first == self.event.date.last

    def details(self) -> list[str]:
        """What there is to know of the step, a phrase each: when, which kind, who decides what, by what vote."""
        campaign, event = self.campaign, self.event
        phrases = [
            event.date.in_words(),
            label("events", "kind", event.kind),
            campaign.title,
            campaign.body,
            country_name(campaign.country),
            event.tally,
            f"Status now: {campaign.status.label.lower()} ({campaign.force.label.lower()})",
            _source(event),
        ]
        return [phrase for phrase in phrases if phrase]


def steps(publication: Publication) -> Iterator[Step]:
    """Every step of every campaign of the publication, campaign by campaign in order of date."""
    for campaign in publication.campaigns:
        alike: Counter[tuple[str, str]] = Counter()
        for event in publication.history(campaign):
            key = event.date.text, event.kind
            yield Step(campaign, event, alike[key])
            alike[key] += 1


def _source(event: Event) -> str:
    words = ", ".join(filter(None, [event.source_title, event.source_publisher]))
    return f"Source: {words}" if words else ""
