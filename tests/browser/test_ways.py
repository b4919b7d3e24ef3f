"""The ways of the three users from the front page, and how many steps each takes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import DESKTOP
from tests.browser.screen import PHONE, Screen, both

DESIGN = Path(__file__).parents[2] / "docs" / "design.md"
_WAY = re.compile(r"^\| (activist|organizer|presenter) \| ([^|]+) \| (\d+): ", re.MULTILINE)


class Hand:
    """Somebody's hand on the page, whose steps are counted: a click is one, and so is a text typed and entered."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.screen = Screen(page, url)
        self.steps = 0

    def click(self, what: Locator) -> None:
        self.steps += 1
        what.click()

    def enter(self, field: Locator, text: str) -> None:
        self.steps += 1
        field.fill(text)
        field.press("Enter")

    def menu(self, name: str) -> None:
        self.click(self.page.get_by_role("navigation").get_by_role("link", name=name))


def near_a_town(hand: Hand) -> None:
    hand.enter(hand.page.get_by_label("Where are you?"), "02139")
    expect(hand.screen.rows.first).to_contain_text("Cambridge")
    expect(hand.screen.rows.first).to_be_in_viewport()


def the_decision_and_its_source(hand: Hand) -> None:
    hand.click(hand.screen.rows.first)
    source = hand.screen.card.locator("dd a[target=_blank]").first
    with hand.page.expect_popup():
        hand.click(source)


def against_a_company(hand: Hand) -> None:
    hand.click(hand.page.get_by_label("Target company"))
    hand.enter(hand.page.get_by_label("Target company"), "Caterpillar")
    expect(hand.screen.heading).to_contain_text("Caterpillar")


def a_leaflet(hand: Hand) -> None:
    _take(hand, "Handout", ".pdf")


def a_meeting_pack(hand: Hand) -> None:
    _take(hand, "Meeting pack", ".html")


def _take(hand: Hand, name: str, suffix: str) -> None:
    hand.click(hand.screen.button("Share, print, present"))
    with hand.page.expect_download() as taken:
        hand.click(hand.screen.button(name))
    assert taken.value.suggested_filename.endswith(suffix)


def record_a_vote(hand: Hand) -> None:
    hand.menu("Update")
    hand.enter(hand.page.locator(".st-key-step_campaign input"), "Hayward")
    facts = {
        "date": "2026-10-05",
        "kind": "Vote",
        "what": "The council votes.",
        "votes_for": "5",
        "votes_against": "2",
        "source_url": "https://example.org/minutes",
    }
    for column, text in facts.items():
        hand.enter(hand.screen.field(column), text)
        hand.screen.settled()
    hand.click(hand.screen.button("Add this step to the draft"))
    expect(hand.page.locator(".st-key-draft_difference")).to_contain_text("The council votes.")


def correct_a_cell(hand: Hand) -> None:
    hand.menu("Update")
    hand.click(hand.page.get_by_role("radio", name="The table itself"))
    canvas = hand.page.locator("[class*=st-key-table_editor] canvas").first
    expect(canvas).to_be_visible()
    hand.screen.settled()
    hand.steps += 1
    box = canvas.bounding_box()
    assert box
    hand.page.mouse.dblclick(box["x"] + 560, box["y"] + 55)
    expect(hand.page.locator("textarea.gdg-input")).to_be_focused()
    hand.page.keyboard.press("End")
    hand.page.keyboard.type(" of Exampleton", delay=50)
    hand.page.keyboard.press("Enter")
    expect(hand.page.locator(".st-key-draft_difference")).to_contain_text("of Exampleton")


def slides(hand: Hand) -> None:
    hand.menu("Present")
    slide = hand.page.frame_locator(".st-key-present_frame iframe")
    expect(slide.locator("h1, h2").first).to_be_visible()


WAYS: dict[str, Callable[[Hand], None]] = {
    "the campaigns near a town, on a phone": near_a_town,
    "who decided what, and the page that says so": the_decision_and_its_source,
    "the campaigns against a company": against_a_company,
    "a leaflet of this view": a_leaflet,
    "record a vote": record_a_vote,
    "correct a cell": correct_a_cell,
    "the slides of this view": slides,
    "a file that opens without a network": a_meeting_pack,
}


def test_the_design_tells_every_way() -> None:
    assert [what for _, what, _ in _told()] == list(WAYS)


@pytest.mark.parametrize("what", WAYS)
def test_a_way_takes_as_many_steps_as_the_design_says(what: str, browser: Browser, app_url: str) -> None:
    context = browser.new_context(**(both(DESKTOP, PHONE) if "phone" in what else DESKTOP))
    context.route(re.compile("^https://"), lambda route: route.abort())
    hand = Hand(context.new_page(), app_url)
    hand.screen.open()
    WAYS[what](hand)
    context.close()
    assert [int(steps) for _, told, steps in _told() if told == what] == [hand.steps]


def _told() -> list[tuple[str, str, str]]:
    return _WAY.findall(DESIGN.read_text(encoding="utf-8"))
