"""Searching online: offered where nothing was found, said plainly, done only when chosen, and once."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.pages.conftest import Open
from ui import online

FOUND = [{"lat": "44.01", "lon": "-121.01", "display_name": "Exampleton Heights", "address": {"country_code": "us"}}]


class Nominatim:
    """A server that answers as Nominatim does, and remembers what it was asked."""

    def __init__(self) -> None:
        asked = self.asked = []  # type: list[tuple[str, str]]

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                name = parse_qs(urlsplit(self.path).query)["q"][0]
                asked.append((name, self.headers["User-Agent"]))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(json.dumps(FOUND if "exampleton" in name else []).encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def nominatim(monkeypatch: pytest.MonkeyPatch) -> Iterator[Nominatim]:
    stand_in = Nominatim()
    monkeypatch.setenv(online.SETTING, stand_in.url)
    yield stand_in
    stand_in.server.shutdown()
    stand_in.server.server_close()


def test_nothing_is_sent_before_it_is_chosen_and_the_page_says_what_would_be(
    invented: Open, nominatim: Nominatim
) -> None:
    app = invented("./?near=qqqq exampleton zzzz")
    assert nominatim.asked == []
    assert "This sends “qqqq exampleton zzzz”, and nothing else" in app.words
    assert urlsplit(nominatim.url).netloc in app.words


def test_a_place_found_online_is_searched_around_and_asked_for_once(invented: Open, nominatim: Nominatim) -> None:
    for _ in range(2):
        app = invented("./?near=qqqq exampleton zzzz")
        app.at.button(key="search_online").click().run()
        assert app.faults == []
        assert "of Exampleton Heights" in app.heading
        assert set(app.listed) == {"exampleton-divestment", "exampleton-procurement"}
    assert [name for name, _ in nominatim.asked] == ["qqqq exampleton zzzz"]
    assert nominatim.asked[0][1].startswith("city-campaigns/")


def test_what_is_not_found_online_either_is_said(invented: Open, nominatim: Nominatim) -> None:
    app = invented("./?near=qqqq zzzz vvvv")
    app.at.button(key="search_online").click().run()
    assert online.NOTHING in app.words
    assert len(app.listed) == 6


def test_a_server_that_does_not_answer_is_said(invented: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(online.SETTING, "http://127.0.0.1:9")
    app = invented("./?near=qqqq zzzz wwww")
    app.at.button(key="search_online").click().run()
    assert app.faults == []
    assert online.UNREACHABLE in app.words


def test_it_is_not_offered_where_it_is_off(invented: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(online.SETTING, "off")
    app = invented("./?near=qqqq zzzz")
    assert "Search online instead" not in [button.label for button in app.at.button]


def test_the_whole_app_asks_at_most_once_a_second() -> None:
    limited = online._geocoder("http://127.0.0.1:9")
    assert limited is online._geocoder("http://127.0.0.1:9")
    assert getattr(limited, "min_delay_seconds") >= 1  # noqa: B009
