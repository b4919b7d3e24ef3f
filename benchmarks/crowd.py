"""The static edition under a crowd: `python -m benchmarks.crowd`."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.nginx import nginx
from benchmarks.report import Chapter, Row, Table, markdown
from benchmarks.servers import NotStarted
from scripts.find_servers import program
from tests.conftest import ROOT

SECONDS, QUICK_SECONDS = 8, 2
CONNECTIONS = 64
PACKED = ("*.html", "*.csv", "*.geojson", "*.atom", "*.ics", "*.json", "*.css", "*.txt")
"""The files that are worth packing beforehand."""

_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
_METHOD = (
    "The static edition as `python -m campaigns export --format site` writes it, served by nginx with "
    "`deploy/nginx/static-edition.conf`. wrk asks for one page again and again over "
    f"{CONNECTIONS} connections and takes it packed; it shares the machine with nginx."
)


class Unanswered(Exception):
    """wrk got other answers than the page, or none."""


@dataclass(frozen=True)
class Answered:
    """What wrk found.

    Attributes:
        rate: Requests answered in a second.
        p50: Milliseconds within which half of them were answered.
        p99: Milliseconds within which all but a hundredth were.
    """

    rate: float
    p50: float
    p99: float


def chapter(quick: bool) -> Chapter:
    """Ask for pages of the static edition as fast as they come."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        try:
            rows = list(_rows(folder, QUICK_SECONDS if quick else SECONDS))
        except NotStarted as problem:
            return Chapter(_TITLE, _METHOD, remarks=[f"Not measured: {problem}"])
    head = ("page", "kB", "kB packed", "requests a second", "p50 ms", "p99 ms")
    return Chapter(_TITLE, _METHOD, tables=[Table("Packed by nginx for each request, or once beforehand.", head, rows)])


def _rows(folder: Path, seconds: int) -> Iterator[Row]:
    """Each page, first as it was written, then with packed files beside it."""
    site, server = folder / "site", folder / "nginx"
    server.mkdir()
    _export(site)
    campaign = next(iter(sorted((site / "campaigns").iterdir()))).relative_to(site)
    pages = {"the meeting pack, all campaigns": "index.html", "a campaign": f"{campaign}/index.html"}
    with nginx("static-edition.conf", server, {"/var/www/city-campaigns": str(site)}) as url:
        for when in ("packed for each request", "packed beforehand"):
            for name, path in pages.items():
                yield _row(f"{name}, {when}", site / path, ask(f"{url}/{path.removesuffix('index.html')}", seconds))
            pack(site)


def _export(site: Path) -> None:
    command = [sys.executable, "-m", "campaigns", "export", "--format", "site", "--output", str(site)]
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)


def pack(site: Path) -> None:
    """Put a packed copy beside each file of a site, as `deploy/README.md` says."""
    for file in (file for pattern in PACKED for file in site.rglob(pattern)):
        file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes()))


def _row(name: str, file: Path, answered: Answered) -> Row:
    content = file.read_bytes()
    sizes = (f"{len(each) / 1000:.0f}" for each in (content, gzip.compress(content)))
    return (name, *sizes, f"{answered.rate:,.0f}", f"{answered.p50:.1f}", f"{answered.p99:.1f}")


def ask(url: str, seconds: int) -> Answered:
    """Have wrk ask for a page.

    Raises:
        NotStarted: There is no wrk.
        Unanswered: The answers were no pages.
    """
    wrk = program("wrk")
    if wrk is None:
        raise NotStarted("There is no wrk.")
    options = ["--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{seconds}s", "--latency"]
    command = [wrk, *options, "--header", "Accept-Encoding: gzip", url]
    return answered(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def answered(report: str) -> Answered:
    """What wrk's report says.

    Raises:
        Unanswered: It tells of answers that were no pages, or of none at all.
    """
    rate = re.search(r"Requests/sec:\s+([\d.]+)", report)
    if rate is None or float(rate[1]) == 0 or "Non-2xx" in report:
        raise Unanswered(report)
    return Answered(float(rate[1]), _milliseconds(report, 50), _milliseconds(report, 99))


def _milliseconds(report: str, part: int) -> float:
    """The time in which so many of a hundred requests were answered."""
    found = re.search(rf"^\s+{part}%\s+([\d.]+)(us|ms|s|m)\s*$", report, re.MULTILINE)
    if found is None:
        raise Unanswered(report)
    return float(found[1]) * _UNITS[found[2]]


_TITLE = "Crowds: the static edition"

if __name__ == "__main__":
    print(markdown(chapter("--quick" in sys.argv)))
