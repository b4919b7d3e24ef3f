"""Try inputs on all targets, and print what became of them: `python -m fuzz [RUNS]`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from fuzz.tally import Tally
from fuzz.targets import CRASHES, TARGETS, Target

RUNS = 100_000
MUTATED = 0.75
"""The share of a target's inputs that Atheris makes; Hypothesis makes the others."""

HAS_ATHERIS = find_spec("atheris") is not None
"""There is none for every system."""

CORPUS = Path(__file__).parent / "corpus"
ROOT = Path(__file__).parents[1]
_WIDTHS = (12, 11, 9, 9, 15, 9, 9, 9)
_HEAD = ("target", "made by", "inputs", "shown", "with problems", "refused", "slowest", "took")


@dataclass(frozen=True)
class Job:
    """The inputs that one engine makes for one target."""

    target: Target
    engine: str
    runs: int

    def command(self) -> list[str]:
        """How to start it."""
        if self.engine == "Hypothesis":
            return [sys.executable, "-m", "fuzz.made", self.target.name, str(self.runs)]
        corpus = CORPUS / self.target.name
        corpus.mkdir(parents=True, exist_ok=True)
        return [sys.executable, "-m", "fuzz.mutated", self.target.name, str(self.runs), str(corpus)]


@dataclass(frozen=True)
class Outcome:
    """What became of a job.

    Attributes:
        job: The job.
        tally: Its inputs by their verdicts.
        seconds: How long it took, by the clock.
        complaint: What it printed, where a law was broken; else empty.
    """

    job: Job
    tally: Tally
    seconds: float
    complaint: str


def main() -> int:
    """Run every job, as many at a time as there are processors. 1 where a law was broken, else 0."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    if not HAS_ATHERIS:
        print("Atheris is not installed, so Hypothesis makes all inputs.")
    print(_line(_HEAD))
    begun = time.monotonic()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = list(map(_told, pool.map(_run, list(_jobs(runs)))))
    total = sum(outcome.tally.verdicts.total() for outcome in outcomes)
    print(f"{total:,} inputs in {time.monotonic() - begun:,.0f} s.")
    broken = [outcome for outcome in outcomes if outcome.complaint]
    for outcome in broken:
        print(f"\n{outcome.job.target.name}, {outcome.job.engine}:\n{outcome.complaint}", file=sys.stderr)
    print(f"Laws broken: {len(broken)}. The inputs are in {CRASHES}." if broken else "No law was broken.")
    return 1 if broken else 0


def _jobs(runs: int) -> Iterator[Job]:
    """The jobs whose inputs come to so many."""
    shares = sum(target.share for target in TARGETS.values())
    for target in TARGETS.values():
        each = -(-runs * target.share // shares)
        mutated = round(each * MUTATED) if target.is_mutated and HAS_ATHERIS else 0
        if mutated:
            yield Job(target, "Atheris", mutated)
        yield Job(target, "Hypothesis", each - mutated)


def _run(job: Job) -> Outcome:
    begun = time.monotonic()
    done = subprocess.run(job.command(), cwd=ROOT, capture_output=True, check=False, errors="replace")
    seconds = time.monotonic() - begun
    complaint = done.stderr[-6_000:] or f"It ended with {done.returncode}." if done.returncode else ""
    return Outcome(job, _tally(done.stdout), seconds, complaint)


def _tally(printed: str) -> Tally:
    """The tally that a job printed on its last line; an empty one where it did not come so far."""
    try:
        found = json.loads(printed.strip().rpartition("\n")[2])
        return Tally(Counter(found["verdicts"]), found["slowest"])
    except (ValueError, KeyError):
        return Tally()


def _told(outcome: Outcome) -> Outcome:
    """Print the line of an outcome, and hand it on."""
    tally, job = outcome.tally, outcome.job
    counts = (tally.verdicts.total(), *(tally.verdicts[name] for name in _HEAD[3:6]))
    times = (f"{tally.slowest:.2f} s", f"{outcome.seconds:,.0f} s")
    print(_line((job.target.name, job.engine, *(f"{count:,}" for count in counts), *times)), flush=True)
    return outcome


def _line(cells: tuple[str, ...]) -> str:
    names, counts = zip(cells[:2], _WIDTHS[:2], strict=True), zip(cells[2:], _WIDTHS[2:], strict=True)
    return "".join([*(f"{name:{width}}" for name, width in names), *(f"{count:>{width}}" for count, width in counts)])


if __name__ == "__main__":
    sys.exit(main())
