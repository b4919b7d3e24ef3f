"""What a visitor may ask of Streamlit itself, and what it tells them: what the pages need, and nothing else.

Streamlit's protocol also serves those who write a program with it. Whoever speaks it without a browser could have the
server name the changed files of its folder, empty everybody's caches, or tell how many visitors it has. And every
visitor is told the folder that the program lies in, which often has its owner's name.
"""

from __future__ import annotations

from pathlib import Path

from google.protobuf.message import DecodeError
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

NEEDED = frozenset({"rerun_script", "stop_script", "file_urls_request", "app_heartbeat", "backend_operation_request"})
"""The messages that a page sends."""

OPERATIONS = frozenset({"deferred_file", "dataframe_chunk"})
"""What a page asks for without being drawn anew: a download that is made when it is wanted, more rows of a table."""

SHUT = ("/_stcore/metrics",)
"""The ends of addresses that no page asks for."""

_FOLDER = str(Path(__file__).resolve().parents[1]).encode()


class Doors:
    """Lets through what the pages need; anything else gets no answer."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or listen to a page."""
        if scope["type"] == "http" and scope["path"].endswith(SHUT):
            await PlainTextResponse("Not found", 404)(scope, receive, send)
        elif scope["type"] == "websocket":
            await self.app(scope, _only_needed(receive), _without_folder(send))
        else:
            await self.app(scope, receive, send)


def _only_needed(receive: Receive) -> Receive:
    async def heard() -> Message:
        while True:
            message = await receive()
            if message["type"] != "websocket.receive" or _is_needed(message.get("bytes") or b""):
                return message

    return heard


def _is_needed(content: bytes) -> bool:
    """Whether a page may say this; what is no message of the protocol is left to Streamlit, which hangs up."""
    said = BackMsg()
    try:
        said.ParseFromString(content)
    except DecodeError:
        return True
    kind = said.WhichOneof("type")
    if kind == "backend_operation_request":
        return said.backend_operation_request.WhichOneof("payload") in OPERATIONS
    return kind in NEEDED


def _without_folder(send: Send) -> Send:
    """Tells a page only the name of the program's file; the browser uses it for nothing but to know the app again."""

    async def told(message: Message) -> None:
        if _FOLDER in (message.get("bytes") or b""):
            said = ForwardMsg.FromString(message["bytes"])
            if said.WhichOneof("type") == "new_session":
                said.new_session.main_script_path = Path(said.new_session.main_script_path).name
                message = {**message, "bytes": said.SerializeToString()}
        await send(message)

    return told
