"""On a phone, in the dark, and with letters twice as large."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import DARK, MAP, NARROW, PHONE, WIDE, Screen, luminance, no_wider_than_the_window

ADDRESSES = (
    "/",
    "/?campaign=aarhus-dk-settlement-procurement",
    "/companies",
    "/trends",
    "/involved",
    "/about",
    "/update",
)
CONTROLS = ":is(.stMain, header) :is(button, input, summary, a[data-view])"
OUT_OF_REACH = """controls => controls.filter(control => {
    if (!control.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || control.disabled) return false
    control.scrollIntoView({ block: "center", inline: "center", behavior: "instant" })
    const { x, y, width, height } = control.getClientRects()[0] ?? { width: 0 }
    if (width < 2 || height < 2) return false
    const there = control.getRootNode().elementFromPoint(x + width / 2, y + height / 2)
    return !there || !(control.contains(there) || there.contains(control) || there.closest("label")?.contains(control))
}).map(control => control.outerHTML.slice(0, 200))"""
"""Those whose middle is off the window or under something else, wherever the page is scrolled to."""


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_a_phone_shows_the_list_first_and_the_map_behind_a_switch(page: Page, app_url: str) -> None:
    screen = Screen(page, app_url).open()
    expect(screen.rows.first).to_be_visible()
    expect(page.locator(MAP)).to_be_hidden()
    screen.with_map()
    expect(screen.rows.first).to_be_hidden()
    size = page.locator(MAP).bounding_box()
    assert size
    assert size["width"] > 300
    assert size["height"] > 300
    assert screen.map.locator("path.land").first.evaluate("path => path.getBBox().width") > 100


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_a_marker_tapped_on_a_phone_shows_the_card(page: Page, app_url: str) -> None:
    screen = Screen(page, app_url).open()
    screen.with_map().marker().tap()
    expect(screen.card).to_be_visible()
    expect(screen.card.locator("h2")).to_be_in_viewport()


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_an_entry_tapped_on_a_phone_shows_the_card_and_goes_back(page: Page, app_url: str) -> None:
    screen = Screen(page, app_url).open()
    screen.rows.first.tap()
    expect(screen.card.locator("h2")).to_be_visible()
    expect(screen.card.locator("h2")).to_be_in_viewport()
    screen.card.locator(".back a").tap()
    expect(screen.card).to_have_count(0)
    expect(screen.rows.first).to_be_visible()


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_no_page_is_wider_than_the_phone(page: Page, app_url: str) -> None:
    for address in ADDRESSES:
        Screen(page, app_url).open(address)
        assert no_wider_than_the_window(page), address
    expect(page.locator("[data-testid=stSidebar]")).to_be_hidden()
    page.locator("[data-testid=stExpandSidebarButton]").tap()
    expect(page.get_by_role("navigation").get_by_role("link", name="Trends")).to_be_in_viewport()


def test_letters_twice_as_large_leave_every_control_within_reach(page: Page, app_url: str) -> None:
    for address in ADDRESSES:
        screen = Screen(page, app_url).open(address)
        page.add_style_tag(content="html { font-size: 200% !important }")
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            screen.settled()
            assert no_wider_than_the_window(page), (address, size)
            assert page.locator(CONTROLS).evaluate_all(OUT_OF_REACH) == [], (address, size)


@pytest.mark.parametrize("page", [DARK], indirect=True)
def test_dark_is_dark_in_page_blocks_and_map(page: Page, app_url: str) -> None:
    screen = Screen(page, app_url).open().with_markers()
    assert luminance(page.locator(".stApp")) < 64
    expect(page.locator(".block").first).to_contain_class("dark")
    assert luminance(screen.rows.first, "color") > 192
    assert luminance(screen.map.locator("#map_div")) < 80
    assert luminance(screen.map.locator("path.land").first, "fill") < 80


def test_light_is_light_in_page_blocks_and_map(page: Page, app_url: str) -> None:
    screen = Screen(page, app_url).open().with_markers()
    assert luminance(page.locator(".stApp")) > 192
    expect(page.locator(".block").first).not_to_contain_class("dark")
    assert luminance(screen.rows.first, "color") < 64
    assert luminance(screen.map.locator("#map_div")) > 192


def test_a_change_of_theme_reaches_the_open_page_and_the_map(page: Page, app_url: str) -> None:
    screen = Screen(page, app_url).open().with_markers()
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".block").first).to_contain_class("dark")
    expect(screen.map.locator("html")).to_have_attribute("data-theme", "dark")
