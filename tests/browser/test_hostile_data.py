"""Every payload of the corpus in a browser, on every surface: nothing runs, calls out or breaks; all shows as typed.

One server shows a data set that says each payload wherever a table takes text. A page is loaded once and read by a
script, so that all of them are tried at the cost of a few.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Locator, Page, Route, WebSocketRoute, expect

from campaigns.changes import Changes, as_json, between
from campaigns.dataset import Dataset
from campaigns.difference import campaign_name, difference
from campaigns.edition import Edition, read_edition
from campaigns.filters import Filters
from campaigns.loading import load_bytes
from campaigns.records import Campaign, Event, Status
from campaigns.selection import Index, Selection
from campaigns.telling import around, decision, notes, place_name
from exports.pack import pack
from exports.publication import Publication
from exports.site import site
from tests.browser.conftest import DESKTOP, OUTSIDE
from tests.browser.screen import MAP, Screen, both
from tests.browser.test_present import FRAME
from tests.conftest import dashboard
from tests.corpus.hostile import (
    EVERYTHING,
    HALVES,
    SAFE_LINK,
    TODAY,
    corpus,
    files,
    loaded,
    marked,
    megabytes,
    payloads,
    text_columns,
)
from tests.unit.factories import written
from tests.unit.test_templates import BLOCKS, put
from ui.campaign_map import at, heading

__all__ = ["put"]

SHOWN = 100
"""Campaigns of the list that are looked at: their place, what lies around it and their title say most payloads."""

DECIDED = "/present?status=won"
"""A presentation of every fifth campaign: a slide says five payloads, so that all slides say more than 300."""

STREAMLITS_TRIES = re.compile(r"/\w+/_stcore/(health|host-config)$")
"""Streamlit's page asks for these below its own address too, and goes on where they are not found."""

COPY = "city-campaigns-draft"

AUDIT = (Path(__file__).parents[1] / "corpus" / "audit.js").read_text(encoding="utf-8")

THIRD = 3
"""Of so many markers one has its tooltip shown: their places and titles say two thirds of the corpus."""

NAMES = """markers => markers.map(marker => marker.getAttribute("aria-label"))"""
TOOLTIPS = """(markers, step) => markers.filter((_, place) => place % step === 0).map(marker => {
    marker.dispatchEvent(new FocusEvent("focus"))
    const tip = [...document.querySelectorAll(".leaflet-tooltip")].at(-1)?.textContent
    marker.dispatchEvent(new FocusEvent("blur"))
    return [marker.getAttribute("aria-label"), tip]
})"""
TEXTS = """(elements, parts) =>
    elements.map(element => parts.map(part => element.querySelector(part)?.textContent ?? ""))"""
TURN = """([slides, parts]) => Array.from({ length: slides }, () => {
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }))
    return parts.map(part => document.querySelector(part)?.textContent ?? "")
})"""
GO = """query => {
    history.pushState(null, "", query)
    dispatchEvent(new PopStateEvent("popstate"))
}"""
SHOW = """blocks => blocks.map(html => {
    const block = document.body.appendChild(document.createElement("div"))
    block.hidden = true
    block.attachShadow({ mode: "open" }).innerHTML = html
    return block.shadowRoot.textContent
})"""


@dataclass
class Watch:
    """What a page did that it should not."""

    page: Page
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def begin(self) -> Watch:
        """Refuse and note each request that leaves the machine, and note errors, dialogs and windows."""
        context = self.page.context
        context.route(OUTSIDE, self._refuse)
        context.route_web_socket(OUTSIDE, self._refuse_socket)
        self.page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        self.page.on("console", self._hear)
        self.page.on("dialog", self._answer)
        context.on("page", lambda other: self.said.append(f"window: {other.url}"))
        return self

    def _refuse(self, route: Route) -> None:
        self.asked.append(route.request.url)
        route.abort()

    def _refuse_socket(self, socket: WebSocketRoute) -> None:
        self.asked.append(socket.url)
        socket.close()

    def _hear(self, line: ConsoleMessage) -> None:
        if line.type == "error" and not STREAMLITS_TRIES.search(urlsplit(line.location["url"]).path):
            self.said.append(f"console: {line.text} {line.location['url']}")

    def _answer(self, dialog: Dialog) -> None:
        """A page with a draft asks whether to leave it; no other question is ours."""
        if dialog.type == "beforeunload":
            dialog.accept()
        else:
            self.said.append(f"dialog: {dialog.message}")
            dialog.dismiss()

    def is_calm(self) -> None:
        """Fail if anything of it happened, or if anything is on the page that no page of ours has."""
        found = [each for frame in self.page.frames for each in frame.evaluate(AUDIT)]
        asked, said = self.asked[:], self.said[:]
        self.asked.clear()
        self.said.clear()
        assert (found, asked, said) == ([], [], [])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the whole data set."""
    made = tmp_path_factory.mktemp("hostile")
    for name, data in files(whole=True).items():
        (made / f"{name}.csv").write_bytes(data)
    return made


@pytest.fixture(scope="module")
def screen(browser: Browser, folder: Path) -> Iterator[Screen]:
    """A dashboard of it, where an organizer may save."""
    context = browser.new_context(**both(DESKTOP, {"reduced_motion": "reduce"}))
    with dashboard(folder, CAMPAIGNS_SAVE="local") as url:
        yield Screen(context.new_page(), url)
    context.close()


@pytest.fixture(scope="module")
def watched(screen: Screen) -> Watch:
    return Watch(screen.page).begin()


@pytest.fixture
def calm(watched: Watch) -> Iterator[None]:
    """Whatever a test does, its page stays calm."""
    yield
    watched.is_calm()


whole = pytest.mark.usefixtures("calm")


def told() -> dict[str, Campaign]:
    """The campaigns as they are read, by id."""
    return {campaign.id: campaign for campaign in loaded(whole=True).dataset.campaigns}


def step_of(campaign: Campaign) -> Event:
    """The first step of a campaign."""
    return loaded(whole=True).dataset.history(campaign)[0]


def at_one_point() -> tuple[Campaign, Campaign]:
    """The two campaigns that one marker stands for."""
    return told()["hostile-0"], told()[EVERYTHING[0]]


@whole
def test_the_map_its_tooltips_and_the_list_say_every_place_and_title(screen: Screen) -> None:
    screen.open().with_markers()
    expect(screen.markers).to_have_count(len(payloads()))
    one, other = at_one_point()
    alone = [campaign for campaign in told().values() if campaign.point not in (None, one.point)]
    wanted = {f"{each.place}: {each.title}\n{each.status.label}, {each.force.label.lower()}" for each in alone}
    wanted.add(f"{heading([one, other])}\n{one.status.label}, {other.status.label}")
    assert set(screen.markers.evaluate_all(NAMES)) == wanted
    shown = screen.markers.evaluate_all(TOOLTIPS, THIRD)
    assert len(shown) >= 200
    assert all(name == tip for name, tip in shown)
    for _ in range(SHOWN // 25 - 1):
        before = screen.rows.count()
        screen.page.get_by_role("button", name="Show 25 more").click()
        expect(screen.rows).to_have_count(before + 25)
    assert listed_as_typed(screen) == SHOWN


@whole
def test_the_list_of_one_point_is_headed_by_its_places(screen: Screen) -> None:
    one, other = at_one_point()
    assert one.point
    screen.open(f"/?at={at(one.point)}")
    either = [[heading([one, other])]], [[heading([other, one])]]
    assert screen.page.locator(".listhead").evaluate_all(TEXTS, ["strong"]) in either
    assert listed_as_typed(screen) == 2


def listed_as_typed(screen: Screen) -> int:
    """How many campaigns are listed, each of them as typed."""
    ids = screen.rows.evaluate_all("rows => rows.map(row => row.dataset.campaign)")
    texts = screen.rows.evaluate_all(TEXTS, [".place", ".where", ".title"])
    assert texts == [[one.place, place_name(one), one.title] for one in map(told().__getitem__, ids)]
    return len(ids)


@whole
def test_cards_say_every_step_target_group_and_other_chapter(screen: Screen) -> None:
    screen.open(f"/?campaign={EVERYTHING[0]}")
    for name in EVERYTHING:
        screen.page.evaluate(GO, f"?campaign={name}")
        one = told()[name]
        expect(screen.card.locator(".address a").last).to_have_attribute("href", f"./?campaign={name}")
        steps = loaded(whole=True).dataset.history(one)
        shown = screen.card.locator("ol.timeline li").evaluate_all(TEXTS, [".step", ".source", ".source a"])
        assert [what for what, _, _ in shown] == [step.what for step in steps]
        assert [title for _, _, title in shown] == [step.source_title for step in steps]
        assert all(step.source_publisher in line for step, (_, line, _) in zip(steps, shown, strict=True))
        links = screen.card.locator("dd a[data-view]").all_text_contents()
        assert links == [*one.targets, *(told()[name].title for name in one.related)]
        assert ", ".join(one.organizers) in screen.card.locator("dd").all_text_contents()
        assert screen.card.locator("a[target=_blank]").count() > len(steps)


@whole
def test_cards_say_what_their_campaign_does(screen: Screen) -> None:
    if screen.page.locator(MAP).count() == 0:
        screen.open()
    for name in (f"hostile-{number}" for number in range(0, len(payloads()), 100)):
        one = told()[name]
        screen.page.evaluate(GO, f"?campaign={name}")
        expect(screen.card.locator(".address a").last).to_have_attribute("href", f"./?campaign={name}")
        said = screen.card.evaluate("card => card.textContent")
        assert screen.card.locator("h2").text_content() == place_name(one)
        for text in (one.title, one.summary, one.body, *notes(one, [step_of(one)], TODAY), *one.targets):
            assert text in said


def test_every_kind_of_payload_is_text_in_every_block(put: list[str], page: Page) -> None:
    watch = Watch(page).begin()
    texts = [" ¦ ".join(texts) for kind, texts in corpus().items() if kind != HALVES]
    blocks = []
    for text in texts:
        for block in BLOCKS:
            put.clear()
            block(text, SAFE_LINK)
            blocks.append("".join(put))
    page.set_content("<title>Blocks</title>")
    shown = page.evaluate(SHOW, blocks)
    for text, block in zip((text for text in texts for _ in BLOCKS), shown, strict=True):
        assert as_html_reads(text) in block
    watch.is_calm()


def as_html_reads(text: str) -> str:
    """Text that came by no file: HTML has no NUL, and its lines end alike."""
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def targets() -> set[str]:
    """All companies."""
    return {target for name in EVERYTHING for target in told()[name].targets}


@whole
def test_the_companies_and_one_of_them_say_their_names(screen: Screen) -> None:
    screen.open("/companies")
    rows = screen.page.locator("table.companies tbody tr").evaluate_all(TEXTS, ["th a", "td"])
    companies = {company.name: company for company in loaded(whole=True).dataset.companies}
    assert sorted(rows) == sorted([name, companies[name].sector] for name in targets())
    screen.page.locator("table.companies th a").first.click()
    article = screen.page.locator("article.company")
    expect(article).to_be_visible()
    name = article.locator("h1").text_content() or ""
    said = article.evaluate("article => article.textContent")
    assert name in companies
    assert companies[name].sector in said and ", ".join(companies[name].aliases) in said


@whole
def test_the_trends_name_companies_in_charts_and_tables(screen: Screen) -> None:
    screen.open("/trends?country=US")
    expect(screen.page.locator("[data-testid=stVegaLiteChart]")).to_have_count(4)
    for numbers in screen.page.locator("[data-testid=stExpander] summary").all():
        numbers.press("Enter")
    expect(screen.page.locator("table").last).to_be_visible()
    named = screen.page.locator("table").last.locator("tbody th").all_text_contents()
    assert len(named) == 15
    assert set(named) <= targets()


@whole
def test_get_involved_says_every_toolkit_and_group(screen: Screen) -> None:
    screen.open("/involved")
    shown = screen.page.locator(".st-key-involved ul:not(.legend) li").all_text_contents()
    wanted = [
        f"{one.title}, {one.publisher} ({one.place}). {one.summary}" for one in loaded(whole=True).dataset.resources
    ]
    assert sorted(shown) == sorted(wanted)


@whole
def test_the_known_gaps_say_every_note(screen: Screen) -> None:
    screen.open("/about")
    for tab in screen.page.get_by_role("tab").all():
        tab.click()
    screen.page.get_by_role("tab", name="Known gaps").click()
    lines = screen.page.locator(".st-key-gaps ul").last.locator("li")
    expect(lines).to_have_count(len(told()))
    wanted = {f"{one.place}: {one.title}. {one.source_note}" for one in told().values()}
    assert set(lines.all_text_contents()) == wanted


@whole
def test_a_presentation_says_every_place_title_body_and_step(screen: Screen) -> None:
    screen.open(DECIDED)
    inside = screen.page.frame_locator(FRAME)
    expect(inside.locator(".slide h1")).to_be_visible()
    expect(inside.locator("path.land").first).to_be_attached()
    frame = screen.page.locator(FRAME).element_handle().content_frame()
    assert frame
    won = [one for one in told().values() if one.status is Status.WON]
    parts = ["h1", ".around", ".asked", ".decision", ".steps b + *"]
    slides = frame.evaluate(TURN, [len(won), parts])
    assert sorted(slides) == sorted(map(slide, won))
    frame.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', { key: 'o' }))")
    expect(inside.locator("dialog")).to_be_visible()
    titles = inside.locator("dialog ol button").all_text_contents()
    assert sorted(titles) == sorted(f"{place_name(one)}: {one.title}" for one in won)
    frame.evaluate("document.querySelector('dialog').close()")


def slide(one: Campaign) -> list[str]:
    """What a campaign's slide says."""
    events = loaded(whole=True).dataset.history(one)
    said = f"Who decided: {decision(one, events, TODAY)}"
    return [one.place, ", ".join(around(one)), one.title, said, events[0].what]


@whole
@pytest.mark.parametrize("parameter", ["status", "target", "ask", "country", "pick"])
def test_an_address_that_asks_for_every_payload_is_answered_with_each(screen: Screen, parameter: str) -> None:
    asked = [marked(text, number + 1_000) for number, text in enumerate(payloads()) if "\0" not in text]
    if parameter == "pick":
        screen.open(DECIDED)
        screen.page.evaluate(GO, f"?status=won&{urlencode({parameter: asked}, doseq=True)}")
        note = screen.page.frame_locator(FRAME).locator(".note")
    else:
        if screen.page.locator(MAP).count() == 0:
            screen.open()
        screen.page.evaluate(GO, "?" + urlencode({parameter: asked}, doseq=True))
        note = screen.page.locator(".st-key-banner_notes .note", has_text=f"{parameter} “")
    expect(note).to_be_visible()
    said = note.evaluate("note => note.textContent")
    assert [text for text in asked if f"“{as_html_reads(text)}”" not in said] == []


@whole
def test_every_kind_of_payload_in_every_parameter_leaves_the_page_whole(screen: Screen) -> None:
    parameters = ["q", "from", "to", "near", "within", "year", "at", "campaign", "company", "lang", "slide", "order"]
    kinds = [texts[0] for kind, texts in corpus().items() if kind != HALVES]
    if screen.page.locator(MAP).count() == 0:
        screen.open()
    for turn in range(0, len(kinds), 3):
        asked = {name: kinds[(turn + place) % len(kinds)] for place, name in enumerate(parameters)}
        numbered = {name: f"{turn} {asked[name]}" for name in ("lang", "campaign", "near")}
        screen.page.evaluate(GO, "?" + urlencode(asked | numbered))
        for words in (f"lang “{turn} ", f"id “{turn} "):
            expect(screen.page.locator(".note", has_text=words)).to_be_visible()
        screen.settled()
        said = screen.page.locator(".note").all_text_contents()
        for name in ("from", "to", "year", "lang", "campaign"):
            assert any(as_html_reads(asked[name]) in each for each in said), name
    text = " ¦ ".join(kinds).replace("\0", "")
    screen.open("/companies?" + urlencode({"company": text}))
    assert as_html_reads(text) in (screen.page.locator(".st-key-companies .note").text_content() or "")


# Exports


def test_a_meeting_pack_says_everything_and_runs_nothing(page: Page, tmp_path: Path) -> None:
    watch = Watch(page).begin()
    file = tmp_path / "pack.html"
    file.write_bytes(pack(published(loaded(whole=True).dataset)))
    page.goto(file.as_uri())
    expect(page.locator("path.land").first).to_be_visible()
    expect(page.locator(".leaflet-marker-pane .campaign")).to_have_count(len(payloads()))
    entered = {f"campaign={name}": one for name, one in told().items()}
    entries = page.locator(".campaigns > li")
    ids = entries.evaluate_all("entries => entries.map(entry => entry.id)")
    parts = [".place", ".title", ".summary", ".note", "dd", ".step"]
    for name, (place, title, summary, note, body, what) in zip(ids, entries.evaluate_all(TEXTS, parts), strict=True):
        one = entered[name]
        wanted = [one.place, one.title, one.summary, one.source_note, f"{one.body} (city)"]
        assert [place, title, summary, note, body] == wanted
        assert what == loaded(whole=True).dataset.history(one)[0].what
    markers = page.locator(".leaflet-marker-pane .campaign")
    assert len(set(markers.evaluate_all(NAMES))) == len(payloads())
    assert all(name == tip for name, tip in markers.evaluate_all(TOOLTIPS, THIRD))
    companies = page.locator("#target option").all_text_contents()[1:]
    assert {name.rpartition(" (")[0] for name in companies} >= targets()
    for name in ids[:: len(ids) // 5]:
        page.evaluate("name => { location.hash = name }", name)
        expect(page).to_have_title(f"{entered[name].place}: {entered[name].title} · City Campaigns")
    watch.is_calm()


def published(dataset: Dataset, *chosen: str) -> Publication:
    return Publication(Selection(Index(dataset), Filters()), TODAY, "https://campaigns.example.org/", chosen)


def test_pages_of_the_static_edition_say_everything_and_run_nothing(page: Page, tmp_path: Path) -> None:
    watch = Watch(page).begin()
    chosen = [f"hostile-{number}" for number in range(0, len(payloads()), 35)]
    for name, data in site(published(loaded().dataset, *chosen)).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    for name in chosen:
        one = told()[name]
        page.goto((tmp_path / "campaigns" / name / "index.html").as_uri())
        assert page.locator("h1").text_content() == place_name(one)
        said = page.locator("main").evaluate("main => main.textContent")
        for text in (one.title, one.summary, one.body, one.source_note, *one.targets, step_of(one).what):
            assert text in said
        watch.is_calm()


# The editor, which changes the data and therefore comes last


@pytest.fixture
def editions(folder: Path) -> tuple[Edition, Edition]:
    """The tables as they are kept, and with another title for every fifth campaign."""
    kept = kept_in(folder)
    rows = [dict(row) for row in kept.rows("campaigns")]
    for number, row in list(enumerate(rows))[::5]:
        row["title"] = marked(payloads()[(number + 301) % len(payloads())], number)
    return kept, read_edition(kept.with_rows("campaigns", rows).files())


def kept_in(folder: Path) -> Edition:
    return read_edition({name: (folder / f"{name}.csv").read_bytes() for name in files(whole=True)})


@whole
def test_a_draft_in_the_editor_is_told_shown_and_saved_as_typed(
    screen: Screen, folder: Path, editions: tuple[Edition, Edition]
) -> None:
    page, (kept, wanted) = screen.page, editions
    page.goto(f"{screen.url}/involved")
    page.evaluate("([name, copy]) => localStorage.setItem(name, copy)", [COPY, half_filled(between(kept, wanted))])
    screen.open("/update?campaign=hostile-5")
    said = difference(between(kept, wanted), kept, wanted)
    lines = page.locator(".st-key-draft_difference li")
    expect(lines).to_have_count(len(said.told))
    assert lines.all_text_contents() == [f"{one.subject}: {'; '.join(one.words)}" for one in said.told]
    expect(field_of(page, "step_source_title")).to_have_value(HALF_FILLED)
    page.get_by_text("Show how it will look").click()
    expect(page.locator(".st-key-draft_card h2")).to_be_visible()
    screen.settled()
    page.get_by_role("combobox", name="Campaign", exact=True).first.click()
    offered = page.get_by_role("option").all_text_contents()
    assert offered and set(offered) <= {campaign_name(row) for row in wanted.rows("campaigns")}
    page.keyboard.press("Escape")
    turn_to(screen, "Add a campaign")
    expect(field_of(page, "campaign_title")).to_have_value(HALF_FILLED)
    turn_to(screen, "The table itself")
    expect(page.locator("canvas").first).to_be_visible()
    expect(page.locator("canvas table td").first).to_be_attached()
    cells = page.locator("canvas table td").all_text_contents()
    assert {"", *cells} <= {"", *(text for row in wanted.rows("campaigns") for text in row.values())}
    page.get_by_role("button", name="Save on this server").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.locator(".st-key-save_0 li").first).to_be_visible()
    assert titles(kept_in(folder)) == titles(wanted)


HALF_FILLED = marked(corpus()["svg"][0], 1)


def half_filled(changes: Changes) -> str:
    """A draft as the browser keeps it, with something in every field of text of both forms."""
    forms = {
        "step": dict.fromkeys(text_columns("events"), HALF_FILLED),
        "campaign": dict.fromkeys(["asked", *text_columns("campaigns")], HALF_FILLED),
    }
    return json.dumps({"changes": as_json(changes), "forms": forms})


def titles(edition: Edition) -> dict[str, str]:
    return {row["id"]: row["title"] for row in edition.rows("campaigns")}


def field_of(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-{key}").locator("input, textarea").first


def turn_to(screen: Screen, way: str) -> None:
    screen.page.locator(".st-key-update_way").get_by_role("radio", name=way).click()
    screen.settled()


@whole
def test_files_of_hostile_names_and_columns_are_told_as_typed(screen: Screen) -> None:
    screen.open("/update")
    turn_to(screen, "Bring files")
    texts = [text for text in FILE_NAMES if not set(text) & set("/\\\0")]
    for text in texts:
        bring(screen.page, f"{text}.csv", b"sun,sea\n1,2\n")
        expect(screen.page.locator(".st-key-bring_refused .message")).to_contain_text(f"{text}.csv")
    table = 'id,title,place,country,level,body,ask,status,url,"{}"\n'.format('","'.join(COLUMNS))
    row = "new-one,One,Exampleton,US,city,Council,divestment,ongoing,https://example.org/a," + ",".join(
        "x" for _ in COLUMNS
    )
    bring(screen.page, "campaigns.csv", f"{table}{row}\n".encode())
    expect(screen.page.locator(".st-key-brought")).to_contain_text("Exampleton, United States: One: new")
    screen.page.get_by_role("button", name="Take these changes").click()
    expect(screen.page.locator(".st-key-draft_difference")).to_contain_text("Exampleton, United States: One: new")
    turn_to(screen, "The table itself")
    expect(screen.page.locator("canvas").first).to_be_visible()


FILE_NAMES = (
    "<img src=x onerror=window.__ran=1>",
    "a -> b :streamlit: :red[x] **y** $z$",
    "${window.__ran=1} `\u202egnp.exe",
)
COLUMNS = tuple(
    text
    for kind in ("markdown", "streamlit's directives", "svg")
    for text in corpus()[kind]
    if not set(text) & set('"\n')
)


def bring(page: Page, name: str, content: bytes) -> None:
    """Upload a file in place of the one before."""
    for button in page.get_by_test_id("stFileChipDeleteBtn").get_by_role("button").all():
        button.click()
    expect(page.locator(".st-key-bring_refused")).to_have_count(0)
    file = {"name": name, "mimeType": "text/csv", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]


# Cells of a million letters, and rows that are held back


@pytest.fixture(scope="module")
def vast(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    """A dashboard of rows with a megabyte in every column of text, of one that has not, and of some held back."""
    folder = tmp_path_factory.mktemp("vast")
    for name, rows in megabytes().items():
        (folder / f"{name}.csv").write_text(written(rows), encoding="utf-8")
    context = browser.new_context(**both(DESKTOP))
    with dashboard(folder) as url:
        yield Screen(context.new_page(), url)
    context.close()


@pytest.fixture(scope="module")
def watched_vast(vast: Screen) -> Watch:
    return Watch(vast.page).begin()


def test_a_megabyte_in_every_cell_leaves_the_next_row_in_its_place(vast: Screen, watched_vast: Watch) -> None:
    for address, next_row in (
        ("/?campaign=vast", "ol.timeline li"),
        ("/companies", "table.companies tbody tr:nth-of-type(2)"),
        ("/involved", ".st-key-involved li:has-text('A toolkit')"),
        ("/present", FRAME),
        ("/update?campaign=vast", ".st-key-draft"),
        ("/", "a[data-campaign=next]"),
    ):
        vast.open(address)
        expect(vast.page.locator(next_row).last).to_be_visible()
        watched_vast.is_calm()


def test_rows_that_are_held_back_are_told_as_typed(vast: Screen, watched_vast: Watch) -> None:
    if vast.page.locator(MAP).count() == 0:
        vast.open()
    vast.page.locator("[data-testid=stExpander] summary").first.click()
    lines = vast.page.locator(".st-key-banner_problems li")
    expect(lines.first).to_be_visible()
    said = " ".join(lines.all_text_contents())
    report = load_bytes({name: written(rows).encode() for name, rows in megabytes().items()}, today=TODAY).report
    assert len(report.blocking) >= 8
    assert [problem.message for problem in report.blocking if problem.message not in said] == []
    watched_vast.is_calm()
