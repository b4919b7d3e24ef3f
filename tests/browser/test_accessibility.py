"""No page breaks the rules of WCAG 2.2 A and AA that axe can check: light and dark, desktop and phone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page, expect

from campaigns.changes import as_json, between
from campaigns.edition import Edition, read_edition
from campaigns.loading import DATA_FOLDER
from tests.browser.screen import DARK, MAP, PHONE, Screen, both

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

EXCEPTED = {"target-size": (".campaign",)}
"""What WCAG itself excepts and axe cannot tell: a map's markers stand where their places are (2.5.8, "essential"), and
each campaign has an entry of full size in the list beside them ("equivalent")."""

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

PHONE_VISITS: tuple[Visit, ...] = (
    *(explore, filters, card, companies, company, trends, involved, about, columns),
    *(update, update_by_adding, update_by_table, update_by_files),
)
SCREENS: dict[str, tuple[Mapping[str, Any], tuple[Visit, ...]]] = {
    "light desktop": ({}, VISITS),
    "dark desktop": (DARK, VISITS),
    "light phone": (PHONE, PHONE_VISITS),
    "dark phone": (both(DARK, PHONE), PHONE_VISITS),
}


@pytest.mark.parametrize(("page", "visits"), SCREENS.values(), ids=SCREENS, indirect=["page"])
def test_no_page_breaks_a_rule(page: Page, app_url: str, visits: Iterable[Visit]) -> None:
    screen, found = Screen(page, app_url), []
    for visit in visits:
        visit(screen)
        screen.settled()
        found += [f"{visit.__name__}: {line}" for line in violations(page)]
    assert not found, "\n".join(found)


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
