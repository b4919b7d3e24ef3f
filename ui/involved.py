"""The Get involved page: what has worked where, toolkits, groups, and how to tell us."""

from __future__ import annotations

import streamlit as st

from campaigns.dataset import Dataset
from campaigns.filters import Vocabulary
from campaigns.near import Centre, nearby
from campaigns.records import Campaign, Resource, Status
from campaigns.schema import choices, label
from campaigns.trends import Record, record, records
from campaigns.wording import say, say_later
from ui import blocks, contact, filter_bar, outcomes, places, session, theme

ANY = ""
_LEVEL, _ASK = "involved_level", "involved_ask"
_NEW = say_later(
    "Place and country:\nWho decides:\nWhat was asked:\nWhat was decided, when, by what vote:\n"
    "A public page that says so:\n"
)
_MISTAKE = say_later("Campaign (its address):\nWhat is wrong:\nA page that says so:\n")


def show(dataset: Dataset, vocabulary: Vocabulary) -> None:
    """Put the page together."""
    theme.heading(
        say("Get involved"),
        say("Find a group, a toolkit and what worked elsewhere; start a campaign in your city; or tell us of one."),
    )
    towns, levels, asks = st.columns(3)
    with towns, st.container(horizontal=True, vertical_alignment="bottom"):
        filter_bar.near(label="visible")
    session.relabel(_LEVEL)
    session.relabel(_ASK)
    level = levels.selectbox(say("Who would decide?"), _options("level"), format_func=_level_name, key=_LEVEL)
    ask = asks.selectbox(say("What would you ask for?"), _options("ask"), format_func=_ask_name, key=_ASK)
    centre = session.current().filters.centre
    decided = [c for c in dataset.campaigns if level in (ANY, c.level) and c.status is not Status.ONGOING]
    of_ask = record(_ask_name(ask), [c for c in decided if ask in (ANY, c.ask)])
    blocks.show(
        "involved.html",
        vocabulary,
        key="involved",
        steps=experience(decided),
        level=_level_name(level),
        chosen=ask,
        of_ask=of_ask,
        outcomes=", ".join(outcomes.counted(number, status) for status, number in of_ask.counts.items() if number),
        toolkits=helpful(dataset.resources, ask, ("toolkit", "guide"), centre),
        groups=helpful(dataset.resources, ask, ("organisation", "events"), centre),
        neighbours=organizers(dataset, centre),
        centre=centre,
        new_link=contact.link(say("A campaign for City Campaigns"), say(_NEW)),
        mistake_link=contact.link(say("A mistake in City Campaigns"), say(_MISTAKE)),
    )


def experience(campaigns: list[Campaign]) -> list[Record]:
    """What became of each ask, the one most often decided first."""
    return records(campaigns, lambda campaign: [label("campaigns", "ask", campaign.ask)])


def helpful(
    resources: tuple[Resource, ...], ask: str, kinds: tuple[str, ...], centre: Centre | None = None
) -> list[Resource]:
    """The resources of some kinds that help with an ask: the visitor's own first, then those made for the ask."""
    fitting = [r for r in resources if r.kind in kinds and (ask == ANY or not r.asks or ask in r.asks)]
    return sorted(fitting, key=lambda r: (_away(r, centre), ask not in r.asks, r.title))


def organizers(dataset: Dataset, centre: Centre | None) -> list[tuple[str, str, str]]:
    """The groups named in the campaigns near a place, the nearest first: group, its place, the campaign's id."""
    if centre is None:
        return []
    found = nearby(dataset, centre).shown
    named = {name: near.campaign for near in reversed(found) for name in near.campaign.organizers}
    return [(name, campaign.place, campaign.id) for name, campaign in reversed(named.items())]


def _away(resource: Resource, centre: Centre | None) -> int:
    """How far a resource is from the visitor: 0 in the same country and place, 1 anywhere, 2 in another country."""
    if centre is None or not resource.place:
        return 1
    place = places.locate(resource.place)
    return 0 if isinstance(place, Centre) and place.country == centre.country else 2


def _options(column: str) -> list[str]:
    return [ANY, *(choice.value for choice in choices("campaigns", column))]


def _level_name(value: str) -> str:
    return label("campaigns", "level", value) if value else say("Any body")


def _ask_name(value: str) -> str:
    return label("campaigns", "ask", value) if value else say("Any ask")
