"""All benchmarks: `python -m benchmarks [--quick] [NAME …]`.

Without names it runs every chapter and writes RESULTS.md, with `--quick` a shorter run of each and RESULTS-QUICK.md.
With names it prints these chapters and writes nothing.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import pytest

from benchmarks import machine
from benchmarks.report import Chapter, Goal, markdown

HERE = Path(__file__).parent
CHAPTERS = ("latency", "growth", "places", "visitors", "crowd", "startup")
"""The modules that offer a chapter, in the order of the report."""

TRIED = HERE / "TRIED.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks.

    Returns:
        1 if any of them failed, else 0. A number that was not reached is no failure.
    """
    parser = _parser()
    asked = parser.parse_args(arguments)
    if unknown := set(asked.names).difference(CHAPTERS):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    chapters = [_run(name, asked.quick) for name in asked.names or CHAPTERS]
    if asked.names:
        print("\n".join(map(markdown, chapters)))
    else:
        file = HERE / ("RESULTS-QUICK.md" if asked.quick else "RESULTS.md")
        file.write_text(report(chapters, TRIED.read_text(encoding="utf-8")), encoding="utf-8")
        print(f"Written: {file}")
    return int(any(isinstance(chapter, Failed) for chapter in chapters))


class Failed(Chapter):
    """The chapter of a benchmark that failed: it says why."""


def report(chapters: Sequence[Chapter], tried: str) -> str:
    """The whole report as Markdown: the machine, all goals, each chapter, and what was tried and did not help."""
    goals = [goal for chapter in chapters for goal in chapter.goals]
    about = "From the chapters below, which say how each was measured. Most are ratios within one run."
    first = Chapter("Numbers to reach", about, goals)
    return "\n".join(["# Results of `make bench`\n", *map(markdown, [first, machine.chapter(), *chapters]), tried])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Run the benchmarks.")
    parser.add_argument("--quick", action="store_true", help="a shorter run of each")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {', '.join(CHAPTERS)}")
    return parser


def _run(name: str, quick: bool) -> Chapter:
    """Run one benchmark and say how long it took; the others run even where it fails."""
    print(f"{name} ...", end=" ", file=sys.stderr, flush=True)
    began = time.monotonic()
    try:
        chapter: Chapter = import_module(f"benchmarks.{name}").chapter(quick)
    except (Exception, pytest.fail.Exception) as problem:
        traceback.print_exc()
        return _failed(name, problem)
    print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)
    return chapter


def _failed(name: str, problem: BaseException) -> Failed:
    why = f"{type(problem).__name__}: {problem}".splitlines()[0].replace("|", "/")
    return Failed(name.capitalize(), f"**Failed.** {why}", [Goal(name, "runs to its end", "failed", met=False)])


if __name__ == "__main__":
    sys.exit(main())
