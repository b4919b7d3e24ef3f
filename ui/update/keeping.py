"""Keeping a draft: taking the tables along, saving them on the server where that is turned on, and the history."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from campaigns import clock
from campaigns.archive import Kept
from campaigns.changes import Changes
from campaigns.dates import PartialDate
from campaigns.difference import difference
from campaigns.draft import Draft
from campaigns.edition import Edition, read_edition
from campaigns.keeping import CannotKeep, Store
from campaigns.loading import data_path
from campaigns.saving import NotReady, commit_message, is_in_git, restore, save
from campaigns.schema import tables
from campaigns.tables import UnreadableTable
from campaigns.wording import ENGLISH, numeral, say, say_number, speaking
from campaigns.workbook_sheets import LONGEST_TEXT, fits
from campaigns.workbooks import workbook
from ui import blocks, data, editors
from ui.archives import zipped
from ui.blocks import NO_LINKS
from ui.update import drafts, table_editor

EARLIER = 20
"""How many earlier editions a file that is brought is compared with."""

_LISTED = 20
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(draft: Draft, is_confirmed: bool) -> None:
    """Put the ways to keep a draft on the page.

    Args:
        draft: The draft.
        is_confirmed: Whether every removal was confirmed.
    """
    verdict = editors.saving()
    if verdict.editor:
        first = _to_do_first(draft, is_confirmed)
        st.button(
            say("Save on this server"),
            type="primary",
            disabled=bool(first),
            on_click=_save,
            args=(draft.changes,),
            key="save",
        )
        if first:
            st.caption(first)
    _downloads(draft.edition, "corrected-tables")
    if not verdict.editor:
        instead = say("Take the corrected tables along, and send them to whoever keeps this site.")
        st.text(f"{verdict.reason} {instead}")
    editors.show_login()
    if is_in_git(data_path()):
        with st.expander(say("What to say of this change in Git")):
            st.code(_for_git(draft), language=None, wrap_lines=True)


def _for_git(draft: Draft) -> str:
    """What to say of the draft in Git, where all is told in English."""
    with speaking(ENGLISH):
        return commit_message(difference(draft.effect, draft.kept, draft.edition))


def _to_do_first(draft: Draft, is_confirmed: bool) -> str:
    """What a save waits for; empty where nothing is in its way."""
    if draft.conflicts:
        return say("Before you save: say whose change stays.")
    if draft.holds_back:
        return say("Before you save: mend what would be held back.")
    return "" if is_confirmed else say("Before you save: confirm what is to be removed.")


def offer_tables(edition: Edition) -> None:
    """Offer the tables as they are kept, for work in a spreadsheet."""
    st.caption(say("To work in a spreadsheet, take the tables along, and bring them back under “Bring files”."))
    _downloads(edition, "tables")


def history() -> None:
    """Put the saves on the page, each of which can be undone; nothing where there is none to show."""
    verdict = editors.saving()
    saves = _history() if verdict.editor else []
    if not saves:
        return
    st.header(say("History"), anchor=False)
    for number, kept in enumerate(saves[:_LISTED]):
        with st.container(border=True):
            blocks.show("save.html", NO_LINKS, key=f"save_{number}", kept=kept, when=_moment(kept.when))
            st.button(
                say("Put the tables back as they were before this"),
                key=f"restore_{kept.name}",
                type="tertiary",
                on_click=_restore,
                args=(kept,),
            )
    if len(saves) > _LISTED:
        st.caption(_rest(len(saves) - _LISTED))


def _moment(when: datetime) -> str:
    """A moment for a reader: `14 May 2024, 09:30 UTC`."""
    day = PartialDate.parse(f"{when:%Y-%m-%d}")
    return say("{day}, {time} UTC", day=day.in_words(), time=f"{when:%H:%M}")


def _rest(number: int) -> str:
    return say_number(
        "And {number} earlier save, in the folder “history” beside the tables.",
        "And {number} earlier saves, in the folder “history” beside the tables.",
        number,
    )


def earlier_editions() -> list[Edition]:
    """The tables as they were before the last saves, the latest first."""
    return [edition for kept in _history()[:EARLIER] if (edition := _edition_before(kept.name))]


@st.cache_data(show_spinner=False, max_entries=EARLIER)
def _edition_before(name: str) -> Edition | None:
    try:
        return read_edition(_store().before(name))
    except (CannotKeep, UnreadableTable):
        return None


def _store() -> Store:
    return Store(data_path())


def _history() -> list[Kept]:
    try:
        return _store().history()
    except (CannotKeep, UnreadableTable):
        return []


def _downloads(edition: Edition, name: str) -> None:
    today = clock.today().isoformat()
    with st.container(horizontal=True):
        st.download_button(
            say("Tables as CSV (zip)"),
            lambda: zipped({tables()[table].filename: content for table, content in edition.files().items()}),
            f"{name}-{today}.zip",
            on_click="ignore",
            key=f"{name}_csv",
        )
        sheets = {table: grid.sheet() for table, grid in edition.grids.items()}
        st.download_button(
            say("Tables as Excel"),
            lambda: workbook(sheets),
            f"{name}-{today}.xlsx",
            _XLSX,
            on_click="ignore",
            key=f"{name}_xlsx",
            disabled=not all(map(fits, sheets.values())),
            help=say(
                "One workbook with all tables; a text of over {most} characters needs CSV.", most=numeral(LONGEST_TEXT)
            ),
        )


def _save(changes: Changes) -> None:
    try:
        kept = save(_store(), changes, editors.require().name, datetime.now(UTC))
    except (NotReady, CannotKeep, UnreadableTable, editors.NotAllowed) as problem:
        drafts.announce(say("Not saved. {reason}", reason=problem), went_wrong=True)
        return
    drafts.discard()
    _start_anew(say("Saved.") if kept else say("There was nothing to save."))


def _restore(kept: Kept) -> None:
    try:
        restore(_store(), kept, editors.require().name, datetime.now(UTC))
    except (CannotKeep, UnreadableTable, editors.NotAllowed) as problem:
        drafts.announce(say("Not restored. {reason}", reason=problem), went_wrong=True)
        return
    moment = f"{kept.when:%Y-%m-%d %H:%M}"
    _start_anew(say("The tables are as they were before the save of {moment} UTC.", moment=moment))


def _start_anew(sentence: str) -> None:
    data.forget()
    table_editor.close()
    drafts.announce(sentence)
