"""Saving: a draft entered in the tables on disk, over whatever others have saved since it was begun.

What is written down of a save, in the history or in Git, is in English, whatever language its maker speaks.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from campaigns.archive import Kept
from campaigns.changes import Changes
from campaigns.difference import Difference
from campaigns.draft import Draft
from campaigns.edition import read_edition
from campaigns.keeping import Change, Store, Tables, put_back
from campaigns.wording import ENGLISH, say_number, speaking
from campaigns.words import counted

LONGEST_SUBJECT = 72


class NotReady(Exception):
    """Why a draft cannot be saved yet, in a sentence."""


def save(store: Store, changes: Changes, who: str, when: datetime) -> Kept | None:
    """Save changes.

    Args:
        store: Where the tables are kept.
        changes: What is to change.
        who: Who saves; may be empty.
        when: The moment, with its time zone.

    Returns:
        The save as the history tells it; None where there was nothing to change.

    Raises:
        NotReady: Somebody else changed the same cells meanwhile, or a row would be held back.
        CannotKeep: The disk does not take it.
        UnreadableTable: A table on disk cannot be read, so that nothing can be merged with it.
    """

    def merged(now: Tables) -> Change:
        draft = Draft(read_edition(now), changes, when.date())
        _refuse(draft)
        touched = {change.table for change in draft.effect}
        files = {name: data for name, data in draft.edition.files().items() if name in touched}
        with speaking(ENGLISH):
            return Change(files, draft.difference.sentences())

    return store.update(merged, who, when)


def restore(store: Store, kept: Kept, who: str, when: datetime) -> Kept | None:
    """Put the tables back as they were before a save; what they are now goes into the history."""
    then = store.before(kept.name)
    said = [f"The tables are again as they were before the save of {kept.when:%Y-%m-%d %H:%M} UTC."]
    return store.update(lambda now: Change(put_back(now, then), said), who, when)


def commit_message(difference: Difference) -> str:
    """What to say of a change where the tables are kept in Git: a subject, and what changed campaign by campaign.

    Args:
        difference: The change, told in English.
    """
    told = difference.told
    only = str(told[0]) if len(told) == 1 else ""
    subject = only if 0 < len(only) <= LONGEST_SUBJECT else f"Update {counted(len(told), 'entry', 'entries')}"
    return "\n".join([subject, "", *(f"- {each}" for each in told)])


def is_in_git(path: Path) -> bool:
    """Whether a file or folder lies in a Git checkout."""
    return any((folder / ".git").exists() for folder in path.resolve().parents) or (path / ".git").exists()


def _refuse(draft: Draft) -> None:
    if draft.conflicts:
        raise NotReady(
            say_number(
                "Somebody else has saved meanwhile, and {number} change of yours stands against theirs. Choose first.",
                "Somebody else has saved meanwhile, and {number} changes of yours stand against theirs. Choose first.",
                len(draft.conflicts),
            )
        )
    if draft.holds_back:
        raise NotReady(
            say_number(
                "{number} row would be held back. Mend what the check names first.",
                "{number} rows would be held back. Mend what the check names first.",
                draft.holds_back,
            )
        )
