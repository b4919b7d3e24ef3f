"""Counts over a selection: decisions by year, beginnings by year, and records by country and by company."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from campaigns.dataset import Dataset
from campaigns.records import Campaign, Status

OUTCOMES = (Status.WON, Status.PARTIAL, Status.LOST, Status.REVERSED)
"""The statuses that a decision leads to."""


@dataclass(frozen=True)
class Record:
    """How campaigns stand, by status.

    Attributes:
        name: What the campaigns have in common: a country's or a company's name.
        counts: How many have each status; every status is present.
    """

    name: str
    counts: Mapping[Status, int]

    @property
    def total(self) -> int:
        """How many campaigns there are."""
        return sum(self.counts.values())


def record(name: str, campaigns: Iterable[Campaign]) -> Record:
    """How campaigns stand, by status."""
    counted = Counter(campaign.status for campaign in campaigns)
    return Record(name, {status: counted[status] for status in Status})


def records(campaigns: Iterable[Campaign], names: Callable[[Campaign], Iterable[str]]) -> list[Record]:
    """The records of the groups that campaigns fall into, the largest first; one campaign may be in several."""
    groups: dict[str, list[Campaign]] = {}
    for campaign in campaigns:
        for name in names(campaign):
            groups.setdefault(name, []).append(campaign)
    found = [record(name, members) for name, members in groups.items()]
    return sorted(found, key=lambda group: (-group.total, group.name))


def decisions_by_year(dataset: Dataset, campaigns: Iterable[Campaign]) -> pd.DataFrame:
    """The steps that decided something, by year.

    A campaign that won in 2016 and was reversed in 2019 counts in both years.

    Returns:
        A table with a row a year and a column an outcome (`won`, `partial`, `lost`, `reversed`); every year
        between the first and the last is present.
    """
    steps = [
        (event.date.year, event.status_after.value)
        for campaign in campaigns
        for event in dataset.history(campaign)
        if event.status_after in OUTCOMES
    ]
    return _by_year(steps, [outcome.value for outcome in OUTCOMES])


def beginnings_by_year(dataset: Dataset, campaigns: Iterable[Campaign]) -> pd.DataFrame:
    """The campaigns by the year of their first step and by what they ask.

    Returns:
        A table with a row a year and a column an ask, the commonest first; every year is present.
    """
    begun = [(_first_year(dataset, campaign), campaign.ask) for campaign in campaigns]
    asks = [ask for ask, _ in Counter(ask for _, ask in begun).most_common()]
    return _by_year([(year, ask) for year, ask in begun if year is not None], asks)


def busiest(table: pd.DataFrame) -> tuple[int, int]:
    """The year with the most, and how many; the earliest of several. Raises ValueError for an empty table."""
    totals = [int(total) for total in table.sum(axis=1)]
    return max(zip(map(int, table.index), totals, strict=True), key=lambda year: year[1])


def _first_year(dataset: Dataset, campaign: Campaign) -> int | None:
    years = [event.date.year for event in dataset.history(campaign)]
    years += [campaign.started.year] if campaign.started else []
    return min(years, default=None)


def _by_year(steps: list[tuple[int, str]], columns: list[str]) -> pd.DataFrame:
    if not steps:
        return pd.DataFrame(columns=columns, index=pd.Index([], name="year"), dtype=int)
    counts = Counter(steps)
    years = range(min(year for year, _ in steps), max(year for year, _ in steps) + 1)
    rows = {column: [counts[(year, column)] for year in years] for column in columns}
    return pd.DataFrame(rows, index=pd.Index(years, name="year"))
