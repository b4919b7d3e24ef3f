"""Share and take along: the address of a view, its code, an embed, and files that hold exactly what is shown."""

from __future__ import annotations

from functools import partial
from html import escape
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from campaigns import clock
from campaigns.records import Campaign
from campaigns.selection import Selection
from campaigns.wording import say, say_number
from campaigns.words import slug
from exports import qr
from exports.formats import FORMATS, PAPERS, Paper, in_format
from exports.publication import Publication
from ui import blocks, open_data, session
from ui.view import PRESENT, View

_WHAT, _PAPER = "share_what", "share_paper"
_VIEW, _CAMPAIGN = "view", "campaign"
_EMBED = '<iframe src="{}" title="City Campaigns" width="100%" height="640" loading="lazy"></iframe>'


def live() -> dict[str, str]:
    """What stays up to date at its own address: its name for people, and its file."""
    return {
        say("Feed"): "feed.atom",
        say("Calendar"): "calendar.ics",
        "GeoJSON": "campaigns.geojson",
        "CSV": "campaigns.csv",
    }


def show(selection: Selection, view: View, opened: Campaign | None) -> None:
    """Put everything behind a button; it is made ready only once that is opened."""
    panel = st.popover(say("Share, print, present"), key="share_panel", on_change="rerun")
    if not panel.open:
        return
    with panel:
        chosen = _choose(selection, opened)
        address = _address(view, chosen)
        publication = Publication(selection, clock.today(), address, (chosen.id,) if chosen else ())
        _links(selection, view, address)
        _files(publication, _name(publication, chosen))


def _choose(selection: Selection, opened: Campaign | None) -> Campaign | None:
    """The campaign that alone is meant; None for the whole view."""
    if opened is None:
        return None
    labels = {
        _VIEW: say_number("This view: {number} campaign", "These {number} campaigns", len(selection)),
        _CAMPAIGN: say("The campaign opened"),
    }
    session.relabel(_WHAT)
    chosen = st.segmented_control(
        say("What"), [*labels], key=_WHAT, default=_CAMPAIGN, required=True, format_func=labels.__getitem__
    )
    return opened if chosen == _CAMPAIGN else None


def _links(selection: Selection, view: View, address: str) -> None:
    query = urlencode(view.filters.to_query(), doseq=True)
    blocks.show(
        "share.html",
        selection.index.vocabulary,
        key="share",
        code=Markup(qr.svg(address)),  # noqa: S704 (squares only)
        present_href=view.href(PRESENT, campaign="", at=""),
        live={name: f"data/{file}?{query}".removesuffix("?") for name, file in live().items()},
    )
    if address:
        st.caption(say("The address of this view"))
        st.code(address, language=None, wrap_lines=True)
        joint = "&" if "?" in address else "?"
        st.caption(say("To embed it in a page of yours"))
        st.code(_EMBED.format(escape(f"{address}{joint}embed=true")), language=None, wrap_lines=True)


def _files(publication: Publication, name: str) -> None:
    st.caption(say("To take along: exactly what is shown"))
    with st.container(horizontal=True, gap="small"):
        paper: Paper = st.segmented_control(
            say("Paper of the handout"), PAPERS, key=_PAPER, default="A4", required=True, label_visibility="collapsed"
        )
        for key, kind in FORMATS.items():
            st.download_button(
                say(kind.title),
                partial(in_format, publication, key, paper),
                f"{name}.{kind.suffix}",
                kind.mime,
                help=say(kind.use),
                on_click="ignore",
                key=f"take_{key}",
            )


def _name(publication: Publication, chosen: Campaign | None) -> str:
    """The files' name: what they hold, and the day."""
    subject = chosen.id if chosen else slug(publication.title)
    return f"{subject}-{publication.today.isoformat()}"


def _address(view: View, chosen: Campaign | None) -> str:
    """The public address of what is shown; empty where the browser has not said where it is."""
    site = open_data.here()
    query = view.href("", campaign=chosen.id if chosen else "", at="").removesuffix("?")
    return site + query if site else ""
