"""The About page: how to read the data, what each column means, what is missing, and the files themselves."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import streamlit as st

from campaigns.filters import Vocabulary
from campaigns.gaps import gaps
from campaigns.loading import Loaded, data_path
from campaigns.schema import SCHEMA_FILE, package, tables
from campaigns.words import counted, country_name
from ui import blocks, theme
from ui.legend import codebook


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
    with st.container(horizontal=True):
        st.download_button("All tables (zip)", zipped(_table_files()), "city-campaigns.zip")
        for file in _table_files():
            st.download_button(file.name, file.read_bytes(), file.name)
    blocks.show("licences.html", Vocabulary((), ()), key="licences", licences=package()["licenses"])


def zipped(files: list[Path]) -> bytes:
    """Files as one zip archive."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as bundle:
        for file in files:
            bundle.write(file, file.name)
    return archive.getvalue()


def _table_files() -> list[Path]:
    """The tables as they are on disk, and the schema that says what they mean."""
    path = data_path()
    if not path.is_dir():
        return [path, SCHEMA_FILE]
    named = (path / table.filename for table in tables().values())
    return [*(file for file in named if file.is_file()), SCHEMA_FILE]
