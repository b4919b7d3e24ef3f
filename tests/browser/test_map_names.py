"""The names of countries and states on the map stand beside the campaigns, not under them."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.screen import Screen

BOXES = "elements => elements.map(e => e.getBoundingClientRect()).map(({x, y, width, height}) => [x, y, width, height])"
Box = tuple[float, float, float, float]


def test_no_name_touches_the_campaign_that_is_opened(page: Page, app_url: str) -> None:
    screen = Screen(page, app_url).open("/?campaign=aarhus-dk-settlement-procurement").with_markers()
    expect(screen.map.locator(".campaign.chosen")).to_have_count(1)
    screen.zoom()
    chosen = standing(screen.map.locator(".campaign.chosen > *"))
    assert overlaps(standing(names_of(screen)), chosen) == []


def test_no_name_touches_a_campaign_or_another_name(page: Page, app_url: str) -> None:
    screen = Screen(page, app_url).open("/?country=GB").with_markers()
    expect(names_of(screen).filter(has_text="Ireland")).to_be_visible()
    crowded = standing(names_of(screen))
    assert overlaps(crowded, standing(screen.markers.locator("> *"))) == []
    assert [(a, b) for i, a in enumerate(crowded) for b in crowded[i + 1 :] if overlap(a, b)] == []
    screen.choose_status("Reversed")
    expect(screen.markers).to_have_count(1)
    expect(names_of(screen).filter(has_text="United Kingdom")).to_be_visible()


def names_of(screen: Screen) -> Locator:
    return screen.map.locator(".place-name")


def standing(elements: Locator) -> list[Box]:
    return [(x, y, width, height) for x, y, width, height in elements.evaluate_all(BOXES)]


def overlaps(some: list[Box], others: list[Box]) -> list[tuple[Box, Box]]:
    return [(one, other) for one in some for other in others if overlap(one, other)]


def overlap(one: Box, other: Box) -> bool:
    return all(one[i] < other[i] + other[i + 2] and other[i] < one[i] + one[i + 2] for i in (0, 1))
