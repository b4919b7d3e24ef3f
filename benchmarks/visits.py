"""One visit to a page in a browser: how long its first markers take, and how long a filter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Page

from benchmarks import stand_ins
from tests.browser.conftest import OUTSIDE

STATUS = "Won"
SCREEN: dict[str, Any] = {"viewport": {"width": 1400, "height": 900}, "locale": "en-US", "timezone_id": "UTC"}
_WATCH = (Path(__file__).parent / "paint_watch.js").read_text(encoding="utf-8")
_PATIENCE, _STILL, _STILL_AGAIN = 60_000, 400, 150
"""Milliseconds after which a page counts as stuck, and without a change after which it counts as done: when it is new,
and when a filter was changed on it."""


@dataclass(frozen=True)
class Way:
    """A way to show campaigns on a map.

    Attributes:
        name: What the report calls it.
        script: What Streamlit runs.
        look: What tells that the page is drawn: the text of an element, the number of markers, or the vertices
            drawn by WebGL.
        selector: The element with the text, or the class of the markers.
        block: A block whose heading tells what is shown, where the page has one.
    """

    name: str
    script: str
    look: Literal["text", "markers", "drawn"]
    selector: str = ""
    block: str = ""


@dataclass(frozen=True)
class Looks:
    """What a page shows, as `paint_watch.js` tells it: with all campaigns, and with those of one status."""

    everything: str
    filtered: str


@dataclass(frozen=True)
class Change:
    """A filter was changed.

    Attributes:
        milliseconds: From the click until the frame with the new markers was painted.
        answered: From the click until the frame with the new heading was painted; 0 where the page has none.
        received: Bytes of the messages that the server sent on it.
    """

    milliseconds: float
    answered: float
    received: int


@dataclass(frozen=True)
class Visit:
    """What one visit took.

    Attributes:
        cold: Milliseconds from the request for the page until the frame with its markers was painted.
        fetched: Bytes that came over HTTP for that.
        received: Bytes of the messages that the server sent for that.
        filtered: One status was chosen, as often as was asked for.
        everything: It was given up again, each time.
        elsewhere: The addresses on other hosts that were asked for.
    """

    cold: float
    fetched: int
    received: int
    filtered: tuple[Change, ...]
    everything: tuple[Change, ...]
    elsewhere: tuple[str, ...]


def learn(browser: Browser, way: Way, url: str) -> Looks:
    """Visit a page without a clock, which also warms up its server, and see how it looks."""
    with _opened(browser, way, url, "") as page:
        page.goto(url)
        _settle(page)
        everything = _shown(page)
        _press(page)
        page.wait_for_function("before => paintWatch.shown() !== before", arg=everything)
        _settle(page)
        return Looks(everything, _shown(page))


def visit(browser: Browser, way: Way, url: str, looks: Looks, changes: int = 1) -> Visit:
    """Open a page with nothing in the browser's cache, choose a status, and give it up again, as often as asked for."""
    with _opened(browser, way, url, looks.everything) as page:
        elsewhere: list[str] = []
        page.on("request", lambda request: elsewhere.append(request.url) if OUTSIDE.match(request.url) else None)
        page.goto(url, wait_until="commit")
        cold: float = page.evaluate("paintWatch.first")
        _settle(page)
        fetched, received = page.evaluate("[paintWatch.fetched(), paintWatch.received()]")
        both = [[_change(page, look) for look in (looks.filtered, looks.everything)] for _ in range(changes)]
        filtered, everything = zip(*both, strict=True)
        return Visit(cold, fetched, received, filtered, everything, tuple(elsewhere))


@contextmanager
def _opened(browser: Browser, way: Way, url: str, expected: str) -> Iterator[Page]:
    context = browser.new_context(**SCREEN)
    watch = {
        "look": way.look,
        "selector": way.selector,
        "block": way.block,
        "expected": expected,
        "patience": _PATIENCE,
    }
    context.add_init_script(f"{_WATCH}\nwatchPaints({json.dumps(watch)});")
    page = context.new_page()
    page.set_default_timeout(_PATIENCE)
    stand_ins.answer(context.new_cdp_session(page))
    yield page
    context.close()


def _change(page: Page, expected: str) -> Change:
    page.evaluate("expected => { paintWatch.changed = paintWatch.expect(expected); }", expected)
    _press(page)
    milliseconds: float = page.evaluate("paintWatch.changed")
    _settle(page, _STILL_AGAIN)
    return Change(milliseconds, *page.evaluate("[paintWatch.answered(), paintWatch.received()]"))


def _press(page: Page) -> None:
    page.locator(".st-key-filter_status button", has_text=STATUS).first.click()


def _settle(page: Page, still: int = _STILL) -> None:
    """Wait until nothing is fetched, the server has no more to say, and the map stays as it is."""
    page.locator('.stApp[data-test-script-state="notRunning"]').wait_for()
    page.wait_for_function("still => paintWatch.still(still)", arg=still, polling=50)


def _shown(page: Page) -> str:
    return str(page.evaluate("paintWatch.shown()"))
