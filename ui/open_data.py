"""Open data at stable addresses: the tables, GeoJSON, feed and calendar of everything, or of any view's filters.

The addresses are those of the static edition, so that a link holds whichever of the two serves it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from campaigns import clock
from campaigns.filters import Filters, from_query
from campaigns.selection import Index, Selection
from campaigns.tables import UnreadableTable
from campaigns.words import slug
from exports.formats import FORMATS, Format
from exports.links import view_address, web_link
from exports.publication import Publication
from exports.tables import package_files
from ui import data, places
from ui.map_script import map_script

SETTING = "CAMPAIGNS_ADDRESS"
"""The environment variable that says where the site is public: the address that feeds, handouts and codes point to."""

SECONDS_FRESH = 300
"""How long a browser or a proxy may take an answer for new."""

_FOR_GOOD = "public, max-age=31536000, immutable"
_UNREADABLE = "The campaigns cannot be read just now."
_UNKNOWN = "There is no such file."

MADE: Mapping[str, Format] = {
    "campaigns.geojson": FORMATS["geojson"],
    "feed.atom": FORMATS["atom"],
    "calendar.ics": FORMATS["ics"],
    "campaigns.zip": FORMATS["zip"],
}
"""The files that are no tables."""

_FACETS = {"country": "country", "company": "target"}
"""The filter of each kind of feed."""

_TYPES = {"csv": "text/csv", "json": "application/json", "txt": "text/plain"}


def routes() -> list[Route]:
    """The routes that the server answers beside its pages."""
    return [
        Route("/data/{name}", _file),
        Route("/feeds/{kind}/{name}.atom", _feed),
        Route("/map/{version}.json", _map),
        Route("/map/{version}.js", _map_script),
    ]


def publication(index: Index, filters: Filters, site: str) -> Publication:
    """A view to be exported.

    Args:
        index: The data set.
        filters: The view's filters.
        site: Where the dashboard is, as the visitor's browser calls it.
    """
    address = view_address(public_address(site), filters)
    return Publication(Selection(index, filters), clock.today(), address)


def public_address(site: str) -> str:
    """Where the site is public: what CAMPAIGNS_ADDRESS says, or else what the visitor's browser calls it."""
    return web_link(os.environ.get(SETTING, "").strip()) or web_link(site)


def here() -> str:
    """Where the site is public, or else where the visitor's browser says it is; empty where it has not said so."""
    seen = urlsplit(st.context.url or "")
    return public_address(f"{seen.scheme}://{seen.netloc}{seen.path.rpartition('/')[0]}/" if seen.netloc else "")


def _file(request: Request) -> Response:
    """A file of the view that the address asks for; what it names that is not known is left out, as on the pages."""
    query = {name: request.query_params.getlist(name) for name in request.query_params}
    return _answer(
        request, request.path_params["name"], lambda index: from_query(query, index.vocabulary, places.locate)[0]
    )


def _feed(request: Request) -> Response:
    """The feed of a country or a company, as `feeds/country/us.atom`."""
    facet = _FACETS.get(request.path_params["kind"], "")
    wanted = slug(request.path_params["name"])

    def chosen(index: Index) -> Filters | None:
        known = index.vocabulary.values(facet) if facet else ()
        found = next((value for value in known if value and slug(value) == wanted), None)
        return from_query({facet: [found]}, index.vocabulary)[0] if found else None

    return _answer(request, "feed.atom", chosen)


def _map(request: Request) -> Response:
    """The campaigns of the map, which the address names so closely that a browser may keep them for good."""
    try:
        points = data.map_points(_year(request.query_params.get("year", "")))
    except UnreadableTable:
        return PlainTextResponse(_UNREADABLE, HTTPStatus.SERVICE_UNAVAILABLE)
    return _kept_for_good(request, points.version, points.body, "application/json")


def _map_script(request: Request) -> Response:
    return _kept_for_good(request, map_script().version, map_script().body, "text/javascript")


def _kept_for_good(request: Request, version: str, body: bytes, mime: str) -> Response:
    """What the address names by its content; all browsers take gzip."""
    if request.path_params["version"] != version:
        return PlainTextResponse(_UNKNOWN, HTTPStatus.NOT_FOUND)
    headers = {"Content-Encoding": "gzip", "Cache-Control": _FOR_GOOD, "X-Content-Type-Options": "nosniff"}
    return Response(body, media_type=mime, headers=headers)


def _year(text: str) -> int | None:
    """The year at whose end the map is asked for; None, for today, where there is no such year."""
    spans = data.current().dataset.years if text.isdecimal() and len(text) == 4 else None
    return int(text) if spans and spans[0] <= int(text) <= spans[1] else None


def _answer(request: Request, name: str, choose: Callable[[Index], Filters | None]) -> Response:
    try:
        index = data.index(None)
    except UnreadableTable:
        return PlainTextResponse(_UNREADABLE, HTTPStatus.SERVICE_UNAVAILABLE)
    filters = choose(index)
    found = _made(publication(index, filters, str(request.base_url)), name) if filters is not None else None
    return _sent(request, name, *found) if found else PlainTextResponse(_UNKNOWN, HTTPStatus.NOT_FOUND)


def _made(wanted: Publication, name: str) -> tuple[str, bytes] | None:
    """A file's media type and what it holds; None where there is no such file."""
    if name in MADE:
        return MADE[name].mime, MADE[name].make(wanted)
    content = package_files(wanted).get(name)
    return (_TYPES[name.rpartition(".")[2]], content) if content is not None else None


def _sent(request: Request, name: str, mime: str, content: bytes) -> Response:
    """The file, or word that the asker has it already; any other site may use it too."""
    mark = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {
        "ETag": mark,
        "Cache-Control": f"public, max-age={SECONDS_FRESH}",
        "Access-Control-Allow-Origin": "*",
        "Content-Disposition": f'inline; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(content, media_type=mime, headers=headers)
