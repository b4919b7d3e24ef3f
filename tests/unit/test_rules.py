"""The rules that a schema cannot state: each with a case that breaks it and one that keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaigns import geography
from campaigns.geography import country_codes, outside
from campaigns.problems import Problem, Severity
from tests.unit.factories import campaign, company, event, loaded, only_problem, problems

ELSEWHERE = {"id": "sampleville-or-bonds", "place": "Sampleville", "title": "Sale of bonds"}


def warned(problem: Problem) -> str:
    assert problem.severity is Severity.WARNS
    return problem.message


def blocked(problem: Problem) -> str:
    assert problem.severity is Severity.BLOCKS
    return problem.message


@pytest.mark.parametrize("day", ["2024-02-31", "2023-02-29", "0000-01-01"])
def test_a_day_that_is_not_in_the_calendar_holds_the_row_back(day: str) -> None:
    assert blocked(only_problem([campaign(decided=day)])) == f'"{day}" is not in the calendar.'


def test_the_status_is_that_after_the_last_step() -> None:
    problem = only_problem([campaign(status="lost")], [event()])
    assert blocked(problem) == (
        'The status is "lost", but after the last step that changed it '
        '(19 November 2024, events.csv row 2) it was "won".'
    )
    assert problem.hint == 'Set the status to "won", or correct the step.'


def test_the_last_step_is_the_last_by_date_not_by_row() -> None:
    later = event(date="2025", kind="veto", what="The mayor vetoes it.", status_after="reversed")
    (order,) = problems([campaign(status="reversed")], [later, event()])
    assert warned(order) == "This step (19 November 2024) stands below a later one."
    assert order.hint == "Nothing is lost: the format command sorts the rows."


def test_steps_whose_dates_overlap_are_in_order() -> None:
    assert problems(events=[event(date="2024-11-19", status_after=""), event(date="2024")]) == []


def test_steps_that_changed_nothing_say_nothing_about_the_status() -> None:
    assert problems([campaign(status="lost")], [event(status_after="")]) == []


def test_a_campaign_without_events_keeps_its_own_status() -> None:
    other = campaign(**ELSEWHERE, status="lost")
    assert problems([campaign(), other], [event()]) == []


def test_a_step_held_back_does_not_make_its_campaign_wrong() -> None:
    rows = [event(date="2024-10", kind="launch", what="It begins.", status_after="ongoing"), event(kind="votee")]
    (problem,) = problems(events=rows)
    assert problem.column == "Kind"


def test_a_step_in_the_future_is_held_back_alone() -> None:
    future = event(date="2026-12", kind="hearing", what="The committee meets.", status_after="")
    problem = only_problem(events=[event(), future])
    assert blocked(problem) == 'December 2026 is in the future, and the kind of step is "hearing".'
    read = loaded(events=[event(), future])
    assert (read.report.shown, len(read.dataset.events)) == (1, 1)


def test_an_announced_step_may_be_in_the_future() -> None:
    assert problems(events=[event(), event(date="2027", kind="announced", status_after="")]) == []


def test_a_step_of_this_year_is_not_in_the_future() -> None:
    assert problems(events=[event(), event(date="2026", kind="hearing", status_after="")]) == []


def test_a_decision_before_the_start_is_mentioned() -> None:
    problem = only_problem([campaign(started="2025")])
    assert warned(problem) == "Decided (19 November 2024) is before Started (2025)."


def test_a_decision_in_the_year_of_the_start_is_fine() -> None:
    assert problems([campaign(started="2024")]) == []


def test_a_decided_campaign_is_not_ongoing() -> None:
    problem = only_problem([campaign(status="ongoing")])
    assert warned(problem) == "The campaign is ongoing, but has a date of decision: 19 November 2024."


def test_a_campaign_no_longer_ongoing_was_decided_some_day() -> None:
    problem = only_problem([campaign(decided="")])
    assert warned(problem) == 'The status is "won", but the date of the decision is missing.'


def test_a_decision_in_the_future_is_mentioned() -> None:
    assert warned(only_problem([campaign(decided="2027")])) == "2027 is in the future."


def test_a_target_by_another_name_is_told_its_name() -> None:
    problem = only_problem([campaign(targets="Example Corporation")], companies=[company()])
    assert warned(problem) == '"Example Corporation" is called "Example Corp" in the table of companies.'
    assert problem.hint == 'Write "Example Corp".'


def test_a_misspelt_target_is_told_the_likely_one() -> None:
    problem = only_problem([campaign(targets="Example Crop; Example Corp")], companies=[company()])
    assert warned(problem) == '"Example Crop" is not in the table of companies.'
    assert problem.hint == 'Did you mean "Example Corp"?'


def test_targets_are_free_without_a_table_of_companies() -> None:
    assert problems([campaign(targets="Anything")]) == []


def test_a_related_campaign_exists() -> None:
    problem = only_problem([campaign(related="exampleton-or-divestmnt")])
    assert warned(problem) == 'There is no campaign "exampleton-or-divestmnt".'
    assert problem.hint == 'Did you mean "exampleton-or-divestment"?'


def test_a_related_campaign_that_is_held_back_exists() -> None:
    rows = [campaign(related="sampleville-or-bonds"), campaign(**ELSEWHERE, status="wonn", related="")]
    assert [problem.column for problem in problems(rows)] == ["Status"]


def test_a_campaign_entered_twice_is_mentioned_at_the_later_one() -> None:
    problem = only_problem([campaign(), campaign(id="b", place="EXAMPLETON", title="Divestment from Example Corp.")])
    assert problem.row == 3
    assert warned(problem) == (
        'It looks like exampleton-or-divestment ("Divestment from Example Corp"), which is in the same place.'
    )


@pytest.mark.parametrize(
    "other",
    [
        {"id": "b", "place": "Sampleville"},
        {"id": "b", "title": "End of the police exchange"},
        {"id": "b", "related": "exampleton-or-divestment"},
    ],
    ids=["another place", "another title", "a later chapter"],
)
def test_what_only_resembles_a_campaign_is_fine(other: dict[str, str]) -> None:
    assert problems([campaign(related=""), campaign(**other)]) == []


def test_a_point_outside_its_state_is_not_drawn() -> None:
    astray = campaign(latitude="40.7", longitude="-74.0")
    problem = only_problem([astray])
    assert warned(problem) == "The point 40.7, -74 lies outside Oregon, so it is not drawn on the map."
    assert loaded([astray]).dataset.campaigns[0].point is None


def test_a_forgotten_minus_sign_is_guessed() -> None:
    assert only_problem([campaign(longitude="122.6762")]).hint == "Did you mean 45.5234, -122.676?"


def test_latitude_and_longitude_turned_round_are_guessed() -> None:
    turned = campaign(country="GB", region="Scotland", latitude="-3.19", longitude="55.95")
    problem = only_problem([turned])
    assert warned(problem) == "The point -3.19, 55.95 lies outside United Kingdom, so it is not drawn on the map."
    assert problem.hint == "Did you mean 55.95, -3.19?"


@pytest.mark.parametrize(
    ("country", "region", "point"),
    [
        ("US", "Oregon", (45.5, -122.7)),
        ("US", "OR", (45.5, -122.7)),
        ("US", "Cascadia", (45.5, -122.7)),
        ("US", "Washington", (45.52, -122.67)),
        ("ES", "Islas Canarias", (28.1, -15.4)),
        ("FJ", "", (-16.8, 179.99)),
    ],
    ids=["state", "code", "unknown region", "just across the border", "islands", "date line"],
)
def test_a_point_in_its_country_or_just_beside_it_is_inside(
    country: str, region: str, point: tuple[float, float]
) -> None:
    assert outside(country, region, point) is None


def test_without_outlines_every_point_is_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geography, "GEO_FOLDER", tmp_path)
    geography._areas.cache_clear()
    try:
        assert outside("US", "Oregon", (0.0, 0.0)) is None
    finally:
        geography._areas.cache_clear()


def test_every_assigned_country_code_is_known() -> None:
    assert len(country_codes()) == 250
    assert {"US", "GB", "PS", "GI", "XK"} <= country_codes()
    assert not {"UK", "EU", "ZZ"} & country_codes()


@pytest.mark.parametrize("column", ["latitude", "longitude"])
def test_half_a_point_is_no_point(column: str) -> None:
    problem = only_problem([campaign(**{column: ""})])
    assert warned(problem) == f"{problem.column} is missing, so the campaign is listed but not drawn on the map."


def test_a_campaign_without_a_point_is_listed_all_the_same() -> None:
    pointless = campaign(latitude="", longitude="")
    assert warned(only_problem([pointless])) == "There is no point, so the campaign is listed but not drawn on the map."
    assert loaded([pointless]).report.shown == 1


def test_a_campaign_nobody_has_looked_at_for_a_year_is_mentioned() -> None:
    problem = only_problem([campaign(last_checked="2025-10")])
    assert warned(problem) == "Last checked: October 2025, more than 12 months ago."


def test_a_campaign_looked_at_within_the_year_is_fine() -> None:
    assert problems([campaign(last_checked="2025-11-21")]) == []


def test_a_campaign_nobody_ever_looked_at_is_mentioned() -> None:
    assert only_problem([campaign(last_checked="")]).column == "Last checked"
