"""Record what happened: a step of a campaign, and what it makes of the campaign's status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from campaigns.dates import PartialDate
from campaigns.difference import campaign_name
from campaigns.draft import Draft
from campaigns.edition import Cells, Edition
from campaigns.recording import Step, record
from campaigns.schema import label, tables
from campaigns.wording import say
from exports.links import host_of
from ui import blocks, session
from ui.blocks import NO_LINKS
from ui.update import drafts, fields

FORM = "step"
_CAMPAIGN = "step_campaign"
_ROWS: tuple[tuple[str, ...], ...] = (
    ("date", "kind"),
    ("what",),
    ("votes_for", "votes_against", "abstentions"),
    ("status_after",),
    ("source_url",),
    ("source_title", "source_publisher", "source_kind"),
    ("archive_url",),
)


def show(draft: Draft) -> None:
    """Put the form on the page."""
    names = {row["id"]: campaign_name(row) for row in draft.edition.rows("campaigns") if row.get("id")}
    chosen = _choose(names)
    if chosen is None:
        st.caption(say("Choose the campaign first. A campaign that is not here yet is added under “Add a campaign”."))
        return
    _so_far(draft.edition, chosen)
    publishers = _publishers(draft.edition)
    for columns in _rows():
        for place, column in zip(st.columns(len(columns)), columns, strict=True):
            with place:
                fields.show(FORM, "events", column, publishers if column == "source_publisher" else ())
    step = {**drafts.form(FORM), "campaign_id": chosen}
    missing = _missing(step)
    with st.container():
        if not missing:
            _foretell(record(draft.edition, step, draft.today), draft.edition, chosen)
    st.button(
        say("Add this step to the draft"),
        type="primary",
        disabled=bool(missing),
        on_click=_enter,
        args=(step,),
        key="step_enter",
    )
    if missing:
        st.caption(say("Still needed: {columns}.", columns=", ".join(missing)))


def _choose(names: Mapping[str, str]) -> str | None:
    opened = session.current().campaign
    offered = sorted(names, key=lambda name: names[name])
    session.fill(_CAMPAIGN, opened if opened in names else None)
    st.selectbox(
        say("Campaign"),
        offered,
        offered.index(opened) if opened in names else None,
        key=_CAMPAIGN,
        placeholder=say("Type a town, a company or a word of its title"),
        format_func=lambda name: names.get(name, name),
        on_change=_chosen,
    )
    return opened if opened in names else None


def _chosen() -> None:
    session.change(campaign=st.session_state[_CAMPAIGN] or "")


def _rows() -> Sequence[tuple[str, ...]]:
    """The form's rows of columns; a column that the schema has and they do not comes last."""
    placed = {column for row in _ROWS for column in row} | {"campaign_id"}
    others = [field.name for field in tables()["events"].fields if field.name not in placed]
    return (*_ROWS, *((column,) for column in others))


def _publishers(edition: Edition) -> list[str]:
    return sorted({row["source_publisher"] for row in edition.rows("events") if row.get("source_publisher")})


def _so_far(edition: Edition, campaign: str) -> None:
    """Where the campaign stands, and its last steps."""
    row = edition.campaign(campaign) or {}
    blocks.show(
        "so_far.html",
        NO_LINKS,
        key="so_far",
        status=label("campaigns", "status", row.get("status", "")),
        steps=edition.steps(campaign)[-3:],
        host=host_of(row.get("url", "")),
        url=row.get("url", ""),
    )


def _missing(step: Cells) -> list[str]:
    """The titles of what a step cannot be without and has not, or has in a form that is none."""
    needed = [f for f in tables()["events"].fields if f.required and not step.get(f.name)]
    unread = [
        f for f in tables()["events"].fields if f.kind == "date" and step.get(f.name) and not _reads(step, f.name)
    ]
    return [field.title for field in (*needed, *unread)]


def _reads(step: Cells, column: str) -> bool:
    try:
        PartialDate.parse(step[column])
    except ValueError:
        return False
    return True


def _foretell(step: Step, edition: Edition, campaign: str) -> None:
    """Say what the step does to the campaign before it is kept."""
    before, after = (label("campaigns", "status", status) for status in (step.before, step.after))
    if before == after:
        st.text(say("The status stays: {status}.", status=before))
        return
    decided = (step.edition.campaign(campaign) or {}).get("decided", "")
    blocks.message(_turn(before, after, decided), key="step_turn")


def _turn(before: str, after: str, decided: str) -> str:
    if not decided:
        return say("The status follows: {before} → {after}.", before=before, after=after)
    when = PartialDate.parse(decided).in_words()
    return say("The status follows: {before} → {after}, decided {date}.", before=before, after=after, date=when)


def _enter(step: Cells) -> None:
    draft = drafts.current()
    entered = record(draft.edition, step, draft.today)
    drafts.become(entered.edition)
    drafts.clear(FORM)
    drafts.announce(say("The step is in your draft."))
