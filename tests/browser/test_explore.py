"""The visitor's way: from the map and the list to a campaign and back, on the project's own data."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import MAP, Screen

CAMPAIGN = "aarhus-dk-settlement-procurement"
WITH_CAMPAIGN = re.compile(r"[?&]campaign=[a-z0-9-]+")

ZOOMS_BY_GLIDING = """async () => {
    document.querySelector(".leaflet-control-zoom-in").click()
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame)
    return document.querySelector(".leaflet-zoom-anim") !== null
}"""


@pytest.fixture
def screen(page: Page, app_url: str) -> Screen:
    return Screen(page, app_url).open()


def test_draws_markers_and_a_filter_takes_some_away(screen: Screen) -> None:
    screen.with_markers()
    markers, shown = screen.markers.count(), screen.shown
    assert markers > 250
    screen.choose_status("Reversed")
    expect(screen.markers).not_to_have_count(markers)
    assert 0 < screen.shown < shown
    assert 0 < screen.markers.count() <= screen.shown
    expect(screen.map.locator(".campaign svg.mark:not(.reversed)")).to_have_count(0)


def test_each_entry_of_the_list_is_a_link_to_its_campaign(screen: Screen) -> None:
    links = screen.rows.evaluate_all("rows => rows.map(row => [row.dataset.campaign, row.getAttribute('href')])")
    assert len(links) >= 20
    assert [href for campaign, href in links if f"?campaign={campaign}" not in href] == []


def test_says_how_many_campaigns_are_shown_and_names_the_map(screen: Screen) -> None:
    assert screen.shown > 300
    expect(screen.page.locator(MAP)).to_be_visible()
    expect(screen.page.locator("h1")).to_have_count(1)


def test_a_campaign_of_the_list_opens_with_its_card_and_sources(screen: Screen) -> None:
    campaign = screen.rows.first.get_attribute("data-campaign")
    screen.rows.first.click()
    expect(screen.card).to_be_visible()
    screen.page.wait_for_url(f"**/?campaign={campaign}")
    expect(screen.card.locator("ol.timeline > li").first).to_be_visible()
    links = screen.card.locator("ol.timeline a").evaluate_all("links => links.map(a => [a.href, a.target, a.rel])")
    assert links
    assert [link for link in links if not link[0].startswith(("http://", "https://"))] == []
    assert {target for _, target, _ in links} == {"_blank"}
    assert [rel for _, _, rel in links if "noopener" not in rel.split()] == []


def test_a_step_of_the_timeline_names_a_source_each(screen: Screen) -> None:
    screen.open(f"/?campaign={CAMPAIGN}")
    steps = screen.card.locator("ol.timeline > li")
    assert steps.count() >= 2
    assert steps.locator("a[href^=http]").count() >= steps.count()


def test_a_marker_opens_its_campaign_by_mouse(screen: Screen) -> None:
    marker = screen.with_markers().marker()
    place, title = re.split(r": |\n", marker.get_attribute("aria-label") or "", maxsplit=2)[:2]
    marker.click()
    expect(screen.card).to_contain_text(title)
    expect(screen.card).to_contain_text(place)
    screen.page.wait_for_url(WITH_CAMPAIGN)
    expect(screen.map.locator(".campaign.chosen")).to_have_count(1)


def test_a_marker_opens_its_campaign_by_keyboard(screen: Screen) -> None:
    marker = screen.with_markers().marker()
    title = re.split(r": |\n", marker.get_attribute("aria-label") or "", maxsplit=2)[1]
    marker.focus()
    expect(screen.map.locator(".leaflet-tooltip")).to_contain_text(title)
    marker.press("Enter")
    expect(screen.card).to_contain_text(title)
    screen.page.wait_for_url(WITH_CAMPAIGN)


def test_the_tab_key_leads_from_the_page_to_a_marker(screen: Screen) -> None:
    screen.open(f"/?campaign={CAMPAIGN}&q=aarhus").with_markers()
    screen.card.locator("a").last.focus()
    screen.tab_to("iframe", most=10)
    for _ in range(8):
        screen.page.keyboard.press("Tab")
        if screen.frame.evaluate("document.activeElement.matches('.campaign')"):
            return
    raise AssertionError("no marker is reached")


def test_a_marker_of_several_campaigns_lists_them(screen: Screen) -> None:
    marker = screen.with_markers().marker(several=True)
    place, number = re.match(r"(.*): (\d+) campaigns", marker.get_attribute("aria-label") or "").groups()  # type: ignore[union-attr]
    marker.click()
    expect(screen.rows).to_have_count(int(number))
    expect(screen.page.locator(".listhead")).to_contain_text(f"{place}: {number} campaigns")
    screen.page.locator(".listhead a").click()
    expect(screen.rows).not_to_have_count(int(number))


def test_the_browsers_back_button_returns_to_the_list(screen: Screen) -> None:
    rows = screen.rows.count()
    screen.rows.first.click()
    expect(screen.card).to_be_visible()
    screen.page.wait_for_url(WITH_CAMPAIGN)
    screen.page.go_back()
    expect(screen.card).to_have_count(0)
    expect(screen.rows).to_have_count(rows)
    screen.page.go_forward()
    expect(screen.card).to_be_visible()


def test_a_reload_keeps_the_view(screen: Screen) -> None:
    screen.choose_status("Lost")
    heading, address = screen.heading.inner_text(), screen.page.url
    screen.page.reload()
    screen.settled()
    expect(screen.heading).to_have_text(heading)
    assert screen.page.url == address
    expect(screen.status("Lost")).to_have_attribute("aria-pressed", "true")


def test_the_view_goes_along_to_other_pages_and_back(screen: Screen) -> None:
    screen.choose_status("Lost")
    heading = screen.heading.inner_text()
    screen.menu("Companies")
    screen.menu("Trends")
    expect(screen.heading).to_contain_text(heading)
    screen.menu("Explore")
    expect(screen.heading).to_have_text(heading)
    screen.page.wait_for_url(re.compile("status=lost"))


def test_an_address_opened_on_another_page_comes_along_to_explore(screen: Screen) -> None:
    screen.open("/trends?status=lost")
    heading = screen.heading.inner_text()
    screen.menu("Explore")
    expect(screen.heading).to_be_visible()
    assert screen.heading.inner_text() in heading


def test_a_filter_neither_remounts_nor_redraws_the_map(screen: Screen) -> None:
    screen.with_markers()
    frame = screen.frame
    frame.evaluate("() => { window.kept = ['path.land', '#map_div'].map(part => document.querySelector(part)) }")
    screen.page.locator(MAP).evaluate(
        """frame => {
            window.keptFrame = frame
            window.frameLost = false
            new MutationObserver(() => { if (!frame.isConnected) window.frameLost = true })
                .observe(document, { childList: true, subtree: true })
        }"""
    )
    before = screen.markers.count()
    screen.choose_status("Won")
    expect(screen.markers).not_to_have_count(before)
    assert screen.page.locator(MAP).evaluate("frame => frame === window.keptFrame && !window.frameLost")
    assert frame.evaluate("() => window.kept.every(part => part.isConnected)")
    assert not frame.is_detached()


def test_a_marker_keeps_the_focus_of_the_keyboard_when_the_markers_are_drawn_again(screen: Screen) -> None:
    marker = screen.with_markers().marker()
    name = marker.get_attribute("aria-label")
    marker.focus()
    marker.press("Enter")
    expect(screen.card).to_be_visible()
    expect(screen.map.locator(".campaign.chosen")).to_have_count(1)
    screen.page.wait_for_function("() => document.activeElement !== document.body")
    focused = screen.frame.evaluate("document.activeElement.getAttribute('aria-label')")
    assert focused == name or screen.focus_is_on("article.card h2")


def test_a_company_leads_to_its_campaigns_on_the_map(screen: Screen) -> None:
    screen.menu("Companies")
    screen.page.locator("table.companies th a").first.click()
    company = screen.page.locator("article.company h1")
    expect(company).to_be_visible()
    name, number = company.inner_text(), screen.rows.count()
    screen.page.locator("article.company .links a").first.click()
    expect(screen.page.locator(MAP)).to_be_visible()
    expect(screen.heading).to_have_text(re.compile(rf"^{number} campaigns · {re.escape(name)}$"))
    screen.page.wait_for_url(re.compile(r"/\?target="))
    screen.with_markers()


def test_keyboard_alone_is_enough_to_find_read_and_leave_a_campaign(
    screen: Screen, outside_requests: list[str]
) -> None:
    screen.tab_to(".st-key-filter_q input")
    screen.page.keyboard.type("divest")
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_url(re.compile("q=divest"))
    screen.settled()
    screen.tab_to(".st-key-filter_target input")
    screen.page.keyboard.type("Caterp")
    expect(screen.page.get_by_role("option").first).to_contain_text("Caterpillar")
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_url(re.compile("target=caterpillar"))
    screen.page.keyboard.press("Escape")
    screen.settled()
    screen.tab_to("a[data-campaign]")
    campaign = screen.focused().get_attribute("data-campaign")
    screen.page.keyboard.press("Enter")
    expect(screen.card).to_be_visible()
    screen.wait_for_focus("article.card h2")
    steps = screen.card.locator("ol.timeline > li")
    for step in range(1, steps.count() + 1):
        screen.tab_to(f"ol.timeline > li:nth-child({step}) .source a:first-of-type")
        expect(steps.nth(step - 1).locator(".step")).to_be_in_viewport()
    source = str(screen.focused().get_attribute("href"))
    assert source.startswith(("http://", "https://"))
    with screen.page.context.expect_page() as opened:
        screen.page.keyboard.press("Enter")
    opened.value.close()
    assert outside_requests == [source]
    screen.page.bring_to_front()
    screen.tab_to(".back a", key="Shift+Tab")
    screen.page.keyboard.press("Enter")
    expect(screen.card).to_have_count(0)
    screen.wait_for_focus(f"a[data-campaign={campaign}]")
    assert "q=divest" in screen.page.url
    assert "campaign=" not in screen.page.url


@pytest.mark.parametrize("page", [{"reduced_motion": "reduce"}], indirect=True)
def test_nothing_moves_for_those_who_want_less_motion(screen: Screen) -> None:
    screen.with_markers()
    ours = (screen.rows, screen.map.locator(".campaign"), screen.map.locator(".campaign > *"))
    moves = (
        "es => es.map(getComputedStyle).filter(e => e.transitionDuration !== '0s' || e.animationName !== 'none').length"
    )
    assert [elements.evaluate_all(moves) for elements in ours] == [0, 0, 0]
    assert not screen.frame.evaluate(ZOOMS_BY_GLIDING)
    screen.page.emulate_media(reduced_motion="no-preference")
    assert screen.frame.evaluate(ZOOMS_BY_GLIDING)
