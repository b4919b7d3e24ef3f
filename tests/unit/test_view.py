"""A view is one value with the page's address as its other face."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from campaigns.filters import Filters
from tests.unit.making import VOCABULARY, filters, texts, unhurried
from ui.view import COMPANIES, EXPLORE, PARAMETERS, YEARS, View, parse, read

views = st.builds(
    View,
    filters=filters,
    campaign=texts,
    year=st.none() | st.sampled_from(YEARS),
    at=texts,
    company=texts,
)
queries = st.dictionaries(st.sampled_from(sorted(PARAMETERS)) | texts, st.lists(texts, max_size=3))


@given(views)
@unhurried
def test_a_view_is_read_back_from_its_own_parameters(view: View) -> None:
    assert read(view.to_query(), VOCABULARY) == (view, [])


@given(views, st.sampled_from([EXPLORE, COMPANIES]))
@unhurried
def test_a_view_is_read_back_from_its_own_address(view: View, page: str) -> None:
    opened, query = parse(view.href(page))
    assert (opened, read(query, VOCABULARY)) == (page, (view, []))


@given(views)
@unhurried
def test_a_view_writes_no_parameter_that_is_not_its_own(view: View) -> None:
    assert set(view.to_query()) <= PARAMETERS


@given(queries)
@unhurried
def test_no_address_is_an_error(query: dict[str, list[str]]) -> None:
    view, _ = read(query, VOCABULARY)
    assert read(view.to_query(), VOCABULARY) == (view, [])


@given(st.from_regex(r"\A[0-9]+\Z") | texts)
@example("9" * 5000)
@example("२०१६")
@example("²")
def test_a_year_out_of_reach_is_noted_and_left_out(text: str) -> None:
    view, notes = read({"year": [text]}, VOCABULARY)
    assert view.year is None or view.year in YEARS
    assert bool(notes) == bool(text and view.year is None)


@pytest.mark.parametrize("company", ["Пример", "示例"], ids=["one in Cyrillic letters", "one in Chinese characters"])
def test_a_company_whose_name_has_no_latin_letter_stays_chosen_in_an_address(company: str) -> None:
    vocabulary = type(VOCABULARY)(targets=(company,), countries=())
    view = View(Filters(target=(company,)))
    assert read(parse(view.href())[1], vocabulary) == (view, [])


def test_the_first_look_has_an_empty_address() -> None:
    assert View().to_query() == {}
    assert View().href() == "./?"


def test_an_address_carries_all_that_was_chosen() -> None:
    view = View(
        Filters(status=("won",), words="city bonds"), campaign="exampleton-us-bonds", year=2016, at="45.5,-122.7"
    )
    assert view.to_query() == {
        "campaign": ["exampleton-us-bonds"],
        "year": ["2016"],
        "at": ["45.5,-122.7"],
        "status": ["won"],
        "q": ["city bonds"],
    }


def test_a_link_may_change_part_of_a_view_and_keeps_the_rest() -> None:
    view = View(Filters(status=("won",)), campaign="exampleton-us-bonds", year=2016)
    page, query = parse(view.href(COMPANIES, campaign="", company="example-corp"))
    assert page == "companies"
    assert query == {"status": ["won"], "year": ["2016"], "company": ["example-corp"]}
    assert view.campaign == "exampleton-us-bonds"


def test_notes_about_filters_and_the_year_come_together() -> None:
    _, notes = read({"status": ["glorious"], "year": ["soon"]}, VOCABULARY)
    assert notes == ["status “glorious” is not known", "year “soon” is not a year like 2016"]


def test_of_a_parameter_given_twice_the_first_counts() -> None:
    view, _ = read({"campaign": ["one", "two"], "year": ["2016", "2020"]}, VOCABULARY)
    assert (view.campaign, view.year) == ("one", 2016)


def test_a_parameter_of_somebody_else_is_left_alone() -> None:
    assert read({"utm_source": ["mail"], "embed": ["true"]}, VOCABULARY) == (View(), [])


def test_every_part_of_a_view_has_a_parameter() -> None:
    own = {{"language": "lang"}.get(field.name, field.name) for field in fields(View)} - {"filters"}
    derived = {"centre"}
    filtered = {{"words": "q", "since": "from", "until": "to"}.get(f.name, f.name) for f in fields(Filters)}
    assert (own | filtered) - derived == PARAMETERS
