"""From a typed town to a source, on a phone, with nothing leaving the machine."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import PHONE, Screen
from tests.conftest import Serve

HERE = {"latitude": 42.365432, "longitude": -71.104321}


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_a_town_typed_on_a_phone_leads_to_an_open_source(page: Page, app_url: str, outside_requests: list[str]) -> None:
    screen = Screen(page, app_url).open()
    field = page.locator(".st-key-filter_near input")
    field.fill("02139")
    field.press("Enter")
    page.wait_for_url(re.compile("near=02139"))
    expect(screen.heading).to_contain_text("within 50 miles of")
    expect(screen.rows.first).to_contain_text("Cambridge")
    screen.rows.first.tap()
    expect(screen.card).to_be_visible()
    source = screen.card.locator("ol.timeline .source a").first
    source.scroll_into_view_if_needed()
    assert outside_requests == []
    with page.context.expect_page() as opened:
        source.tap()
    assert opened.value.url.startswith(("http", "chrome-error", "about:blank"))
    assert len(outside_requests) <= 1


@pytest.mark.parametrize(
    "page", [{"permissions": ["geolocation"], "geolocation": HERE}], indirect=True, ids=["allowed"]
)
def test_near_me_rounds_the_browsers_answer_and_keeps_it_out_of_the_address(page: Page, app_url: str) -> None:
    screen = Screen(page, app_url).open()
    sent: list[str | bytes] = []
    page.on("websocket", lambda socket: socket.on("framesent", sent.append))
    page.get_by_role("button", name="Near me").click()
    expect(screen.heading).to_contain_text("of where you are")
    expect(screen.rows.first).to_contain_text("Cambridge")
    assert "near" not in page.url
    screen.rows.first.click()
    expect(screen.card).to_be_visible()
    expect(screen.heading).to_contain_text("of where you are")
    screen.card.locator(".back a").click()
    expect(screen.card).to_have_count(0)
    expect(screen.heading).to_contain_text("of where you are")
    assert "near" not in page.url
    page.get_by_test_id("stBaseButton-secondary").filter(has_text="Clear all").click()
    expect(screen.heading).not_to_contain_text("of where you are")
    assert not any(b"42.3654" in (part.encode() if isinstance(part, str) else part) for part in sent)


def test_the_first_visitor_by_a_link_to_a_page_sees_the_whole_of_it(page: Page, serve: Serve) -> None:
    Screen(page, serve()).open("/companies?company=caterpillar")
    expect(page.locator("article.company")).to_be_visible()
    expect(page.get_by_role("link", name="Trends")).to_be_visible()
    expect(page.locator("[data-testid=stSidebarNav]")).to_have_count(0)
