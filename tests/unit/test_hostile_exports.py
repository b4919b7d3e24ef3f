"""Whatever a table says, what is exported of it says the same, and nothing in a file runs or leads astray.

Each format is written once, of a data set that says every payload of the corpus in every column of text.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from functools import cache
from html.parser import HTMLParser
from xml.etree import ElementTree

import icalendar
import openpyxl
import pptx
import pymupdf
import pytest

from campaigns.edition import Edition
from campaigns.filters import Filters
from campaigns.loading import load_bytes
from campaigns.records import Campaign
from campaigns.selection import Index, Selection
from campaigns.telling import place_name
from campaigns.workbooks import tables_in, workbook
from exports.calendar import calendar
from exports.feed import ATOM, atom
from exports.formats import in_format
from exports.geojson import geojson
from exports.lettering import printed
from exports.links import web_link
from exports.plain import plain
from exports.publication import Publication
from exports.site import site
from exports.slide_text import LONGEST, one_line
from exports.stationery import SHORT
from exports.tables import package_files
from tests.corpus.hostile import TODAY, link_columns, listed, loaded, payloads, text_columns
from tests.unit.test_pack import Reader

ADDRESS = "https://campaigns.example.org/"
THIRD = tuple(f"hostile-{number}" for number in range(230))
"""So many campaigns say each payload in one of three columns, and are few enough for a document."""

SIGNS = "=+-@＝＋－＠"
NUMBER = re.compile(r"-?\d+(\.\d+)?")


@cache
def everything(*chosen: str) -> Publication:
    return Publication(Selection(Index(loaded().dataset), Filters()), TODAY, ADDRESS, chosen)


def said(campaigns: Iterable[Campaign]) -> Iterable[str]:
    """Each text of campaigns' columns of text, the entries of lists one by one."""
    for campaign in campaigns:
        for column in text_columns("campaigns"):
            value = getattr(campaign, column)
            yield from value if isinstance(value, tuple) else [value]


def test_the_corpus_is_large_and_every_payload_of_it_is_shown_in_every_column() -> None:
    assert len(payloads()) >= 300
    assert loaded().report.blocking == ()
    for column in text_columns("campaigns"):
        values = {getattr(campaign, column) for campaign in loaded().dataset.campaigns}
        assert len(values) >= len(listed())


# Tables


def test_tables_are_read_back_as_they_were() -> None:
    files = package_files(everything())
    tables = {name.removesuffix(".csv"): data for name, data in files.items() if name.endswith(".csv")}
    again = load_bytes(tables, today=TODAY).dataset
    for name in ("campaigns", "companies", "resources"):
        assert sorted(getattr(again, name), key=repr) == sorted(getattr(loaded().dataset, name), key=repr)
    for campaign in again.campaigns:
        assert again.history(campaign) == loaded().dataset.history(campaign)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["commas", "semicolons", "tabs"])
def test_no_cell_of_a_table_is_a_formula_however_a_spreadsheet_parts_the_cells(delimiter: str) -> None:
    for name, data in package_files(everything()).items():
        if name.endswith(".csv"):
            rows = csv.reader(io.StringIO(data.decode(), newline=""), delimiter=delimiter)
            assert [cell for row in rows for cell in row if is_formula(cell)] == []


def is_formula(cell: str) -> bool:
    return cell.lstrip('" \u00a0\u200b')[:1] in {*SIGNS} and not NUMBER.fullmatch(cell.strip())


@cache
def book() -> bytes:
    return workbook({name: grid.sheet() for name, grid in Edition.of(loaded().sheets).grids.items()})


def test_a_workbook_holds_texts_and_numbers_and_nothing_that_is_worked_out_or_leads_anywhere() -> None:
    opened = openpyxl.load_workbook(io.BytesIO(book()))
    cells = [cell for sheet in opened.worksheets for row in sheet.iter_rows() for cell in row]
    assert len(cells) > len(payloads()) * len(text_columns("campaigns"))
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    assert [cell for cell in cells if cell.hyperlink] == []
    with zipfile.ZipFile(io.BytesIO(book())) as archive:
        assert [name for name in archive.namelist() if re.search("external|connection|vba|dde", name, re.I)] == []
        assert not any(b'TargetMode="External"' in archive.read(name) for name in archive.namelist())


def test_a_workbook_is_read_back_as_it_was() -> None:
    tables = dict(tables_in("tables.xlsx", book()).tables)
    again = load_bytes({name.removesuffix(".csv"): data for name, data in tables.items()}, today=TODAY).dataset
    assert sorted(again.campaigns, key=repr) == sorted(loaded().dataset.campaigns, key=repr)


# For programs


def test_geojson_says_what_the_tables_say_and_links_to_the_web_alone() -> None:
    features = json.loads(geojson(everything()))["features"]
    records = {campaign.id: campaign for campaign in everything().campaigns}
    assert len(features) == len(records)
    for feature in features:
        campaign = records[feature["id"]]
        for column in text_columns("campaigns"):
            value = getattr(campaign, column)
            assert feature["properties"][column] == (list(value) if isinstance(value, tuple) else value)
    assert all(web_link(found) for found in _links_in(features))


def _links_in(features: Iterable[Mapping[str, dict[str, str]]]) -> Iterable[str]:
    for feature in features:
        yield from filter(None, (feature["properties"][column] for column in link_columns("campaigns")))
        for event in feature["properties"]["events"]:
            yield from filter(None, (event[column] for column in link_columns("events")))  # type: ignore[index]


def test_a_feed_has_its_own_elements_only_and_each_step_as_typed() -> None:
    feed = ElementTree.fromstring(atom(everything(), most=10_000))  # noqa: S314 (our own)
    allowed = "feed id title updated author name rights generator link entry summary category"
    assert {element.tag.removeprefix(f"{{{ATOM}}}") for element in feed.iter()} == set(allowed.split())
    assert all(link.get("href", "").startswith("https://") for link in feed.iter(f"{{{ATOM}}}link"))
    titles = [str(title.text).rpartition(" (")[0] for title in feed.iter(f"{{{ATOM}}}title")][1:]
    assert sorted(titles) == sorted(
        plain(f"{campaign.place}: {event.what.rstrip('.')}")
        for campaign in everything().campaigns
        for event in everything().history(campaign)
    )


def test_a_calendar_has_its_own_properties_only_and_each_day_as_typed() -> None:
    data = calendar(everything())
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\r" not in data.replace(b"\r\n", b"") and b"\n" not in data.replace(b"\r\n", b"")
    days = list(icalendar.Calendar.from_ical(data).walk("VEVENT"))
    decided = [campaign for campaign in everything().campaigns if campaign.status != "ongoing"]
    assert len(days) == len(decided)
    names = ["UID", "DTSTAMP", "DTSTART", "RRULE", "SUMMARY", "DESCRIPTION", "TRANSP", "URL"]
    assert {name for day in days for name in day} == set(names)
    assert data.count(b"\r\nBEGIN:") == len(days)
    summaries = {str(day["summary"]).rpartition(" (")[0] for day in days}
    assert summaries == {plain(f"{campaign.place}: {campaign.title}") for campaign in decided}


# Pages


def test_hostile_texts_add_no_element_to_the_static_edition() -> None:
    files = site(everything(*THIRD[:40]))
    assert len(files) > 80
    for path, data in files.items():
        assert re.fullmatch(r"([a-z]+/){0,2}[\w.-]+|campaigns/[a-z0-9-]+/index\.html", path), path
        if path.endswith(".html"):
            page = Reader(data.decode())
            assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)
            assert {tag for tag, _ in page.elements}.isdisjoint({"iframe", "object", "embed", "base", "img", "math"})


def test_the_meeting_pack_says_every_text_as_typed() -> None:
    page = Words(in_format(everything(), "html").decode())
    assert [wanted for wanted in said(everything().campaigns) if wanted not in page.text] == []


class Words(HTMLParser):
    """All text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.text += data


# Documents


def test_a_handout_says_its_texts_as_print_can_and_leads_to_the_web_alone() -> None:
    publication = everything(*THIRD)
    data = in_format(publication, "pdf")
    assert not re.search(rb"/(JavaScript|JS|Launch|AA|EmbeddedFile|SubmitForm|GoToR|RichMedia)\b", data)
    document = pymupdf.open(stream=data, filetype="pdf")
    assert all(re.match("https?://", link["uri"]) for page in document.pages() for link in page.get_links())
    found = squeezed("".join(str(page.get_text()) for page in document.pages()))
    for campaign in publication.campaigns:
        for text in (place_name(campaign), campaign.title, campaign.body):
            assert squeezed(printed(text, SHORT)) in found, ascii(text)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_slides_say_every_text_in_their_notes_and_lead_to_the_web_alone() -> None:
    publication = everything(*THIRD)
    data = in_format(publication, "pptx")
    deck = pptx.Presentation(io.BytesIO(data))
    slides = list(deck.slides)
    assert len(slides) == len(publication.campaigns) + 2
    for campaign, slide in zip(publication.campaigns, slides[1:-1], strict=True):
        notes = slide.notes_slide.notes_text_frame.text
        texts = list(said([campaign]))
        assert sum(map(len, texts)) > LONGEST or [text for text in texts if one_line(text) not in notes] == []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    outside = rb'Target="([^"]*)" TargetMode="External"'
    links = [target for part in parts.values() for target in re.findall(outside, part)]
    assert links and all(link.startswith((b"https://", b"http://")) for link in links)
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            elements = ElementTree.fromstring(part).iter()  # noqa: S314 (our own)
            assert [element.tag for element in elements if "action" in element.attrib] == []
