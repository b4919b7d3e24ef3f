"""The meeting pack: a view as one HTML file that brings its map, timelines and sources with it.

It opens from a stick, a mail or a phone's downloads, without a server and without a network. The list and every card
are in the HTML, so that they can be read and printed where no script runs; a script adds the map, filters and search.
A content security policy lets nothing run but the scripts written here, and nothing at all be fetched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from xstatic.pkg import leaflet

from campaigns.dates import PartialDate
from campaigns.distance import Distance
from campaigns.filters import NONE_NAMED, choice_label, in_address
from campaigns.records import Campaign, Event, Force, Status
from campaigns.schema import choices, label, package
from campaigns.telling import around, deciding_vote, notes, place_name
from exports.links import host_of, web_link
from exports.marks import marker_words
from exports.outlines import basemap
from exports.palette import palette
from exports.plain import plain
from exports.publication import Publication
from exports.qr import svg
from exports.rendering import asset, compact, embedded, policy, render

_ROOT = Path(__file__).parents[1]
_LEAFLET = Path(leaflet.BASE_DIR)
_FIRST = 'document.documentElement.classList.add("js");'
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 32"><path d="M14 2a11 11 0 0 0-11 11c0 7.2 7.6 12.6 11 17 '
    '3.4-4.4 11-9.8 11-17A11 11 0 0 0 14 2z" fill="#8a4b14"/><circle cx="14" cy="13" r="6.6" fill="#faf8f3"/></svg>'
)
ICON = f"data:image/svg+xml,{quote(_ICON)}"


@dataclass(frozen=True)
class Chapter:
    """Another campaign of the same place, and where it can be opened; empty where it is not at hand."""

    campaign: Campaign
    href: str


@dataclass(frozen=True)
class Told:
    """A campaign as its entry in the list and its card tell it."""

    campaign: Campaign
    events: Sequence[Event]
    place: str
    around: str
    meta: tuple[str, ...]
    vote: str
    notes: Sequence[str]
    related: Sequence[Chapter]
    host: str
    own_page: str


def pack(publication: Publication) -> bytes:
    """The view as one HTML file."""
    return page(publication)


def page(
    publication: Publication,
    head: str = "",
    downloads: Sequence[tuple[str, str]] = (),
    pages: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """The view as one HTML file, with what belongs to it only where it stands beside others.

    Args:
        publication: What is exported.
        head: More for the page's head, as HTML.
        downloads: The names and addresses of other files to offer.
        pages: Where campaigns have a page of their own, by their ids.
    """
    scripts, address = [_FIRST, *_scripts()], web_link(publication.address)
    here = {campaign.id: f"#campaign={campaign.id}" for campaign in publication.campaigns}
    told = [tell(campaign, publication, here, pages.get(campaign.id, "")) for campaign in publication.campaigns]
    html = render(
        "pack.html",
        policy=policy(scripts, style()),
        name=publication.title,
        sentence=publication.sentence,
        description=package()["description"],
        date=in_words(publication),
        icon=ICON,
        head=Markup(head),  # noqa: S704 (HTML by contract)
        style=Markup(style()),  # noqa: S704 (our own)
        scripts=[Markup(script) for script in scripts],  # noqa: S704 (our own)
        qr=Markup(svg(address)),  # noqa: S704 (squares only)
        address=address,
        licence=package()["licenses"][0],
        downloads=downloads,
        entries=compact(render("entries.html", told=told)),
        targets=_targets(publication),
        data=embedded(_data(publication)),
        basemap=basemap(),
        **_codebook(),
    )
    return html.encode("utf-8", "replace")


def tell(campaign: Campaign, publication: Publication, links: Mapping[str, str], own_page: str = "") -> Told:
    """What there is to tell of a campaign.

    Args:
        campaign: The campaign.
        publication: What it is told in.
        links: Where other campaigns can be opened, by their ids.
        own_page: Where the campaign has a page of its own; empty where it has none.
    """
    events = publication.history(campaign)
    return Told(
        campaign=campaign,
        events=events,
        place=place_name(campaign),
        around=", ".join(around(campaign)),
        meta=_meta(campaign, events, publication.selection.distances.get(campaign.id)),
        vote=deciding_vote(events),
        notes=notes(campaign, events, publication.today),
        related=[Chapter(other, links.get(other.id, "")) for other in _others(campaign, publication)],
        host=host_of(campaign.url) or campaign.url,
        own_page=own_page,
    )


def in_words(publication: Publication) -> str:
    """The day of the export, as a reader says it."""
    return PartialDate.parse(publication.today.isoformat()).in_words()


@cache
def style() -> str:
    """The style sheets: Leaflet's, the dashboard's own, and what this page needs besides."""
    sheets = [
        (_LEAFLET / "leaflet.css").read_text(encoding="utf-8"),
        *((_ROOT / "static" / "map" / name).read_text(encoding="utf-8") for name in ("marks.css", "campaign-map.css")),
        (_ROOT / "static" / "page" / "blocks.css").read_text(encoding="utf-8"),
        palette(),
        asset("pack.css"),
    ]
    return re.sub(r"\s+", " ", _without_images(re.sub(r"/\*.*?\*/", "", "\n".join(sheets), flags=re.DOTALL)))


def _without_images(css: str) -> str:
    """Leaflet's controls and pins that no page of ours has are the only ones that want a picture."""
    return re.sub(r"\s*[\w-]+:\s*url\([^)]*\);", "", css)


@cache
def _scripts() -> Sequence[str]:
    library = (_LEAFLET / "leaflet.js").read_text(encoding="utf-8")
    return (
        re.sub(r"//# sourceMappingURL=.*", "", library),
        *(
            (_ROOT / "static" / "map" / name).read_text(encoding="utf-8")
            for name in ("campaign-map.js", "campaign-layer.js")
        ),
        asset("pack.js"),
    )


def _data(publication: Publication) -> dict[str, Any]:
    """What the script has to know: where each campaign is, how it stands and whom it targets, in the list's order."""
    targets = _targets(publication)
    places = {target["value"]: place for place, target in enumerate(targets)}
    return {
        "name": publication.title,
        "map": "Map of campaigns",
        **marker_words(),
        "targets": [{name: target[name] for name in ("key", "name", "aliases")} for target in targets],
        "campaigns": [
            (
                *(campaign.id, campaign.point, campaign.status, campaign.force),
                [places[target] for target in campaign.targets or (NONE_NAMED,)],
            )
            for campaign in publication.campaigns
        ],
    }


def _targets(publication: Publication) -> list[dict[str, Any]]:
    """The companies that campaigns of this view name, in the order in which they are offered."""
    named = {target for campaign in publication.campaigns for target in campaign.targets or (NONE_NAMED,)}
    return [
        {
            "value": target,
            "key": in_address("target", plain(target)),
            "name": choice_label("target", target) if target else "No company named",
            "aliases": publication.dataset.company(target).aliases,
        }
        for target in publication.selection.index.vocabulary.values("target")
        if target in named
    ]


def _others(campaign: Campaign, publication: Publication) -> list[Campaign]:
    """The other chapters that a campaign names and the data has."""
    return [other for name in campaign.related if (other := publication.dataset.get(name))]


def _meta(campaign: Campaign, events: Sequence[Event], distance: Distance | None) -> tuple[str, ...]:
    far = distance.words() if distance else ""
    force = campaign.force.label.lower() if campaign.force is not Force.UNKNOWN else ""
    years = [event.date.year for event in events]
    span = "–".join(str(year) for year in sorted({min(years), max(years)})) if years else ""
    return tuple(part for part in (far, force, label("campaigns", "ask", campaign.ask), span) if part)


def _codebook() -> dict[str, Any]:
    return {
        "statuses": [(Status(choice.value), choice) for choice in choices("campaigns", "status")],
        "forces": [(Force(choice.value), choice) for choice in choices("campaigns", "force")],
    }
