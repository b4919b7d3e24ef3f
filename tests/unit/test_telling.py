"""What is said of a campaign in a few words: the deciding vote, and what a reader should know of the record."""

from __future__ import annotations

from datetime import date

import pytest

from campaigns.records import Event, Status
from campaigns.telling import deciding_vote, no_news_since, notes
from tests.unit.making import campaign, event
from ui.timeline import chart

TODAY = date(2026, 11, 21)
ASKED = campaign(status=Status.ONGOING)


def test_the_deciding_vote_is_that_of_the_last_step_that_changed_the_status() -> None:
    steps = [
        event(date="2020", votes_for=5, votes_against=0, status_after=Status.WON),
        event(date="2021", votes_for=4, votes_against=3, status_after=Status.REVERSED),
        event(date="2022", votes_for=1, votes_against=6),
    ]
    assert deciding_vote(steps) == "Vote 4–3"


@pytest.mark.parametrize(
    "step",
    [
        event(status_after=Status.WON),
        event(status_after=Status.WON, votes_for=4),
        event(status_after=Status.WON, votes_against=1),
        event(votes_for=4, votes_against=1),
    ],
    ids=["no count", "only those for", "only those against", "nothing decided"],
)
def test_a_vote_that_is_not_known_in_full_is_not_given(step: Event) -> None:
    assert deciding_vote([step]) == ""


def test_an_earlier_vote_never_stands_for_a_decision_without_a_count() -> None:
    steps = [
        event(date="2020", votes_for=5, votes_against=0, status_after=Status.WON),
        event(date="2021", status_after=Status.REVERSED),
    ]
    assert deciding_vote(steps) == ""


def test_nobody_against_is_a_vote_and_many_are_written_with_commas() -> None:
    assert deciding_vote([event(status_after=Status.WON, votes_for=7, votes_against=0)]) == "Vote 7–0"
    ballot = event(status_after=Status.WON, votes_for=11489, votes_against=8903)
    assert deciding_vote([ballot]) == "Vote 11,489–8,903"


def test_without_steps_there_is_no_vote() -> None:
    assert deciding_vote([]) == ""


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("2025-04-30", "30 April 2025"),
        ("2025-05-21", "21 May 2025"),
        ("2025-04", "April 2025"),
        ("2024", "2024"),
        ("2025-06-01", ""),
        ("2025", ""),
        ("2026-11-20", ""),
    ],
)
def test_an_ongoing_campaign_without_a_step_for_eighteen_months_has_no_news(last: str, said: str) -> None:
    assert no_news_since(ASKED, [event(date="2019"), event(date=last)], TODAY) == said


def test_eighteen_months_are_counted_to_the_day() -> None:
    last = [event(date="2025-05-31")]
    assert no_news_since(ASKED, last, date(2026, 11, 29)) == ""
    assert no_news_since(ASKED, last, date(2026, 12, 1)) == "31 May 2025"


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.ONGOING])
def test_what_is_decided_needs_no_news(status: Status) -> None:
    assert no_news_since(campaign(status=status), [event(date="2010")], TODAY) == ""


def test_a_campaign_without_steps_is_not_said_to_be_silent() -> None:
    assert no_news_since(ASKED, [], TODAY) == ""


def test_the_latest_step_counts_wherever_it_stands() -> None:
    assert no_news_since(ASKED, [event(date="2026-10"), event(date="2019")], TODAY) == ""


def test_a_firm_record_needs_no_note() -> None:
    assert notes(campaign(confidence="high"), [event()], TODAY) == []


def test_a_weakness_of_the_record_is_said() -> None:
    weak = campaign(status=Status.ONGOING, confidence="medium", source_note="Source wanted: a repost.")
    assert notes(weak, [event(date="2020-03")], TODAY) == [
        "Source wanted: a repost.",
        "One kind of source: a second, independent source is wanted.",
        "No news since March 2020.",
    ]


def test_the_chart_has_a_mark_for_each_step_and_is_named_for_screen_readers() -> None:
    svg = chart([event(date="2020"), event(date="2022-05", status_after=Status.WON)])
    assert 'aria-label="2 steps from 2020 to May 2022"' in svg
    assert svg.count("<title>") == 2
    assert "<title>May 2022: Won</title>" in svg


@pytest.mark.parametrize("dates", [[], ["2020"], ["2020-05-14", "2020-05-14"]], ids=["none", "one", "one twice"])
def test_one_date_needs_no_chart(dates: list[str]) -> None:
    assert chart([event(date=text) for text in dates]) == ""
