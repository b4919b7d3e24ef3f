"""Formatting gives the same data the same bytes, and loses nothing."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.formatting import canonical, changes
from campaigns.formulas import harmless
from tests.unit.factories import campaign, company, event, sheet, written


def formatted(text: str | bytes, table: str = "campaigns") -> str:
    return canonical(sheet(text, table)).decode()


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_canonical_table_stays_as_it_is() -> None:
    text = written([campaign(), campaign(id="sampleville-or-bonds")])
    assert formatted(text) == text
    assert changes(sheet(text), text.encode()) == []


def test_encoding_delimiter_line_ends_and_blank_lines_are_tidied() -> None:
    text = written([campaign(place="Éxampleton")])
    messy = written([campaign(place="Éxampleton")], ";").replace("\n", "\r\n\r\n")
    assert formatted(b"\xff\xfe" + messy.encode("utf-16-le")) == text


def test_columns_go_in_the_schemas_order_and_unknown_ones_come_last() -> None:
    cells = {"Notes": "ring the clerk", **{name: campaign()[name] for name in reversed(campaign())}, "Zeal": "much"}
    header, row = rows(formatted(written([cells])))
    assert header == [*campaign(), "Notes", "Zeal"]
    assert row == [*campaign().values(), "ring the clerk", "much"]


def test_campaigns_are_sorted_by_id() -> None:
    text = written([campaign(id="b"), campaign(id=""), campaign(id="a")])
    assert [row[0] for row in rows(formatted(text))] == ["id", "a", "b", ""]


def test_companies_are_sorted_regardless_of_case() -> None:
    text = written([company(name="beta"), company(name="Gamma"), company(name="Alpha")])
    assert [row[0] for row in rows(formatted(text, "companies"))] == ["name", "Alpha", "beta", "Gamma"]


def test_events_go_by_campaign_and_date_and_keep_their_order_where_dates_overlap() -> None:
    steps = [
        event(campaign_id="b", date="2024"),
        event(campaign_id="a", date="2024", what="one"),
        event(campaign_id="a", date="2024-05", what="two"),
        event(campaign_id="a", date="whenever", what="three"),
        event(campaign_id="a", date="2023-01-02", what="four"),
    ]
    found = [(row[0], row[3]) for row in rows(formatted(written(steps), "events"))[1:]]
    assert found == [
        ("a", "four"),
        ("a", "one"),
        ("a", "two"),
        ("a", "three"),
        ("b", "The council adopts the resolution, 4-1."),
    ]


@pytest.mark.parametrize(
    ("column", "typed", "kept"),
    [
        ("latitude", "45.523449", "45.5234"),
        ("latitude", "45.50", "45.5"),
        ("latitude", "45.0", "45"),
        ("latitude", "-0.00001", "0"),
        ("latitude", "45,52", "45.52"),
        ("latitude", "100", "100"),
        ("latitude", "about 45", "about 45"),
        ("latitude", "1e999999999", "1e999999999"),
        ("status", "Partly won", "partial"),
        ("status", "wonn", "wonn"),
        ("decided", "14.05.2024", "2024-05-14"),
        ("decided", "05/06/2024", "05/06/2024"),
        ("targets", "Example Corp;Sample Industries ;", "Example Corp; Sample Industries"),
        ("body", "  Exampleton Council  ", "Exampleton Council"),
    ],
)
def test_a_cell_is_written_in_its_one_form_or_kept_as_typed(column: str, typed: str, kept: str) -> None:
    header, row = rows(formatted(written([campaign(**{column: typed})])))
    assert row[header.index(column)] == kept


def test_cells_beyond_the_header_are_kept() -> None:
    header, row = written([campaign()]).splitlines()
    assert formatted(f"{header}\n{row},,astray\n").splitlines()[1] == f"{row},,astray"


def test_a_column_given_twice_is_kept_twice() -> None:
    header, row = written([campaign()]).splitlines()
    assert formatted(f"{header},Status\n{row},lost\n").splitlines() == [f"{header},Status", f"{row},lost"]


def test_what_changes_is_said_in_words() -> None:
    text = written([campaign(id="b", latitude="45.50"), campaign(id="a")])
    assert changes(sheet(text), text.encode()) == ["rows sorted", "1 line rewritten"]


def test_tidier_line_ends_are_said_too() -> None:
    text = written([campaign()]).replace("\n", "\r\n")
    assert changes(sheet(text), text.encode()) == ["line ends or characters tidied"]


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=20)
ANY_CELLS = st.fixed_dictionaries(
    dict.fromkeys(("id", "title", "place", "body", "summary", "status", "decided", "latitude", "targets"), ANY_TEXT)
)
FREE_COLUMNS = ("id", "title", "place", "body", "summary")


@given(st.lists(ANY_CELLS, min_size=1, max_size=5))
def test_formatting_twice_is_formatting_once(cells: list[dict[str, str]]) -> None:
    once = formatted(written(cells))
    assert formatted(once) == once


@given(st.lists(ANY_CELLS, min_size=1, max_size=5))
def test_every_text_survives_being_written_and_read(cells: list[dict[str, str]]) -> None:
    read = sheet(written(cells))
    again = sheet(canonical(read))
    before = sorted([row.cells[name] for name in FREE_COLUMNS] for row in read.rows if any(row.cells.values()))
    assert sorted([row.cells[name] for name in FREE_COLUMNS] for row in again.rows) == before


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20))
def test_a_cell_is_read_as_it_was_written(text: str) -> None:
    assert sheet(written([campaign(summary=harmless(text))])).rows[0].cells["summary"] == text


def test_cells_far_beyond_the_header_are_kept_however_often_a_table_is_written() -> None:
    text = f"{written([campaign()])}b,One,Exampleton{',' * 300}far\n"
    once = formatted(text)
    assert "far" in once
    assert formatted(once) == once
