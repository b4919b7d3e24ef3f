"""Growth: what 400 to 100,000 campaigns cost, with ten steps each."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.invented import STEPS, write_data
from benchmarks.one_size import PARTS, ROOT, Figures
from benchmarks.report import Chapter, Goal, Row, Table

SIZES, QUICK_SIZES = (400, 4_000, 10_000, 100_000), (400, 2_000)
LOADED = 10_000
AT_ONCE = 2
"""How many processes measure at a time. What they measure is the processor's time of each."""

LOAD_GOAL = 5.0
MARKERS_GOAL = 50.0
LINEAR = 1.15
"""The highest exponent that counts as linear: what is more data misses the processor's caches more often."""

TIMES = {
    "load": "load and check all tables",
    "index": "index them for the filters",
    "filter": "a filter change: counts, sentence, list",
    "filter p95": "the same, p95",
    "near": "the same, near a place",
    "nearby": "what is near me, with cities of its size",
    "first search": "the first search for a word",
    "search": "any later search",
    "past": "the first look at a past year",
    "points": "the map's points, once",
    "map": "which of them are shown, every run",
    "markers": "folium.Marker per row instead",
    "first run": "the first run of the page, loading included",
    "rerun": "a rerun of the page after a filter change",
    "rerun p95": "the same, p95",
}
MEMORY = {"memory": "held once loaded", "peak memory": "held at most while loading"}
SENT = {
    "points bytes": "the map's points, once, compressed",
    "map bytes": "the map, on a filter change",
    "markers bytes": "folium.Marker per row instead",
}
EXPORTS = {
    "csv": "CSV",
    "geojson": "GeoJSON with all steps",
    "atom": "feed",
    "zip": "all tables in a ZIP",
    "html": "meeting pack",
    "ics": "calendar",
    "pdf": "handout",
    "pptx": "slides",
}
MOST_EXPORTED = {"zip": 10_000, "html": 10_000, "ics": 10_000, "pdf": 400, "pptx": 400}
"""The most campaigns for which a format is written here. Print and slides are for people, not for data sets; the others
take minutes past that."""

MOST_MARKERS = 10_000
"""A marker per row takes a second per thousand, and no browser draws more of them."""

QUICK_EXPORTS = ("csv", "geojson", "atom")

NOISE = 0.1
"""What takes fewer seconds at any size is too short for telling how it grows."""

ONCE = frozenset(["first run", "rerun", "rerun p95"])
"""What Streamlit's own share makes up most of, so that it cannot tell of growth."""

Measured = Mapping[int, Figures]

_METHOD = (
    f"Invented data drawn from the real data, {STEPS} steps a campaign, written by `benchmarks/invented.py`. Each size "
    f"is measured in processes of its own, {AT_ONCE} at a time. Times are the processor's, those of what is quick the "
    "median of many runs. The exponent is the slope of the curve between logarithmic axes: with 1, ten times the "
    "campaigns take ten times as long."
)
_REMARKS = (
    f"A dash is what was not measured: no browser draws more than {MOST_MARKERS:,} of folium's markers, and some "
    "exports take minutes past a size that anybody wants of them.",
    "A rerun of the page is run by Streamlit's AppTest, without a server and without a browser. Most of it is "
    "Streamlit's own, at any size.",
)


def chapter(quick: bool) -> Chapter:
    """Measure every size, each in processes of its own."""
    sizes, formats = (QUICK_SIZES, QUICK_EXPORTS) if quick else (SIZES, tuple(EXPORTS))
    found = measured(sizes, formats)
    weights = {f"{name} bytes": words for name, words in EXPORTS.items()}
    return Chapter(
        title="Growth",
        method=_METHOD,
        goals=goals(found),
        tables=(
            _table("Times.", TIMES, found, _time),
            _table("Memory.", MEMORY, found, _megabytes),
            _table("What is sent to the browser.", SENT, found, _bytes),
            _table("Exports of everything: times.", EXPORTS, found, _time),
            _table("Exports of everything: sizes.", weights, found, _bytes),
        ),
        remarks=_REMARKS,
    )


def measured(sizes: Sequence[int], formats: Sequence[str]) -> dict[int, Figures]:
    """All figures of all sizes. The longest work is begun first, so that no processor idles at the end."""
    with TemporaryDirectory() as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        largest_first = sorted(sizes, reverse=True)
        told = {size: [pool.submit(_told, *part) for part in _parts(size, folder, formats)] for size in largest_first}
        return {size: {k: v for part in told[size] for k, v in part.result().items()} for size in sizes}


def _parts(size: int, folder: str, formats: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """What to measure of a size, as arguments of `one_size`; its tables are written first."""
    data = Path(folder, str(size))
    data.mkdir()
    write_data(data, size)
    for part in PARTS if size <= MOST_MARKERS else PARTS.keys() - {"markers"}:
        written = [name for name in formats if size <= MOST_EXPORTED.get(name, size)] if part == "data" else []
        yield part, str(data), *written


def _told(*arguments: str) -> Figures:
    """What a process of its own has measured."""
    command = [sys.executable, "-m", "benchmarks.one_size", *arguments]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if told.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed: {told.stderr.strip().splitlines()[-1]}")
    figures: Figures = json.loads(told.stdout.splitlines()[-1])
    return figures


def goals(found: Measured) -> tuple[Goal, ...]:
    """The numbers to reach, at the sizes that were measured."""
    size = max(size for size in found if size <= LOADED)
    figures = found[size]
    faster = figures["markers"] / figures["rerun"]
    steepest, exponent = max(_exponents(found).items(), key=lambda item: item[1])
    return (
        Goal(
            f"a whole rerun at {size:,} campaigns, against building a folium.Marker per row",
            f"at least {MARKERS_GOAL:.0f} × faster",
            f"{faster:.0f} × faster",
            faster >= MARKERS_GOAL,
        ),
        Goal(
            f"loading and checking {size:,} campaigns and {size * STEPS:,} steps",
            f"under {LOAD_GOAL:.0f} s",
            _time(figures["load"]),
            figures["load"] < LOAD_GOAL,
        ),
        Goal(
            f"growth from {min(found):,} to {max(found):,} campaigns, the steepest of all",
            "linear: an exponent of 1",
            f"{exponent:.2f} ({steepest})",
            exponent <= LINEAR,
        ),
    )


def slope(sizes: Sequence[int], figures: Sequence[float]) -> float:
    """The exponent with which figures grow with the size: 1 for linear growth."""
    return float(np.polyfit(np.log(sizes), np.log(figures), 1)[0])


def _exponents(found: Measured) -> dict[str, float]:
    """How each figure of ours grows, by its words."""
    times = [name for name in (*TIMES, *EXPORTS) if name not in {*ONCE, "markers"} and _longest(name, found) >= NOISE]
    grown = {name: _exponent(name, found) for name in (*times, *MEMORY)}
    words = TIMES | MEMORY | EXPORTS
    return {words[name]: exponent for name, exponent in grown.items() if exponent is not None}


def _longest(name: str, found: Measured) -> float:
    return max(figures.get(name, 0) for figures in found.values())


def _exponent(name: str, found: Measured) -> float | None:
    """The exponent over the larger sizes, where what is the same for all of them no longer hides it."""
    sizes = [size for size in sorted(found) if name in found[size]][-3:]
    return slope(sizes, [found[size][name] for size in sizes]) if len(sizes) > 1 else None


def _table(caption: str, names: Mapping[str, str], found: Measured, write: Callable[[float], str]) -> Table:
    head = ("", *(f"{size:,}" for size in found), "exponent")
    measured = {name: words for name, words in names.items() if any(name in figures for figures in found.values())}
    return Table(caption, head, [_row(words, name, found, write) for name, words in measured.items()])


def _row(words: str, name: str, found: Measured, write: Callable[[float], str]) -> Row:
    exponent = _exponent(name, found)
    cells = (write(figures[name]) if name in figures else "–" for figures in found.values())
    return (words, *cells, "–" if exponent is None else f"{exponent:.2f}")


def _time(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.{0 if seconds >= 0.01 else 2}f} ms"


def _megabytes(number: float) -> str:
    return f"{number:,.0f} MB"


def _bytes(number: float) -> str:
    return f"{number / 1e6:,.1f} MB" if number >= 1e6 else f"{number / 1000:,.1f} kB"
