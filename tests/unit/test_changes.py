"""Changes lead from one edition to another, and are merged cell by cell with what others did."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.changes import RowChange, apply, as_json, between, from_json, settled
from campaigns.edition import Edition
from tests.unit.editing import edition, editions, same_rows
from tests.unit.factories import campaign, event

OLD = edition()


def with_campaign(**cells: str) -> Edition:
    return edition([campaign(**cells)])


@given(editions(), editions())
def test_changes_lead_from_the_old_edition_to_the_new_one(old: Edition, new: Edition) -> None:
    done = apply(between(old, new), old)
    assert done.conflicts == ()
    assert same_rows(done.edition, new)


@given(editions(), editions())
def test_changes_made_twice_are_made_once(old: Edition, new: Edition) -> None:
    changes = between(old, new)
    once = apply(changes, old).edition
    twice = apply(changes, once)
    assert twice.conflicts == ()
    assert same_rows(twice.edition, once)


@given(editions())
def test_nothing_changes_from_an_edition_to_itself(made: Edition) -> None:
    assert between(made, made) == ()


@given(editions(), editions())
def test_changes_come_back_from_json_as_they_were(old: Edition, new: Edition) -> None:
    changes = between(old, new)
    assert from_json(json.loads(json.dumps(as_json(changes)))) == changes


@given(editions(), editions(), editions())
def test_a_merge_keeps_each_change_or_names_it_as_disputed(old: Edition, mine: Edition, theirs: Edition) -> None:
    changes = between(old, mine)
    merged = apply(changes, theirs)
    disputed = [conflict.change for conflict in merged.conflicts]
    again = between(old, merged.edition)
    for change in changes:
        if change not in disputed and change.after is not None and change.before is None:
            assert any(change.after.items() <= row.items() for row in merged.edition.rows(change.table)), again


@given(editions(), editions(), editions(), st.booleans())
def test_settling_every_conflict_leaves_none(old: Edition, mine: Edition, theirs: Edition, keep_mine: bool) -> None:
    changes = between(old, mine)
    for conflict in apply(changes, theirs).conflicts:
        changes = settled(changes, conflict, keep_mine)
    assert apply(changes, theirs).conflicts == ()


def test_cells_that_only_one_side_touched_are_merged() -> None:
    changes = between(OLD, with_campaign(title="Another title"))
    done = apply(changes, with_campaign(region="Idaho"))
    assert done.conflicts == ()
    assert done.edition.campaign(campaign()["id"]) == campaign(title="Another title", region="Idaho")


def test_a_cell_that_both_filled_alike_is_no_conflict() -> None:
    changes = between(OLD, with_campaign(region="Idaho"))
    assert apply(changes, with_campaign(region="Idaho")).conflicts == ()


def test_a_cell_that_both_filled_differently_is_asked_about() -> None:
    changes = between(OLD, with_campaign(region="Idaho", title="Mine"))
    (conflict,) = apply(changes, with_campaign(region="Maine")).conflicts
    assert conflict.columns == ("region",)
    mine, theirs = (
        apply(settled(changes, conflict, is_mine), with_campaign(region="Maine")).edition.campaign(campaign()["id"])
        for is_mine in (True, False)
    )
    assert mine == campaign(region="Idaho", title="Mine")
    assert theirs == campaign(region="Maine", title="Mine")


def test_a_row_that_i_removed_and_they_changed_is_asked_about() -> None:
    changes = between(OLD, edition([], [event()]))
    (conflict,) = apply(changes, with_campaign(region="Maine")).conflicts
    assert conflict.columns == ()
    assert apply(settled(changes, conflict, True), with_campaign(region="Maine")).edition.rows("campaigns") == ()
    kept = apply(settled(changes, conflict, False), with_campaign(region="Maine")).edition
    assert kept.campaign(campaign()["id"]) == campaign(region="Maine")


def test_a_row_that_they_removed_and_i_changed_is_asked_about() -> None:
    changes = between(OLD, with_campaign(region="Idaho"))
    gone = edition([], [event()])
    (conflict,) = apply(changes, gone).conflicts
    assert conflict.theirs is None
    assert apply(settled(changes, conflict, True), gone).edition.campaign(campaign()["id"]) == campaign(region="Idaho")
    assert apply(settled(changes, conflict, False), gone).edition.rows("campaigns") == ()


def test_two_who_add_the_same_row_add_it_once() -> None:
    new = edition(events=[event(), event(date="2025", what="A hearing is held.")])
    assert len(apply(between(OLD, new), new).edition.rows("events")) == 2


@pytest.mark.parametrize("reworded", [{"what": "The council adopts the resolution with 4-1."}, {"votes_for": "5"}])
def test_a_reworded_step_is_the_same_step(reworded: dict[str, str]) -> None:
    (change,) = between(OLD, edition(events=[event(**reworded)]))
    assert (change.before, change.after) == (event(), event(**reworded))


def test_another_step_of_a_campaign_is_no_rewording() -> None:
    other = event(date="2020", kind="launch", what="Residents start a petition.")
    changes = between(OLD, edition(events=[other]))
    assert [(change.before is None, change.after is None) for change in changes] == [(False, True), (True, False)]


@pytest.mark.parametrize(
    "found",
    [
        None,
        "x",
        [1],
        [{}],
        [{"table": "campaigns", "key": ["a", "1"], "before": None, "after": None}],
        [{"table": "passwords", "key": ["a", "1"], "before": None, "after": {"id": "a"}}],
        [{"table": "campaigns", "key": [1], "before": None, "after": {"id": "a"}}],
        [{"table": "campaigns", "key": ["a", "1"], "before": None, "after": {"id": 1}}],
        [{"table": "campaigns", "key": ["a", "1"], "before": None, "after": ["id"]}],
    ],
)
def test_json_that_holds_no_changes_is_refused(found: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_json(found)


def test_a_change_names_its_columns_and_its_campaign() -> None:
    change = RowChange("events", ("a",), {"campaign_id": "a", "what": "x"}, {"campaign_id": "a", "date": "2024"})
    assert change.columns == ("what", "date")
    assert change.campaign == "a"
