"""Streamlit's own protocol without a browser: what somebody who leaves the page aside can say to the server."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Mapping
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
        return _pressed(connection)


def user_cookie(secret: str, claims: Mapping[str, object]) -> str:
    """The cookie of somebody who has logged in, as Streamlit signs it with a secret."""
    return create_signed_value(secret, USER_COOKIE, json.dumps(claims)).decode()


def _pressed(connection: ClientConnection) -> str:
    [button] = [
        message.delta.new_element.button.id
        for message in _run(connection, BackMsg(rerun_script=ClientState()))
        if message.delta.new_element.button.label == "Save"
    ]
    pressed = WidgetStates(widgets=[WidgetState(id=button, trigger_value=True)])
    press = BackMsg(rerun_script=ClientState(widget_states=pressed))
    return "\n".join(message.delta.new_element.text.body for message in _run(connection, press))


def _run(connection: ClientConnection, message: BackMsg) -> Iterator[ForwardMsg]:
    """What the server says while it runs the page once."""
    connection.send(message.SerializeToString())
    while True:
        said = connection.recv(timeout=SECONDS)
        assert isinstance(said, bytes)
        answer = ForwardMsg.FromString(said)
        yield answer
        if answer.WhichOneof("type") == "script_finished":
            return
