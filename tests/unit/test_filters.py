"""Filters write themselves to an address, read themselves back, and describe themselves in words."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from campaigns.filters import FACETS, MOST_NAMED, NONE_NAMED, Filters, Vocabulary, choice_label, from_query, in_address
from campaigns.words import slug
from tests.unit.making import VOCABULARY, day, texts, unhurried
from tests.unit.making import filters as any_filters

queries = st.dictionaries(
    st.sampled_from([*FACETS, "q", "from", "to", "near", "utm_source"]) | texts, st.lists(texts, max_size=4)
)


@given(any_filters)
def test_filters_are_read_back_from_their_own_address(filters: Filters) -> None:
    assert from_query(filters.to_query(), VOCABULARY) == (filters, [])


@given(queries)
@example({"from": ["2024-02-30"], "to": ["9" * 5000]})
@unhurried
def test_no_address_is_an_error(query: dict[str, list[str]]) -> None:
    filters, notes = from_query(query, VOCABULARY)
    assert from_query(filters.to_query(), VOCABULARY) == (filters, [])
    assert all(notes)


@given(st.sampled_from(FACETS), st.lists(texts, max_size=4))
@unhurried
def test_every_value_that_is_not_known_is_noted_and_left_out(facet: str, values: list[str]) -> None:
    known = {slug(in_address(facet, value)) for value in VOCABULARY.values(facet)}
    wanted = {slug(value) for value in values}
    filters, notes = from_query({facet: values}, VOCABULARY)
    assert len(notes) == len(wanted - known)
    assert {slug(in_address(facet, value)) for value in filters.facet(facet)} == wanted & known


@given(st.sampled_from(["from", "to"]), texts)
def test_a_text_that_is_no_date_is_noted(name: str, text: str) -> None:
    filters, notes = from_query({name: [text]}, VOCABULARY)
    read = filters.since if name == "from" else filters.until
    assert (read is None) == (len(notes) == 1)
    assert read is None or read.text == text


def test_a_note_says_which_filter_and_which_value() -> None:
    _, notes = from_query({"status": ["won", "glorious"], "from": ["soon"]}, VOCABULARY)
    assert notes == ["status “glorious” is not known", "from “soon” is not a date like 2024 or 2024-05"]


def test_an_address_carries_words_joined_by_hyphens_and_country_codes_as_they_are() -> None:
    filters = Filters(target=("Exämple & Søns", NONE_NAMED), ask=("police exchange",), country=("GB",))
    assert filters.to_query() == {
        "target": ["example-sons", "none"],
        "ask": ["police-exchange"],
        "country": ["GB"],
    }


def test_an_address_written_by_hand_may_spell_names_its_own_way() -> None:
    filters, notes = from_query({"target": ["EXAMPLE corp"], "country": ["gb"], "status": ["Won"]}, VOCABULARY)
    assert (filters.target, filters.country, filters.status, notes) == (("Example Corp",), ("GB",), ("won",), [])


def test_values_are_put_in_the_order_in_which_they_are_offered_and_said_once() -> None:
    filters, _ = from_query({"status": ["lost", "won", "lost"]}, VOCABULARY)
    assert filters.status == ("won", "lost")


def test_companies_whose_names_have_no_latin_letter_are_told_apart_in_an_address() -> None:
    vocabulary = Vocabulary(targets=("Пример", "示例"), countries=())
    for name in vocabulary.targets:
        assert from_query(Filters(target=(name,)).to_query(), vocabulary) == (Filters(target=(name,)), [])


def test_a_company_called_none_is_not_taken_for_no_company() -> None:
    vocabulary = Vocabulary(targets=("None",), countries=())
    assert from_query(Filters(target=("None",)).to_query(), vocabulary)[0].target != (NONE_NAMED,)


def test_search_words_are_tidied() -> None:
    filters, _ = from_query({"q": ["  city\tcouncil\x00 ", "bonds"]}, VOCABULARY)
    assert filters.words == "city council bonds"


def test_only_the_first_of_two_dates_counts() -> None:
    assert from_query({"from": ["2024", "2020"]}, VOCABULARY) == (Filters(since=day("2024")), [])


def test_filters_are_true_only_where_they_hold_something_back() -> None:
    assert not Filters()
    assert Filters(words="bonds")
    assert Filters(until=day("2020"))


@pytest.mark.parametrize(
    ("filters", "phrases"),
    [
        (Filters(), []),
        (Filters(status=("won", "partial")), ["won or partly won"]),
        (Filters(target=("Example Corp", NONE_NAMED)), ["Example Corp or no company named"]),
        (Filters(country=("GB", "NO")), ["United Kingdom or Norway"]),
        (Filters(since=day("2020"), until=day("2024-05")), ["active 2020 to May 2024"]),
        (Filters(since=day("2020-01-02")), ["active since 2 January 2020"]),
        (Filters(until=day("2020")), ["begun by 2020"]),
        (Filters(words="city bonds"), ["“city bonds”"]),
        (Filters(target=tuple("ABCD")), ["A, B, C or D"]),
        (
            Filters(target=tuple("ABCDE"), country=("GB", "NO", "US", "FR", "ES")),
            ["any of 5 companies", "any of 5 countries"],
        ),
    ],
)
def test_filters_say_what_they_let_pass(filters: Filters, phrases: list[str]) -> None:
    assert filters.describe() == phrases


@given(any_filters)
def test_every_filter_in_use_has_its_own_phrase(filters: Filters) -> None:
    facets = [facet for facet in FACETS if filters.facet(facet)]
    expected = len(facets) + bool(filters.since or filters.until) + bool(filters.words)
    assert len(filters.describe()) == expected
    said = " · ".join(filters.describe())
    named = [facet for facet in facets if len(filters.facet(facet)) <= MOST_NAMED]
    assert all(choice_label(facet, value) in said for facet in named for value in filters.facet(facet))


@given(any_filters)
def test_without_all_its_parts_nothing_is_filtered(filters: Filters) -> None:
    left = filters
    for _ in filters.parts():
        [(_, left), *_] = left.parts()
    assert left.parts() == []
