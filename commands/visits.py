"""Visits: whether the page at an address is still there, asked politely.

A host is asked one thing at a time, with a pause after each; several hosts are visited side by side. No page is
read: its first answer says enough. Many news sites refuse every program, so only what says plainly that a page
is gone counts as dead.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import StrEnum
from http import HTTPStatus
from queue import Empty, SimpleQueue
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from campaigns import __version__

USER_AGENT = f"city-campaigns/{__version__} (link check)"
MOST_REDIRECTS = 10

GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
REFUSING = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, *BUSY)
FOR_GOOD = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)
HUNG_UP = (http.client.RemoteDisconnected, ConnectionResetError)
REACHED = (*HUNG_UP, ConnectionRefusedError, requests.exceptions.SSLError)
"""Failures that only a host that was reached can cause."""
NO_SUCH_NAME = tuple(getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name))
NO_SUCH_HOST = "no such host"


class Verdict(StrEnum):
    """What a visit tells about an address, the most urgent first."""

    DEAD = "dead"
    UNSURE = "unsure"
    MOVED = "moved"
    FINE = "fine"


@dataclass(frozen=True)
class Visit:
    """What came of visiting an address.

    Attributes:
        url: The address.
        verdict: Whether the page is there.
        reason: Why, in a few words.
        answered: Whether any host was reached at all.
    """

    url: str
    verdict: Verdict
    reason: str
    answered: bool = True


@dataclass(frozen=True)
class Manners:
    """How hosts are treated; all times in seconds.

    Attributes:
        pause: From the end of one request to the beginning of the next at the same host.
        timeout: How long an answer is waited for.
        patience: How long, all in all, one host is waited for that asks to come back later.
        silence: After so long without news from any host, the rest is given up.
        side_by_side: How many hosts are visited at the same time.
    """

    pause: float = 1.0
    timeout: float = 20.0
    patience: float = 120.0
    silence: float = 300.0
    side_by_side: int = 8


class Astray(Exception):
    """A redirect that is not followed; the text says why."""


@dataclass(frozen=True)
class _Answer:
    """The first lines of an answer: its status, where it points to, and for how long it asks to wait."""

    status: int
    target: str
    wait: float | None


@dataclass
class _Trail:
    """Where an address has led so far.

    Attributes:
        here: The address reached.
        moved: The last address to which everything before had moved for good; empty where nothing had.
        firm: Whether every redirect so far was for good.
    """

    here: str
    moved: str = ""
    firm: bool = True

    def go(self, status: int, target: str) -> None:
        """Follow a redirect."""
        self.firm = self.firm and status in FOR_GOOD
        self.here = target
        self.moved = target if self.firm else self.moved


class Turns:
    """Lets one request at a time through to each host, with a pause after it."""

    def __init__(self, manners: Manners, sleep: Callable[[float], None] = time.sleep) -> None:
        self._manners = manners
        self._sleep = sleep
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._free_at: dict[str, float] = {}
        self._waited: dict[str, float] = defaultdict(float)

    @contextmanager
    def at(self, host: str) -> Iterator[None]:
        """Wait for the host's turn and hold it."""
        with self._guard:
            lock = self._locks[host]
        with lock:
            early = self._free_at.get(host, 0.0) - time.monotonic()
            if early > 0:
                self._sleep(early)
            try:
                yield
            finally:
                self._free_at[host] = time.monotonic() + self._manners.pause

    def put_off(self, host: str, seconds: float) -> bool:
        """Leave a host alone for as long as it asks; False where that would try our patience."""
        with self._guard:
            if self._waited[host] + seconds > self._manners.patience:
                return False
            self._waited[host] += seconds
            self._free_at[host] = time.monotonic() + max(seconds, self._manners.pause)
            return True


def is_private(host: str) -> bool:
    """Whether a host is this computer or in its own network; a name that nobody knows is not."""
    try:
        addresses = {str(info[4][0]) for info in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return False
    return any(not ipaddress.ip_address(address.partition("%")[0]).is_global for address in addresses)


class Visitor:
    """Visits addresses, one at a time per host however many threads ask it to."""

    def __init__(
        self,
        manners: Manners,
        is_private: Callable[[str], bool] = is_private,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._manners = manners
        self._is_private = is_private
        self._turns = Turns(manners, sleep)

    def visit(self, url: str) -> Visit:
        """Visit an address, and say what came of it whatever happens."""
        trail = _Trail(url)
        try:
            with _Session() as session:
                return _judged(url, trail, self._follow(trail, session))
        except Astray as error:
            return Visit(url, Verdict.UNSURE, str(error))
        except (OSError, HTTPError, ValueError) as error:
            verdict, reason = self._failure(error)
            return Visit(url, verdict, reason, answered=trail.here != url or _is_caused_by(error, *REACHED))

    def _follow(self, trail: _Trail, session: _Session) -> int:
        """Follow all redirects; returns the status of the last answer."""
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._ask(trail.here, session)
            if not answer.target:
                return answer.status
            trail.go(answer.status, self._admitted(trail.here, answer.target))
        raise Astray(f"more than {MOST_REDIRECTS} redirects")

    def _admitted(self, here: str, target: str) -> str:
        """The whole address that a redirect points to, where a stranger may send us there."""
        there = urljoin(here, target)
        if urlsplit(there).scheme not in ("http", "https") or not _host(there):
            raise Astray("leads to an address that is no web page")
        if self._is_private(_host(there)) and not self._is_private(_host(here)):
            raise Astray("leads into a private network, where it was not followed")
        return there

    def _ask(self, url: str, session: _Session) -> _Answer:
        """Ask for the head of a page alone, then for the page where the host does not care to answer that.

        Some hosts answer a request for the head wrongly, so no page is called gone for it.
        """
        try:
            answer = self._patiently("HEAD", url, session)
        except requests.ConnectionError as error:
            if not _is_caused_by(error, *HUNG_UP):
                raise
        else:
            if answer.status < HTTPStatus.BAD_REQUEST or answer.status in BUSY:
                return answer
        return self._patiently("GET", url, session)

    def _patiently(self, method: str, url: str, session: _Session) -> _Answer:
        """Ask, and once more where the host is busy and says when to come back."""
        answer = self._request(method, url, session)
        if answer.status in BUSY and answer.wait is not None and self._turns.put_off(_host(url), answer.wait):
            return self._request(method, url, session)
        return answer

    def _request(self, method: str, url: str, session: _Session) -> _Answer:
        with (
            self._turns.at(_host(url)),
            session.request(method, url, timeout=self._manners.timeout, allow_redirects=False, stream=True) as response,
        ):
            wait = _seconds(response.headers.get("Retry-After", ""))
            return _Answer(response.status_code, session.points_to(response), wait)

    def _failure(self, error: Exception) -> tuple[Verdict, str]:
        """What an address without an answer is taken for."""
        if isinstance(error, requests.exceptions.ProxyError):
            return Verdict.UNSURE, "the proxy did not let it through"
        if isinstance(error, requests.Timeout):
            return Verdict.UNSURE, f"no answer within {self._manners.timeout:g} seconds"
        if isinstance(error, requests.exceptions.SSLError):
            return Verdict.UNSURE, "no safe connection: its certificate or encryption is not accepted"
        if isinstance(error, ValueError):
            return Verdict.UNSURE, "not an address that can be visited"
        return _unconnected(error)


class _Session(requests.Session):
    """What is kept during one visit: the cookies that a site sets on the way."""

    def __init__(self) -> None:
        super().__init__()
        self.headers["User-Agent"] = USER_AGENT
        self.auth = _anonymous

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """No redirect is followed unseen; to prepare for it, the whole page would be read."""
        return None

    def points_to(self, response: requests.Response) -> str:
        """Where an answer redirects to; empty where it does not."""
        return super().get_redirect_target(response) or ""


def _anonymous(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps the visitor's own passwords (.netrc) out of what is asked."""
    return request


def visits(urls: Iterable[str], visitor: Visitor, manners: Manners) -> Iterator[Visit]:
    """Visit addresses, several hosts side by side; each visit is given as soon as it is over, in no order.

    Ends early after a long silence of all hosts. Whoever stops asking for more stops the visiting.
    """
    waiting, over = _by_host(urls), SimpleQueue[Visit | None]()
    stop = threading.Event()
    for _ in range(manners.side_by_side):
        # As daemons they keep nobody waiting who has pressed Ctrl+C.
        threading.Thread(target=_work, args=(waiting, over, visitor, stop), daemon=True).start()
    try:
        yield from _arriving(over, manners)
    finally:
        stop.set()


def _arriving(over: SimpleQueue[Visit | None], manners: Manners) -> Iterator[Visit]:
    """The visits of all threads, until each has said with None that it is through."""
    working = manners.side_by_side
    while working:
        try:
            visit = over.get(timeout=manners.silence)
        except Empty:
            return
        if visit:
            yield visit
        else:
            working -= 1


def _work(
    waiting: SimpleQueue[list[str]], over: SimpleQueue[Visit | None], visitor: Visitor, stop: threading.Event
) -> None:
    """Visit host after host until none is left."""
    try:
        while True:
            for url in waiting.get_nowait():
                if stop.is_set():
                    return
                over.put(visitor.visit(url))
    except Empty:
        return
    finally:
        over.put(None)


def _by_host(urls: Iterable[str]) -> SimpleQueue[list[str]]:
    """The addresses of each host; the host with the most comes first, as it takes longest."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        hosts[_host(url)].append(url)
    waiting = SimpleQueue[list[str]]()
    for group in sorted(hosts.values(), key=len, reverse=True):
        waiting.put(group)
    return waiting


def _judged(url: str, trail: _Trail, status: int) -> Visit:
    said = _in_words(status)
    if status in GONE:
        return Visit(url, Verdict.DEAD, said)
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        hint = ": many sites refuse programs" if status in REFUSING else ""
        return Visit(url, Verdict.UNSURE, said + hint)
    if _is_front(trail.here) and not _is_front(url):
        return Visit(url, Verdict.UNSURE, f"leads to a front page, {trail.here}: the page itself may be gone")
    if trail.moved:
        return Visit(url, Verdict.MOVED, f"moved for good to {trail.moved}")
    return Visit(url, Verdict.FINE, said)


def _unconnected(error: Exception) -> tuple[Verdict, str]:
    """What a host is taken for that no connection could be made to."""
    resolving = next((cause for cause in _causes(error) if isinstance(cause, socket.gaierror)), None)
    if resolving:
        unknown = resolving.errno in NO_SUCH_NAME
        return (Verdict.DEAD, NO_SUCH_HOST) if unknown else (Verdict.UNSURE, "its host could not be looked up")
    if _is_caused_by(error, ConnectionRefusedError):
        return Verdict.DEAD, "the host refuses connections"
    return Verdict.UNSURE, "the connection failed"


def _in_words(status: int) -> str:
    """A status as people quote it: `404 Not Found`."""
    return f"{status} {http.client.responses.get(status, '')}".strip()


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _seconds(retry_after: str) -> float | None:
    """For how long a host asks to wait, as seconds or as a date; None where it does not say."""
    try:
        if retry_after.isdecimal():
            return float(retry_after)
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and what led to it, back to the first."""
    cause: BaseException | None = error
    while cause:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _is_caused_by(error: BaseException, *kinds: type[BaseException]) -> bool:
    return any(isinstance(cause, kinds) for cause in _causes(error))
