"""Bounds: how much time and memory one input may take. Beyond them it breaks the law, as an exception does."""

from __future__ import annotations

import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MOST_SECONDS = 5.0
"""Of the processor, on which other programs may run as well."""

MOST_MEMORY = 500_000_000
"""Bytes beside those that the process has already."""


class TooSlow(BaseException):
    """An input took too long; what catches every exception is not to catch this one."""


@contextmanager
def bounded() -> Iterator[None]:
    """Bound the time and memory of what happens inside, where the system can.

    Raises:
        TooSlow: It takes more time.
        MemoryError: It takes more memory.
    """
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, MOST_SECONDS)
    try:
        with _little_memory():
            yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@contextmanager
def _little_memory() -> Iterator[None]:
    """Bound the memory; only Linux tells how much a process has."""
    if sys.platform != "linux":
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_taken() + MOST_MEMORY, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _taken() -> int:
    """The bytes of address space that the process has."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def _stop(*_: object) -> None:
    raise TooSlow(f"It takes more than {MOST_SECONDS:g} seconds.")
