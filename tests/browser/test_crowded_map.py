"""A map of more campaigns than can be told apart: neighbourhoods that part as one comes closer."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import Screen
from tests.conftest import Serve

COLUMNS, ROWS = 50, 40
"""A grid of towns between Denver and the Mississippi, a tenth of a degree apart."""


@pytest.fixture
def screen(page: Page, serve: Serve, tmp_path: Path) -> Screen:
    rows = [_row(x, y) for x in range(COLUMNS) for y in range(ROWS)]
    with (tmp_path / "campaigns.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return Screen(page, serve(tmp_path)).open().with_markers()


def test_a_crowd_is_drawn_by_neighbourhood_and_parts_by_keyboard(screen: Screen) -> None:
    neighbourhoods = screen.map.locator(".neighbourhood")
    assert screen.markers.count() < 30
    told = neighbourhoods.evaluate_all("all => all.map(each => parseInt(each.ariaLabel.replace(',', '')))")
    assert sum(told) + screen.map.locator(".campaign:not(.neighbourhood)").count() == COLUMNS * ROWS
    neighbourhoods.first.focus()
    for _ in range(6):
        if screen.map.locator(".campaign:not(.neighbourhood):focus").count():
            break
        screen.page.keyboard.press("Enter")
        expect(screen.map.locator(".leaflet-zoom-anim")).to_have_count(0)
        expect(screen.map.locator(".campaign:focus")).to_have_count(1)
    expect(screen.map.locator(".campaign:not(.neighbourhood):focus")).to_have_attribute(
        "aria-label", re.compile("Exampleton: Divestment from Example Corp\n(Won|Lost), binding")
    )
    assert screen.page.url.rstrip("/") == screen.url


def test_a_filter_that_leaves_few_draws_each(screen: Screen) -> None:
    screen.choose_status("Lost")
    expect(screen.map.locator(".neighbourhood")).to_have_count(0)
    expect(screen.markers).to_have_count(COLUMNS)


def _row(x: int, y: int) -> dict[str, object]:
    return {
        "id": f"exampleton-{x}-{y}",
        "title": "Divestment from Example Corp",
        "place": "Exampleton",
        "country": "US",
        "latitude": round(37 + y / 10, 3),
        "longitude": round(-104 + x / 10, 3),
        "geo_precision": "place",
        "level": "city",
        "body": "City council",
        "ask": "divestment",
        "status": "lost" if y == 0 else "won",
        "force": "binding",
        "decided": "2020",
        "url": "https://example.org/minutes",
    }
