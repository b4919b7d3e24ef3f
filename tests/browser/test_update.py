"""The Update page as an organizer has it: every way in, the draft that it fills, and how that is kept."""

from __future__ import annotations

import http.client
import io
import json
import os
import select
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import chain, repeat
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Dialog, Locator, Page, Request, expect

from campaigns.changes import Changes, as_json, between
from campaigns.edition import Edition, read_edition
from campaigns.recording import record
from campaigns.workbooks import tables_in, workbook
from tests.browser.screen import DARK, PHONE, Screen, both
from tests.browser.test_accessibility import violations
from tests.conftest import HOST, ROOT, answers, dashboard, free_port, stop, streamlit_command
from tests.pages.conftest import CAMPAIGNS, COMPANIES, EVENTS, SAME, write
from tests.unit.making import HOSTILE

TABLES = ("campaigns", "events", "companies")
TODAY = date(2026, 11, 21)
TWINNING = "sampleville-county-twinning"
WHAT = "The council adopts the motion."
STEP = {
    "campaign_id": TWINNING,
    "date": "2026-10-05",
    "kind": "vote",
    "what": WHAT,
    "status_after": "won",
    "source_url": "https://example.org/minutes-2026",
}
COPY = "city-campaigns-draft"
"""Where the browser keeps the draft."""


class Site(NamedTuple):
    """A dashboard and the folder of the tables that it shows."""

    url: str
    folder: Path

    @property
    def edition(self) -> Edition:
        """The tables as they are kept."""
        return read_edition({name: (self.folder / f"{name}.csv").read_bytes() for name in TABLES})

    def fill(self, campaigns: list[dict[str, str]] | None = None, events: list[dict[str, str]] | None = None) -> Site:
        """Write the tables, the invented ones where none are given, and forget the history."""
        write(self.folder / "campaigns.csv", campaigns or [SAME | row for row in CAMPAIGNS])
        write(self.folder / "events.csv", events or EVENTS)
        write(self.folder / "companies.csv", COMPANIES)
        shutil.rmtree(self.folder / "history", ignore_errors=True)
        return self

    def recorded(self, **cells: str) -> Changes:
        """The draft of somebody who recorded a step."""
        return between(self.edition, record(self.edition, STEP | cells, TODAY).edition)


@pytest.fixture(scope="module")
def local_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("local")
    Site("", folder).fill()
    with dashboard(folder, CAMPAIGNS_SAVE="local") as url:
        yield Site(url, folder)


@pytest.fixture
def local(local_server: Site) -> Site:
    """A dashboard on the organizer's own machine, where saving is turned on."""
    return local_server.fill()


@pytest.fixture(scope="module")
def default_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("default")
    Site("", folder).fill()
    with dashboard(folder) as url:
        yield Site(url, folder)


@pytest.fixture
def default(default_server: Site) -> Site:
    """A dashboard without any setting."""
    return default_server


class Update(Screen):
    """The Update page."""

    def way(self, name: str) -> Update:
        """Choose a way to change the tables."""
        way = self.page.locator(".st-key-update_way").get_by_role("radio", name=name)
        way.click()
        expect(way).to_have_attribute("aria-checked", "true")
        self.settled()
        return self

    def with_draft(self, changes: Changes, address: str = "/update") -> Update:
        """Open the page with a draft that the browser has kept."""
        copy = json.dumps({"changes": as_json(changes), "forms": {}})
        keep = f"localStorage.getItem('{COPY}') ?? localStorage.setItem('{COPY}', {json.dumps(copy)})"
        self.page.add_init_script(keep)
        self.open(address)
        expect(self.page.get_by_text("Your draft was found in this browser")).to_be_visible()
        self.settled()
        return self

    def upload(self, name: str, content: bytes) -> Update:
        """Bring a file, and wait for what it would change."""
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        self.page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
        expect(self.page.get_by_text("What these files change")).to_be_visible()
        self.settled()
        return self

    def type_into(self, column: str, text: str) -> None:
        """Reach a field by the Tab key and type, choosing by Enter where it offers choices."""
        self.tab_to(f".st-key-step_{column} :is(input, textarea)")
        self.page.keyboard.type(text)
        if self.page.get_by_role("option").count():
            self.page.keyboard.press("Enter")
        self.settled()

    @property
    def draft(self) -> Locator:
        """What the draft changes."""
        return self.page.locator(".st-key-draft_difference")

    @property
    def kept_copy(self) -> str:
        """The copy of the draft that the browser keeps; empty where there is none."""
        return self.page.evaluate(f"localStorage.getItem('{COPY}') ?? ''")


@pytest.fixture
def asked(page: Page) -> list[str]:
    """The kinds of the dialogs that the page opened; the visitor stays."""
    kinds: list[str] = []

    def note(dialog: Dialog) -> None:
        kinds.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", note)
    return kinds


def arrive(page: Page, site: Site) -> Update:
    """Come to the page by the menu, as a visitor of the dashboard does."""
    screen = Update(page, site.url)
    screen.open().menu("Update")
    return screen


def test_keyboard_alone_records_a_vote_that_explore_then_shows(
    page: Page, local: Site, console_errors: list[str]
) -> None:
    screen = Update(page, local.url)
    screen.open().menu_by_keyboard("Update")
    screen.type_into("campaign", "twinning")
    expect(page.get_by_text("A petition starts.")).to_be_visible()
    for column, text in {"date": "2026-10-05", "kind": "Vote", "what": WHAT, "votes_for": "8"}.items():
        screen.type_into(column, text)
    screen.type_into("status_after", "Won")
    screen.type_into("source_url", STEP["source_url"])
    page.keyboard.press("Tab")
    expect(page.get_by_text("The status follows: Ongoing → Won, decided 5 October 2026.")).to_be_visible()
    screen.tab_to(".st-key-step_enter button")
    page.keyboard.press("Enter")
    expect(screen.draft).to_contain_text("status ongoing → won")
    expect(page.get_by_text("The step is in your draft.")).to_be_in_viewport()
    screen.settled().tab_to(".st-key-save button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved.")).to_be_in_viewport()
    screen.menu_by_keyboard("Explore")
    expect(screen.card.locator("ol.timeline > li").last).to_contain_text(WHAT)
    expect(screen.card).to_contain_text("Won")
    assert console_errors == []


def test_an_unfinished_draft_outlives_a_reload_and_the_server(page: Page, tmp_path: Path) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    port = free_port()
    site = Site(f"http://{HOST}:{port}", tmp_path).fill()
    with serving(port, site):
        screen = Update(page, site.url).with_draft(site.recorded(), f"/update?campaign={TWINNING}")
        screen.field("what").fill("Half a sentence")
        screen.field("what").blur()
        page.wait_for_function(f"() => localStorage.getItem('{COPY}').includes('Half a sentence')")
        page.reload()
        expect(screen.field("what")).to_have_value("Half a sentence")
    with serving(port, site):
        page.reload()
        expect(screen.draft).to_contain_text("status ongoing → won")
        expect(screen.field("what")).to_have_value("Half a sentence")
        expect(screen.field("campaign")).to_have_value("Sampleville County, United Kingdom: End of a twinning")


@contextmanager
def serving(port: int, site: Site) -> Iterator[None]:
    """A dashboard on a port of one's own choice, so that a new one can take an old one's place."""
    env = os.environ | {"CAMPAIGNS_DATA": str(site.folder)}
    nothing = subprocess.DEVNULL
    with subprocess.Popen(streamlit_command(port), cwd=ROOT, env=env, stdout=nothing, stderr=nothing) as server:
        try:
            assert answers(server, port)
            yield
        finally:
            stop(server)


@pytest.mark.parametrize("button", ["Save on this server", "Discard the draft"])
def test_a_draft_saved_or_discarded_is_gone_from_the_browser(page: Page, local: Site, button: str) -> None:
    screen = Update(page, local.url).with_draft(local.recorded())
    assert WHAT in screen.kept_copy
    screen.button(button).click()
    expect(screen.draft).to_have_count(0)
    screen.settled()
    assert screen.kept_copy == ""


def test_a_draft_discarded_in_one_tab_is_kept_where_another_went_on(page: Page, local: Site) -> None:
    address = f"/update?campaign={TWINNING}"
    left = Update(page.context.new_page(), local.url).with_draft(local.recorded(), address)
    screen = Update(page, local.url).with_draft(local.recorded(), address)
    screen.field("what").fill("Half a sentence")
    screen.field("what").blur()
    page.wait_for_function(f"() => localStorage.getItem('{COPY}').includes('Half a sentence')")
    left.button("Discard the draft").click()
    expect(left.draft).to_have_count(0)
    left.settled()
    assert "Half a sentence" in screen.kept_copy


def test_leaving_with_unsaved_work_asks(page: Page, local: Site) -> None:
    screen = Update(page, local.url).with_draft(local.recorded())
    screen.way("Bring files")
    with page.expect_event("dialog") as asked:
        page.evaluate("() => { setTimeout(() => location.assign('about:blank')) }")
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    expect(screen.draft).to_be_visible()


def test_leaving_asks_nothing_where_nothing_is_unsaved(page: Page, local: Site, asked: list[str]) -> None:
    screen = Update(page, local.url).with_draft(local.recorded())
    screen.button("Discard the draft").click()
    expect(screen.draft).to_have_count(0)
    screen.settled()
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    assert asked == []


def test_a_new_campaign_is_found_and_drawn_without_a_request_to_anybody(
    page: Page, local: Site, outside_requests: list[str], console_errors: list[str]
) -> None:
    screen = arrive(page, local).way("Add a campaign")
    page.get_by_label("Where is it?").fill("Portland, Oregon")
    page.keyboard.press("Enter")
    expect(screen.map.locator(".campaign.chosen")).to_be_visible()
    expect(screen.map.locator("path.land").first).to_be_attached()
    expect(screen.field("latitude", "campaign")).to_have_value("45.5234")
    for column, text in {"title": "A motion", "body": "City council", "url": "https://example.org/a"}.items():
        screen.field(column, "campaign").fill(text)
    for column, label in {"level": "City", "ask": "Divestment", "status": "Ongoing"}.items():
        screen.field(column, "campaign").click()
        page.get_by_role("option", name=label).first.click()
        screen.settled()
    screen.button("Add this campaign").click()
    expect(screen.draft).to_contain_text("Portland, Oregon: A motion: new, ongoing")
    page.get_by_text("Show how it will look").click()
    expect(page.locator(".st-key-draft_card")).to_contain_text("City council")
    assert outside_requests == []
    assert console_errors == []


SECTOR = "#glide-cell-3-{row}"


@pytest.fixture
def grid(page: Page, local: Site) -> Update:
    """The table of companies in the grid, reached by the Tab key."""
    screen = Update(page, local.url)
    screen.open("/update")
    screen.way("The table itself")
    page.locator(".st-key-table_name").get_by_role("radio", name="Companies").click()
    expect(page.get_by_role("region", name="Companies: 2 rows")).to_be_visible()
    screen.settled()
    page.get_by_role("radio", name="Companies").focus()
    screen.tab_to("canvas", most=15)
    return screen


def test_a_cell_is_changed_by_keyboard(page: Page, grid: Update) -> None:
    for key in ("ArrowDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    change_cell(page, SECTOR.format(row=1), "machinery")
    expect(grid.draft).to_contain_text("Companies: 1 changed (Sample Industries)")
    grid.settled()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    change_cell(page, SECTOR.format(row=0), "banks")
    expect(grid.draft).to_contain_text("Companies: 2 changed (Example Corp, Sample Industries)")


def change_cell(page: Page, cell: str, text: str) -> None:
    """Type another text into the cell that the arrow keys have led to.

    As fast as a person does: the grid loses what is typed and confirmed within a few milliseconds.
    """
    expect(page.locator(cell)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("textarea.gdg-input")).to_be_focused()
    page.keyboard.type(text, delay=50)
    expect(page.locator(".gdg-growing-entry")).to_contain_text(text)
    page.keyboard.press("Enter")


def test_rows_are_pasted_as_a_spreadsheet_copies_them(page: Page, grid: Update) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", "Excorp\tbanks\nSindus\tcars")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+v")
    expect(grid.draft).to_contain_text("Companies: 2 changed (Example Corp, Sample Industries)")


def edited(site: Site) -> Edition:
    """The tables as somebody brings them back: one title changed, one campaign left out."""
    rows = [row for row in site.edition.rows("campaigns") if row["id"] != "sampleville-police"]
    return titled(site.edition.with_rows("campaigns", rows), "sampleville-bonds", "Renamed")


@pytest.mark.parametrize("name", ["campaigns.csv", "mine.xlsx"])
def test_an_edited_file_changes_what_was_edited_and_removes_only_what_is_named(
    page: Page, local: Site, name: str, console_errors: list[str]
) -> None:
    edition = edited(local)
    content = edition.files()["campaigns"] if name.endswith("csv") else as_workbook(edition)
    screen = arrive(page, local).way("Bring files").upload(name, content)
    expect(page.locator(".st-key-brought")).to_contain_text("title Sale of bonds → Renamed")
    expect(page.locator(".st-key-brought")).to_contain_text("none removed")
    page.get_by_label("not in these files").click()
    page.get_by_role("option", name="Sampleville upon Sample").click()
    page.keyboard.press("Escape")
    screen.settled()
    screen.button("Take these changes").click()
    expect(screen.draft).to_contain_text("End of a police exchange: removed; 2 events removed")
    expect(screen.button("Save on this server")).to_be_disabled()
    page.get_by_text("Yes, remove it").click()
    screen.button("Save on this server").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert {row["id"]: row["title"] for row in local.edition.rows("campaigns")} == {
        row["id"]: row["title"] for row in edition.rows("campaigns")
    }
    assert console_errors == []


def test_half_a_gigabyte_is_refused_before_it_has_come_in(page: Page, default: Site) -> None:
    screen = arrive(page, default).way("Bring files")
    with page.expect_request(lambda request: request.method == "PUT") as sent:
        screen.upload("campaigns.csv", default.edition.files()["campaigns"])
    assert put(sent.value, {"Content-Length": "500000000"}, iter([])) == (413, 0)
    status, megabytes = put(sent.value, {"Transfer-Encoding": "chunked"}, chain([PART], repeat(bytes(10**6), 500)))
    assert status == 413
    assert megabytes < 60


PART = b'--x\r\nContent-Disposition: form-data; name="file"; filename="campaigns.csv"\r\n\r\n'
"""How a file begins in a request."""


def put(upload: Request, headers: dict[str, str], body: Iterator[bytes]) -> tuple[int, int]:
    """Send another body where a page uploads its file, until there is an answer: its status, and the megabytes sent."""
    address, sent = urlsplit(upload.url), 0
    connection = http.client.HTTPConnection(address.netloc, timeout=60)
    connection.putrequest("PUT", address.path)
    own = {name: text for name, text in upload.all_headers().items() if name in {"cookie", "x-xsrftoken"}}
    for name, text in (own | headers | {"Content-Type": "multipart/form-data; boundary=x"}).items():
        connection.putheader(name, text)
    connection.endheaders()
    while not select.select([connection.sock], [], [], 0)[0] and (part := next(body, None)):
        connection.send(b"%x\r\n%s\r\n" % (len(part), part))
        sent += len(part)
    return connection.getresponse().status, sent // 10**6


def as_workbook(edition: Edition) -> bytes:
    return workbook({table: grid.sheet() for table, grid in edition.grids.items()})


def test_by_default_the_page_offers_files_and_no_save(page: Page, default: Site) -> None:
    screen = Update(page, default.url).with_draft(default.recorded())
    expect(page.get_by_text("Saving is off on this site. Take the corrected tables along")).to_be_visible()
    expect(screen.button("Save")).to_have_count(0)
    with zipfile.ZipFile(io.BytesIO(download(screen, "Tables as CSV"))) as archive:
        assert WHAT in archive.read("events.csv").decode()
        assert sorted(archive.namelist()) == ["campaigns.csv", "companies.csv", "events.csv"]
    brought = dict(tables_in("tables.xlsx", download(screen, "Tables as Excel")).tables)
    assert WHAT in str(brought)
    assert WHAT not in str(default.edition.rows("events"))


@pytest.mark.parametrize("page", [{}, both(DARK, PHONE)], ids=["light desktop", "dark phone"], indirect=True)
def test_what_only_an_editor_sees_breaks_no_rule(page: Page, local: Site) -> None:
    screen = Update(page, local.url).with_draft(local.recorded())
    found = list(violations(page))
    screen.button("Save on this server").click()
    expect(page.locator(".st-key-save_0")).to_contain_text(WHAT)
    screen.settled()
    assert not [*found, *violations(page)]


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_on_a_phone_a_link_leads_from_the_form_to_the_draft(page: Page, local: Site) -> None:
    screen = Update(page, local.url).with_draft(local.recorded(), f"/update?campaign={TWINNING}")
    expect(screen.draft).not_to_be_in_viewport()
    page.get_by_text("Your draft: 1 campaign changed; none removed.").tap()
    expect(screen.draft).to_be_in_viewport()
    assert page.locator(".stMain").evaluate("element => element.scrollWidth - element.clientWidth") <= 0


def test_a_campaign_opened_from_the_upkeep_is_the_one_to_record_something_of(page: Page, local: Site) -> None:
    screen = Update(page, local.url)
    screen.open("/update")
    screen.way("Bring files")
    page.locator("summary", has_text="no news for 18 months").click()
    page.locator(".st-key-chore_no-news a").click()
    expect(screen.field("campaign")).to_have_value("Sampleville County, United Kingdom: End of a twinning")


def download(screen: Update, button: str) -> bytes:
    """The file that a button gives."""
    with screen.page.expect_download() as given:
        screen.button(button).click()
    return given.value.path().read_bytes()


IMAGE = "![](https://example.org/image.png)"
"""A cell that in Markdown would have the browser ask another site for a picture."""


def hostile(number: int) -> dict[str, str]:
    """A campaign whose texts would like to be more than that."""
    text = HOSTILE[number]
    names = dict.fromkeys(("title", "place", "region", "body", "organizers", "summary", "source_note"), text)
    return SAME | CAMPAIGNS[0] | names | {"id": f"hostile-{number}", "status": "ongoing", "targets": "Example Corp"}


def hostile_step(number: int) -> dict[str, str]:
    texts = dict.fromkeys(("what", "source_title", "source_publisher"), HOSTILE[number])
    return EVENTS[0] | texts | {"campaign_id": f"hostile-{number}", "status_after": "ongoing"}


def hostile_draft(site: Site) -> Changes:
    """A step with a problem, a removal and a conflict."""
    step = STEP | {"campaign_id": "hostile-0", "what": HOSTILE[1], "source_url": HOSTILE[6]}
    recorded = record(site.edition, step, TODAY).edition
    rest = [row for row in recorded.rows("campaigns") if row["id"] != "hostile-3"]
    mine = between(titled(site.edition, "hostile-5", "Older"), titled(site.edition, "hostile-5", HOSTILE[2]))
    return between(site.edition, recorded.with_rows("campaigns", rest)) + mine


def titled(edition: Edition, campaign: str, title: str) -> Edition:
    """The tables with another title of a campaign."""
    rows = [{**row, "title": title} if row["id"] == campaign else row for row in edition.rows("campaigns")]
    return edition.with_rows("campaigns", rows)


def test_hostile_cells_stay_texts(page: Page, local: Site, asked: list[str], outside_requests: list[str]) -> None:
    numbers = range(len(HOSTILE))
    strange = hostile(0) | {"id": "strange", "title": "Strange status", "status": IMAGE, "place": "Exampleton"}
    local.fill([*map(hostile, numbers), strange], list(map(hostile_step, numbers)))
    screen = Update(page, local.url).with_draft(hostile_draft(local), "/update?campaign=strange")
    expect(screen.draft).to_contain_text(HOSTILE[1])
    expect(page.locator(".st-key-conflict_text_0")).to_contain_text(HOSTILE[2])
    expect(page.locator(".st-key-removals")).to_contain_text(HOSTILE[3])
    expect(page.locator(".st-key-draft_problems_mend_0, .st-key-draft_problems_mend_1").last).to_contain_text(
        HOSTILE[6]
    )
    for column, text in {"date": "2026", "what": HOSTILE[0], "source_url": STEP["source_url"]}.items():
        screen.field(column).fill(text)
        screen.field(column).blur()
        screen.settled()
    screen.field("kind").click()
    page.get_by_role("option", name="Vote").click()
    expect(page.get_by_text(f"The status stays: {IMAGE}")).to_be_visible()
    page.get_by_text("Show how it will look").click()
    expect(page.locator(".st-key-draft_card")).to_contain_text(HOSTILE[0])
    screen.way("Add a campaign")
    page.get_by_label("Where is it?").fill(f"{HOSTILE[0]} {IMAGE}")
    page.keyboard.press("Enter")
    expect(page.get_by_text("fill in the place")).to_be_visible()
    screen.way("Bring files")
    renamed = titled(local.edition, "hostile-0", HOSTILE[4])
    screen.upload(f"{HOSTILE[1]}.csv", renamed.files()["campaigns"])
    expect(page.locator(".st-key-brought")).to_contain_text(HOSTILE[4])
    screen.way("The table itself")
    expect(page.get_by_role("region", name="Campaigns: ")).to_be_visible()
    screen.settled().tab_to("canvas")
    for key in ("ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("textarea.gdg-input")).to_be_visible()
    page.keyboard.press("Escape")
    assert asked == []
    assert outside_requests == []
