"""What the benchmarks of growth work out by themselves, and the data they invent."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks import __main__ as benchmarks
from benchmarks.growth import slope
from benchmarks.invented import STEPS, write_data
from benchmarks.report import Chapter, Goal
from campaigns.loading import DATA_FOLDER, Loaded, load

SIZE = 120


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    folder = tmp_path_factory.mktemp("invented")
    write_data(folder, SIZE)
    return load(folder)


def test_invented_data_has_as_many_campaigns_as_wanted_each_with_its_steps(invented: Loaded) -> None:
    steps = Counter(event.campaign_id for event in invented.dataset.events)
    assert len(steps) == len(invented.dataset.campaigns) == SIZE
    assert set(steps.values()) == {STEPS}


def test_invented_data_blocks_nothing(invented: Loaded) -> None:
    assert invented.report.blocking == ()


def test_invented_data_names_no_real_place_and_no_real_company(invented: Loaded) -> None:
    real = load(DATA_FOLDER).dataset
    assert not {c.place for c in real.campaigns} & {c.place for c in invented.dataset.campaigns}
    assert not {c.name for c in real.companies} & {c.name for c in invented.dataset.companies}


def test_some_invented_campaigns_share_a_point(invented: Loaded) -> None:
    assert max(Counter(campaign.point for campaign in invented.dataset.campaigns if campaign.point).values()) > 1


def test_the_same_seed_invents_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_data(tmp_path / name, 10)
    files = sorted(file.name for file in (tmp_path / "one").iterdir())
    assert files == ["campaigns.csv", "companies.csv", "events.csv"]
    assert all((tmp_path / "one" / file).read_bytes() == (tmp_path / "other" / file).read_bytes() for file in files)


def test_the_slope_of_linear_growth_is_one() -> None:
    assert slope([400, 4_000, 40_000], [0.2, 2, 20]) == pytest.approx(1)


def test_the_slope_of_quadratic_growth_is_two() -> None:
    assert slope([10, 100], [1, 100]) == pytest.approx(2)


def test_the_report_begins_with_all_goals_and_ends_with_what_did_not_help() -> None:
    chapters = [Chapter(name, "Measured.", [Goal(f"{name} time", "1 s", "2 s", met=False)]) for name in ("A", "B")]
    lines = benchmarks.report(chapters, "## Tried\n").splitlines()
    first, second = (lines.index(f"| {name} time | 1 s | 2 s | **no** |") for name in ("A", "B"))
    assert first < second < lines.index("## Machine and versions") < lines.index("## A")
    assert lines[-1] == "## Tried"


def test_a_benchmark_that_fails_is_told_and_leaves_the_others_be(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(benchmarks, "CHAPTERS", ("nowhere", "places"))
    monkeypatch.setattr("benchmarks.places.chapter", lambda quick: Chapter("Places", "Measured."))
    monkeypatch.setattr(benchmarks, "HERE", tmp_path)
    assert benchmarks.main(["--quick"]) == 1
    written = (tmp_path / "RESULTS-QUICK.md").read_text(encoding="utf-8")
    assert "**Failed.** ModuleNotFoundError" in written
    assert "## Places" in written
    assert not (tmp_path / "RESULTS.md").exists()
    capsys.readouterr()
