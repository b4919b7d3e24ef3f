"""No page breaks the rules of WCAG 2.2 A and AA that axe can check, light and dark, on a desktop and a phone's width.

A page is visited once and looked at in every way; its headings are followed as somebody hears them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page, ViewportSize, expect

from campaigns.changes import as_json, between
from campaigns.edition import Edition, read_edition
from campaigns.loading import DATA_FOLDER
from tests.browser.screen import DARK, MAP, NARROW, PHONE, WIDE, Screen, both

CAMPAIGN = "aarhus-dk-settlement-procurement"
FEW = "/?country=BE"
"""A map of few markers: axe takes its time with hundreds."""

RULES = {
    "resultTypes": ["violations"],
    "iframes": False,
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}
UPSTREAM: dict[str, tuple[str, ...]] = {}
"""What Streamlit's own widgets break, by axe's rule: what the selectors of the elements hold. Ours are never here."""

EQUIVALENT: dict[str, tuple[str, ...]] = {"target-size": (".campaign.leaflet-interactive",)}
"""Markers stand where their places are, and may lie close together. WCAG 2.5.8 allows it where another control on
the page does the same: each campaign is in the list beside the map, and zooming in parts the markers."""

Visit = Callable[[Screen], None]


def explore(screen: Screen) -> None:
    screen.open()
    expect(screen.rows.first).to_be_visible()


def legend(screen: Screen) -> None:
    screen.open()
    screen.page.get_by_text("What the marks mean").click()
    expect(screen.page.locator(".st-key-codebook dl").first).to_be_visible()


def filters(screen: Screen) -> None:
    screen.open("/?status=won&target=caterpillar&from=2015")
    screen.page.locator(".st-key-filters [data-testid=stPopover] button").first.click()
    expect(screen.page.locator(".st-key-filter_years")).to_be_visible()


def nothing_found(screen: Screen) -> None:
    screen.open("/?q=zzzz&status=glorious")


def card(screen: Screen) -> None:
    screen.open(f"/?campaign={CAMPAIGN}")
    expect(screen.card).to_be_visible()


def companies(screen: Screen) -> None:
    screen.open("/companies")


def company(screen: Screen) -> None:
    screen.open("/companies?company=caterpillar")


def trends(screen: Screen) -> None:
    screen.open("/trends")
    screen.page.locator("[data-testid=stExpander] summary").first.click()
    expect(screen.page.locator("table").first).to_be_visible()


def involved(screen: Screen) -> None:
    screen.open("/involved")


def about(screen: Screen) -> None:
    screen.open("/about")


def columns(screen: Screen) -> None:
    _tab(screen, 1)


def gaps(screen: Screen) -> None:
    _tab(screen, 2)


def files(screen: Screen) -> None:
    _tab(screen, 3)


def update(screen: Screen) -> None:
    screen.open("/update")
    screen.page.evaluate("draft => localStorage.setItem('city-campaigns-draft', draft)", draft())
    screen.page.reload()
    expect(screen.page.locator(".st-key-conflict_text_0 table")).to_be_visible()
    expect(screen.page.locator(".st-key-removals")).to_be_visible()
    expect(screen.page.locator(".st-key-draft_problems_mend_0")).to_be_visible()
    screen.settled()


def update_by_adding(screen: Screen) -> None:
    _way(screen, "Add a campaign")
    screen.page.get_by_label("Where is it?").fill("Portland")
    screen.page.keyboard.press("Enter")
    expect(screen.page.get_by_label("Several places have that name")).to_be_visible()
    expect(screen.page.locator(MAP)).to_be_visible()


def update_by_table(screen: Screen) -> None:
    _way(screen, "The table itself")
    expect(screen.page.locator("[data-testid=stDataFrame] canvas").first).to_be_visible()


def update_by_files(screen: Screen) -> None:
    _way(screen, "Bring files")
    campaigns = (DATA_FOLDER / "campaigns.csv").read_bytes().splitlines(keepends=True)
    file = {"name": "campaigns.csv", "mimeType": "text/csv", "buffer": b"".join(campaigns[:-1])}
    screen.page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    expect(screen.page.get_by_text("What these files change")).to_be_visible()


def _way(screen: Screen, name: str) -> None:
    screen.page.locator(".st-key-update_way").get_by_role("radio", name=name).click()
    screen.settled()


def draft() -> str:
    """A draft with something of everything: a new company that needs mending, a removal and a conflict."""
    kept = read_edition({file.stem: file.read_bytes() for file in DATA_FOLDER.glob("*.csv")})
    company = {"name": "Example Corp", "profile_url": "not an address"}
    mine = kept.with_rows("companies", [*kept.rows("companies"), company])
    mine = mine.with_rows("resources", kept.rows("resources")[1:])
    changes = between(kept, mine) + between(titled(kept, "Older"), titled(kept, "Newer"))
    return json.dumps({"changes": as_json(changes), "forms": {}})


def titled(edition: Edition, title: str) -> Edition:
    """The tables with another title of the campaign."""
    rows = [{**row, "title": title} if row["id"] == CAMPAIGN else row for row in edition.rows("campaigns")]
    return edition.with_rows("campaigns", rows)


def _tab(screen: Screen, number: int) -> None:
    if not screen.page.url.endswith("/about"):
        about(screen)
    tab = screen.page.get_by_role("tab").nth(number)
    tab.click()
    expect(tab).to_have_attribute("aria-selected", "true")


VISITS: tuple[Visit, ...] = (
    *(explore, legend, filters, nothing_found, card),
    *(companies, company, trends, involved, about, columns, gaps, files),
    *(update, update_by_adding, update_by_table, update_by_files),
)
"""The draft comes last: with it the browser asks before it leaves."""

IN_SPANISH = ("/?lang=es", f"/?campaign={CAMPAIGN}&lang=es", "/trends?lang=es", "/involved?lang=es", "/update?lang=es")

Scheme = Literal["light", "dark"]

LOOKS: tuple[tuple[Scheme, ViewportSize], ...] = (("light", WIDE), ("light", NARROW), ("dark", NARROW), ("dark", WIDE))
"""Each but one step from the next, and from the last back to the first."""

CLIPPED = """fields => fields.filter(field => {
    const { font, paddingLeft, paddingRight } = getComputedStyle(field)
    const pen = document.createElement("canvas").getContext("2d")
    pen.font = font
    const room = field.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)
    return pen.measureText(field.placeholder).width > room
}).map(field => field.placeholder)"""
SMALL = """elements => elements.filter(element => {
    const { width, height } = element.getBoundingClientRect()
    return width && Math.min(width, height) < 24
}).map(element => element.outerHTML.slice(0, 200))"""
OURS = ".row, .st-key-whereabouts button, .st-key-filter_status button, summary, [role=radio], [role=tab]"
"""Controls that stand by themselves; links within a sentence are as high as its lines (WCAG 2.5.8, "inline")."""


@pytest.mark.parametrize("visits", [VISITS[:9], VISITS[9:]], ids=["visitors", "editors"])
def test_no_page_breaks_a_rule(page: Page, app_url: str, visits: tuple[Visit, ...]) -> None:
    screen, found = Screen(page, app_url), []
    for visit in visits:
        visit(screen)
        for scheme, size in LOOKS:
            look(screen, scheme, size)
            seen = [*violations(page), *faults_of_outline(page), *page.locator(OURS).evaluate_all(SMALL)]
            found += [f"{visit.__name__}, {scheme}, {size['width']} wide: {line}" for line in seen]
        look(screen, *LOOKS[0])
    assert not found, "\n".join(found)


def look(screen: Screen, scheme: Scheme, size: ViewportSize) -> None:
    """Change the theme and the width of the page as it stands."""
    screen.page.set_viewport_size(size)
    screen.page.emulate_media(color_scheme=scheme)
    block = expect(screen.page.locator(".block").first)
    (block.to_contain_class if scheme == "dark" else block.not_to_contain_class)("dark")
    screen.settled()


def faults_of_outline(page: Page) -> Iterator[str]:
    """What would mislead somebody who hears the page: by its headings, and by the names of its parts."""
    heard = page.locator("body").aria_snapshot()
    levels = [int(level) for level in re.findall(r"^ *- '?heading .*\[level=(\d)\]", heard, re.MULTILINE)]
    if levels.count(1) != 1 or levels[0] != 1:
        yield f"headings begin with {levels[:3]}, {levels.count(1)} of the first level"
    yield from (f"after a heading {high} comes a {low}" for high, low in pairwise(levels) if low > high + 1)
    for part in ("- main:", "- banner:"):
        if heard.count(part) != 1:
            yield f"{heard.count(part)} times {part}"
    if page.viewport_size == WIDE and heard.count('- navigation "') != 1:
        yield "no menu with a name"


def test_every_page_is_named_by_its_title(page: Page, app_url: str) -> None:
    Screen(page, app_url).open("/companies")
    expect(page).to_have_title("Companies · City Campaigns")
    Screen(page, app_url).menu("About the data")
    expect(page).to_have_title("About the data · City Campaigns")


def test_in_spanish_no_rule_is_broken_and_no_field_is_cut_off(page: Page, app_url: str) -> None:
    screen, found = Screen(page, app_url), []
    for address in IN_SPANISH:
        screen.open(address)
        expect(page.locator("html")).to_have_attribute("lang", "es")
        found += [f"{address}: {line}" for line in (*violations(page), *faults_of_outline(page))]
        found += page.locator("input[placeholder]").evaluate_all(CLIPPED)
    assert not found, "\n".join(found)


SCREENS = {"light desktop": {}, "dark desktop": DARK, "light phone": PHONE, "dark phone": both(DARK, PHONE)}


@pytest.mark.parametrize(
    ("page", "address"),
    [({}, "/"), (DARK, FEW), (PHONE, FEW), (both(DARK, PHONE), FEW)],
    ids=SCREENS,
    indirect=["page"],
)
def test_the_map_breaks_no_rule(page: Page, app_url: str, address: str) -> None:
    screen = Screen(page, app_url).open(address).with_map()
    found = list(violations(screen.frame))
    assert not found, "\n".join(found)
    if page.evaluate("() => matchMedia('(pointer: coarse)').matches"):
        assert screen.map.locator(".campaign, .leaflet-bar a").evaluate_all(SMALL) == []


def violations(place: Page | Frame) -> Iterator[str]:
    """What axe finds, a line an element."""
    place.wait_for_function("() => document.getAnimations().every(animation => animation.playState !== 'running')")
    for violation in Axe().run(place, options=RULES).response["violations"]:
        for node in violation["nodes"]:
            target = selector(node["target"])
            if not any(part in target for part in (UPSTREAM | EQUIVALENT).get(violation["id"], ())):
                yield f"{violation['id']}: {target}: {node['failureSummary']} {node['html'][:200]}"


def selector(target: list[Any]) -> str:
    """The path to an element, through shadow roots."""
    return " ".join(" ".join(part) if isinstance(part, list) else part for part in target)
