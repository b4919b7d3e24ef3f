"""A visitor's open page outlives the server, the connection and files that cannot be had."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.browser.screen import Screen
from tests.browser.test_update import COPY, TWINNING, Site, Update, serving
from tests.conftest import HOST, free_port

PATIENCE = 40_000
"""Milliseconds: a page that lost the server tries again at ever longer intervals."""

HALF = "Half a sentence"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """The place of a dashboard that can be started again and again."""
    return Site(f"http://{HOST}:{free_port()}", tmp_path).fill()


@pytest.fixture
def lines(page: Page) -> list[WebSocketRoute]:
    """The connections of all pages to the server, in the order in which they are made."""
    made: list[WebSocketRoute] = []

    def note(line: WebSocketRoute) -> None:
        line.connect_to_server()
        made.append(line)

    page.context.route_web_socket(re.compile("/_stcore/stream"), note)
    return made


def test_open_pages_outlive_a_dropped_connection_and_a_new_server(
    page: Page, site: Site, lines: list[WebSocketRoute]
) -> None:
    port = urlsplit(site.url).port or 0
    explore, organizer = Update(page, site.url), Update(page.context.new_page(), site.url)
    with serving(port, site):
        explore.open("/?country=GB").with_markers()
        organizer.with_draft(site.recorded(), f"/update?campaign={TWINNING}")
        half_filled_in(organizer)
        drop(lines, explore, organizer)
        assert_all_is_there(explore, organizer)
    for screen in (explore, organizer):
        expect(screen.page.locator(".stApp")).not_to_have_attribute(STATE, "CONNECTED")
    expect(explore.rows).to_have_count(3)
    expect(explore.markers.first).to_be_visible()
    with serving(port, site):
        for screen in (explore, organizer):
            expect(screen.page.locator(".stApp")).to_have_attribute(STATE, "CONNECTED", timeout=PATIENCE)
        assert_all_is_there(explore, organizer)
        explore.choose_status("Won")
        expect(explore.rows).to_have_count(1)
        assert "country=GB" in page.url
        expect(explore.markers).to_have_count(1)


STATE = "data-test-connection-state"


def half_filled_in(organizer: Update) -> None:
    organizer.field("what").fill(HALF)
    organizer.field("what").blur()
    kept = "([copy, words]) => localStorage.getItem(copy)?.includes(words)"
    organizer.page.wait_for_function(kept, arg=[COPY, HALF])


def drop(lines: list[WebSocketRoute], *screens: Screen) -> None:
    """Cut the connections of all pages, as a sleeping computer does, and wait until they have new ones."""
    before = len(lines)
    for line in list(lines):
        line.close()
    for screen in screens:
        expect(screen.page.locator(".stApp")).to_have_attribute(STATE, "CONNECTED", timeout=PATIENCE)
    assert len(lines) == before + len(screens)


def assert_all_is_there(explore: Update, organizer: Update) -> None:
    """The view of the one, and the draft of the other."""
    explore.settled()
    expect(explore.rows).to_have_count(3)
    expect(explore.markers.first).to_be_visible()
    organizer.settled()
    expect(organizer.draft).to_contain_text("status ongoing → won")
    expect(organizer.field("what")).to_have_value(HALF)


@pytest.fixture
def refused(page: Page) -> Iterator[set[str]]:
    """Patterns of the addresses that are answered as if the file were gone."""
    patterns: set[str] = set()

    def answer(route: Route) -> None:
        if any(re.search(pattern, route.request.url) for pattern in patterns):
            route.fulfill(status=503, body="gone")
        else:
            route.fallback()

    page.context.route("**/*", answer)
    yield patterns


def test_a_map_whose_files_are_gone_says_so_and_shows_what_it_has(page: Page, app_url: str, refused: set[str]) -> None:
    refused.add("/basemap/land[.]geojson")
    screen = Screen(page, app_url).open()
    expect(screen.markers.first).to_be_visible()
    expect(screen.map.locator("path.border").first).to_be_attached()
    said = screen.map.locator(".leaflet-control-attribution")
    expect(said).to_contain_text("The outlines of land and borders cannot be had just now.")
    refused.add("/map/[0-9a-f]+[.]json")
    screen.open("/?year=2016")
    expect(said).to_contain_text("Campaigns are missing on this map: load the page again. The list has them all.")
    expect(screen.rows.first).to_be_visible()
    refused.clear()
    screen.choose_status("Won")
    expect(screen.markers.first).to_be_visible()
    expect(said).not_to_contain_text("Campaigns are missing")
