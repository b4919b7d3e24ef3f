"""Machines that stop and disks that fail, at any step of what is done to files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest

STEPS = ("open", "write", "fsync", "replace", "rename", "unlink", "mkdir", "rmdir", "chmod", "close")
"""The calls of `os` that change what is on a disk, or take it down to the disk."""

DIED = 9

Step = tuple[str, str]
"""A call, and the end of the path that it is about."""


class Steps:
    """Watches what is done to files. It can stop it at any moment: before a step, after it, in the midst of a write."""

    def __init__(self, at: Callable[[int, str], object] = lambda number, call: None) -> None:
        """A watch.

        Args:
            at: Called at each moment with its number, from 1, and the call or `after` it. The call raises what this
                raises.
        """
        self.at = at
        self.moments: list[str] = []
        self.done: list[Step] = []
        self._names: dict[int, str] = {}

    @contextmanager
    def watched(self) -> Iterator[Steps]:
        """While this lasts, every step passes by here."""
        with pytest.MonkeyPatch.context() as patch:
            for call in STEPS:
                patch.setattr(os, call, self._watching(call, getattr(os, call)))
            yield self

    def _watching(self, call: str, do: Callable[..., Any]) -> Callable[..., Any]:
        if call == "write":
            do = self._in_two(do)

        def step(what: Any, *rest: Any, **named: Any) -> Any:
            kind = "look" if call == "open" and not rest[0] & os.O_CREAT else call
            self._moment(kind)
            done = do(what, *rest, **named)
            self._note(kind, what, rest, done)
            self._moment(f"after {kind}")
            return done

        return step

    def _in_two(self, write: Callable[[int, bytes], int]) -> Callable[[int, bytes], int]:
        def written(handle: int, data: bytes) -> int:
            half = len(data) // 2
            done = write(handle, data[:half])
            self._moment("write")
            return done + write(handle, data[half:])

        return written

    def _moment(self, kind: str) -> None:
        self.moments.append(kind)
        self.at(len(self.moments), kind)

    def _note(self, kind: str, what: Any, rest: tuple[Any, ...], done: Any) -> None:
        if kind in ("open", "look"):
            self._names[done] = _end(what)
        about = rest[0] if kind in ("replace", "rename") else what
        self.done.append((kind, self._names.get(about, "") if isinstance(about, int) else _end(about)))


def _end(path: Any) -> str:
    return "/".join(Path(path).parts[-2:])


def died_at(moment: int, work: Callable[[], object]) -> bool:
    """Do some work in a process of its own, which dies at a moment of it; no, if the work was done before that.

    After a step and before the next are one moment to a machine that stops.
    """
    moments = count(1)

    def die(number: int, kind: str) -> None:
        if not kind.startswith("after") and next(moments) == moment:
            os._exit(DIED)

    def until_then() -> None:
        with Steps(die).watched():
            work()

    code = in_child(until_then)
    assert code in (0, DIED)
    return code == DIED


def in_child(work: Callable[[], object]) -> int:
    """Do some work in a forked process; returns its exit code."""
    return os.waitstatus_to_exitcode(os.waitpid(forked(work), 0)[1])


def forked(work: Callable[[], object]) -> int:
    """Start some work in a forked process, which never comes back into the test; returns its number."""
    if child := os.fork():
        return child
    try:
        work()
        os._exit(0)
    finally:
        os._exit(1)
