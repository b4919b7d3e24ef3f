"""Presenting: with a keyboard or a clicker, in a room without a network."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.browser.screen import DARK, PHONE, Screen
from tests.browser.test_accessibility import violations

TWELVE = "/present?country=BE&country=NO"
SPREAD = "/present?order=spread&slide=2016"
FRAME = 'iframe[title="Presentation"]'
PROJECTOR = {"viewport": {"width": 1920, "height": 1080}}
OLD_PROJECTOR = {"viewport": {"width": 1024, "height": 768}}
STILL = {"reduced_motion": "reduce"}


class Show:
    """A presentation on the screen."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.screen = Screen(page, url)

    def open(self, address: str) -> Show:
        """Open an address of the presentation, and wait for the slide and the coastlines."""
        self.screen.open(address)
        return self.drawn()

    def drawn(self) -> Show:
        """Wait until a slide is there with the map behind it."""
        expect(self.title).to_be_visible()
        expect(self.frame.locator("path.land").first).to_be_attached()
        return self

    @property
    def frame(self) -> FrameLocator:
        """What is inside the presentation's frame."""
        return self.page.frame_locator(FRAME)

    @property
    def title(self) -> Locator:
        """The slide's heading."""
        return self.frame.locator(".slide h1")

    @property
    def said(self) -> str:
        """What is announced of the slide."""
        return self.frame.locator("#said").inner_text()

    @property
    def place(self) -> tuple[int, int]:
        """The number of the slide, and how many there are."""
        found = re.fullmatch(r"(\d+) / (\d+)", self.frame.locator("#count").text_content() or "")
        assert found
        return int(found[1]), int(found[2])

    @property
    def address(self) -> dict[str, list[str]]:
        """The parameters in the address bar."""
        return parse_qs(urlsplit(self.page.url).query)

    def press(self, key: str) -> Show:
        """Press a key, or a button of a clicker."""
        self.page.keyboard.press(key)
        return self

    def button(self, name: str) -> Locator:
        """A button of the presentation."""
        return self.frame.get_by_role("button", name=name, exact=True)


@pytest.fixture
def show(page: Page, app_url: str) -> Show:
    """A presentation to open."""
    return Show(page, app_url)


def test_twelve_slides_turn_without_any_request(
    show: Show, outside_requests: list[str], console_errors: list[str]
) -> None:
    show.screen.open()
    show.screen.menu("Present")
    show.drawn()
    asked: list[str] = []
    show.page.on("request", lambda request: asked.append(request.url))
    titles = {show.said}
    for number in range(2, 14):
        show.press("PageDown")
        assert show.place[0] == number
        titles.add(show.said)
    assert len(titles) == 13
    assert [address for address in asked if "/icon.png" not in address] == []
    assert outside_requests == []
    assert console_errors == []


@pytest.mark.parametrize(
    ("on", "back"), [("PageDown", "PageUp"), ("ArrowRight", "ArrowLeft"), ("Space", "Shift+Space")]
)
def test_each_way_to_turn_a_slide_has_its_way_back(show: Show, on: str, back: str) -> None:
    show.open(TWELVE)
    first = show.title.inner_text()
    show.press(on).press(on)
    assert show.place[0] == 3
    show.press(back).press(back)
    assert (show.place[0], show.title.inner_text()) == (1, first)
    show.press(back)
    assert show.place[0] == 1


def test_a_slide_is_the_main_part_and_the_buttons_are_a_named_group(show: Show) -> None:
    show.open(TWELVE).press("PageDown")
    heard = show.frame.locator("body").aria_snapshot()
    assert heard.count('- main "Slide":') == heard.count('- navigation "Presentation":') == 1
    assert re.findall(r"level=(\d)", heard) == ["1"]


def test_keyboard_alone_comes_to_the_slides_turns_them_and_leaves(show: Show) -> None:
    show.screen.open("/?country=BE").menu_by_keyboard("Present")
    show.drawn().press("ArrowRight")
    assert show.place[0] == 2
    seen = []
    for _ in range(8):
        show.press("Tab")
        focused = show.frame.locator("nav button:focus")
        if focused.count():
            assert focused.evaluate("button => getComputedStyle(button).outlineStyle") == "solid"
            seen.append(focused.get_attribute("id"))
        if seen[-1:] == ["next"]:
            break
    show.press("Enter")
    assert show.place[0] == 3
    show.press("Escape")
    expect(show.screen.rows.first).to_be_visible()
    assert show.address == {"country": ["BE"]}


def test_the_ends_are_a_key_away_and_the_last_slide_says_how_to_join(show: Show) -> None:
    show.open(TWELVE).press("End")
    number, last = show.place
    assert number == last
    expect(show.title).to_have_text("How to join")
    expect(show.frame.get_by_role("img", name="QR code of the address of this view")).to_be_visible()
    expect(show.button("Next")).to_be_disabled()
    show.press("Home")
    assert show.place[0] == 1


def test_the_buttons_turn_the_slides_too_and_keep_the_focus(show: Show) -> None:
    show.open(TWELVE)
    show.button("Next").click()
    show.button("Next").press("Space")
    assert show.place[0] == 3
    show.button("Back").click()
    assert show.place[0] == 2


def test_a_reload_keeps_the_place(show: Show) -> None:
    show.open(TWELVE)
    for _ in range(4):
        show.press("PageDown")
    said = show.said
    assert show.address["country"] == ["BE", "NO"]
    show.page.reload()
    show.screen.settled()
    show.drawn()
    assert show.said == said


def test_the_order_stands_in_the_address_and_is_kept(show: Show) -> None:
    show.open("/present?near=Oslo&within=500km").press("o")
    show.frame.get_by_label("The nearest first").check()
    show.button("Done").click()
    assert show.address["order"] == ["near"]
    show.press("Home").press("PageDown")
    expect(show.frame.locator(".around")).to_contain_text("under 1 km away")
    said = show.said
    show.page.reload()
    show.screen.settled()
    show.drawn()
    assert show.said == said


def test_hand_picked_campaigns_are_told_in_the_order_in_which_they_were_ticked(show: Show) -> None:
    show.open(TWELVE).press("o")
    show.frame.get_by_label("Hand-picked").check()
    boxes = show.frame.locator("dialog").get_by_role("checkbox")
    for number in (4, 2):
        boxes.nth(number).click()
    chosen = show.address["pick"]
    assert len(chosen) == 2
    show.button("Done").click()
    expect(show.frame.locator("[data-sentence]")).to_have_text("2 campaigns, chosen one by one")
    assert show.place == (1, 4)
    show.press("PageDown")
    assert show.address["slide"] == [chosen[0]]
    show.press("o")
    show.frame.get_by_role("button", name="Earlier").click()
    assert show.address["pick"] == chosen[::-1]


def test_a_slide_is_found_in_the_list_and_opened(show: Show) -> None:
    show.open(TWELVE).press("o")
    show.frame.get_by_role("searchbox").fill("oslo")
    show.frame.locator("dialog li button").first.click()
    expect(show.title).to_have_text("Oslo")
    expect(show.frame.locator("dialog")).to_be_hidden()


def test_escape_closes_the_list_first_and_then_leads_to_the_view_on_explore(show: Show) -> None:
    show.open(TWELVE).press("PageDown").press("o")
    expect(show.frame.locator("dialog")).to_be_visible()
    show.press("Escape")
    expect(show.frame.locator("dialog")).to_be_hidden()
    show.press("Escape")
    expect(show.screen.rows.first).to_be_visible()
    show.screen.settled()
    assert show.address == {"country": ["BE", "NO"]}
    assert urlsplit(show.page.url).path == "/"
    show.press("PageDown")
    assert show.address == {"country": ["BE", "NO"]}


def test_nothing_but_the_presentation_is_on_the_screen(show: Show) -> None:
    show.open(TWELVE)
    expect(show.page.locator("[data-testid=stHeader]")).to_be_hidden()
    assert show.page.locator(FRAME).bounding_box() == {"x": 0, "y": 0, "width": 1400, "height": 900}


def test_playing_goes_on_by_itself_until_it_is_paused(show: Show) -> None:
    show.page.clock.install()
    show.open(TWELVE).press("p")
    show.page.clock.run_for(16_000)
    assert show.place[0] == 2
    show.button("Pause").press("Enter")
    show.page.clock.run_for(60_000)
    assert show.place[0] == 2
    expect(show.button("Play")).to_be_visible()


def test_the_years_play_and_the_wins_appear_on_the_map(show: Show) -> None:
    show.page.clock.install()
    show.open(SPREAD)
    expect(show.title).to_have_text("2016")
    won = show.frame.locator(".campaign .mark.won")
    before = won.count()
    assert before == int(show.frame.locator("[data-count=won]").inner_text())
    show.press("p")
    show.page.clock.run_for(2_000)
    assert int(show.title.inner_text()) > 2016
    show.press("p")
    assert won.count() == int(show.frame.locator("[data-count=won]").inner_text())
    assert show.address["slide"] == [show.title.inner_text()]


@pytest.mark.parametrize("page", [STILL], indirect=True)
def test_where_motion_is_unwanted_the_years_are_steps_and_the_map_does_not_fly(show: Show) -> None:
    show.open(SPREAD)
    expect(show.frame.locator("#play")).to_be_hidden()
    show.press("PageDown")
    expect(show.title).to_have_text("2017")
    show.open("/present?slide=hayward-ca-divest-four-companies")
    show.press("PageDown")
    assert not show.frame.locator(".leaflet-zoom-anim, .leaflet-pan-anim").count()
    middle = "() => { const { x, y } = document.querySelector('.now').getBoundingClientRect(); return [x, y] }"
    there = show.frame.locator("html").evaluate(middle)
    assert there[0] > 700


def test_the_slide_is_announced_and_has_the_focus_from_the_start(show: Show) -> None:
    show.open(TWELVE)
    assert show.said.startswith("Slide 1 of ")
    expect(show.frame.locator("main")).to_be_focused()
    show.press("PageDown")
    assert re.match(r"Slide 2 of \d+\. .+, (Won|Partly won|Ongoing|Lost|Reversed)", show.said)
    expect(show.frame.locator("#said")).to_have_attribute("role", "status")


@pytest.mark.parametrize("page", [{}, PROJECTOR, OLD_PROJECTOR, PHONE], indirect=True)
@pytest.mark.parametrize("address", ["/present", "/present?slide=hayward-ca-divest-four-companies", SPREAD])
def test_a_slide_has_room_on_every_screen(show: Show, address: str) -> None:
    show.open(address)
    assert show.frame.locator("html").evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    main = show.frame.locator("main")
    assert main.evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    if show.page.viewport_size and show.page.viewport_size["width"] > 640:
        assert main.evaluate("e => e.scrollHeight - e.clientHeight") <= 0


@pytest.mark.parametrize("page", [{}, DARK, PHONE], indirect=True)
def test_no_slide_breaks_a_rule_dark_or_light(show: Show) -> None:
    show.open(TWELVE)
    handle = show.page.locator(FRAME).element_handle()
    frame = handle.content_frame()
    assert frame
    found: list[str] = []
    for key in ("t", "PageDown", "End", "t", "Home", "PageDown", "o"):
        show.press(key)
        found += [f"{key}: {line}" for line in violations(frame)]
    assert not found, "\n".join(found)
    assert not list(violations(show.page))
