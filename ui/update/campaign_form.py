"""Add a campaign: its place found offline and shown on a map, and what may be the same campaign shown first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from campaigns.dataset import Dataset
from campaigns.draft import Draft
from campaigns.edition import Cells
from campaigns.places import Match, MatchKind
from campaigns.recording import add, fresh_id, lookalikes
from campaigns.records import Campaign, Status
from campaigns.schema import tables
from campaigns.wording import say
from ui import blocks, campaign_list, campaign_map, places, session
from ui.blocks import NO_LINKS
from ui.update import drafts, fields
from ui.view import View

FORM = "campaign"
_PLACE, _MATCH = "campaign_place_asked", "campaign_place_match"
_ASKED = "asked"
_ROWS: tuple[tuple[str, ...], ...] = (
    ("place", "region", "country"),
    ("latitude", "longitude", "geo_precision"),
    ("title",),
    ("body", "level"),
    ("ask", "targets"),
    ("status", "force"),
    ("started", "decided"),
    ("summary",),
    ("url",),
    ("organizers", "action_url"),
    ("confidence", "source_note"),
)
_LEFT_OUT = frozenset(["id", "last_checked", "related"])
"""What is given by itself, or can be said only once the campaign is there."""

_MOST_ALIKE = 5


def show(draft: Draft) -> None:
    """Put the form on the page."""
    _ask_for_place()
    cells = drafts.form(FORM)
    if not cells.get("place"):
        return
    # A place of its own for what comes and goes, so that the fields keep the focus.
    with st.container():
        _alike(draft.loaded.dataset, cells)
    offered = _offered(draft)
    for number, columns in enumerate(_rows()):
        for place, column in zip(st.columns(len(columns)), columns, strict=True):
            with place:
                fields.show(FORM, "campaigns", column, offered.get(column, ()))
        if number == 1:
            with st.container():
                _map(cells)
    _finish(draft, {column: text for column, text in drafts.form(FORM).items() if column != _ASKED})


def _ask_for_place() -> None:
    """A field for the place, and a choice where a name has several."""
    asked = drafts.form(FORM).get(_ASKED, "")
    session.fill(_PLACE, asked)
    st.text_input(
        say("Where is it? A town, county, state or coordinates"),
        asked,
        key=_PLACE,
        placeholder=say("Found on this server; nothing is sent to anybody else"),
        on_change=_asked,
    )
    with st.container():
        if asked:
            _say_what_was_found(asked)


def _say_what_was_found(asked: str) -> None:
    answer = places.search(asked)
    if not answer.best:
        help_yourself = say("Or fill in the place and its point yourself below.")
        blocks.message(f"{answer.message} {help_yourself}", key="campaign_place_said")
    elif answer.is_ambiguous:
        st.selectbox(
            say("Several places have that name"),
            [match.label for match in answer.candidates],
            key=_MATCH,
            on_change=_match_chosen,
        )


def _asked() -> None:
    asked = st.session_state[_PLACE]
    answer = places.search(asked) if asked.strip() else None
    drafts.fill(FORM, {_ASKED: asked})
    if answer and answer.best:
        drafts.fill(FORM, located(answer.best))
    elif answer:
        drafts.fill(FORM, {"place": asked, "latitude": "", "longitude": "", "region": "", "country": ""})


def _match_chosen() -> None:
    label = st.session_state[_MATCH]
    answer = places.search(drafts.form(FORM).get(_ASKED, ""))
    for match in answer.candidates:
        if match.label == label:
            drafts.fill(FORM, located(match))


def located(match: Match) -> dict[str, str]:
    """What a found place says of a campaign there."""
    is_region = match.kind is MatchKind.REGION
    return {
        "place": match.seat if match.kind is MatchKind.ZIP and match.seat else match.name,
        "region": match.region,
        "country": match.country,
        "latitude": f"{match.point[0]:.4f}",
        "longitude": f"{match.point[1]:.4f}",
        "geo_precision": "area" if is_region else "place",
    }


def _alike(dataset: Dataset, cells: Cells) -> None:
    """The campaigns of the place that are there already: the new one may be among them."""
    alike = lookalikes(dataset.campaigns, cells)
    if alike:
        blocks.show(
            "alike.html",
            NO_LINKS,
            key="alike",
            rows=[campaign_list.row(campaign, dataset, View()) for campaign in alike[:_MOST_ALIKE]],
        )


def _map(cells: Cells) -> None:
    """The point on a small map."""
    campaign = provisional(cells)
    if campaign:
        campaign_map.show([campaign], View(campaign=campaign.id), key="campaign_place", height=220)


def provisional(cells: Cells) -> Campaign | None:
    """The campaign as a mark on the map, which leads nowhere; None where its point cannot be read."""
    try:
        latitude, longitude = float(cells.get("latitude", "")), float(cells.get("longitude", ""))
    except ValueError:
        return None
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    return Campaign(
        id="",
        title=cells.get("title", say("New campaign")),
        place=cells.get("place", ""),
        country=cells.get("country", ""),
        level="",
        body="",
        ask="",
        status=Status.ONGOING,
        url="",
        latitude=latitude,
        longitude=longitude,
    )


def _offered(draft: Draft) -> Mapping[str, Sequence[str]]:
    """Known entries of the columns that hold names."""
    rows = draft.edition.rows("campaigns")
    groups = {name.strip() for row in rows for name in row.get("organizers", "").split(";")}
    return {
        "targets": sorted(row["name"] for row in draft.edition.rows("companies") if row.get("name")),
        "organizers": sorted(groups - {""}),
    }


def _rows() -> Sequence[tuple[str, ...]]:
    """The form's rows of columns; a column that the schema has and they do not comes last."""
    placed = {column for row in _ROWS for column in row} | _LEFT_OUT
    others = [field.name for field in tables()["campaigns"].fields if field.name not in placed]
    return (*_ROWS, *((column,) for column in others))


def _finish(draft: Draft, cells: Cells) -> None:
    needed = [f for f in tables()["campaigns"].fields if f.required and f.name not in _LEFT_OUT]
    missing = [field.title for field in needed if not cells.get(field.name)]
    st.button(
        say("Add this campaign to the draft"),
        type="primary",
        disabled=bool(missing),
        on_click=_enter,
        args=(cells,),
        key="campaign_enter",
    )
    if missing:
        st.caption(say("Still needed: {columns}.", columns=", ".join(missing)))
    else:
        st.caption(say("Its id will be {id}.", id=fresh_id(draft.edition, cells)))


def _enter(cells: Cells) -> None:
    draft = drafts.current()
    name = fresh_id(draft.edition, cells)
    drafts.become(add(draft.edition, cells, draft.today))
    drafts.clear(FORM)
    session.change(campaign=name)
    drafts.announce(say("The campaign is in your draft. Now record its steps."))
