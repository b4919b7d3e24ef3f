"""A browser, a page in it, and what that page asked of the outside world."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Route, WebSocketRoute, sync_playwright

from scripts.find_browser import NO_BROWSER, known_browser, launch_options

HERE = Path(__file__).parent
OUTSIDE = re.compile(r"^(?:https?|wss?)://(?!(?:127\.0\.0\.1|localhost)(?:[:/?#]|$))", re.IGNORECASE)
DESKTOP = {"viewport": {"width": 1400, "height": 900}, "locale": "en-US", "timezone_id": "UTC"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and keep those of a file on one worker: they share a browser and a server."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The Chromium that `make browser` found, a new one for each file, so that one that breaks down takes no other
    file's tests with it. Without one the tests are skipped, and fail under CI."""
    found = known_browser()
    if found is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NO_BROWSER)
    chromium = playwright.chromium.launch(**launch_options(found))
    yield chromium
    chromium.close()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of its own context, on a desktop screen.

    For another one: `@pytest.mark.parametrize("page", [{"color_scheme": "dark"}], indirect=True)`, with any
    option of Playwright's `new_context` (`viewport`, `has_touch`, `reduced_motion`, …).
    """
    context = browser.new_context(**DESKTOP | getattr(request, "param", {}))
    yield context.new_page()
    context.close()


@pytest.fixture
def outside_requests(page: Page) -> list[str]:
    """Each address off this machine that the page, its frames or sockets ask for. None is let through."""
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    def refuse_socket(socket: WebSocketRoute) -> None:
        asked.append(socket.url)
        socket.close()

    page.context.route(OUTSIDE, refuse)
    page.context.route_web_socket(OUTSIDE, refuse_socket)
    return asked


@pytest.fixture
def console_errors(page: Page) -> list[str]:
    """Every error that the page's scripts report or raise."""
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: errors.append(str(error)))
    return errors
