"""Find what the benchmarks of many visitors need besides Python, nginx and wrk, and get them where there is none.

Tried in this order: those that are installed, then Debian's packages. Without them the benchmarks leave out what needs
them, and say so.
"""

from __future__ import annotations

import os
import shutil
import sys

from scripts.debian_packages import install

PACKAGES = {"nginx": "nginx-light", "wrk": "wrk"}
"""The programs, and Debian's packages of them."""

BESIDE_PATH = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin", "/usr/local/bin")
"""Where systems put servers, which a user's PATH may leave out."""

MISSING = (
    "{} cannot be found, so the benchmarks leave out what needs it. Install it (Debian: apt install {}; "
    "macOS: brew install {})"
)


def program(name: str) -> str | None:
    """Where an installed program is."""
    places = [*os.environ.get("PATH", os.defpath).split(os.pathsep), *BESIDE_PATH]
    return shutil.which(name, path=os.pathsep.join(places))


def missing() -> list[str]:
    """The programs that are not installed."""
    return [name for name in PACKAGES if program(name) is None]


def main() -> int:
    """Have both for the benchmarks; whoever lacks one is told. The benchmarks run without, so this is no failure."""
    lacking = missing()
    if lacking:
        install("the benchmarks", *(PACKAGES[name] for name in lacking))
    for name in missing():
        print(MISSING.format(name, PACKAGES[name], name), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
