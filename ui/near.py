"""The answer to "near": other places of that name, and what there is where nothing is near enough."""

from __future__ import annotations

from dataclasses import replace

from campaigns.distance import Distance
from campaigns.near import Nearby, nearby
from campaigns.places import Match, geocoder
from campaigns.selection import Selection
from ui import blocks, campaign_list, online, places, session, whereabouts
from ui.view import View


def show(selection: Selection, found: Nearby | None, view: View) -> None:
    """Put the answer on the page; nothing where no place was asked for, or where the list answers by itself.

    Args:
        selection: The campaigns of the view.
        found: What there is instead where the view has none; see `instead`.
        view: The view that the links start from.
    """
    asked = session.place_asked()
    answer = places.search(asked) if asked else None
    failure = whereabouts.failure()
    if not failure and found is None and (answer is None or (answer.best and not answer.is_ambiguous)):
        return
    blocks.show(
        "near.html",
        selection.index.vocabulary,
        key="near",
        unknown=view.campaign if found else "",
        asked=asked,
        message=failure or (answer.message if answer and not answer.best else ""),
        others=[_choice(match, view) for match in (answer.candidates[1:] if answer else ())],
        suggestions=[_choice(match, view) for match in (answer.suggestions if answer else ())],
        nearby=found,
        nearest=_rows([(near.campaign.id, near.distance) for near in found.nearest], selection, view) if found else [],
        peers=_rows([(peer.campaign.id, peer.distance) for peer in found.peers], selection, view) if found else [],
    )
    if answer and not answer.best:
        online.offer(asked)


def instead(selection: Selection) -> Nearby | None:
    """What there is where no campaign is within the radius of the place asked for; None where there are some."""
    filters = selection.filters
    if len(selection) or filters.centre is None:
        return None
    rest = Selection(selection.index, replace(filters, near="", centre=None, within=None))
    return nearby(replace(rest.dataset, campaigns=rest.campaigns), filters.centre, filters.radius, geocoder())


def _choice(match: Match, view: View) -> tuple[str, str]:
    """A place's name, and the address of the view near it."""
    filters = replace(view.filters, near=match.label, centre=None, within=None)
    return match.label, view.href(filters=filters, campaign="", at="")


def _rows(found: list[tuple[str, Distance]], selection: Selection, view: View) -> list[campaign_list.Row]:
    """Campaigns as the list shows them, those of the whole data set too."""
    campaigns = [(selection.dataset.get(id), distance) for id, distance in found]
    return [
        campaign_list.row(campaign, selection.dataset, view, {campaign.id: distance})
        for campaign, distance in campaigns
        if campaign
    ]
