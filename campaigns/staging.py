"""Staging: several files replaced as one, all of them or none, whenever the machine stops.

The new files are written as drafts into a folder of their own. Then a journal that lists them is put in place with
one rename: from that moment the change has happened. Each draft is moved over its file, and the journal is taken
away. Whoever finds a journal later completes its moves; drafts without a journal never counted.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from campaigns.files import make_folder, sync_folder, write_new

_NEW, _OLD = "new", "old"


@dataclass(frozen=True)
class _Journal:
    """The moves of one change.

    Attributes:
        stage: The folder of the drafts.
        comes: The files, each with whether a draft takes its place or it is taken away.
    """

    stage: str
    comes: Mapping[str, bool]


class Staging:
    """The folder in which a change of several files is prepared.

    Only one may use it at a time: to replace or to complete takes a lock, which the caller holds. Looking takes none.
    """

    def __init__(self, folder: Path, target: Callable[[str], Path], like: Path) -> None:
        """A staging folder; nothing is made on disk yet.

        Args:
            folder: Where drafts and journal lie, on the same disk as the files.
            target: Tells where the file of a name stands; raises KeyError for a name that there is not.
            like: A file whose permissions new files take on.
        """
        self.folder = folder
        self._target = target
        self._like = like
        self._journal_file = folder / "journal.json"

    @property
    def unfinished(self) -> bool:
        """Whether a change has happened whose files are not all moved."""
        return self._journal_file.exists()

    def replace(self, files: Mapping[str, bytes | None]) -> None:
        """Replace files by name, all or none; None takes one away.

        Raises:
            OSError: It cannot be done, and all files are what they were. Only where the disk does not even let that
                be undone is the change left `unfinished`.
        """
        before = {key: _content(self._target(key)) for key in files}
        try:
            self._carry_out(self._prepare(_NEW, files))
        except OSError:
            with suppress(OSError):
                self._take_back(before)
            raise
        with suppress(OSError):  # a journal without drafts does no harm, and the next change cannot begin beside it
            self._clear()

    def complete(self) -> bool:
        """Complete a change that was interrupted after it had happened, and clear away one that had not.

        Returns:
            Whether there was one to complete.

        Raises:
            OSError: It cannot be completed now. Nothing may be replaced before it is.
        """
        journal = self._journal()
        if journal:
            self._carry_out(journal)
        self._clear()
        return journal is not None

    def standing(self, files: Mapping[str, Path]) -> dict[str, Path]:
        """Where to read files as the last change left them, be it unfinished: some may still be drafts.

        Args:
            files: Where they stand, those that do.
        """
        journal = self._journal()
        if not journal:
            return dict(files)
        drafts = {key: self._draft(journal, key) for key, comes in journal.comes.items() if comes}
        left = {key: file for key, file in files.items() if journal.comes.get(key, True)}
        return left | {key: draft for key, draft in drafts.items() if draft.exists()}

    def _prepare(self, stage: str, files: Mapping[str, bytes | None]) -> _Journal:
        """Write drafts and journal, and put the journal in place."""
        journal = _Journal(stage, {key: data is not None for key, data in files.items()})
        drafts = self.folder / stage
        make_folder(drafts)
        for key, data in files.items():
            if data is not None:
                file = self._target(key)
                write_new(drafts / key, data, like=file if file.exists() else self._like)
        write_new(drafts / self._journal_file.name, json.dumps(asdict(journal)).encode(), like=self._like)
        sync_folder(drafts)
        (drafts / self._journal_file.name).replace(self._journal_file)
        sync_folder(self.folder)
        return journal

    def _journal(self) -> _Journal | None:
        """The journal in place, unless it is damaged: nothing can be done by such a one."""
        try:
            told = json.loads(self._journal_file.read_bytes())
            journal = _Journal(told["stage"], {key: bool(comes) for key, comes in told["comes"].items()})
            known = [self._target(key) for key in journal.comes]
        except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return journal if known and journal.stage in (_NEW, _OLD) else None

    def _carry_out(self, journal: _Journal) -> None:
        """Do the moves that are not done yet."""
        targets = {key: self._target(key) for key in journal.comes}
        for key, target in targets.items():
            if not journal.comes[key]:
                target.unlink(missing_ok=True)
            elif (draft := self._draft(journal, key)).exists():
                make_folder(target.parent)
                draft.replace(target)
        for folder in {target.parent for target in targets.values() if target.parent.exists()}:
            sync_folder(folder)

    def _draft(self, journal: _Journal, key: str) -> Path:
        return self.folder / journal.stage / key

    def _take_back(self, before: Mapping[str, bytes | None]) -> None:
        """Undo a change that cannot be completed, by a change to what there was before."""
        journal = self._journal()
        moved = [key for key in journal.comes if self._has_moved(journal, key)] if journal else []
        if moved:
            self._carry_out(self._prepare(_OLD, {key: before[key] for key in moved}))
        self._clear()

    def _has_moved(self, journal: _Journal, key: str) -> bool:
        return not (self._draft(journal, key) if journal.comes[key] else self._target(key)).exists()

    def _clear(self) -> None:
        """Take the journal away, and the drafts once that is certain: it must never be found without them."""
        self._journal_file.unlink(missing_ok=True)
        sync_folder(self.folder)
        for stage in (_NEW, _OLD):
            shutil.rmtree(self.folder / stage, ignore_errors=True)


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
