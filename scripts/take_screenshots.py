"""Take the pictures in docs/ from two running dashboards: the project's, and one that shows docs/invented.

CAMPAIGNS_DATA=docs/invented PORT=8502 make run
python -m scripts.take_screenshots http://localhost:8501 http://localhost:8502

What the pictures of the page Update show is entered in the invented tables: no picture shows as fact what is none.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from scripts.find_browser import NO_BROWSER, known_browser, launch_options

DOCS = Path(__file__).parents[1] / "docs"
INVENTED = DOCS / "invented"
WIDTH, HEIGHT = 1400, 900
BOTH: Final = ("light", "dark")
SETTLED = '[data-test-script-state="notRunning"]'


@dataclass(frozen=True)
class Picture:
    """One picture.

    Attributes:
        file: Its file in docs/.
        address: The address it shows.
        colours: The page's colours.
        ready: What is on the page once it is ready.
        enter: Enters something on the page first; such a picture is taken of the invented tables.
        height: The height of the screen, in pixels.
        width: Its width.
    """

    file: str
    address: str
    colours: Literal["light", "dark"]
    ready: str
    enter: Callable[[Page], None] | None = None
    height: int = HEIGHT
    width: int = WIDTH


def record_a_vote(page: Page) -> None:
    """Fill in the form for a vote, up to the status that follows from it."""
    texts = {
        "date": "2026-10-05",
        "what": "The council decides to sell the bonds by the end of the year.",
        "votes_for": "6",
        "votes_against": "3",
        "source_url": "https://example.org/minutes-2026-10-05",
        "source_title": "Minutes of 5 October 2026",
    }
    for column, text in texts.items():
        page.locator(f".st-key-step_{column} :is(input, textarea)").fill(text)
        page.keyboard.press("Tab")
        page.locator(SETTLED).wait_for()
    for column, label in {"kind": "Vote", "status_after": "Won", "source_kind": "Official"}.items():
        page.locator(f".st-key-step_{column} input").click()
        page.get_by_role("option", name=label).first.click()
        page.locator(SETTLED).wait_for()
    page.get_by_text("The status follows").wait_for()


def change_a_cell(page: Page) -> None:
    """Change a title in the grid."""
    _choose(page, "The table itself")
    page.locator("#glide-cell-2-2").wait_for(state="attached")
    page.locator(".dvn-scroller").click(position={"x": 380, "y": 120})
    page.keyboard.press("Enter")
    page.locator("textarea.gdg-input").wait_for()
    page.keyboard.type("No purchases from Sample Industries", delay=50)
    page.keyboard.press("Enter")
    page.locator(".st-key-draft_difference").wait_for()


def bring_a_file(page: Page) -> None:
    """Bring the table of campaigns with a changed cell and without its last row."""
    _choose(page, "Bring files")
    table = (INVENTED / "campaigns.csv").read_text(encoding="utf-8").replace("in purchasing", "in all purchasing")
    rows = "".join(table.splitlines(keepends=True)[:-1])
    file = {"name": "campaigns.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    page.locator(".st-key-brought").wait_for()


def _choose(page: Page, way: str) -> None:
    page.locator(".st-key-update_way").get_by_role("radio", name=way).click()
    page.locator(SETTLED).wait_for()


PICTURES = (
    Picture("explore-light.png", "/", "light", "iframe"),
    Picture("explore-dark.png", "/", "dark", "iframe"),
    *(
        Picture(f"explore-{screen}-{colours}.png", "/", colours, ready, height=height, width=width)
        for screen, ready, width, height in (("wide", "iframe", 1920, 1080), ("phone", "a[data-campaign]", 390, 844))
        for colours in BOTH
    ),
    Picture("campaign-light.png", "/?campaign=medford-ma-values-aligned-investments", "light", "article.card"),
    Picture("present-dark.png", "/present?slide=hayward-ca-divest-four-companies", "dark", "iframe"),
    Picture("trends-dark.png", "/trends", "dark", ".marks"),
    Picture(
        "update-record.png",
        "/update?campaign=exampleton-or-us-divestment",
        "light",
        ".st-key-step_campaign",
        record_a_vote,
        1130,
    ),
    Picture("update-table.png", "/update", "light", ".st-key-draft", change_a_cell, 670),
    Picture("update-files.png", "/update", "light", ".st-key-draft", bring_a_file, 620),
)


def take(browser: Browser, site: str, picture: Picture) -> None:
    """Open an address, wait until nothing more arrives, and keep what the screen shows."""
    screen = ViewportSize(width=picture.width, height=picture.height)
    context = browser.new_context(viewport=screen, color_scheme=picture.colours)
    page = context.new_page()
    page.goto(site + picture.address)
    page.locator(picture.ready).first.wait_for()
    if picture.enter:
        page.locator(SETTLED).wait_for()
        picture.enter(page)
        page.locator("h1").click()
    if page.locator("iframe:visible").count():
        page.frame_locator("iframe").locator(".campaign > *").first.wait_for()
        page.frame_locator("iframe").locator("path.land").first.wait_for(state="attached")
    page.wait_for_function("""() => !document.querySelector('[data-stale="true"]')""")
    page.wait_for_load_state("networkidle")
    page.locator("[data-testid=stStatusWidget]").wait_for(state="detached")
    page.screenshot(path=DOCS / picture.file, animations="disabled")
    context.close()


def main() -> int:
    """Take all pictures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("site", help="the address of a running dashboard, without a slash at the end")
    options.add_argument("invented", help="the address of one that shows docs/invented")
    sites = options.parse_args()
    found = known_browser()
    if found is None:
        print(NO_BROWSER, file=sys.stderr)
        return 2
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options(found))
        for picture in PICTURES:
            take(browser, sites.invented if picture.enter else sites.site, picture)
    return 0


if __name__ == "__main__":
    sys.exit(main())
