"""Changes lead from one edition to another, and are merged cell by cell with what others did."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from campaigns.changes import (
    CERTAINLY_REWORDED,
    REWORDED,
    Changes,
    RowChange,
    apply,
    as_json,
    between,
    from_json,
    settled,
)
from campaigns.edition import Cells, Edition, Key, filled
from tests.unit.editing import edition, editions, same_rows, small_editions
from tests.unit.factories import campaign, event

OLD = edition()
few = settings(max_examples=15)
"""Whole tables of any text take their time to make up."""


def with_campaign(**cells: str) -> Edition:
    return edition([campaign(**cells)])


@few
@given(editions(), editions())
def test_changes_lead_from_the_old_edition_to_the_new_one(old: Edition, new: Edition) -> None:
    done = apply(between(old, new), old)
    assert done.conflicts == ()
    assert same_rows(done.edition, new)


@few
@given(editions(), editions())
def test_changes_made_twice_are_made_once(old: Edition, new: Edition) -> None:
    changes = between(old, new)
    once = apply(changes, old).edition
    twice = apply(changes, once)
    assert twice.conflicts == ()
    assert same_rows(twice.edition, once)


@few
@given(editions())
def test_nothing_changes_from_an_edition_to_itself(made: Edition) -> None:
    assert between(made, made) == ()


@few
@given(editions(), editions())
def test_changes_come_back_from_json_as_they_were(old: Edition, new: Edition) -> None:
    changes = between(old, new)
    assert from_json(json.loads(json.dumps(as_json(changes)))) == changes


@given(small_editions(), small_editions(), small_editions())
def test_a_merge_has_each_cell_that_one_side_changed_and_asks_about_each_that_both_did(
    old: Edition, mine: Edition, theirs: Edition
) -> None:
    merged = apply(between(old, mine), theirs)
    asked = {(conflict.change.table, conflict.change.key): set(conflict.columns) for conflict in merged.conflicts}
    for row, (was, one, other, now) in versions(old, mine, theirs, merged.edition).items():
        assert asked.get(row) == disputed(was, one, other)
        assert now == (other if row in asked else over(was, one, other))


@given(small_editions(), small_editions(), small_editions())
def test_a_settled_conflict_has_the_disputed_cells_of_one_side_and_all_else_of_both(
    old: Edition, mine: Edition, theirs: Edition
) -> None:
    for_me, for_them = (settle_all(between(old, mine), theirs, is_mine) for is_mine in (True, False))
    for was, one, other, with_mine, with_theirs in versions(old, mine, theirs, for_me, for_them).values():
        is_removed = bool(was) and not (one and other)
        assert with_mine == (one if is_removed and one != was else over(was, one, other))
        assert with_theirs == (other if is_removed and other != was else over(was, other, one))


def versions(*editions: Edition) -> dict[tuple[str, Key], list[Cells]]:
    """Each row as every edition has it; empty where it does not."""
    tables = {name: [made.grid(name).by_key() for made in editions] for name in ("campaigns", "events")}
    return {
        (name, key): [rows.get(key, {}) for rows in several]
        for name, several in tables.items()
        for key in set().union(*several)
    }


def disputed(was: Cells, one: Cells, other: Cells) -> set[str] | None:
    """The columns in which two changed a row differently; none where one removed what the other changed."""
    if was and not (one and other):
        return set() if one != other and was not in (one, other) else None
    columns = {c for c in {*was, *one, *other} if len({row.get(c, "") for row in (one, other)} - {was.get(c, "")}) == 2}
    return columns or None


def over(was: Cells, one: Cells, other: Cells) -> Cells:
    """The other's row with each cell that the one changed."""
    return filled({**other, **{c: one.get(c, "") for c in {*was, *one} if was.get(c, "") != one.get(c, "")}})


def settle_all(changes: Changes, theirs: Edition, is_mine: bool) -> Edition:
    for conflict in apply(changes, theirs).conflicts:
        changes = settled(changes, conflict, is_mine)
    done = apply(changes, theirs)
    assert done.conflicts == ()
    return done.edition


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


def test_steps_that_say_nothing_alike_are_told_apart_by_their_other_cells() -> None:
    steps = [event(what=text, source_url=f"https://example.org/{page}") for text, page in (("aaa", 1), ("bbb", 2))]
    reworded = [{**steps[0], "what": "zzz"}, {**steps[1], "what": "yyy"}]
    changes = between(edition(events=steps), edition(events=reworded))
    assert [(change.before, change.after) for change in changes] == list(zip(steps, reworded, strict=True))


def test_one_step_in_place_of_two_alike_is_one_of_them_reworded() -> None:
    old = edition(events=[event(what="The council adopts it, 4-1."), event(what="The council adopts it, 5-1.")])
    changes = between(old, edition(events=[event(what="The council adopts it, 6-1.")]))
    assert sorted(change.after is None for change in changes) == [False, True]
    assert all(change.before for change in changes)


@pytest.mark.parametrize("other", [{"date": "2025"}, {"what": "It is decided."}])
def test_how_alike_two_steps_must_be_can_be_asked(other: dict[str, str]) -> None:
    loosely, strictly = (
        between(OLD, edition(events=[event(**other)]), likeness) for likeness in (REWORDED, CERTAINLY_REWORDED)
    )
    assert (len(loosely), len(strictly)) == (1, 2)


def test_conflicts_come_table_by_table_in_whatever_order_the_changes_are() -> None:
    changes = between(OLD, edition([campaign(title="Mine")], [event(votes_for="9")]))
    theirs = edition([campaign(title="Theirs")], [event(votes_for="7")])
    for some in (changes, changes[::-1]):
        assert [conflict.change.table for conflict in apply(some, theirs).conflicts] == ["campaigns", "events"]


def test_two_who_add_the_same_row_are_asked_only_about_the_cells_that_differ() -> None:
    mine, theirs = (
        OLD.with_rows("companies", [{"name": "A", "sector": sector, column: "x"}])
        for sector, column in (("cars", "aliases"), ("banks", "profile_url"))
    )
    changes = between(OLD, mine)
    (conflict,) = apply(changes, theirs).conflicts
    assert conflict.columns == ("sector",)
    for is_mine, sector in ((True, "cars"), (False, "banks")):
        (row,) = apply(settled(changes, conflict, is_mine), theirs).edition.rows("companies")[-1:]
        assert row == {"name": "A", "sector": sector, "aliases": "x", "profile_url": "x"}


@pytest.mark.parametrize(
    "found",
    [
        None,
        "x",
        [1],
        [{}],
        [{"table": "campaigns", "key": ["a", "1"], "before": None, "after": None}],
        [{"table": "campaigns", "key": ["a", "1"], "before": None, "after": {"id": ""}}],
        [{"table": "passwords", "key": ["a", "1"], "before": None, "after": {"id": "a"}}],
        [{"table": "campaigns", "key": [1], "before": None, "after": {"id": "a"}}],
        [{"table": "campaigns", "key": ["\ud83d"], "before": None, "after": {"id": "a"}}],
        [{"table": "campaigns", "key": ["a", "1"], "before": None, "after": {"id": 1}}],
        [{"table": "campaigns", "key": ["a", "1"], "before": None, "after": ["id"]}],
        [{"table": "campaigns", "key": ["a", "1"], "before": None, "after": {"id": "half a character: \ud83d"}}],
    ],
)
def test_json_that_holds_no_changes_is_refused(found: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_json(found)


def test_a_change_names_its_columns_and_its_campaign() -> None:
    change = RowChange("events", ("a",), {"campaign_id": "a", "what": "x"}, {"campaign_id": "a", "date": "2024"})
    assert change.columns == ("what", "date")
    assert change.campaign == "a"
