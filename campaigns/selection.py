"""A selection: the campaigns that filters let pass, and how many each further choice would leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from campaigns.dataset import Dataset
from campaigns.distance import Distance, nearest_first
from campaigns.filters import FACETS, NONE_NAMED, Filters, Vocabulary
from campaigns.place_index import Point
from campaigns.records import Campaign
from campaigns.wording import say_number
from campaigns.words import country_name, country_names, fold

Mask: TypeAlias = npt.NDArray[np.bool_]
"""A campaign a place, in the order of the data set: whether it passes."""


class Index:
    """What filtering a data set needs, worked out once.

    A facet's choice is kept as a mask over all campaigns, so that filtering and counting are a few operations on
    whole arrays however many campaigns there are.
    """

    def __init__(self, dataset: Dataset) -> None:
        """Index a data set."""
        self.dataset = dataset
        campaigns = dataset.campaigns
        self.size = len(campaigns)
        self.vocabulary = vocabulary(dataset)
        self._choices = {facet: self._masks(facet) for facet in FACETS}
        spans = [_span(dataset, campaign) for campaign in campaigns]
        self._first_day = np.array([first for first, _ in spans], dtype=np.int64)
        self._last_day = np.array([last for _, last in spans], dtype=np.int64)
        self._newest_first = np.argsort(-self._last_day, kind="stable")

    def choice(self, facet: str, value: str) -> Mask:
        """The campaigns that one choice of a facet lets pass."""
        return self._choices[facet].get(value, np.zeros(self.size, dtype=bool))

    def facet(self, facet: str, filters: Filters) -> Mask:
        """The campaigns that a facet lets pass: any of its chosen values, or all where none is chosen."""
        chosen = filters.facet(facet)
        if not chosen:
            return np.ones(self.size, dtype=bool)
        return _combine(np.logical_or, [self.choice(facet, value) for value in chosen])

    def rest(self, filters: Filters) -> Mask:
        """The campaigns that the words and the years let pass."""
        mask = np.ones(self.size, dtype=bool)
        if filters.since:
            mask &= self._last_day >= filters.since.first.toordinal()
        if filters.until:
            mask &= self._first_day <= filters.until.last.toordinal()
        for word in fold(filters.words).split():
            mask &= np.fromiter((word in text for text in self._texts), dtype=bool, count=self.size)
        return mask

    def distances(self, filters: Filters) -> dict[int, Distance]:
        """How far the campaigns within the radius are from its centre, by their places in the data set."""
        if filters.centre is None or filters.radius is None:
            return {}
        points = [point for _, point in self._points]
        found = nearest_first(filters.centre.point, points, within=filters.radius)
        return {self._points[where][0]: Distance(km, filters.radius.unit) for where, km in found}

    @cached_property
    def _points(self) -> list[tuple[int, Point]]:
        return [(place, campaign.point) for place, campaign in enumerate(self.dataset.campaigns) if campaign.point]

    def newest_first(self, mask: Mask) -> list[int]:
        """The places of the campaigns that pass, the one with the latest last step first."""
        places: list[int] = self._newest_first[mask[self._newest_first]].tolist()
        return places

    @cached_property
    def _texts(self) -> list[str]:
        return [_text(self.dataset, campaign) for campaign in self.dataset.campaigns]

    def _masks(self, facet: str) -> Mapping[str, Mask]:
        places: dict[str, list[int]] = {}
        for place, campaign in enumerate(self.dataset.campaigns):
            for value in facet_values(campaign, facet):
                places.setdefault(value, []).append(place)
        return {value: _mask(where, self.size) for value, where in places.items()}


@dataclass(frozen=True, eq=False)
class Selection:
    """The campaigns that filters let pass.

    Attributes:
        index: The data set, indexed.
        filters: The filters.
    """

    index: Index
    filters: Filters

    @property
    def dataset(self) -> Dataset:
        """The data set selected from."""
        return self.index.dataset

    @cached_property
    def campaigns(self) -> tuple[Campaign, ...]:
        """The campaigns selected, in the order of the data set."""
        return tuple(compress(self.dataset.campaigns, self._mask.tolist()))

    def __len__(self) -> int:
        return int(np.count_nonzero(self._mask))

    def listed(self) -> list[Campaign]:
        """The campaigns as a list shows them: the nearest first where a place is asked for, else the newest."""
        if self.filters.centre is None:
            return self.newest_first()
        return self._at(place for place in self._distances if self._mask[place])

    @cached_property
    def distances(self) -> dict[str, Distance]:
        """How far the campaigns are from the place asked for, by their ids; empty where none is."""
        return {self.dataset.campaigns[place].id: distance for place, distance in self._distances.items()}

    def newest_first(self) -> list[Campaign]:
        """The campaigns by their latest step, the newest first; those of one day in the order of the data set."""
        return self._at(self.index.newest_first(self._mask))

    def counts(self, facet: str) -> dict[str, int]:
        """How many campaigns each choice of a facet would show, all other filters as they are."""
        base = self._without(facet)
        values = self.index.vocabulary.values(facet)
        return {value: int(np.count_nonzero(self.index.choice(facet, value) & base)) for value in values}

    def without(self, facet: str) -> tuple[Campaign, ...]:
        """The campaigns that all filters but a facet let pass, in the order of the data set."""
        return tuple(compress(self.dataset.campaigns, self._without(facet).tolist()))

    def sentence(self) -> str:
        """The view in words: `12 campaigns · won or partly won · Caterpillar`."""
        return " · ".join([self.counted(), *self.filters.describe()])

    def counted(self) -> str:
        """How many campaigns there are: `12 campaigns`."""
        return say_number("{number} campaign", "{number} campaigns", len(self))

    def _without(self, facet: str) -> Mask:
        others = [mask for name, mask in self._facets.items() if name != facet]
        return _combine(np.logical_and, [self._rest, *others])

    def _at(self, places: Iterable[int]) -> list[Campaign]:
        campaigns = self.dataset.campaigns
        return [campaigns[place] for place in places]

    @cached_property
    def _distances(self) -> dict[int, Distance]:
        return self.index.distances(self.filters)

    @cached_property
    def _mask(self) -> Mask:
        return _combine(np.logical_and, [self._rest, *self._facets.values()])

    @cached_property
    def _facets(self) -> dict[str, Mask]:
        return {facet: self.index.facet(facet, self.filters) for facet in FACETS}

    @cached_property
    def _rest(self) -> Mask:
        mask = self.index.rest(self.filters)
        return mask if self.filters.centre is None else mask & _mask(list(self._distances), self.index.size)


def vocabulary(dataset: Dataset) -> Vocabulary:
    """The choices that a data set offers."""
    named = {target for campaign in dataset.campaigns for target in campaign.targets}
    countries = {campaign.country for campaign in dataset.campaigns}
    return Vocabulary(
        targets=tuple(sorted(named, key=fold)),
        countries=tuple(sorted(countries, key=lambda code: fold(country_name(code)))),
    )


def facet_values(campaign: Campaign, facet: str) -> tuple[str, ...]:
    """The choices of a facet under which a campaign is found."""
    if facet == "target":
        return campaign.targets or (NONE_NAMED,)
    return (str(getattr(campaign, facet)),)


def _combine(operation: np.ufunc, masks: list[Mask]) -> Mask:
    """Combine masks: `logical_and` for all of them, `logical_or` for any."""
    combined: Mask = operation.reduce(masks)
    return combined


def _mask(places: list[int], size: int) -> Mask:
    mask = np.zeros(size, dtype=bool)
    mask[places] = True
    return mask


def _span(dataset: Dataset, campaign: Campaign) -> tuple[int, int]:
    """First and last day of a campaign as ordinals; a campaign without any date is active always."""
    dates = [event.date for event in dataset.history(campaign)]
    dates += [day for day in (campaign.started, campaign.decided) if day]
    if not dates:
        return 0, 2**31
    return min(day.first for day in dates).toordinal(), max(day.last for day in dates).toordinal()


def _text(dataset: Dataset, campaign: Campaign) -> str:
    aliases = [alias for target in campaign.targets for alias in dataset.company(target).aliases]
    words = [
        *(campaign.title, campaign.place, campaign.region, *country_names(campaign.country), campaign.body),
        *(campaign.ask, campaign.summary, *campaign.targets, *aliases, *campaign.organizers),
        *(event.what for event in dataset.history(campaign)),
    ]
    return "\n".join(map(fold, words))
