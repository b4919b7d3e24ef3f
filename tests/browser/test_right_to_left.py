"""A language that is written from right to left: made up for the test, each English letter an Arabic one."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from playwright.sync_api import Page, expect

from scripts.collect_words import collected
from tests.browser.screen import NARROW, WIDE, Screen, no_wider_than_the_window
from tests.conftest import ROOT, dashboard
from tests.pages.conftest import CAMPAIGNS, COMPANIES, EVENTS, SAME, write

FORMS = 6
"""Arabic has a form for none, one, two, few, many and any other number."""

ALPHABET = dict(zip("abcdefghijklmnopqrstuvwxyz", "ابجدهوزحطيكلمنسعفصقرشتثخذض", strict=True))
TITLE = "مشروع قرار (2016)."
WHAT = "اعتمد المجلس المشروع."
CAMPAIGN = "campaign=exampleton-divestment"
ADDRESSES = (
    *("/", f"/?{CAMPAIGN}", "/companies", "/companies?company=example-corp"),
    *("/trends", "/involved", "/about", f"/update?{CAMPAIGN}"),
)


def mirrored(text: str) -> str:
    """A text with Arabic letters in place of the English ones; what stands in braces stays."""
    parts = re.split(r"(\{\w*\})", text)
    return "".join(
        part if part.startswith("{") else "".join(ALPHABET.get(c.lower(), c) for c in part) for part in parts
    )


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard that speaks the made-up language, with titles and steps written in Arabic."""
    folder, words = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("locale")
    write(folder / "campaigns.csv", [SAME | row | {"title": TITLE} for row in CAMPAIGNS])
    write(folder / "events.csv", [row | {"what": WHAT} for row in EVENTS])
    write(folder / "companies.csv", COMPANIES)
    write_catalogue(words / "ar/LC_MESSAGES/messages.po")
    path = os.pathsep.join([str(ROOT / "tests/browser/mirrored"), str(ROOT)])
    with dashboard(folder, PYTHONPATH=path, CATALOGUES=str(words)) as address:
        yield address


def write_catalogue(file: Path) -> None:
    texts = Catalog("ar")
    for message in collected():
        if isinstance(message.id, str):
            texts.add(message.id, mirrored(message.id))
        else:
            one, several = map(mirrored, message.id)
            texts.add(tuple(message.id), (several, one, *[several] * (FORMS - 2)))
    file.parent.mkdir(parents=True)
    with file.open("wb") as written:
        write_po(written, texts)


def test_every_page_is_mirrored_and_none_is_wider_than_the_window(page: Page, url: str) -> None:
    screen = Screen(page, url)
    for address in ADDRESSES:
        screen.open(f"{address}{'&' if '?' in address else '?'}lang=ar")
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        for size in (NARROW, WIDE):
            page.set_viewport_size(size)
            screen.settled()
            assert no_wider_than_the_window(page), (address, size)


def test_the_list_stands_at_the_right_of_the_map_and_each_text_keeps_its_own_direction(page: Page, url: str) -> None:
    screen = Screen(page, url).open("/?lang=ar")
    frame = page.locator(".st-key-explore_map iframe")
    expect(frame.content_frame.locator(".campaign").first).to_be_visible()
    row, there = screen.rows.first.bounding_box(), frame.bounding_box()
    assert row
    assert there
    assert row["x"] > there["x"] + there["width"]
    assert "قرار" in screen.rows.first.locator(".title").inner_text()
    mark, what = (screen.rows.first.locator(part).bounding_box() for part in (".mark", ".what"))
    assert mark
    assert what
    assert mark["x"] > what["x"] + what["width"] - 1
    assert page.locator("bdi.place").first.evaluate("place => getComputedStyle(place).unicodeBidi") == "isolate"


def test_slides_are_read_from_the_right_and_turned_as_ever(page: Page, url: str) -> None:
    Screen(page, url).open("/present?lang=ar&slide=exampleton-divestment")
    frame = page.frame_locator(".st-key-present_frame iframe")
    expect(frame.locator("html")).to_have_attribute("dir", "rtl")
    expect(frame.locator(".slide h1")).to_have_text("Exampleton")
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        assert frame.locator("html").evaluate("e => e.scrollWidth <= e.clientWidth")
    back, on = (frame.locator(f"#{button}").bounding_box() for button in ("back", "next"))
    assert back
    assert on
    assert back["x"] < on["x"]
