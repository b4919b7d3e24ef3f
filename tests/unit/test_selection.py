"""A selection is the campaigns that filters let pass, and the count that each further choice would leave."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.dataset import Dataset
from campaigns.dates import PartialDate
from campaigns.filters import FACETS, NONE_NAMED, Filters
from campaigns.records import Campaign, Company, Status
from campaigns.selection import Index, Selection, facet_values, vocabulary
from tests.unit.making import campaign, datasets, day, event, index, partial_dates, unhurried
from tests.unit.making import filters as any_filters

FOUR = index(
    campaign("won-example", status=Status.WON, targets=("Example Corp",), country="US", started="2016"),
    campaign("lost-both", status=Status.LOST, targets=("Example Corp", "Sample Industries"), country="GB"),
    campaign("won-none", status=Status.WON, country="GB", ask="twinning", started="2020", decided="2021-05"),
    campaign("ongoing-sample", status=Status.ONGOING, targets=("Sample Industries",), country="NO"),
    events=(event("ongoing-sample", "2018-03-01", what="Sampleville's mayor answers."),),
    companies=(Company("Sample Industries", aliases=("SamInd",)),),
)


def choosing(filters: Filters, facet: str, *values: str) -> Filters:
    """The filters with these values alone chosen in a facet."""
    chosen: dict[str, Any] = {facet: values}
    return replace(filters, **chosen)


def ids(filters: Filters) -> list[str]:
    return [shown.id for shown in Selection(FOUR, filters).campaigns]


def test_without_filters_every_campaign_is_selected_in_the_order_of_the_data() -> None:
    assert ids(Filters()) == ["won-example", "lost-both", "won-none", "ongoing-sample"]


def test_several_values_of_one_filter_mean_any_of_them() -> None:
    assert ids(Filters(status=("lost", "ongoing"))) == ["lost-both", "ongoing-sample"]


def test_several_filters_mean_all_of_them() -> None:
    assert ids(Filters(status=("won",), country=("GB",))) == ["won-none"]


@given(datasets(), any_filters)
@unhurried
def test_giving_up_a_filter_hides_no_campaign(dataset: Dataset, filters: Filters) -> None:
    held = Index(dataset)
    shown = {one.id for one in Selection(held, filters).campaigns}
    for _, rest in filters.parts():
        assert shown <= {one.id for one in Selection(held, rest).campaigns}


@given(datasets(), any_filters, st.sampled_from(FACETS))
@unhurried
def test_without_a_facet_there_is_what_the_filters_without_it_let_pass(
    dataset: Dataset, filters: Filters, facet: str
) -> None:
    held = Index(dataset)
    assert Selection(held, filters).without(facet) == Selection(held, filters.without(facet)).campaigns


def test_a_campaign_is_found_under_each_company_it_names() -> None:
    assert ids(Filters(target=("Sample Industries",))) == ["lost-both", "ongoing-sample"]


def test_campaigns_that_name_no_company_can_be_asked_for() -> None:
    assert ids(Filters(target=(NONE_NAMED,))) == ["won-none"]


def test_a_value_that_the_data_does_not_have_lets_nothing_pass() -> None:
    assert ids(Filters(country=("FR",))) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("mayor", ["ongoing-sample"]),
        ("MAYOR sampleville's", ["ongoing-sample"]),
        ("norway", ["ongoing-sample"]),
        ("samind", ["lost-both", "ongoing-sample"]),
        ("twinning", ["won-none"]),
        ("mayor twinning", []),
        ("exampleton council", ["won-example", "lost-both", "won-none", "ongoing-sample"]),
    ],
)
def test_words_are_looked_for_everywhere_and_all_must_occur(words: str, found: list[str]) -> None:
    assert ids(Filters(words=words)) == found


def test_what_is_typed_finds_a_name_with_a_trade_mark_sign() -> None:
    named = index(campaign(targets=("Example Corp™",)))
    assert len(Selection(named, Filters(words="example corptm"))) == 1


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2021-06", None, ["lost-both"]),
        ("2021-05", None, ["lost-both", "won-none"]),
        (None, "2017", ["won-example", "lost-both"]),
        (None, "2018-02", ["won-example", "lost-both"]),
        ("2016-12-31", "2018-03", ["won-example", "lost-both", "ongoing-sample"]),
    ],
)
def test_years_pick_what_was_active_in_them_and_what_has_no_date_at_all(
    since: str | None, until: str | None, found: list[str]
) -> None:
    span = Filters(since=day(since) if since else None, until=day(until) if until else None)
    assert ids(span) == found


def test_the_newest_step_comes_first_and_one_day_keeps_the_order_of_the_data() -> None:
    some = index(
        campaign("old", started="2010"),
        campaign("new-a", started="2020-05-01"),
        campaign("new-b", started="2020-05-01"),
    )
    assert [shown.id for shown in Selection(some, Filters()).newest_first()] == ["new-a", "new-b", "old"]


def test_the_view_is_said_in_words() -> None:
    filters = Filters(status=("won", "partial"), target=("Example Corp",))
    assert Selection(FOUR, filters).sentence() == "1 campaign · won or partly won · Example Corp"


def test_choices_are_offered_in_the_order_in_which_people_read_them() -> None:
    offered = vocabulary(FOUR.dataset)
    assert offered.targets == ("Example Corp", "Sample Industries")
    assert offered.countries == ("NO", "GB", "US")  # Norway, United Kingdom, United States
    assert offered.values("target")[-1] == NONE_NAMED


def test_an_empty_data_set_can_be_filtered_too() -> None:
    nothing = Selection(Index(Dataset(())), Filters(words="bonds", status=("won",), since=day("2020")))
    assert nothing.sentence() == "0 campaigns · won · active since 2020 · “bonds”"
    assert set(nothing.counts("status").values()) == {0}


def test_a_count_leaves_its_own_filter_aside_and_keeps_the_others() -> None:
    counts = Selection(FOUR, Filters(status=("won",), country=("GB",))).counts("status")
    assert counts == {"won": 1, "partial": 0, "ongoing": 0, "lost": 1, "reversed": 0}


@given(datasets(), any_filters, st.sampled_from(FACETS))
@unhurried
def test_a_count_is_what_choosing_that_value_alone_would_show(dataset: Dataset, filters: Filters, facet: str) -> None:
    selection = Selection(Index(dataset), filters)
    shown = {
        value: len(Selection(Index(dataset), choosing(filters, facet, value)))
        for value in vocabulary(dataset).values(facet)
    }
    assert selection.counts(facet) == shown


@given(datasets(), any_filters.map(lambda filters: replace(filters, words="")))
@unhurried
def test_a_selection_is_what_looking_at_each_campaign_gives(dataset: Dataset, filters: Filters) -> None:
    expected = [one for one in dataset.campaigns if _passes(dataset, one, filters)]
    assert list(Selection(Index(dataset), filters).campaigns) == expected


@given(datasets(), any_filters, st.sampled_from(FACETS))
@unhurried
def test_another_filter_never_adds_a_campaign(dataset: Dataset, filters: Filters, facet: str) -> None:
    with_it = Selection(Index(dataset), filters).campaigns
    without = Selection(Index(dataset), choosing(filters, facet)).campaigns
    assert set(with_it) <= set(without)


@given(datasets(), partial_dates)
@unhurried
def test_what_is_newest_first_is_the_selection_itself(dataset: Dataset, since: PartialDate) -> None:
    selection = Selection(Index(dataset), Filters(since=since))
    assert {one.id for one in selection.newest_first()} == {one.id for one in selection.campaigns}
    assert len(selection.newest_first()) == len(selection)


def _passes(dataset: Dataset, one: Campaign, filters: Filters) -> bool:
    """The rule, said without masks."""
    chosen = all(
        not filters.facet(facet) or set(filters.facet(facet)) & set(facet_values(one, facet)) for facet in FACETS
    )
    dates = [step.date for step in dataset.history(one)] + [d for d in (one.started, one.decided) if d]
    late_enough = not (filters.since and dates) or max(d.last for d in dates) >= filters.since.first
    early_enough = not (filters.until and dates) or min(d.first for d in dates) <= filters.until.last
    return chosen and late_enough and early_enough
