"""The data set as it stood at the end of a past year."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from campaigns.dataset import Dataset
from campaigns.past import as_of
from campaigns.records import Company, Status
from tests.unit.making import campaign, datasets, event, unhurried

LONG = Dataset(
    (campaign(status=Status.REVERSED, started="2014", decided="2016-05"),),
    (
        event(date="2014-03", kind="launch"),
        event(date="2016-05", status_after=Status.WON),
        event(date="2017", what="The mayor answers."),
        event(date="2019-02-01", kind="reversal", status_after=Status.REVERSED),
    ),
    (Company("Example Corp"),),
)


@pytest.mark.parametrize(
    ("year", "status"),
    [
        (2014, Status.ONGOING),
        (2015, Status.ONGOING),
        (2016, Status.WON),
        (2018, Status.WON),
        (2019, Status.REVERSED),
        (2030, Status.REVERSED),
    ],
)
def test_a_campaign_has_the_status_it_had_then(year: int, status: Status) -> None:
    (then,) = as_of(LONG, year).campaigns
    assert then.status is status


def test_a_campaign_is_not_there_before_it_began() -> None:
    assert as_of(LONG, 2013).campaigns == ()


def test_a_decision_still_to_come_is_not_known() -> None:
    assert as_of(LONG, 2015).campaigns[0].decided is None
    assert str(as_of(LONG, 2016).campaigns[0].decided) == "2016-05"


def test_steps_still_to_come_are_not_in_the_history() -> None:
    then = as_of(LONG, 2017)
    assert [str(step.date) for step in then.history(then.campaigns[0])] == ["2014-03", "2016-05", "2017"]


def test_a_campaign_that_only_has_a_start_of_its_own_counts_as_ongoing() -> None:
    began = Dataset((campaign(started="2015", status=Status.WON),), (event(date="2018", status_after=Status.WON),))
    then = as_of(began, 2016)
    assert [one.status for one in then.campaigns] == [Status.ONGOING]
    assert [step.status_after for step in then.history(then.campaigns[0])] == [Status.ONGOING]


def test_a_file_without_events_can_be_looked_back_at_too() -> None:
    own = Dataset((campaign(started="2015", decided="2017", status=Status.LOST),))
    assert [as_of(own, year).campaigns[0].status for year in (2016, 2017)] == [Status.ONGOING, Status.LOST]


def test_the_companies_stay() -> None:
    assert as_of(LONG, 2015).companies == LONG.companies


def test_the_years_run_from_the_first_step_to_the_last() -> None:
    assert LONG.years == (2014, 2019)


def test_a_data_set_without_any_date_has_no_years() -> None:
    assert Dataset((campaign(),)).years is None


@given(datasets(), st.integers(2012, 2020))
@unhurried
def test_no_campaign_is_shown_before_its_first_step(dataset: Dataset, year: int) -> None:
    shown = {one.id for one in as_of(dataset, year).campaigns}
    for one in dataset.campaigns:
        dates = [step.date.year for step in dataset.history(one)] + ([one.started.year] if one.started else [])
        assert (one.id in shown) == bool(dates and min(dates) <= year)


@given(datasets(), st.integers(2012, 2020))
@unhurried
def test_no_step_after_the_year_is_told(dataset: Dataset, year: int) -> None:
    then = as_of(dataset, year)
    assert all(step.date.year <= year for one in then.campaigns for step in then.history(one))


@given(datasets())
@unhurried
def test_the_last_year_is_today_for_every_campaign_whose_steps_carry_its_status(dataset: Dataset) -> None:
    assume(any(dataset.history(one) for one in dataset.campaigns))
    then = as_of(dataset, max((dataset.years or (0, 0))[1], 2018))
    for one in dataset.campaigns:
        changes = [step.status_after for step in dataset.history(one) if step.status_after]
        if changes and changes[-1] is one.status:
            assert then.get(one.id) == one


@given(datasets(), st.integers(2012, 2020), st.integers(2012, 2020))
@unhurried
def test_a_campaign_once_begun_stays(dataset: Dataset, year: int, other: int) -> None:
    earlier, later = sorted((year, other))
    before = {one.id for one in as_of(dataset, earlier).campaigns}
    assert before <= {one.id for one in as_of(dataset, later).campaigns}
