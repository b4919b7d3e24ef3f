"""Companies, Trends and About: on the project's own data, on invented data, and where a filter matches nothing."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager

from campaigns.schema import SCHEMA_FILE
from tests.pages.app import App
from tests.pages.conftest import Open

OTHERS = ("companies", "trends", "involved", "about")


@pytest.mark.parametrize("page", OTHERS)
@pytest.mark.parametrize("address", ["./", "./?q=zzzz", "./?status=won&target=none", "./?year=2012"])
def test_opens_on_invented_data(invented: Open, page: str, address: str) -> None:
    app = invented(address).go_to(page)
    assert app.faults == []
    assert app.page == page
    assert app.heading


@pytest.mark.parametrize("page", OTHERS)
@pytest.mark.parametrize("address", ["./", "./?q=zzzz"])
def test_opens_on_the_projects_own_data(real: Open, page: str, address: str) -> None:
    app = real(address).go_to(page)
    assert app.faults == []
    assert app.heading


@pytest.mark.parametrize("page", ["companies", "trends"])
def test_the_view_goes_along_from_page_to_page(invented: Open, page: str) -> None:
    app = invented("./?status=won").go_to(page).go_to("explore")
    assert app.address == {"status": ["won"]}
    assert len(app.listed) == 2


def test_companies_are_counted_in_the_heading(invented: Open) -> None:
    app = invented().go_to("companies")
    assert app.heading.startswith("2 companies")
    assert app.text("companies").index("Example Corp") < app.text("companies").index("Sample Industries")


def test_a_company_opens_from_the_table_and_shows_all_its_campaigns(invented: Open) -> None:
    app = invented("./?status=lost").go_to("companies").follow("companies", "Example Corp")
    assert app.faults == []
    assert app.heading == "Example Corp"
    assert set(app.listed) == {"exampleton-divestment", "sampleville-bonds", "exampleton-policy"}
    assert app.address["company"] == ["example-corp"]


def test_a_company_opens_from_a_card_and_leads_to_its_map(invented: Open) -> None:
    app = invented("./?campaign=sampleville-bonds").follow("campaign_card", "Sample Industries")
    assert app.page == "companies"
    assert app.heading == "Sample Industries"
    app.follow("company", "See them on the map")
    assert app.page == ""
    assert app.address == {"target": ["sample-industries"]}
    assert set(app.listed) == {"exampleton-procurement", "sampleville-bonds"}


def test_a_campaign_opens_from_its_companys_page(invented: Open) -> None:
    app = invented().go_to("companies").follow("companies", "Sample Industries").follow("company", "Sale of bonds")
    assert app.page == ""
    assert "Rescinded." in app.text("campaign_card")


def test_an_unknown_company_gets_a_sentence_and_the_table(invented: Open) -> None:
    app = invented("./?company=%3Cb%3Enobody").go_to("companies")
    assert app.faults == []
    assert "<b>nobody" in app.words
    assert app.heading.startswith("2 companies")


def test_trends_follow_the_filters(invented: Open) -> None:
    app = invented().go_to("trends")
    assert "6 campaigns" in app.heading
    assert "Example Corp is named most" in app.words
    app.choose("status", ["lost"])
    assert app.faults == []
    assert "1 campaign" in app.heading
    assert app.address == {"status": ["lost"]}


def test_the_table_beside_the_chart_of_decisions_counts_each_year(invented: Open) -> None:
    table = invented().go_to("trends").text("decisions_numbers")
    assert "2014 1 0 0 0 1" in table
    assert "2018 0 0 0 1 1" in table


def test_about_has_a_column_for_each_table_and_the_verdict(invented: Open) -> None:
    app = invented().go_to("about")
    assert "6 of 6 campaigns can be shown." in app.words
    assert "campaigns.csv" in app.text("dictionary")
    assert "name no company" in app.text("gaps")


def test_downloads_on_about_are_the_files_themselves(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offered = downloads(monkeypatch)
    App().go_to("about")
    for name in ("campaigns.csv", "events.csv", "companies.csv"):
        assert offered[name] == (data / name).read_bytes()
    assert offered[SCHEMA_FILE.name] == SCHEMA_FILE.read_bytes()
    [archive] = (content for name, content in offered.items() if name.endswith(".zip"))
    with zipfile.ZipFile(io.BytesIO(archive)) as bundle:
        assert set(bundle.namelist()) == {"campaigns.csv", "events.csv", "companies.csv", SCHEMA_FILE.name}
        assert bundle.read("events.csv") == (data / "events.csv").read_bytes()


def downloads(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What the page gives to Streamlit's store of files, by file name, as it comes in."""
    offered: dict[str, bytes] = {}
    add = MediaFileManager.add

    def note(store: MediaFileManager, data: bytes, *args: Any, **options: Any) -> str:
        if "file_name" in options:  # the wordmark is stored there too, without one
            offered[options["file_name"]] = data
        return add(store, data, *args, **options)

    monkeypatch.setattr(MediaFileManager, "add", note)
    return offered
