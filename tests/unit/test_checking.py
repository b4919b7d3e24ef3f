"""What the schema forbids is said in words that an organizer understands, row by row."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.checking import is_plainly_right, verdicts
from campaigns.problems import Severity
from campaigns.schema import tables
from tests.unit.factories import campaign, company, event, loaded, only_problem, problems


def said(**cells: str) -> tuple[str, str]:
    problem = only_problem([campaign(**cells)])
    assert problem.severity is Severity.BLOCKS
    return problem.message, problem.hint


COLUMNS = [(table.name, field.name) for table in tables().values() for field in table.fields]
NUMBERS = st.one_of(st.floats().map(str), st.integers().map(str), st.from_regex(r"[-+]?[\d.,_ ]{1,12}[eE%]?\d?"))


def said_of_event(**cells: str) -> tuple[str, str]:
    problem = only_problem(events=[event(**cells)])
    assert problem.severity is Severity.BLOCKS
    return problem.message, problem.hint


def test_a_data_set_in_order_has_no_problems() -> None:
    report = loaded([campaign()], [event()], [company()]).report
    assert (report.shown, report.total, report.problems) == (1, 1, ())


def test_a_problem_names_file_row_column_and_campaign() -> None:
    problem = only_problem([campaign(status="wonn")])
    assert (problem.file, problem.row, problem.column) == ("campaigns.csv", 2, "Status")
    assert problem.campaign == "Exampleton: Divestment from Example Corp"


def test_a_value_that_is_not_allowed_is_told_with_those_that_are_and_the_likely_one() -> None:
    assert said(status="wonn") == (
        '"wonn" is not an allowed value. Allowed: won, partial, ongoing, lost or reversed.',
        'Did you mean "won"?',
    )


@pytest.mark.parametrize("column", ["id", "country", "ask", "targets", "started", "url", "latitude"])
def test_an_endless_cell_of_a_column_that_is_not_just_text_is_refused_unread(column: str) -> None:
    begun = time.process_time()
    assert said(**{column: "a-" * 1_000_000})[0] == (
        "The cell is too long: 10,000 characters at most are read in this column."
    )
    assert time.process_time() - begun < 2


def test_a_value_like_no_other_is_not_guessed() -> None:
    assert said(status="42")[1] == ""


@pytest.mark.parametrize("column", ["id", "title", "place", "country", "level", "body", "ask", "status"])
def test_a_needed_cell_that_is_empty_holds_its_row_back(column: str) -> None:
    problem = only_problem([campaign(**{column: ""})])
    assert problem.severity is Severity.BLOCKS
    assert problem.message == f"{problem.column} is empty."


def test_a_campaign_without_a_source_is_held_back() -> None:
    assert said(url="")[0] == "Source to cite is empty. Nothing is shown without a source that can be opened."


def test_an_event_without_a_source_is_held_back() -> None:
    assert said_of_event(source_url="")[0].startswith("Source is empty.")


@pytest.mark.parametrize("link", ["see minutes", "ftp://example.org/a", "javascript:alert(1)", "minutes.pdf"])
def test_a_source_that_is_no_address_is_refused(link: str) -> None:
    message, hint = said(url=link)
    assert message == f'"{link}" is not the address of a page.'
    assert hint == "A link starts with https:// or http:// and has no blanks in it."


def test_an_address_without_its_beginning_is_completed() -> None:
    assert said(url="www.example.org/a")[1] == 'Did you mean "https://www.example.org/a"?'


@pytest.mark.parametrize("link", ["https://intranet/minutes", "http://[::1]/", "https://.", "https://me@example.org"])
def test_a_source_that_not_everybody_can_open_is_refused(link: str) -> None:
    assert said(url=link)[0] == f'"{link}" is not the address of a public page.'


def test_an_id_is_written_with_hyphens() -> None:
    assert said(id="Exampleton OR") == ('"Exampleton OR" is not written as an ID.', 'Did you mean "exampleton-or"?')


def test_what_is_no_date_is_told_how_to_write_one() -> None:
    assert said(decided="last spring") == (
        '"last spring" is not a date.',
        "Write 2024, 2024-05 or 2024-05-14: as much as is known.",
    )


def test_an_unclear_date_is_told_once() -> None:
    assert said(decided="05/06/2024")[0] == '"05/06/2024" can mean 5 June 2024 or 6 May 2024.'


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("north", '"north" is not a number.'),
        ("nan", '"nan" is not a number.'),
        ("-Infinity", '"-Infinity" is not a number.'),
        ("95", '"95" is out of range: Latitude lies between -90 and 90.'),
        ("1e999", '"1e999" is out of range: Latitude lies between -90 and 90.'),
    ],
)
def test_a_latitude_is_a_number_within_its_range(typed: str, message: str) -> None:
    assert said(latitude=typed)[0] == message


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("most", '"most" is not a whole number.'),
        ("4.5", '"4.5" is not a whole number.'),
        ("-4", '"-4" is out of range: Votes for cannot be less than 0.'),
        ("9" * 5000, '"' + "9" * 80 + '…" is not a whole number.'),
    ],
    ids=["word", "fraction", "negative", "endless"],
)
def test_a_count_of_votes_is_a_whole_number(typed: str, message: str) -> None:
    assert said_of_event(votes_for=typed)[0] == message


@pytest.mark.parametrize(
    ("typed", "hint"),
    [("United States", 'Did you mean "US"?'), ("USA", 'Did you mean "US"?'), ("UK", 'Did you mean "GB"?')],
)
def test_a_country_by_its_name_is_told_its_code(typed: str, hint: str) -> None:
    assert said(country=typed)[1] == hint


def test_a_country_that_does_not_exist_is_refused() -> None:
    assert said(country="QQ")[0] == '"QQ" is not the code of a country.'


def test_an_id_stands_only_once() -> None:
    twice = [campaign(), campaign(place="Sampleville", body="Sampleville Council")]
    problem = only_problem(twice)
    assert (problem.row, problem.severity) == (3, Severity.BLOCKS)
    assert problem.message == '"exampleton-or-divestment" is already in row 2. Each ID may stand only once.'
    assert [kept.place for kept in loaded(twice).dataset.campaigns] == ["Exampleton"]


def test_the_same_event_twice_is_shown_once() -> None:
    problem = only_problem(events=[event(), event()])
    assert (problem.row, problem.message) == (3, "The same step is already in row 2.")
    assert len(loaded(events=[event(), event()]).dataset.events) == 1


def test_an_event_of_an_unknown_campaign_is_told_the_likely_one() -> None:
    problem = only_problem(events=[event(), event(campaign_id="exampelton-or-divestment")])
    assert problem.message == 'There is no campaign "exampelton-or-divestment" in campaigns.csv.'
    assert problem.hint == 'Did you mean "exampleton-or-divestment"?'


def test_a_company_stands_only_once() -> None:
    assert only_problem(companies=[company(), company()]).row == 3


def test_a_missing_column_is_told_once_for_all_rows() -> None:
    rows = [campaign(id=f"exampleton-{number}", title=f"Ask {number * 1111}") for number in range(3)]
    for row in rows:
        row["levle"] = row.pop("level")
    column, aside = problems(rows)
    assert column.message.startswith(
        'The column "Level" is missing, and every row needs it. 3 rows have this: rows 2, 3, 4. Held back: '
    )
    assert column.hint == 'Is it the column "levle"? Name it level.'
    assert aside.message == 'Not used, because no such column is known: "levle".'
    assert loaded(rows).report.verdict() == "0 of 3 campaigns can be shown."


def test_a_problem_that_repeats_is_told_once_with_the_campaigns_it_holds_back() -> None:
    towns = [campaign(id=f"town-{n}", place=f"Sampleville {n}", status="wonn") for n in range(12)]
    problem = only_problem(towns)
    assert (problem.row, problem.campaign) == (2, "")
    assert "12 rows have this, e.g. rows 2, 3, 4, 5, 6." in problem.message
    assert "Sampleville 0: Divestment from Example Corp; Sampleville 1:" in problem.message
    assert problem.message.endswith("Sampleville 9: Divestment from Example Corp; and 2 more.")


def test_up_to_five_alike_are_told_one_by_one() -> None:
    towns = [campaign(id=f"town-{n}", place=f"Sampleville {n}", status="wonn") for n in range(5)]
    assert [problem.row for problem in problems(towns)] == [2, 3, 4, 5, 6]


def test_problems_of_different_columns_are_not_told_together() -> None:
    towns = [campaign(id=f"town-{n}", place=f"Sampleville {n}") for n in range(8)]
    for place, town in enumerate(towns):
        town["status" if place % 2 else "force"] = "wonn"
    assert len(problems(towns)) == 8


@pytest.mark.parametrize(("table", "column"), COLUMNS)
@given(data=st.data())
def test_whatis_plainly_right_is_right_by_the_schema(table: str, column: str, data: st.DataObject) -> None:
    field = tables()[table].field(column)
    likely = st.sampled_from([field.example, *(choice.value for choice in field.choices)])
    mixed = st.tuples(likely, st.text(max_size=3)).map("".join)
    text = data.draw(st.one_of(likely, mixed, NUMBERS, st.text(min_size=1)))
    if text and is_plainly_right(table, column)(text):
        assert not verdicts(table, column)(text)[1]


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_the_schemas_examples_are_plainly_right(table: str, column: str) -> None:
    example = tables()[table].field(column).example
    assert not example or is_plainly_right(table, column)(example)


def test_data_without_a_fault_is_checked_without_loading_what_judges_faults() -> None:
    seen = "import sys; from campaigns.loading import load; load('data'); sys.exit('frictionless' in sys.modules)"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", seen], cwd=root, check=False).returncode == 0
