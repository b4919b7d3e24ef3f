"""`python -m campaigns export`: every format from the command line, of a view or of everything."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path

import feedparser
import icalendar
import pymupdf
import pytest
from pptx import Presentation

from commands import export
from commands.line import main
from exports.formats import FORMATS
from tests.unit.factories import campaign, event, written

Captured = pytest.CaptureFixture[str]
ADDRESS = "https://campaigns.example.org/"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows = [
        campaign(),
        campaign(id="b", place="Sampleville", status="lost", targets="Sample Industries"),
        campaign(id="c", place="Sample-on-Sea", status="reversed"),
    ]
    steps = [event(), event(campaign_id="b", status_after="lost"), event(campaign_id="c", status_after="reversed")]
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "campaigns.csv").write_text(written(rows), encoding="utf-8")
    (folder / "events.csv").write_text(written(steps), encoding="utf-8")
    return folder


def exported(data: Path, name: str, *options: str) -> bytes:
    file = data.parent / f"out.{name}"
    assert main(["export", "--format", name, "-o", str(file), "--data", str(data), *options]) == 0
    return file.read_bytes()


def test_the_command_offers_every_format() -> None:
    assert [*export.Formats()] == [*FORMATS, "site"]


def test_each_format_can_be_read_by_its_own_reader(data: Path) -> None:
    assert len(json.loads(exported(data, "geojson"))["features"]) == 3
    assert exported(data, "csv").decode("utf-8-sig").count("\n") == 4
    assert "events.csv" in zipfile.ZipFile(BytesIO(exported(data, "zip"))).namelist()
    assert len(feedparser.parse(exported(data, "atom")).entries) == 3
    assert len(icalendar.Calendar.from_ical(exported(data, "ics")).walk("VEVENT")) == 3
    assert len(Presentation(BytesIO(exported(data, "pptx"))).slides) == 5
    assert "Sampleville" in pymupdf.open(stream=exported(data, "pdf"))[0].get_text()
    assert b"Sampleville" in exported(data, "html")


def test_filters_pick_what_is_exported(data: Path) -> None:
    lost = json.loads(exported(data, "geojson", "--status", "lost", "--status", "reversed"))
    assert [feature["properties"]["id"] for feature in lost["features"]] == ["b", "c"]
    sample = json.loads(exported(data, "geojson", "--target", "sample-industries"))
    assert [feature["properties"]["id"] for feature in sample["features"]] == ["b"]


def test_campaigns_can_be_picked_by_hand_and_in_order(data: Path) -> None:
    found = json.loads(exported(data, "geojson", "--campaign", "c", "--campaign", "b"))
    assert [feature["properties"]["id"] for feature in found["features"]] == ["c", "b"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--status", "victorious"], "status “victorious” is not known."),
        (["--target", "Nobody Corp"], "target “Nobody Corp” is not known."),
        (["--near", "Nowhereham on Nothing"], "near “Nowhereham on Nothing” is no place known here."),
        (["--campaign", "no-such-id"], "There is no campaign with the id no-such-id that can be shown."),
    ],
)
def test_what_is_not_known_is_refused_and_nothing_is_written(
    data: Path, capsys: Captured, options: list[str], said: str
) -> None:
    file = data.parent / "out.csv"
    assert main(["export", "--format", "csv", "-o", str(file), "--data", str(data), *options]) == 1
    assert capsys.readouterr().err.strip() == said
    assert not file.exists()


def test_a_file_that_cannot_be_written_is_told_in_a_sentence(data: Path, capsys: Captured) -> None:
    assert main(["export", "--format", "csv", "-o", str(data), "--data", str(data)]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_data_that_cannot_be_read_is_told_in_a_sentence(tmp_path: Path, capsys: Captured) -> None:
    assert main(["export", "--format", "csv", "-o", str(tmp_path / "x"), "--data", str(tmp_path / "none")]) == 2
    assert "There is no file or folder" in capsys.readouterr().err


def test_a_view_carries_its_own_address(data: Path) -> None:
    feed = feedparser.parse(exported(data, "atom", "--status", "lost", "--address", ADDRESS))
    assert feed.feed.link == f"{ADDRESS}?status=lost"
    assert feed.entries[0].link == f"{ADDRESS}?campaign=b"


def test_the_site_is_a_folder_that_any_host_can_carry(data: Path) -> None:
    folder = data.parent / "site"
    assert main(["export", "--format", "site", "-o", str(folder), "--data", str(data), "--address", ADDRESS]) == 0
    for path in ("index.html", "404.html", "robots.txt", "data/feed.atom", "campaigns/b/index.html"):
        assert (folder / path).is_file()
