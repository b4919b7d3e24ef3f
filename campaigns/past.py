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


def years(dataset: Dataset) -> tuple[int, int]:
    """The first and the last year with an event; raises ValueError for a data set without any date."""
    dates = [event.date for campaign in dataset.campaigns for event in dataset.history(campaign)]
    return min(day.first.year for day in dates), max(day.last.year for day in dates)


def _by(events: tuple[Event, ...], year: int) -> list[Event]:
    return [event for event in events if event.date.year <= year]


def _started(campaign: Campaign, year: int) -> bool:
    return campaign.started is not None and campaign.started.year <= year


def _then(campaign: Campaign, events: list[Event], year: int) -> Campaign:
    status = next((event.status_after for event in reversed(events) if event.status_after), Status.ONGOING)
    decided = campaign.decided if campaign.decided and campaign.decided.year <= year else None
    return replace(campaign, status=status, decided=decided)
