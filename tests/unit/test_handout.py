"""The handout: what is on its pages, in which order, and what hostile data cannot do to it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pymupdf
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from campaigns.dates import PartialDate
from campaigns.filters import Filters
from campaigns.loading import data_path, load
from campaigns.records import Campaign, Event, Force, Status
from campaigns.selection import Index, Selection
from campaigns.telling import deciding_vote
from exports import drawn_marks, paper_colours, qr
from exports.basemap import Frame, borders, coasts, frame_for, lakes, land, names, states
from exports.columns import Area, Block, flow
from exports.fonts import MISSING, covered, font, letters
from exports.handout import handout
from exports.label_places import Box, place_labels
from exports.lettering import Span, Style, cut, printed, width, wrapped
from exports.palette import palette
from exports.paper import SIZES, Size
from exports.plates import places, plates, spoken
from exports.publication import Publication
from tests.unit.making import HOSTILE, at, campaign, event, index, unhurried

TODAY = date(2026, 11, 21)
ADDRESS = "https://campaigns.example/?status=won"
HERE = (45.5, -122.6)

TOWNS = (
    at(*HERE, id="one", place="Exampleton", region="Oregon", status=Status.WON, force=Force.ADVISORY),
    at(*HERE, id="two", place="Exampleton", region="Oregon", status=Status.LOST, decided="2020-05"),
    at(52.1, 4.3, id="three", place="Sampleville", country="NL", status=Status.ONGOING),
    campaign("four", place="Nowhere-on-the-Map", status=Status.PARTIAL),
)
STEPS = (
    event("one", "2025-01-14", votes_for=4, votes_against=1, status_after=Status.WON),
    event("two", "2020-05", status_after=Status.LOST),
    event("three", "2024", status_after=Status.ONGOING),
)


def published(*campaigns: Campaign, events: tuple[Event, ...] = (), address: str = ADDRESS) -> Publication:
    return Publication(Selection(index(*campaigns, events=events), Filters()), TODAY, address)


VIEW = published(*TOWNS, events=STEPS)


def opened(publication: Publication, size: Size = "A4") -> pymupdf.Document:
    return pymupdf.open(stream=handout(publication, size), filetype="pdf")


def pages(document: pymupdf.Document) -> list[pymupdf.Page]:
    return [document[number] for number in range(len(document))]


def text(document: pymupdf.Document) -> str:
    """All text of a document, one line, as somebody copies it."""
    return " ".join(" ".join(page.get_text() for page in pages(document)).split())


def links(document: pymupdf.Document) -> list[str]:
    return [link["uri"] for page in pages(document) for link in page.get_links()]


@pytest.fixture(scope="module")
def everything() -> tuple[Publication, pymupdf.Document]:
    """The project's own data on paper."""
    publication = Publication(Selection(Index(load(data_path()).dataset), Filters()), TODAY, ADDRESS)
    return publication, opened(publication)


def test_every_campaign_is_listed_with_its_place_outcome_and_vote(
    everything: tuple[Publication, pymupdf.Document],
) -> None:
    publication, document = everything
    said = text(document)
    for number, shown in enumerate(publication.campaigns, start=1):
        begun = said.index(f" {number} {printed(shown.place, 160)}")
        entry = said[begun : begun + 400]
        assert shown.status.label in entry
        assert deciding_vote(publication.history(shown)) in entry


def test_many_campaigns_become_many_pages_that_are_counted(everything: tuple[Publication, pymupdf.Document]) -> None:
    _, document = everything
    assert len(document) > 10
    for number, page in enumerate(pages(document), start=1):
        assert f"Page {number} of {len(document)}" in page.get_text()
        assert "Creative Commons Attribution 4.0" in page.get_text()


def test_nothing_runs_off_a_page(everything: tuple[Publication, pymupdf.Document]) -> None:
    _, document = everything
    for page in pages(document):
        for x0, y0, x1, y1, *_ in page.get_text("words"):
            assert page.rect.contains(pymupdf.Rect(x0, y0, x1, y1))


def test_the_list_reads_in_the_order_of_its_numbers() -> None:
    said = text(opened(VIEW))
    order = [printed(shown.place, 160) for shown in VIEW.campaigns]
    begins = [said.index(f" {number} {place}") for number, place in enumerate(order, start=1)]
    assert begins == sorted(begins)


def test_an_entry_says_what_was_decided_by_whom_when_and_how() -> None:
    said = text(opened(VIEW))
    for words in (
        "Exampleton, Oregon, United States Won · Vote 4–1 · Advisory",
        "Lost · May 2020",
        "Ongoing · No news since 2024",
        "Exampleton City Council example.org/minutes",
    ):
        assert words in said


@pytest.mark.parametrize("size", SIZES)
def test_pages_have_the_size_asked_for(size: Size) -> None:
    width, height = (side * 72 / 25.4 for side in SIZES[size])
    for page in pages(opened(VIEW, size)):
        assert (page.rect.width, page.rect.height) == pytest.approx((width, height), abs=0.1)


def test_the_numbers_on_the_map_are_those_of_the_list() -> None:
    found = places(VIEW.campaigns)
    for place in found:
        for number, shown in zip(place.numbers, place.campaigns, strict=True):
            assert VIEW.campaigns[number - 1] is shown
    assert sorted(number for place in found for number in place.numbers) == [
        number for number, shown in enumerate(VIEW.campaigns, start=1) if shown.point
    ]
    drawn = opened(VIEW)[0].get_text()
    assert all(place.label in drawn.splitlines() for place in found)


def test_every_place_has_its_numbers_on_some_map_where_there_is_room() -> None:
    spread = [at(30 + k % 10, -110 + k // 10, id=f"c{k}") for k in range(100)]
    whole = plates(places(spread), (180, 100), (180, 115), most=12)
    numbered = whole.numbered.union(*(part.numbered for part in whole.parts))
    assert len(numbered) == 100


@pytest.mark.parametrize(
    ("numbers", "said"),
    [([7], "7"), ([3, 4], "3, 4"), ([3, 4, 5], "3–5"), ([1, 3, 4, 5, 9], "1, 3–5, 9")],
)
def test_numbers_in_a_row_are_a_range(numbers: list[int], said: str) -> None:
    assert spoken(numbers) == said


def test_the_page_says_what_has_no_place_on_the_map() -> None:
    assert "1 campaign without a place on the map." in text(opened(VIEW))


def test_the_same_publication_gives_the_same_bytes() -> None:
    assert handout(VIEW) == handout(VIEW)


def test_the_document_describes_itself() -> None:
    document = opened(VIEW)
    described = document.metadata or {}
    assert described["title"] == "City Campaigns: 4 campaigns"
    assert "creativecommons.org" in described["subject"]
    assert described["creationDate"].startswith("D:20261121")
    catalog = document.xref_object(document.pdf_catalog())
    assert "/Lang (en)" in catalog or "/Lang (en-US)" in catalog
    assert "/StructTreeRoot" in catalog


def test_the_map_has_words_for_those_who_do_not_see_it() -> None:
    document = opened(VIEW)
    spoken_for = [document.xref_object(number) for number in range(1, document.xref_length())]
    assert any("/Alt (Map of 2 places" in words for words in spoken_for)


def test_the_code_holds_the_address_of_the_view() -> None:
    expected = segno.make(ADDRESS, error="m", micro=False, boost_error=False).matrix
    assert [list(map(int, row)) for row in qr.modules(ADDRESS)] == [list(row) for row in expected]
    assert "Open on a phone" in text(opened(VIEW))
    assert ADDRESS in text(opened(VIEW))


@pytest.mark.parametrize("address", ["", "javascript:alert(1)", "https://campaigns.example/?q=" + "x" * 5000])
def test_without_an_address_that_a_code_can_hold_there_is_none(address: str) -> None:
    assert "Open on a phone" not in text(opened(published(*TOWNS, address=address)))


def test_links_lead_to_http_addresses_only() -> None:
    wild = [campaign(f"c{k}", url=url) for k, url in enumerate(["javascript:alert(1)", "file:///etc/passwd", *HOSTILE])]
    steps = tuple(event("c0", source_url=url, archive_url="data:text/html,x") for url in ("ftp://x", "JAVASCRIPT:x"))
    assert links(opened(published(*wild, campaign("fine"), events=steps)))
    for publication in (published(*wild, campaign("fine"), events=steps), published(wild[0], events=steps)):
        assert all(re.match("https?://", link) for link in links(opened(publication)))


WILD = (
    *HOSTILE,
    "\x00\x01 nul \x1b[31m",
    "\u202eright to left\u202c \u2066isolated\u2069",
    "مجلس بلدي العربية 東京都 😀👩‍👩‍👧",
    "x" * 5000,
    "{nb} %(page)s \\n (paren \\) <</Type /Page>>",
    "\ud800 half of a pair",
    "word " * 250_000,
)


@pytest.mark.parametrize("wild", WILD, ids=lambda wild: ascii(wild[:12]))
def test_hostile_text_makes_a_document_of_some_pages(wild: str) -> None:
    odd = campaign("odd", title=wild, place=wild, region=wild, body=wild, summary=wild, organizers=(wild,), url=wild)
    odd = replace(odd, targets=(wild,) * 40, source_note=wild, latitude=1.0, longitude=2.0, country=wild)
    step = event("odd", what=wild, source_title=wild, source_publisher=wild, source_url=wild, kind=wild)
    for publication in (published(odd, events=(step,)), published(odd, *TOWNS, events=(step,))):
        document = opened(publication)
        assert len(document) <= 4
        assert not re.search("[\x00-\x08\x0e-\x1f\u202a-\u202e\u2066-\u2069]", text(document))


@unhurried
@given(st.text(max_size=300), st.integers(1, 60))
def test_printed_text_is_one_line_of_letters_that_the_fonts_have(words: str, limit: int) -> None:
    said = printed(words, limit)
    assert len(said) <= limit + 1
    assert set(said) <= letters() | {" "}
    assert covered(said) == said


def test_letters_that_the_fonts_lack_are_shown_as_missing() -> None:
    assert printed("Xixón, Tromsø, Żory, Αθήνα, Київ", 60) == "Xixón, Tromsø, Żory, Αθήνα, Київ"
    assert printed("Kuwait مجلس بلدي 2024", 60) == f"Kuwait {MISSING} {MISSING} 2024"


def test_what_is_too_long_is_cut_and_says_so() -> None:
    assert printed("Exampleton City Council", 10) == "Exampleton…"
    assert cut("Exampleton City Council", Style(9), 20).endswith("…")
    assert width(cut("Exampleton City Council", Style(9), 20), Style(9)) <= 20


@unhurried
@given(st.lists(st.text("abc /", max_size=40), max_size=5), st.floats(3, 80))
def test_no_line_is_wider_than_its_column_and_no_word_is_lost(texts: list[str], limit: float) -> None:
    spans = [Span(words, Style(9 + number)) for number, words in enumerate(texts)]
    lines = wrapped(spans, limit)
    assert all(line[-1].end <= limit + 1e-6 for line in lines)
    kept = "".join(piece.span.text for line in lines for piece in line)
    assert kept.replace(" ", "") == "".join(texts).replace(" ", "")


boxes = st.builds(
    lambda x, y, side: Box.around((x, y), side, side), st.floats(2, 98), st.floats(2, 58), st.floats(1, 4)
)


@unhurried
@given(st.lists(st.tuples(boxes, st.tuples(st.floats(1, 12), st.floats(1, 3))), max_size=40))
def test_labels_lie_over_nothing_and_within_the_map(marked: list[tuple[Box, tuple[float, float]]]) -> None:
    marks, sizes = [mark for mark, _ in marked], [size for _, size in marked]
    placed = place_labels(marks, sizes, Box(0, 0, 100, 60))
    assert len(placed) == len(marks)
    found = [label.box for label in placed if label]
    assert all(box.left >= 0 and box.top >= 0 and box.right <= 100 and box.bottom <= 60 for box in found)
    assert not any(overlap(one, other) for number, one in enumerate(found) for other in found[:number])
    assert not any(overlap(box, mark) for box in found for mark in marks)


def overlap(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > 1e-6 and down > 1e-6


def test_a_lonely_mark_has_its_label_at_its_right() -> None:
    (label,) = place_labels([Box.around((50, 30), 4, 4)], [(5, 2)], Box(0, 0, 100, 60))
    assert label is not None
    assert label.leader is None
    assert label.box.left > 52


def test_a_crowd_has_labels_on_lines() -> None:
    placed = place_labels([Box.around((50, 30), 4, 4)] * 8, [(5, 2)] * 8, Box(0, 0, 100, 60))
    assert all(placed)
    assert any(label.leader for label in placed if label)


latitudes, longitudes = st.floats(-80, 80), st.floats(-180, 180)


@unhurried
@given(st.lists(st.tuples(latitudes, longitudes), max_size=8), st.floats(40, 300), st.floats(40, 300))
def test_a_frame_shows_all_points_with_a_margin(points: list[tuple[float, float]], wide: float, high: float) -> None:
    frame = frame_for(points, wide, high)
    for point in points:
        x, y = frame.place(point)
        assert 0.01 * wide < x < 0.99 * wide
        assert 0.01 * high < y < 0.99 * high


def test_one_point_has_surroundings() -> None:
    frame = frame_for([HERE], 180, 100)
    assert frame.place(HERE) == pytest.approx((90, 50), abs=0.01)
    assert 550 < (frame.north - frame.south) * 111.2 < 650


def test_without_points_a_frame_shows_the_north_atlantic() -> None:
    frame = frame_for([], 180, 100)
    assert all(0 < frame.place(point)[0] < 180 for point in ((37.8, -122.4), (51.5, -0.1)))


def test_points_on_both_sides_of_the_180th_meridian_lie_together() -> None:
    frame = frame_for([(-36.8, 174.8), (21.3, -157.9)], 180, 100)
    assert frame.east - frame.west < 180
    assert frame.place((-36.8, 174.8))[0] < frame.place((21.3, -157.9))[0]


@pytest.mark.parametrize("frame", [frame_for([HERE], 180, 100), frame_for([(-18, 178), (-18, -178)], 90, 90)])
def test_the_background_stays_within_its_frame(frame: Frame) -> None:
    drawn = [line for part in (land, lakes, coasts, borders, states) for line in part(frame)]
    assert drawn
    for x, y in (point for line in drawn for point in line):
        assert -0.01 <= x <= frame.width + 0.01
        assert -0.01 <= y <= frame.height + 0.01
    assert all(0 < x < frame.width and 0 < y < frame.height for _, (x, y) in names(frame))


def test_columns_are_filled_in_reading_order_and_nothing_overlaps() -> None:
    blocks = [Block(30, lambda x, y: None, gap=5) for _ in range(10)]
    areas = (Area(page, x, 10, 100) for page in range(9) for x in (0, 50))
    placed = flow(blocks, areas)
    assert [(at.page, at.x, at.y) for at in placed[:4]] == [(0, 0, 10), (0, 0, 45), (0, 0, 80), (0, 50, 10)]
    assert all(at.y + at.block.height <= 110 for at in placed)


def test_a_block_too_high_for_any_column_is_placed_all_the_same() -> None:
    (placed,) = flow([Block(500, lambda x, y: None)], (Area(page, 0, 0, 100) for page in range(9)))
    assert placed.block.height == 500


def test_one_campaign_is_told_in_full() -> None:
    only = at(
        *HERE,
        place="Exampleton",
        summary="The council adopted a rule.",
        organizers=("Example Neighbours",),
        decided="2024-11-19",
        confidence="medium",
    )
    told = event(votes_for=4, votes_against=1, status_after=Status.WON, source_title="Minutes of the council")
    said = text(opened(published(only, events=(event(date="2023-05", kind="launch", what="It begins."), told))))
    for words in (
        "Exampleton, United States",
        "Won · 19 November 2024 · Vote 4–1",
        "The council adopted a rule.",
        "Example Neighbours",
        "May 2023 Launch It begins.",
        "19 November 2024 Vote · Won The council adopts the resolution. Vote: 4 for, 1 against Minutes of the council",
        "a second, independent source is wanted",
        "Page 1 of 1",
    ):
        assert words in said


def test_a_long_history_flows_over_pages() -> None:
    steps = tuple(event(date=f"{1950 + year}", what=f"Step in {1950 + year}.") for year in range(60))
    document = opened(published(campaign(), events=steps))
    assert len(document) > 2
    assert all(f"Step in {1950 + year}." in text(document) for year in range(60))


def test_hand_picked_campaigns_keep_their_order() -> None:
    chosen = replace(VIEW, chosen=("three", "one"))
    said = text(opened(chosen))
    assert "2 campaigns, chosen one by one" in said
    assert said.index("1 Sampleville") < said.index("2 Exampleton")


def test_without_campaigns_the_page_says_so() -> None:
    assert "No campaign passes these filters." in text(opened(published()))


def test_fonts_are_of_their_weight() -> None:
    assert font("Source Sans") != font("Source Sans", 600)
    assert font("Source Serif", 600)[:4] == b"\x00\x01\x00\x00"


@pytest.mark.parametrize("status", Status)
def test_marks_lie_in_their_box_and_what_binds_is_stronger(status: Status) -> None:
    strong, thin = (drawn_marks.shapes(status, force) for force in (Force.BINDING, Force.ADVISORY))
    assert max(shape.width for shape in strong) > max(shape.width for shape in thin)
    for shape in strong:
        if isinstance(shape, drawn_marks.Circle):
            assert shape.radius + shape.width / 2 < min(shape.x, drawn_marks.BOX - shape.x)


def test_print_has_the_colours_of_the_page() -> None:
    for status, colour in paper_colours.STATUS_COLOURS.items():
        assert f"--{status.value}: {colour};" in palette()
    assert paper_colours.RUST in palette()


def test_dates_keep_their_precision() -> None:
    shown = replace(TOWNS[0], decided=PartialDate.parse("2019"))
    assert "Won · 2019 ·" in text(opened(published(shown, TOWNS[2])))
