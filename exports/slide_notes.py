"""Speaker notes: everything the slides leave out, with the page that supports each step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from campaigns.records import Campaign, Event, Force
from campaigns.schema import choices, label
from campaigns.telling import deciding_vote, notes, place_name
from exports.drawingml import Paragraph, Run
from exports.publication import Publication
from exports.slide_text import link, one_line

_HEADING_GAP, _STEP_GAP = 10, 5


def campaign_notes(campaign: Campaign, events: Sequence[Event], today: date) -> list[Paragraph]:
    """A campaign's whole timeline with its sources, and how we know."""
    return [
        *_lines(_outline(campaign, events), bold_first=True),
        _heading("Timeline"),
        *(paragraph for event in events for paragraph in _lines(_step(event), gap=_STEP_GAP, bold_first=True)),
        *([] if events else _lines(["No dated step is recorded."])),
        _heading("How we know"),
        *_lines([*notes(campaign, events, today), *_record(campaign)]),
    ]


def opening_notes(publication: Publication) -> list[Paragraph]:
    """What is shown, and what each mark means."""
    return [
        *_lines([publication.sentence, publication.address], bold_first=True),
        _heading("What the marks mean"),
        *_lines(f"{choice.label}: {choice.meaning}" for choice in choices("campaigns", "status")),
        *_lines(f"{choice.label}: {choice.meaning}" for choice in choices("campaigns", "force")),
    ]


def closing_notes(publication: Publication) -> list[Paragraph]:
    """The same address as text, and the licence."""
    return _lines([publication.address, f"Data: {publication.licence}"])


def _outline(campaign: Campaign, events: Sequence[Event]) -> Iterator[str]:
    yield f"{place_name(campaign)}: {campaign.title}"
    force = [campaign.force.label] if campaign.force is not Force.UNKNOWN else []
    decided = [campaign.decided.in_words()] if campaign.decided else []
    yield " · ".join(filter(None, [campaign.status.label, *force, campaign.body, *decided, deciding_vote(events)]))
    yield f"Targets: {', '.join(campaign.targets)}" if campaign.targets else ""
    yield f"Organized by: {', '.join(campaign.organizers)}" if campaign.organizers else ""
    yield campaign.summary


def _step(event: Event) -> Iterator[str]:
    after = [event.status_after.label] if event.status_after else []
    yield " · ".join([event.date.in_words(), label("events", "kind", event.kind), *after])
    yield event.what
    yield f"Vote: {event.tally}" if event.tally else ""
    source = ", ".join(filter(None, [event.source_title, event.source_publisher, link(event.source_url)]))
    yield f"Source: {source}" if source else ""
    yield f"Archived copy: {link(event.archive_url)}" if link(event.archive_url) else ""


def _record(campaign: Campaign) -> Iterator[str]:
    yield f"Page to cite: {link(campaign.url)}" if link(campaign.url) else ""
    yield f"How to join: {link(campaign.action_url)}" if link(campaign.action_url) else ""
    yield f"Last checked: {campaign.last_checked.in_words()}" if campaign.last_checked else ""


def _heading(text: str) -> Paragraph:
    return Paragraph((Run(text, bold=True),), _HEADING_GAP)


def _lines(texts: Iterable[str], gap: float = 0, bold_first: bool = False) -> list[Paragraph]:
    """A paragraph for each text that says something; the gap is above the first."""
    said = [line for text in texts if (line := one_line(text))]
    return [
        Paragraph((Run(line, bold=bold_first and not number),), 0 if number else gap)
        for number, line in enumerate(said)
    ]
