"""Presenting: in which order the campaigns of a view are told, one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from campaigns.dates import PartialDate
from campaigns.records import Campaign, Event
from campaigns.selection import Selection


class Order(StrEnum):
    """The ways to go through the campaigns of a view."""

    CHRONOLOGICAL = "chronological"
    NEAR = "near"
    PICKED = "picked"
    SPREAD = "spread"


def offered(selection: Selection) -> tuple[Order, ...]:
    """The orders in which a view can be told: by distance only where a place is asked for."""
    return tuple(order for order in Order if order is not Order.NEAR or selection.filters.centre)


def ordered(selection: Selection, order: Order, picked: Sequence[str] = ()) -> list[Campaign]:
    """The campaigns to present, each once.

    Args:
        selection: The view.
        order: How to go through it. As it spread the campaigns are not told one by one, but still in order of date.
        picked: The ids of the hand-picked campaigns in their order; those that are not in the view are passed over.
    """
    if order is Order.PICKED:
        shown = {campaign.id: campaign for campaign in selection.campaigns}
        return [shown[name] for name in dict.fromkeys(picked) if name in shown]
    return selection.listed() if order is Order.NEAR else chronological(selection)


def chronological(selection: Selection) -> list[Campaign]:
    """The campaigns by the day that settled where they stand, the earliest first; those without any date last."""

    def day(campaign: Campaign) -> date:
        settled = settled_on(campaign, selection.dataset.history(campaign))
        return settled.last if settled else date.max

    return sorted(selection.campaigns, key=day)


def settled_on(campaign: Campaign, events: Sequence[Event]) -> PartialDate | None:
    """When a campaign came to stand where it stands: its last step that changed the status, or else its last step.

    Args:
        campaign: The campaign.
        events: Its steps in order of date.
    """
    steps = [event.date for event in events if event.status_after] or [event.date for event in events]
    return steps[-1] if steps else campaign.decided or campaign.started
