"""A visitor without a browser: speaks Streamlit's own protocol, so that one process can be hundreds of visitors.

It sends what a browser sends: the address, the state of every widget, and which long messages it has kept. When the
connection drops, it comes back as the same session and asks again for what it was waiting for.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ButtonGroup_pb2 import ButtonGroup
from streamlit.proto.ClientState_pb2 import ClientState, ContextInfo
from streamlit.proto.Common_pb2 import DoubleArray, StringArray
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.MultiSelect_pb2 import MultiSelect
from streamlit.proto.Slider_pb2 import Slider
from streamlit.proto.TextInput_pb2 import TextInput
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin, Subprotocol

PATIENCE = 30.0
"""Seconds to wait for an answer, and to try to come back, before giving up."""

RETRY = 0.5
"""Seconds between two attempts to come back, as in a browser."""

RUNS_KEPT = 2
"""For how many runs a browser keeps a long message that is not used again: Streamlit's own default."""


class RunFailed(Exception):
    """A page did not finish, or showed an error in place of itself."""


@dataclass(frozen=True)
class Run:
    """One run of a page as its visitor saw it.

    Attributes:
        seconds: From asking until the page was finished; coming back after a lost connection counts.
        size: The bytes that were sent to the visitor.
        messages: How many messages they came in.
        returns: How often the visitor had to come back before it was finished.
    """

    seconds: float
    size: int
    messages: int
    returns: int


class Visitor:
    """Somebody with a page open.

    Attributes:
        query: What stands behind the question mark in the address.
        session: The name that the server gave the session; empty before the first run.
    """

    def __init__(self, site: str, query: str = "") -> None:
        """Somebody who is about to open a page.

        Args:
            site: The address of the dashboard, as `http://127.0.0.1:8501`.
            query: What the address holds behind the question mark.
        """
        self.query = query
        self.session = ""
        self._site = site
        self._token = generate_xsrf_token_string()
        self._cookies = {"_streamlit_xsrf": self._token}
        self._page = ""
        self._widgets = Widgets()
        self._kept = KeptMessages()
        self._connection: ClientConnection | None = None

    async def open(self) -> Run:
        """Open the page.

        Raises:
            RunFailed: The page did not finish, or showed an error.
        """
        return await self._run()

    async def choose(self, key: str, wanted: Callable[[str], bool]) -> Run:
        """Choose in a widget with several options, as a click does.

        Args:
            key: The widget's key.
            wanted: Whether an option, by its words, is to be chosen.

        Raises:
            RunFailed: The page did not finish, or showed an error.
        """
        self._widgets.choose(key, wanted)
        return await self._run()

    async def close(self) -> None:
        """Leave."""
        if self._connection:
            await self._connection.close()
            self._connection = None

    async def _run(self) -> Run:
        """Ask for a run until it is answered, coming back as often as the connection drops."""
        began, returns = time.perf_counter(), 0
        while True:
            try:
                async with asyncio.timeout(PATIENCE):
                    size, messages = await self._ask()
                return Run(time.perf_counter() - began, size, messages, returns)
            except (OSError, WebSocketException) as problem:
                self._connection = None
                returns += 1
                if time.perf_counter() - began > PATIENCE:
                    raise RunFailed(f"no way back: {problem}") from problem
                await asyncio.sleep(RETRY)

    async def _ask(self) -> tuple[int, int]:
        """Ask for a run and follow it; gives the bytes and the number of the messages that came."""
        self._connection = connection = self._connection or await self._connected()
        await connection.send(BackMsg(rerun_script=self._state()).SerializeToString())
        size = messages = 0
        async for length, message in _messages(connection):
            size, messages = size + length, messages + 1
            if self._is_last(message):
                return size, messages
        raise RunFailed("the server hung up")

    async def _connected(self) -> ClientConnection:
        host = urlsplit(self._site).netloc
        names = filter(None, ("streamlit", self._token, self.session))
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        connection = await connect(
            f"ws://{host}/_stcore/stream",
            origin=Origin(f"http://{host}"),
            subprotocols=[Subprotocol(name) for name in names],
            additional_headers={"Cookie": cookies},
            proxy=None,
            max_size=None,
            ping_interval=None,
        )
        for cookie in connection.response.headers.get_all("Set-Cookie") if connection.response else ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return connection

    def _state(self) -> ClientState:
        return ClientState(
            query_string=self.query,
            page_script_hash=self._page,
            widget_states=WidgetStates(widgets=self._widgets.states()),
            cached_message_hashes=self._kept.names(),
            context_info=ContextInfo(timezone="UTC", locale="en-US", url=f"{self._site}/", color_scheme="light"),
        )

    def _is_last(self, message: ForwardMsg) -> bool:
        """Take a message up; tell whether the page is finished with it."""
        match message.WhichOneof("type"):
            case "ref_hash":
                self._widgets.see(self._kept.again(message.ref_hash))
            case "delta":
                self._kept.keep(message)
                self._widgets.see(message.delta)
            case "new_session":
                self.session = message.new_session.initialize.session_id
                self._page = message.new_session.page_script_hash
                self._widgets.begin()
            case "navigation":
                self._page = message.navigation.page_script_hash
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "script_finished" if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                self._kept.age()
                self._widgets.end()
                return True
        return False


async def _messages(connection: ClientConnection) -> AsyncIterator[tuple[int, ForwardMsg]]:
    """What the server says, with its length in bytes."""
    while True:
        said = await connection.recv(decode=False)
        yield len(said), ForwardMsg.FromString(said)


class KeptMessages:
    """The long messages that a browser keeps, so that the server need not send them again."""

    def __init__(self) -> None:
        """Nothing kept yet."""
        self._messages: dict[str, Delta] = {}
        self._unused: dict[str, int] = {}

    def names(self) -> Iterable[str]:
        """What the server is told is here."""
        return self._messages.keys()

    def keep(self, message: ForwardMsg) -> None:
        """Keep a message if the server says that it may name it instead of sending it again."""
        if message.metadata.cacheable:
            self._messages[message.hash] = message.delta
            self._unused[message.hash] = 0

    def again(self, name: str) -> Delta:
        """A kept message that the server named."""
        self._unused[name] = 0
        return self._messages[name]

    def age(self) -> None:
        """Forget, at the end of a run, what was not used for some."""
        self._unused = {name: runs + 1 for name, runs in self._unused.items() if runs < RUNS_KEPT}
        self._messages = {name: self._messages[name] for name in self._unused}


class Widgets:
    """The widgets of a page and what stands in them, as a browser keeps both from one run to the next."""

    def __init__(self) -> None:
        """No page yet."""
        self._states: dict[str, WidgetState] = {}
        self._seen: dict[str, Element] = {}

    def states(self) -> Sequence[WidgetState]:
        """What stands in the widgets."""
        return list(self._states.values())

    def begin(self) -> None:
        """A run begins: no widget of it is known."""
        self._seen = {}

    def see(self, delta: Delta) -> None:
        """Take up an element, and what the server says is in it.

        Raises:
            RunFailed: The element tells of an error.
        """
        element = delta.new_element
        if element.WhichOneof("type") == "exception":
            raise RunFailed(f"{element.exception.type}: {element.exception.message}")
        state = state_of(element)
        if state:
            self._seen[state.id] = element
            if state.id not in self._states or getattr(element, element.WhichOneof("type") or "").set_value:
                self._states[state.id] = state

    def end(self) -> None:
        """A run has ended: what it did not show is gone."""
        self._states = {name: state for name, state in self._states.items() if name in self._seen}

    def choose(self, key: str, wanted: Callable[[str], bool]) -> None:
        """Choose, in the row of buttons of a key, those whose words are wanted."""
        [(name, element)] = [(name, element) for name, element in self._seen.items() if name.endswith(f"-{key}")]
        chosen = [option.content for option in element.button_group.options if wanted(option.content)]
        self._states[name] = WidgetState(id=name, string_array_value=StringArray(data=chosen))


def state_of(element: Element) -> WidgetState | None:
    """What stands in a widget according to the server; None for what is no widget, or one that says nothing itself."""
    match element.WhichOneof("type"):
        case "text_input":
            return _text(element.text_input)
        case "multiselect":
            return _choices(element.multiselect, element.multiselect.options)
        case "button_group":
            return _choices(element.button_group, [option.content for option in element.button_group.options])
        case "slider":
            return _position(element.slider)
    return None


def _text(field: TextInput) -> WidgetState:
    return WidgetState(id=field.id, string_value=field.value if field.set_value else field.default)


def _choices(field: MultiSelect | ButtonGroup, options: Sequence[str]) -> WidgetState:
    chosen = field.raw_values if field.set_value else [options[place] for place in field.default]
    return WidgetState(id=field.id, string_array_value=StringArray(data=chosen))


def _position(field: Slider) -> WidgetState:
    """Where a slider stands: on words, or on numbers."""
    if field.options:
        words = field.raw_value if field.set_value else [field.options[int(place)] for place in field.default]
        return WidgetState(id=field.id, string_array_value=StringArray(data=words))
    numbers = field.value if field.set_value else field.default
    return WidgetState(id=field.id, double_array_value=DoubleArray(data=numbers))
