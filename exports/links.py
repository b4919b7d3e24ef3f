"""Links: the addresses that an export may point to."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlencode, urlsplit

from campaigns.filters import Filters
from campaigns.records import Campaign
from exports.plain import plain
from exports.publication import Publication

_WEB = re.compile(r"https?://[^\s/?#\\]", re.IGNORECASE)
_UNFIT = re.compile(r'[\s"<>\\^`{|}\u200e\u200f\u202a-\u202e\u2066-\u2069]')
"""What no address holds as it is (RFC 3987), the marks that turn the direction of writing among it."""


def web_link(address: str) -> str:
    """The address, fit for any page or document, if it is http(s) and names a host; else nothing."""
    if not _WEB.match(address):
        return ""
    link = _UNFIT.sub(lambda character: quote(character[0]), plain(address))
    return link if _host(link) else ""


def host_of(address: str) -> str:
    """The host that a link to an address leads to; empty where there is none."""
    return _host(web_link(address))


def short_address(address: str) -> str:
    """An address for people: host and path, without what only machines read. Any other text is given as it is."""
    parts = urlsplit(web_link(address))
    return parts.netloc.removeprefix("www.") + unquote(parts.path).rstrip("/") if parts.netloc else address


def campaign_link(publication: Publication, campaign: Campaign) -> str:
    """The public address at which a campaign is open, whatever the view; empty where there is none."""
    page = re.split(r"[?#]", web_link(publication.address))[0]
    return f"{page}?{urlencode({'campaign': campaign.id}, errors='replace')}" if page else ""


def view_address(site: str, filters: Filters) -> str:
    """The public address of a view.

    Args:
        site: Where the dashboard is public; empty where it is not.
        filters: The view's filters.

    Returns:
        An http(s) address; empty where there is none.
    """
    page = re.split(r"[?#]", web_link(site))[0]
    query = urlencode(filters.to_query(), doseq=True, errors="replace")
    return f"{page}?{query}" if page and query else page


def _host(link: str) -> str:
    try:
        return urlsplit(link).hostname or ""
    except ValueError:
        return ""
