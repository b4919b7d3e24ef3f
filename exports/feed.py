"""The feed (Atom, RFC 4287): the dated steps of the campaigns, the newest first.

A feed wants a moment for each entry, and a step has a date as precise as its source. The moment is the first that
the date can mean, midnight UTC of its first day: 2024 is 2024-01-01T00:00:00Z. It is never later than the step, it
stays the same from export to export, and the entry says the date itself in words. A step announced for a day to come
has that day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from heapq import nlargest
from urllib.parse import urlencode
from uuid import uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from campaigns import __version__
from campaigns.records import Status
from campaigns.schema import package
from campaigns.words import country_name
from exports.links import campaign_link, web_link
from exports.plain import plain
from exports.publication import Publication
from exports.steps import NAMES, Step, steps

ATOM = "http://www.w3.org/2005/Atom"
MOST = 100


def atom(publication: Publication, most: int = MOST) -> bytes:
    """The feed of the campaigns' steps.

    Args:
        publication: What is exported.
        most: How many entries it has at most.
    """
    newest = _newest_first(publication, most)
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _put(feed, "id", _view_name(publication))
    _put(feed, "title", f"{publication.title}: {publication.sentence}", type="text")
    _put(feed, "updated", _moment(_last_change(publication, newest)))
    for contributor in package()["contributors"]:
        _put(SubElement(feed, "author"), "name", contributor["title"])
    _put(feed, "rights", publication.licence, type="text")
    _put(feed, "generator", publication.title, version=__version__)
    _link(feed, "alternate", publication.address)
    for step in newest:
        _entry(SubElement(feed, "entry"), step, publication)
    written: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _newest_first(publication: Publication, most: int) -> list[Step]:
    """The steps with the latest first days, the latest first; those of one day from the last to the first."""
    numbered = nlargest(most, enumerate(steps(publication)), key=lambda each: (each[1].event.date.first, each[0]))
    return [step for _, step in numbered]


def _view_name(publication: Publication) -> str:
    """A name that the feed of the same filters keeps, however many campaigns they let pass."""
    view = {**publication.selection.filters.to_query(), "campaign": publication.chosen}
    return uuid5(NAMES, urlencode(view, doseq=True, errors="replace")).urn


def _last_change(publication: Publication, newest: Iterable[Step]) -> date:
    """The day of the latest step that is not still to come; the day of the export where there is none."""
    past = [step.event.date.first for step in newest if step.event.date.first <= publication.today]
    return max(past, default=publication.today)


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _entry(entry: Element, step: Step, publication: Publication) -> None:
    campaign, event = step.campaign, step.event
    page = campaign_link(publication, campaign) or web_link(event.source_url)
    _put(entry, "id", step.name.urn)
    _put(entry, "title", _title(step), type="text")
    _put(entry, "updated", _moment(event.date.first))
    # An entry without a page to go to has to say all it has to say itself: Atom calls that its content.
    _put(entry, "summary" if page else "content", " · ".join(step.details()), type="text")
    _link(entry, "alternate", page)
    _link(entry, "via", event.source_url, title=event.source_title)
    _category(entry, campaign.country, country_name(campaign.country))
    for target in campaign.targets:
        _category(entry, target, target)
    status = event.status_after or campaign.status
    _category(entry, status.value, Status(status).label)


def _title(step: Step) -> str:
    """What happened where, and the status it led to: `Exampleton: The council adopts the resolution (won)`."""
    what = f"{step.campaign.place}: {step.event.what.rstrip('.')}"
    return f"{what} ({step.outcome})" if step.outcome else what


def _link(parent: Element, relation: str, address: str, title: str = "") -> None:
    """A link, where the address is one."""
    if link := web_link(address):
        SubElement(parent, "link", {"rel": relation, "href": link} | ({"title": plain(title)} if title else {}))


def _category(entry: Element, term: str, words: str) -> None:
    """File an entry under a term, where it is one."""
    if term := plain(term):
        SubElement(entry, "category", {"term": term, "label": plain(words)})


def _put(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = plain(text)
