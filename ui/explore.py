"""The Explore page: the sentence, the filters, the list or the opened card, and the map."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from campaigns.loading import Loaded
from campaigns.near import Nearby
from campaigns.records import Campaign
from campaigns.selection import Index, Selection
from campaigns.wording import say, say_later
from ui import banner, campaign_list, campaign_map, card, filter_bar, legend, near, phone_switch, session, share, theme
from ui.map_points import MapPoints
from ui.view import View

TODAY = "today"
_OPENED = "campaign_opened"
LEAD = say_later(
    "Where residents asked public bodies to divest from, or stop buying from, companies for their part in violations "
    "of Palestinian rights, and what was decided."
)


def show(loaded: Loaded, index: Index, points: MapPoints, view: View) -> None:
    """Put the page together. The map's message goes first: its frame then draws while the rest arrives."""
    selection = Selection(index, view.filters)
    instead = near.instead(selection)
    top = st.container()
    list_side, map_side = st.columns([2, 3], gap="medium")
    with map_side, st.container(key="explore_map_side", gap="small"):
        with st.container(key="explore_map"):
            campaign_map.show(_drawn(loaded, selection, instead, view), view, points, selection.without("status"))
        below_map = st.container()
    with top:
        _above(loaded, selection, view)
    with list_side, st.container(key="explore_list_side"), st.container(key="explore_list"):
        _list_or_card(loaded, selection, instead, view)
    with below_map:
        _below_map(loaded, selection, view)


def _above(loaded: Loaded, selection: Selection, view: View) -> None:
    theme.heading(_sentence(selection, view), say(LEAD))
    banner.rows(loaded.report)
    filter_bar.show(selection, partial(share.show, selection, view, loaded.dataset.get(view.campaign)))
    phone_switch.show()


def _sentence(selection: Selection, view: View) -> str:
    then = [say("as it stood at the end of {year}", year=view.year)] if view.year else []
    return " · ".join([selection.sentence(), *then])


def _list_or_card(loaded: Loaded, selection: Selection, instead: Nearby | None, view: View) -> None:
    opened = loaded.dataset.get(view.campaign)
    if opened:
        st.session_state[_OPENED] = opened.id
        card.show(opened, loaded.dataset, selection.index.vocabulary, view)
        return
    left = st.session_state.pop(_OPENED, "")
    near.show(selection, instead, view)
    if instead is None:
        campaign_list.show(selection, view, left)


def _drawn(loaded: Loaded, selection: Selection, instead: Nearby | None, view: View) -> Sequence[Campaign]:
    """What the map draws: the campaigns of the view or the nearest, and the opened one where the filters hide it."""
    drawn = [found.campaign for found in instead.nearest] if instead else selection.campaigns
    opened = loaded.dataset.get(view.campaign)
    if opened is None or any(campaign.id == opened.id for campaign in drawn):
        return drawn
    return (*drawn, opened)


def _below_map(loaded: Loaded, selection: Selection, view: View) -> None:
    year, marks = st.columns([3, 1], vertical_alignment="bottom")
    with year:
        _year_slider(loaded, view)
    with marks:
        legend.show(selection.index.vocabulary)


def _year_slider(loaded: Loaded, view: View) -> None:
    if loaded.dataset.years is None:
        return
    first, last = loaded.dataset.years
    key = "filter_year"
    options = [*range(first, last + 1), TODAY]
    wanted = view.year if view.year in options else TODAY
    session.fill(key, wanted)
    st.select_slider(
        say("The map as it stood at the end of"),
        options,
        wanted,
        key=key,
        format_func=lambda option: say("today") if option == TODAY else str(option),
        on_change=_year_changed,
        args=(key,),
    )
    session.catch_up(key, wanted, partial(_year_changed, key))


def _year_changed(key: str) -> None:
    chosen = st.session_state[key]
    session.change(year=None if chosen == TODAY else chosen, at="")
