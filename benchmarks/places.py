"""How fast places are found and how much memory that takes."""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pyarrow.parquet  # noqa: F401 (the dashboard has loaded both long before anybody asks for a place)

from benchmarks.machine import resident
from benchmarks.report import Chapter, Goal, Row, Table, markdown
from campaigns.place_index import Kind
from campaigns.places import OfflineGeocoder

QUERIES, QUICK_QUERIES = 1_000, 100
SEED = 20261121

FIRST_GOAL, LATER_GOAL, MEMORY_GOAL = 300.0, 20.0, 120.0
"""In milliseconds and megabytes."""


def chapter(quick: bool) -> Chapter:
    """Ask for towns, spelled rightly and wrongly, one after the other."""
    queries = QUICK_QUERIES if quick else QUERIES
    before = resident()
    geocoder = OfflineGeocoder()
    first = timed(partial(geocoder.search, "Portland"))
    loaded = resident()
    names = some_names(geocoder, queries)
    right, wrong = (
        [timed(partial(geocoder.search, name)) for name in asked] for asked in (names, map(misspelt, names))
    )
    return Chapter(
        title="Places",
        method=f"{queries:,} names of towns, of which the larger ones are asked for more often, and the same without "
        "their middle letter, looked up offline. Times are the processor's.",
        goals=(
            _goal("the first answer, tables read", FIRST_GOAL, "ms", first * 1000),
            _goal("a place by its right name, p95", LATER_GOAL, "ms", slow(right) * 1000),
            _goal("a place by a misspelt name, p95", LATER_GOAL, "ms", slow(wrong) * 1000),
            _goal("memory after all of that", MEMORY_GOAL, "MB", resident() - before),
        ),
        tables=(
            Table("Times.", ("name", "p50 ms", "p95 ms"), [_row("right", right), _row("misspelt", wrong)]),
            Table("Memory.", ("after", "MB"), [("the first answer", f"{loaded - before:.0f}")]),
        ),
    )


def _goal(what: str, most: float, unit: str, measured: float) -> Goal:
    return Goal(what, f"at most {most:.0f} {unit}", f"{measured:.1f} {unit}", measured <= most)


def _row(name: str, seconds: Sequence[float]) -> Row:
    return name, f"{statistics.median(seconds) * 1000:.2f}", f"{slow(seconds) * 1000:.2f}"


def timed(work: Callable[[], object]) -> float:
    """The processor's seconds that work takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def some_names(geocoder: OfflineGeocoder, number: int) -> list[str]:
    """Names of towns, of which the larger ones are asked for more often."""
    index, draw = geocoder.index, random.Random(SEED)
    rows = [int(len(index) * draw.random() ** 3) for _ in range(4 * number)]
    return [index.name(row) for row in rows if index.kind(row) is Kind.PLACE][:number]


def misspelt(name: str) -> str:
    """A name without its middle letter."""
    return name[: len(name) // 2] + name[len(name) // 2 + 1 :]


def slow(seconds: Sequence[float]) -> float:
    """The slow end of times: one in twenty takes longer."""
    return float(np.quantile(seconds, 0.95))


if __name__ == "__main__":
    print(markdown(chapter("--quick" in sys.argv)))
