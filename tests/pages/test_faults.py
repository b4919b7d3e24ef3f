"""What visitors and organizers see of a fault: a sentence, all that can still be shown, and everything they entered."""

from __future__ import annotations

import errno
import logging
import os
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.logger import get_logger

from campaigns import clock
from campaigns.places import OfflineGeocoder
from tests.pages.app import App
from tests.pages.conftest import CAMPAIGNS, SAME, Open, write
from tests.unit.making import HOSTILE
from ui import data as shared
from ui import editors, mishaps, near, places, trends
from ui.editors import Editor, Saving

PAGES = ("explore", "companies", "trends", "present", "involved", "update", "about")
STEP = {
    "date": "2026-10-05",
    "what": "The council adopts the motion.",
    "source_url": "https://example.org/minutes-2026",
}
REFUSALS = {
    errno.ENOSPC: "the disk is full",
    errno.EROFS: "the disk can only be read",
    errno.EIO: "input/output error",
}
SECRET = "words from inside the house"


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Iterator[None]:
    """The reading that one test leaves is not the next one's."""
    yield
    shared.forget()
    shared._last = None


@pytest.fixture
def may_save(monkeypatch: pytest.MonkeyPatch) -> None:
    """The visitor sits at the server's own machine, and saving is turned on there."""
    monkeypatch.setattr(editors, "saving", lambda: Saving(Editor("")))


def drafting(app: App) -> App:
    """Record a step and leave another half filled in."""
    app.go_to("update")
    for column, text in STEP.items():
        widget = app.at.text_area if column == "what" else app.at.text_input
        widget(key=f"step_{column}").set_value(text).run()
    app.at.selectbox(key="step_kind").set_value("vote").run()
    app.press("Add this step")
    app.at.text_area(key="step_what").set_value("Half a sentence").run()
    return app


def assert_draft_is_there(app: App) -> None:
    assert "1 event added" in app.text("draft_difference")
    assert app.at.text_area(key="step_what").value == "Half a sentence"


# Tables


def test_tables_that_cannot_be_read_any_more_are_shown_as_they_were_on_every_page(invented: Open, data: Path) -> None:
    app = invented("./?status=won")
    before = app.listed
    shutil.rmtree(data)
    app.run()
    assert (app.faults, app.listed, app.address) == ([], before, {"status": ["won"]})
    for page in PAGES:
        app.go_to(page)
        assert app.faults == [], page
        assert "You see the campaigns as they were on" in app.text("banner_faults"), page
        assert f"There is no file or folder {data}." in app.text("banner_faults"), page
    data.mkdir()
    write(data / "campaigns.csv", [SAME | row for row in CAMPAIGNS])
    assert not app.run().has("banner_faults")


def test_a_draft_outlives_tables_that_cannot_be_read(
    invented: Open, data: Path, may_save: None, tmp_path: Path
) -> None:
    app = drafting(invented("./?campaign=sampleville-county-twinning"))
    data.rename(tmp_path / "elsewhere")
    app.press("Save on this server")
    assert app.text("draft_told").startswith("Not saved. Nothing was saved: There is no file or folder")
    assert_draft_is_there(app)
    (tmp_path / "elsewhere").rename(data)
    app.press("Save on this server")
    assert app.text("draft_told") == "Saved."
    assert STEP["what"] in (data / "events.csv").read_text(encoding="utf-8")


def test_a_draft_outlives_a_start_without_tables(invented: Open, data: Path) -> None:
    app = drafting(invented("./?campaign=sampleville-county-twinning"))
    (data / "campaigns.csv").rename(data / "aside.csv")
    shared._last = None
    app.run()
    assert app.heading == "The campaigns cannot be read"
    assert "Nothing has to be started anew." in app.at.text[1].value
    (data / "aside.csv").rename(data / "campaigns.csv")
    assert_draft_is_there(app.run())


@pytest.mark.parametrize(("name", "content"), [("events", b""), ("companies", b"\x89PNG"), ("resources", None)])
def test_a_table_that_cannot_be_read_is_named_on_every_page(
    invented: Open, data: Path, name: str, content: bytes | None
) -> None:
    file = data / f"{name}.csv"
    file.unlink(missing_ok=True)
    file.write_bytes(content) if content is not None else file.symlink_to("nowhere")
    app = invented()
    assert len(app.listed) == len(CAMPAIGNS)
    for page in PAGES:
        app.go_to(page)
        assert app.faults == [], page
        assert f"{name}.csv" in app.text("banner_faults"), page
        assert "Until it is mended," in app.text("banner_faults"), page


def test_a_draft_outlives_a_table_that_cannot_be_read_for_a_while(invented: Open, data: Path) -> None:
    app = drafting(invented("./?campaign=sampleville-county-twinning"))
    events = (data / "events.csv").read_bytes()
    (data / "events.csv").write_bytes(b"\x89PNG")
    assert "nothing can be changed here" in app.run().at.error[0].value
    (data / "events.csv").write_bytes(events)
    assert_draft_is_there(app.run())


def test_a_fault_s_sentence_holds_no_markup_from_a_file_s_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = tmp_path / "".join(HOSTILE[:5]).replace("/", "|")
    write(odd, [SAME | row for row in CAMPAIGNS])
    monkeypatch.setenv("CAMPAIGNS_DATA", str(odd))
    app = App()
    odd.unlink()
    app.run()
    assert re.findall(r"</?\w+", app.html("banner_faults")) == ["<ul", "<li", "</li", "</ul"]
    assert HOSTILE[0].replace("/", "|") in app.text("banner_faults")


# Disks


def test_a_disk_that_takes_nothing_costs_no_draft(
    invented: Open, data: Path, may_save: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = drafting(invented("./?campaign=sampleville-county-twinning"))
    before = {file.name: file.read_bytes() for file in data.glob("*.csv")}
    for code, reason in REFUSALS.items():
        with monkeypatch.context() as disk:
            disk.setattr(os, "write", refusing(code))
            app.press("Save on this server")
        assert app.text("draft_told") == f"Not saved. Nothing was saved: {reason} ({data})."
        assert {file.name: file.read_bytes() for file in data.glob("*.csv")} == before
        assert_draft_is_there(app)
    assert app.press("Save on this server").text("draft_told") == "Saved."


def refusing(code: int) -> Any:
    def refuse(handle: int, content: bytes) -> int:
        raise OSError(code, os.strerror(code))

    return refuse


# The clock


@pytest.mark.parametrize("year", [1970, 2000, 2099])
def test_a_wrong_clock_is_told_on_every_page_and_hides_nothing(
    invented: Open, monkeypatch: pytest.MonkeyPatch, year: int
) -> None:
    monkeypatch.setattr(clock, "_clock", lambda: date(year, 1, 1))
    app = invented("./?campaign=exampleton-divestment")
    assert not app.has("banner_problems")
    assert "The council adopts it." in app.text("campaign_card")
    for page in PAGES if year == 1970 else ("explore",):
        app.go_to(page)
        assert app.faults == [], page
        assert f"The clock of this server says 1 January {year}" in app.text("banner_faults"), page


# Places


@pytest.fixture
def no_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server whose tables of places are gone."""
    geocoder = OfflineGeocoder(tmp_path / "nowhere")
    for module in (places, near):
        monkeypatch.setattr(module, "geocoder", lambda: geocoder)


def test_without_places_an_address_near_a_town_shows_everything_and_says_why(invented: Open, no_places: None) -> None:
    app = invented("./?near=Portland, OR&status=won")
    assert (app.faults, len(app.listed)) == ([], 2)
    assert "Towns and ZIP codes cannot be looked up just now" in app.text("near")
    assert "near “Portland, OR” is no place known here" in app.text("banner_notes")


def test_without_places_a_point_is_still_found(invented: Open, no_places: None) -> None:
    app = invented("./?near=44.0,-121.0")
    assert (app.faults, len(app.listed)) == ([], 2)


def test_without_places_a_campaign_is_placed_by_hand(invented: Open, no_places: None) -> None:
    app = invented().go_to("update")
    app.at.button_group(key="update_way").set_value("campaign").run()
    app.at.text_input(key="campaign_place_asked").set_value("Portland, Oregon").run()
    assert app.faults == []
    assert "Towns and ZIP codes cannot be looked up just now" in app.text("campaign_place_said")
    assert app.at.text_input(key="campaign_place").value == "Portland, Oregon"


# What nobody foresaw


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[logging.LogRecord]]:
    """What goes into the server's log."""
    records: list[logging.LogRecord] = []
    handler = logging.Handler()
    monkeypatch.setattr(handler, "emit", records.append)
    logger = get_logger(mishaps.__name__)
    logger.addHandler(handler)
    yield records
    logger.removeHandler(handler)


def test_an_error_in_a_page_is_a_sentence_on_the_page_and_a_traceback_in_the_log(
    invented: Open, monkeypatch: pytest.MonkeyPatch, log: list[logging.LogRecord]
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(SECRET)

    app = invented("./?status=won")
    monkeypatch.setattr(trends, "show", fail)
    app.go_to("trends")
    [error] = app.at.error
    assert error.value.startswith("Something went wrong here, and this part of the page is missing.")
    assert SECRET not in app.words
    assert "RuntimeError" not in app.words
    [record] = log
    assert record.exc_info
    assert str(record.exc_info[1]) == SECRET
    assert app.address == {"status": ["won"]}
    assert app.go_to("companies").faults == []


def test_an_error_before_the_page_is_a_sentence_too(
    invented: Open, monkeypatch: pytest.MonkeyPatch, log: list[logging.LogRecord]
) -> None:
    def fail(name: str) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(places, "search", fail)
    app = invented("./?near=Exampleton")
    assert [error.value.split(",")[0] for error in app.at.error] == ["Something went wrong here"]
    assert len(log) == 1


def test_an_error_in_a_page_costs_no_draft(
    invented: Open, monkeypatch: pytest.MonkeyPatch, log: list[logging.LogRecord]
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(SECRET)

    app = drafting(invented("./?campaign=sampleville-county-twinning"))
    with monkeypatch.context() as broken:
        broken.setattr(trends, "show", fail)
        app.go_to("trends")
        assert len(app.faults) == 1
        assert app.has("draft_copy")
    assert_draft_is_there(app.go_to("update"))
