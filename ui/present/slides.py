"""The slides of a presentation: their HTML, escaped, and what the browser needs to order and to map them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from markupsafe import Markup

from campaigns.dates import PartialDate
from campaigns.past import turns
from campaigns.presenting import Order, offered, ordered
from campaigns.records import Campaign, Force, Status
from campaigns.schema import package
from campaigns.selection import Selection
from campaigns.telling import around, deciding_vote, decision, key_steps, place_name
from campaigns.wording import say, say_later
from exports.links import view_address, web_link
from exports.qr import svg
from exports.slide_text import short_address
from ui import outcomes
from ui.blocks import render
from ui.present.address import Standing

INVOLVED = "involved"
"""The page that says how to join, relative to any other page of the site."""

NAMED = 7
"""How many places a year's slide names; the map shows all."""

LABELS = {
    Order.CHRONOLOGICAL: say_later("In order of date"),
    Order.NEAR: say_later("The nearest first"),
    Order.PICKED: say_later("Hand-picked"),
    Order.SPREAD: say_later("As it spread, year by year"),
}
_THIS_COMPUTER = {"localhost", "127.0.0.1", "::1"}

Slide = dict[str, Any]
Turns = Mapping[int, Status]


@dataclass(frozen=True)
class Occasion:
    """The circumstances of a presentation.

    Attributes:
        site: Where the site is public; empty where nobody knows.
        today: The day.
        notes: What the address named that is not known.
    """

    site: str
    today: date
    notes: Sequence[str] = ()


def presentation(selection: Selection, standing: Standing, occasion: Occasion) -> Mapping[str, Any]:
    """All that the browser needs to present a view without asking again."""
    told = ordered(selection, Order.CHRONOLOGICAL)
    numbers = {campaign.id: number for number, campaign in enumerate(told)}
    histories = {campaign.id: turns(selection.dataset, campaign) for campaign in told}
    orders = [order for order in offered(selection) if order not in (Order.PICKED, Order.SPREAD)]
    return {
        "opening": _opening(selection, occasion),
        "campaigns": [_campaign(campaign, histories[campaign.id], selection, occasion) for campaign in told],
        "years": _years(told, histories),
        "closing": _closing(selection, occasion),
        "orders": {order.value: [numbers[c.id] for c in ordered(selection, order)] for order in orders},
        "labels": {order.value: say(LABELS[order]) for order in offered(selection)},
        "order": standing.order.value,
        "picked": [numbers[name] for name in standing.picked],
        "slide": standing.slide,
    }


def _opening(selection: Selection, occasion: Occasion) -> Slide:
    counts = Counter(campaign.status for campaign in selection.campaigns)
    html = render(
        "present/opening.html",
        name=package()["title"],
        sentence=selection.sentence(),
        counts=[(status, counts[status]) for status in Status],
        today=_in_words(occasion.today),
        notes=occasion.notes,
    )
    return {"html": html, "say": f"{package()['title']}: {selection.sentence()}"}


def _campaign(campaign: Campaign, history: Turns, selection: Selection, occasion: Occasion) -> Slide:
    events = selection.dataset.history(campaign)
    vote, link = deciding_vote(events), web_link(campaign.url)
    distance = selection.distances.get(campaign.id)
    away = [say("{distance} away", distance=distance.words())] if distance else []
    html = render(
        "present/campaign.html",
        campaign=campaign,
        around=", ".join([*around(campaign), *away]),
        binds=campaign.force.label.lower() if campaign.force is not Force.UNKNOWN else "",
        vote=vote,
        decision=decision(campaign, events, occasion.today),
        steps=key_steps(events),
        link=link,
        source=short_address(link) if link else "",
    )
    return {
        "name": campaign.id,
        "title": f"{place_name(campaign)}: {campaign.title}",
        "say": ", ".join(filter(None, [place_name(campaign), campaign.status.label, vote])),
        "html": html,
        "point": campaign.point,
        "status": campaign.status.value,
        "force": campaign.force.value,
        "turns": [(year, status.value) for year, status in history.items()],
    }


def _years(told: Sequence[Campaign], histories: Mapping[str, Turns]) -> list[Slide]:
    """A slide a year, from the first campaign's beginning to the last turn of any."""
    known = [year for history in histories.values() for year in history]
    if not known:
        return []
    standing: dict[str, Status] = {}
    slides = []
    for year in range(min(known), max(known) + 1):
        turned = {name: history[year] for name, history in histories.items() if year in history}
        standing |= turned
        won = [campaign for campaign in told if turned.get(campaign.id) is Status.WON]
        slides.append(_year(year, Counter(standing.values()), won))
    return slides


def _year(year: int, counts: Counter[Status], won: Sequence[Campaign]) -> Slide:
    html = render(
        "present/year.html",
        year=year,
        counts=[(status, counts[status]) for status in Status],
        won=len(won),
        places=_named(list(dict.fromkeys(campaign.place for campaign in won))),
    )
    said = ", ".join(outcomes.counted(counts[status], status) for status in Status if counts[status])
    return {"name": str(year), "say": f"{year}: {said}", "html": html}


def _named(places: Sequence[str]) -> str:
    """Some places by their names, and how many more there are."""
    names, more = ", ".join(places[:NAMED]), len(places[NAMED:])
    return say("{places} and {number} more", places=names, number=more) if more else names


def _closing(selection: Selection, occasion: Occasion) -> Slide:
    view = view_address(occasion.site, selection.filters)
    join = urljoin(occasion.site, INVOLVED) if occasion.site else ""
    html = render(
        "present/closing.html",
        join=join,
        shown=_shown(join),
        code=Markup(svg(view)),  # noqa: S704 (squares only)
        only_here=urlsplit(view).hostname in _THIS_COMPUTER,
        licence=package()["licenses"][0],
        today=_in_words(occasion.today),
    )
    return {"html": html, "say": say("How to join")}


def _shown(address: str) -> str:
    """An address as people type it: with its port, which `localhost` is nothing without."""
    return address.partition("://")[2]


def _in_words(day: date) -> str:
    return PartialDate.parse(day.isoformat()).in_words()
