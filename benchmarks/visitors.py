"""Many visitors at once, on one process and on two: `python -m benchmarks.visitors`."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.invented import write_data
from benchmarks.load import KEY, Measured, naming
from benchmarks.nginx import nginx
from benchmarks.report import Chapter, Goal, Row, Table, markdown
from benchmarks.servers import NotStarted, Server, serving
from benchmarks.session import Visitor
from campaigns.records import Status
from tests.conftest import ROOT

EVERY = 5.0
"""Seconds between two changes of one visitor."""

CROWDS, QUICK_CROWDS = ((50, 20.0), (100, 20.0), (200, 120.0)), ((50, 15.0),)
"""How many visitors, and for how many seconds."""

PAIR, QUICK_PAIR = (100, 30.0), (20, 12.0)
"""The visitors on two processes, of which one is killed halfway."""

LARGE = 10_000
"""Campaigns, with ten steps each."""

ALONE, QUICK_ALONE = 40, 10
"""How many changes one visitor makes alone."""

SAMPLES = 0.5
"""Seconds between two looks at the server's memory."""

EMPTY = "benchmarks/peers/empty.py"
P95_GOAL, RERUN_GOAL, GROWTH_GOAL = 1.0, 0.100, 1.05


@dataclass(frozen=True)
class Crowd:
    """What came of a crowd of visitors.

    Attributes:
        size: How many they were.
        measured: What they met.
        busy: The share of a core that the server took.
        cost: The processor's seconds that the server took for a change.
        memory: Megabytes of the server while they changed filters, in order.
        afterwards: Megabytes after all had left.
    """

    size: int
    measured: Measured
    busy: float
    cost: float
    memory: Sequence[float]
    afterwards: float

    @property
    def growth(self) -> float:
        """How much more memory the server held at the end than in the middle."""
        middle, end = len(self.memory) // 2, len(self.memory) * 9 // 10
        around = self.memory[max(middle - 2, 0) : middle + 3]
        return float(np.median(self.memory[end:]) / np.median(around))


def chapter(quick: bool) -> Chapter:
    """Have visitors come, and tell what they met."""
    crowds = QUICK_CROWDS if quick else CROWDS
    with serving() as server:
        came = [come(server, size, seconds) for size, seconds in crowds]
    ours, large, empty = alone(QUICK_ALONE if quick else ALONE)
    pair = two_processes(*(QUICK_PAIR if quick else PAIR))
    return Chapter(
        title="Many visitors",
        method=_METHOD,
        goals=(*_goals(came[-1]), _rerun_goal(large)),
        tables=(_crowd_table([*came, *([pair] if pair else [])]), _alone_table(ours, large, empty)),
        remarks=[*_errors(came), *_memory_remarks(came), *_pair_remarks(pair)],
    )


def come(
    server: Server, size: int, seconds: float, site: str = "", halfway: Callable[[], None] = lambda: None
) -> Crowd:
    """Have visitors come to a server, and watch it while they change filters.

    Args:
        server: Whose memory and processor are watched.
        size: How many visitors.
        seconds: How long they stay.
        site: The address that they come to, where that is not the server's own.
        halfway: Done when half of the time is over.
    """
    command = [sys.executable, "-m", "benchmarks.load", site or server.url]
    command += ["--sessions", str(size), "--seconds", str(seconds), "--every", str(EVERY)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as load:
        assert load.stdout
        load.stdout.readline()
        before = server.processor()
        memory = _watched(server, seconds / 2)
        halfway()
        memory += _watched(server, seconds / 2)
        spent = server.processor() - before
        measured = Measured(**json.loads(load.stdout.readline()))
    return Crowd(size, measured, spent / seconds, spent / max(len(measured.changed), 1), memory, server.memory())


def _watched(server: Server, seconds: float) -> list[float]:
    """The server's memory, looked at again and again."""
    until, memory = time.monotonic() + seconds, []
    while time.monotonic() < until:
        memory.append(server.memory())
        time.sleep(SAMPLES)
    return memory


def two_processes(size: int, seconds: float) -> Crowd | None:
    """Visitors on two processes behind nginx, of which one is killed halfway; None where there is no nginx."""
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory()))
        first, second = running.enter_context(serving()), running.enter_context(serving())
        instead = {
            "8501": str(first.port),
            "8502": str(second.port),
            "/var/cache/nginx/city-campaigns": str(folder / "cache"),
        }
        try:
            site = running.enter_context(nginx("dashboard.conf", folder, instead))
        except NotStarted:
            return None
        return come(second, size, seconds, site, first.process.kill)


def alone(changes: int) -> tuple[Sequence[float], Sequence[float], Sequence[float]]:
    """Seconds for each change of one visitor: with the real data, with invented ones, and on an empty page."""
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory()))
        write_data(folder, LARGE)
        servers = [serving(), serving(data=folder), serving(EMPTY, PYTHONPATH=str(ROOT))]
        urls = [running.enter_context(server).url for server in servers]
        ours, large, empty = asyncio.run(_by_turns(urls, changes))
    return ours, large, empty


async def _by_turns(urls: Sequence[str], changes: int) -> list[list[float]]:
    """One visitor a site, who change their filters in turn, so that all sites find the machine alike."""
    visitors = [Visitor(url) for url in urls]
    for visitor in visitors:
        await visitor.open()
    taken: list[list[float]] = [[] for _ in visitors]
    for change in range(changes):
        wanted = naming([list(Status)[change % len(Status)].value])
        for visitor, seconds in zip(visitors, taken, strict=True):
            seconds.append((await visitor.choose(KEY, wanted)).seconds)
    for visitor in visitors:
        await visitor.close()
    return taken


def _goals(largest: Crowd) -> tuple[Goal, ...]:
    p95 = float(np.quantile(largest.measured.changed, 0.95))
    return (
        Goal(
            f"{largest.size} sessions on one process, a filter change every {EVERY:.0f} s each: p95",
            f"under {P95_GOAL:.0f} s",
            f"{p95:.2f} s",
            p95 < P95_GOAL,
        ),
        Goal(
            f"memory with {largest.size} sessions, the end against the middle",
            f"flat: at most {GROWTH_GOAL:.2f} ×",
            f"{largest.growth:.3f} ×",
            largest.growth <= GROWTH_GOAL,
        ),
    )


def _rerun_goal(large: Sequence[float]) -> Goal:
    middle = float(np.median(large))
    return Goal(
        f"server time for a rerun at {LARGE:,} campaigns and {10 * LARGE:,} events",
        f"at most {RERUN_GOAL * 1000:.0f} ms",
        f"{middle * 1000:.0f} ms",
        middle <= RERUN_GOAL,
    )


def _crowd_table(crowds: Sequence[Crowd]) -> Table:
    head = (
        *("sessions", "changes a second", "p50 ms", "p95 ms", "p99 ms", "errors", "kB a change"),
        *("server: ms of processor a change", "server: share of a core", "load generator: share of a core"),
        *("MB in the middle", "MB at the end", "MB when all have left"),
    )
    caption = (
        "Visitors who change the statuses every five seconds. With two processes, the server is the one that stays."
    )
    return Table(caption, head, [_crowd_row(crowd) for crowd in crowds])


def _crowd_row(crowd: Crowd) -> Row:
    measured = crowd.measured
    p50, p95, p99 = np.quantile(measured.changed, [0.5, 0.95, 0.99]) * 1000
    return (
        f"{crowd.size}{', two processes' if measured.returns else ''}",
        f"{len(measured.changed) / measured.seconds:.1f}",
        *(f"{part:.0f}" for part in (p50, p95, p99)),
        str(len(measured.errors)),
        f"{np.mean(measured.sizes) / 1000:.0f}",
        f"{crowd.cost * 1000:.1f}",
        f"{crowd.busy:.0%}",
        f"{measured.processor / measured.seconds:.0%}",
        f"{crowd.memory[len(crowd.memory) // 2]:.0f}",
        f"{crowd.memory[-1]:.0f}",
        f"{crowd.afterwards:.0f}",
    )


def _alone_table(ours: Sequence[float], large: Sequence[float], empty: Sequence[float]) -> Table:
    floor = float(np.median(empty))
    rows = [("an empty page with the same pills", empty), ("the real data", ours), (f"{LARGE:,} campaigns", large)]
    return Table(
        "One visitor alone: from the change to the end of the page, without a browser.",
        ("page", "median ms", "p95 ms", "× the empty page"),
        [
            (
                name,
                f"{np.median(taken) * 1000:.0f}",
                f"{np.quantile(taken, 0.95) * 1000:.0f}",
                f"{np.median(taken) / floor:.1f}",
            )
            for name, taken in rows
        ],
    )


def _errors(crowds: Sequence[Crowd]) -> list[str]:
    """What went wrong, each kind once."""
    return [f"Error: {error}" for error in dict.fromkeys(error for crowd in crowds for error in crowd.measured.errors)]


def _memory_remarks(crowds: Sequence[Crowd]) -> list[str]:
    first, last = crowds[0], crowds[-1]
    if first.size == last.size:
        return []
    each = (last.memory[0] - first.memory[0]) / (last.size - first.size)
    return [f"A session costs {each:.2f} MB of memory. Streamlit keeps sessions that were left for two minutes."]


def _pair_remarks(pair: Crowd | None) -> list[str]:
    if pair is None:
        return ["Two processes were not measured: there is no nginx (Debian: apt install nginx-light)."]
    measured = pair.measured
    return [
        f"Two processes behind nginx, one killed halfway: visitors came back {measured.returns} times, "
        f"{len(measured.errors)} errors, {measured.lost} changes did not reach the address, and at the end "
        f"{measured.unlike} of {pair.size} visitors had another view than the one that they had chosen."
    ]


_METHOD = (
    "Visitors speak Streamlit's own protocol from one process of their own (`benchmarks/session.py`): they send what a "
    "browser sends and read every message, but draw nothing. The clock runs from the change to the message that the "
    "page is finished. Generator and server share the machine."
)


if __name__ == "__main__":
    print(markdown(chapter("--quick" in sys.argv)))
