"""The deck before its first slide: its size, its colours and fonts, and a layout for each kind of slide.

A presenter who changes a layout changes every slide made after it. The fonts are Georgia and Arial: both come with
Windows and macOS, Office and Keynote, and Liberation Sans stands in for Arial elsewhere to its measure. The page's own
Source fonts would be missing on nearly every machine that shows slides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.presentation import Presentation as Opened
from pptx.slide import SlideLayout
from pptx.util import Emu

from exports.drawingml import PER_POINT, Box, Xml, slide_of, slot, units
from exports.paper_colours import INK, LAND, PAPER, QUIET, RUST, STATUS_COLOURS

WIDTH, HEIGHT = 960, 540
"""The size of a slide in points: sixteen to nine."""

HEADINGS, TEXT = "Georgia", "Arial"

MARGIN = 44
"""What stays free at the left of every slide, in points."""

OPENING, CAMPAIGN, CLOSING = 0, 1, 2
"""The layouts by their place in the deck."""


@dataclass(frozen=True)
class Slot:
    """A place that a layout keeps for a text.

    Attributes:
        name: What it is called in the list of a slide's objects.
        index: Its number in the layout; 0 is the title.
        box: Where it is unless a slide says otherwise.
        size: The size of its letters in points unless a slide says otherwise.
        anchor: Where text stands that does not fill it: `t`, `ctr` or `b`.
        quiet: Whether it is in the quieter colour.
    """

    name: str
    index: int
    box: Box
    size: float
    anchor: str = "t"
    quiet: bool = False


_OPENING_COLUMN, _COLUMN = 420, 532

OPENING_TITLE = Slot("Title", 0, Box(MARGIN, 40, _OPENING_COLUMN, 68), 52, anchor="b")
SENTENCE = Slot("What is shown", 10, Box(MARGIN, 122, _OPENING_COLUMN, 116), 24)
OPENING_DATE = Slot("Date", 11, Box(MARGIN, 484, _OPENING_COLUMN, 24), 16, quiet=True)

PLACE = Slot("Place", 0, Box(MARGIN, 54, _COLUMN, 78), 54, anchor="b")
AROUND = Slot("State and country", 10, Box(MARGIN, 30, _COLUMN, 22), 16, quiet=True)
ASKED = Slot("Campaign", 11, Box(MARGIN, 130, _COLUMN, 58), 24)
OUTCOME = Slot("Outcome", 12, Box(MARGIN, 196, 300, 40), 30, anchor="ctr")
VOTE = Slot("Vote", 13, Box(MARGIN + 310, 196, 222, 40), 32, anchor="ctr")
DECISION = Slot("Who decided, and when", 14, Box(MARGIN, 240, _COLUMN, 48), 20)
SUMMARY = Slot("Summary", 15, Box(MARGIN, 292, _COLUMN, 60), 20)
TIMELINE = Slot("Timeline", 16, Box(MARGIN, 300, _COLUMN, 180), 20)
SOURCE = Slot("Source", 17, Box(MARGIN, 496, _COLUMN, 20), 14, quiet=True)

CLOSING_TITLE = Slot("Title", 0, Box(MARGIN, 40, _OPENING_COLUMN, 68), 52, anchor="b")
JOIN = Slot("How to join", 10, Box(MARGIN, 130, _OPENING_COLUMN, 190), 26)
LICENCE = Slot("Licence", 11, Box(MARGIN, 380, _OPENING_COLUMN, 92), 16, quiet=True)
CLOSING_DATE = Slot("Date", 12, Box(MARGIN, 484, _OPENING_COLUMN, 24), 16, quiet=True)

_LAYOUTS: Sequence[tuple[str, Sequence[Slot]]] = (
    ("Opening", (OPENING_TITLE, SENTENCE, OPENING_DATE)),
    ("Campaign", (PLACE, AROUND, ASKED, OUTCOME, VOTE, DECISION, SUMMARY, TIMELINE, SOURCE)),
    ("Closing", (CLOSING_TITLE, JOIN, LICENCE, CLOSING_DATE)),
)

_COLOURS = {
    "dk1": INK,
    "lt1": PAPER,
    "dk2": QUIET,
    "lt2": LAND,
    "accent1": RUST,
    **{f"accent{number}": colour for number, colour in enumerate(dict.fromkeys(STATUS_COLOURS.values()), 2)},
    "accent6": QUIET,
    "hlink": RUST,
    "folHlink": RUST,
}


_OF_ITSELF = (RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)


def empty_deck() -> Opened:
    """A deck without slides, with the layouts of this module."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(WIDTH * PER_POINT), Emu(HEIGHT * PER_POINT)
    _drop_leftovers(deck)
    _colour(deck)
    _arrange_master(deck)
    for layout in list(deck.slide_layouts)[len(_LAYOUTS) :]:
        deck.slide_layouts.remove(layout)
    for layout, (name, slots) in zip(deck.slide_layouts, _LAYOUTS, strict=True):
        _arrange(layout, name, slots)
    return deck


def numbered(tree: Xml) -> BaseOxmlElement:
    """A slide's tree as an element, each of its shapes with a number of its own."""
    element: BaseOxmlElement = parse_xml(tree)
    for number, shape in enumerate(element.iter("{*}cNvPr"), start=1):
        shape.set("id", str(number))
    return element


def _drop_leftovers(deck: Opened) -> None:
    """Take out what the library's own empty deck says of itself, and the settings of somebody's printer."""
    package = deck.part.package
    for found in [rel for rel in package.iter_rels() if rel.reltype in _OF_ITSELF]:
        package.drop_rel(found.rId)
    for found in [rel for rel in deck.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.PRINTER_SETTINGS]:
        deck.part.rels.pop(found.rId)
    deck.element.sldSz.attrib.pop("type", None)


def _colour(deck: Opened) -> None:
    """Write the palette and the fonts into the theme, where charts and text a presenter adds will find them."""
    theme = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    colours = "".join(f'<a:{name}><a:srgbClr val="{colour[1:]}"/></a:{name}>' for name, colour in _COLOURS.items())
    text = theme.blob.decode("utf-8")
    text = re.sub(r"(<a:clrScheme[^>]*>).*(</a:clrScheme>)", rf"\g<1>{colours}\2", text, flags=re.DOTALL)
    for part, font in (("major", HEADINGS), ("minor", TEXT)):
        text = re.sub(rf'(<a:{part}Font><a:latin typeface=")[^"]*', rf"\g<1>{font}", text)
    theme.blob = text.encode("utf-8")


def _arrange_master(deck: Opened) -> None:
    """Leave the master its title and its text, at the places of a slide of this size."""
    for shape in list(deck.slide_master.placeholders)[2:]:
        shape.element.getparent().remove(shape.element)
    for shape, box in zip(deck.slide_master.placeholders, (PLACE.box, TIMELINE.box), strict=True):
        shape.left, shape.top, shape.width, shape.height = map(Emu, units(box))


def _arrange(layout: SlideLayout, name: str, slots: Sequence[Slot]) -> None:
    """Give a layout its name and its places."""
    layout.element.attrib.pop("type", None)
    layout.element.cSld.set("name", name)
    old = layout.element.cSld.spTree
    layout.element.cSld.replace(old, numbered(slide_of(map(_slot, slots))))


def _slot(kept: Slot) -> Xml:
    look = (
        f'<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{kept.anchor}"><a:noAutofit/></a:bodyPr>'
        '<a:lstStyle><a:lvl1pPr marL="0" indent="0" algn="l"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
        '<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="{round(kept.size * 100)}"><a:solidFill><a:schemeClr val="{"tx2" if kept.quiet else "tx1"}"/>'
        "</a:solidFill></a:defRPr></a:lvl1pPr></a:lstStyle>"
    )
    return slot(kept.name, kept.index, kept.box, look)
