"""The data set as it stood at the end of a past year, worked out from the events."""

from __future__ import annotations

from dataclasses import replace

from campaigns.dataset import Dataset
from campaigns.records import Campaign, Event, Status


def as_of(dataset: Dataset, year: int) -> Dataset:
    """The campaigns that had begun by the end of a year, each with the status it had then.

    A campaign that had begun without any step that changed its status counts as ongoing.
    """
    then = [(campaign, _by(dataset.history(campaign), year)) for campaign in dataset.campaigns]
    begun = [(campaign, events) for campaign, events in then if events or _started(campaign, year)]
    return Dataset(
        campaigns=tuple(_then(campaign, events, year) for campaign, events in begun),
        events=tuple(event for _, events in begun for event in events),
        companies=dataset.companies,
        resources=dataset.resources,
    )


def turns(dataset: Dataset, campaign: Campaign) -> dict[int, Status]:
    """The years in which a campaign began or its status changed, in order, each with the status at its end."""
    events = dataset.history(campaign)
    begun = {event.date.year for event in events} | ({campaign.started.year} if campaign.started else set())
    found: dict[int, Status] = {}
    for year in sorted(begun):
        status = _standing(_by(events, year))
        if not found or status is not found[max(found)]:
            found[year] = status
    return found


def _by(events: tuple[Event, ...], year: int) -> list[Event]:
    return [event for event in events if event.date.year <= year]


def _started(campaign: Campaign, year: int) -> bool:
    return campaign.started is not None and campaign.started.year <= year


def _then(campaign: Campaign, events: list[Event], year: int) -> Campaign:
    decided = campaign.decided if campaign.decided and campaign.decided.year <= year else None
    return replace(campaign, status=_standing(events), decided=decided)


def _standing(events: list[Event]) -> Status:
    return next((event.status_after for event in reversed(events) if event.status_after), Status.ONGOING)
