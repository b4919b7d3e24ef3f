"""The meeting pack, opened by double click on a machine without a network."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from campaigns.dataset import Dataset
from campaigns.filters import Filters
from campaigns.records import Campaign, Company, Event, Status
from exports.pack import pack
from exports.publication import Publication
from exports.site import site
from tests.browser.screen import DARK, PHONE, both, luminance
from tests.browser.test_accessibility import violations
from tests.corpus.hostile import COMPANY, HOSTILE, LINK, css_string
from tests.unit.making import at, event
from tests.unit.publishing import everything, publication

FEW = Filters(country=("BE",))
"""Few markers: axe takes its time with hundreds."""


class Pack:
    """A pack as somebody has it in front of them, and all that it asked for."""

    def __init__(self, page: Page, file: Path) -> None:
        self.page, self.file = page, file
        self.asked: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.context.set_offline(True)

    def open(self, fragment: str = "") -> Pack:
        self.page.goto(self.file.as_uri() + fragment)
        expect(self.page.locator("h1")).to_be_visible()
        return self

    def with_map(self) -> Pack:
        expect(self.markers.first).to_be_visible()
        expect(self.page.locator("path.land").first).to_be_visible()
        return self

    @property
    def entries(self) -> Locator:
        """The campaigns that the list shows."""
        return self.page.locator(".campaigns > li:visible")

    @property
    def markers(self) -> Locator:
        return self.page.locator(".leaflet-marker-pane .campaign")

    @property
    def opened(self) -> Locator:
        return self.page.locator(".campaigns details[open]")

    @property
    def search(self) -> Locator:
        return self.page.get_by_role("searchbox", name="Search")

    def status(self, name: str) -> Locator:
        return self.page.get_by_role("checkbox", name=re.compile(f"^{name}"))

    @property
    def focused(self) -> Locator:
        return self.page.locator(":focus")


Open = Callable[[Publication], Pack]


@pytest.fixture
def make(page: Page, tmp_path: Path) -> Open:
    """Write a pack of a publication and stand before it."""

    def made(publication: Publication) -> Pack:
        file = tmp_path / "pack.html"
        file.write_bytes(pack(publication))
        return Pack(page, file)

    return made


@pytest.fixture
def whole(make: Open) -> Pack:
    return make(everything())


@pytest.fixture
def few(make: Open) -> Pack:
    return make(publication(everything().dataset, FEW, address="https://campaigns.example.org/?country=BE"))


@pytest.fixture
def small(make: Open) -> Pack:
    """Two towns, one with two campaigns."""
    some = (
        at(45.5, -122.6, "bonds", title="Sale of bonds", targets=("Example Corp",), status=Status.WON),
        at(45.5, -122.6, "café", title="Café contract", targets=("Sample Industries",), status=Status.LOST),
        at(51.5, -1.2, "far", title="Trams", place="Sampleville", country="GB", targets=("Example Corp",)),
    )
    steps = (event("bonds", "2020-05-04"), event("far", "2019"), event("café", "2018", what="It was asked in Łódź."))
    companies = (Company("Sample Industries", aliases=("Invented Holdings",)),)
    return make(publication(Dataset(some, steps, companies)))


@pytest.fixture(autouse=True)
def quiet(console_errors: list[str]) -> Iterator[None]:
    """Whatever is done, no script may complain, and no policy may have to step in."""
    yield
    assert console_errors == []


def test_it_opens_without_a_network_and_asks_for_nothing(whole: Pack) -> None:
    whole.open().with_map()
    points = {one.point for one in everything().campaigns if one.point}
    expect(whole.entries).to_have_count(len(everything().campaigns))
    expect(whole.markers).to_have_count(len(points))
    whole.status("Won").check()
    whole.search.fill("pension")
    whole.entries.first.locator("summary").click()
    expect(whole.opened.locator(".timeline")).to_be_visible()
    assert whole.page.locator("path.land").evaluate("path => path.getBBox().width") > 500
    assert whole.asked == [whole.file.as_uri()]


def test_a_status_and_a_company_narrow_list_map_and_counts(small: Pack) -> None:
    small.open().with_map()
    expect(small.markers).to_have_count(2)
    small.page.get_by_label("Target company").select_option("example-corp")
    expect(small.entries).to_have_count(2)
    expect(small.page.get_by_role("status")).to_have_text("2 of 3 campaigns")
    expect(small.page.locator("label", has_text="Lost")).to_contain_text("0")
    small.status("Won").check()
    expect(small.entries).to_have_count(2)
    small.status("Won").uncheck()
    small.status("Lost").check()
    expect(small.entries).to_have_count(0)
    expect(small.markers).to_have_count(0)
    expect(small.page.get_by_role("status")).to_contain_text("No campaign is like that")
    small.page.get_by_role("button", name="Clear all").click()
    expect(small.entries).to_have_count(3)


@pytest.mark.parametrize("words", ["cafe", "CAFÉ contract", "lodz asked", "invented holdings", "industries exampleton"])
def test_the_search_knows_neither_case_nor_accents_and_finds_in_place_title_steps_and_aliases(
    small: Pack, words: str
) -> None:
    small.open()
    small.search.fill(words)
    expect(small.entries).to_have_count(1)
    expect(small.entries).to_contain_text("Café contract")


@pytest.mark.parametrize("words", ["cite", "timeline", "2026"])
def test_the_search_does_not_find_the_words_that_every_card_has(small: Pack, words: str) -> None:
    small.open()
    small.search.fill(words)
    expect(small.entries).to_have_count(0)


def test_a_campaign_is_opened_by_keyboard_and_left_with_the_back_button(small: Pack) -> None:
    small.open().with_map()
    small.search.focus()
    for _ in range(30):
        small.page.keyboard.press("Tab")
        if small.focused.get_by_text("Trams").count():
            break
    small.page.keyboard.press("Enter")
    expect(small.opened.locator(".timeline")).to_contain_text("The council adopts the resolution.")
    expect(small.page).to_have_url(re.compile("#campaign=far$"))
    expect(small.page).to_have_title("Sampleville: Trams · City Campaigns")
    expect(small.entries).to_have_count(1)
    expect(small.focused).to_contain_text("Trams")
    small.page.go_back()
    expect(small.opened).to_have_count(0)
    expect(small.entries).to_have_count(3)
    expect(small.focused).to_contain_text("Trams")


def test_a_campaign_is_opened_by_its_marker_and_the_keyboard_reaches_markers_too(small: Pack) -> None:
    small.open().with_map()
    small.page.locator(".campaign[aria-label^='Sampleville: Trams']").focus()
    expect(small.page.locator(".leaflet-tooltip")).to_contain_text("Sampleville: Trams")
    small.page.keyboard.press("Enter")
    expect(small.opened).to_contain_text("Trams")
    expect(small.page.locator(".campaign.chosen")).to_have_count(1)
    small.page.get_by_role("link", name="Back to the list").click()
    expect(small.opened).to_have_count(0)


def test_a_numbered_marker_lists_the_campaigns_of_its_place(small: Pack) -> None:
    small.open().with_map()
    several = small.page.locator(".campaign:has(.several)")
    expect(several).to_have_accessible_name(re.compile(r"Exampleton: 2 campaigns\s+Won, Lost"))
    several.locator(".several").click()
    expect(small.entries).to_have_count(2)
    expect(small.page.locator(".listhead")).to_contain_text("Exampleton: 2 campaigns")
    small.page.get_by_role("link", name="Show all").click()
    expect(small.entries).to_have_count(3)


@pytest.mark.parametrize("mark", ["#", "?"], ids=["its own", "one of the dashboard"])
def test_an_address_opens_its_campaign_among_its_filters(small: Pack, mark: str) -> None:
    small.open(f"{mark}status=won&campaign=bonds")
    expect(small.opened).to_contain_text("Sale of bonds")
    small.page.get_by_role("link", name="Back to the list").click()
    expect(small.status("Won")).to_be_checked()
    expect(small.entries).to_have_count(2)


@pytest.mark.parametrize(
    "fragment", ["#campaign=gone&status=glorious&target=nobody", "#%E0%A4%A", "#status=constructor"]
)
def test_an_address_of_what_is_not_there_shows_everything(small: Pack, fragment: str) -> None:
    small.open(fragment)
    expect(small.entries).to_have_count(3)


def test_typing_while_a_campaign_is_open_keeps_the_keyboard_in_the_search(small: Pack) -> None:
    small.open("#campaign=bonds")
    expect(small.opened).to_have_count(1)
    small.search.press_sequentially("tram")
    expect(small.search).to_be_focused()
    expect(small.search).to_have_value("tram")
    expect(small.entries).to_have_count(1)


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_without_scripts_every_campaign_can_be_opened_and_read(page: Page, small: Pack) -> None:
    small.open()
    expect(small.entries).to_have_count(3)
    expect(page.locator("#map_div")).to_be_hidden()
    expect(page.get_by_role("search")).to_be_hidden()
    page.locator("summary", has_text="Trams").click()
    expect(page.locator("details[open] .timeline")).to_be_visible()


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_a_phone_shows_the_list_first_then_the_map_and_a_card_alone(page: Page, few: Pack) -> None:
    few.open()
    expect(few.entries.first).to_be_visible()
    expect(page.locator("#map_div")).to_be_hidden()
    page.get_by_role("button", name="Map").tap()
    few.with_map()
    expect(page.locator("#map_div")).to_be_in_viewport(ratio=0.9)
    expect(few.entries).to_have_count(0)
    page.get_by_role("button", name="List").tap()
    few.entries.first.locator("summary").tap()
    expect(few.opened).to_be_in_viewport()
    expect(page.locator("h1")).to_be_hidden()
    page.go_back()
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_no_part_is_wider_than_a_phone(page: Page, few: Pack) -> None:
    few.open()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    few.entries.first.locator("summary").tap()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_page_follows_the_system_into_the_dark_and_back(page: Page, small: Pack) -> None:
    small.open().with_map()
    assert luminance(page.locator("body")) > 192
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert luminance(page.locator("body")) < 64
    assert luminance(page.locator("#map_div")) < 80


def test_paper_shows_the_open_campaign_with_the_addresses_of_its_sources(page: Page, small: Pack) -> None:
    small.open("#campaign=bonds")
    page.emulate_media(media="print", color_scheme="dark")
    expect(small.opened.locator(".timeline")).to_be_visible()
    for gone in (".filters", "#map_div", ".back"):
        expect(page.locator(gone)).to_be_hidden()
    assert luminance(page.locator("body")) > 192
    shown = small.opened.locator(".source a").first.evaluate("link => getComputedStyle(link, '::after').content")
    assert "https://example.org/minutes" in shown or "attr(href)" in shown


SCREENS = {"light": {}, "dark": DARK, "light phone": PHONE, "dark phone": both(DARK, PHONE)}


@pytest.mark.parametrize("page", SCREENS.values(), ids=SCREENS, indirect=True)
def test_no_rule_of_accessibility_is_broken(page: Page, few: Pack) -> None:
    few.open()
    found = [*violations(page)]
    page.get_by_text("What the marks mean").click()
    found += violations(page)
    page.get_by_text("What the marks mean").click()
    if page.viewport_size and page.viewport_size["width"] < 640:
        page.get_by_role("button", name="Map").click()
        few.with_map()
        found += violations(page)
        page.get_by_role("button", name="List").click()
    few.status("Won").check()
    found += violations(page)
    few.entries.first.locator("summary").click()
    expect(few.opened).to_have_count(1)
    found += violations(page)
    assert not found, "\n".join(found)


def test_hostile_data_run_nowhere_and_show_as_typed(page: Page, make: Open) -> None:
    told = [hostile(number, text) for number, text in enumerate(HOSTILE)]
    steps = [hostile_step(number, text) for number, text in enumerate(HOSTILE)]
    shown = make(publication(Dataset(tuple(told), tuple(steps), (Company(COMPANY, aliases=(HOSTILE[0],)),))))
    shown.open().with_map()
    for text in HOSTILE:
        page.locator(f".campaign[aria-label*={css_string(text)}]").focus()
        expect(page.locator(".leaflet-tooltip", has_text=text)).to_be_visible()
        page.locator("summary", has_text=f"Title {text}").click()
        for part in (".title", ".summary", "dl", ".timeline"):
            expect(shown.opened.locator(part).first).to_contain_text(text)
        assert page.title().startswith(f"Place {text}:")
        page.get_by_role("link", name="Back to the list").click()
        expect(page).to_have_url(re.compile("pack.html#?$"))
    expect(page.locator("#target option").nth(1)).to_have_text(f"{COMPANY} ({len(HOSTILE)})")
    links = page.locator("a").evaluate_all("links => links.map(link => link.protocol)")
    assert set(links) <= {"https:", "file:"}
    assert page.evaluate("window.__pwned === undefined")


def test_a_script_that_got_in_all_the_same_would_not_run(page: Page, small: Pack, console_errors: list[str]) -> None:
    small.open()
    page.evaluate(
        """() => {
            const script = document.createElement("script")
            script.textContent = "window.__pwned = 1"
            document.body.append(script)
            const box = document.createElement("div")
            box.innerHTML = '<img src="data:," onerror="window.__pwned=1"><img src="https://example.org/x.png">'
            document.body.append(box)
        }"""
    )
    page.wait_for_function("() => [...document.images].every(image => image.complete)")
    assert page.evaluate("window.__pwned === undefined")
    assert any("Content Security Policy" in error for error in console_errors)
    console_errors.clear()


def test_a_page_of_a_campaign_reads_well_and_breaks_no_rule(
    page: Page, tmp_path: Path, console_errors: list[str]
) -> None:
    for name, file in site(publication(everything().dataset, FEW)).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(file)
    own = next((tmp_path / "campaigns").iterdir()) / "index.html"
    page.goto(own.as_uri())
    expect(page.locator("h1")).to_be_visible()
    assert luminance(page.locator("body")) > 192
    assert page.locator("link[rel=stylesheet]").evaluate("link => link.sheet !== null")
    assert console_errors == []
    for look in SCREENS.values():
        page.emulate_media(color_scheme=look.get("color_scheme", "light"))
        page.set_viewport_size(look.get("viewport", {"width": 1400, "height": 900}))
        assert [*violations(page)] == []
    console_errors.clear()  # axe wants to fetch the style sheet, which the page's policy refuses


def hostile(number: int, text: str) -> Campaign:
    words = {name: f"{name.capitalize()} {text}" for name in ("title", "place", "body", "summary")}
    statuses = [*Status]
    return at(
        34 + number,
        -119 + 3 * number,
        f"hostile-{number}",
        **words,
        targets=(COMPANY,),
        organizers=(text,),
        url=LINK,
        action_url=LINK,
        status=statuses[number % len(statuses)],
    )


def hostile_step(number: int, text: str) -> Event:
    said = {"what": f"Step {text}", "source_title": text, "source_publisher": text}
    return event(f"hostile-{number}", "2020", source_url=LINK, archive_url=LINK, **said)
