"""Your draft: what it changes in words, what stands against it, what the check says, and how it will look."""

from __future__ import annotations

import hashlib

import streamlit as st

from campaigns.changes import Conflict
from campaigns.dataset import Dataset
from campaigns.difference import campaign_name, removed_names
from campaigns.draft import Draft
from campaigns.problems import Problem
from campaigns.schema import tables
from campaigns.selection import vocabulary
from campaigns.tables import UnreadableTable
from campaigns.wording import say, say_number
from ui import blocks, campaign_map, card
from ui.blocks import NO_LINKS
from ui.update import drafts, keeping, problem_list, table_editor, ways
from ui.view import View

ANCHOR = "your-draft"
"""What a link to the draft leads to, whatever the language of its heading."""

_PREVIEWED = "review_campaign"


def show(draft: Draft) -> None:
    """Put the draft on the page."""
    st.header(say("Your draft"), anchor=ANCHOR)
    if not draft.changes:
        st.write(
            say("Nothing changed yet. What you enter is collected here, and kept in this browser until you are done.")
        )
        keeping.offer_tables(draft.kept)
        return
    told = draft.difference
    if told.told or not draft.conflicts:
        blocks.show("difference.html", NO_LINKS, key="draft_difference", told=told.told, summary=told.summary)
    for number, conflict in enumerate(draft.conflicts):
        _dispute(draft, conflict, number)
    is_confirmed = _confirm_removals(draft)
    try:
        _check(draft)
        _preview(draft)
    except UnreadableTable as problem:
        blocks.message(str(problem), key="draft_refused", kind="refused")
        return
    keeping.show(draft, is_confirmed)
    st.button(say("Discard the draft"), type="tertiary", on_click=_discard, key="draft_discard")


def _dispute(draft: Draft, conflict: Conflict, number: int) -> None:
    """Ask about one change that somebody else's stands against."""
    change = conflict.change
    titles = {field.name: field.title for field in tables()[change.table].fields}
    row = draft.kept.campaign(change.campaign) or change.before or change.after or {}
    with st.container(border=True, key=f"conflict_{number}"):
        blocks.show(
            "conflict.html",
            NO_LINKS,
            key=f"conflict_text_{number}",
            name=campaign_name(row) if change.campaign else change.key[0],
            cells=[
                (titles.get(c, c), (change.after or {}).get(c, ""), (conflict.theirs or {}).get(c, ""))
                for c in conflict.columns
            ],
            mine_removes=change.after is None,
            theirs_removed=conflict.theirs is None,
        )
        with st.container(horizontal=True):
            st.button(say("Keep mine"), key=f"mine_{number}", on_click=_settle, args=(conflict, True))
            st.button(say("Keep theirs"), key=f"theirs_{number}", on_click=_settle, args=(conflict, False))


def _settle(conflict: Conflict, mine: bool) -> None:
    drafts.put(drafts.current().settling(conflict, mine))
    table_editor.close()


def _confirm_removals(draft: Draft) -> bool:
    """Ask by name about everything that saving would remove."""
    removed = removed_names(draft.removes, draft.kept)
    if not removed:
        return True
    names = [name for _, name in removed]
    asked = hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()[:16]
    question = say_number("Yes, remove it", "Yes, remove these {number}", len(removed))
    with st.container(border=True):
        blocks.show("removals.html", NO_LINKS, key="removals", names=names)
        return st.checkbox(question, key=f"confirm_{asked}")


def _check(draft: Draft) -> None:
    """The check of the draft: blocking problems stop a save."""
    if draft.holds_back:
        st.error(
            say_number(
                "{number} row of your draft would be held back. Mend what is named here before you save.",
                "{number} rows of your draft would be held back. Mend what is named here before you save.",
                draft.holds_back,
            )
        )
    problem_list.show(draft.loaded.report, key="draft_problems", go=_go)


def _go(problem: Problem) -> None:
    """Show a problem's row in the grid."""
    draft = drafts.current()
    table = next((name for name, sheet in draft.loaded.sheets.items() if sheet.file == problem.file), "campaigns")
    row = next((row for row in draft.loaded.sheets[table].rows if row.number == problem.row), None)
    ways.turn_to(ways.TABLE)
    table_editor.open_at(table, dict(row.cells) if row else {})


def _preview(draft: Draft) -> None:
    """The changed campaigns on the map, and the timeline of one."""
    dataset = draft.loaded.dataset
    names = {told.id: told.subject for told in draft.difference.told if told.id and dataset.get(told.id)}
    if not names or not st.toggle(say("Show how it will look"), key="draft_preview"):
        return
    chosen = st.selectbox(say("Campaign shown"), list(names), format_func=names.__getitem__, key=_PREVIEWED)
    _draw(dataset, chosen, list(names))


def _draw(dataset: Dataset, chosen: str, changed: list[str]) -> None:
    campaign = dataset.get(chosen)
    if campaign is None:
        return
    view = View(campaign=chosen)
    drawn = [found for name in changed if (found := dataset.get(name))]
    campaign_map.show(drawn, view, key="draft_map", height=240)
    card.preview(campaign, dataset, vocabulary(dataset))


def _discard() -> None:
    drafts.discard()
    table_editor.close()
