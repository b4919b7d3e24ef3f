"""Counts over a selection say what they count, and every year is there."""

from __future__ import annotations

import pytest
from hypothesis import given

from campaigns.dataset import Dataset
from campaigns.records import Status
from campaigns.trends import beginnings_by_year, busiest, decisions_by_year, record, records
from tests.unit.making import campaign, datasets, event, unhurried

TWO = Dataset(
    (
        campaign("here", status=Status.REVERSED, targets=("Example Corp",)),
        campaign("there", status=Status.WON, targets=("Example Corp", "Sample Industries"), ask="twinning"),
    ),
    (
        event("here", "2014-05", status_after=Status.ONGOING),
        event("here", "2016", status_after=Status.WON),
        event("here", "2019-01-31", status_after=Status.REVERSED),
        event("there", "2016-02", what="A hearing."),
        event("there", "2016-03", status_after=Status.WON),
    ),
)


def test_a_win_that_was_reversed_counts_in_both_years() -> None:
    table = decisions_by_year(TWO, TWO.campaigns)
    assert table.loc[2016].to_dict() == {"won": 2, "partial": 0, "lost": 0, "reversed": 0}
    assert table.loc[2019].to_dict() == {"won": 0, "partial": 0, "lost": 0, "reversed": 1}


def test_a_year_without_a_decision_is_there_too() -> None:
    table = decisions_by_year(TWO, TWO.campaigns)
    assert list(table.index) == [2016, 2017, 2018, 2019]
    assert table.loc[2017].sum() == 0


def test_being_asked_is_no_decision() -> None:
    assert decisions_by_year(TWO, TWO.campaigns[:1]).to_numpy().sum() == 2


def test_only_the_campaigns_given_are_counted() -> None:
    assert list(decisions_by_year(TWO, TWO.campaigns[1:]).index) == [2016]


def test_without_a_decision_the_table_is_empty_and_still_has_its_columns() -> None:
    table = decisions_by_year(TWO, ())
    assert table.empty
    assert list(table.columns) == ["won", "partial", "lost", "reversed"]


def test_campaigns_are_counted_in_the_year_of_their_first_step_by_what_they_ask() -> None:
    table = beginnings_by_year(TWO, TWO.campaigns)
    assert table.loc[2014].to_dict() == {"divestment": 1, "twinning": 0}
    assert table.loc[2016].to_dict() == {"divestment": 0, "twinning": 1}
    assert list(table.index) == [2014, 2015, 2016]


def test_the_start_of_its_own_counts_where_it_is_earlier_than_the_first_step() -> None:
    early = campaign(started="2010")
    assert list(beginnings_by_year(Dataset((early,), (event(date="2012"),)), [early]).index) == [2010]


def test_the_commonest_ask_comes_first() -> None:
    three = Dataset(tuple(campaign(str(n), ask=ask, started="2020") for n, ask in enumerate(["bonds", "x", "x"])))
    assert list(beginnings_by_year(three, three.campaigns).columns) == ["x", "bonds"]


def test_a_record_has_every_status() -> None:
    found = record("Exampleton", TWO.campaigns)
    assert list(found.counts) == list(Status)
    assert (found.counts[Status.WON], found.counts[Status.LOST], found.total) == (1, 0, 2)


def test_a_campaign_counts_once_for_each_company_it_names_and_the_largest_come_first() -> None:
    found = records(TWO.campaigns, lambda one: one.targets)
    assert [(group.name, group.total) for group in found] == [("Example Corp", 2), ("Sample Industries", 1)]


def test_groups_of_one_size_are_in_alphabetical_order() -> None:
    some = [campaign("b", country="NO"), campaign("a", country="GB")]
    assert [group.name for group in records(some, lambda one: [one.country])] == ["GB", "NO"]


def test_the_busiest_year_is_the_earliest_of_several() -> None:
    table = decisions_by_year(TWO, TWO.campaigns)
    assert busiest(table) == (2016, 2)
    assert busiest(decisions_by_year(TWO, TWO.campaigns[:1])) == (2016, 1)


def test_an_empty_table_has_no_busiest_year() -> None:
    with pytest.raises(ValueError):
        busiest(decisions_by_year(TWO, ()))


@given(datasets())
@unhurried
def test_no_decision_is_lost_or_counted_twice(dataset: Dataset) -> None:
    outcomes = {Status.WON, Status.PARTIAL, Status.LOST, Status.REVERSED}
    steps = [step for one in dataset.campaigns for step in dataset.history(one) if step.status_after in outcomes]
    assert decisions_by_year(dataset, dataset.campaigns).to_numpy().sum() == len(steps)


@given(datasets())
@unhurried
def test_every_campaign_with_a_date_begins_once(dataset: Dataset) -> None:
    dated = [one for one in dataset.campaigns if dataset.history(one) or one.started]
    table = beginnings_by_year(dataset, dataset.campaigns)
    assert table.to_numpy().sum() == len(dated)
    assert list(table.index) == sorted(set(table.index))


@given(datasets())
@unhurried
def test_the_countries_add_up_to_all_campaigns(dataset: Dataset) -> None:
    found = records(dataset.campaigns, lambda one: [one.country])
    assert sum(group.total for group in found) == len(dataset.campaigns)
