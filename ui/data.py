"""The data set that all sessions share, read once for each language and again when a file of it changes.

What is said of the files while they are read, and the order of the countries, go by the language. Files that cannot be
read any more take nothing from a server that runs: it goes on with what it read last, and says so.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from threading import RLock

from campaigns import clock
from campaigns.keeping import Store
from campaigns.loading import Loaded, data_path, load, table_files
from campaigns.past import as_of
from campaigns.selection import Index
from campaigns.tables import UnreadableTable
from campaigns.wording import LANGUAGES, spoken
from ui.map_points import MapPoints, map_points_of

Stamp = tuple[tuple[str, int, int, int, int], ...]
"""The tables' names, numbers on the disk, times and sizes: what tells that a file has changed.

A copy may bring its old time along; the second time, that of the last change on this disk, cannot be chosen.
"""

_TURN = RLock()
_LOOKS = 3
"""How often files are read that change while they are read."""

_YEARS_KEPT = 40
"""How many past years are kept at hand, of those that somebody asked for."""


class _Reading:
    """The files as they were at one time, and what is made of them; it goes when a newer reading comes.

    Attributes:
        path: Where they were read.
        when: When they were read.
        loaded: What came of it.
        trouble: Why they cannot be read any more; empty while they can.
    """

    def __init__(self, path: Path, today: date) -> None:
        self.path, self.when, self.trouble = path, datetime.now(UTC), ""
        self.loaded = _at_rest(path, today)
        self.index = lru_cache(_YEARS_KEPT)(self._index)
        self.map_points = lru_cache(_YEARS_KEPT)(self._map_points)

    def _index(self, year: int | None) -> Index:
        return Index(as_of(self.loaded.dataset, year) if year else self.loaded.dataset)

    def _map_points(self, year: int | None) -> MapPoints:
        return map_points_of(self.index(year).dataset, year)


def current() -> Loaded:
    """The data as it is on disk now, or as it was when it could last be read.

    Raises:
        UnreadableTable: There is no campaigns table to read, and was none since the server was started.
    """
    with _reading() as reading:
        return reading.loaded


def index(year: int | None) -> Index:
    """The indexed data set, as it stands today or stood at the end of a year."""
    with _reading() as reading:
        return reading.index(year)


def map_points(year: int | None) -> MapPoints:
    """The same data set as the map's frame fetches it."""
    with _reading() as reading:
        return reading.map_points(year)


def trouble() -> tuple[str, datetime]:
    """Why the files cannot be read any more, empty while they can; and when what is shown was read."""
    with _reading() as reading:
        return reading.trouble, reading.when


def forget() -> None:
    """Read the files anew, although nothing may tell that they have changed."""
    _read.cache_clear()
    _held.set(None)


@contextmanager
def held() -> Iterator[None]:
    """Keep to one reading, so that all parts of a page show the same, and the disk is looked at once for it.

    Raises:
        UnreadableTable: As `current`.
    """
    with _reading() as reading:
        before = _held.set(reading)
    try:
        yield
    finally:
        _held.reset(before)


@contextmanager
def _reading() -> Iterator[_Reading]:
    """The reading kept to, else the newest in the language spoken; for one session at a time, so that no two make the
    same."""
    with _TURN:
        yield _held.get() or _newest(data_path())


_held: ContextVar[_Reading | None] = ContextVar("_held", default=None)


_last: _Reading | None = None
"""The last reading that came about, in whichever language."""


def _newest(path: Path) -> _Reading:
    """The files as they are now, or as they were when they could last be read."""
    global _last
    try:
        reading = _read(path, _stamp(path), clock.today(), spoken())
    except UnreadableTable as problem:
        if _last is None or _last.path != path:
            raise
        _last.trouble = str(problem)
        return _last
    reading.trouble = ""
    _last = reading
    return reading


@lru_cache(maxsize=len(LANGUAGES))
def _read(path: Path, stamp: Stamp, today: date, language: str) -> _Reading:
    return _Reading(path, today)


def _at_rest(path: Path, today: date) -> Loaded:
    """What the files hold, none of them replaced between two others; as it comes where they do not rest."""
    for _ in range(_LOOKS):
        stamp = _stamp(path)
        store = Store(path)
        store.complete_if_possible()
        loaded = load(path, today=today, standing=store.standing())
        if _stamp(path) == stamp:
            break
    return loaded


def _stamp(path: Path) -> Stamp:
    files: Iterable[Path] = ()
    with suppress(UnreadableTable):
        files = table_files(path).values()
    return tuple(
        (file.name, stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size)
        for file in files
        if (stat := _stat(file))
    )


def _stat(file: Path) -> os.stat_result | None:
    try:
        return file.stat()
    except OSError:
        return None
