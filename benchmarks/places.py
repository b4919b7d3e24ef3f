"""How fast places are found and how much memory that takes: `python -m benchmarks.places`.

Prints seconds on the clock and, since other work on the machine slows a clock down, the processor's seconds too.
"""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow.parquet  # noqa: F401 (the dashboard has loaded both long before anybody asks for a place)

from campaigns.place_index import Kind
from campaigns.places import OfflineGeocoder

QUERIES = 1000
SEED = 20261121


def main() -> None:
    """Measure and print."""
    before = resident()
    geocoder = OfflineGeocoder()
    first, first_cpu = timed(partial(geocoder.search, "Portland"))
    loaded = resident()
    names = some_names(geocoder)
    exact = [timed(partial(geocoder.search, name))[0] for name in names]
    fuzzy = [timed(partial(geocoder.search, name))[0] for name in map(misspelt, names)]
    print(f"first answer, tables read:  {first * 1000:6.0f} ms ({first_cpu * 1000:.0f} ms of processor; goal 300)")
    print(f"later, right spelling:      {spread(exact)} (goal 20)")
    print(f"later, a letter missing:    {spread(fuzzy)} (goal 20)")
    print(f"memory, tables read:        {loaded - before:6.0f} MB (goal 120)")
    print(f"memory, after {2 * QUERIES} queries: {resident() - before:6.0f} MB (goal 120)")


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """How long work takes, by the clock and by the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def some_names(geocoder: OfflineGeocoder) -> list[str]:
    """Names of towns, of which the larger ones are asked for more often."""
    index, draw = geocoder.index, random.Random(SEED)
    rows = [int(len(index) * draw.random() ** 3) for _ in range(4 * QUERIES)]
    return [index.name(row) for row in rows if index.kind(row) is Kind.PLACE][:QUERIES]


def misspelt(name: str) -> str:
    """A name without its middle letter."""
    return name[: len(name) // 2] + name[len(name) // 2 + 1 :]


def spread(seconds: Sequence[float]) -> str:
    """The middle and the slow end of times, in milliseconds."""
    slow = float(np.quantile(seconds, 0.95))
    return f"p50 {statistics.median(seconds) * 1000:5.2f} ms, p95 {slow * 1000:5.2f} ms"


def resident() -> float:
    """The megabytes of memory that the process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
