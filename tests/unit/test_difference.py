"""A difference is told campaign by campaign, in words that people know, and leaves nothing out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from campaigns.changes import between, removals
from campaigns.difference import (
    ASTRAY,
    LONGEST_NAME,
    LONGEST_STEP,
    LONGEST_VALUE,
    NAMELESS,
    Difference,
    difference,
    removed_names,
)
from campaigns.edition import Edition
from tests.unit.editing import edition, editions, small_editions
from tests.unit.factories import campaign, company, event

NAME = "Exampleton, Oregon: Divestment from Example Corp"
SECOND = campaign(id="sampleville-gb-procurement", title="A motion", place="Sampleville", region="", country="GB")
OLD = edition()


def told(old: Edition, new: Edition) -> Difference:
    return difference(between(old, new), old, new)


@settings(max_examples=15)
@given(editions())
def test_where_nothing_changed_this_is_said(made: Edition) -> None:
    assert told(made, made).sentences() == ["Nothing changed."]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"status": "partial"}, "status won → partly won"),
        ({"force": "advisory"}, "force binding → advisory"),
        ({"decided": "2024-12"}, "decided 2024-11-19 → 2024-12"),
        ({"summary": "In short."}, "summary set to In short."),
        ({"geo_precision": ""}, "point shows place taken out"),
        ({"summary": "x" * (LONGEST_VALUE + 1)}, "summary filled in"),
        ({"body": "x" * (LONGEST_VALUE + 1)}, "who decides changed"),
        ({"body": "Exampleton  City\nCouncil"}, "who decides changed"),
        ({"status": "lost", "decided": ""}, "status won → lost; decided 2024-11-19 taken out"),
    ],
)
def test_a_changed_cell_is_told_as_it_was_and_as_it_is(cells: dict[str, str], words: str) -> None:
    assert told(OLD, edition([campaign(**cells)])).sentences()[0] == f"{NAME}: {words}"


def test_a_long_text_taken_out_is_not_quoted() -> None:
    long = edition([campaign(summary="x" * (LONGEST_VALUE + 1))])
    assert told(long, OLD).told[0].words == ("summary taken out",)


def test_an_own_column_is_told_by_its_own_name() -> None:
    new = OLD.with_rows("campaigns", [campaign(Notes="Ask again.", **{"N" * 500: "x"})])
    notes, other = told(OLD, new).told[0].words
    assert notes == "notes set to Ask again."
    assert len(other) < 2 * LONGEST_VALUE


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ({"date": "2025", "what": "A hearing."}, "1 event added (2025: A hearing.)"),
        ({"date": "", "what": "A hearing."}, "1 event added (no date: A hearing.)"),
    ],
)
def test_an_added_step_is_quoted(step: dict[str, str], words: str) -> None:
    new = edition(events=[event(), event(**step)])
    assert told(OLD, new).sentences() == [f"{NAME}: {words}", "1 campaign changed; none removed."]


def test_a_reworded_step_is_a_correction() -> None:
    new = edition(events=[event(what="The council adopts the resolution, 5-1.")])
    words = "1 event corrected (2024-11-19: The council adopts the resolution, 5-1.)"
    assert told(OLD, new).told[0].words == (words,)


def test_more_than_a_few_steps_are_only_counted() -> None:
    steps = [event(date=f"202{number}", what=f"Hearing number {number}.") for number in range(4)]
    assert told(edition(events=[]), edition(events=steps)).told[0].words == ("4 events added",)
    three = told(edition(events=[]), edition(events=steps[:3])).told[0].words
    assert three == ("3 events added (2020: Hearing number 0.; 2021: Hearing number 1.; 2022: Hearing number 2.)",)


def test_a_new_campaign_is_told_with_its_status_and_the_number_of_its_steps() -> None:
    new = edition([campaign(), SECOND], [event(), event(campaign_id=SECOND["id"])])
    (only,) = told(OLD, new).told
    assert str(only) == "Sampleville, United Kingdom: A motion: new, won; 1 event added"
    assert (only.is_new, only.is_removed, only.id) == (True, False, SECOND["id"])


def test_a_new_campaign_without_a_status_is_just_new() -> None:
    new = OLD.with_rows("campaigns", [campaign(), {"id": "b", "title": "B"}])
    assert told(OLD, new).told[0].words == ("new",)


def test_a_campaign_that_is_gone_is_told_by_its_name() -> None:
    (only,) = told(OLD, edition([], [])).told
    assert str(only) == f"{NAME}: removed; 1 event removed"
    assert only.is_removed


def test_the_summary_counts_campaigns_and_no_other_rows() -> None:
    third = campaign(id="c", place="Third")
    old = edition([campaign(), SECOND, third])
    new = edition([campaign(), campaign(id="d", place="Fourth"), third | {"title": "T"}], companies=[])
    found = told(old, new.with_rows("companies", [company(name="Sample Industries")]))
    assert found.summary == "1 campaign new, 1 campaign changed; 1 removed."
    assert told(OLD, edition(companies=[company(sector="x")])).summary == "No campaign changed; none removed."


def test_other_tables_come_last_under_their_titles() -> None:
    new = edition([campaign(title="Z")], companies=[company(sector="cars"), company(name="Sample Industries")])
    sentences = told(OLD, new).sentences()
    assert sentences[1] == "Companies: 1 changed (Example Corp); 1 new (Sample Industries)"


def test_a_renamed_company_is_told_under_both_names() -> None:
    sentences = told(OLD, edition(companies=[company(name="Sample Industries")])).sentences()
    assert sentences == [
        "Companies: 1 removed (Example Corp); 1 new (Sample Industries)",
        "No campaign changed; none removed.",
    ]


def test_more_than_a_few_companies_are_only_counted() -> None:
    new = edition(companies=[company(), *(company(name=f"Sample {number}") for number in range(4))])
    assert told(OLD, new).told[0].words == ("4 new",)


def test_campaigns_without_an_id_are_told_one_by_one() -> None:
    rows = [{"title": "One"}, {"place": "Sampleville", "title": "Two"}, {"status": "won"}]
    found = told(OLD, OLD.with_rows("campaigns", [campaign(), *rows]))
    assert [str(each) for each in found.told] == [
        f"{NAMELESS}: new, won",
        "One: new",
        "Sampleville: Two: new",
    ]
    assert found.summary == "3 campaigns new; none removed."


def test_steps_of_no_campaign_are_not_told_of_another_one() -> None:
    old = OLD.with_rows("campaigns", [campaign(), {"title": "Without an id"}])
    (only,) = told(old, old.with_rows("events", [event(), event(campaign_id="")])).told
    assert str(only).startswith(f"{ASTRAY}: 1 event added")
    assert told(old, old.with_rows("events", [])).summary == "1 campaign changed; none removed."


def test_steps_of_a_campaign_that_is_not_there_are_told_under_its_id() -> None:
    assert told(OLD, edition(events=[event(), event(campaign_id="elsewhere")])).told[0].subject == "elsewhere"


def test_rows_of_one_id_are_each_told() -> None:
    old = edition([campaign(), campaign(title="Again")])
    found = told(old, edition([campaign(summary="One."), campaign(title="Again", summary="Two.")]))
    assert sorted(word for each in found.told for word in each.words) == ["summary set to One.", "summary set to Two."]
    assert found.summary == "2 campaigns changed; none removed."


def test_names_of_any_length_and_line_ends_make_one_short_line() -> None:
    long = "x\n" * 5_000
    old = edition([campaign(title=long)], [event(what=long, date=long)], [company(name=long)])
    for new in (edition([], [], []), edition([campaign(title="y" * 9_999, status=long)], [], [])):
        found = told(old, new)
        assert not any("\n" in sentence for sentence in found.sentences())
        assert max(map(len, found.sentences())) < LONGEST_NAME + LONGEST_STEP + 3 * LONGEST_VALUE
    names = [name for _, name in removed_names(between(old, edition([], [], [])), old)]
    assert all("\n" not in name and len(name) < 2 * LONGEST_NAME for name in names)


@settings(max_examples=50)
@given(small_editions(), small_editions())
def test_what_is_counted_is_what_happened_to_the_campaigns(old: Edition, new: Edition) -> None:
    found = told(old, new)
    before, after = ({row["id"] for row in made.rows("campaigns")} for made in (old, new))
    assert {each.id for each in found.told if each.is_new} == after - before
    assert {each.id for each in found.told if each.is_removed} == before - after
    assert {each.id for each in found.told} == {change.campaign for change in between(old, new)}
    assert all(each.words for each in found.told)


@settings(max_examples=15)
@given(editions(), editions())
def test_everything_that_is_removed_has_a_name(old: Edition, new: Edition) -> None:
    gone = removals(between(old, new))
    named = removed_names(gone, old)
    campaigns = {change.campaign for change in gone if change.table == "campaigns"}
    left_out = [change for change in gone if change not in [change for change, _ in named]]
    assert all(name for _, name in named)
    assert all(change.table == "events" and change.campaign in campaigns for change in left_out)


def test_what_is_removed_is_named_as_people_know_it() -> None:
    old = edition([campaign(), SECOND], [event(), event(campaign_id=SECOND["id"])])
    new = edition([campaign()], [], [])
    assert [name for _, name in removed_names(between(old, new), old)] == [
        "Sampleville, United Kingdom: A motion",
        f"{NAME}: 2024-11-19: The council adopts the resolution, 4-1.",
        "Companies: Example Corp",
    ]


def test_a_step_of_no_campaign_is_named_though_a_campaign_without_an_id_goes_too() -> None:
    rows = [campaign(), {"title": "Without an id"}]
    old = OLD.with_rows("campaigns", rows).with_rows("events", [event(campaign_id="")])
    names = [name for _, name in removed_names(between(old, edition([campaign()], [])), old)]
    assert names == ["Without an id", f"{ASTRAY}: 2024-11-19: The council adopts the resolution, 4-1."]
