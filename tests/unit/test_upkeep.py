"""An organizer is told what to do for the data next, the most urgent first."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from campaigns.dataset import Dataset
from campaigns.gaps import gaps
from campaigns.records import Event, Force, Status
from campaigns.schema import tables
from campaigns.upkeep import Chore, chores
from tests.unit.making import at, campaign, datasets, event

TODAY = date(2026, 11, 21)
COPY = "https://web.archive.org/web/2024/https://example.org/minutes"
KEPT: dict[str, Any] = {"force": Force.BINDING, "last_checked": "2026-10"}
WHOLE: dict[str, Any] = {"latitude": 45.5, "longitude": -122.7} | KEPT
STEPS = (
    event(date="2023", kind="statement", source_kind="press", archive_url=COPY),
    event(source_kind="official", votes_for=4, votes_against=1, status_after=Status.WON, archive_url=COPY),
)


def names(dataset: Dataset) -> list[str]:
    return [chore.name for chore in chores(dataset, TODAY)]


def the(name: str, dataset: Dataset) -> Chore:
    """The chore of that name."""
    (found,) = [chore for chore in chores(dataset, TODAY) if chore.name == name]
    return found


def steps_of(*ids: str, **fields: Any) -> tuple[Event, ...]:
    return tuple(event(id, **fields) for id in ids)


def test_a_record_in_good_order_leaves_nothing_to_do() -> None:
    assert chores(Dataset((campaign(**WHOLE),), STEPS), TODAY) == []


@pytest.mark.parametrize(
    ("lacking", "name"),
    [
        ({"status": Status.ONGOING}, "no-news"),
        ({"latitude": None}, "no-point"),
        ({"force": Force.UNKNOWN}, "unknown-force"),
        ({"last_checked": None}, "unchecked"),
        ({"last_checked": "2025-10"}, "unchecked"),
    ],
)
def test_what_a_campaign_lacks_is_a_chore_of_its_own(lacking: dict[str, Any], name: str) -> None:
    one = campaign(**WHOLE | lacking)
    assert [(chore.name, chore.campaigns) for chore in chores(Dataset((one,), STEPS), TODAY)] == [(name, (one,))]


@pytest.mark.parametrize(
    ("step", "name"),
    [
        (event(source_kind="press", archive_url=COPY), "one-source"),
        (event(source_kind="official", status_after=Status.WON, archive_url=COPY), "no-votes"),
        (event(source_kind="official", source_url="https://example.org/other"), "no-archive"),
    ],
)
def test_what_a_step_lacks_is_a_chore_too(step: Event, name: str) -> None:
    assert names(Dataset((campaign(**WHOLE),), (STEPS[0], step))) == [name]


def test_the_most_urgent_comes_first() -> None:
    bare = campaign(status=Status.ONGOING, last_checked="2020")
    steps = (event(date="2020", status_after=Status.LOST), event(date="2021", status_after=Status.ONGOING))
    urgency = ["no-news", "unchecked", "one-source", "no-point", "no-votes", "unknown-force", "no-archive"]
    assert names(Dataset((bare,), steps)) == urgency


def test_a_campaign_checked_within_the_year_need_not_be_checked() -> None:
    assert "unchecked" not in names(Dataset((campaign(last_checked="2025-11-21"),)))
    assert "unchecked" in names(Dataset((campaign(last_checked="2025-11-19"),)))


def test_the_longest_silent_campaign_is_the_first_to_look_after() -> None:
    asked = tuple(campaign(id, status=Status.ONGOING, **KEPT) for id in ("recent", "old", "older"))
    steps = tuple(event(id, date=text) for id, text in [("recent", "2026"), ("old", "2020-05"), ("older", "2019")])
    assert [c.id for c in the("no-news", Dataset(asked, steps)).campaigns] == ["older", "old"]


def test_a_campaign_never_checked_comes_before_those_checked_long_ago() -> None:
    dates = {"old": "2024", "older": "2020", "never": None, "lately": "2026-11"}
    dataset = Dataset(tuple(campaign(id, last_checked=checked) for id, checked in dates.items()))
    assert [c.id for c in the("unchecked", dataset).campaigns] == ["never", "older", "old"]


@pytest.mark.parametrize(
    "step",
    [
        event(status_after=Status.WON, votes_against=0),
        event(status_after=Status.ONGOING),
        event(),
        event(kind="court", status_after=Status.WON),
    ],
    ids=["a count", "tabled", "nothing decided", "not by vote"],
)
def test_only_a_decision_by_vote_without_a_count_lacks_its_votes(step: Event) -> None:
    assert "no-votes" not in names(Dataset((campaign(),), (step,)))


def test_a_ballot_is_a_vote_and_one_that_was_reversed_counts_too() -> None:
    steps = (
        event(date="2020", kind="ballot", status_after=Status.WON),
        event(date="2021", kind="court", status_after=Status.REVERSED),
    )
    assert the("no-votes", Dataset((campaign(status=Status.REVERSED),), steps)).campaigns


def test_dates_of_the_campaigns_own_row_are_no_vote_without_a_count() -> None:
    assert "no-votes" not in names(Dataset((campaign(started="2020", decided="2021"),)))


def test_sources_without_a_copy_are_counted_once_each() -> None:
    pages = ("https://example.org/a", "https://example.org/a", "https://example.org/b")
    steps = tuple(event(date=f"202{n}", source_url=page) for n, page in enumerate(pages))
    assert the("no-archive", Dataset((campaign(),), steps)).heading == (
        "1 campaign has a source without an archived copy (2 sources)"
    )


def test_a_copy_noted_at_one_step_serves_every_step_that_cites_the_page() -> None:
    steps = (event(date="2020", archive_url=COPY), event("other", date="2021"))
    assert "no-archive" not in names(Dataset((campaign(), campaign("other")), steps))


def test_a_chore_names_every_campaign_it_concerns_in_the_order_of_the_file() -> None:
    dataset = Dataset((campaign("b"), at(1, 1, "whole"), campaign("a")))
    assert [c.id for c in the("no-point", dataset).campaigns] == ["b", "a"]


@given(datasets())
def test_a_chore_and_a_gap_in_the_same_words_concern_the_same_campaigns(dataset: Dataset) -> None:
    told = {gap.words.removeprefix("{number} "): gap.campaigns for gap in gaps(dataset)}
    headings = [(chore.heading.split(" ", 2)[2], chore.campaigns) for chore in chores(dataset, TODAY)]
    shared = [(words, campaigns) for words, campaigns in headings if words in told]
    assert bool(shared) == bool(dataset.campaigns)
    assert all(campaigns == told[words] for words, campaigns in shared)


def test_what_to_do_names_columns_that_are_there() -> None:
    titles = {field.title for table in tables().values() for field in table.fields}
    said = " ".join(chore.todo for chore in chores(Dataset((campaign(),), (event(),)), TODAY))
    for column in ("Archived copy", "Last checked", "Force"):
        assert column in said
        assert column in titles
