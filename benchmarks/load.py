"""Many visitors from one process: `python -m benchmarks.load URL --sessions 50 --seconds 60`.

All open the page, then each changes the statuses every few seconds. The first line printed is "open", once all pages
are there; the last one is what was measured, as JSON. Visitors draw from a seed, so that two runs ask the same.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from urllib.parse import parse_qs

from benchmarks.session import RunFailed, Visitor
from campaigns.records import Status

KEY = "filter_status"
AT_ONCE = 4
"""How many pages are opened at the same time."""


@dataclass
class Measured:
    """What many visitors met.

    Attributes:
        opened: Seconds from asking for the page to its end, a visitor each.
        changed: Seconds from a change of a filter to the end of the page, a change each.
        sizes: Bytes sent for each change.
        errors: What went wrong, in words.
        returns: How often visitors had to come back after a lost connection.
        lost: Changes after which the address did not show what had been chosen.
        unlike: Visitors whose address at the end did not show what they had chosen last.
        seconds: How long the changes were made for.
        processor: Seconds of the processor that this process itself took for them.
    """

    opened: list[float] = field(default_factory=list)
    changed: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    returns: int = 0
    lost: int = 0
    unlike: int = 0
    seconds: float = 0
    processor: float = 0


class Chooser:
    """Somebody who changes the statuses again and again."""

    def __init__(self, site: str, seed: int, measured: Measured) -> None:
        """Somebody who is about to open the page."""
        self._visitor = Visitor(site)
        self._draw = random.Random(seed)
        self._chosen: frozenset[str] = frozenset()
        self._measured = measured

    async def arrive(self, doorway: asyncio.Semaphore) -> None:
        """Open the page, a few people at a time."""
        async with doorway:
            try:
                self._measured.opened.append((await self._visitor.open()).seconds)
            except (RunFailed, TimeoutError) as problem:
                self._measured.errors.append(str(problem) or "the page did not open")

    async def stay(self, every: float, until: float) -> None:
        """Change the statuses at an even pace, beginning at a moment of one's own; then leave."""
        due = time.monotonic() + self._draw.random() * every
        while due < until:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            await self._change()
            due = max(due + every, time.monotonic())
        self._measured.unlike += not self._is_as_chosen()
        await self._visitor.close()

    async def _change(self) -> None:
        self._chosen = other_than(self._chosen, self._draw)
        try:
            run = await self._visitor.choose(KEY, naming(self._chosen))
        except (RunFailed, TimeoutError, ValueError) as problem:
            self._measured.errors.append(str(problem) or "no answer in time")
            return
        self._measured.changed.append(run.seconds)
        self._measured.sizes.append(run.size)
        self._measured.returns += run.returns
        self._measured.lost += not self._is_as_chosen()

    def _is_as_chosen(self) -> bool:
        """Does the address show what was chosen last?"""
        return frozenset(parse_qs(self._visitor.query).get("status", ())) == self._chosen


def naming(statuses: Iterable[str]) -> Callable[[str], bool]:
    """Whether an option of the filter bar, such as `:green[●] Won`, is one of these statuses."""
    labels = [f" {Status(status).label} " for status in statuses]
    return lambda option: any(label in f" {option} " for label in labels)


def other_than(chosen: Iterable[str], draw: random.Random) -> frozenset[str]:
    """One to three statuses that are not those chosen now."""
    statuses = [status.value for status in Status]
    while True:
        drawn = frozenset(draw.sample(statuses, draw.randint(1, 3)))
        if drawn != frozenset(chosen):
            return drawn


async def visit(site: str, sessions: int, seconds: float, every: float, seed: int) -> Measured:
    """Have visitors open the page and change its filters."""
    measured = Measured()
    visitors = [Chooser(site, seed + place, measured) for place in range(sessions)]
    doorway = asyncio.Semaphore(AT_ONCE)
    await asyncio.gather(*(visitor.arrive(doorway) for visitor in visitors))
    print("open", flush=True)
    began, processor = time.monotonic(), time.process_time()
    await asyncio.gather(*(visitor.stay(every, began + seconds) for visitor in visitors))
    measured.seconds, measured.processor = time.monotonic() - began, time.process_time() - processor
    return measured


def main() -> None:
    """Visit a site and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site")
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--every", type=float, default=5)
    parser.add_argument("--seed", type=int, default=20261121)
    options = parser.parse_args()
    measured = asyncio.run(visit(options.site, options.sessions, options.seconds, options.every, options.seed))
    print(json.dumps(asdict(measured)), flush=True)


if __name__ == "__main__":
    main()
