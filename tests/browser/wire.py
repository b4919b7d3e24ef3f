"""Streamlit's own protocol without a browser: what somebody who leaves the page aside can say to the server."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value, generate_xsrf_token_string
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

USER_COOKIE = "_streamlit_user"
SECONDS = 15


def press_save(
    url: str, host: str = "", origin: bool = True, headers: Mapping[str, str] | None = None, cookie: str = ""
) -> str:
    """Say that the button Save was pressed, and give the words that the page then shows.

    Args:
        url: The address of the page.
        host: The name that the server is called by, in place of its own.
        origin: Whether to say which page connects, as every browser does.
        headers: What the browser would send besides.
        cookie: The value of the cookie that Streamlit keeps a login in.
    """
    with connected(url, host, origin, headers, cookie) as connection:
        return _pressed(connection)


@contextmanager
def connected(
    url: str, host: str = "", origin: bool = True, headers: Mapping[str, str] | None = None, cookie: str = ""
) -> Iterator[ClientConnection]:
    """A visit to the page, which has not asked for anything yet; the arguments are those of `press_save`."""
    server = urlsplit(url)
    host = host or server.netloc
    token = generate_xsrf_token_string()
    cookies = f"_streamlit_xsrf={token}" + (f"; {USER_COOKIE}={cookie}" if cookie else "")
    with connect(
        f"ws://{host}/_stcore/stream",
        sock=socket.create_connection((server.hostname, server.port), timeout=SECONDS),
        origin=Origin(f"http://{host}") if origin else None,
        subprotocols=[Subprotocol("streamlit"), Subprotocol(token)],
        additional_headers={"Cookie": cookies, **(headers or {})},
        proxy=None,
    ) as connection:
        yield connection


def user_cookie(secret: str, claims: Mapping[str, object]) -> str:
    """The cookie of somebody who has logged in, as Streamlit signs it with a secret."""
    return create_signed_value(secret, USER_COOKIE, json.dumps(claims)).decode()


def _pressed(connection: ClientConnection) -> str:
    [button] = [
        message.delta.new_element.button.id
        for message in run(connection, BackMsg(rerun_script=ClientState()))
        if message.delta.new_element.button.label == "Save"
    ]
    pressed = WidgetStates(widgets=[WidgetState(id=button, trigger_value=True)])
    press = BackMsg(rerun_script=ClientState(widget_states=pressed))
    return "\n".join(message.delta.new_element.text.body for message in run(connection, press))


def run(connection: ClientConnection, message: BackMsg) -> Iterator[ForwardMsg]:
    """What the server says while it runs the page once."""
    connection.send(message.SerializeToString())
    while True:
        said = connection.recv(timeout=SECONDS)
        assert isinstance(said, bytes)
        answer = ForwardMsg.FromString(said)
        yield answer
        again = answer.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
        if answer.WhichOneof("type") == "script_finished" and not again:
            return


class Visit:
    """A page as a program has it that speaks the protocol.

    Attributes:
        session: What the server calls this visit.
        query: The part of the address behind the question mark.
        widgets: What the widgets of the page are called on the wire, by their keys.
        said: All that the server said in the last run, as one text.
    """

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._page = ""
        self._state: dict[str, WidgetState] = {}
        self.session = ""
        self.query = ""
        self.widgets: dict[str, str] = {}
        self.said = ""

    def open(self, page: str = "", query: str = "") -> Visit:
        """Go to a page by its path, the first one's is empty."""
        self._page, self.query, self._state = page, query, {}
        return self._run({})

    def press(self, key: str) -> Visit:
        """Press a button."""
        return self._run({key: WidgetState(id=self.widgets[key], trigger_value=True)})

    def set(self, key: str, **value: object) -> Visit:
        """Give a widget a value, which it keeps."""
        self._state[key] = WidgetState(id=self.widgets[key], **value)  # type: ignore[arg-type]
        return self._run({})

    def _run(self, pressed: Mapping[str, WidgetState]) -> Visit:
        states = WidgetStates(widgets=[*self._state.values(), *pressed.values()])
        wanted = ClientState(page_name=self._page, query_string=self.query, widget_states=states)
        messages = list(run(self._connection, BackMsg(rerun_script=wanted)))
        self.said = "\n".join(str(message) for message in messages)
        for message in messages:
            self._note(message)
        return self

    def _note(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session = message.new_session.initialize.session_id or self.session
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        element = message.delta.new_element
        shown = element.WhichOneof("type")
        name = getattr(getattr(element, shown), "id", "") if shown else ""
        if name.startswith("$$ID-"):
            self.widgets[name.split("-", 2)[2]] = name
