"""Find a LibreOffice for the tests that open spreadsheets and slides in one, and get it where the tests must not be
without.

Tried in this order: `OFFICE_PATH`, one that is installed, and under CI=true Debian's packages. Nobody else is made
to install a whole office: without one, these tests are skipped and say so.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator

from scripts.debian_packages import install, succeeds

INSTALLED = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
PACKAGES = ("libreoffice-calc-nogui", "libreoffice-impress-nogui")
START_SECONDS = 60
NO_OFFICE = (
    "No LibreOffice was found for the tests that open spreadsheets and slides in one. Install it (Debian: "
    "apt install libreoffice-calc-nogui libreoffice-impress-nogui; macOS: brew install --cask libreoffice) or "
    "name it: OFFICE_PATH=/path/to/soffice"
)


def known_office() -> str | None:
    """The LibreOffice named in the environment, else one that is installed."""
    return os.environ.get("OFFICE_PATH") or next(installed_offices(), None)


def installed_offices() -> Iterator[str]:
    """LibreOffice where systems usually put it."""
    return (found for name in INSTALLED if (found := shutil.which(name)))


def starts(office: str | None) -> bool:
    """Does it start? An office may be named and not be there, or lack a library."""
    return office is not None and succeeds([office, "--version"], START_SECONDS)


def main() -> int:
    """Have a LibreOffice for the tests. Without one: 1 under CI, else a word of warning and 0."""
    in_ci = os.environ.get("CI") == "true"
    if starts(known_office()) or (in_ci and install("the office tests", *PACKAGES) and starts(known_office())):
        return 0
    print(NO_OFFICE, file=sys.stderr)
    return 1 if in_ci else 0


if __name__ == "__main__":
    sys.exit(main())
