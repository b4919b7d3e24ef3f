"""Blocks of our own HTML: Jinja templates, escaped by default, whose links change the view without a reload.

Every text from the data or from the address goes through autoescaping here; `web_link` keeps links to http(s).
A link marked `data-view` is a view of this app: a plain click opens it in this session, while opening it in a new
tab or copying it works as with any link.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Literal

import streamlit as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from campaigns.filters import Vocabulary
from campaigns.schema import label
from campaigns.wording import direction, numeral, say, say_number, spoken
from campaigns.words import country_name, slug
from exports import marks
from exports.links import web_link
from ui import outcomes, session
from ui.marks import mark
from ui.view import parse

Message = Literal["done", "said", "refused"]

NO_LINKS = Vocabulary((), ())
"""For blocks without links to views."""

_HERE = Path(__file__).parent

_JS = """
const block = (address) => import(new URL(address, document.baseURI))
export default function (component) {
  block(component.data.script).then(({ show }) => show(component))
}
"""

_BLOCK = st.components.v2.component(
    "city_campaigns_block", html='<div class="block" style="visibility: hidden"></div>', js=_JS
)


def served(path: str) -> str:
    """The address of a file in `static`, relative to any page; it changes when the file does.

    Args:
        path: The file's path in `static`.
    """
    content = (_HERE.parent / "static" / path).read_bytes()
    return f"app/static/{path}?{hashlib.sha256(content).hexdigest()[:8]}"


SCRIPT = served("page/block.js")
STYLES = (served("map/marks.css"), served("page/blocks.css"))


def filled(text: str, **values: object) -> Markup:
    """A text with HTML in its braces, such as a link; the text itself, and values that are no HTML, are escaped.

    Args:
        text: What `say` gives where it is given no values: in those of the data, a brace would be taken for our own.
        **values: What belongs in the braces.
    """
    return escape(text).format(**values)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(web_link=web_link, filled=filled, country=country_name, slug=slug)
    environment.globals.update(say=say, say_number=say_number, numeral=numeral, outcome=outcomes.counted, label=label)
    environment.globals.update(mark=mark, pointed=marks.mark, symbols=marks.symbols)
    return environment


_TEMPLATES = _environment()


def render(template: str, **context: Any) -> Markup:
    """The HTML of a template, its values escaped."""
    return Markup(_TEMPLATES.get_template(template).render(**context))  # noqa: S704 (escaped by the template)


def show(template: str, vocabulary: Vocabulary, key: str, focus: str = "", **context: Any) -> None:
    """Put a template on the page.

    Args:
        template: The file in `ui/templates`.
        vocabulary: What the links' filters may name.
        key: The block's own name on the page.
        focus: A CSS selector; when the content changes, the focus moves to what it finds.
        **context: The template's values.
    """
    html = render(template, **context)
    version = hashlib.sha256(html.encode()).hexdigest()[:16]

    def follow() -> None:
        opened = st.session_state[key].opened
        if opened:
            session.open_view(*parse(opened), vocabulary)

    dressed = {"script": SCRIPT, "styles": STYLES, "language": spoken(), "direction": direction()}
    _BLOCK(key=key, data={"html": html, "version": version, "focus": focus, **dressed}, on_opened_change=follow)


def message(words: str, key: str, kind: Message = "said") -> None:
    """Put a sentence on the page that may hold any text, as Streamlit's own messages may not: those take Markdown.

    Args:
        words: The sentence.
        key: The message's own name on the page.
        kind: Whether something was done, is refused or is merely said.
    """
    show("message.html", NO_LINKS, key, words=words, kind=kind)
