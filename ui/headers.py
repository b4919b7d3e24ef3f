"""What a browser is told about each answer of this app: what it may load, run, send and be framed by.

Whatever a text of the data or of an address might get into a page, the browser itself then asks no other host for
anything and runs no program but the app's own. Every kind of answer gets the least that it works with.
`Strict-Transport-Security` is left to the proxy in front: only it knows whether the site has https, and for good.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import editors

SETTING = "CAMPAIGNS_EMBED"
"""The environment variable with the sites that may show this one in a frame: any where it is empty, `off` for none."""

Policy = Mapping[str, str]
"""The sources that a browser may use, by the kind of use; empty for a directive that takes none."""

_SELF, _NONE = "'self'", "'none'"
_HOST = re.compile(r"[a-z0-9_.-]+(?::[0-9]{1,5})?|\[[0-9a-f:.]+\](?::[0-9]{1,5})?", re.IGNORECASE)
_SITE = re.compile(r"https?://(?:\*\.)?[a-z0-9.-]+(?::[0-9]{1,5})?", re.IGNORECASE)
_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
_STREAMLITS_PAGE = Path(st.__file__).parent / "static" / "index.html"

FILE: Policy = {"default-src": _NONE, "style-src": "'unsafe-inline'", "sandbox": ""}
"""For what is no page: tables, feeds, downloads, pictures. Opened by itself it runs nothing and loads nothing."""

FRAME: Policy = {
    "default-src": _NONE,
    "script-src": _SELF,
    "style-src": f"{_SELF} 'unsafe-inline'",
    "img-src": f"{_SELF} data:",
    "font-src": _SELF,
    "connect-src": _SELF,
    "base-uri": _NONE,
    "form-action": _NONE,
}
"""For the frame of a component, such as the presentation."""

MAP: Policy = {**FRAME, "script-src": f"{_SELF} 'unsafe-inline' 'unsafe-eval'"}
"""For the map's frame: streamlit-folium runs what the server sends it as a program. No other frame or page may."""

UNHEARD = "if (window.parent !== window) window.parent = window"
"""A program in the head of every page: Streamlit would tell a page that shows this one in a frame each new address,
search words and all. What it says to its parent then stays in the frame."""

_FILES = ("/data/", "/feeds/", "/map/", "/media/", "/app/static/", "/_stcore/")
_MAP = "/component/streamlit_folium."
_FRAMES = "/component/"
_FOR_ANY_SITE = ("/data/", "/feeds/", "/app/static/")

_UNUSED = ("accelerometer", "camera", "display-capture", "gyroscope", "magnetometer", "microphone", "midi", "payment")
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(["geolocation=(self)", *(f"{name}=()" for name in (*_UNUSED, "serial", "usb"))]),
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """Puts the headers on every answer; what the app has set already stays."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app
        self._base = "/" + str(st.get_option("server.baseUrlPath") or "").strip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = "/" + scope["path"].removeprefix(self._base).lstrip("/")
        added = security_headers(path, Headers(scope=scope).get("host", ""))

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in added.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, sent)


def security_headers(path: str, host: str) -> Mapping[str, str]:
    """The headers of an answer, by their names.

    Args:
        path: What is asked for, without the folder that the site may be in.
        host: What the browser calls the server; anything but a host's name is left out.
    """
    policy = dict(_policy(path, host if _HOST.fullmatch(host) else ""))
    framed_by = embedding_sites()
    if framed_by:
        policy["frame-ancestors"] = framed_by
    shared = "cross-origin" if path.startswith(_FOR_ANY_SITE) else "same-origin"
    written = "; ".join(f"{name} {sources}".strip() for name, sources in policy.items())
    return {**_ALWAYS, "Cross-Origin-Resource-Policy": shared, "Content-Security-Policy": written}


def embedding_sites() -> str:
    """Which sites may show this one in a frame, as a policy says it; empty where any may.

    Where a browser on this computer can save without a login, none may: a frame could lead a click to the button.
    An entry that is no site's address lets nobody in.
    """
    if editors.Settings(os.environ.get(editors.SETTING, "")).mode == editors.LOCAL:
        return _SELF
    sites = os.environ.get(SETTING, "").replace(",", " ").split()
    return " ".join([_SELF, *filter(_SITE.fullmatch, sites)]) if sites else ""


def _policy(path: str, host: str) -> Policy:
    if path.startswith(_FILES):
        return FILE
    if path.startswith(_MAP):
        return MAP
    return FRAME if path.startswith(_FRAMES) else page_policy(host)


@lru_cache(maxsize=100)
def page_policy(host: str) -> Policy:
    """For the pages: Streamlit's own program, which writes styles, charts and the parts of our own from memory.

    Args:
        host: The server's name; browsers before 2022 take `'self'` to leave out WebSockets.
    """
    return {
        "default-src": _SELF,
        "script-src": " ".join([_SELF, "blob:", "'wasm-unsafe-eval'", *_inline_scripts()]),
        "style-src": f"{_SELF} 'unsafe-inline'",
        "img-src": f"{_SELF} data: blob:",
        "font-src": f"{_SELF} data:",
        "connect-src": f"{_SELF} ws://{host} wss://{host}" if host else _SELF,
        "frame-src": _SELF,
        "object-src": _NONE,
        "base-uri": _NONE,
        "form-action": _SELF,
    }


@lru_cache(maxsize=1)
def _inline_scripts() -> tuple[str, ...]:
    """The scripts that stand in the page itself, each by its hash: Streamlit's, and the one of ours."""
    scripts = [*_SCRIPT.findall(_STREAMLITS_PAGE.read_bytes()), UNHEARD.encode()]
    return tuple(f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'" for script in scripts)
