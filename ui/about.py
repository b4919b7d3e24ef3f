"""The About page: how to read the data, what each column means, what is missing, and the files themselves."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from campaigns.filters import Vocabulary
from campaigns.gaps import gaps
from campaigns.loading import Loaded, data_path
from campaigns.schema import SCHEMA_FILE, package, tables
from campaigns.words import counted, country_name
from ui import blocks, theme
from ui.archives import zipped
from ui.blocks import NO_LINKS
from ui.legend import codebook
from ui.share import LIVE


def show(loaded: Loaded, vocabulary: Vocabulary) -> None:
    """Put the page together."""
    theme.heading("About the data", package()["description"])
    reading, columns, missing, files = st.tabs(["How to read it", "Every column", "Known gaps", "Files and licences"])
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
        campaigns=counted(len(dataset.campaigns), "campaign"),
        events=counted(sum(len(dataset.history(campaign)) for campaign in dataset.campaigns), "dated event"),
        countries=counted(len({c.country for c in dataset.campaigns}), "country", "countries"),
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
    everything = {file.name: file.read_bytes() for file in _table_files()}
    with st.container(horizontal=True):
        st.download_button("All tables (zip)", zipped(everything), "city-campaigns.zip")
        for name, content in everything.items():
            st.download_button(name, content, name)
    blocks.show("licences.html", NO_LINKS, key="licences", licences=package()["licenses"], live=LIVE)


def _table_files() -> list[Path]:
    """The tables as they are on disk, and the schema that says what they mean."""
    path = data_path()
    if not path.is_dir():
        return [path, SCHEMA_FILE]
    named = (path / table.filename for table in tables().values())
    return [*(file for file in named if file.is_file()), SCHEMA_FILE]
