"""The dashboard works without the internet, and asks nothing of it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.screen import Screen


def test_no_page_asks_anything_of_another_machine(
    page: Page, app_url: str, outside_requests: list[str], console_errors: list[str]
) -> None:
    screen = Screen(page, app_url).open().with_markers()
    screen.choose_status("Won")
    screen.rows.first.click()
    expect(screen.card).to_be_visible()
    screen.menu("Companies")
    page.locator("table.companies th a").first.click()
    expect(page.locator("article.company")).to_be_visible()
    screen.menu("Trends")
    expect(
        page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").first
    ).to_be_visible()
    screen.menu("Get involved")
    screen.menu("About the data")
    for tab in page.get_by_role("tab").all():
        tab.click()
    screen.settled()
    assert outside_requests == []
    assert console_errors == []
