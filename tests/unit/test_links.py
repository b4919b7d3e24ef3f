"""Sources are visited only when asked for, politely, and what is said of them is no more than was seen."""

from __future__ import annotations

import json
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from campaigns.schema import tables
from commands import line, links
from commands.links import Link, LinkReport, Place, visit_links
from commands.progress import bar, bar_or_lines
from commands.visits import MOST_REDIRECTS, USER_AGENT, Manners, Turns, Verdict, Visit, Visitor, is_private, visits
from tests.conftest import free_port
from tests.unit.factories import campaign, company, event, loaded, written

Captured = pytest.CaptureFixture[str]

HURRIED = Manners(pause=0)
DWELL_SECONDS = 0.03
PATIENT_SECONDS = 10


@dataclass
class Reply:
    """What the server answers; each method its own status where they differ."""

    status: int = 200
    head: int | None = None
    headers: dict[str, str] = field(default_factory=dict)


class Site(ThreadingHTTPServer):
    """A site that answers as it was told and notes who asked for what."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies: dict[str, list[Reply]] = {}
        self.asked: list[tuple[str, str]] = []
        self.agents: set[str] = set()
        self.most_at_once: Counter[str] = Counter()
        self.act: Callable[[BaseHTTPRequestHandler], object] = lambda request: None
        self._inside: Counter[str] = Counter()
        self._guard = threading.Lock()
        self.closing = threading.Event()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_port}{path}"

    def says(self, path: str, *replies: Reply) -> str:
        """Answer so at a path, one reply after the other and then the last again; returns its address."""
        self.replies[path] = list(replies)
        return self.url(path)

    def leads(self, path: str, target: str, status: int = 301) -> str:
        return self.says(path, Reply(status, headers={"Location": target}))

    def reply(self, path: str) -> Reply:
        waiting = self.replies.get(path, [Reply()])
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    def enter(self, host: str) -> None:
        with self._guard:
            self._inside[host] += 1
            self.most_at_once[host] = max(self.most_at_once[host], self._inside[host])

    def leave(self, host: str) -> None:
        with self._guard:
            self._inside[host] -= 1

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of visitors who leave early."""


class Handler(BaseHTTPRequestHandler):
    server: Site

    def answer(self) -> None:
        host = self.headers["Host"].partition(":")[0]
        self.server.enter(host)
        try:
            self.server.asked.append((self.command, self.path))
            self.server.agents.add(self.headers["User-Agent"])
            self.server.act(self)
            reply = self.server.reply(self.path)
        finally:
            self.server.leave(host)
        self.send_response(reply.head if reply.head and self.command == "HEAD" else reply.status)
        for name, value in {"Content-Length": "0", **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()

    do_HEAD = do_GET = answer  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:
        """Leave the test run quiet."""


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site is on this computer, whatever proxy leads out of it."""
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()


def visit(url: str, manners: Manners = HURRIED, **how: Any) -> Visit:
    return Visitor(manners, **how).visit(url)


def outcome(url: str, manners: Manners = HURRIED, **how: Any) -> tuple[str, str]:
    seen = visit(url, manners, **how)
    return seen.verdict.value, seen.reason


def nobody_listens() -> str:
    return f"http://127.0.0.1:{free_port()}/page"


def nameless(code: int) -> Callable[..., Any]:
    """Looks up no name, for that reason."""

    def look_up(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(code, "not known")

    return look_up


@pytest.mark.parametrize(
    ("status", "verdict", "reason"),
    [
        (200, "fine", "200 OK"),
        (204, "fine", "204 No Content"),
        (404, "dead", "404 Not Found"),
        (410, "dead", "410 Gone"),
        (401, "unsure", "401 Unauthorized: many sites refuse programs"),
        (403, "unsure", "403 Forbidden: many sites refuse programs"),
        (429, "unsure", "429 Too Many Requests: many sites refuse programs"),
        (304, "unsure", "304 Not Modified"),
        (500, "unsure", "500 Internal Server Error"),
        (599, "unsure", "599"),
    ],
)
def test_a_status_is_worth_no_more_than_it_says(site: Site, status: int, verdict: str, reason: str) -> None:
    assert outcome(site.says("/page", Reply(status))) == (verdict, reason)


def test_a_page_that_is_there_is_asked_for_its_head_alone_by_name(site: Site) -> None:
    visit(site.url("/page"))
    assert site.asked == [("HEAD", "/page")]
    assert site.agents == {USER_AGENT}
    assert USER_AGENT.startswith("city-campaigns/")
    assert USER_AGENT.endswith(" (link check)")


@pytest.mark.parametrize("refusal", [403, 404, 405, 500, 501])
def test_a_page_whose_head_is_refused_is_asked_for_itself(site: Site, refusal: int) -> None:
    assert outcome(site.says("/page", Reply(200, head=refusal))) == ("fine", "200 OK")
    assert site.asked == [("HEAD", "/page"), ("GET", "/page")]


def test_a_page_is_asked_for_itself_where_the_host_hangs_up_on_its_head(site: Site) -> None:
    def hang_up(request: BaseHTTPRequestHandler) -> None:
        if request.command == "HEAD":
            raise ConnectionAbortedError

    site.act = hang_up
    assert outcome(site.url("/page")) == ("fine", "200 OK")


def test_a_host_that_hangs_up_on_everything_is_unsure(site: Site) -> None:
    def hang_up(request: BaseHTTPRequestHandler) -> None:
        raise ConnectionAbortedError

    site.act = hang_up
    assert outcome(site.url("/page")) == ("unsure", "the connection failed")


def test_a_host_that_does_not_answer_in_time_is_unsure(site: Site) -> None:
    site.act = lambda request: site.closing.wait(PATIENT_SECONDS)
    assert outcome(site.url("/page"), replace(HURRIED, timeout=0.1)) == ("unsure", "no answer within 0.1 seconds")


def test_a_host_that_refuses_connections_is_dead() -> None:
    url = nobody_listens()
    assert visit(url) == Visit(url, Verdict.DEAD, "the host refuses connections", answered=True)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (socket.EAI_NONAME, ("dead", "no such host")),
        (socket.EAI_AGAIN, ("unsure", "its host could not be looked up")),
    ],
    ids=["no such name", "no name server"],
)
def test_a_name_that_does_not_exist_is_dead_but_not_one_that_nobody_could_look_up(
    monkeypatch: pytest.MonkeyPatch, code: int, expected: tuple[str, str]
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", nameless(code))
    assert outcome("https://exampleton.example/page") == expected


def test_a_faulty_encryption_is_unsure(site: Site) -> None:
    verdict, reason = outcome(site.url("/page").replace("http:", "https:"))
    assert verdict == "unsure"
    assert "encryption" in reason


def test_a_proxy_that_is_not_there_does_not_make_a_page_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", nobody_listens())
    monkeypatch.delenv("no_proxy")
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert outcome("http://exampleton.example/page") == ("unsure", "the proxy did not let it through")


@pytest.mark.parametrize("url", ["http://exampleton.example:99999/", "http://[::1", "http://a..b/", "http://*./"])
def test_an_address_that_cannot_be_visited_is_unsure_and_no_error(url: str) -> None:
    assert outcome(url) == ("unsure", "not an address that can be visited")


@pytest.mark.parametrize("status", [301, 308])
def test_a_page_moved_for_good_is_told_with_where_it_is(site: Site, status: int) -> None:
    old = site.leads("/old", "/new?id=1", status)
    assert outcome(old) == ("moved", f"moved for good to {site.url('/new?id=1')}")


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_page_that_is_elsewhere_for_now_is_fine(site: Site, status: int) -> None:
    assert outcome(site.leads("/old", "/new", status)) == ("fine", "200 OK")


def test_moved_is_said_only_as_far_as_it_is_for_good(site: Site) -> None:
    old = site.leads("/old", "/newer", 301)
    site.leads("/newer", "/newest", 308)
    site.leads("/newest", "/today", 302)
    site.leads("/today", "/page", 301)
    assert outcome(old) == ("moved", f"moved for good to {site.url('/newest')}")


def test_a_page_moved_to_where_nothing_is_is_dead(site: Site) -> None:
    site.says("/new", Reply(404))
    assert outcome(site.leads("/old", "/new")) == ("dead", "404 Not Found")


def test_a_page_that_became_the_front_page_is_unsure(site: Site) -> None:
    assert outcome(site.leads("/2019/minutes", "/")) == (
        "unsure",
        f"leads to a front page, {site.url('/')}: the page itself may be gone",
    )


def test_a_front_page_that_moved_to_another_is_only_moved(site: Site) -> None:
    assert outcome(site.leads("/", "/en/")) == ("moved", f"moved for good to {site.url('/en/')}")


def test_redirects_without_an_end_are_left(site: Site) -> None:
    assert outcome(site.leads("/old", "/old")) == ("unsure", f"more than {MOST_REDIRECTS} redirects")
    assert len(site.asked) == MOST_REDIRECTS + 1


@pytest.mark.parametrize("target", ["javascript:alert(1)", "file:///etc/passwd", "mailto:a@example.org", "https:///a"])
def test_a_redirect_to_what_is_no_web_page_is_not_followed(site: Site, target: str) -> None:
    assert outcome(site.leads("/old", target)) == ("unsure", "leads to an address that is no web page")


def test_a_stranger_cannot_send_the_visitor_into_its_own_network(site: Site) -> None:
    old = site.leads("/old", site.url("/admin", "localhost"))
    assert outcome(old, is_private=lambda host: host == "localhost") == (
        "unsure",
        "leads into a private network, where it was not followed",
    )
    assert ("HEAD", "/admin") not in site.asked


def test_a_private_host_may_send_the_visitor_on_within_its_network(site: Site) -> None:
    assert outcome(site.leads("/old", site.url("/new", "localhost")))[0] == "moved"


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "::1", "::ffff:10.0.0.1"],
)
def test_hosts_of_ones_own_network_are_private(host: str) -> None:
    assert is_private(host)


@pytest.mark.parametrize("host", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_hosts_of_the_open_web_are_not_private(host: str) -> None:
    assert not is_private(host)


@pytest.mark.parametrize("busy", [429, 503])
def test_a_busy_host_is_asked_again_when_it_says(site: Site, busy: int) -> None:
    url = site.says("/page", Reply(busy, headers={"Retry-After": "7"}), Reply())
    slept: list[float] = []
    assert outcome(url, sleep=slept.append) == ("fine", "200 OK")
    assert slept == [pytest.approx(7, abs=1)]


def test_a_busy_host_is_asked_again_only_once(site: Site) -> None:
    url = site.says("/page", Reply(503, headers={"Retry-After": "0"}))
    assert outcome(url, sleep=lambda seconds: None)[0] == "unsure"
    assert len(site.asked) == 2


def test_a_busy_host_may_name_a_date(site: Site) -> None:
    url = site.says("/page", Reply(429, headers={"Retry-After": formatdate(0, usegmt=True)}), Reply())
    assert outcome(url)[0] == "fine"


@pytest.mark.parametrize("wait", ["3600", "soon", "", "²", "9" * 400, "Thu, 01 Jan 9999 00:00:00 GMT"])
def test_nobody_waits_for_long_or_without_being_told_for_how_long(site: Site, wait: str) -> None:
    url = site.says("/page", Reply(429, headers={"Retry-After": wait}))
    slept: list[float] = []
    assert outcome(url, sleep=slept.append)[0] == "unsure"
    assert slept == []
    assert len(site.asked) == 1


def test_a_host_is_waited_for_only_so_long_altogether(site: Site) -> None:
    for page in ("/a", "/b"):
        site.says(page, Reply(429, headers={"Retry-After": "7"}))
    visitor = Visitor(replace(HURRIED, patience=10), sleep=lambda seconds: None)
    for page in ("/a", "/b"):
        visitor.visit(site.url(page))
    assert Counter(page for _, page in site.asked) == {"/a": 2, "/b": 1}


def test_a_host_has_a_pause_after_every_request() -> None:
    slept: list[float] = []
    turns = Turns(Manners(pause=5), slept.append)
    for host in ("example.org", "example.com", "example.org"):
        with turns.at(host):
            pass
    assert slept == [pytest.approx(5, abs=1)]


def test_a_host_is_asked_one_thing_at_a_time_even_by_redirects_from_another(site: Site) -> None:
    overlap = threading.Event()

    def dwell(_: BaseHTTPRequestHandler) -> None:
        overlap.wait(DWELL_SECONDS)

    site.act = dwell
    urls = [site.url(f"/{n}") for n in range(4)]
    for n in range(4):
        site.leads(f"/from/{n}", site.url(f"/to/{n}"), 302)
    urls += [site.url(f"/from/{n}", "localhost") for n in range(4)]
    assert len(list(visits(urls, Visitor(HURRIED), HURRIED))) == 8
    assert site.most_at_once == {"127.0.0.1": 1, "localhost": 1}
    assert len(site.asked) == 12


def test_several_hosts_are_visited_side_by_side(site: Site) -> None:
    together = threading.Barrier(2, timeout=PATIENT_SECONDS)
    site.act = lambda request: together.wait()
    urls = [site.url("/page"), site.url("/page", "localhost")]
    assert {seen.verdict for seen in visits(urls, Visitor(HURRIED), HURRIED)} == {Verdict.FINE}


def test_visits_end_when_no_host_says_anything_any_more(site: Site) -> None:
    site.act = lambda request: site.closing.wait(PATIENT_SECONDS)
    assert list(visits([site.url("/page")], Visitor(HURRIED), replace(HURRIED, silence=0.1))) == []


def test_whoever_stops_asking_stops_the_visiting(site: Site) -> None:
    go_on = threading.Semaphore(1)
    site.act = lambda request: go_on.acquire(timeout=PATIENT_SECONDS)
    coming = visits([site.url(f"/{n}") for n in range(50)], Visitor(HURRIED), HURRIED)
    next(coming)
    coming.close()  # type: ignore[attr-defined]
    go_on.release(50)
    workers = [thread for thread in threading.enumerate() if "_work" in thread.name]
    for worker in workers:
        worker.join(PATIENT_SECONDS)
    assert len(site.asked) <= 2


def test_every_column_of_links_is_visited() -> None:
    rows = {
        "campaigns": [campaign(url="https://example.org/a", action_url="https://example.org/b")],
        "events": [event(source_url="https://example.org/c", archive_url="https://example.org/d")],
        "companies": [company(profile_url="https://example.org/e")],
    }
    sheets = loaded(**rows).sheets
    assert [link.url[-1] for link in links.links(sheets)] == ["a", "b", "c", "d", "e"]
    named = {(table.name, f.name) for table in tables().values() for f in table.fields if f.kind == "link"}
    assert named == {
        ("campaigns", "url"),
        ("campaigns", "action_url"),
        ("events", "source_url"),
        ("events", "archive_url"),
        ("companies", "profile_url"),
        ("resources", "url"),
    }


def test_an_address_in_several_places_is_one_link_that_knows_them_all() -> None:
    page = "https://example.org/minutes"
    one, two = event(source_url=page, date="2024"), event(source_url=f"{page}#item-7", date="2025")
    (link,) = links.links(loaded([campaign(url=page)], [one, two]).sheets)
    name = "Exampleton: Divestment from Example Corp"
    assert link.url == page
    assert link.where == (
        Place("campaigns.csv", 2, "Source to cite", name),
        Place("events.csv", 2, "Source", name),
        Place("events.csv", 3, "Source", name),
    )


def test_addresses_of_rows_held_back_are_visited_too() -> None:
    sheets = loaded([campaign(status="wonn")]).sheets
    assert [link.url for link in links.links(sheets)] == ["https://example.org/minutes"]


@pytest.mark.parametrize("text", ["ftp://example.org/a", "www.example.org", "http://", "http://[x", "javascript:1", ""])
def test_what_is_no_web_address_is_not_visited(text: str) -> None:
    assert links.links(loaded([campaign(url=text)]).sheets) == []


@pytest.mark.parametrize(
    ("date", "when"), [("2024-11-19", "20241119"), ("2024-11", "202411"), ("2024", "2024"), ("soon", "2020")]
)
def test_the_copy_suggested_is_from_the_time_of_the_event(date: str, when: str) -> None:
    page = "https://example.org/vote"
    found = {link.url: link.archive for link in links.links(loaded(events=[event(source_url=page, date=date)]).sheets)}
    assert found[page] == f"https://web.archive.org/web/{when}/{page}"


def test_an_archived_copy_in_the_table_is_suggested_before_any_other() -> None:
    copy, page = "https://archive.example/1", "https://example.org/minutes"
    sheets = loaded([campaign(url=page)], [event(source_url=page, archive_url=copy)]).sheets
    assert {link.url: link.archive for link in links.links(sheets)} == {page: copy, copy: ""}


@pytest.mark.parametrize(
    ("dates", "when"),
    [({}, "20241119"), ({"decided": ""}, "202305"), ({"decided": "", "started": ""}, "2020")],
    ids=["decided", "begun", "no date"],
)
def test_the_copy_of_a_campaigns_own_page_is_from_the_time_of_its_dates(dates: dict[str, str], when: str) -> None:
    (link,) = links.links(loaded([campaign(**dates)]).sheets)
    assert link.archive == f"https://web.archive.org/web/{when}/https://example.org/minutes"


def test_a_page_without_a_date_in_one_place_takes_that_of_another() -> None:
    undated = campaign(decided="", started="")
    (link,) = links.links(loaded([undated], [event(date="2019-05")]).sheets)
    assert link.archive == "https://web.archive.org/web/201905/https://example.org/minutes"


def report(*verdicts: Verdict, total: int = 0, **fields: Any) -> LinkReport:
    """A report of one address for each verdict."""
    visited = []
    for number, verdict in enumerate(verdicts):
        url = f"https://example.org/{number}"
        place = Place("events.csv", number + 2, "Source", "Exampleton: Divestment")
        visited.append((Link(url, f"https://archive.example/{number}", (place,)), Visit(url, verdict, "so", **fields)))
    return LinkReport(tuple(visited), total or len(visited))


def test_the_counts_come_first_then_the_dead_then_the_unsure_then_the_moved() -> None:
    assert list(report(*Verdict).lines()) == [
        "4 sources visited: 1 dead, 1 unsure, 1 moved, 1 fine.",
        "",
        "Dead, to mend:",
        "  events.csv row 2, Source (Exampleton: Divestment)",
        "    https://example.org/0",
        "    So.",
        "    Archived copy to try: https://archive.example/0",
        "",
        "Unsure, to look at yourself:",
        "  events.csv row 3, Source (Exampleton: Divestment)",
        "    https://example.org/1",
        "    So.",
        "",
        "Moved, to look at when there is time:",
        "  events.csv row 4, Source (Exampleton: Divestment)",
        "    https://example.org/2",
        "    So.",
    ]


def test_rows_of_one_campaign_are_told_in_one_line_and_places_beyond_five_are_counted() -> None:
    rows = [Place("events.csv", row, "Source", "One") for row in (3, 9)]
    others = [Place("events.csv", row, "Source", f"Town {row}") for row in range(10, 16)]
    link = Link("https://example.org/a", "", (*rows, *others))
    told = list(LinkReport(((link, Visit(link.url, Verdict.DEAD, "so")),), 1).lines())
    assert told[3] == "  events.csv rows 3, 9, Source (One)"
    assert told[8] == "  and 2 other places"


def test_only_dead_sources_and_unfinished_visits_fail_the_check() -> None:
    assert report(Verdict.FINE, Verdict.MOVED, Verdict.UNSURE).is_clean
    assert not report(Verdict.FINE, Verdict.DEAD).is_clean
    assert not report(Verdict.FINE, total=2).is_clean
    assert report().is_clean


def test_visits_stopped_early_are_counted_as_such() -> None:
    assert report(Verdict.FINE, total=1200).counts().startswith("1 of 1,200 sources visited: 0 dead,")


def test_a_computer_that_reaches_nobody_is_told_to_look_at_itself() -> None:
    assert links.OFFLINE in report(Verdict.DEAD, answered=False).lines()
    assert links.OFFLINE not in report(Verdict.DEAD).lines()
    assert links.OFFLINE not in report().lines()


def test_a_computer_that_is_not_online_calls_no_source_dead_nor_the_check_clean(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", nameless(socket.EAI_NONAME))
    found = visit_links(loaded([campaign()]).sheets, HURRIED)
    assert list(found.lines()) == ["1 source visited: 0 dead, 1 unsure, 0 moved, 0 fine.", links.OFFLINE]
    assert not found.is_clean


def test_a_host_that_is_not_there_is_dead_where_another_answers(site: Site) -> None:
    nameless_host, there = "http://exampleton.example/a", site.url("/b")
    look_up = socket.getaddrinfo

    def look_up_here(host: Any, *rest: Any, **options: Any) -> Any:
        return nameless(socket.EAI_NONAME)() if "exampleton" in str(host) else look_up(host, *rest, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", look_up_here)
        found = visit_links(loaded([campaign(url=nameless_host, action_url=there)]).sheets, HURRIED)
    assert [link.url for link, _ in found.of(Verdict.DEAD)] == [nameless_host]


def test_addresses_and_names_cannot_steer_the_terminal() -> None:
    place = Place("events\x1b[2J.csv", 2, "Source", "Example\u202eton")
    link = Link("https://example.org/\x9b", "https://example.org/\x07", (place,))
    told = "\n".join(LinkReport(((link, Visit(link.url, Verdict.DEAD, "\x1b")),), 1).lines())
    assert not set(told) & set("\x1b\x9b\x07\u202e")


def test_ctrl_c_ends_the_visits_with_what_was_found_so_far(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def interrupted(*arguments: Any) -> Iterator[Visit]:
        yield next(visits(*arguments))
        raise KeyboardInterrupt

    monkeypatch.setattr(links, "visits", interrupted)
    sheets = loaded([campaign(url=site.url("/a"), action_url=site.url("/b"))]).sheets
    found = visit_links(sheets, HURRIED)
    assert [link.url for link, _ in found.visited] == [site.url("/a")]
    assert found.is_stopped
    assert capsys.readouterr().err.endswith(f"{links.STOPPED}\n")


def test_the_dead_are_told_first_whenever_they_were_visited(site: Site) -> None:
    site.says("/b", Reply(404))
    sheets = loaded([campaign(url=site.url("/a"), action_url=site.url("/b"))]).sheets
    assert [link.url for link, _ in visit_links(sheets, HURRIED).visited] == [site.url("/b"), site.url("/a")]


@pytest.fixture
def data(tmp_path: Path) -> Callable[[str], str]:
    """Writes a folder with one campaign that has that source."""

    def write(url: str) -> str:
        (tmp_path / "campaigns.csv").write_text(written([campaign(url=url)]), encoding="utf-8")
        return str(tmp_path)

    return write


def test_no_source_is_visited_unless_asked_for(site: Site, data: Callable[[str], str]) -> None:
    assert line.main(["check", data(site.url("/page"))]) == 0
    assert site.asked == []


def test_the_command_visits_after_its_report(site: Site, data: Callable[[str], str], capsys: Captured) -> None:
    assert line.main(["check", data(site.url("/page")), "--links"]) == 0
    assert capsys.readouterr().out == (
        "1 of 1 campaign can be shown.\n\n1 source visited: 0 dead, 0 unsure, 0 moved, 1 fine.\n"
    )
    assert site.asked == [("HEAD", "/page")]


def test_the_command_fails_on_a_dead_source(data: Callable[[str], str], capsys: Captured) -> None:
    url = nobody_listens()
    assert line.main(["check", data(url), "--links"]) == 1
    assert f"Archived copy to try: https://web.archive.org/web/20241119/{url}" in capsys.readouterr().out


def test_the_command_gives_the_visits_as_json_beside_the_report(data: Callable[[str], str], capsys: Captured) -> None:
    url = nobody_listens()
    folder = data(url)
    line.main(["check", folder, "--json"])
    plain = json.loads(capsys.readouterr().out)
    assert line.main(["check", folder, "--json", "--links"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found.pop("links") == [
        {
            "url": url,
            "verdict": "dead",
            "reason": "the host refuses connections",
            "archive": f"https://web.archive.org/web/20241119/{url}",
            "where": [
                {
                    "file": "campaigns.csv",
                    "row": 2,
                    "column": "Source to cite",
                    "campaign": "Exampleton: Divestment from Example Corp",
                }
            ],
        }
    ]
    assert found == plain
    assert set(plain) == {"shown", "total", "problems"}


def test_where_nobody_watches_progress_is_a_line_for_every_tenth(capsys: Captured) -> None:
    progress = bar_or_lines("Visiting", "sources")
    for done in range(1, 1201):
        progress(done, 1200)
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 10
    assert said[0] == "Visiting: 120 of 1,200 sources"
    assert said[-1] == "Visiting: 1,200 of 1,200 sources"


def test_on_a_terminal_progress_is_a_bar_that_goes_when_all_is_done(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("commands.progress.SECONDS_BEFORE_BAR", -1)
    progress = bar_or_lines("Visiting", "sources")
    progress(600, 1200)
    assert capsys.readouterr().err == f"\rVisiting [{'#' * 15}{'.' * 15}] 600 of 1,200 sources"
    progress(1200, 1200)
    assert capsys.readouterr().err.strip() == ""


def test_short_work_draws_no_bar(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    bar("Checking", "cells")(1, 2)
    assert capsys.readouterr().err == ""
