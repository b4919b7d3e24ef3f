"""What answers in place of other hosts, at once and from this machine, for pages that cannot do without them."""

from __future__ import annotations

import base64
import re
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession
from xstatic.pkg import leaflet

_LEAFLET = re.compile(r"^https://cdn\.jsdelivr\.net/npm/leaflet@[\d.]+/dist/(?P<file>[\w/.-]+)$")
"""Where folium's page asks for Leaflet: the installed package answers."""
_JQUERY = """
window.$ = (html) => {
  const box = document.createElement("template");
  box.innerHTML = html.trim();
  return box.content.children;
};
"""
"""All of jQuery that folium's popups need, and a good deal quicker to fetch than all of it."""
_STYLE = '{"version": 8, "sources": {}, "layers": []}'
_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)
_TYPES = {".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".png": "image/png"}


def answer(session: CDPSession) -> None:
    """Answer all that a page asks of other hosts. What it asks of its own server goes there untouched."""
    session.on("Fetch.requestPaused", partial(_fulfil, session))
    session.send("Fetch.enable", {"patterns": [{"urlPattern": "https://*"}]})


def body(url: str) -> bytes:
    """What stands in for this address: Leaflet itself, a blank tile, a map style without layers, or nothing."""
    found = _LEAFLET.match(url)
    if found:
        return (Path(leaflet.BASE_DIR) / found["file"]).read_bytes()
    if "jquery" in url:
        return _JQUERY.encode()
    return {".png": _PIXEL, ".json": _STYLE.encode()}.get(_ending(url), b"")


def _fulfil(session: CDPSession, paused: dict[str, Any]) -> None:
    url = paused["request"]["url"]
    headers = {"Content-Type": _TYPES.get(_ending(url), "text/plain"), "Access-Control-Allow-Origin": "*"}
    session.send(
        "Fetch.fulfillRequest",
        {
            "requestId": paused["requestId"],
            "responseCode": 200,
            "responseHeaders": [{"name": name, "value": value} for name, value in headers.items()],
            "body": base64.b64encode(body(url)).decode(),
        },
    )


def _ending(url: str) -> str:
    return Path(url.partition("?")[0]).suffix
