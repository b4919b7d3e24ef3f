"""The calendar has announced dates and the anniversaries of decisions, and programs can read it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from icalendar import Calendar

from campaigns.dataset import Dataset
from campaigns.records import Force, Status
from exports.calendar import calendar
from tests.unit.making import campaign, datasets, event
from tests.unit.publishing import ADDRESS, ADVERSE, any_texts, everything, of, publication, saying

ADOPTED = event(date="2016-05-14", status_after=Status.WON, votes_for=4, votes_against=1)
HEARING = event(date="2026-12-01", kind="announced", what="The council hears the request.")


def read(data: bytes) -> list[Any]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def only(data: bytes) -> Any:
    (found,) = read(data)
    return found


def test_a_decision_comes_back_each_year_with_its_vote() -> None:
    day = only(calendar(of(campaign(force=Force.BINDING), events=(ADOPTED,))))
    assert day["summary"] == "Exampleton: Divestment from Example Corp (won, 14 May 2016, vote 4–1)"
    assert day["rrule"] == {"FREQ": ["YEARLY"]}
    assert day["dtstart"].dt == date(2016, 5, 14)


def test_an_advisory_decision_is_not_told_as_a_binding_one() -> None:
    day = only(calendar(of(campaign(force=Force.ADVISORY), events=(ADOPTED,))))
    assert "(won, advisory, 14 May 2016" in day["summary"]


@pytest.mark.parametrize("status", list(Status))
def test_losses_and_reversals_have_their_days_too_and_a_beginning_has_none(status: Status) -> None:
    days = read(calendar(of(campaign(status=status), events=(event(status_after=status),))))
    assert len(days) == (0 if status is Status.ONGOING else 1)


def test_the_29th_of_february_comes_back_on_the_last_of_february() -> None:
    leap = event(date="2016-02-29", status_after=Status.WON)
    day = only(calendar(of(campaign(), events=(leap,))))
    assert day["rrule"] == {"FREQ": ["YEARLY"], "BYMONTH": [2], "BYMONTHDAY": [-1]}


def test_an_announced_date_is_a_whole_day_that_comes_once() -> None:
    day = only(calendar(of(campaign(status=Status.ONGOING), events=(HEARING,))))
    assert day["summary"] == "Exampleton: The council hears the request"
    assert (day["dtstart"].dt, "rrule" in day) == (date(2026, 12, 1), False)
    assert day["dtstart"].params["VALUE"] == "DATE"


@pytest.mark.parametrize(("when", "shown"), [("2025-11-21", 1), ("2025-11-20", 0), ("2035-01-01", 1)])
def test_an_announced_date_stays_for_a_year(when: str, shown: int) -> None:
    assert len(read(calendar(of(campaign(), events=(event(date=when, kind="announced"),))))) == shown


@pytest.mark.parametrize("when", ["2026", "2026-12"])
@pytest.mark.parametrize("kind", ["announced", "vote"])
def test_what_is_not_known_to_the_day_is_left_out(when: str, kind: str) -> None:
    assert read(calendar(of(campaign(), events=(event(date=when, kind=kind, status_after=Status.WON),)))) == []


def test_an_announced_outcome_is_no_decision() -> None:
    announced = event(date="2026-12-01", kind="announced", status_after=Status.WON)
    assert "rrule" not in only(calendar(of(campaign(), events=(announced,))))


def test_a_day_says_how_we_know_and_where_to_read_on() -> None:
    day = only(calendar(of(campaign(), events=(ADOPTED,), address=ADDRESS)))
    for words in ("Exampleton City Council", "4 for, 1 against", "https://example.org/minutes", "creativecommons.org"):
        assert words in day["description"]
    assert day["url"] == f"{ADDRESS}?campaign=exampleton-us-divestment"


def test_a_day_neither_rings_nor_counts_as_busy() -> None:
    data = calendar(of(campaign(), events=(ADOPTED, HEARING)))
    assert b"VALARM" not in data
    assert {str(day["transp"]) for day in read(data)} == {"TRANSPARENT"}
    assert {day["dtstamp"].dt for day in read(data)} == {datetime(2026, 11, 21, tzinfo=UTC)}


def test_the_calendar_has_a_name_and_a_licence() -> None:
    made: Any = Calendar.from_ical(calendar(of(campaign())))
    assert made["x-wr-calname"] == made["name"] == "City Campaigns: 1 campaign"
    assert "creativecommons.org" in made["description"]
    assert (made["prodid"], made["version"]) == ("-//City Campaigns//EN", "2.0")


def test_a_day_keeps_its_name_however_it_is_worded() -> None:
    views = [
        of(campaign(), events=(ADOPTED,)),
        of(campaign(title="Bonds"), events=(event(date="2016-05-14", what="Adopted.", status_after=Status.PARTIAL),)),
    ]
    first, second = (only(calendar(view))["uid"] for view in views)
    assert first == second


@pytest.mark.parametrize("wording", ADVERSE, ids=lambda text: ascii(text[:24]))
def test_adverse_text_is_nothing_but_text(wording: str) -> None:
    keeps_the_rules(calendar(saying(wording, address=wording)), days=2)


def test_line_ends_and_separators_are_read_as_typed() -> None:
    day = read(calendar(saying("a;b,c\\n:d\none")))[1]
    assert "a;b,c\\n:d\none" in day["description"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//example.org"])
def test_an_address_that_is_no_link_is_left_out(address: str) -> None:
    assert ["url" in day for day in read(calendar(saying(address)))] == [False, False]


@given(any_texts)
def test_any_text_makes_a_calendar_that_keeps_the_rules(wording: str) -> None:
    keeps_the_rules(calendar(saying(wording, address=f"https://example.org/{wording}")), days=2)


@given(datasets())
def test_the_same_campaigns_are_the_same_bytes(dataset: Dataset) -> None:
    data = calendar(publication(dataset))
    assert data == calendar(publication(dataset))
    keeps_the_rules(data, days=len(read(data)))


def test_every_decision_of_the_project_that_is_known_to_the_day_is_in_it() -> None:
    view = everything()
    decisions = [
        step
        for one in view.campaigns
        for step in view.history(one)
        if step.status_after not in (None, Status.ONGOING) and step.date.text.count("-") == 2
    ]
    keeps_the_rules(calendar(view), days=len(decisions))
    assert len(decisions) > 200


def keeps_the_rules(data: bytes, days: int) -> None:
    """Hold a calendar to RFC 5545: lines short and ended rightly, no control characters, names of its own."""
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert FORBIDDEN.search(data.replace(b"\r\n", b"")) is None
    data.decode("utf-8")
    made: Any = Calendar.from_ical(data)
    found = made.walk("VEVENT")
    assert [component.name for component in made.walk()] == ["VCALENDAR"] + ["VEVENT"] * days
    assert not made.errors and not any(day.errors for day in found)
    assert {name for component in made.walk() for name in component} <= PROPERTIES
    assert len({day["uid"] for day in found}) == days
    assert all(day["summary"].strip() for day in found)


FORBIDDEN = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
PROPERTIES = {
    *("PRODID", "VERSION", "CALSCALE", "METHOD", "NAME", "DESCRIPTION", "X-WR-CALNAME", "X-WR-CALDESC"),
    *("UID", "DTSTAMP", "DTSTART", "RRULE", "SUMMARY", "TRANSP", "URL"),
}
