"""The data set that all sessions share, read once and again when a file of it changes."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from campaigns.dataset import Dataset
from campaigns.keeping import Store
from campaigns.loading import Loaded, data_path, load
from campaigns.past import as_of
from campaigns.selection import Index
from ui.map_points import MapPoints, map_points_of

Stamp = tuple[tuple[str, int, int], ...]
"""The tables' names, times and sizes: what tells that a file has changed."""


def current() -> Loaded:
    """The data as it is on disk now.

    Raises:
        UnreadableTable: There is no campaigns table to read.
    """
    path = data_path()
    return _load(path, _stamp(path), datetime.now(UTC).date().isoformat())


def index(year: int | None) -> Index:
    """The indexed data set, as it stands today or stood at the end of a year."""
    path = data_path()
    return _index(path, _stamp(path), datetime.now(UTC).date().isoformat(), year)


def map_points(year: int | None) -> MapPoints:
    """The same data set as the map's frame fetches it."""
    path = data_path()
    return _map_points(path, _stamp(path), datetime.now(UTC).date().isoformat(), year)


def forget() -> None:
    """Read the files anew, although their times and sizes may tell of no change."""
    _load.clear()
    _index.clear()
    _map_points.clear()


@st.cache_resource(show_spinner=False, max_entries=2)
def _load(path: Path, stamp: Stamp, today: str) -> Loaded:
    Store(path).complete_if_possible()
    return load(path, today=datetime.fromisoformat(today).date())


@st.cache_resource(show_spinner=False, max_entries=40)
def _index(path: Path, stamp: Stamp, today: str, year: int | None) -> Index:
    dataset: Dataset = _load(path, stamp, today).dataset
    return Index(as_of(dataset, year) if year else dataset)


@st.cache_resource(show_spinner=False, max_entries=40)
def _map_points(path: Path, stamp: Stamp, today: str, year: int | None) -> MapPoints:
    return map_points_of(_index(path, stamp, today, year).dataset, year)


def _stamp(path: Path) -> Stamp:
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    return tuple((file.name, stat.st_mtime_ns, stat.st_size) for file in files if (stat := _stat(file)))


def _stat(file: Path) -> os.stat_result | None:
    try:
        return file.stat()
    except OSError:
        return None
