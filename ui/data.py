"""The data set that all sessions share, read once and again when a file of it changes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from threading import RLock

from campaigns.keeping import Store
from campaigns.loading import Loaded, data_path, load
from campaigns.past import as_of
from campaigns.selection import Index
from ui.map_points import MapPoints, map_points_of

Stamp = tuple[tuple[str, int, int], ...]
"""The tables' names, times and sizes: what tells that a file has changed."""

_TURN = RLock()
_YEARS_KEPT = 40
"""How many past years are kept at hand, of those that somebody asked for."""


class _Reading:
    """The files as they were at one time, and what is made of them; it goes when a newer reading comes."""

    def __init__(self, path: Path, today: date) -> None:
        Store(path).complete_if_possible()
        self.loaded = load(path, today=today)
        self.index = lru_cache(_YEARS_KEPT)(self._index)
        self.map_points = lru_cache(_YEARS_KEPT)(self._map_points)

    def _index(self, year: int | None) -> Index:
        return Index(as_of(self.loaded.dataset, year) if year else self.loaded.dataset)

    def _map_points(self, year: int | None) -> MapPoints:
        return map_points_of(self.index(year).dataset, year)


def current() -> Loaded:
    """The data as it is on disk now.

    Raises:
        UnreadableTable: There is no campaigns table to read.
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


def forget() -> None:
    """Read the files anew, although their times and sizes may tell of no change."""
    _read.cache_clear()


@contextmanager
def _reading() -> Iterator[_Reading]:
    """The newest reading, for one session at a time, so that no two make the same."""
    path = data_path()
    with _TURN:
        yield _read(path, _stamp(path), datetime.now(UTC).date())


@lru_cache(maxsize=1)
def _read(path: Path, stamp: Stamp, today: date) -> _Reading:
    return _Reading(path, today)


def _stamp(path: Path) -> Stamp:
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    return tuple((file.name, stat.st_mtime_ns, stat.st_size) for file in files if (stat := _stat(file)))


def _stat(file: Path) -> os.stat_result | None:
    try:
        return file.stat()
    except OSError:
        return None
