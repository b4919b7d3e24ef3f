"""The machine that the benchmarks ran on, and how much memory the process that asks holds."""

from __future__ import annotations

import os
import platform
import re
import resource
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.report import Chapter, Row, Table

PACKAGES = ("streamlit", "folium", "streamlit-folium", "numpy", "pandas", "pyarrow", "shapely", "plotly", "playwright")
"""What the figures depend on besides our own code."""

_MEGABYTE = 1_000_000


def chapter() -> Chapter:
    """What the benchmarks ran on and with."""
    versions: list[Row] = [(name, found) for name in PACKAGES if (found := _version(name))]
    return Chapter(
        title="Machine and versions",
        method=f"Measured on {datetime.now(UTC):%d %B %Y}. "
        "Seconds hold for this machine; ratios, which come from one run on it, hold for others too.",
        tables=(
            Table("The machine.", ("part", "here"), _parts()),
            Table("What it ran.", ("program", "version"), [("Python", platform.python_version()), *versions]),
        ),
    )


def resident() -> float:
    """The megabytes of memory that this process holds."""
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(os.getpid())], check=True, capture_output=True, text=True)
    return int(told.stdout) * 1024 / _MEGABYTE


def most_resident() -> float:
    """The most megabytes of memory that this process has ever held."""
    about = Path("/proc/self/status")
    if about.exists() and (found := re.search(r"VmHWM:\s*(\d+) kB", about.read_text(encoding="ascii"))):
        return int(found[1]) * 1024 / _MEGABYTE
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / _MEGABYTE if sys.platform == "darwin" else peak * 1024 / _MEGABYTE


def _parts() -> list[Row]:
    load = ", ".join(f"{average:.1f}" for average in os.getloadavg())
    return [
        ("processor", _processor()),
        ("cores", str(os.cpu_count())),
        ("memory", f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB"),
        ("system", platform.platform(terse=True)),
        ("load when the run ended (1, 5, 15 minutes)", load),
    ]


def _processor() -> str:
    about = Path("/proc/cpuinfo")
    lines = about.read_text(encoding="utf-8").splitlines() if about.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
