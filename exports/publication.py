"""A publication: the campaigns that an export holds, and what every export says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from campaigns.dataset import Dataset
from campaigns.records import Campaign, Event
from campaigns.schema import package
from campaigns.selection import Selection
from campaigns.words import counted


@dataclass(frozen=True, eq=False)
class Publication:
    """What is exported.

    Attributes:
        selection: The campaigns, and the filters that let them pass.
        today: The day of the export.
        address: The public address of the same view, http(s); empty where there is none.
        chosen: The ids of hand-picked campaigns in their order; empty for all of the selection.
    """

    selection: Selection
    today: date
    address: str = ""
    chosen: tuple[str, ...] = ()

    @property
    def dataset(self) -> Dataset:
        """The data set selected from."""
        return self.selection.dataset

    @property
    def campaigns(self) -> Sequence[Campaign]:
        """The campaigns in the order in which they are told: the chosen ones, or as the list has them."""
        if not self.chosen:
            return self.selection.listed()
        return [campaign for name in self.chosen if (campaign := self.dataset.get(name))]

    def history(self, campaign: Campaign) -> Sequence[Event]:
        """A campaign's steps in order of date."""
        return self.dataset.history(campaign)

    @property
    def title(self) -> str:
        """The name of the whole."""
        return str(package()["title"])

    @property
    def sentence(self) -> str:
        """The view in words."""
        if self.chosen:
            return f"{counted(len(self.campaigns), 'campaign')}, chosen one by one"
        return self.selection.sentence()

    @property
    def licence(self) -> str:
        """The licence of the data: its title and where it can be read."""
        licence = package()["licenses"][0]
        return f"{licence['title']}, {licence['path']}"
