"""A campaign's card: what was decided, by whom, by what vote, what came of it, and how we know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from campaigns.dataset import Dataset
from campaigns.filters import Vocabulary
from campaigns.records import Campaign, Event, Force, Resource, Status
from campaigns.words import country_name
from ui import blocks
from ui.campaign_list import place_name
from ui.timeline import chart
from ui.view import COMPANIES, View

STALE_MONTHS = 18
"""An ongoing campaign without an event for so long is shown with "no news since"."""


@dataclass(frozen=True)
class Chapter:
    """Another campaign of the same place."""

    title: str
    href: str
    status: Status
    force: Force


def show(campaign: Campaign, dataset: Dataset, vocabulary: Vocabulary, view: View) -> None:
    """Put a campaign's card on the page."""
    events = dataset.history(campaign)
    blocks.show(
        "card.html",
        vocabulary,
        key="campaign_card",
        focus="h2",
        campaign=campaign,
        view=view,
        companies=COMPANIES,
        place=place_name(campaign),
        vote=deciding_vote(events),
        notes=notes(campaign, events, date.today()),
        related=[_chapter(other, view) for id in campaign.related if (other := dataset.get(id))],
        toolkits=toolkits(campaign, dataset.resources),
        host=urlsplit(campaign.url).hostname or campaign.url,
        events=events,
        chart=chart(events),
        back_href=view.href(campaign=""),
        own_href=View().href(campaign=campaign.id),
    )


def toolkits(campaign: Campaign, resources: Sequence[Resource]) -> list[Resource]:
    """The toolkits and guides made for a campaign's ask that serve its country, or any."""
    country = country_name(campaign.country)
    return [r for r in resources if campaign.ask in r.asks and (not r.place or r.place.endswith(country))]


def deciding_vote(events: Sequence[Event]) -> str:
    """The tally of the last step that changed the status, as `Vote 4–1`; empty where it is not known."""
    decisive = [event for event in events if event.status_after]
    if not decisive or decisive[-1].votes_for is None or decisive[-1].votes_against is None:
        return ""
    return f"Vote {decisive[-1].votes_for:,}–{decisive[-1].votes_against:,}"


def notes(campaign: Campaign, events: Sequence[Event], today: date) -> list[str]:
    """What a reader should know about the record itself."""
    said = [campaign.source_note] if campaign.source_note else []
    if campaign.confidence == "medium":
        said.append("One kind of source: a second, independent source is wanted.")
    silent_since = no_news_since(campaign, events, today)
    if silent_since:
        said.append(f"No news since {silent_since}.")
    return said


def no_news_since(campaign: Campaign, events: Sequence[Event], today: date) -> str:
    """The date of an ongoing campaign's last event where that is long ago, in words; else empty."""
    if campaign.status is not Status.ONGOING or not events:
        return ""
    last = max(events, key=lambda event: event.date.last).date
    months = (today.year - last.last.year) * 12 + today.month - last.last.month
    whole = months - (today.day < last.last.day)
    return last.in_words() if whole >= STALE_MONTHS else ""


def _chapter(other: Campaign, view: View) -> Chapter:
    return Chapter(other.title, view.href(campaign=other.id), other.status, other.force)
