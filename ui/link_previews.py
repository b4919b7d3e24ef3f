"""Link previews: the title and the description that a message shows for an address of this app.

Streamlit sends every visitor the same page, and fills it in the browser. Programs that only read the page see what is
put into its head here: the name of the campaign opened, or the view in words. What every page will need is named
there too, so that the browser fetches it at once.
"""

from __future__ import annotations

from urllib.parse import parse_qs

from jinja2 import Environment
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from campaigns.schema import package
from campaigns.selection import Index, Selection
from campaigns.tables import UnreadableTable
from campaigns.telling import deciding_vote, place_name
from campaigns.wording import ENGLISH, LANGUAGES, say, speaking
from ui import data, places
from ui.blocks import SCRIPT, STYLES
from ui.headers import UNHEARD
from ui.view import View, read

_TITLE = b"<title>Streamlit</title>"
_ENGLISH_PAGE = b'<html lang="en">'
_HEAD = Environment(autoescape=True).from_string(
    "<title>{{ title }}</title>"
    '<meta name="description" content="{{ description }}">'
    '<meta property="og:type" content="website">'
    '<meta property="og:site_name" content="{{ site }}">'
    '<meta property="og:title" content="{{ title }}">'
    '<meta property="og:description" content="{{ description }}">'
    '<meta name="twitter:card" content="summary">'
    "<script>{{ unheard | safe }}</script>"
    '<link rel="modulepreload" href="{{ script }}">'
    '{% for style in styles %}<link rel="preload" as="fetch" crossorigin="anonymous" href="{{ style }}">{% endfor %}'
)


class LinkPreviews:
    """Puts the preview into the head of the pages that Streamlit sends."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; all but pages of HTML pass untouched."""
        if scope["type"] != "http" or not _asks_for_a_page(scope):
            await self.app(scope, receive, send)
            return
        await self.app(scope, receive, _Rewriter(scope, send))


class _Rewriter:
    """Sends an answer on, a page of HTML with its preview."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope, self._send = scope, send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            is_page = Headers(raw=message["headers"]).get("content-type", "").startswith("text/html")
            if is_page and message["status"] == 200:
                self._start = message
                return
        elif self._start is not None:
            self._body += message.get("body", b"")
            if message.get("more_body"):
                return
            await self._send_page(self._start)
            return
        await self._send(message)

    async def _send_page(self, start: Message) -> None:
        query = self._scope["query_string"].decode("ascii", "replace")
        body = self._body.replace(_ENGLISH_PAGE, f'<html lang="{language(query)}">'.encode(), 1)
        body = body.replace(_TITLE, (await run_in_threadpool(head, query)).encode(), 1)
        headers = MutableHeaders(raw=start["headers"])
        headers["content-length"] = str(len(body))
        del headers["etag"]
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def head(query: str) -> str:
    """What stands in the head of a page in place of its title, escaped.

    Args:
        query: The part of the address behind the question mark.
    """
    site = str(package()["title"])
    with speaking(language(query)):
        title, description = _about(query) or (site, say(package()["description"]))
    return _HEAD.render(site=site, title=title, description=description, unheard=UNHEARD, script=SCRIPT, styles=STYLES)


def language(query: str) -> str:
    """The language that an address asks for; English where it asks for none that is known."""
    asked = parse_qs(query).get("lang", [""])[0]
    return asked if asked in LANGUAGES else ENGLISH


def _about(query: str) -> tuple[str, str] | None:
    """The title and description of what an address opens; None where that is everything, or cannot be read."""
    try:
        index = data.index(None)
    except UnreadableTable:
        return None
    view, _ = read(parse_qs(query), index.vocabulary, places.locate)
    return _about_view(index, view)


def _about_view(index: Index, view: View) -> tuple[str, str] | None:
    campaign = index.dataset.get(view.campaign)
    if campaign:
        vote = deciding_vote(index.dataset.history(campaign))
        told = ", ".join(filter(None, [campaign.status.label, vote]))
        return f"{place_name(campaign)}: {campaign.title} ({told})", campaign.summary or campaign.body
    if not view.filters:
        return None
    sentence = Selection(index, view.filters).sentence()
    return f"{package()['title']}: {sentence}", say(package()["description"])


def _asks_for_a_page(scope: Scope) -> bool:
    """Whether a request may be for a page: a browser's or a preview's GET, outside Streamlit's own files."""
    path: str = scope["path"]
    own = ("/_stcore", "/static/", "/media/", "/component/", "/app/static/", "/data/", "/feeds/", "/map/")
    return scope["method"] == "GET" and not path.startswith(own)
