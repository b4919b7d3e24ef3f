"""Slides: a deck that a presenter can edit, one campaign a slide with its map, and the sources in the notes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from urllib.parse import urljoin

from PIL import Image

from campaigns.dates import PartialDate
from campaigns.records import Campaign, Force, Status
from campaigns.words import counted
from exports import campaign_slide
from exports.deck import Deck, Slide
from exports.drawingml import Box, Paragraph, Run, Xml, picture, placeholder, rectangle, text_box
from exports.fitting import SERIF, fit
from exports.paper_colours import WATER
from exports.publication import Publication
from exports.qr import QUIET_ZONE, modules
from exports.slide_layouts import (
    CAMPAIGN,
    CLOSING,
    CLOSING_DATE,
    CLOSING_TITLE,
    HEIGHT,
    JOIN,
    LICENCE,
    MARGIN,
    OPENING,
    OPENING_DATE,
    OPENING_TITLE,
    SENTENCE,
    WIDTH,
    Slot,
)
from exports.slide_map import map_of, mark
from exports.slide_notes import campaign_notes, closing_notes, opening_notes
from exports.slide_text import link, one_line, short_address

AUTHOR = "City Campaigns contributors"

LONGEST_SUBJECT = 255
"""How many characters Office lets a document's subject have."""

PANEL = Box(510, 0, WIDTH - 510, HEIGHT)
"""The picture at the right of the opening and the closing slide."""

INVOLVED = "involved"
"""The page that says how to join, relative to any other page of the site."""

_COUNTS_TOP, _COUNT_HEIGHT, _MARK = 248, 44, 38
_CODE = 320
_DOTS = 10


def slides(publication: Publication) -> bytes:
    """The publication as a PPTX file: an opening slide, a slide a campaign, and a closing slide."""
    deck = Deck(publication.title, AUTHOR, one_line(publication.sentence)[:LONGEST_SUBJECT], publication.today)
    _open(deck.add(OPENING, opening_notes(publication)), publication)
    for campaign in publication.campaigns:
        events = publication.history(campaign)
        slide = deck.add(CAMPAIGN, campaign_notes(campaign, events, publication.today))
        campaign_slide.show(slide, campaign, events, publication.today)
    _close(deck.add(CLOSING, closing_notes(publication)), publication)
    return deck.written()


def code(address: str) -> bytes:
    """The QR code of an address as a PNG, with the empty edge it needs; no bytes where there is none."""
    squares = modules(address)
    if not squares:
        return b""
    side = len(squares) + 2 * QUIET_ZONE
    image = Image.new("1", (side, side), 1)
    for y, row in enumerate(squares):
        for x, dark in enumerate(row):
            image.putpixel((x + QUIET_ZONE, y + QUIET_ZONE), not dark)
    written = io.BytesIO()
    image.resize((side * _DOTS, side * _DOTS), Image.Resampling.NEAREST).save(written, "PNG")
    return written.getvalue()


def _open(slide: Slide, publication: Publication) -> None:
    campaigns = publication.campaigns
    slide.show(
        [
            _text(OPENING_TITLE, publication.title, (52, 44, 36), serif=True),
            _text(SENTENCE, publication.sentence, (24, 20, 18)),
            *_counts(campaigns),
            _text(OPENING_DATE, _today(publication), (16,)),
            map_of(
                campaigns, PANEL, f"Map of {counted(len(campaigns), 'campaign')}, each with the mark of its outcome."
            ),
        ]
    )


def _counts(campaigns: Sequence[Campaign]) -> Iterable[Xml]:
    """How many campaigns have each outcome, a line each with its mark."""
    for line, status in enumerate(Status):
        number = sum(campaign.status is status for campaign in campaigns)
        box = Box(MARGIN + _MARK + 8, _COUNTS_TOP + _COUNT_HEIGHT * line, 360, _COUNT_HEIGHT)
        middle = MARGIN - 4 + _MARK / 2, box.y + box.height / 2
        yield mark(status, Force.BINDING, middle, _MARK)
        words = (Run(f"{number:,}", 28, bold=True), Run(f"  {status.label.lower()}", 24))
        yield text_box(f"Count: {status.label}", box, [Paragraph(words)], anchor="ctr")


def _close(slide: Slide, publication: Publication) -> None:
    slide.show(
        [
            _text(CLOSING_TITLE, "How to join", (52,), serif=True),
            placeholder(JOIN.name, JOIN.index, JOIN.box, _invitation(slide, link(publication.address))),
            placeholder(LICENCE.name, LICENCE.index, LICENCE.box, _credits(publication)),
            _text(CLOSING_DATE, _today(publication), (16,)),
            *_code(slide, link(publication.address)),
        ]
    )


def _invitation(slide: Slide, view: str) -> list[Paragraph]:
    if not view:
        words = "Open City Campaigns and choose “Get involved”: what is near you, who organizes there, and guides."
        return [Paragraph((Run(words),))]
    page = urljoin(view, INVOLVED)
    shown = fit(short_address(page), JOIN.box.width, 70, (26, 22, 18))
    return [
        Paragraph((Run("What is near you, who organizes there, and guides:"),)),
        Paragraph((Run(shown.text, shown.size, bold=True, link=slide.link(page)),), 12),
    ]


def _credits(publication: Publication) -> list[Paragraph]:
    said = (f"Data: {AUTHOR}, {publication.licence}", "Map: Natural Earth, US Census Bureau, public domain")
    return [Paragraph((Run(text),), 6 * number) for number, text in enumerate(said)]


def _code(slide: Slide, view: str) -> list[Xml]:
    """The QR code on its panel with a line below it; nothing where the view has no address."""
    png = code(view)
    if not png:
        return []
    left, top = PANEL.x + (PANEL.width - _CODE) / 2, 76
    caption = Paragraph((Run("These campaigns on your own phone", 20),))
    return [
        rectangle("Panel", PANEL, WATER),
        picture("QR code", Box(left, top, _CODE, _CODE), f"QR code that opens {view}", slide.image(png)),
        text_box("Caption", Box(left, top + _CODE + 20, PANEL.width - (left - PANEL.x), 30), [caption]),
    ]


def _text(slot: Slot, text: str, sizes: Sequence[float], serif: bool = False) -> Xml:
    fitted = fit(one_line(text), slot.box.width, slot.box.height, sizes, *([SERIF] if serif else []))
    size = 0 if fitted.size == slot.size else fitted.size
    return placeholder(slot.name, slot.index, slot.box, [Paragraph((Run(fitted.text, size),))])


def _today(publication: Publication) -> str:
    return PartialDate.parse(publication.today.isoformat()).in_words()
