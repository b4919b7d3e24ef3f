"""A small invented data set, and sessions of the dashboard that show it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import streamlit.testing.v1.app_test
from streamlit.runtime.pages_manager import PagesManager

from tests.pages.app import App

Open = Callable[..., App]
Row = dict[str, str]

SAME = {"level": "city", "url": "https://example.org/page", "last_checked": "2026-11", "confidence": "high"}
EXAMPLETON = {"place": "Exampleton", "country": "US", "latitude": "44", "longitude": "-121", "body": "City council"}
SAMPLEVILLE = {"place": "Sampleville", "country": "GB", "latitude": "52.5", "longitude": "-1.5", "body": "Council"}
COUNTY = SAMPLEVILLE | {"place": "Sampleville County", "latitude": "52.9", "longitude": "-1.2", "level": "county"}

CAMPAIGNS: list[Row] = [
    {
        "id": "exampleton-divestment",
        "title": "Divestment from Example Corp",
        "ask": "divestment",
        "targets": "Example Corp",
        "status": "won",
        "force": "binding",
        "started": "2015-03",
        "decided": "2016-05-14",
        "organizers": "Exampleton Forum",
    }
    | EXAMPLETON,
    {
        "id": "exampleton-procurement",
        "title": "Procurement motion",
        "ask": "procurement",
        "targets": "Sample Industries",
        "status": "lost",
        "force": "advisory",
        "started": "2019",
        "decided": "2020-02",
    }
    | EXAMPLETON,
    {
        "id": "sampleville-bonds",
        "title": "Sale of bonds",
        "ask": "bonds",
        "targets": "Example Corp; Sample Industries",
        "status": "reversed",
        "force": "binding",
        "started": "2014",
        "decided": "2018",
    }
    | SAMPLEVILLE,
    {
        "id": "sampleville-county-twinning",
        "title": "End of a twinning",
        "ask": "twinning",
        "status": "ongoing",
        "force": "unknown",
        "started": "2021-09",
    }
    | COUNTY,
    {
        "id": "exampleton-policy",
        "title": "Policy on human rights",
        "ask": "human-rights policy",
        "targets": "Example Corp",
        "status": "partial",
        "force": "advisory",
        "started": "2012",
        "decided": "2013",
    }
    | EXAMPLETON
    | {"place": "Exampleton Heights", "latitude": "45", "longitude": "-120"},
    {
        "id": "sampleville-police",
        "title": "End of a police exchange",
        "ask": "police exchange",
        "status": "won",
        "force": "unknown",
        "started": "2022",
        "decided": "2023",
    }
    | SAMPLEVILLE
    | {"place": "Sampleville upon Sample", "latitude": "53.4", "longitude": "-2.2"},
]
"""All statuses; two in one place, two without a company, one of year-only dates and without events."""

STEP = {
    "kind": "vote",
    "source_url": "https://example.org/minutes",
    "source_title": "Minutes",
    "source_kind": "official",
}
EVENTS: list[Row] = [
    STEP | {"campaign_id": "exampleton-divestment", "date": "2015-03", "kind": "launch", "what": "A motion is tabled."},
    STEP
    | {
        "campaign_id": "exampleton-divestment",
        "date": "2016-05-14",
        "what": "The council adopts it.",
        "votes_for": "7",
        "votes_against": "2",
        "status_after": "won",
    },
    STEP | {"campaign_id": "exampleton-procurement", "date": "2019", "kind": "launch", "what": "A motion is tabled."},
    STEP
    | {"campaign_id": "exampleton-procurement", "date": "2020-02", "what": "It is refused.", "status_after": "lost"},
    STEP | {"campaign_id": "sampleville-bonds", "date": "2014", "what": "Adopted.", "status_after": "won"},
    STEP
    | {
        "campaign_id": "sampleville-bonds",
        "date": "2018",
        "kind": "reversal",
        "what": "Rescinded.",
        "status_after": "reversed",
    },
    STEP
    | {"campaign_id": "sampleville-county-twinning", "date": "2021-09", "kind": "launch", "what": "A petition starts."},
    STEP | {"campaign_id": "sampleville-police", "date": "2022", "kind": "hearing", "what": "A hearing is held."},
    STEP | {"campaign_id": "sampleville-police", "date": "2023", "what": "It is ended.", "status_after": "won"},
]
COMPANIES: list[Row] = [
    {"name": "Example Corp", "aliases": "Excorp", "sector": "examples", "profile_url": "https://example.com/"},
    {"name": "Sample Industries", "sector": "samples"},
]


@pytest.fixture(autouse=True)
def _dashboard_names_its_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run every page through dashboard.py.

    AppTest forgets between two runs that the app calls st.navigation, and runs the files of `pages/` on their own.
    """

    class Navigated(PagesManager):
        def __init__(self, *args: object, **kwargs: object) -> None:
            PagesManager.uses_pages_directory = False
            super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(streamlit.testing.v1.app_test, "PagesManager", Navigated)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the invented data set, which the dashboard shows."""
    folder = tmp_path / "data"
    folder.mkdir()
    write(folder / "campaigns.csv", [SAME | row for row in CAMPAIGNS])
    write(folder / "events.csv", EVENTS)
    write(folder / "companies.csv", COMPANIES)
    monkeypatch.setenv("CAMPAIGNS_DATA", str(folder))
    return folder


@pytest.fixture
def invented(data: Path) -> Open:
    """Opens an address of the dashboard that shows the invented data set."""
    return App


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens an address of the dashboard that shows the project's own data."""
    monkeypatch.delenv("CAMPAIGNS_DATA", raising=False)
    return App


def write(file: Path, rows: Iterable[Row]) -> None:
    """Write rows as a CSV file, with every column that any of them has."""
    rows = list(rows)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with file.open("w", encoding="utf-8", newline="") as handle:
        table = csv.DictWriter(handle, columns, restval="")
        table.writeheader()
        table.writerows(rows)
