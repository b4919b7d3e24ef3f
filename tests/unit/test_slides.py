"""Slides: what a presenter finds on them and in their notes, and what cannot happen to them."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pptx import Presentation
from pptx.presentation import Presentation as Opened
from pptx.shapes.autoshape import Shape
from pptx.slide import Slide
from pptx.util import Length

from campaigns.dataset import Dataset
from campaigns.filters import Filters
from campaigns.loading import load
from campaigns.records import Campaign, Event, Force, Status
from campaigns.selection import Index, Selection
from campaigns.telling import decision, key_steps
from exports.fitting import BOLD, CUT, LEADING, SANS, SERIF, Face, breadth, cut, fit, fit_all, line_count, shares
from exports.publication import Publication
from exports.qr import modules
from exports.slide_layouts import (
    AROUND,
    ASKED,
    DECISION,
    HEIGHT,
    OUTCOME,
    PLACE,
    SOURCE,
    SUMMARY,
    TIMELINE,
    VOTE,
    WIDTH,
)
from exports.slide_text import LONGEST, link, one_line, short_address
from exports.slides import AUTHOR, code, slides
from tests.unit.making import HOSTILE, at, campaign, datasets, event, index, texts
from tests.unit.test_telling import TODAY

ADDRESS = "https://campaigns.example.org/?status=won"
DATA = Path(__file__).resolve().parents[2] / "data"

FONTS = Path("/usr/share/fonts/truetype")
FACES = [
    (SERIF, "dejavu/DejaVuSerif.ttf"),
    (SANS, "liberation/LiberationSans-Regular.ttf"),
    (BOLD, "liberation/LiberationSans-Bold.ttf"),
]

LETTERS = [
    code
    for code in (*range(0x20, 0x180), *range(0x370, 0x460), *range(0x1E00, 0x1F00), *range(0x2010, 0x2027), 0x20AC)
    if unicodedata.category(chr(code))[0] in "LNPSZ" and not 0x2028 <= code <= 0x202F
]
"""Latin, Greek and Cyrillic, with their punctuation."""

TURNED = "\u202egnitirw\u202c \u2067of\u2069 \u200fthe\u061c town"
UNFIT = "nul \0 bell \a escape \x1b[31m next \x85 no character \ufffe half \ud800 line\u2028end _x0007_"
ENDLESS = "word " * 200_000

paragraphs = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), max_size=300).map(
    lambda text: " ".join(text.split())
)
widths = st.floats(60, 700)
sizes = st.lists(st.integers(12, 60), min_size=1, max_size=5, unique=True).map(
    lambda drawn: sorted(drawn, reverse=True)
)
lengths = st.one_of(paragraphs, st.integers(1, 400).map("W".__mul__), st.just(""))


def published(
    *campaigns: Campaign,
    events: tuple[Event, ...] = (),
    address: str = "",
    words: str = "",
    chosen: tuple[str, ...] = (),
) -> Publication:
    """A publication of some campaigns, all of them shown."""
    return Publication(Selection(index(*campaigns, events=events), Filters(words=words)), TODAY, address, chosen)


def opened(publication: Publication) -> Opened:
    """A publication's deck as a program reads it."""
    return Presentation(io.BytesIO(slides(publication)))


@cache
def real() -> Publication:
    """All campaigns of the project's own data."""
    return Publication(Selection(Index(load(DATA).dataset), Filters()), TODAY, ADDRESS)


@cache
def real_deck() -> Opened:
    return opened(real())


def on(slide: Slide, name: str) -> str:
    """The text of a slide's object; empty where the slide does not have it."""
    return texts_of(slide).get(name, "")


def texts_of(slide: Slide) -> dict[str, str]:
    """The texts of a slide by the names of its objects."""
    return {shape.name: shape.text_frame.text for shape in slide.shapes if isinstance(shape, Shape)}


def said(slide: Slide) -> str:
    """All text of a slide and its notes."""
    return "\n".join([*texts_of(slide).values(), noted(slide)])


def noted(slide: Slide) -> str:
    frame = slide.notes_slide.notes_text_frame
    assert frame is not None
    return frame.text


def links(slide: Slide) -> list[str]:
    return [rel.target_ref for rel in slide.part.rels.values() if rel.is_external]


def only(publication: Publication) -> Slide:
    """The slide of a publication's one campaign."""
    _, slide, _ = opened(publication).slides
    return slide


# The deck


def test_there_is_a_slide_a_campaign_between_an_opening_and_a_closing_one_all_with_titles() -> None:
    deck = opened(published(campaign("one"), campaign("two", place="Sampleville")))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides if slide.shapes.title]
    assert titles == ["City Campaigns", "Exampleton", "Sampleville", "How to join"]
    assert [slide.slide_layout.name for slide in deck.slides] == ["Opening", "Campaign", "Campaign", "Closing"]


def test_an_empty_view_still_has_its_opening_and_its_closing() -> None:
    deck = opened(published())
    assert len(deck.slides) == 2
    assert on(deck.slides[0], "What is shown") == "0 campaigns"


def test_chosen_campaigns_come_in_the_order_chosen() -> None:
    deck = opened(published(campaign("one"), campaign("two", place="Sampleville"), chosen=("two", "one")))
    assert [on(slide, "Place") for slide in deck.slides][1:-1] == ["Sampleville", "Exampleton"]


def test_the_slides_are_sixteen_to_nine() -> None:
    deck = opened(published())
    assert (deck.slide_width, deck.slide_height) == (WIDTH * 12_700, HEIGHT * 12_700)
    assert WIDTH * 9 == HEIGHT * 16


def test_the_same_publication_is_the_same_bytes() -> None:
    publication = published(at(45.5, -122.6), events=(event(),), address=ADDRESS)
    assert slides(publication) == slides(publication)


def test_every_file_in_the_deck_is_dated_to_the_day_of_the_export() -> None:
    with zipfile.ZipFile(io.BytesIO(slides(published(campaign())))) as packed:
        days = {entry.date_time for entry in packed.infolist()}
    assert days == {(TODAY.year, TODAY.month, TODAY.day, 0, 0, 0)}


def test_the_deck_says_what_it_is_who_made_it_and_when() -> None:
    about = opened(published(campaign(), words="Example")).core_properties
    assert (about.title, about.author, about.last_modified_by) == ("City Campaigns", AUTHOR, AUTHOR)
    assert about.created == about.modified == datetime(TODAY.year, TODAY.month, TODAY.day)
    assert about.subject.startswith("1 campaign")
    assert about.comments == ""


def test_every_object_of_a_slide_has_a_number_of_its_own() -> None:
    for slide in opened(published(at(45.5, -122.6), events=(event(),), address=ADDRESS)).slides:
        numbers = [shape.get("id") for shape in slide.element.iter("{*}cNvPr")]
        assert len(set(numbers)) == len(numbers)


def test_the_layouts_keep_the_palette_and_fonts_that_most_machines_have() -> None:
    deck = opened(published())
    theme = next(part for part in deck.part.package.iter_parts() if "theme1" in part.partname).blob.decode()
    for wanted in ('typeface="Georgia"', 'typeface="Arial"', "faf8f3", "121614", "8a4b14"):
        assert wanted in theme


# The opening and the closing


def test_the_opening_counts_campaigns_by_outcome_in_words_beside_their_marks() -> None:
    opening = opened(published(campaign("one"), campaign("two"), campaign("three", status=Status.LOST))).slides[0]
    assert on(opening, "What is shown") == "3 campaigns"
    assert [on(opening, f"Count: {status.label}") for status in Status] == [
        "2  won",
        "0  partly won",
        "0  ongoing",
        "1  lost",
        "0  reversed",
    ]
    assert sum(shape.name == "Mark" for shape in opening.shapes) == len(Status)
    assert on(opening, "Date") == "21 November 2026"


def test_the_opening_notes_have_the_rule_for_every_mark() -> None:
    notes = noted(opened(published()).slides[0])
    assert "Partly won: " in notes
    assert "Advisory: " in notes


def test_the_closing_leads_to_the_page_that_says_how_to_join() -> None:
    closing = opened(published(campaign(), address="https://campaigns.example.org/map/?status=won&q=a+b")).slides[-1]
    assert links(closing) == ["https://campaigns.example.org/map/involved"]
    assert "campaigns.example.org/map/involved" in on(closing, "How to join")
    assert "Creative Commons Attribution 4.0" in on(closing, "Licence")
    assert on(closing, "Date") == "21 November 2026"


def test_the_code_on_the_closing_opens_the_same_view() -> None:
    closing = opened(published(campaign(), address=ADDRESS)).slides[-1]
    (picture,) = (shape for shape in closing.shapes if shape.name == "QR code")
    assert ADDRESS in picture._element.nvPicPr.cNvPr.get("descr")
    assert picture.image.blob == code(ADDRESS)


def test_the_code_has_its_squares_and_an_empty_edge() -> None:
    image = Image.open(io.BytesIO(code(ADDRESS)))
    squares, side = modules(ADDRESS), 10
    seen = [
        [not image.getpixel(((x + 4) * side + 5, (y + 4) * side + 5)) for x in range(len(squares))]
        for y in range(len(squares))
    ]
    assert seen == [list(row) for row in squares]
    assert image.crop((0, 0, image.width, 4 * side)).getextrema() == (255, 255)


@pytest.mark.parametrize("address", ["", "javascript:alert(1)", "file:///etc/passwd", "https://[bad", "http://"])
def test_without_an_address_that_opens_the_closing_says_it_in_words(address: str) -> None:
    closing = opened(published(campaign(), address=address)).slides[-1]
    assert "choose “Get involved”" in on(closing, "How to join")
    assert links(closing) == []
    assert not any(shape.name == "QR code" for shape in closing.shapes)


# A campaign


def test_a_slide_says_what_was_decided_by_whom_by_what_vote_and_how_we_know() -> None:
    slide = only(
        published(
            campaign(region="Oregon", decided="2024-11-19", force=Force.ADVISORY),
            events=(event(votes_for=4, votes_against=1, status_after=Status.WON),),
        )
    )
    assert on(slide, "Place") == "Exampleton"
    assert on(slide, "State and country") == "Oregon, United States"
    assert on(slide, "Campaign") == "Divestment from Example Corp"
    assert on(slide, "Outcome") == "Won  advisory"
    assert on(slide, "Vote") == "Vote 4–1"
    assert on(slide, "Who decided, and when") == "Exampleton City Council, 19 November 2024"
    assert on(slide, "Timeline") == "19 November 2024  Vote\nThe council adopts the resolution."
    assert on(slide, "Source") == "Source: example.org/minutes"
    assert links(slide) == ["https://example.org/minutes"]


def test_a_slide_without_a_known_vote_leaves_its_place_out() -> None:
    slide = only(published(campaign(), events=(event(status_after=Status.WON),)))
    assert "Vote" not in [shape.name for shape in slide.shapes]
    assert on(slide, "Outcome") == "Won"


@pytest.mark.parametrize(
    ("fields", "last", "words"),
    [
        ({"decided": "2024-11"}, "2024", "Exampleton City Council, November 2024"),
        ({"status": Status.LOST}, "2024", "Exampleton City Council"),
        ({"status": Status.ONGOING}, "2026-10", "Exampleton City Council: no decision yet"),
        ({"status": Status.ONGOING}, "2024-05", "Exampleton City Council: no news since May 2024"),
    ],
)
def test_who_decides_is_said_with_the_day_or_with_what_is_heard_of_it(
    fields: dict[str, Any], last: str, words: str
) -> None:
    assert decision(campaign(**fields), [event(date=last)], TODAY) == words


def test_the_title_is_read_first_and_the_map_last() -> None:
    names = [shape.name for shape in only(published(at(45.5, -122.6), events=(event(),))).shapes]
    assert (names[0], names[-1]) == ("Place", "Map")


def test_the_map_is_described_for_those_who_do_not_see_it_and_the_mark_is_an_ornament() -> None:
    slide = only(published(at(45.5, -122.6, region="Oregon", status=Status.PARTIAL)))
    drawings = {shape.get("name"): shape for shape in slide.element.iter("{*}cNvPr")}
    assert drawings["Map"].get("descr") == "Map: Exampleton, Oregon, United States, marked as partly won."
    assert drawings["Mark"].find(".//{*}decorative").get("val") == "1"


def test_a_campaign_without_a_point_has_no_map() -> None:
    assert "Map" not in [shape.name for shape in only(published(campaign())).shapes]


def test_the_summary_is_shown_where_it_has_room() -> None:
    long = campaign(summary="The council had been asked for it. " * 25)
    short = campaign(summary="The council had been asked for it.")
    assert on(only(published(short, events=(event(),))), "Summary") == "The council had been asked for it."
    assert on(only(published(long, events=(event(),))), "Summary") == ""


# Which steps


def test_the_first_the_deciding_and_the_latest_step_tell_a_history() -> None:
    steps = [
        event(date="2020"),
        event(date="2021", votes_for=3, votes_against=2),
        event(date="2022", status_after=Status.WON),
        event(date="2023"),
        event(date="2024"),
    ]
    assert [step.date.text for step in key_steps(steps)] == ["2020", "2022", "2024"]


def test_where_the_latest_step_decided_an_earlier_change_has_its_place() -> None:
    steps = [
        event(date="2020", status_after=Status.ONGOING),
        event(date="2021", status_after=Status.WON),
        event(date="2022", votes_for=3, votes_against=2),
        event(date="2023", status_after=Status.REVERSED),
    ]
    assert [step.date.text for step in key_steps(steps)] == ["2020", "2021", "2023"]


def test_without_another_change_a_vote_has_its_place() -> None:
    steps = [event(date="2020"), event(date="2021", votes_for=3), event(date="2022"), event(date="2023")]
    assert [step.date.text for step in key_steps(steps)] == ["2020", "2021", "2023"]


@given(st.lists(st.tuples(st.none() | st.sampled_from(Status), st.none() | st.integers(0, 9)), max_size=8))
def test_never_more_than_three_steps_in_their_order_and_never_fewer_than_there_are(
    drawn: list[tuple[Status | None, int | None]],
) -> None:
    steps = [
        event(date=str(2000 + n), status_after=after, votes_for=votes, what=str(n))
        for n, (after, votes) in enumerate(drawn)
    ]
    kept = key_steps(steps)
    assert len(kept) == min(3, len(steps))
    assert kept == [step for step in steps if step in kept]
    assert not steps or {steps[0].what, steps[-1].what} <= {step.what for step in kept}


# The notes


def test_the_notes_tell_every_step_with_its_vote_its_source_and_its_copy() -> None:
    step = event(
        votes_for=4,
        votes_against=1,
        status_after=Status.WON,
        source_title="Minutes",
        source_publisher="City of Exampleton",
        archive_url="https://archive.example.org/1",
    )
    notes = noted(only(published(campaign(confidence="medium", targets=("Example Corp",)), events=(step,))))
    for line in (
        "Exampleton, United States: Divestment from Example Corp",
        "Won · Exampleton City Council · Vote 4–1",
        "Targets: Example Corp",
        "19 November 2024 · Vote · Won",
        "The council adopts the resolution.",
        "Vote: 4 for, 1 against",
        "Source: Minutes, City of Exampleton, https://example.org/minutes",
        "Archived copy: https://archive.example.org/1",
        "One kind of source: a second, independent source is wanted.",
        "Page to cite: https://example.org/minutes",
    ):
        assert line in notes.splitlines()
    assert notes.index("Timeline") < notes.index("How we know")


def test_the_notes_of_a_campaign_without_a_dated_step_say_so() -> None:
    assert "No dated step is recorded." in noted(only(published(campaign())))


def test_the_notes_of_the_published_data_leave_no_step_and_no_source_out() -> None:
    told = dict(zip((c.id for c in real().campaigns), list(real_deck().slides)[1:-1], strict=True))
    for one in real().campaigns:
        notes = noted(told[one.id])
        for step in real().history(one):
            assert one_line(step.what) in notes
            assert link(step.source_url) in notes
            assert step.date.in_words() in notes


def test_every_link_of_the_published_data_is_a_web_address() -> None:
    found = [address for slide in real_deck().slides for address in links(slide)]
    assert len(found) > len(real().campaigns)
    assert all(address.startswith(("https://", "http://")) for address in found)


# Fitting


@given(lengths, widths, st.floats(10, 200), sizes, st.sampled_from([SERIF, SANS, BOLD]))
def test_fitted_text_never_takes_more_than_its_room(
    text: str, width: float, height: float, offered: list[float], face: Face
) -> None:
    fitted = fit(text, width, height, offered, face)
    assert line_count(fitted.text, width, fitted.size, face) <= fitted.lines
    assert fitted.height <= max(height, offered[-1] * LEADING) + 1e-6
    assert fitted.text == text or (fitted.text.endswith(CUT) and fitted.size == offered[-1])


@given(lengths, widths, st.floats(10, 200), sizes)
def test_text_is_as_large_as_its_room_allows_and_whole_where_any_size_allows_it(
    text: str, width: float, height: float, offered: list[float]
) -> None:
    whole = [size for size in offered if line_count(text, width, size) * size * LEADING <= height]
    fitted = fit(text, width, height, offered)
    if whole:
        assert (fitted.text, fitted.size) == (text, whole[0])


@given(st.lists(lengths, min_size=1, max_size=3), widths, st.floats(100, 300), sizes)
def test_texts_that_share_a_room_never_take_more_than_it(
    several: list[str], width: float, height: float, offered: list[float]
) -> None:
    fitted = fit_all(several, width, height, offered)
    assert len({one.size for one in fitted}) == 1
    assert all(line_count(one.text, width, one.size) <= one.lines for one in fitted)
    least = len(several) * offered[-1] * LEADING
    assert sum(one.height for one in fitted) <= max(height, least) + 1e-6


@given(st.lists(st.integers(1, 9), min_size=1, max_size=5), st.integers(0, 30))
def test_lines_are_dealt_out_to_who_needs_them_until_there_are_none(needs: list[int], lines: int) -> None:
    given_out = shares(needs, lines)
    assert all(1 <= got <= need for got, need in zip(given_out, needs, strict=True))
    assert sum(given_out) <= max(lines, len(needs))
    assert given_out == needs or sum(given_out) >= lines


def test_text_is_cut_between_words_and_a_single_word_within_itself() -> None:
    assert cut("The council adopts the resolution", 170, 1, 16).text == "The council adopts…"
    assert cut("W" * 99, 150, 1, 16).text == "WWWWWWWW…"


@pytest.mark.parametrize(("face", "file"), FACES, ids=["serif", "sans", "bold"])
def test_no_letter_is_wider_than_it_is_taken_to_be(face: Face, file: str) -> None:
    if not (FONTS / file).exists():
        pytest.skip(f"{file} is not installed")
    font = pymupdf.Font(fontfile=str(FONTS / file))
    letters = [chr(code) for code in LETTERS if font.has_glyph(code)]
    assert len(letters) > 500
    assert [x for x in letters if font.glyph_advance(ord(x)) > breadth(x, 1, face)] == []


# Where things lie


def boxes(slide: Slide) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """The objects of a slide: their names, and left, top, right and bottom in points."""
    for shape in slide.shapes:
        left, top = shape.left / 12_700, shape.top / 12_700
        yield shape.name, (left, top, left + shape.width / 12_700, top + shape.height / 12_700)


SLOTS = (PLACE, AROUND, ASKED, OUTCOME, VOTE, DECISION, SUMMARY, TIMELINE, SOURCE)


def apart(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[2] <= other[0] + 1 or other[2] <= one[0] + 1 or one[3] <= other[1] + 1 or other[3] <= one[1] + 1


def needed(shape: Shape) -> float:
    """How high a text is at most, in points, in the width it has."""
    usual = next(float(slot.size) for slot in SLOTS if slot.name == shape.name)
    width = shape.width / 12_700 + 0.1
    high = 0.0
    for paragraph in shape.text_frame.paragraphs:
        runs = [
            (run.text, run.font.size.pt if run.font.size else usual, BOLD if run.font.bold else face)
            for run in paragraph.runs
            for face in [SERIF if shape.name == "Place" else SANS]
        ]
        text, size, face = "".join(text for text, _, _ in runs), max(size for _, size, _ in runs), runs[0][2]
        fits = sum(breadth(*run) for run in runs) <= width
        above = paragraph.space_before.pt if isinstance(paragraph.space_before, Length) else 0
        high += (1 if fits else line_count(text, width, size, face)) * size * LEADING + above
    return high


def check_places(slide: Slide) -> None:
    """All objects lie on the slide, none over another, and no text runs out of its own."""
    for shape in slide.placeholders:
        assert isinstance(shape, Shape)
        assert needed(shape) <= shape.height / 12_700 + 0.1, shape.name
    placed = list(boxes(slide))
    for number, (name, box) in enumerate(placed):
        assert box[0] >= 0, name
        assert box[1] >= 0, name
        assert box[2] <= WIDTH + 1, name
        assert box[3] <= HEIGHT + 1, name
        for other_name, other in placed[number + 1 :]:
            assert apart(box, other), (name, other_name)


def test_nothing_lies_over_anything_else_in_the_published_data() -> None:
    for slide in list(real_deck().slides)[1:-1]:
        check_places(slide)


@pytest.mark.parametrize("text", [ENDLESS, "W" * 1_000_000, "字" * 5_000, TURNED, UNFIT, "\u202e", *HOSTILE])
def test_nothing_lies_over_anything_else_whatever_the_cells_hold(text: str) -> None:
    one = at(45.5, -122.6, title=text, place=text, region=text, body=text, summary=text, url="https://example.org/x")
    step = event(what=text, kind=text, votes_for=10**40, votes_against=10**30, status_after=Status.WON)
    check_places(only(published(one, events=(step, step, step, step))))


@given(datasets())
@settings(max_examples=20)
def test_any_publication_becomes_a_deck(dataset: Dataset) -> None:
    publication = Publication(Selection(Index(dataset), Filters()), TODAY, ADDRESS)
    deck = opened(publication)
    assert len(deck.slides) == len(publication.campaigns) + 2
    for slide in list(deck.slides)[1:-1]:
        check_places(slide)


# Hostile text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_text(text: str) -> None:
    slide = only(published(campaign(place=text, title=text), events=(event(what=text, source_title=text),)))
    assert on(slide, "Place") == one_line(text)
    assert f"Source: {one_line(text)}" in noted(slide)


def test_characters_that_xml_forbids_and_marks_that_turn_the_writing_are_taken_out() -> None:
    slide = only(published(campaign(place=UNFIT, title=TURNED), events=(event(what=TURNED, source_title=UNFIT),)))
    assert on(slide, "Place") == "nul bell escape [31m next no character half line end _x0007_"
    assert on(slide, "Campaign") == "gnitirw of the town"
    assert "gnitirw of the town" in noted(slide).splitlines()


def test_a_town_whose_name_is_nothing_but_marks_is_titled_by_its_id() -> None:
    assert on(only(published(campaign("one", place="\u202e\0"))), "Place") == "one"


@given(texts | st.text())
def test_a_line_is_one_clean_line_of_bounded_length(text: str) -> None:
    line = one_line(text)
    assert len(line) <= LONGEST
    assert line == " ".join(line.split())
    assert one_line(line) == line
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in line)


def test_endless_text_is_shortened_in_the_notes_too() -> None:
    one = campaign(title=ENDLESS, summary=ENDLESS, source_note=ENDLESS)
    assert len(noted(only(published(one, events=(event(what=ENDLESS),))))) < 6 * LONGEST


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org/",
        "file:///etc/passwd",
        "//example.org",
        "http://",
        "https://[bad/",
        "https://example.org/" + "x" * 3_000,
    ],
)
def test_what_is_no_web_address_is_never_a_link(address: str) -> None:
    slide = only(
        published(campaign(url=address, action_url=address), events=(event(source_url=address, archive_url=address),))
    )
    assert links(slide) == []
    assert on(slide, "Source") == ""
    assert address not in said(slide)


def test_an_address_is_shown_short_and_leads_to_the_whole_of_it() -> None:
    assert short_address("https://www.example.org/a%20b/?x=1#y") == "example.org/a b"
    assert short_address("https://example.org/") == "example.org"
    slide = only(published(campaign(url="https://www.example.org/minutes?item=4&x=<y>")))
    assert on(slide, "Source") == "Source: example.org/minutes"
    assert links(slide) == ["https://www.example.org/minutes?item=4&x=%3Cy%3E"]


# What a program shows


@cache
def a_few() -> Publication:
    """The campaigns of the published data that are hardest to fit, and some more."""
    everything = real().campaigns
    hardest = [
        max(everything, key=lambda c: len(getattr(c, column))) for column in ("place", "body", "title", "summary")
    ]
    most = max(everything, key=lambda c: len(real().history(c)))
    names = dict.fromkeys(c.id for c in [*hardest, most, *everything[:5]])
    return Publication(real().selection, TODAY, ADDRESS, tuple(names))


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> pymupdf.Document:
    """A deck as LibreOffice shows it. Without LibreOffice the tests are skipped, and fail under CI."""
    office = shutil.which("soffice")
    if office is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("LibreOffice (soffice) is not installed.")
    folder = tmp_path_factory.mktemp("slides")
    (folder / "deck.pptx").write_bytes(slides(a_few()))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(office), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), "deck.pptx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=180)
    return pymupdf.open(folder / "deck.pdf")


def test_libreoffice_shows_every_slide(printed: pymupdf.Document) -> None:
    assert printed.page_count == len(a_few().campaigns) + 2
    shown = [page.get_text() for page in printed.pages()]
    assert "City Campaigns" in shown[0]
    assert all(one.body.split()[0] in text for one, text in zip(a_few().campaigns, shown[1:-1], strict=True))


def test_libreoffice_lets_no_text_run_out_of_its_slide_or_into_other_text(printed: pymupdf.Document) -> None:
    for page in list(printed.pages())[1:-1]:
        drawn = [span for span in spans(page) if span[0] < 600]
        for number, one in enumerate(drawn):
            assert one[2] <= 600
            assert one[3] <= HEIGHT - 10
            assert all(shared_height(one, other) < 0.4 for other in drawn[number + 1 :])


def spans(page: pymupdf.Page) -> list[tuple[float, float, float, float]]:
    """Where the pieces of text on a page lie."""
    blocks = [block for block in page.get_text("dict")["blocks"] if block["type"] == 0]
    found = [span for block in blocks for line in block["lines"] for span in line["spans"]]
    return [span["bbox"] for span in found if span["text"].strip()]


def shared_height(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    """How much of the lower of two texts lies in the other's line, where they share a column."""
    if one[2] <= other[0] + 1 or other[2] <= one[0] + 1:
        return 0
    common = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, common / min(one[3] - one[1], other[3] - other[1]))
