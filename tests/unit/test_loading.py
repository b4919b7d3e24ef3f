"""Loading shows what it can, holds back what it must, and dies of nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.loading import data_path, load, load_bytes
from campaigns.problems import Severity
from campaigns.records import Campaign
from campaigns.tables import UnreadableTable
from tests.unit.factories import CAMPAIGN, EVENT, TODAY, campaign, company, event, loaded, written


def folder(path: Path, **files: str | bytes) -> Path:
    for name, text in files.items():
        (path / f"{name}.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_folder_is_loaded_with_all_its_tables(tmp_path: Path) -> None:
    folder(tmp_path, campaigns=written([campaign()]), events=written([event()]), companies=written([company()]))
    dataset = load(tmp_path, today=TODAY).dataset
    assert [each.id for each in dataset.campaigns] == ["exampleton-or-divestment"]
    assert dataset.events[0].votes_for == 4
    assert dataset.companies[0].aliases == ("Example Corporation",)


def test_campaigns_alone_are_a_whole_data_set(tmp_path: Path) -> None:
    read = load(folder(tmp_path, campaigns=written([campaign()])), today=TODAY)
    only = read.dataset.campaigns[0]
    assert [step.date.text for step in read.dataset.history(only)] == ["2023-05", "2024-11-19"]


def test_a_file_named_campaigns_brings_the_tables_beside_it(tmp_path: Path) -> None:
    folder(tmp_path, campaigns=written([campaign()]), events=written([event()]))
    assert len(load(tmp_path / "campaigns.csv", today=TODAY).dataset.events) == 1


def test_a_file_of_another_name_stands_alone(tmp_path: Path) -> None:
    folder(tmp_path, mine=written([campaign(status="wonn")]), events=written([event()]))
    read = load(tmp_path / "mine.csv", today=TODAY)
    assert read.dataset.events == ()
    assert read.report.problems[0].file == "mine.csv"


def test_bad_rows_are_held_back_and_the_others_shown() -> None:
    rows = [campaign(), campaign(id="b", place="Sampleville", status="wonn"), campaign(id="c", place="Third Example")]
    read = loaded(rows)
    assert read.report.verdict() == "2 of 3 campaigns can be shown."
    assert [each.id for each in read.dataset.campaigns] == ["exampleton-or-divestment", "c"]
    assert read.rows == {"exampleton-or-divestment": 2, "c": 4}


def test_the_events_of_a_campaign_held_back_are_held_back_without_a_word() -> None:
    read = loaded([campaign(status="wonn")], [event(), event(date="2023", what="It begins.", status_after="")])
    assert [problem.file for problem in read.report.problems] == ["campaigns.csv"]
    assert read.dataset.events == ()


def test_events_that_cannot_be_read_are_one_problem_and_the_campaigns_are_shown(tmp_path: Path) -> None:
    read = load(folder(tmp_path, campaigns=written([campaign()]), events=b"\x89PNG"), today=TODAY)
    (problem,) = read.report.problems
    assert (problem.file, problem.row, problem.severity) == ("events.csv", None, Severity.BLOCKS)
    assert problem.message == "events.csv is an image, not a table."
    assert len(read.dataset.history(read.dataset.campaigns[0])) == 2


@pytest.mark.parametrize("name", ["", "nowhere", "nowhere/campaigns.csv", "a\0b", "x" * 5000])
def test_a_place_without_campaigns_is_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableTable, match=r"^(There is no|.* cannot be opened)"):
        load(tmp_path / name)


def test_uploaded_tables_need_campaigns() -> None:
    with pytest.raises(UnreadableTable):
        load_bytes({"events": written([event()]).encode()})


def test_the_environment_names_the_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMPAIGNS_DATA", str(tmp_path))
    assert data_path() == tmp_path
    monkeypatch.setenv("CAMPAIGNS_DATA", "")
    assert data_path().name == "data"


def test_progress_ends_when_every_cell_is_checked() -> None:
    heard: list[tuple[int, int]] = []
    load_bytes({"campaigns": written([campaign()]).encode()}, TODAY, lambda done, total: heard.append((done, total)))
    assert heard == sorted(heard)
    assert heard[-1][0] == heard[-1][1] > 0


def test_a_record_carries_what_its_cells_say() -> None:
    only: Campaign = loaded([campaign(targets="Example Corp; Sample Industries")]).dataset.campaigns[0]
    assert only.targets == ("Example Corp", "Sample Industries")
    assert only.point == (45.5234, -122.6762)
    assert only.decided is not None
    assert only.decided.in_words() == "19 November 2024"


ODD = st.one_of(
    st.sampled_from(
        ["", "nan", "1e999", "2024-02-31", "05/06/2024", "http://[", "=1+1", '"', "²", "٤", "-0", ";", "won"]
    ),
    st.text(max_size=12),
)


@given(
    campaigns=st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(CAMPAIGN, ODD)), min_size=1, max_size=4),
    events=st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(EVENT, ODD)), min_size=1, max_size=4),
)
def test_no_cell_stops_the_rest(campaigns: list[dict[str, str]], events: list[dict[str, str]]) -> None:
    rows = [CAMPAIGN | {"id": f"exampleton-{place}"} | row for place, row in enumerate(campaigns)]
    read = loaded([campaign(), *rows], [event(**row) for row in events])
    held_back = {problem.row for problem in read.report.blocking if problem.file == "campaigns.csv"}
    assert read.report.shown == len(read.dataset.campaigns)
    assert read.report.shown == read.report.total or held_back
