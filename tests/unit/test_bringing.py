"""A file changes what it says, and nothing that it does not say or that others changed since it was taken."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from campaigns.bringing import Brought, bring
from campaigns.changes import Changes, RowChange, apply
from campaigns.edition import Edition, filled
from campaigns.loading import DATA_FOLDER, load
from campaigns.tables import UnreadableTable
from tests.unit.editing import Rows, edition, editions, small_editions, table
from tests.unit.factories import TODAY, campaign, company, event, written

BRITISH = {"region": "", "country": "GB", "latitude": "52.4862", "longitude": "-1.8904"}
SECOND = campaign(id="sampleville-gb-procurement", title="A motion", place="Sampleville", **BRITISH)
THIRD = campaign(id="thirdham-gb-bonds", title="Sale of bonds", place="Thirdham", **BRITISH)
STEPS = [
    event(date="2023-05", kind="launch", what="Residents begin.", status_after="ongoing", votes_for=""),
    event(),
    event(
        date="2025-01", kind="contract", what="The contract ends.", status_after="", archive_url="https://example.org/a"
    ),
]
KEPT = edition([campaign(), SECOND, THIRD], STEPS)


def brought(*files: tuple[str, Rows | str], since: tuple[Edition, ...] = (), kept: Edition = KEPT) -> Brought:
    """What files bring, made of rows or of text; since the editions before the kept one, the latest first."""
    data = [(name, (rows if isinstance(rows, str) else table(rows)).encode()) for name, rows in files]
    return bring(data, [kept, *since], TODAY)


def campaigns(*rows: dict[str, str], since: tuple[Edition, ...] = (), kept: Edition = KEPT) -> Brought:
    return brought(("campaigns.csv", list(rows)), since=since, kept=kept)


def steps(*rows: dict[str, str], since: tuple[Edition, ...] = (), kept: Edition = KEPT) -> Brought:
    return brought(("events.csv", list(rows)), since=since, kept=kept)


def only(found: Brought) -> RowChange:
    (change,) = found.changes
    return change


def without(row: dict[str, str], *columns: str) -> dict[str, str]:
    return {column: text for column, text in row.items() if column not in columns}


def names(changes: Changes) -> list[str]:
    return [change.key[-2] for change in changes]


# A copy


def test_a_copy_of_what_is_published_brings_nothing() -> None:
    kept = Edition.of(load(DATA_FOLDER).sheets)
    files = [(f"{name}.csv", content) for name, content in kept.files().items()]
    found = bring(files, [kept], TODAY)
    assert (found.changes, found.missing, found.report.problems) == ((), (), load(DATA_FOLDER).report.problems)


@settings(max_examples=15)
@given(editions())
def test_a_copy_of_any_tables_brings_nothing(made: Edition) -> None:
    found = bring([(f"{name}.csv", content) for name, content in made.files().items()], [made], TODAY)
    assert (found.changes, found.missing) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        written([campaign(), SECOND, THIRD], delimiter=";"),
        "\ufeff" + written([campaign(), SECOND, THIRD]).replace("\n", "\r\n"),
        written([THIRD, campaign(), SECOND]),
        written([dict(reversed(list(row.items()))) for row in (campaign(), SECOND, THIRD)]),
        written([campaign(), SECOND, THIRD]).replace("id,title,place", "ID,Title,Place", 1),
        written([campaign(), SECOND, THIRD]).replace("2024-11-19", "19.11.2024"),
        written([campaign(), SECOND, THIRD]).replace("45.5234", "45.52340"),
        written([campaign(), SECOND, THIRD]).replace(",won,", ",Won,"),
    ],
)
def test_the_way_a_spreadsheet_writes_is_no_change(text: str) -> None:
    found = brought(("my table.csv", text))
    assert (found.changes, found.missing) == ((), ())


def test_more_decimals_than_are_kept_are_no_change() -> None:
    assert campaigns(campaign(latitude="45.523412"), SECOND, THIRD).changes == ()
    assert only(campaigns(campaign(latitude="45.5236"), SECOND, THIRD)).columns == ("latitude",)
    assert only(campaigns(campaign(latitude="north"), SECOND, THIRD)).columns == ("latitude",)


# Parts of a table


def test_a_changed_cell_is_the_only_change() -> None:
    change = only(campaigns(campaign(), SECOND | {"title": "Another"}, THIRD))
    assert (change.campaign, change.columns) == (SECOND["id"], ("title",))


def test_columns_that_a_file_does_not_have_stay() -> None:
    found = campaigns({"id": SECOND["id"], "title": "Another"})
    assert only(found).after == filled(SECOND | {"title": "Another"})


def test_a_cell_that_a_file_empties_is_emptied() -> None:
    assert only(campaigns({"id": SECOND["id"], "decided": ""})).after == filled(SECOND | {"decided": ""})


def test_own_columns_stay_where_a_file_does_not_have_them_and_come_where_it_does() -> None:
    kept = edition([campaign(Notes="Ask."), SECOND])
    assert campaigns(campaign(), SECOND, kept=kept).changes == ()
    change = only(campaigns(campaign(Colour="red"), SECOND, kept=kept))
    assert change.after == campaign(Notes="Ask.", Colour="red")


def test_rows_that_a_file_does_not_have_stay_unless_they_are_asked_to_go() -> None:
    found = campaigns(SECOND | {"title": "Another"})
    assert only(found).campaign == SECOND["id"]
    assert names(found.missing) == [campaign()["id"], THIRD["id"]]
    assert all(change.after is None for change in found.missing)


def test_a_file_of_steps_alone_leaves_the_campaigns() -> None:
    found = steps(*STEPS, event(date="2026-01", what="It is confirmed."))
    assert [(change.table, change.before) for change in found.changes] == [("events", None)]
    assert found.missing == ()


def test_a_new_row_of_a_file_with_few_columns_is_added_as_it_is() -> None:
    assert only(campaigns({"id": "new-town", "title": "T"})).after == {"id": "new-town", "title": "T"}


def test_a_table_that_is_not_there_yet_is_brought_whole() -> None:
    found = brought(("resources.csv", [{"title": "A guide", "kind": "guide", "url": "https://example.org/guide"}]))
    assert only(found).table == "resources"
    assert found.report.problems == ()


def test_a_renamed_company_is_added_and_the_old_name_stays_unless_it_is_asked_to_go() -> None:
    rows = [campaign(targets="Sample Industries"), SECOND, THIRD]
    found = brought(("companies.csv", [company(name="Sample Industries")]), ("campaigns.csv", rows))
    assert [(change.table, change.columns) for change in found.changes if change.before] == [
        ("campaigns", ("targets",))
    ]
    assert names(tuple(change for change in found.changes if not change.before)) == ["Sample Industries"]
    assert names(found.missing) == ["Example Corp"]


@settings(max_examples=15)
@given(small_editions(), small_editions())
def test_what_a_file_says_is_so_once_it_is_taken_over_and_all_else_is_as_it_was(kept: Edition, made: Edition) -> None:
    found = bring([(f"{name}.csv", content) for name, content in made.files().items()], [kept], TODAY)
    done = apply(found.changes, kept)
    assert done.conflicts == ()
    for name, grid in made.grids.items():
        before, said, after = (each.by_key() for each in (kept.grid(name), grid, done.edition.grid(name)))
        assert after.keys() == before.keys() | said.keys()
        for key, row in after.items():
            told = {c: said[key].get(c, "") for c in grid.columns} if key in said else {}
            assert row == filled({**before.get(key, {}), **told})


# Steps


@pytest.mark.parametrize("row", [0, 1, 2])
@pytest.mark.parametrize("columns", [("archive_url", "source_url"), ("status_after",), ("Notes", "date")])
def test_a_reworded_step_keeps_the_cells_that_its_file_has_no_columns_for(row: int, columns: tuple[str, ...]) -> None:
    own = [step | {"Notes": "Ask."} for step in STEPS]
    kept = edition([campaign()], own)
    reworded = [step | {"what": step["what"] + " So."} if step is own[row] else step for step in own]
    change = only(steps(*(without(step, *columns) for step in reworded), kept=kept))
    assert change.before == filled(own[row])
    assert change.columns == ("what",)


@pytest.mark.parametrize("lacks", ["what", "date", "kind", "campaign_id"])
def test_a_step_is_known_by_the_columns_that_its_file_has(lacks: str) -> None:
    corrected = [STEPS[0], event(votes_against="2"), STEPS[2]]
    change = only(steps(*(without(step, lacks) for step in corrected)))
    assert (change.before, change.columns) == (event(), ("votes_against",))


def test_a_step_that_could_be_either_of_two_is_taken_for_neither() -> None:
    kept = edition([campaign()], [*STEPS, event(what="The budget passes.", votes_for="3")])
    found = steps({"campaign_id": campaign()["id"], "date": "2024-11-19", "kind": "vote", "votes_for": "9"}, kept=kept)
    assert only(found).before is None
    assert found.report.blocking


@pytest.mark.parametrize(
    "new",
    [
        {"what": "The committee refers the item to staff."},
        {"date": "2026-03", "what": "The council adopts the resolution, 5-0."},
        {"date": "2026-03"},
        {"kind": "ballot", "what": "The council adopts the resolution, 4-1, again."},
    ],
)
def test_a_file_of_a_few_new_steps_replaces_none_that_are_like_them(new: dict[str, str]) -> None:
    change = only(steps(event(**new)))
    assert (change.before, change.after) == (None, event(**new))


def test_a_step_reworded_a_little_in_a_file_of_few_steps_is_the_same_step() -> None:
    assert only(steps(event(what="The council adopts the resolution with 4-1."))).before == event()


@pytest.mark.parametrize("new", [{"what": "It is decided."}, {"date": "2024-11-18"}, {"kind": "ballot"}])
def test_a_step_corrected_in_a_copy_is_the_same_step(new: dict[str, str]) -> None:
    found = steps(STEPS[0], event(**new), STEPS[2])
    assert only(found).before == event()
    assert found.missing == ()


# An older copy


def test_what_others_changed_since_is_not_undone() -> None:
    older = edition([campaign(), SECOND | {"title": "As it was"}, THIRD | {"status": "ongoing"}], STEPS)
    found = campaigns(
        campaign(summary="Mine."), SECOND | {"title": "As it was"}, THIRD | {"status": "ongoing"}, since=(older,)
    )
    assert (only(found).campaign, only(found).columns) == (campaign()["id"], ("summary",))


def test_what_others_changed_since_in_the_same_row_is_not_undone() -> None:
    older = edition([campaign(region="Idaho"), SECOND, THIRD], STEPS)
    found = campaigns(campaign(region="Idaho", summary="Mine."), SECOND, THIRD, since=(older,))
    done = apply(found.changes, KEPT)
    assert done.edition.campaign(campaign()["id"]) == campaign(summary="Mine.")
    assert done.conflicts == ()


def test_what_others_added_since_is_not_missing() -> None:
    older = edition([campaign(), SECOND], STEPS)
    found = campaigns(campaign(), SECOND | {"title": "Mine"}, since=(older,))
    assert (len(found.changes), found.missing) == (1, ())


def test_what_others_removed_since_does_not_come_back() -> None:
    older = KEPT.with_rows("campaigns", [*KEPT.rows("campaigns"), campaign(id="gone", place="Gone")])
    found = campaigns(campaign(), SECOND | {"title": "Mine"}, THIRD, campaign(id="gone", place="Gone"), since=(older,))
    assert names(found.changes) == [SECOND["id"]]


def test_what_both_changed_since_differently_is_a_conflict() -> None:
    older = edition(
        [campaign(title="As it was"), SECOND | {"title": "As it was"}, THIRD | {"title": "As it was"}], STEPS
    )
    rows = [campaign(title="Mine"), SECOND | {"title": "As it was"}, THIRD | {"title": "As it was"}]
    (conflict,) = apply(campaigns(*rows, since=(older,)).changes, KEPT).conflicts
    assert conflict.columns == ("title",)


def test_a_few_rows_of_the_table_as_it_is_now_are_not_taken_for_those_of_a_smaller_one() -> None:
    older = edition([campaign(region="Idaho", body="Exampleton Council", started="2023")], STEPS)
    found = campaigns(campaign(region="Idaho"), since=(older,))
    assert (only(found).before, only(found).columns) == (campaign(), ("region",))
    assert len(found.missing) == 2


def test_each_file_may_be_of_another_time() -> None:
    last = KEPT.with_rows("events", STEPS[:2])
    first = last.with_rows("campaigns", [campaign(), SECOND | {"title": "As it was"}, THIRD | {"title": "As it was"}])
    rows = [campaign(), SECOND | {"title": "As it was"}, THIRD | {"title": "As it was", "summary": "Mine."}]
    found = brought(("events.csv", STEPS[:2]), ("campaigns.csv", rows), since=(last, first))
    assert [(change.campaign, change.columns) for change in found.changes] == [(THIRD["id"], ("summary",))]
    assert found.missing == ()


@settings(max_examples=15)
@given(small_editions(), small_editions(), small_editions())
def test_a_copy_of_any_earlier_edition_brings_nothing(kept: Edition, one: Edition, two: Edition) -> None:
    for older in (one, two):
        found = bring([(f"{name}.csv", content) for name, content in older.files().items()], [kept, one, two], TODAY)
        assert (found.changes, found.missing) == ((), ())


# What is wrong in a file


def test_a_problem_is_told_by_the_row_and_the_file_that_it_is_in() -> None:
    text = written([SECOND, campaign(status="victorious")]).replace("\n", "\n\n", 1)
    (problem,) = brought(("Our list.csv", text)).report.blocking
    assert (problem.file, problem.row, problem.column) == ("Our list.csv", 4, "Status")


def test_what_is_wrong_in_tables_that_were_not_brought_is_not_told() -> None:
    kept = edition([campaign(), SECOND], [event(), event(date="unknown"), event(campaign_id="nowhere")])
    assert campaigns(SECOND, kept=kept).report.problems == ()


def test_what_is_kept_already_need_not_be_in_the_files() -> None:
    few = [event(date="2025-06", what="It is confirmed."), event(campaign_id="new-town", what="A vote.")]
    new = campaign(id="new-town", place="Newtown", title="Sale of shares")
    assert brought(("events.csv", few), ("campaigns.csv", [new])).report.problems == ()


def test_columns_that_stay_are_not_missing() -> None:
    assert campaigns({"id": SECOND["id"], "summary": "In short."}).report.problems == ()
    assert (
        steps(
            {"campaign_id": campaign()["id"], "date": "2025-01", "kind": "contract", "votes_for": "3"}
        ).report.problems
        == ()
    )


def test_columns_that_a_new_row_needs_are_missing() -> None:
    found = campaigns({"id": SECOND["id"], "summary": "In short."}, {"id": "new-town", "summary": "New."})
    assert 'The column "Title" is missing' in " ".join(problem.message for problem in found.report.blocking)


def test_the_verdict_is_on_the_tables_with_what_is_brought() -> None:
    assert campaigns(SECOND | {"title": "Another"}).report.verdict() == "3 of 3 campaigns can be shown."
    assert campaigns(SECOND | {"status": "victorious"}).report.verdict() == "2 of 3 campaigns can be shown."


def test_a_row_twice_and_a_row_without_an_id_are_held_back_and_said() -> None:
    found = campaigns(campaign(), SECOND, THIRD, SECOND, campaign(id="", place="Newtown"))
    assert [change.before for change in found.changes] == [None, None]
    assert [problem.row for problem in found.report.blocking] == [5, 6]


def test_an_unclear_date_is_said_and_not_guessed() -> None:
    found = campaigns(campaign(decided="05/06/2024"))
    assert (only(found).after or {})["decided"] == "05/06/2024"
    assert "can mean" in found.report.blocking[0].message


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([("a.csv", b"")], "a.csv is empty."),
        ([("holiday.csv", b"sun,sea\n1,2\n")], "holiday.csv is no table of campaigns"),
        (
            [("a.csv", b"id,title\na,A\n"), ("b.csv", b"id,title\nb,B\n")],
            "a.csv and b.csv are both tables of campaigns.",
        ),
    ],
)
def test_what_is_no_table_or_one_too_many_is_refused_in_a_sentence(
    files: list[tuple[str, bytes]], sentence: str
) -> None:
    with pytest.raises(UnreadableTable) as refused:
        bring(files, [KEPT], TODAY)
    assert sentence in str(refused.value)


def test_no_file_brings_nothing() -> None:
    found = bring([], [KEPT], TODAY)
    assert (found.changes, found.missing, found.report.problems) == ((), (), ())
