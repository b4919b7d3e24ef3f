"""Exported tables are read again without a change, alone and packed with all that belongs to them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from frictionless import Package
from hypothesis import given

from campaigns.dataset import Dataset
from campaigns.filters import Filters
from campaigns.formulas import harmless
from campaigns.loading import Loaded, load
from campaigns.records import Campaign, Company, Resource, build
from campaigns.schema import tables
from campaigns.tables import read_sheet
from exports.tables import csv_of, events_of, zipped
from tests.unit.factories import campaign as campaign_row
from tests.unit.factories import event as event_row
from tests.unit.factories import loaded, sheet, written
from tests.unit.making import at, campaign, datasets, event
from tests.unit.publishing import ADVERSE, TODAY, any_texts, everything, of, publication, saying

DATA = Path(__file__).resolve().parents[2] / "data"


def campaigns_in(data: bytes) -> list[Campaign]:
    table = tables()["campaigns"]
    return [build(Campaign, table, row.cells) for row in read_sheet(table, table.filename, data).rows]


def unpacked(data: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder


def reloaded(data: bytes, folder: Path) -> Loaded:
    return load(unpacked(data, folder), today=TODAY)


def test_the_projects_own_campaigns_are_exported_as_the_very_files_they_came_from() -> None:
    assert csv_of(everything()) == (DATA / "campaigns.csv").read_bytes()
    assert events_of(everything()) == (DATA / "events.csv").read_bytes()


def test_a_view_has_its_own_campaigns_and_their_steps_only() -> None:
    dataset = Dataset(
        (campaign("a", country="NO"), campaign("b", country="US")), (event("a"), event("b", what="Another town's step"))
    )
    view = publication(dataset, Filters(country=("NO",)))
    assert [one.id for one in campaigns_in(csv_of(view))] == ["a"]
    assert "Another town" not in events_of(view).decode()


def test_a_table_without_rows_has_a_header() -> None:
    assert csv_of(of()).decode().startswith("id,title,place,")
    assert events_of(of(campaign())).decode().splitlines() == [",".join(f.name for f in tables()["events"].fields)]


@given(datasets())
def test_what_is_exported_is_read_the_same(dataset: Dataset) -> None:
    assert campaigns_in(csv_of(publication(dataset))) == sorted(dataset.campaigns, key=lambda one: one.id)


@given(any_texts)
def test_any_text_is_read_as_from_a_file_of_ones_own(text: str) -> None:
    kept = text.encode("utf-8", "replace").decode().replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    exported = sheet(csv_of(saying(text))).rows[0].cells["body"]
    assert exported == sheet(written([campaign_row(body=harmless(kept))])).rows[0].cells["body"]
    assert exported in kept


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "＝1", "'=1", "x;=1", "-121.5"])
def test_a_text_that_looks_like_a_formula_is_guarded_and_read_the_same(text: str) -> None:
    (row,) = csv.DictReader(io.StringIO(csv_of(saying(text)).decode(), newline=""))
    assert "'" in row["title"]
    assert campaigns_in(csv_of(saying(text)))[0].title == text.strip()


def test_a_negative_coordinate_is_a_plain_number() -> None:
    (row,) = csv.DictReader(io.StringIO(csv_of(of(at(-36.5, -0.00011))).decode()))
    assert (row["latitude"], row["longitude"]) == ("-36.5", "-0.0001")


def test_a_marked_file_begins_with_the_mark_and_is_read_the_same() -> None:
    told = of(campaign(place="Éxampleton"))
    assert csv_of(told, marked=True) == b"\xef\xbb\xbf" + csv_of(told)
    assert events_of(told, marked=True) == b"\xef\xbb\xbf" + events_of(told)
    assert campaigns_in(csv_of(told, marked=True)) == campaigns_in(csv_of(told))


def test_a_package_is_a_data_set_of_its_own(tmp_path: Path) -> None:
    again = reloaded(zipped(everything()), tmp_path)
    assert again.report.problems == load(DATA, today=TODAY).report.problems
    for part in ("campaigns", "events", "companies", "resources"):
        assert getattr(again.dataset, part) == getattr(everything().dataset, part)


def test_a_package_holds_the_companies_that_are_named_and_all_resources(tmp_path: Path) -> None:
    dataset = Dataset(
        campaigns=(campaign(targets=("Example Corp",)),),
        companies=(Company("Example Corp", aliases=("Example Corporation",)), Company("Sample Industries")),
        resources=(Resource("A guide", "guide", "https://example.org/guide"),),
    )
    again = reloaded(zipped(publication(dataset)), tmp_path).dataset
    assert again.companies == dataset.companies[:1]
    assert again.resources == dataset.resources


def test_a_package_describes_the_tables_that_are_in_it(tmp_path: Path) -> None:
    folder = unpacked(zipped(of(campaign())), tmp_path)
    assert sorted(file.name for file in folder.iterdir()) == ["README.txt", "campaigns.csv", "datapackage.json"]
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["path"] for resource in described["resources"]] == ["campaigns.csv"]
    assert (described["view"], described["created"]) == ("1 campaign", "2026-11-21T00:00:00Z")


def test_the_description_fits_the_tables(tmp_path: Path) -> None:
    folder = unpacked(zipped(everything()), tmp_path)
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.to_summary()


def test_a_package_says_what_it_is_who_may_use_it_and_whom_to_credit(tmp_path: Path) -> None:
    view = of(campaign(), events=(event(),), address="https://campaigns.example.org/?status=won")
    note = (unpacked(zipped(view), tmp_path) / "README.txt").read_text(encoding="utf-8")
    for words in (
        "City Campaigns",
        "1 campaign",
        "events.csv: 1 row",
        "creativecommons.org",
        "GeoNames",
        "?status=won",
    ):
        assert words in note


def test_a_package_is_the_same_bytes_each_time() -> None:
    assert zipped(everything()) == zipped(everything())
    with zipfile.ZipFile(io.BytesIO(zipped(everything()))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 21, 0, 0, 0)}


@pytest.mark.parametrize("text", ADVERSE, ids=lambda text: ascii(text[:24]))
def test_adverse_text_changes_no_name_in_a_package(text: str) -> None:
    with zipfile.ZipFile(io.BytesIO(zipped(saying(text, address=text)))) as archive:
        assert set(archive.namelist()) == {"README.txt", "datapackage.json", "campaigns.csv", "events.csv"}
        rows = list(csv.reader(io.StringIO(archive.read("events.csv").decode(), newline="")))
    assert {len(row) for row in rows} == {len(tables()["events"].fields)}


def test_a_data_set_with_formulas_survives_its_own_export(tmp_path: Path) -> None:
    told = loaded(events=[event_row(what="=1+1", source_title="Sample; =1+1; x")]).dataset
    again = reloaded(zipped(publication(told)), tmp_path).dataset
    assert (again.campaigns, again.events) == (told.campaigns, told.events)
    assert again.events[0].what == "=1+1"
