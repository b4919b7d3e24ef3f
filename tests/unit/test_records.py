"""Records are built from the text of their cells."""

from __future__ import annotations

from typing import Any

import pytest

from campaigns.records import Campaign, Company, Event, Force, Status, build, split_list
from campaigns.schema import tables
from tests.unit import factories
from tests.unit.making import at, campaign, day, event


def built(**cells: str) -> Campaign:
    return build(Campaign, tables()["campaigns"], factories.campaign(**cells))


def test_each_cell_is_read_by_its_columns_type() -> None:
    made = built(targets="Example Corp; Sample Industries", status="partial", force="advisory", started="2023-05")
    assert made.latitude == 45.5234
    assert made.targets == ("Example Corp", "Sample Industries")
    assert (made.status, made.force) == (Status.PARTIAL, Force.ADVISORY)
    assert made.started == day("2023-05")


def test_an_empty_cell_takes_the_records_own_default() -> None:
    made = built(latitude="", force="", started="", targets="")
    assert (made.latitude, made.force, made.started, made.targets) == (None, Force.UNKNOWN, None, ())


def test_a_column_that_the_record_does_not_have_is_passed_over() -> None:
    assert built(colour="green") == built()


def test_votes_are_whole_numbers_and_none_is_not_nought() -> None:
    made = build(Event, tables()["events"], factories.event(votes_against="0", abstentions=""))
    assert (made.votes_for, made.votes_against, made.abstentions) == (4, 0, None)


def test_a_company_may_have_other_names() -> None:
    made = build(Company, tables()["companies"], factories.company(aliases="Example Corporation; ExCo"))
    assert made.aliases == ("Example Corporation", "ExCo")


@pytest.mark.parametrize(
    ("column", "text"), [("latitude", "north"), ("status", "Won!"), ("decided", "soon"), ("force", "strong")]
)
def test_a_cell_that_cannot_be_read_is_an_error(column: str, text: str) -> None:
    with pytest.raises(ValueError):
        built(**{column: text})


def test_a_required_cell_that_is_empty_is_an_error() -> None:
    with pytest.raises(TypeError, match="title"):
        built(title="")


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("a; b", ["a", "b"]),
        ("a;b ;  c", ["a", "b", "c"]),
        ("; a; ;", ["a"]),
        ("", []),
        ("a, b", ["a, b"]),
    ],
)
def test_a_list_is_split_without_blanks_and_empty_entries(text: str, entries: list[str]) -> None:
    assert split_list(text, "; ") == entries


@pytest.mark.parametrize(
    ("votes", "said"),
    [
        ({}, ""),
        ({"votes_for": 4, "votes_against": 1}, "4 for, 1 against"),
        ({"votes_for": 4, "votes_against": 0, "abstentions": 2}, "4 for, 0 against, 2 abstaining"),
        ({"abstentions": 3}, "3 abstaining"),
        ({"votes_for": 12345}, "12,345 for"),
    ],
)
def test_a_tally_says_the_numbers_that_are_known(votes: dict[str, Any], said: str) -> None:
    assert event(**votes).tally == said


def test_a_point_needs_both_its_numbers() -> None:
    assert campaign(latitude=45.5).point is None
    assert campaign(longitude=-122.7).point is None
    assert at(45.5, -122.7).point == (45.5, -122.7)


def test_a_point_on_the_equator_and_the_meridian_is_a_point() -> None:
    assert at(0.0, 0.0).point == (0.0, 0.0)


def test_a_status_and_a_force_have_words_for_people() -> None:
    assert [status.label for status in Status] == ["Won", "Partly won", "Ongoing", "Lost", "Reversed"]
    assert [force.label for force in Force] == ["Binding", "Advisory", "Force unknown"]
