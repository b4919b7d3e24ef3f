"""What the map looks at: all that the filters leave, the campaign opened, or what the visitor looks at."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import PHONE, Screen

OUT_OF_SIGHT = """markers => markers.map(marker => [marker.ariaLabel, marker.getBoundingClientRect()])
    .filter(([_, { x, y, width, height }]) => x < 0 || y < 0 || x + width > innerWidth || y + height > innerHeight)
    .map(([label]) => label)"""
NARROWED = ("/?country=US&status=lost", "/?near=Boston&within=250mi", "/?q=pension&country=GB")


def test_what_is_spread_over_the_world_is_looked_at_like_the_first_time(page: Page, app_url: str) -> None:
    screen = Screen(page, app_url).open().with_markers()
    first = screen.zoom()
    screen.choose_status("Won")
    assert screen.zoom() == first


@pytest.mark.parametrize("page", [{}, PHONE], indirect=True)
@pytest.mark.parametrize("address", NARROWED)
def test_all_that_filters_leave_is_in_sight(address: str, page: Page, app_url: str) -> None:
    screen = Screen(page, app_url).open(address).with_map()
    assert screen.zoom()
    assert screen.markers.evaluate_all(OUT_OF_SIGHT) == []


def test_an_own_look_is_kept_until_there_is_something_else_to_be_seen(page: Page, app_url: str) -> None:
    screen = Screen(page, app_url).open("/?country=US").with_markers()
    fitting = screen.zoom()
    screen.map.get_by_role("button", name="Zoom in").click()
    screen.frame.wait_for_function("before => map.getZoom() > before", arg=fitting)
    page.get_by_role("button", name=re.compile("Show .* more")).click()
    expect(screen.rows).to_have_count(50)
    assert screen.settled().zoom() == fitting + 1
    screen.choose_status("Reversed")
    screen.frame.wait_for_function("before => map.getZoom() !== before", arg=fitting + 1)


def test_a_campaign_that_is_opened_is_looked_at_from_near_and_left_as_it_was(page: Page, app_url: str) -> None:
    screen = Screen(page, app_url).open("/?country=US").with_markers()
    fitting = screen.zoom()
    screen.rows.first.click()
    expect(screen.card).to_be_visible()
    screen.frame.wait_for_function("() => map.getZoom() === 7")
    chosen = screen.map.locator(".campaign.chosen")
    expect(chosen).to_be_in_viewport()
    screen.card.locator(".back a").click()
    screen.frame.wait_for_function("before => map.getZoom() === before", arg=fitting)
