"""Every input that fuzzing has kept comes to a verdict, and fuzzing itself finds what it looks for."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import strategies as st

from fuzz import __main__ as fuzz
from fuzz import bounds, made
from fuzz.bounds import TooSlow, bounded
from fuzz.tally import Tally, warm_up
from fuzz.targets import SEEDS, TARGETS, Target


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_every_input_kept_comes_to_a_verdict(target: Target) -> None:
    warm_up(target)
    tally = Tally()
    for seed in target.seeds():
        tally.put(target, seed.read_bytes())
    assert tally.verdicts.total() == len(target.seeds()) > 0


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_inputs_made_up_come_to_a_verdict(target: Target) -> None:
    warm_up(target)
    tally = Tally()
    assert not made.try_made(target, 15, tally)
    assert tally.verdicts.total() > 10


def test_every_folder_of_seeds_belongs_to_a_target_and_all_are_small() -> None:
    assert {folder.name for folder in SEEDS.iterdir()} == set(TARGETS)
    assert sum(seed.stat().st_size for target in TARGETS.values() for seed in target.seeds()) < 300_000


def test_the_smallest_input_that_breaks_a_law_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def law(data: bytes) -> str:
        assert b"x" not in data
        return "shown"

    monkeypatch.setattr(made, "CRASHES", tmp_path / "crashes")
    tally = Tally()
    assert made.try_made(Target("fragile", law, lambda: st.text("xyz").map(str.encode)), 200, tally)
    (file,) = (tmp_path / "crashes").iterdir()
    assert (file.name.startswith("fragile-made-"), file.read_bytes()) == (True, b"x")
    assert tally.verdicts["broken"] > 0


def test_an_input_that_takes_too_long_breaks_the_law(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(_: bytes) -> str:
        while True:
            pass

    monkeypatch.setattr(bounds, "MOST_SECONDS", 0.05)
    tally = Tally()
    with pytest.raises(TooSlow):
        tally.put(Target("endless", endless, st.binary), b"")
    assert tally.verdicts == Counter(broken=1)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how much memory a process has")
def test_an_input_that_takes_too_much_memory_breaks_the_law() -> None:
    with pytest.raises(MemoryError), bounded():
        bytes(2 * bounds.MOST_MEMORY)
    assert bytes(2 * bounds.MOST_MEMORY)


def test_the_bounds_end_with_the_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_SECONDS", 0.05)
    with bounded():
        pass
    begun = time.process_time()
    while time.process_time() - begun < 0.1:
        pass


@pytest.mark.parametrize("has_atheris", [True, False])
def test_every_target_has_its_share_of_the_inputs(monkeypatch: pytest.MonkeyPatch, has_atheris: bool) -> None:
    monkeypatch.setattr(fuzz, "HAS_ATHERIS", has_atheris)
    jobs = list(fuzz._jobs(1_000))
    assert {job.target.name for job in jobs} == set(TARGETS)
    assert 1_000 <= sum(job.runs for job in jobs) < 1_000 + len(TARGETS)
    assert any(job.engine == "Atheris" for job in jobs) is has_atheris


def test_a_broken_law_is_told_and_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(job: fuzz.Job) -> fuzz.Outcome:
        complaint = "AssertionError: good-1" if job.target.name == "rows" else ""
        return fuzz.Outcome(job, Tally(Counter(shown=job.runs), 0.1), 1.0, complaint)

    monkeypatch.setattr(fuzz, "_run", run)
    monkeypatch.setattr(sys, "argv", ["fuzz", "1000"])
    assert fuzz.main() == 1
    told = capsys.readouterr()
    assert "Laws broken: 1." in told.out
    assert "good-1" in told.err
