"""Where a presentation stands, as the address carries it: the order, the hand-picked campaigns and the slide."""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.filters import Query
from campaigns.presenting import Order, offered
from campaigns.selection import Selection
from campaigns.wording import say

PARAMETERS = frozenset({"slide", "order", "pick"})
"""The URL parameters of the Present page, beside those of the view.

They are no part of a view: the browser turns the slides without asking the server, and writes them itself.
"""


@dataclass(frozen=True)
class Standing:
    """How far a presenter has come.

    Attributes:
        order: How to go through the view.
        picked: The ids of the hand-picked campaigns in their order.
        slide: A campaign's id, a year as it spread, or a number from 1; empty for the first slide.
    """

    order: Order = Order.CHRONOLOGICAL
    picked: tuple[str, ...] = ()
    slide: str = ""


def read(query: Query, selection: Selection) -> tuple[Standing, list[str]]:
    """Read where a presentation stands.

    Returns:
        The standing, and a sentence for each value that is not known and was left out.
    """
    known = {campaign.id for campaign in selection.campaigns}
    asked = list(dict.fromkeys(query.get("pick", ())))
    dropped = [say("pick “{name}” is no campaign of this view", name=name) for name in asked if name not in known]
    picked = tuple(name for name in asked if name in known)
    order, notes = _order(query, selection, Order.PICKED if picked else Order.CHRONOLOGICAL)
    return Standing(order, picked, next(iter(query.get("slide", ())), "")), [*notes, *dropped]


def _order(query: Query, selection: Selection, usual: Order) -> tuple[Order, list[str]]:
    for text in query.get("order", ())[:1]:
        if text in offered(selection):
            return Order(text), []
        if text == Order.NEAR:
            return usual, [say("order “near” needs a place to be near to")]
        return usual, [say("order “{found}” is not one of {orders}", found=text, orders=", ".join(Order))]
    return usual, []
