"""The Update page as a whole: the ways in at the left, the draft that they fill at the right."""

from __future__ import annotations

from functools import reduce

import streamlit as st

from campaigns.draft import Draft
from campaigns.loading import Loaded
from campaigns.schema import tables
from campaigns.selection import vocabulary
from campaigns.upkeep import chores
from campaigns.wording import say, say_later, say_number
from ui import banner, blocks, theme
from ui.update import bring_files, campaign_form, drafts, keeping, review, step_form, table_editor, ways
from ui.view import UPDATE, View

LEAD = say_later(
    "Record a vote, add a campaign, correct a row or bring a whole file. You see at once what is wrong and what would "
    "change; nothing is kept until you say so."
)
_SHOWN = {
    ways.STEP: step_form.show,
    ways.CAMPAIGN: campaign_form.show,
    ways.TABLE: table_editor.show,
    ways.FILES: bring_files.show,
}
_SHARES = {ways.TABLE: (7, 3)}
"""How the way in and the draft share the width, where not as usual."""


def show(loaded: Loaded) -> None:
    """Put the page together."""
    theme.heading(say("Update the data"), say(LEAD))
    unreadable = [tables()[name].filename for name, row in loaded.held if row is None and name not in loaded.sheets]
    if unreadable:
        banner.rows(loaded.report)
        files = reduce(_and, unreadable)
        st.error(say("{files} cannot be read. Until that is mended nothing can be changed here.", files=files))
        return
    draft = drafts.current()
    # What comes and goes has a place of its own: were the rest to move, the grid and the fields would lose the focus.
    with st.container(key="said"):
        drafts.tell()
    ways.follow(draft.edition)
    way = ways.choose()
    with st.container(key="draft_link"):
        _lead_to(draft)
    left, right = st.columns(_SHARES.get(way, (3, 2)), gap="large")
    with left:
        _SHOWN[way](draft)
    with right, st.container(key="draft"):
        review.show(draft)
    _upkeep(draft)
    keeping.history()


def _and(first: str, second: str) -> str:
    return say("{first} and {second}", first=first, second=second)


def _lead_to(draft: Draft) -> None:
    """A link to the draft, which on a phone is far below the form; the style shows it only there."""
    if draft.conflicts:
        words = say_number(
            "Your draft: {number} conflict to settle", "Your draft: {number} conflicts to settle", len(draft.conflicts)
        )
        st.markdown(f"[{words}](#{review.ANCHOR})")
    elif draft.changes:
        words = say("Your draft: {summary}", summary=draft.difference.summary)
        st.markdown(f"[{words}](#{review.ANCHOR})")


def _upkeep(draft: Draft) -> None:
    """What could be done next, each campaign a link to where it is done."""
    dataset = draft.loaded.dataset
    found = chores(dataset, draft.today)
    st.header(say("Upkeep"), anchor=False)
    if not found:
        st.caption(say("Nothing is waiting."))
    for chore in found:
        with st.expander(chore.heading):
            blocks.show(
                "chore.html",
                vocabulary(dataset),
                key=f"chore_{chore.name}",
                chore=chore,
                view=View(),
                page=UPDATE,
            )
