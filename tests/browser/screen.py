"""The dashboard as a visitor has it in front of them: its pages, list, card and map."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import ElementHandle, Frame, FrameLocator, Locator, Page, ViewportSize, expect

MAP = 'iframe[title="Map of campaigns"]'
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PHONE_WIDTH = 640
WIDE: ViewportSize = {"width": 1400, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}
DARK: dict[str, Any] = {"color_scheme": "dark"}
BELONGS_TO = {
    "Explore": MAP,
    "Companies": ".st-key-companies, .st-key-company",
    "Trends": "[data-testid=stVegaLiteChart]",
    "Present": ".st-key-present_frame",
    "Get involved": ".st-key-involved",
    "Update": ".st-key-draft",
    "About the data": "[role=tab]",
}
"""What only one page has: it tells when that page is there."""

expect.set_options(timeout=15_000)

_ON_TOP = """(markers, several) => markers.findIndex(marker => {
    if (Boolean(marker.querySelector(".several")) !== several) return false
    const { x, y, width, height } = marker.getBoundingClientRect()
    return marker.contains(document.elementFromPoint(x + width / 2, y + height / 2))
})"""
_STYLED = """() => {
    const ours = [...document.querySelectorAll("style")].some(style => style.textContent.includes("st-key-explore_map"))
    const fresh = !document.querySelector('[data-stale="true"]')
    return ours && fresh && document.getAnimations().every(animation => animation.playState !== "running")
}"""
_FOCUSED = """() => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    return element
}"""
_FOCUS_SHOWN = """focused => {
    const shown = (element) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
        return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || boxShadow !== "none"
    }
    const about = [focused, focused.parentElement, ...focused.children].filter(Boolean)
    return focused.matches("iframe, body") || about.some(shown)
}"""
"""A frame shows the focus on its own; the body has it between the last element and the browser's own."""


class Screen:
    """A page of the dashboard in a browser."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def open(self, address: str = "/") -> Screen:
        """Go to an address of the dashboard and wait until it is drawn."""
        self.page.goto(self.url + address)
        return self.settled()

    def settled(self) -> Screen:
        """Wait until the page has a heading and its own style, the server has no more to say and nothing is faded."""
        expect(self.page.locator("h1:visible, article.card h2:visible").first).to_be_visible()
        expect(self.page.locator(".stApp")).to_have_attribute("data-test-script-state", "notRunning")
        self.page.wait_for_function(_STYLED)
        return self

    def menu(self, page: str) -> Screen:
        """Choose a page from the menu."""
        self.page.get_by_role("navigation").get_by_role("link", name=page).click()
        expect(self.page.locator(BELONGS_TO[page]).first).to_be_visible()
        return self.settled()

    def menu_by_keyboard(self, page: str) -> Screen:
        """Choose a page from the menu without a mouse."""
        path = self.page.get_by_role("navigation").get_by_role("link", name=page).get_attribute("href")
        self.tab_to(f'[data-testid="stTopNav"] a[href="{path}"]')
        self.page.keyboard.press("Enter")
        expect(self.page.locator(BELONGS_TO[page]).first).to_be_visible()
        return self.settled()

    @property
    def heading(self) -> Locator:
        """The page's first heading."""
        return self.page.locator("h1")

    @property
    def shown(self) -> int:
        """The number of campaigns that the heading tells."""
        found = re.search(r"([\d,]+) campaign", self.heading.inner_text())
        assert found, self.heading.inner_text()
        return int(found.group(1).replace(",", ""))

    @property
    def rows(self) -> Locator:
        """The campaigns in the list."""
        return self.page.locator("a[data-campaign]")

    @property
    def card(self) -> Locator:
        """The opened campaign."""
        return self.page.locator("article.card")

    @property
    def map(self) -> FrameLocator:
        """What is inside the map's frame."""
        return self.page.frame_locator(MAP)

    @property
    def markers(self) -> Locator:
        """The markers on the map."""
        return self.map.locator(".campaign")

    @property
    def frame(self) -> Frame:
        """The map's frame itself."""
        frame = self.frame_element.content_frame()
        assert frame
        return frame

    @property
    def frame_element(self) -> ElementHandle:
        """The element that holds the map's frame."""
        return self.page.locator(MAP).element_handle()

    def with_markers(self) -> Screen:
        """Wait until markers and coastlines are drawn."""
        expect(self.markers.first).to_be_visible()
        expect(self.map.locator("path.land").first).to_be_visible()
        return self

    def zoom(self) -> float:
        """How near the map looks, once it has come to rest."""
        self.frame.wait_for_function("() => window.map && !document.querySelector('.leaflet-zoom-anim')")
        zoom: float = self.frame.evaluate("() => map.getZoom()")
        return zoom

    def with_map(self) -> Screen:
        """Turn to the map where it waits behind a switch, as on a phone."""
        size = self.page.viewport_size
        if size and size["width"] <= PHONE_WIDTH:
            self.page.locator(".st-key-phone_switch").get_by_text("Map").tap()
        return self.with_markers()

    def marker(self, *, several: bool = False) -> Locator:
        """A marker that no other one covers: of one campaign, or of several."""
        place = self.markers.evaluate_all(_ON_TOP, several)
        assert place >= 0, "each marker is covered by another"
        return self.markers.nth(place)

    def status(self, name: str) -> Locator:
        """The button of a status in the filter bar."""
        return self.page.locator(".st-key-filter_status button", has_text=name).first

    def field(self, column: str, form: str = "step") -> Locator:
        """A field of a form."""
        return self.page.locator(f".st-key-{form}_{column}").locator("input, textarea").first

    def button(self, name: str) -> Locator:
        """A button by the beginning of its name."""
        return self.page.get_by_role("button", name=name)

    def choose_status(self, name: str) -> Screen:
        """Filter by a status, and wait for the address to tell it."""
        self.status(name).click()
        self.page.wait_for_url(re.compile(r"[?&]status="))
        return self.settled()

    def focused(self) -> ElementHandle:
        """The element that has the focus, inside a block too."""
        element = self.page.evaluate_handle(_FOCUSED).as_element()
        assert element
        return element

    def focus_is_on(self, selector: str) -> bool:
        """Whether the element that has the focus is this one."""
        return bool(self.focused().evaluate("(element, selector) => element.matches(selector)", selector))

    def wait_for_focus(self, selector: str) -> None:
        """Wait until the element of this selector has the focus."""
        self.page.wait_for_function(f"selector => ({_FOCUSED})()?.matches(selector)", arg=selector)

    def tab_to(self, selector: str, key: str = "Tab", most: int = 60) -> None:
        """Press Tab until the focus is there. On the way it can be seen wherever it is."""
        for _ in range(most):
            self.page.keyboard.press(key)
            assert self.focused().evaluate(_FOCUS_SHOWN), self.focused().evaluate("element => element.outerHTML")[:300]
            if self.focus_is_on(selector):
                return
        raise AssertionError(f"{most} times {key} do not lead to {selector}")


def luminance(locator: Locator, name: str = "background-color") -> float:
    """How light a colour of an element is, from 0 to 255."""
    colour = locator.evaluate("(element, name) => getComputedStyle(element).getPropertyValue(name)", name)
    if colour.startswith("color("):
        red, green, blue = (255 * float(part) for part in re.findall(r"[\d.]+", colour.split(" ", 1)[1])[:3])
    else:
        red, green, blue = (float(part) for part in re.findall(r"[\d.]+", colour)[:3])
    return 0.3 * red + 0.59 * green + 0.11 * blue


def both(*options: Mapping[str, Any]) -> dict[str, Any]:
    """Options of a browser context put together."""
    return {name: value for option in options for name, value in option.items()}


def no_wider_than_the_window(page: Page) -> bool:
    """Whether nothing of a page has to be scrolled sideways."""
    return all(page.locator(part).evaluate("e => e.scrollWidth <= e.clientWidth") for part in ("html", ".stMain"))
