"""The doors of a running server: what a page may load and send, what a path leads to, what is kept and written down."""

from __future__ import annotations

import http.client
import io
import json
import re
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Frame, Page, Route, expect
from streamlit.proto.Common_pb2 import FileUploaderState, StringArray, UploadedFileInfo
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string

from campaigns.loading import DATA_FOLDER
from tests.browser.conftest import OUTSIDE
from tests.browser.screen import MAP, Screen
from tests.browser.wire import SECONDS, Visit, connected
from tests.conftest import HOST, ROOT, dashboard
from ui import online

MEGABYTE = 1024 * 1024
PRIVATE = "what nobody may read"
INSIDE = re.compile(rb"root:x?:0:|what nobody may read|def visit\(|enableXsrfProtection|\[project\]")
"""What stands in the files that no address may lead to."""
DEAD = "127.0.0.1:9"
"""A machine that answers nothing, in place of the geocoder that a visitor may choose to ask."""
CALL_TO_THE_DEAD = r"socket\.(getaddrinfo|connect)\t.*\('127\.0\.0\.1', 9\b.*"
SHARED = (
    "/",
    "/data/",
    "/feeds/country/",
    "/map/",
    "/media/",
    "/static/",
    "/app/static/",
    "/app/static/map/",
    "/component/",
    "/component/ui.campaign_map.leaflet/",
    "/component/ui.present.page.presentation/",
    "/component/streamlit_folium.st_folium/",
    "/_stcore/bidi-components/",
    "/_stcore/bidi-components/city_campaigns_block/",
    "/_stcore/upload_file/a/",
)
"""Where the server answers with files, or looks like it."""
UP = ("../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..\\", "..%5c", "%252e%252e%252f", "....//", "..;/", "%c0%ae%c0%ae/")
AIMS = ("etc/passwd", "dashboard.py", ".streamlit/config.toml", "pyproject.toml", "private.csv")
WHOLE = (
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "//etc/passwd",
    "file:///etc/passwd",
    "C:%5cWindows%5cwin.ini",
    "%5c%5chost%5cshare",
    "private.csv",
    "private.csv%00.json",
    "campaigns.csv/../private.csv",
    "history/",
    "~root/",
    f"{ROOT}/dashboard.py",
)
HOSTILE_NAMES = (
    "../../companies.csv",
    "/etc/cron.d/companies.csv",
    "..\\..\\companies.csv",
    'a";x=".csv',
    "<img src=x>.csv",
    "companies.csv",
)
ATTEMPTS = """async ([elsewhere, expected]) => {
    const broken = new Set()
    const what = (uri) => uri.includes(":") ? new URL(uri).protocol : uri
    document.addEventListener("securitypolicyviolation", (event) => {
        broken.add(`${event.effectiveDirective} ${what(event.blockedURI)}`)
    })
    const put = (kind, made) => document.body.append(Object.assign(document.createElement(kind), made))
    await new Promise((done) => setTimeout(async () => {
        await fetch(elsewhere).catch(() => {})
        try { new WebSocket(elsewhere.replace("http", "ws")) } catch { /* told by the event */ }
        navigator.sendBeacon?.(elsewhere)
        put("img", { src: elsewhere })
        put("script", { src: elsewhere })
        put("link", { rel: "stylesheet", href: elsewhere })
        put("iframe", { src: elsewhere })
        put("script", { textContent: "window.ranInline = 1" })
        try { new Function("window.ranText = 1")() } catch { /* told by the event */ }
        done()
    }))
    while (broken.size < expected) await new Promise(requestAnimationFrame)
    return { broken: [...broken], inline: !!window.ranInline, text: !!window.ranText }
}"""
"""Everything that would call out or run a text, tried as a program that got into the page would try it."""
CALLS = ["connect-src https:", "connect-src wss:", "frame-src https:", "img-src https:"]
LOADS = ["script-src-elem https:", "style-src-elem https:"]
PROGRAMS = ["script-src eval", "script-src-elem inline"]


class House(NamedTuple):
    """A dashboard without any setting but a dead geocoder, and what it leaves behind.

    Attributes:
        url: Its address.
        data: The folder of its tables; what nobody may read lies in it and beside it.
        log: What it says.
        watched: What it writes and whom it calls.
    """

    url: str
    data: Path
    log: Path
    watched: Path

    @property
    def did(self) -> list[str]:
        """Each file written, and each machine called."""
        return self.watched.read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    made = House("", folder / "data", folder / "log.txt", folder / "watched.txt")
    made.data.mkdir()
    for file in DATA_FOLDER.glob("*.csv"):
        shutil.copy(file, made.data)
    for place in (folder, made.data):
        (place / "private.csv").write_text(PRIVATE, encoding="utf-8")
    watch = {"WATCHED": str(made.watched), "PYTHONPATH": str(ROOT / "tests/browser/watch")}
    settings = {"CAMPAIGNS_NOMINATIM": f"http://{DEAD}", "PYTHONDONTWRITEBYTECODE": "1"}
    with dashboard(made.data, log=made.log, **watch, **settings) as url:
        yield made._replace(url=url)


class Asker:
    """Asks for paths exactly as they are written, which a browser would tidy first."""

    def __init__(self, url: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=SECONDS)

    def ask(
        self, path: str, method: str = "GET", headers: Mapping[str, str] | None = None, body: Any = None
    ) -> tuple[int, HTTPMessage, bytes]:
        """The status, the headers and the body of the answer."""
        self._connection.request(method, path, body, dict(headers or {}))
        answer = self._connection.getresponse()
        return answer.status, answer.headers, answer.read()


@pytest.fixture
def asker(house: House) -> Asker:
    return Asker(house.url)


@pytest.fixture
def visit(house: House) -> Iterator[Visit]:
    """A visit by a program, to any page."""
    with connected(house.url) as connection:
        yield Visit(connection)


def test_what_is_taken_along_and_brought_passes_the_policies(
    page: Page, house: House, outside_requests: list[str], console_errors: list[str]
) -> None:
    screen = Screen(page, house.url).open("/?near=qqqq+zzzz").with_markers()
    page.get_by_role("button", name="Share, print, present").click()
    expect(page.get_by_text("To embed it in a page of yours")).to_be_visible()
    with page.expect_download() as handout:
        page.locator("[class*=st-key-take_] button").first.click()
    assert handout.value.path().stat().st_size > 0
    page.keyboard.press("Escape")
    screen.menu("Update")
    page.locator(".st-key-update_way").get_by_role("radio", name="Bring files").click()
    tables: list[Any] = [{"name": "companies.csv", "mimeType": "text/csv", "buffer": b"name\nInvented Holdings\n"}]
    page.locator("input[type=file]").set_input_files(tables)
    expect(page.get_by_text("What these files change")).to_be_visible()
    screen.settled()
    assert outside_requests == []
    assert console_errors == []


def test_the_browser_itself_keeps_a_program_in_a_page_from_calling_out(page: Page, house: House) -> None:
    asked: list[str] = []  # not `outside_requests`: its stand-in for WebSockets comes before any policy

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.context.route(OUTSIDE, refuse)
    screen = Screen(page, house.url).open().with_markers()
    nothing = {"broken": sorted(CALLS + LOADS + PROGRAMS), "inline": False, "text": False}
    assert attempts(page.main_frame, nothing) == nothing
    in_the_map = {"broken": sorted(CALLS + LOADS), "inline": True, "text": True}
    assert attempts(screen.frame, in_the_map) == in_the_map
    assert attempts(presentation(screen), nothing) == nothing
    assert asked == []


def attempts(frame: Frame, expected: Mapping[str, Any]) -> dict[str, Any]:
    """What a page or a frame is kept from, once its browser has told as much as expected."""
    tried: dict[str, Any] = frame.evaluate(ATTEMPTS, ["https://example.org/x", len(expected["broken"])])
    return tried | {"broken": sorted(tried["broken"])}


def presentation(screen: Screen) -> Frame:
    """The frame of the Present page."""
    screen.open("/present")
    frame = screen.page.locator('iframe[title="Presentation"]').element_handle().content_frame()
    assert frame
    frame.wait_for_selector("path.land", state="attached")
    return frame


def test_another_site_can_show_a_view_and_learns_nothing_of_the_search(page: Page, house: House) -> None:
    with paper(f"{house.url}/?embed=true") as address:
        page.goto(address)
        shown = page.frame_locator("iframe")
        expect(shown.frame_locator(MAP).locator(".campaign").first).to_be_visible()
        shown.locator(".st-key-filter_q input").fill("pension")
        shown.locator(".st-key-filter_q input").press("Enter")
        expect(shown.locator("h1")).to_contain_text("pension")
        page.frames[1].wait_for_function("location.search.includes('q=pension')")
        expect(shown.locator(".stApp")).to_have_attribute("data-test-script-state", "notRunning")
        assert "pension" not in json.dumps(page.evaluate("window.heard"))


@contextmanager
def paper(shown: str) -> Iterator[str]:
    """Another site, whose page shows an address in a frame and hears what it is told."""
    hears = "<script>window.heard = []; addEventListener('message', (event) => heard.push(event.data))</script>"
    content = f'{hears}<iframe src="{shown}" title="City Campaigns" width="1200" height="800"></iframe>'.encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer((HOST, 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


def test_no_path_leads_out_of_what_is_served(asker: Asker) -> None:
    tried = {f"{start}{step * depth}{aim}" for start, step, depth, aim in product(SHARED, UP, (1, 4), AIMS)}
    tried |= {f"{start}{path}" for start, path in product(SHARED, WHOLE)}
    assert len(tried) > 1_500
    assert [path for path in sorted(tried) if INSIDE.search(asker.ask(path)[2])] == []


def test_no_folder_is_listed(asker: Asker) -> None:
    page = asker.ask("/")[2]
    for folder in (*SHARED, "/app/static/basemap/", "/app/static/page", "/app/static", "/data", "/static/js/"):
        status, _, body = asker.ask(folder)
        assert body == page or (status >= 300 and len(body) < 100), folder


def test_every_kind_of_answer_has_a_policy_even_a_refusal(asker: Asker) -> None:
    for path in (
        "/",
        "/nowhere",
        "/data/campaigns.csv",
        "/data/nothing",
        "/..%2f",
        "/media/nothing",
        "/_stcore/metrics",
    ):
        _, headers, _ = asker.ask(path)
        assert headers["Content-Security-Policy"], path
        assert headers["X-Content-Type-Options"] == "nosniff", path


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "MOVE", "MKCOL", "PROPPATCH"])
def test_nothing_served_can_be_written(asker: Asker, house: House, method: str) -> None:
    before = tables(house)
    for path in ("/", "/data/campaigns.csv", "/app/static/icon.png", "/media/x", "/map/x.json", *SHARED[9:13]):
        assert asker.ask(path, method, {"Destination": "/data/private.csv"}, b"id\n")[0] in (308, 400, 404, 405), path
    assert tables(house) == before


def test_no_program_may_drive_the_pages_over_http(asker: Asker) -> None:
    as_json = {"Content-Type": "application/json"}
    assert asker.ask("/_stcore/agent/interact", "POST", as_json, b"{}")[0] == 403
    tool = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "interact", "arguments": {}}}
    assert b"h1" not in asker.ask("/_stcore/agent/mcp", "POST", as_json, json.dumps(tool).encode())[2]


def test_an_upload_needs_the_token_of_the_page_that_sends_it(asker: Asker, visit: Visit) -> None:
    path = f"/_stcore/upload_file/{visit.open('update').session}/a"
    mine, other = generate_xsrf_token_string(), generate_xsrf_token_string()
    assert asker.ask(path, "PUT", uploading("a.csv", {}), packed("a.csv", b"id\n"))[0] == 403
    assert asker.ask(path, "PUT", uploading("a.csv", token(mine, other)), packed("a.csv", b"id\n"))[0] == 403
    assert asker.ask(path, "DELETE")[0] == 403
    assert asker.ask(path, "PUT", uploading("a.csv", token(mine, mine)), packed("a.csv", b"id\n"))[0] == 204
    elsewhere = "/_stcore/upload_file/another-visit/a"
    assert asker.ask(elsewhere, "PUT", uploading("a.csv", token(mine, mine)), packed("a.csv", b"id\n"))[0] == 400


def test_an_upload_that_is_too_large_is_refused_whatever_it_says_of_its_size(house: House, visit: Visit) -> None:
    path = f"/_stcore/upload_file/{visit.open('update').session}/a"
    headers = uploading("a.csv", token(*[generate_xsrf_token_string()] * 2))
    assert Asker(house.url).ask(path, "PUT", headers, packed("a.csv", b"1" * 21 * MEGABYTE))[0] == 413
    chunks = iter([packed("a.csv", b"1" * 22 * MEGABYTE)])
    assert Asker(house.url).ask(path, "PUT", headers, chunks)[0] == 413


def test_a_file_s_name_is_only_a_name_and_a_draft_only_a_draft(house: House, asker: Asker, visit: Visit) -> None:
    before, did = tables(house), house.did
    content = (house.data / "companies.csv").read_bytes() + b"Invented Holdings,,,\n"
    visit.open("update").set("update_way", string_array_value=StringArray(data=["Bring files"]))
    for number, name in enumerate(HOSTILE_NAMES):
        headers = uploading(name, token(*[generate_xsrf_token_string()] * 2))
        path = f"/_stcore/upload_file/{visit.session}/{number}"
        assert asker.ask(path, "PUT", headers, packed(name, content))[0] == 204
        files = [UploadedFileInfo(name=name, size=len(content), file_id=str(number))]
        visit.set("bring_files_0", file_uploader_state_value=FileUploaderState(uploaded_file_info=files))
        assert "What these files change" in visit.said
    visit.press("bring_take")
    assert "Saving is off on this site." in visit.said
    assert "save" not in visit.widgets
    assert tables(house) == before
    assert house.did == did


def test_a_search_is_nowhere_in_the_log_and_reaches_nobody_before_it_is_chosen(
    house: House, asker: Asker, visit: Visit
) -> None:
    before = len(house.did)
    query = "q=hidden-words&near=qqqq%20hidden-place&near=97214&campaign=hidden-id&status=hidden-status"
    for path in ("/", "/companies", "/data/feed.atom", "/data/nothing.csv", "/map/0.json", "/nowhere", "/..%2f"):
        asker.ask(f"{path}?{query}")
    visit.open(query=query).set("filter_q", string_value="hidden-typed").set("filter_near", string_value="hidden-town")
    assert "This sends “hidden-town”, and nothing else" in visit.said
    assert house.did[before:] == []
    visit.press("search_online")
    assert online.UNREACHABLE in visit.said
    assert len(house.did) > before
    assert [line for line in house.did[before:] if not re.fullmatch(CALL_TO_THE_DEAD, line)] == []
    log = house.log.read_text(encoding="utf-8")
    assert "You can now view" in log
    assert [word for word in ("hidden", "97214", "qqqq") if word in log] == []


def test_a_visitor_sees_no_program_text_and_the_log_has_all_of_it(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    with dashboard(None, "tests/browser/failing_page.py", log) as url, connected(url) as connection:
        said = Visit(connection).open().said
    assert "A fault" in said
    for word in ("words from inside the house", "RuntimeError", "Traceback", "line "):
        assert word not in said
    told = log.read_text(encoding="utf-8")
    for word in ("words from inside the house", "RuntimeError", "Traceback", "failing_page.py"):
        assert word in told


def tables(house: House) -> dict[str, bytes]:
    """All files of the folder of the tables, and those beside it that are not the house's own notes."""
    files = [*house.data.rglob("*"), *house.data.parent.glob("*.csv")]
    return {str(file): file.read_bytes() for file in files if file.is_file()}


def token(header: str, cookie: str) -> dict[str, str]:
    """A token as the page sends it, in a header and in a cookie."""
    return {"X-Xsrftoken": header, "Cookie": f"_streamlit_xsrf={cookie}"}


def uploading(name: str, more: Mapping[str, str]) -> dict[str, str]:
    """The headers of an upload."""
    return {"Content-Type": "multipart/form-data; boundary=limit", **more}


def packed(name: str, content: bytes) -> bytes:
    """A file as a browser uploads it."""
    told = name.replace("\\", "\\\\").replace('"', '\\"')
    out = io.BytesIO()
    out.write(f'--limit\r\nContent-Disposition: form-data; name="file"; filename="{told}"\r\n'.encode())
    out.write(b"Content-Type: text/csv\r\n\r\n" + content + b"\r\n--limit--\r\n")
    return out.getvalue()
