"""What the first visitor would wait for, done in the background while the server starts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from threading import Thread

import streamlit as st

from campaigns.tables import UnreadableTable
from ui import data

_LIBRARIES = ("folium", "pandas")
"""What takes long to load. What declares a component of the page may only be loaded by a page."""


@asynccontextmanager
async def warmed(app: st.App) -> AsyncIterator[None]:
    """Begin with the first page's libraries and the data, and let the server answer meanwhile."""
    Thread(target=_prepare, name="warming", daemon=True).start()
    yield


def _prepare() -> None:
    for library in _LIBRARIES:
        import_module(library)
    with suppress(UnreadableTable):  # every page says so
        data.index(None)
        data.map_points(None)
