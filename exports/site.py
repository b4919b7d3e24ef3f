"""The static edition: the view as a folder of files that any web host can carry, with nothing to run on its side.

The pack is its front page. Around it stand the data in other formats, feeds to follow one country or company, and a
page a campaign for links that show a preview.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urlencode, urljoin

from markupsafe import Markup

from campaigns.records import Campaign
from campaigns.schema import package, tables
from campaigns.selection import Selection
from campaigns.words import country_name, slug
from exports.calendar import calendar
from exports.feed import atom
from exports.geojson import geojson
from exports.links import web_link
from exports.pack import ICON, Told, in_words, page, style, tell
from exports.plain import plain
from exports.publication import Publication
from exports.rendering import policy, render
from exports.tables import zipped

Facet = Literal["country", "target"]

_FEED, _CALENDAR, _GEOJSON, _ZIP = "data/feed.atom", "data/calendar.ics", "data/campaigns.geojson", "data/campaigns.zip"
_ICON = Path(__file__).parents[1] / "static" / "icon.png"
_LONGEST_NAME = 60
"""Letters of a file's name; most systems take 255 bytes, and a letter may need four."""
_LONGEST_ID = 200
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))]
)
"""What Windows keeps for itself: no file or folder can be called so there, whatever its ending."""

DOWNLOADS = (
    ("CSV", "data/campaigns.csv"),
    ("everything as CSV (ZIP)", _ZIP),
    ("GeoJSON", _GEOJSON),
    ("feed of news", _FEED),
    ("calendar", _CALENDAR),
)


def site(publication: Publication) -> dict[str, bytes]:
    """The files of the static edition by their paths.

    Args:
        publication: What is exported; its address is where the edition will stand. Without one, pages have no
            canonical address and feeds no links back.
    """
    return {
        "index.html": _front(publication),
        "404.html": _not_found(publication),
        "robots.txt": b"User-agent: *\nAllow: /\n",
        "style.css": style().encode(),
        "icon.png": _ICON.read_bytes(),
        **_data(publication),
        **dict(_feeds(publication)),
        **_own_pages(publication),
    }


def feed_path(facet: Facet, value: str) -> str:
    """Where the feed of a country, by its code, or of a company lies."""
    return f"feeds/{'company' if facet == 'target' else facet}/{_name(value)}.atom"


def _page_folder(campaign_id: str) -> str:
    return f"campaigns/{campaign_id}/"


def _name(text: str) -> str:
    """A name that is one part of a path whatever the text is: letters, digits and hyphens."""
    text = plain(text)
    name = slug(text)[:_LONGEST_NAME] if text else "unnamed"
    return f"{name}-" if name in _DEVICES else name


def _with_page(publication: Publication) -> list[Campaign]:
    """The campaigns whose ids are as the schema asks. Any other might be no folder's name: it has no page."""
    return [campaign for campaign in publication.campaigns if _is_id(campaign.id)]


def _is_id(text: str) -> bool:
    return len(text) <= _LONGEST_ID and text not in _DEVICES and bool(_id_pattern().fullmatch(text))


@cache
def _id_pattern() -> re.Pattern[str]:
    fields = tables()["campaigns"].descriptor["fields"]
    return re.compile(next(field["constraints"]["pattern"] for field in fields if field["name"] == "id"), re.ASCII)


def _data(publication: Publication) -> dict[str, bytes]:
    whole = zipped(publication)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        members = {f"data/{name}": archive.read(name) for name in archive.namelist()}
    return members | {
        _ZIP: whole,
        _GEOJSON: geojson(publication),
        _FEED: atom(publication),
        _CALENDAR: calendar(publication),
    }


def _feeds(publication: Publication) -> Iterator[tuple[str, bytes]]:
    """A feed a country and a company, wherever the view itself is not of some already."""
    campaigns = publication.campaigns
    countries = {campaign.country for campaign in campaigns}
    companies = {target for campaign in campaigns for target in campaign.targets}
    filters = publication.selection.filters
    for country in sorted(filter(None, filters.country or countries)):
        yield feed_path("country", country), atom(_only(publication, "country", country))
    for company in sorted(filter(None, filters.target or companies)):
        yield feed_path("target", company), atom(_only(publication, "target", company))


def _only(publication: Publication, facet: Facet, value: str) -> Publication:
    """The publication narrowed to a country or a company."""
    filters = publication.selection.filters
    filters = replace(filters, country=(value,)) if facet == "country" else replace(filters, target=(value,))
    selection = Selection(publication.selection.index, filters)
    kept = {campaign.id for campaign in selection.campaigns}
    return Publication(
        selection,
        publication.today,
        address=_view_address(publication, selection),
        chosen=tuple(name for name in publication.chosen if name in kept),
    )


def _view_address(publication: Publication, selection: Selection) -> str:
    address = web_link(publication.address)
    return (
        urljoin(address, "?" + urlencode(selection.filters.to_query(), doseq=True, errors="replace")) if address else ""
    )


def _front(publication: Publication) -> bytes:
    preview = _preview(
        publication,
        path="",
        type="website",
        title=f"{publication.title}: {publication.sentence}",
        description=package()["description"],
        alternates=[
            ("application/atom+xml", "News", _FEED),
            ("text/calendar", "Calendar", _CALENDAR),
            ("application/geo+json", "GeoJSON", _GEOJSON),
        ],
    )
    pages = {campaign.id: _page_folder(campaign.id) for campaign in _with_page(publication)}
    return page(publication, head=preview, downloads=DOWNLOADS, pages=pages)


def _own_pages(publication: Publication) -> dict[str, bytes]:
    campaigns = _with_page(publication)
    links = {campaign.id: f"../{campaign.id}/" for campaign in campaigns}
    return {
        f"{_page_folder(campaign.id)}index.html": _own_page(publication, tell(campaign, publication, links))
        for campaign in campaigns
    }


def _own_page(publication: Publication, told: Told) -> bytes:
    campaign = told.campaign
    title = f"{told.place}: {campaign.title}"
    description = campaign.summary or f"{campaign.status.label}. {campaign.body}."
    preview = _preview(
        publication,
        path=_page_folder(campaign.id),
        type="article",
        title=title,
        description=description,
        alternates=_followed(campaign),
    )
    html = render(
        "campaign.html",
        name=publication.title,
        title=title,
        description=description,
        icon=ICON,
        head=preview,
        fragment=f"campaign={campaign.id}",
        told=told,
        date=in_words(publication),
        licence=package()["licenses"][0],
    )
    return html.encode("utf-8", "replace")


def _followed(campaign: Campaign) -> list[tuple[str, str, str]]:
    """The feeds that a campaign's news are in: its country's and its companies'."""
    feeds: list[tuple[Facet, str, str]] = [("country", campaign.country, country_name(campaign.country))]
    feeds += [("target", target, target) for target in campaign.targets]
    return [("application/atom+xml", name, f"../../{quote(feed_path(facet, value))}") for facet, value, name in feeds]


def _preview(
    publication: Publication, path: str, type: str, title: str, description: str, alternates: Iterable[tuple[str, ...]]
) -> Markup:
    """What others show of a link to a page, and where its news can be followed."""
    address = web_link(publication.address)
    return render(
        "preview.html",
        url=address and urljoin(address, path or "."),
        icon_url=address and urljoin(address, "icon.png"),
        name=publication.title,
        type=type,
        title=title,
        description=description,
        alternates=alternates,
    )


def _not_found(publication: Publication) -> bytes:
    """The page for addresses that lead nowhere. It is shown at any depth, so that it can point to nothing beside it."""
    html = render(
        "404.html",
        policy=policy([], style()),
        style=Markup(style()),  # noqa: S704 (our own)
        icon=ICON,
        name=publication.title,
        home=web_link(publication.address) or "/",
    )
    return html.encode("utf-8", "replace")
