"""Take the pictures in docs/ from a running dashboard: `python -m scripts.take_screenshots http://localhost:8501`."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from scripts.find_browser import NO_BROWSER, known_browser, launch_options

DOCS = Path(__file__).parents[1] / "docs"
SCREEN = ViewportSize(width=1400, height=900)


@dataclass(frozen=True)
class Picture:
    """One picture: its file, the address it shows, the colours, and what is on the page once it is ready."""

    file: str
    address: str
    colours: Literal["light", "dark"]
    ready: str


PICTURES = (
    Picture("explore-light.png", "/", "light", "iframe"),
    Picture("campaign-light.png", "/?campaign=medford-ma-values-aligned-investments", "light", "article.card"),
    Picture("trends-dark.png", "/trends", "dark", ".marks"),
)


def take(browser: Browser, site: str, picture: Picture) -> None:
    """Open an address, wait until nothing more arrives, and keep what the screen shows."""
    context = browser.new_context(viewport=SCREEN, color_scheme=picture.colours)
    page = context.new_page()
    page.goto(site + picture.address)
    page.locator(picture.ready).first.wait_for()
    if page.locator("iframe").count():
        page.frame_locator("iframe").locator(".campaign").first.wait_for()
        page.frame_locator("iframe").locator("path.land").first.wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    page.locator("[data-testid=stStatusWidget]").wait_for(state="detached")
    page.screenshot(path=DOCS / picture.file, animations="disabled")
    context.close()


def main() -> int:
    """Take all pictures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("site", help="the address of a running dashboard, without a slash at the end")
    site = options.parse_args().site
    found = known_browser()
    if found is None:
        print(NO_BROWSER, file=sys.stderr)
        return 2
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options(found))
        for picture in PICTURES:
            take(browser, site, picture)
    return 0


if __name__ == "__main__":
    sys.exit(main())
