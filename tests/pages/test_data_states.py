"""What the pages make of data that is faulty, missing, partial or changing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages.app import App
from tests.pages.conftest import CAMPAIGNS, COMPANIES, SAME, Open, write

PAGES = ("explore", "companies", "trends", "involved", "about")
FAULTY = [
    {"status": "victorious"},
    {"latitude": "north"},
    {"id": "Not An Id"},
    {"url": "javascript:alert(1)"},
]


def test_faulty_rows_are_held_back_and_named(data: Path) -> None:
    rows = [SAME | row for row in CAMPAIGNS]
    rows[0] |= {"status": "victorious"}
    rows[1] |= {"latitude": "north"}
    write(data / "campaigns.csv", rows)
    app = App()
    assert app.faults == []
    assert app.heading == "4 campaigns"
    assert "4 of 6 campaigns can be shown." in app.words
    for word in ("row 2", "victorious", "row 3", "north", "Exampleton"):
        assert word in app.words


@pytest.mark.parametrize("fault", FAULTY, ids=lambda fault: next(iter(fault)))
def test_one_faulty_row_leaves_all_others_shown(data: Path, fault: dict[str, str]) -> None:
    write(data / "campaigns.csv", [SAME | CAMPAIGNS[0] | fault, *(SAME | row for row in CAMPAIGNS[1:])])
    app = App()
    assert app.faults == []
    assert app.heading == "5 campaigns"
    assert "5 of 6 campaigns can be shown." in app.words


def test_a_held_back_campaign_cannot_be_opened(data: Path) -> None:
    write(data / "campaigns.csv", [SAME | CAMPAIGNS[0] | {"status": "x"}, *(SAME | row for row in CAMPAIGNS[1:])])
    app = App("./?campaign=exampleton-divestment")
    assert app.faults == []
    assert "exampleton-divestment" in app.words
    assert len(app.listed) == 5


def test_sound_data_shows_no_banner(invented: Open) -> None:
    app = invented()
    assert not app.has("banner_problems")
    assert not app.has("banner_notes")


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 not a table", b"name,age\nx,3\n"])
def test_data_that_cannot_be_read_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "campaigns.csv").write_bytes(content)
    monkeypatch.setenv("CAMPAIGNS_DATA", str(tmp_path))
    app = App()
    assert app.faults == []
    assert "cannot be read" in app.heading
    assert "campaigns.csv" in app.at.text[0].value


def test_a_missing_folder_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMPAIGNS_DATA", str(tmp_path / "nowhere"))
    app = App()
    assert app.faults == []
    assert "cannot be read" in app.heading
    assert "nowhere" in app.at.text[0].value


def test_the_dashboard_comes_back_once_the_data_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMPAIGNS_DATA", str(tmp_path))
    app = App("./?status=won")
    assert "cannot be read" in app.heading
    write(tmp_path / "campaigns.csv", [SAME | row for row in CAMPAIGNS])
    assert app.run().heading.startswith("2 campaigns")


def test_an_empty_table_shows_no_campaign_on_any_page(data: Path) -> None:
    header = ",".join(dict.fromkeys(column for row in CAMPAIGNS for column in SAME | row))
    (data / "campaigns.csv").write_text(header + "\n", encoding="utf-8")
    (data / "events.csv").unlink()
    app = App()
    assert app.faults == []
    assert app.heading == "0 campaigns"
    for page in PAGES:
        assert app.go_to(page).faults == [], page


@pytest.mark.parametrize("name", ["campaigns.csv", "my own list.csv"])
def test_a_lone_table_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    write(tmp_path / name, [SAME | row for row in CAMPAIGNS])
    monkeypatch.setenv("CAMPAIGNS_DATA", str(tmp_path / name))
    app = App("./?campaign=exampleton-divestment")
    assert app.faults == []
    assert app.html("campaign_card").count("<time") == 2
    assert "https://example.org/page" in app.html("campaign_card")
    for page in PAGES:
        assert app.go_to(page).faults == [], page


def test_campaigns_without_a_point_are_listed_and_not_drawn(data: Path) -> None:
    write(data / "campaigns.csv", [SAME | row | {"latitude": "", "longitude": ""} for row in CAMPAIGNS])
    app = App()
    assert app.faults == []
    assert len(app.listed) == 6
    assert app.markers == []


def test_campaigns_without_any_date_are_listed(data: Path) -> None:
    write(data / "campaigns.csv", [SAME | row | {"started": "", "decided": ""} for row in CAMPAIGNS])
    (data / "events.csv").unlink()
    app = App()
    assert app.faults == []
    assert len(app.listed) == 6
    for page in PAGES:
        assert app.go_to(page).faults == [], page


def test_a_changed_file_is_read_on_the_next_run(data: Path) -> None:
    app = App()
    assert app.heading == "6 campaigns"
    write(data / "campaigns.csv", [SAME | row for row in CAMPAIGNS[:2]])
    assert app.run().heading == "2 campaigns"


def test_a_chosen_company_that_leaves_the_data_does_no_harm(data: Path) -> None:
    app = App().choose("target", ["Sample Industries"])
    write(data / "campaigns.csv", [SAME | row | {"targets": ""} for row in CAMPAIGNS])
    write(data / "companies.csv", COMPANIES[:1])
    assert app.run().faults == []
