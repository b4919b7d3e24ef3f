"""Keeping: a folder of tables safely on disk, with a history of who changed what.

It works on bytes by the name of their table and knows nothing of rows. A save of several tables happens as a whole
or not at all, whenever the machine stops; who saves at the same time, waits. Each save leaves the tables as they
were before it in the history, and the two can never disagree: they are one change on disk.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from campaigns.archive import Kept, archived, moment, next_name, packed, tables_before, told
from campaigns.files import make_folder, shown
from campaigns.loading import TABLES, table_files
from campaigns.schema import tables
from campaigns.staging import Staging
from campaigns.tables import LARGEST_FILE, UnreadableTable, content
from campaigns.wording import say, say_later

LOCK_SECONDS = 10.0
_POLL_SECONDS = 0.02
_LOOKS = 20

Tables = Mapping[str, bytes]
"""What each table holds, by its name: `campaigns`, `events`, …"""

_Sight = Mapping[str, tuple[Path, tuple[int, ...]]]
"""Where each table is read, and which file that is."""


class CannotKeep(Exception):
    """Why something is not saved, or not found in the history, in a sentence."""


@dataclass(frozen=True)
class Change:
    """What a save is to do.

    Attributes:
        tables: What the tables that change are to hold, by name; None takes a table away.
        said: What that does, in sentences, for the history.
    """

    tables: Mapping[str, bytes | None]
    said: Sequence[str]


def put_back(now: Tables, then: Tables) -> dict[str, bytes | None]:
    """The change that makes tables what they were; one that there was not then is taken away."""
    return {name: None for name in now if name not in then} | dict(then)


class Store:
    """The tables of one data set on disk."""

    def __init__(self, path: Path) -> None:
        """A data set; nothing is read or made on disk yet.

        Args:
            path: Its folder, or a campaigns table under any name, as `campaigns.loading.load` takes it.
        """
        self.path = path

    def read(self) -> dict[str, bytes]:
        """What the tables hold, all after the same save. It leaves no trace, and needs no right to write.

        Raises:
            UnreadableTable: There is no campaigns table, or a table cannot be read.
            CannotKeep: Others save without a pause.
        """
        self.complete_if_possible()
        for _ in range(_LOOKS):
            if (found := self._look()) is not None:
                return found
        with self._locked():
            return self._settled()

    def update(self, change: Callable[[Tables], Change], who: str, when: datetime) -> Kept | None:
        """Change the tables on disk, while nobody else does.

        Args:
            change: Told what the tables hold now, it says what is to be kept. It may raise to keep nothing. It must
                not update the same store.
            who: Who saves, for the history.
            when: When, for the history; a moment with its time zone.

        Returns:
            The save as the history tells it; None where the change leaves everything as it is.

        Raises:
            CannotKeep: The tables cannot be changed, and are what they were. Should the disk fail in the midst of the
                moves and refuse to undo them too, the sentence says so; the save is then settled by the next one.
        """
        with self._locked():
            before = self._settled()
            wanted = change(before)
            return self._keep(before, wanted, who, when)

    def history(self) -> list[Kept]:
        """The saves, newest first; damaged files are passed over.

        Raises:
            UnreadableTable: There is no campaigns table.
        """
        self.complete_if_possible()
        found = [told(name, file) for name, file in self._archived().items()]
        return [kept for kept in reversed(found) if kept]

    def before(self, name: str) -> dict[str, bytes]:
        """What the tables held before a save.

        Args:
            name: The name of the save in the history; any text may be tried.

        Raises:
            UnreadableTable: There is no campaigns table.
            CannotKeep: There is no such save, or its file is damaged.
        """
        self.complete_if_possible()
        file = self._archived().get(name)
        if not file:
            raise CannotKeep(say("There is no such save in the history."))
        if (found := tables_before(file)) is None:
            raise CannotKeep(say("The file of this save, {file}, is damaged.", file=file.name))
        return found

    def recover(self) -> bool:
        """Complete an interrupted save, or clear away one that had not happened yet.

        Returns:
            Whether there was one to complete.

        Raises:
            CannotKeep: It cannot be completed now.
        """
        with self._locked():
            return self._recover()

    def complete_if_possible(self) -> None:
        """Complete an interrupted save unless somebody is at it; what cannot be moved now is read where it lies.

        It leaves no trace where there is none to complete.

        Raises:
            UnreadableTable: There is no campaigns table.
        """
        with suppress(CannotKeep, OSError):
            if self._place().staging.unfinished:
                with self._locked(at_once=True):
                    self._recover()

    def standing(self) -> dict[str, Path]:
        """Where to read each table as the last save left it, be it one that cannot be completed now.

        Raises:
            UnreadableTable: There is no campaigns table.
        """
        files = table_files(self.path)
        try:
            return self._place().staging.standing(files)
        except OSError:
            return files

    def _look(self) -> dict[str, bytes] | None:
        """What the tables hold; None where a save came in between."""
        if not (seen := self._seen()):
            return None
        try:
            found = {name: content(file) for name, (file, _) in seen.items()}
        except UnreadableTable:
            if self._seen() == seen:
                raise
            return None
        return found if self._seen() == seen else None

    def _seen(self) -> _Sight:
        """Which files are the tables at the moment, if that can be told.

        Seen twice alike, they stood together in between. That holds because a table is never written in its place,
        and a journal stands until all drafts are moved: who has seen one new table cannot see an old one later.
        """
        try:
            standing = self._place().staging.standing(table_files(self.path))
            return {name: (standing[name], _identity(standing[name])) for name in TABLES if name in standing}
        except FileNotFoundError:  # moved since
            return {}
        except OSError:
            raise UnreadableTable(say("{file} cannot be opened.", file=shown(str(self.path)))) from None

    def _settled(self) -> dict[str, bytes]:
        """What the tables hold, while nobody else may change them."""
        self._recover()
        try:
            return {name: content(file) for name, file in table_files(self.path).items()}
        except UnreadableTable as error:
            raise CannotKeep(_nothing_saved(str(error))) from None

    def _recover(self) -> bool:
        staging = self._place().staging
        try:
            return staging.complete()
        except OSError as error:
            if staging.unfinished:
                unfinished = say(
                    "Nothing was saved: an earlier save is still to be completed, and {reason}",
                    reason=self._reason(error),
                )
                raise CannotKeep(unfinished) from None
            raise CannotKeep(_nothing_saved(self._reason(error))) from None

    def _keep(self, before: Tables, wanted: Change, who: str, when: datetime) -> Kept | None:
        files = {name: data for name, data in wanted.tables.items() if data != before.get(name)}
        if not files:
            return None
        self._refuse(files)
        name = next_name(self._archived(), when)
        zipped = packed(before, when, who, wanted.said)
        self._replace({name: zipped, **files})
        return Kept(name, when.astimezone(UTC), who, tuple(wanted.said), len(zipped))

    def _refuse(self, files: Mapping[str, bytes | None]) -> None:
        """Say no to what could be written but not be read again."""
        place = self._place()
        for name, data in files.items():
            filename = tables()[name].filename
            if name not in place.tables:
                raise CannotKeep(say(_NEED_A_FOLDER[name], file=shown(self.path.name)))
            if name == "campaigns" and data is None:
                raise CannotKeep(say("There has to be a table of campaigns."))
            if data and len(data) > LARGEST_FILE:
                most = LARGEST_FILE // 1_000_000
                raise CannotKeep(say("{file} would become larger than {most} MB.", file=filename, most=most))

    def _replace(self, files: Mapping[str, bytes | None]) -> None:
        staging = self._place().staging
        try:
            staging.replace(files)
        except OSError as error:
            if staging.unfinished:
                interrupted = say(
                    "The save was interrupted, and the history will tell whether it counts: {reason}",
                    reason=self._reason(error),
                )
                raise CannotKeep(interrupted) from None
            raise CannotKeep(_nothing_saved(self._reason(error))) from None

    def _archived(self) -> dict[str, Path]:
        place = self._place()
        standing = place.staging.standing(archived(place.history))
        return {name: standing[name] for name in sorted(standing) if moment(name)}

    @contextmanager
    def _locked(self, *, at_once: bool = False) -> Iterator[None]:
        """Keep all others from saving, in this process and in others; the system ends the lock of one that died."""
        try:
            folder = self._place().staging.folder
            lock = FileLock(folder / "lock", poll_interval=_POLL_SECONDS, fallback_to_soft=False)
            make_folder(folder)
            lock.acquire(timeout=0 if at_once else LOCK_SECONDS)
        except UnreadableTable as error:
            raise CannotKeep(_nothing_saved(str(error))) from None
        except Timeout:
            raise CannotKeep(say("Somebody else is saving just now. Try again.")) from None
        except OSError as error:
            raise CannotKeep(_nothing_saved(self._reason(error))) from None
        try:
            yield
        finally:
            lock.release()

    def _place(self) -> _Place:
        """Where everything lies.

        Raises:
            UnreadableTable: There is no campaigns table.
        """
        table_files(self.path)
        if self.path.is_dir():
            return _folder_place(self.path.resolve())
        if self.path.name == tables()["campaigns"].filename:
            return _folder_place(self.path.parent.resolve())
        return _lone_place(self.path.resolve())

    def _reason(self, error: OSError) -> str:
        known = _REASONS.get(error.errno or 0)
        reason = say(known) if known else (error.strerror or say("it cannot be written")).lower()
        return f"{reason} ({shown(str(self.path))})."


def _nothing_saved(reason: str) -> str:
    return say("Nothing was saved: {reason}", reason=reason)


@dataclass(frozen=True)
class _Place:
    """Where the things of a data set lie.

    Attributes:
        tables: The files of the tables that can be kept, whether they are there or not.
        history: The folder of the archive.
        staging: Where a save is prepared.
    """

    tables: Mapping[str, Path]
    history: Path
    staging: Staging


def _folder_place(folder: Path) -> _Place:
    files = {name: folder / tables()[name].filename for name in TABLES}
    return _placed(files, folder / "history", folder / ".keeping")


def _lone_place(file: Path) -> _Place:
    """A table alone has a history of its own: others may lie in the same folder."""
    return _placed({"campaigns": file}, file.with_name(f"{file.name}.history"), file.with_name(f".{file.name}.keeping"))


def _placed(files: Mapping[str, Path], history: Path, staging: Path) -> _Place:
    def target(key: str) -> Path:
        return history / f"{key}.zip" if moment(key) else files[key].resolve()

    return _Place(files, history, Staging(staging, target, like=files["campaigns"]))


def _identity(file: Path) -> tuple[int, ...]:
    """What tells a file from every other that stood or will stand in its place."""
    about = file.stat()
    return about.st_dev, about.st_ino, about.st_mtime_ns, about.st_size


_NEED_A_FOLDER = {
    "events": say_later("{file} is one file; steps need events.csv in a folder with it."),
    "companies": say_later("{file} is one file; companies need companies.csv in a folder with it."),
    "resources": say_later("{file} is one file; toolkits and groups need resources.csv in a folder with it."),
}

_REASONS = {
    errno.ENOSPC: say_later("the disk is full"),
    errno.EDQUOT: say_later("there is no more room on the disk for this user"),
    errno.EFBIG: say_later("a file would become larger than this system allows"),
    errno.EROFS: say_later("the disk can only be read"),
    errno.EACCES: say_later("there is no permission to write"),
    errno.EPERM: say_later("there is no permission to write"),
    errno.ENOENT: say_later("the folder is gone"),
    errno.EXDEV: say_later("a link leads to another disk, and files on two disks cannot be replaced together"),
}
