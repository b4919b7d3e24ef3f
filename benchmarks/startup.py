"""How long a start takes, and what it goes to: `python -m benchmarks.startup`."""

from __future__ import annotations

import asyncio
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.report import Chapter, Row, Table, markdown
from benchmarks.servers import Server, start, wait_for
from benchmarks.session import Visitor
from tests.conftest import DASHBOARD, stop

RUNS, QUICK_RUNS = 6, 2
EVERY = 0.01
"""Seconds between two questions whether a server is ready: a start is told to a hundredth of a second."""

LISTED = 12
"""How many packages the table of imports names."""

_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")
_METHOD = (
    "`streamlit run`, from the command to the first healthy answer, and to the end of the first page for the first "
    "visitor, who comes as soon as the server is healthy. An empty page is one `st.write`. Both by turns, {} times; "
    "Python's compiled files are there."
)


@dataclass(frozen=True)
class Start:
    """One start.

    Attributes:
        healthy: Seconds to the first healthy answer.
        page: Seconds to the end of the first page.
    """

    healthy: float
    page: float


def chapter(quick: bool) -> Chapter:
    """Start both again and again, and once more to see what is imported."""
    runs = QUICK_RUNS if quick else RUNS
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        empty = folder / "empty.py"
        empty.write_text('import streamlit as st\n\nst.write("empty")\n', encoding="utf-8")
        turns = [(begin(DASHBOARD), begin(empty)) for _ in range(runs)]
        ours, bare = ([turn[place] for turn in turns] for place in (0, 1))
        imported = {script: imports(script, folder / "imports.txt") for script in (DASHBOARD, empty)}
    return Chapter(
        title="Start-up",
        method=_METHOD.format(runs),
        tables=(
            Table("Seconds from the command.", ("moment", *_HEAD), [_row(*moment, ours, bare) for moment in _MOMENTS]),
            _import_table(imported[DASHBOARD], imported[empty]),
        ),
    )


def begin(script: str | Path) -> Start:
    """Start a server, be its first visitor, and end it.

    Raises:
        NotStarted: It did not answer in time.
    """
    began = time.perf_counter()
    server = start(script)
    try:
        wait_for(server, EVERY)
        ready = time.perf_counter()
        asyncio.run(_first_page(server))
        return Start(ready - began, time.perf_counter() - began)
    finally:
        stop(server.process)


def imports(script: str | Path, log: Path) -> Counter[str]:
    """The milliseconds that each package took to import, from the start of a server to the end of its first page."""
    server = start(script, log=log, PYTHONPROFILEIMPORTTIME="1")
    try:
        wait_for(server)
        asyncio.run(_first_page(server))
    finally:
        stop(server.process)
    return by_package(log.read_text(encoding="utf-8", errors="replace").splitlines())


def by_package(lines: Iterable[str]) -> Counter[str]:
    """What Python says of its imports, summed up by package, in milliseconds."""
    spent: Counter[str] = Counter()
    for found in filter(None, map(_LINE.search, lines)):
        spent[found[2].partition(".")[0]] += int(found[1])
    return Counter({package: round(microseconds / 1000) for package, microseconds in spent.items()})


async def _first_page(server: Server) -> None:
    visitor = Visitor(server.url)
    await visitor.open()
    await visitor.close()


def _row(name: str, moment: Callable[[Start], float], ours: Sequence[Start], bare: Sequence[Start]) -> Row:
    own, other = [moment(one) for one in ours], [moment(one) for one in bare]
    figures = (f"{figure:.2f}" for taken in (own, other) for figure in (statistics.median(taken), _slow(taken)))
    return (name, *figures, f"{statistics.median(own) / statistics.median(other):.2f}")


_slow = partial(np.quantile, q=0.95)


def _import_table(ours: Counter[str], bare: Counter[str]) -> Table:
    """The packages that take longer to import than on an empty page."""
    more = Counter({package: spent - bare[package] for package, spent in ours.items()})
    rows = [(package, f"{spent}", f"{ours[package]}") for package, spent in more.most_common(LISTED) if spent > 1]
    return Table(
        "Milliseconds for imports until the end of the first page, by package (by `-X importtime`, which slows them).",
        ("package", "more than on an empty page", "in all"),
        [*rows, ("all packages", f"{ours.total() - bare.total()}", f"{ours.total()}")],
    )


_HEAD = ("City Campaigns, median", "p95", "empty page, median", "p95", "ratio")
_MOMENTS: Sequence[tuple[str, Callable[[Start], float]]] = (
    ("first healthy answer", lambda one: one.healthy),
    ("first page finished", lambda one: one.page),
)

if __name__ == "__main__":
    print(markdown(chapter("--quick" in sys.argv)))
