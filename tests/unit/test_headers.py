"""What a browser is told about each answer, and what a visitor may ask of Streamlit itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest, BackMsg, DeferredFileRequestPayload
from streamlit.proto.BackMsg_pb2 import InstallSkillsRequestPayload as InstallSkills
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.conftest import ROOT
from tests.unit.making import HOSTILE
from ui import editors, headers
from ui.doors import NEEDED, OPERATIONS, Doors
from ui.headers import SecurityHeaders, security_headers

HOST = "campaigns.example.org"
PAPER = "https://paper.example.org"
EVERY_KIND = [
    "/",
    "/companies",
    "/component/streamlit_folium.st_folium/index.html",
    "/component/ui.present.page.presentation/index.html",
    "/data/campaigns.csv",
    "/feeds/country/us.atom",
    "/media/0.pdf",
    "/app/static/icon.png",
    "/_stcore/health",
]


def policy(path: str, host: str = HOST) -> dict[str, str]:
    """The policy of an answer, by its directives."""
    written = security_headers(path, host)["Content-Security-Policy"]
    return {directive.partition(" ")[0]: directive.partition(" ")[2] for directive in written.split("; ")}


@pytest.mark.parametrize("path", EVERY_KIND)
def test_nothing_may_be_loaded_from_or_sent_to_another_host(path: str) -> None:
    told = policy(path)
    assert told["default-src"] in ("'self'", "'none'")
    for directive, sources in told.items():
        assert [source for source in sources.split() if "://" in source and HOST not in source] == [], directive
        assert "*" not in sources
        assert "http" not in sources


@pytest.mark.parametrize("path", EVERY_KIND)
def test_text_becomes_a_program_only_in_the_frame_of_the_map(path: str) -> None:
    allowed = "'unsafe-eval'" in policy(path).get("script-src", "")
    assert allowed == ("streamlit_folium" in path)
    assert ("'unsafe-inline'" in policy(path).get("script-src", "")) == allowed


@pytest.mark.parametrize("path", EVERY_KIND[4:])
def test_a_file_that_is_opened_by_itself_runs_nothing(path: str) -> None:
    assert policy(path)["default-src"] == "'none'"
    assert "sandbox" in policy(path)
    assert "script-src" not in policy(path)


@pytest.mark.parametrize("path", EVERY_KIND)
def test_every_answer_keeps_its_kind_and_the_visitor_s_address(path: str) -> None:
    told = security_headers(path, HOST)
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Referrer-Policy"] == "no-referrer"
    assert "geolocation=(self)" in told["Permissions-Policy"]
    assert "microphone=()" in told["Permissions-Policy"]


def test_other_sites_may_use_the_open_data_and_nothing_else() -> None:
    shared = {
        path for path in EVERY_KIND if security_headers(path, HOST)["Cross-Origin-Resource-Policy"] != "same-origin"
    }
    assert shared == {"/data/campaigns.csv", "/feeds/country/us.atom", "/app/static/icon.png"}


def test_a_page_names_its_own_host_for_browsers_that_take_self_for_http_alone() -> None:
    assert policy("/", "localhost:8501")["connect-src"] == "'self' ws://localhost:8501 wss://localhost:8501"
    assert policy("/", "[::1]:8501")["connect-src"] == "'self' ws://[::1]:8501 wss://[::1]:8501"


@pytest.mark.parametrize(
    "host", ["", "*", "a.example.org *", "a.example.org; script-src *", "a.example.org,b", "a\r\nX: 1", "a/b", *HOSTILE]
)
def test_a_host_that_is_no_name_gets_into_no_policy(host: str) -> None:
    assert policy("/", host) == policy("/", "")
    assert policy("/", host)["connect-src"] == "'self'"


@pytest.mark.parametrize("path", EVERY_KIND)
def test_any_site_may_show_a_page_in_a_frame_as_long_as_nobody_says_otherwise(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(headers.SETTING, raising=False)
    assert "frame-ancestors" not in policy(path)


@pytest.mark.parametrize(
    ("setting", "sites"),
    [
        ("off", "'self'"),
        (PAPER, f"'self' {PAPER}"),
        (f"{PAPER}, https://*.example.net:8443", f"'self' {PAPER} https://*.example.net:8443"),
        (f"{PAPER}; script-src * javascript:1 https://a/b", "'self'"),
    ],
)
@pytest.mark.parametrize("path", EVERY_KIND)
def test_the_owner_says_which_sites_may(path: str, setting: str, sites: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(headers.SETTING, setting)
    assert policy(path)["frame-ancestors"] == sites


def test_no_site_may_lead_a_click_to_the_button_of_somebody_who_saves_on_this_computer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(editors.SETTING, "local")
    monkeypatch.setenv(headers.SETTING, PAPER)
    assert policy("/update")["frame-ancestors"] == "'self'"


def site(middleware: Callable[[ASGIApp], ASGIApp] = SecurityHeaders) -> TestClient:
    """A site with a page, and a file that has a policy of its own."""
    own = {"Content-Security-Policy": "default-src 'none'"}
    routes = [
        Route("/own", lambda request: PlainTextResponse("", headers=own)),
        Route("/{path:path}", lambda request: PlainTextResponse("")),
    ]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(middleware)]), base_url=f"http://{HOST}")


def test_an_answer_that_has_a_policy_keeps_it() -> None:
    assert site().get("/own").headers.get_list("content-security-policy") == ["default-src 'none'"]
    assert site().get("/").headers["content-security-policy"] == security_headers("/", HOST)["Content-Security-Policy"]


def test_a_site_in_a_folder_has_the_same_policies() -> None:
    before = st.get_option("server.baseUrlPath")
    st.config.set_option("server.baseUrlPath", "campaigns")
    try:
        told = site().get("/campaigns/component/streamlit_folium.st_folium/index.html")
        elsewhere = site().get("/other/component/streamlit_folium.st_folium/index.html")
    finally:
        st.config.set_option("server.baseUrlPath", before)
    assert "'unsafe-eval'" in told.headers["content-security-policy"]
    assert "'unsafe-eval'" not in elsewhere.headers["content-security-policy"]


def finish(work: Coroutine[Any, Any, None]) -> None:
    """Run it in a thread of its own: that of the tests may have a loop already, a browser's."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


def heard(*messages: BackMsg | bytes) -> list[bytes]:
    """What gets through to the app of what a visitor says."""
    told = [said if isinstance(said, bytes) else said.SerializeToString() for said in messages]
    passed: list[bytes] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        while (message := await receive())["type"] == "websocket.receive":
            passed.append(message["bytes"])

    waiting: list[Message] = [{"type": "websocket.receive", "bytes": content} for content in told]

    async def receive() -> Message:
        return waiting.pop(0) if waiting else {"type": "websocket.disconnect"}

    async def send(message: Message) -> None:
        raise AssertionError(message)

    finish(Doors(app)({"type": "websocket", "path": "/_stcore/stream"}, receive, send))
    return passed


@pytest.mark.parametrize(
    "message",
    [
        BackMsg(load_git_info=True),
        BackMsg(clear_cache=True),
        BackMsg(set_run_on_save=True),
        BackMsg(debug_shutdown_runtime=True),
        BackMsg(backend_operation_request=BackendOperationRequest(install_skills=InstallSkills())),
        BackMsg(),
    ],
)
def test_what_no_page_asks_for_is_not_heard(message: BackMsg) -> None:
    visit = BackMsg(rerun_script=ClientState())
    assert heard(message, visit, message) == [visit.SerializeToString()]


def test_what_a_page_says_gets_through_as_it_was_said() -> None:
    download = BackendOperationRequest(deferred_file=DeferredFileRequestPayload(file_id="1"))
    said = [
        BackMsg(rerun_script=ClientState(query_string="q=pension")),
        BackMsg(stop_script=True),
        BackMsg(app_heartbeat=True),
        BackMsg(backend_operation_request=download),
    ]
    assert heard(*said, b"\xff\xff") == [*(message.SerializeToString() for message in said), b"\xff\xff"]


def test_a_page_is_not_told_the_folder_that_the_program_lies_in() -> None:
    first = ForwardMsg()
    first.new_session.name = "dashboard"
    first.new_session.main_script_path = str(ROOT / "dashboard.py")
    other = ForwardMsg()
    other.delta.new_element.text.body = f"A text may name {ROOT}."
    for message in (first, other):
        message.metadata.cacheable = True
    said = [ForwardMsg.FromString(content) for content in told(first, other)]
    assert said[0].new_session.main_script_path == "dashboard.py"
    first.new_session.main_script_path = "dashboard.py"
    assert said == [first, other]


def told(*messages: ForwardMsg) -> list[bytes]:
    """What gets through to a visitor of what the app says."""
    passed: list[bytes] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        for message in messages:
            await send({"type": "websocket.send", "bytes": message.SerializeToString()})
        await send({"type": "websocket.close"})

    async def receive() -> Message:
        raise AssertionError

    async def send(message: Message) -> None:
        if message["type"] == "websocket.send":
            passed.append(message["bytes"])

    finish(Doors(app)({"type": "websocket", "path": "/_stcore/stream"}, receive, send))
    return passed


def test_every_message_and_operation_named_is_one_of_streamlits() -> None:
    assert {field.name for field in BackMsg.DESCRIPTOR.fields} >= NEEDED
    assert {field.name for field in BackendOperationRequest.DESCRIPTOR.fields} >= OPERATIONS


def test_nobody_is_told_how_many_visitors_there_are() -> None:
    assert site(Doors).get("/_stcore/metrics").status_code == 404
    assert site(Doors).get("/campaigns/_stcore/metrics").status_code == 404
    assert site(Doors).get("/_stcore/health").status_code == 200
