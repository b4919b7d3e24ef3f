"""A campaign's card: what was decided, by whom, by what vote, what came of it, and how we know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from campaigns import clock
from campaigns.dataset import Dataset
from campaigns.filters import Vocabulary
from campaigns.records import Campaign, Force, Resource, Status
from campaigns.telling import deciding_vote, notes, place_name
from campaigns.wording import ENGLISH, speaking
from campaigns.words import country_name
from exports.links import host_of
from ui import blocks
from ui.timeline import chart
from ui.view import COMPANIES, UPDATE, View


@dataclass(frozen=True)
class Chapter:
    """Another campaign of the same place."""

    title: str
    href: str
    status: Status
    force: Force


def show(campaign: Campaign, dataset: Dataset, vocabulary: Vocabulary, view: View) -> None:
    """Put a campaign's card on the page, and the focus on it."""
    _put(campaign, dataset, vocabulary, view, key="campaign_card", focus="h2", back_href=view.href(campaign=""))


def preview(campaign: Campaign, dataset: Dataset, vocabulary: Vocabulary) -> None:
    """Put a campaign's card on the page as it will look, beside what somebody is writing."""
    _put(campaign, dataset, vocabulary, View(), key="draft_card", focus="", back_href="")


def _put(campaign: Campaign, dataset: Dataset, vocabulary: Vocabulary, view: View, **block: str) -> None:
    events = dataset.history(campaign)
    blocks.show(
        "card.html",
        vocabulary,
        campaign=campaign,
        view=view,
        companies=COMPANIES,
        place=place_name(campaign),
        vote=deciding_vote(events),
        notes=notes(campaign, events, clock.today()),
        related=[_chapter(other, view) for id in campaign.related if (other := dataset.get(id))],
        toolkits=toolkits(campaign, dataset.resources),
        host=host_of(campaign.url) or campaign.url,
        events=events,
        chart=chart(events),
        update_href=View().href(UPDATE, campaign=campaign.id),
        own_href=View().href(campaign=campaign.id),
        **block,
    )


def toolkits(campaign: Campaign, resources: Sequence[Resource]) -> list[Resource]:
    """The toolkits and guides made for a campaign's ask that serve its country, or any."""
    with speaking(ENGLISH):  # the data names countries in English
        country = country_name(campaign.country)
    return [r for r in resources if campaign.ask in r.asks and (not r.place or r.place.endswith(country))]


def _chapter(other: Campaign, view: View) -> Chapter:
    return Chapter(other.title, view.href(campaign=other.id), other.status, other.force)
