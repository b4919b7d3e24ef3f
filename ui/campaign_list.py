"""The list that mirrors the map: every campaign of the view, by keyboard and without the map too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from campaigns.dataset import Dataset
from campaigns.distance import Distance
from campaigns.records import Campaign, Force, Status
from campaigns.schema import label
from campaigns.selection import Selection
from campaigns.telling import around
from campaigns.wording import numeral, say
from ui import blocks, campaign_map
from ui.view import UPDATE, View

PAGE_LENGTH = 25
_SHOWN = "list_length"


@dataclass(frozen=True)
class Row:
    """A campaign in the list."""

    id: str
    href: str
    status: Status
    force: Force
    place: str
    around: str
    title: str
    meta: tuple[str, ...]


def show(selection: Selection, view: View, left: str = "") -> None:
    """Put the list on the page, a page length at a time.

    Args:
        selection: The campaigns to list.
        view: The view that the links start from.
        left: The id of the campaign whose card was just closed; the focus goes back to its row.
    """
    listed = at_point(selection.listed(), view.at)
    length = _length(view)
    blocks.show(
        "list.html",
        selection.index.vocabulary,
        key="campaign_list",
        focus=f'a[data-campaign="{left}"]' if left else "",
        unknown=view.campaign,
        rows=[row(campaign, selection.dataset, view, selection.distances) for campaign in listed[:length]],
        at_heading=campaign_map.heading(listed) if view.at and listed else "",
        all_href=view.href(at="", campaign=""),
        ways_out=[] if listed else _ways_out(selection, view),
        update_href="" if selection.index.size else View().href(UPDATE),
    )
    if len(listed) > length:
        more = min(PAGE_LENGTH, len(listed) - length)
        label = say("Show {more} more of {all}", more=more, all=numeral(len(listed)))
        st.button(label, on_click=_lengthen, args=(view, length))


def at_point(campaigns: Sequence[Campaign], at: str) -> Sequence[Campaign]:
    """The campaigns of one point of the map, or all where no point is asked for."""
    if not at:
        return campaigns
    return [c for c in campaigns if c.point and campaign_map.at(c.point) == at]


def row(campaign: Campaign, dataset: Dataset, view: View, distances: Mapping[str, Distance] | None = None) -> Row:
    """A campaign as the list shows it, with its distance where one is known."""
    distance = (distances or {}).get(campaign.id)
    return Row(
        id=campaign.id,
        href=view.href(campaign=campaign.id),
        status=campaign.status,
        force=campaign.force,
        place=campaign.place,
        around=", ".join(around(campaign)),
        title=campaign.title,
        meta=(*([distance.words()] if distance else []), *_meta(campaign, dataset)),
    )


def _ways_out(selection: Selection, view: View) -> list[tuple[str, str, str]]:
    """Each filter that alone keeps every campaign away: in words, how many there are without it, and their address."""
    without = [(words, Selection(selection.index, rest)) for words, rest in selection.filters.parts()]
    return [(words, rest.counted(), view.href(filters=rest.filters, at="")) for words, rest in without if len(rest)]


def _meta(campaign: Campaign, dataset: Dataset) -> list[str]:
    force = campaign.force.label.lower() if campaign.force is not Force.UNKNOWN else ""
    return [part for part in (force, label("campaigns", "ask", campaign.ask), _years(campaign, dataset)) if part]


def _years(campaign: Campaign, dataset: Dataset) -> str:
    years = [event.date.year for event in dataset.history(campaign)]
    if not years:
        return ""
    return str(min(years)) if min(years) == max(years) else f"{min(years)}–{max(years)}"


def _length(view: View) -> int:
    """How many rows this view shows; a changed view starts again at the top."""
    asked: tuple[str, int] = st.session_state.get(_SHOWN, ("", 0))
    return asked[1] if asked[0] == _same_list(view) else PAGE_LENGTH


def _lengthen(view: View, length: int) -> None:
    st.session_state[_SHOWN] = (_same_list(view), length + PAGE_LENGTH)


def _same_list(view: View) -> str:
    return view.href(campaign="")
