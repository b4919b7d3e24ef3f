"""A draft lies over the tables as they are kept: what others save is under it at once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from campaigns.changes import between
from campaigns.draft import Draft
from campaigns.edition import Edition
from campaigns.tables import UnreadableTable
from tests.unit.editing import edition, same_rows, small_editions
from tests.unit.factories import TODAY, campaign, company, event

ID = campaign()["id"]
OLD = edition()
HELD = campaign(id="b", place="Sampleville", status="victorious")
BAD = event(date="unknown", what="Nobody knows when.")


def draft(new: Edition, old: Edition = OLD, kept: Edition | None = None) -> Draft:
    """The draft of somebody who made an old edition a new one, over the tables as they are kept."""
    return Draft(kept or old, between(old, new), TODAY)


def row(made: Draft, name: str = ID) -> dict[str, str]:
    return dict(made.edition.campaign(name) or {})


def test_what_others_save_meanwhile_is_under_the_draft() -> None:
    made = draft(edition([campaign(title="Mine")]), kept=edition([campaign(region="Idaho")]))
    assert row(made) == campaign(title="Mine", region="Idaho")
    assert made.difference.told[0].words == ("title Divestment from Example Corp → Mine",)
    assert made.conflicts == ()


def test_what_others_did_as_well_is_no_change_any_more() -> None:
    new = edition([campaign(title="Mine")])
    made = draft(new, kept=new)
    assert (made.effect, made.removes, made.conflicts) == ((), (), ())
    assert made.difference.summary == "Nothing changed."


def test_what_is_in_conflict_is_not_in_the_draft() -> None:
    made = draft(edition([campaign(title="Mine", summary="S.")]), kept=edition([campaign(title="Theirs")]))
    assert row(made) == campaign(title="Theirs")
    assert [conflict.columns for conflict in made.conflicts] == [("title",)]
    assert made.effect == ()


def test_a_row_that_would_be_removed_is_told_apart() -> None:
    made = draft(edition([campaign(title="Mine")], companies=[]))
    assert [(change.table, change.key[0]) for change in made.removes] == [("companies", "Example Corp")]


@settings(max_examples=40)
@given(small_editions(), small_editions(), small_editions(), small_editions())
def test_a_draft_becomes_what_it_is_told_and_keeps_what_is_undecided(
    old: Edition, mine: Edition, kept: Edition, wanted: Edition
) -> None:
    asked = draft(mine, old, kept)
    free = Draft(kept, (), TODAY)
    assert same_rows(free.becoming(wanted).edition, wanted)
    assert same_rows(asked.tidied().edition, asked.edition)
    assert asked.tidied().conflicts == asked.conflicts


@settings(max_examples=40)
@given(small_editions(), small_editions(), small_editions(), small_editions())
def test_a_tidy_draft_has_one_change_for_a_row(old: Edition, one: Edition, two: Edition, kept: Edition) -> None:
    made = draft(one, old, kept).adding(between(old, two))
    for _ in made.changes:
        made = made.settling(made.conflicts[0], mine=True) if made.conflicts else made
    assert made.conflicts == ()
    named = [(change.table, change.key) for change in made.tidied().changes]
    assert len(named) == len(set(named))
    assert same_rows(made.tidied().edition, made.edition)


def test_a_change_of_ones_own_change_is_no_conflict() -> None:
    first = draft(edition([campaign(title="First")]))
    second = first.adding(between(first.edition, edition([campaign(title="Second")])))
    assert (row(second)["title"], second.conflicts) == ("Second", ())
    assert len(second.tidied().changes) == 1


def test_a_change_taken_back_is_none() -> None:
    first = draft(edition([campaign(title="First")]))
    assert first.becoming(OLD).changes == ()


def test_what_is_brought_against_ones_own_draft_is_asked_about() -> None:
    made = draft(edition([campaign(title="Mine")])).adding(between(OLD, edition([campaign(title="Brought")])))
    (conflict,) = made.conflicts
    assert row(made)["title"] == "Mine"
    assert row(made.settling(conflict, mine=True))["title"] == "Brought"
    assert row(made.settling(conflict, mine=False))["title"] == "Mine"


# What is held back


@pytest.mark.parametrize(
    "new",
    [
        edition([campaign(status="victorious")]),
        edition([campaign(body="")]),
        edition([campaign(), campaign(title="Again")]),
        edition([campaign(), {**campaign(place="Sampleville"), "id": ""}]),
        edition(events=[event(), event(what="Another.", source_url="")]),
        edition(events=[event(), event(campaign_id="nowhere")]),
        edition(events=[event(), event(campaign_id="")]),
        edition(events=[event(), event(date="2027", what="A vote to come.")]),
        edition(events=[event(), event(date="2025", what="Repealed.", status_after="reversed")]),
        edition([campaign(status="lost")]),
        edition([campaign(id="another-id")]),
        edition(companies=[company(), company(sector="cars")]),
    ],
)
def test_a_row_that_the_draft_would_hold_back_is_counted(new: Edition) -> None:
    assert draft(new).holds_back == 1


def test_each_row_that_the_draft_would_hold_back_is_counted() -> None:
    rows = [campaign(id=name, place=name, status="victorious") for name in "bcd"]
    assert draft(edition([campaign(), *rows], [event(), BAD])).holds_back == 4
    assert draft(edition([], [event(), event(what="Another.")])).holds_back == 2


def test_rows_that_are_held_back_already_do_not_count() -> None:
    old = edition([campaign(), HELD, HELD | {"title": "Again"}, {"title": "Without an id"}], [event(), BAD])
    assert draft(old, old).holds_back == 0
    new = old.with_rows("campaigns", [campaign(title="Mine"), *old.rows("campaigns")[1:]])
    assert draft(new, old).holds_back == 0


def test_a_row_held_back_already_can_be_worked_on_without_mending_all_of_it() -> None:
    old = edition([campaign(), HELD | {"body": ""}])
    assert draft(edition([campaign(), HELD]), old).holds_back == 0


def test_a_row_that_others_held_back_meanwhile_does_not_count() -> None:
    made = draft(edition([campaign(title="Mine")]), kept=edition([campaign(), HELD]))
    assert made.holds_back == 0


def test_to_mend_one_row_makes_no_room_to_spoil_another() -> None:
    old = edition([campaign(), HELD])
    assert draft(edition([campaign(status="victorious"), HELD | {"status": "won"}]), old).holds_back == 1


def test_a_change_in_conflict_holds_nothing_back() -> None:
    made = draft(edition([campaign(status="victorious")]), kept=edition([campaign(status="won", decided="")]))
    assert made.holds_back == 1
    assert draft(edition([campaign(status="victorious")]), kept=edition([campaign(status="lost")], [])).holds_back == 0


def test_a_draft_over_no_tables_of_campaigns_cannot_be_checked() -> None:
    nothing = Edition({})
    with pytest.raises(UnreadableTable, match=r"^There is no table of campaigns\.$"):
        Draft(nothing, (), TODAY).loaded  # noqa: B018
    assert draft(OLD, nothing).holds_back == 0
