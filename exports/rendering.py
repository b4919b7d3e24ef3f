"""Rendering: the templates of the pages that exports write, escaped by default."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from campaigns.schema import label
from exports.links import web_link
from exports.marks import mark, symbols

_HERE = Path(__file__).parent
_TAG = re.compile(r"<[a-z][^<>]*>")
_QUOTED = re.compile(r'(?<==)"([\w#-]+)"(?!/)', re.ASCII)
_NEEDLESS_END = re.compile(r"</(?:p|li|dt|dd)>\s*(?=<(?:p|li|dt|dd|ol|dl|h\d|/ol|/ul|/dl|/li|/article)\b)")
_NOT_IN_SCRIPT = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(web_link=web_link)
    environment.globals.update(mark=mark, symbols=symbols, label=label)
    return environment


_TEMPLATES = _environment()


def render(template: str, **context: Any) -> Markup:
    """The HTML of a template in `exports/templates`, its values escaped."""
    return Markup(_TEMPLATES.get_template(template).render(**context))  # noqa: S704 (escaped by the template)


def asset(name: str) -> str:
    """A script or a style sheet in `exports/assets`."""
    return (_HERE / "assets" / name).read_text(encoding="utf-8")


def embedded(data: Any) -> Markup:
    """Data as JSON that may stand between `<script>` tags: nothing in it can end the element or begin another."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_NOT_IN_SCRIPT))  # noqa: S704 (no character that HTML knows is left)


def compact(html: Markup) -> Markup:
    """HTML without the quotes and end tags that it may go without: a fifth less of a long list.

    Escaped text has no angle bracket, so that whatever looks like a tag here is one.
    """
    unquoted = _TAG.sub(lambda tag: _QUOTED.sub(r"\1", tag.group()), html)
    return Markup(_NEEDLESS_END.sub("", unquoted))  # noqa: S704 (still what the template escaped)


def policy(scripts: list[str], style: str) -> str:
    """A content security policy: these very scripts and this style run and nothing else does; nothing is fetched."""
    allowed = " ".join(map(_hash, scripts)) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
