"""The data set: every campaign that can be shown, its history, and the companies named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from campaigns.dates import chronological
from campaigns.records import Campaign, Company, Event, Resource, Status
from campaigns.wording import say


@dataclass(frozen=True, eq=False)
class Dataset:
    """Campaigns with their histories.

    Attributes:
        campaigns: In the order of the file.
        events: The file's events; a campaign without any has a history of its `started` and `decided` dates.
        companies: The companies named, where the data has a table of them.
        resources: Toolkits, guides and groups, where the data has a table of them.
    """

    campaigns: tuple[Campaign, ...]
    events: tuple[Event, ...] = ()
    companies: tuple[Company, ...] = ()
    resources: tuple[Resource, ...] = ()
    _histories: dict[str, tuple[Event, ...]] = field(default_factory=dict, init=False, repr=False)

    def get(self, campaign_id: str) -> Campaign | None:
        """The campaign of that id, or None."""
        return self._by_id.get(campaign_id)

    def history(self, campaign: Campaign) -> tuple[Event, ...]:
        """A campaign's events in order of date; from its own columns where events.csv has none."""
        if campaign.id not in self._histories:
            events = self._events_by_campaign.get(campaign.id) or own_steps(campaign)
            self._histories[campaign.id] = tuple(chronological(events, lambda event: event.date))
        return self._histories[campaign.id]

    def company(self, name: str) -> Company:
        """The company of that name; one without details where the table does not have it."""
        return self._companies_by_name.get(name) or Company(name)

    @cached_property
    def years(self) -> tuple[int, int] | None:
        """The first and the last year with a step; None where nothing has a date."""
        dates = [event.date for campaign in self.campaigns for event in self.history(campaign)]
        if not dates:
            return None
        return min(day.first.year for day in dates), max(day.last.year for day in dates)

    @cached_property
    def _by_id(self) -> Mapping[str, Campaign]:
        return {campaign.id: campaign for campaign in self.campaigns}

    @cached_property
    def _companies_by_name(self) -> Mapping[str, Company]:
        return {company.name: company for company in self.companies}

    @cached_property
    def _events_by_campaign(self) -> Mapping[str, list[Event]]:
        grouped: dict[str, list[Event]] = defaultdict(list)
        for event in self.events:
            grouped[event.campaign_id].append(event)
        return grouped


def own_steps(campaign: Campaign) -> Iterable[Event]:
    """The two steps that a campaign's own columns tell: its start and its decision, with `url` as their source."""
    if campaign.started:
        yield Event(
            campaign_id=campaign.id,
            date=campaign.started,
            kind="launch",
            what=say("The campaign begins."),
            source_url=campaign.url,
            status_after=Status.ONGOING,
        )
    if campaign.decided:
        yield Event(
            campaign_id=campaign.id,
            date=campaign.decided,
            kind="vote",
            what=say("Outcome: {status}.", status=campaign.status.label.lower()),
            source_url=campaign.url,
            status_after=campaign.status,
        )
