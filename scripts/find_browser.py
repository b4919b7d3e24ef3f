"""Find a Chromium for the browser tests, get one if there is none, and remember it in `.venv/browser-path`.

Tried in this order: `BROWSER_PATH`, the one remembered, Playwright's own (downloaded where that is
possible), one that is installed already, Debian's package. Each counts only once it has started.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypedDict

from playwright.sync_api import Error, sync_playwright

from scripts.debian_packages import install, succeeds

REMEMBERED = Path(__file__).resolve().parent.parent / ".venv" / "browser-path"
PLAYWRIGHTS_OWN = "playwright"
INSTALLED = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
QUIET = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
DOWNLOAD_SECONDS = 300
NO_BROWSER = (
    "No Chromium was found for the browser tests, and none could be downloaded. Install one (Debian: "
    "apt install chromium; macOS: brew install --cask chromium) or name it: BROWSER_PATH=/path/to/chromium"
)


class LaunchOptions(TypedDict):
    """What Playwright's `launch` needs to start the browser."""

    executable_path: str | None
    args: list[str]


def known_browser() -> str | None:
    """The browser named in the environment, else the one remembered, else one that is installed."""
    named = os.environ.get("BROWSER_PATH")
    return named or remembered_browser() or next(installed_browsers(), None)


def launch_options(browser: str) -> LaunchOptions:
    """How to start this browser: quietly, and without its sandbox where root forbids one."""
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    path = None if browser == PLAYWRIGHTS_OWN else browser
    return {"executable_path": path, "args": [*QUIET, *as_root]}


def remembered_browser() -> str | None:
    """The browser of the last time, if it is still there."""
    browser = REMEMBERED.read_text(encoding="utf-8").strip() if REMEMBERED.exists() else ""
    return browser if browser == PLAYWRIGHTS_OWN or shutil.which(browser) else None


def installed_browsers() -> Iterator[str]:
    """Chromium and Chrome where systems usually put them."""
    return (found for name in INSTALLED if (found := shutil.which(name)))


def starts(browser: str) -> bool:
    """Does it start? A browser may be there and lack a library."""
    try:
        with sync_playwright() as playwright:
            playwright.chromium.launch(**launch_options(browser)).close()
    except Error:
        return False
    return True


def playwrights_own() -> Iterator[str]:
    """Playwright's Chromium, as it is and then downloaded."""
    yield PLAYWRIGHTS_OWN
    command = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]
    if succeeds(command, DOWNLOAD_SECONDS, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT="10000"):
        yield PLAYWRIGHTS_OWN


def debians_package() -> Iterator[str]:
    """Debian's Chromium, where it may be installed."""
    if install("the browser tests", "chromium"):
        yield from installed_browsers()


def first_that_starts() -> str | None:
    """The first browser, from the nearest source on, that starts."""
    sources: tuple[Callable[[], Iterator[str]], ...] = (playwrights_own, installed_browsers, debians_package)
    return next((browser for source in sources for browser in source() if starts(browser)), None)


def main() -> int:
    """Remember a browser for the tests. Without one: 1 under CI, else a word of warning and 0."""
    if os.environ.get("BROWSER_PATH") or remembered_browser():
        return 0
    print("Looking for a Chromium for the browser tests ...", flush=True)
    browser = first_that_starts()
    if not browser:
        print(NO_BROWSER, file=sys.stderr)
        return 1 if os.environ.get("CI") == "true" else 0
    REMEMBERED.parent.mkdir(exist_ok=True)
    REMEMBERED.write_text(browser + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
