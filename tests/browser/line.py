"""The page's connection to the server, whose messages can be held for a while, as by a slow network."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, WebSocketRoute
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


class Way:
    """What goes one way between the page and the server. It can be held, and then arrives when it is let go."""

    def __init__(self) -> None:
        self.held: list[bytes] = []
        self.is_held = False
        self.send: Callable[[str | bytes], None]

    def let_go(self) -> None:
        self.is_held = False
        while self.held:
            self.send(self.held.pop(0))

    def carry(self, message: str | bytes) -> None:
        if self.is_held and isinstance(message, bytes):
            self.held.append(message)
        else:
            self.send(message)


class Line:
    """The page's connection to the server."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.asked, self.answered = Way(), Way()
        page.route_web_socket(re.compile("/_stcore/stream"), self._connect)

    def _connect(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        self.asked.send, self.answered.send = server.send, socket.send
        socket.on_message(self.asked.carry)
        server.on_message(self.answered.carry)

    def wait_for_answer(self) -> None:
        """Wait until the server has answered, while the page does not hear of it."""
        for _ in range(200):
            if any(is_last(message) for message in self.answered.held):
                return
            self._page.wait_for_timeout(50)
        raise AssertionError("no answer")


def is_last(message: bytes) -> bool:
    return ForwardMsg.FromString(message).WhichOneof("type") == "script_finished"
