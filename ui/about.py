"""The About page: how to read the data, what each column means, what is missing, and the files themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import streamlit as st

from campaigns.filters import Vocabulary
from campaigns.gaps import gaps
from campaigns.loading import Loaded, data_path, table_files
from campaigns.schema import SCHEMA_FILE, package, tables
from campaigns.tables import UnreadableTable, content
from campaigns.wording import say
from campaigns.words import country_name
from ui import blocks, theme
from ui.archives import zipped
from ui.blocks import NO_LINKS
from ui.legend import codebook
from ui.share import live


def show(loaded: Loaded, vocabulary: Vocabulary) -> None:
    """Put the page together."""
    theme.heading(say("About the data"), say(package()["description"]))
    reading, columns, missing, files = st.tabs(
        [say("How to read it"), say("Every column"), say("Known gaps"), say("Files and licences")]
    )
    with reading:
        _reading(loaded, vocabulary)
    with columns:
        blocks.show("dictionary.html", vocabulary, key="dictionary", tables=list(tables().values()))
    with missing:
        _gaps(loaded, vocabulary)
    with files:
        _files()


def _reading(loaded: Loaded, vocabulary: Vocabulary) -> None:
    dataset = loaded.dataset
    blocks.show(
        "reading.html",
        vocabulary,
        key="reading",
        **codebook(),
        campaigns=len(dataset.campaigns),
        events=sum(len(dataset.history(campaign)) for campaign in dataset.campaigns),
        countries=len({c.country for c in dataset.campaigns}),
        verdict=loaded.report.verdict(),
    )


def _gaps(loaded: Loaded, vocabulary: Vocabulary) -> None:
    dataset = loaded.dataset
    blocks.show(
        "gaps.html",
        vocabulary,
        key="gaps",
        total=len(dataset.campaigns),
        gaps=gaps(dataset),
        countries=[country_name(code) for code in vocabulary.countries],
        noted=[campaign for campaign in dataset.campaigns if campaign.source_note],
    )


def _files() -> None:
    everything: dict[str, bytes] = {}
    for name, file in _table_files():
        try:
            everything[name] = content(file)
        except UnreadableTable as problem:
            st.text(str(problem))
    with st.container(horizontal=True):
        st.download_button(say("All tables (zip)"), zipped(everything), "city-campaigns.zip")
        for name, data in everything.items():
            st.download_button(name, data, name)
    blocks.show("licences.html", NO_LINKS, key="licences", licences=package()["licenses"], live=live())


def _table_files() -> Iterator[tuple[str, Path]]:
    """The tables as they are on disk, by the names that the schema has for their files, and the schema itself."""
    try:
        yield from ((tables()[name].filename, file) for name, file in table_files(data_path()).items())
    except UnreadableTable as problem:
        st.text(str(problem))
    yield SCHEMA_FILE.name, SCHEMA_FILE
