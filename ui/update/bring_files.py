"""Bring files: tables that somebody kept in a spreadsheet, one or several, checked before anything is taken over."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from campaigns.bringing import Brought, bring
from campaigns.changes import Changes, between
from campaigns.difference import difference, removed_names
from campaigns.draft import Draft
from campaigns.edition import Edition
from campaigns.tables import UnreadableTable
from campaigns.uploads import tables_of
from campaigns.wording import say, say_number
from ui import blocks
from ui.blocks import NO_LINKS
from ui.update import drafts, keeping, problem_list

_UPLOAD, _COUNT, _GO = "bring_files", "bring_count", "bring_removals"
_MOST_NAMED = 200


def show(draft: Draft) -> None:
    """Put the upload on the page, and what it would change."""
    st.write(say("One table or several, as CSV or Excel. What a file leaves out stays as it is."))
    uploads = st.file_uploader(
        say("Files"),
        type=["csv", "xlsx"],
        accept_multiple_files=True,
        key=f"{_UPLOAD}_{st.session_state.get(_COUNT, 0)}",
        label_visibility="collapsed",
    )
    if not uploads:
        return
    try:
        brought = bring(_tables(uploads), [draft.kept, *keeping.earlier_editions()], draft.today)
    except UnreadableTable as problem:
        blocks.message(str(problem), key="bring_refused", kind="refused")
        return
    _preview(draft, brought)


def _tables(uploads: Sequence[UploadedFile]) -> tuple[tuple[str, bytes], ...]:
    """The tables in the files; a workbook may hold several, and sheets that are none, which are named."""
    found = tables_of([(upload.name, upload.getvalue()) for upload in uploads])
    for note in found.notes:
        st.text(note)
    return found.tables


def _preview(draft: Draft, brought: Brought) -> None:
    """What the files change, what is wrong in them, and what they do not have."""
    st.header(say("What these files change"), anchor=False)
    with_them = draft.adding(brought.changes)
    told = difference(brought.changes, draft.edition, with_them.edition)
    blocks.show("difference.html", NO_LINKS, key="brought", told=told.told, summary=told.summary)
    gone = _asked_to_go(draft, brought)
    problem_list.show(brought.report, key="brought_problems")
    changes = _without_steps_of(_campaigns(gone), brought.changes) + gone
    st.button(
        say("Take these changes into the draft"),
        type="primary",
        disabled=not changes,
        on_click=_take,
        args=(changes,),
        key="bring_take",
    )


def _asked_to_go(draft: Draft, brought: Brought) -> Changes:
    """The rows that the files do not have and that somebody says, by name, are to go; with a campaign go its steps."""
    missing = removed_names(brought.missing, draft.kept)
    if not missing:
        return ()
    names = [name for _, name in missing[:_MOST_NAMED]]
    chosen = st.multiselect(
        say_number(
            "{number} row of the tables kept here is not in these files, and will stay. Choose it if it should go:",
            "{number} rows of the tables kept here are not in these files, and will stay. Choose those that should go:",
            len(missing),
        ),
        range(len(names)),
        format_func=lambda place: names[place],
        key=_GO,
        placeholder=say("None: all stay"),
        select_all=False,
    )
    picked = tuple(missing[place][0] for place in chosen)
    return picked + _steps_going(_campaigns(picked), draft.kept)


def _campaigns(gone: Changes) -> set[str]:
    return {change.campaign for change in gone if change.table == "campaigns"}


def _steps_going(campaigns: set[str], edition: Edition) -> Changes:
    """The removal of all steps of campaigns: the files may have them still, or have no table of steps."""
    others = [row for row in edition.rows("events") if row.get("campaign_id") not in campaigns]
    return between(edition, edition.with_rows("events", others)) if campaigns else ()


def _without_steps_of(campaigns: set[str], changes: Changes) -> Changes:
    return tuple(change for change in changes if change.table != "events" or change.campaign not in campaigns)


def _take(changes: Changes) -> None:
    draft = drafts.current()
    drafts.put(draft.adding(changes).tidied())
    st.session_state[_COUNT] = st.session_state.get(_COUNT, 0) + 1
    drafts.announce(say("The changes are in your draft."))
