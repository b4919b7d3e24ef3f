"""What every page wears: its name and icon, the wordmark and the heading."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import streamlit as st

from campaigns.wording import say
from ui import blocks, data, language, session
from ui.view import EXPLORE

_ROOT = Path(__file__).parents[1]
_STYLE = _ROOT / "ui" / "style"
_ICON = "/" + blocks.served("icon.png")


def set_up(page: str) -> None:
    """Tell Streamlit the page's name, the icon and the width of every page, and what its own menu says of the app."""
    about = say("City Campaigns: who asked which public body for what, and what was decided.")
    st.set_page_config(
        page_title=f"{page} · City Campaigns", page_icon=_ICON, layout="wide", menu_items={"About": about}
    )


def dress() -> None:
    """Put the wordmark and the page's own style on the page."""
    shade = st.context.theme.type or "light"
    st.logo("/" + _wordmark(shade), size="large")  # an SVG would go into every run's messages
    st.html(_style())


@cache
def _wordmark(shade: str) -> str:
    """Its address from any page: Streamlit would read and hash a file in every run."""
    return blocks.served(f"wordmark-{shade}.png")


@cache
def _style() -> str:
    """Of both shades: the system may turn dark or light while the page is open, and the server hears nothing of it."""
    sheets = [_without_comments((_STYLE / sheet).read_text(encoding="utf-8")) for sheet in ("page.css", "dark.css")]
    logos = [
        f':root[data-theme="{shade}"] [data-testid="stHeaderLogo"] {{ content: url("{_wordmark(shade)}"); }}'
        for shade in ("light", "dark")
    ]
    return "<style>" + "".join([*sheets, *logos]) + "</style>"


def _without_comments(sheet: str) -> str:
    """A style sheet as every run sends it: its comments are a quarter of it."""
    return re.sub(r"\s*/\*.*?\*/\s*", "", sheet, flags=re.DOTALL)


def heading(sentence: str, lead: str = "") -> None:
    """The page's first heading, and a line under it."""
    view, page = session.current(), session.page() or EXPLORE
    others = [(code, name, view.href(page, language=code)) for code, name in language.others()]
    vocabulary = data.index(None).vocabulary
    blocks.show("heading.html", vocabulary, key="heading", sentence=sentence, lead=lead, others=others)
