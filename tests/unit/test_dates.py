"""A date is as precise as its source, and what it leaves open stays open."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.dates import PartialDate, chronological
from tests.unit.making import any_dates, day, partial_dates, unhurried


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        ("2024-05-14", date(2024, 5, 14), date(2024, 5, 14)),
    ],
)
def test_a_date_spans_every_day_it_can_mean(text: str, first: date, last: date) -> None:
    assert (day(text).first, day(text).last) == (first, last)


@pytest.mark.parametrize(("text", "words"), [("2024", "2024"), ("2024-05", "May 2024"), ("2024-05-04", "4 May 2024")])
def test_a_date_is_said_at_its_own_precision(text: str, words: str) -> None:
    assert day(text).in_words() == words


@pytest.mark.parametrize(
    "text",
    [
        *("", "24", "2024-5", "2024-13", "2024-00", "2024-02-30", "2023-02-29", "2024-05-00", "0000"),
        *("2024-05-14T00:00", " 2024", "2024\n", "2024/05", "14.05.2024", "２０２４", "-2024", "20244"),
    ],
)
def test_a_text_that_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        day(text)


def test_a_refusal_names_what_was_given() -> None:
    with pytest.raises(ValueError, match="'soon' is not a date"):
        day("soon")


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("2023", "2024"), ("2023", "2024-01"), ("2023-12-31", "2024"), ("2024-05", "2024-06-01")],
)
def test_a_date_that_had_ended_is_before_one_that_begins_after_it(earlier: str, later: str) -> None:
    assert day(earlier).is_before(day(later))
    assert not day(later).is_before(day(earlier))


@pytest.mark.parametrize(
    ("one", "other"),
    [("2024", "2024-05"), ("2024-05", "2024-05-31"), ("2024", "2024"), ("2024-05-14", "2024-05-14")],
)
def test_a_year_and_a_month_within_it_are_in_no_order(one: str, other: str) -> None:
    assert not day(one).is_before(day(other))
    assert not day(other).is_before(day(one))


@given(any_dates)
def test_a_date_is_read_back_from_its_own_text(known: PartialDate) -> None:
    assert PartialDate.parse(str(known)) == known


@given(any_dates)
def test_a_date_begins_and_ends_within_the_year_it_names(known: PartialDate) -> None:
    assert known.first <= known.last
    assert {known.first.year, known.last.year} == {known.year} == {int(known.text[:4])}


@given(any_dates, any_dates)
def test_dates_in_order_are_in_the_order_of_their_texts(one: PartialDate, other: PartialDate) -> None:
    assert not one.is_before(other) or one.text < other.text


@given(partial_dates, partial_dates)
def test_of_two_dates_at_most_one_is_before_the_other(one: PartialDate, other: PartialDate) -> None:
    assert not (one.is_before(other) and other.is_before(one))
    assert (one.is_before(other) or other.is_before(one)) == (one.last < other.first or other.last < one.first)


written = st.lists(partial_dates, max_size=12).map(lambda dates: list(enumerate(dates)))
"""Dates with the number of the row in which they stand, so that two alike can be told apart."""


def in_order(rows: list[tuple[int, PartialDate]]) -> list[tuple[int, PartialDate]]:
    return chronological(rows, lambda row: row[1])


@given(written)
def test_putting_in_order_loses_nothing_and_adds_nothing(rows: list[tuple[int, PartialDate]]) -> None:
    assert sorted(in_order(rows), key=lambda row: row[0]) == rows


@given(written)
def test_nothing_certainly_earlier_comes_later(rows: list[tuple[int, PartialDate]]) -> None:
    ordered = [known for _, known in in_order(rows)]
    assert not any(later.is_before(known) for i, known in enumerate(ordered) for later in ordered[i:])


@given(written)
def test_what_is_in_order_stays_as_it_is(rows: list[tuple[int, PartialDate]]) -> None:
    assert in_order(in_order(rows)) == in_order(rows)


@given(st.integers(1, 12), st.lists(st.integers(0, 28), max_size=10))
@unhurried
def test_days_of_a_month_and_the_month_itself_keep_their_order_where_they_overlap(month: int, days: list[int]) -> None:
    """Zero stands for the month without a day."""
    dates = [f"2024-{month:02}" + (f"-{number:02}" if number else "") for number in sorted(days)]
    rows = list(enumerate(map(day, dates)))
    assert in_order(rows) == rows


@given(written)
def test_dates_that_all_overlap_keep_the_order_given(rows: list[tuple[int, PartialDate]]) -> None:
    overlapping = [row for row in rows if all(_overlap(row[1], other) for _, other in rows)]
    assert in_order(overlapping) == overlapping


@given(partial_dates, partial_dates)
def test_two_dates_change_places_only_where_the_second_is_certainly_earlier(
    one: PartialDate, other: PartialDate
) -> None:
    swapped = in_order([(0, one), (1, other)]) == [(1, other), (0, one)]
    assert swapped == other.is_before(one)


def test_a_year_stays_where_it_was_written_among_its_months() -> None:
    rows = ["2024-03", "2024", "2024-09", "2023-11"]
    ordered = chronological(map(day, rows), lambda known: known)
    assert [known.text for known in ordered] == ["2023-11", "2024-03", "2024", "2024-09"]
    assert all(not later.is_before(earlier) for earlier, later in pairwise(ordered))


def _overlap(one: PartialDate, other: PartialDate) -> bool:
    return one.first <= other.last and other.first <= one.last
