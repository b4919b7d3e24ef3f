"""What the data does not say is counted, so that nobody reads more into it than it holds."""

from __future__ import annotations

from typing import Any

import pytest

from campaigns.dataset import Dataset
from campaigns.gaps import gaps, source_kinds
from campaigns.records import Event, Force
from tests.unit.making import at, campaign, event

WHOLE: dict[str, Any] = {
    "force": Force.BINDING,
    "organizers": ("Exampleton for Human Rights",),
    "targets": ("Example Corp",),
    "started": "2020",
    "confidence": "high",
}
STEPS = (
    event(source_kind="official", votes_for=4, votes_against=1),
    event(date="2023", source_kind="press"),
)


def words(dataset: Dataset) -> list[str]:
    return [gap.words for gap in gaps(dataset)]


def test_a_campaign_that_says_everything_has_no_gap() -> None:
    assert gaps(Dataset((at(45.5, -122.7, **WHOLE),), STEPS)) == []


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ({"force": Force.UNKNOWN}, "{number} does not tell whether the measure binds"),
        ({"organizers": ()}, "{number} names no organizer"),
        ({"targets": ()}, "{number} names no company"),
        ({"started": None}, "{number} has no start date of its own"),
        ({"confidence": "medium"}, "{number} rests on an advocacy page or a meeting summary"),
        ({"source_note": "A repost."}, "{number} has a known weakness in a source"),
        ({"latitude": None}, "{number} has no point on the map"),
    ],
)
def test_each_thing_missing_is_a_gap_of_its_own(missing: dict[str, Any], said: str) -> None:
    one = campaign(**{"latitude": 45.5, "longitude": -122.7} | WHOLE | missing)
    assert [(gap.words, gap.campaigns) for gap in gaps(Dataset((one,), STEPS))] == [(said, (one,))]


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (STEPS[:1], "{number} rests on one kind of source only"),
        ((event(source_kind="official"), event(date="2023", source_kind="press")), "{number} has no vote count"),
    ],
)
def test_what_the_steps_do_not_say_is_a_gap_too(steps: tuple[Event, ...], said: str) -> None:
    assert words(Dataset((at(45.5, -122.7, **WHOLE),), steps)) == [said]


def test_a_vote_of_nought_is_a_vote_count() -> None:
    steps = (event(source_kind="official", votes_against=0), event(date="2023", source_kind="press"))
    assert words(Dataset((at(45.5, -122.7, **WHOLE),), steps)) == []


def test_a_gap_names_every_campaign_it_is_missing_for_and_no_other() -> None:
    whole, bare = campaign("whole", **WHOLE), campaign("bare", **WHOLE | {"organizers": ()})
    found = {gap.words: gap.campaigns for gap in gaps(Dataset((whole, bare)))}
    assert found["{number} names no organizer"] == (bare,)
    assert found["{number} have no point on the map"] == (whole, bare)


def test_kinds_of_source_are_those_of_the_campaigns_own_steps() -> None:
    dataset = Dataset((campaign(),), (*STEPS, event("another", source_kind="campaign"), event(date="2022")))
    assert source_kinds(dataset, campaign()) == {"official", "press"}
