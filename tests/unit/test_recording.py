"""What is recorded of a campaign brings its own row in line, and nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.changes import between
from campaigns.dates import PartialDate, chronological
from campaigns.edition import Edition, read_edition
from campaigns.recording import add, fresh_id, lookalikes, record
from campaigns.records import Status
from campaigns.schema import tables
from tests.unit import making
from tests.unit.editing import edition, words
from tests.unit.factories import TODAY, campaign, event

ID = campaign()["id"]
LAUNCH = event(date="2023-05", kind="launch", what="Residents begin.", status_after="ongoing")
STARTED = edition([campaign(status="ongoing", decided="")], [LAUNCH])
DECIDED = edition([campaign()], [LAUNCH, event()])
STEP = event(date="2026-10-05", what="The council votes again.")


def after(before: Edition, **cells: str) -> dict[str, str]:
    """What becomes of the campaign's row, besides that it was checked, where a step is recorded."""
    row = dict(record(before, STEP | cells, TODAY).edition.campaign(ID) or {})
    assert row.pop("last_checked") == "2026-11"
    return row


def unchanged(before: Edition) -> dict[str, str]:
    row = dict(before.campaign(ID) or {})
    row.pop("last_checked")
    return row


def is_shown(made: Edition) -> bool:
    return made.loaded(TODAY).report.blocking == ()


# A step


def test_a_vote_decides_the_campaign() -> None:
    done = record(STARTED, STEP | {"status_after": "lost"}, TODAY)
    assert (done.before, done.after) == ("ongoing", "lost")
    assert done.edition.campaign(ID) == campaign(status="lost", decided="2026-10-05", last_checked="2026-11")
    assert done.edition.steps(ID)[-1] == STEP | {"status_after": "lost"}
    assert is_shown(done.edition)


def test_a_step_that_changes_nothing_leaves_the_campaign_as_it_is() -> None:
    assert after(DECIDED, status_after="") == unchanged(DECIDED)


def test_a_reversal_has_its_own_date_of_decision() -> None:
    row = after(DECIDED, status_after="reversed")
    assert (row["status"], row["decided"]) == ("reversed", "2026-10-05")


def test_a_campaign_that_is_ongoing_again_is_not_decided_any_more() -> None:
    row = after(DECIDED, status_after="ongoing")
    assert row["status"] == "ongoing"
    assert "decided" not in row


@pytest.mark.parametrize("decided", ["2024-11-19", "2024", "2024-12-01"])
@pytest.mark.parametrize("told", ["won", ""])
def test_a_decision_that_is_confirmed_keeps_its_date(decided: str, told: str) -> None:
    before = edition([campaign(decided=decided)], [LAUNCH, event(status_after=told)])
    assert after(before, status_after="won") == unchanged(before)


def test_a_decision_so_far_undated_takes_the_date_of_the_step_that_made_it() -> None:
    undated = edition([campaign(decided="")], [LAUNCH, event()])
    assert after(undated, status_after="won")["decided"] == "2024-11-19"


def test_a_date_of_decision_left_over_goes_where_the_campaign_is_ongoing() -> None:
    assert "decided" not in after(edition([campaign(status="ongoing")], [LAUNCH]), status_after="ongoing")


@pytest.mark.parametrize("day", ["2024-11-18", "2024-05", "2023"])
def test_a_step_older_than_the_last_one_does_not_change_the_status(day: str) -> None:
    done = record(DECIDED, STEP | {"date": day, "status_after": "lost"}, TODAY)
    assert (done.before, done.after) == ("won", "won")
    assert is_shown(done.edition)


@pytest.mark.parametrize("day", ["2024-11-19", "2024-11", "2024"])
def test_a_step_that_may_be_as_late_as_the_last_one_counts_as_later(day: str) -> None:
    done = record(DECIDED, STEP | {"date": day, "status_after": "lost"}, TODAY)
    assert (done.after, after(DECIDED, date=day, status_after="lost")["decided"]) == ("lost", day)
    assert is_shown(done.edition)


def test_how_a_campaign_began_does_not_undo_a_decision_that_no_step_tells() -> None:
    silent = edition(events=[event(status_after="")])
    assert after(silent, date="2023-05", status_after="ongoing") == unchanged(silent)


def test_a_step_to_come_has_changed_nothing_yet() -> None:
    announced = {"kind": "announced", "date": "2026-12-01", "status_after": "won"}
    done = record(STARTED, STEP | announced, TODAY)
    assert done.after == "ongoing"
    assert "status_after" not in done.edition.steps(ID)[-1]
    assert is_shown(done.edition)


def test_what_is_decided_before_an_announced_step_counts() -> None:
    waiting = record(STARTED, STEP | {"kind": "announced", "date": "2027", "status_after": "ongoing"}, TODAY).edition
    assert after(waiting, status_after="won")["status"] == "won"


@pytest.mark.parametrize("day", ["2026", "2026-11", "2026-11-21"])
def test_a_time_that_has_begun_is_not_to_come(day: str) -> None:
    assert after(STARTED, date=day, status_after="won")["decided"] == day


@pytest.mark.parametrize("day", ["", "soon", "2026-02-30", "05/06/2026"])
def test_a_step_without_a_readable_date_is_kept_and_changes_nothing(day: str) -> None:
    done = record(STARTED, STEP | {"date": day, "status_after": "won"}, TODAY)
    assert done.after == "ongoing"
    assert len(read_edition(done.edition.files()).steps(ID)) == 2
    assert not is_shown(done.edition)


def test_a_status_that_does_not_exist_is_never_taken_over() -> None:
    assert after(STARTED, status_after="victorious") == unchanged(STARTED)
    misspelt = edition([campaign(status="ongoing", decided="")], [LAUNCH, event(status_after="victorious")])
    assert after(misspelt, status_after="") == unchanged(misspelt)


def test_a_note_does_not_settle_a_status_that_was_in_doubt() -> None:
    doubtful = edition([campaign(status="lost")], [LAUNCH, event(date="unknown")])
    assert after(doubtful, status_after="") == unchanged(doubtful)


def test_other_campaigns_and_what_the_schema_does_not_know_stay() -> None:
    before = STARTED.with_rows("campaigns", [campaign(id="b"), *STARTED.rows("campaigns"), campaign(id="c")])
    before = before.with_rows("events", [event(campaign_id="b"), LAUNCH | {"Notes": "Ask."}])
    changes = between(before, record(before, STEP | {"status_after": "won"}, TODAY).edition)
    assert [(change.table, change.key[0]) for change in changes] == [("campaigns", ID), ("events", ID)]
    assert set(changes[0].columns) == {"status", "decided", "last_checked"}


def test_empty_cells_of_a_form_are_no_cells() -> None:
    assert record(STARTED, STEP | {"votes_for": "", "archive_url": ""}, TODAY).edition.steps(ID)[-1].keys() == (
        STEP.keys() - {"votes_for"}
    )


@pytest.mark.parametrize("name", ["", "nowhere"])
def test_there_is_no_step_of_a_campaign_that_is_not_there(name: str) -> None:
    with pytest.raises(KeyError):
        record(STARTED.with_rows("campaigns", [{"title": "Without an id"}]), STEP | {"campaign_id": name}, TODAY)


# A campaign's own dates


def test_a_campaign_without_steps_keeps_its_own_dates_as_steps() -> None:
    done = record(edition(events=[]), STEP | {"status_after": "reversed"}, TODAY)
    told = [(row["date"], row.get("status_after")) for row in done.edition.steps(ID)]
    assert told == [("2023-05", "ongoing"), ("2024-11-19", "won"), ("2026-10-05", "reversed")]
    assert {row["source_url"] for row in done.edition.steps(ID)} == {"https://example.org/minutes"}
    assert is_shown(done.edition)


@pytest.mark.parametrize(
    "dates",
    [{"decided": ""}, {"started": "2025-01", "decided": "2024-11-19"}, {"started": ""}, {"started": "", "decided": ""}],
)
@pytest.mark.parametrize("status", list(Status))
def test_own_dates_that_become_steps_do_not_contradict_the_status(status: str, dates: dict[str, str]) -> None:
    alone = edition([campaign(status=status, **dates)], [])
    done = record(alone, STEP | {"status_after": ""}, TODAY)
    assert (done.before, done.after) == (status, status)
    assert is_shown(done.edition)


@pytest.mark.parametrize("cells", [{"started": "long ago"}, {"status": "victorious"}, {"body": ""}, {"status": ""}])
def test_a_row_that_cannot_be_read_keeps_its_dates_to_itself(cells: dict[str, str]) -> None:
    alone = edition([campaign(**cells)], [])
    done = record(alone, STEP | {"status_after": ""}, TODAY)
    assert done.edition.steps(ID) == [{column: text for column, text in STEP.items() if column != "status_after"}]
    assert after(alone, status_after="") == unchanged(alone)


# Any history


dates = making.partial_dates.map(str)
statuses = st.sampled_from(["", *Status])
steps = st.lists(st.tuples(dates, statuses), max_size=3)


def history(told: list[tuple[str, str]], status: str, decided: str) -> Edition:
    """A campaign as its steps make it; where these do not tell, its own row does."""
    rows = [event(date=day, what=f"Step {number}.", status_after=s) for number, (day, s) in enumerate(told)]
    ordered = chronological(rows, lambda row: PartialDate.parse(row["date"]))
    changed = [row for row in ordered if row["status_after"]]
    if changed:
        status, decided = changed[-1]["status_after"], changed[-1]["date"]
    return edition([campaign(started="", status=status, decided="" if status == "ongoing" else decided)], rows)


@settings(max_examples=40)
@given(steps, st.sampled_from(list(Status)), st.just("") | dates, dates, statuses)
def test_whatever_happened_a_recorded_step_leaves_nothing_held_back(
    told: list[tuple[str, str]], status: str, decided: str, day: str, change: str
) -> None:
    before = history(told, status, decided)
    done = record(before, STEP | {"date": day, "status_after": change}, TODAY).edition
    row = before.campaign(ID) or {}
    untold = not any(change for _, change in told) and told and row.get("decided")
    if not (untold and PartialDate.parse(day).is_before(PartialDate.parse(row["decided"]))):
        assert is_shown(done)


# A new campaign


NEW = {column: text for column, text in campaign().items() if column not in ("id", "last_checked")}


def test_a_new_campaign_has_an_id_and_was_checked_this_month() -> None:
    made = add(STARTED, NEW, TODAY)
    assert made.rows("campaigns")[-1] == {**NEW, "id": "exampleton-us-divestment", "last_checked": "2026-11"}
    assert made.rows("campaigns")[:-1] == STARTED.rows("campaigns")


def test_an_id_is_never_given_twice() -> None:
    made = STARTED
    for _ in range(3):
        made = add(made, NEW | {"id": ID}, TODAY)
    ids = [row["id"] for row in made.rows("campaigns")]
    assert ids == [ID, "exampleton-us-divestment", "exampleton-us-divestment-2", "exampleton-us-divestment-3"]


def test_the_id_of_a_campaign_that_something_still_names_is_not_given_again() -> None:
    rows = [campaign(related="a; exampleton-us-divestment-2")]
    made = edition(rows, [event(campaign_id="exampleton-us-divestment")])
    assert fresh_id(made, NEW) == "exampleton-us-divestment-3"


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("Sankt Exämple", "sankt-example-us-divestment"),
        ("Пример", "us-divestment"),
        ("Example & Sons/\"'<b>", "example-sons-b-us-divestment"),
    ],
)
def test_an_id_is_made_of_plain_letters(place: str, name: str) -> None:
    assert fresh_id(STARTED, NEW | {"place": place}) == name


@given(words, words, words)
def test_an_id_is_one_that_the_check_takes(place: str, country: str, ask: str) -> None:
    pattern = next(f for f in tables()["campaigns"].descriptor["fields"] if f["name"] == "id")["constraints"]["pattern"]
    assert re.fullmatch(pattern, fresh_id(STARTED, {"place": place, "country": country, "ask": ask}))


def test_the_campaigns_of_a_place_are_shown_the_likest_first() -> None:
    there = [
        making.campaign("a", title="Procurement of machines"),
        making.campaign("b", title="Divestment from Sample Industries"),
        making.campaign("c", country="GB"),
        making.campaign("d", place="Sampleville"),
    ]
    asked = {"place": "EXAMPLETON", "country": "US", "title": "Divestment from Sample Co"}
    assert [alike.id for alike in lookalikes(there, asked)] == ["b", "a"]
    assert [alike.id for alike in lookalikes(there, asked | {"country": ""})][-1] != "d"
    assert len(lookalikes(there, asked | {"country": ""})) == 3
    assert lookalikes(there, asked | {"place": ""}) == []
