"""A deck: slides one behind the other with their notes, written so that the same deck is always the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time

from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.parts.slide import NotesSlidePart, SlidePart

from exports.drawingml import Paragraph, Xml, notes_of, slide_of
from exports.slide_layouts import empty_deck, numbered


class Slide:
    """A slide of a deck."""

    def __init__(self, part: SlidePart) -> None:
        """Write on a slide of a package."""
        self._part = part

    def link(self, address: str) -> str:
        """The relationship by which a text on this slide leads to an address; empty where there is none."""
        return str(self._part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)) if address else ""

    def image(self, png: bytes) -> str:
        """The relationship by which a picture on this slide shows an image."""
        _, relationship = self._part.get_or_add_image_part(io.BytesIO(png))
        return str(relationship)

    def show(self, shapes: Iterable[Xml]) -> None:
        """Put shapes on the slide, the lowest first. Screen readers take them in the same order."""
        content = self._part.slide.element.cSld
        content.replace(content.spTree, numbered(slide_of(shapes)))


class Deck:
    """A deck being written."""

    def __init__(self, title: str, author: str, subject: str, day: date) -> None:
        """Begin a deck.

        Args:
            title: What it is called.
            author: Who made it.
            subject: What it shows, in a sentence.
            day: The day it is made on.
        """
        self._opened = empty_deck()
        self._day = day
        said = self._opened.core_properties
        said.title, said.author, said.subject, said.language = title, author, subject, "en-US"
        said.last_modified_by, said.revision = author, 1
        said.keywords = said.comments = ""
        said.created = said.modified = datetime.combine(day, time.min)

    def add(self, layout: int, notes: Iterable[Paragraph]) -> Slide:
        """Put a slide at the end.

        Args:
            layout: Its place among the deck's layouts.
            notes: What only the speaker sees.
        """
        # The library would first fill the slide with all that the layout has, to be thrown away again.
        relationship, slide = self._opened.part.add_slide(self._opened.slide_layouts[layout])
        self._opened.element.get_or_add_sldIdLst().add_sldId(relationship)
        self._note(slide.part, notes)
        return Slide(slide.part)

    def written(self) -> bytes:
        """The deck as the bytes of a PPTX file."""
        packed = io.BytesIO()
        self._opened.save(packed)
        return _dated(packed, self._day)

    def _note(self, slide: SlidePart, notes: Iterable[Paragraph]) -> None:
        """Give a slide its notes. The library looks through the whole deck for a free name for each; we count."""
        name = PackURI(f"/ppt/notesSlides/notesSlide{len(self._opened.slides)}.xml")
        page = parse_xml(notes_of(notes))
        part = NotesSlidePart(name, CONTENT_TYPE.PML_NOTES_SLIDE, slide.package, page)
        part.relate_to(self._opened.notes_master.part, RELATIONSHIP_TYPE.NOTES_MASTER)
        part.relate_to(slide, RELATIONSHIP_TYPE.SLIDE)
        slide.relate_to(part, RELATIONSHIP_TYPE.NOTES_SLIDE)


def _dated(packed: io.BytesIO, day: date) -> bytes:
    """The same archive with every file in it dated to a day, instead of to the second it was packed in."""
    settled = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(settled, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            new.writestr(entry, old.read(name), zipfile.ZIP_DEFLATED)
    return settled.getvalue()
