"""Paper: a PDF whose text is real and tagged, with the few things that are drawn on it.

All lengths are millimetres from the top left of a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Literal

from fpdf import FPDF
from fpdf.prefs import ViewerPreferences

from campaigns.records import Force, Status
from exports.drawn_marks import BOX, Circle, Polygon, Shape, shapes
from exports.fonts import REGULAR, SEMIBOLD, Family, covered, font, is_usual
from exports.lettering import Line, Span
from exports.links import web_link
from exports.paper_colours import WHITE, rgb

Size = Literal["A4", "Letter"]

XY = tuple[float, float]

SIZES: dict[Size, XY] = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4)}
"""Width and height."""

FONTS: tuple[tuple[Family, int], ...] = (
    ("Source Sans", REGULAR),
    ("Source Sans", SEMIBOLD),
    ("Source Serif", SEMIBOLD),
)
"""What text on paper can be set in."""

_ROUND_ENDS_AND_CORNERS = "1 J 1 j"


class Paper:
    """A document being drawn, page by page.

    Attributes:
        width: Of a page.
        height: Of a page.
    """

    def __init__(self, size: Size, folder: Path, text: str = "") -> None:
        """Begin a document.

        Args:
            size: Of its pages.
            folder: An empty one for the fonts, which has to last until the document is written.
            text: All that will be set, for the choice of fonts.
        """
        self.width, self.height = SIZES[size]
        self._pdf = FPDF(unit="mm", format=(self.width, self.height))
        self._pdf.set_auto_page_break(False)
        self._pdf.alias_nb_pages("")
        self._tags = 0
        whole = not is_usual(covered(text))
        for number, (family, weight) in enumerate(FONTS):
            file = folder / f"{number}.ttf"
            file.write_bytes(font(family, weight, whole))
            self._pdf.add_font(_name(family, weight), fname=file)

    def describe(self, title: str, subject: str, author: str, day: date) -> None:
        """Say what the document is, for those who search or read it with a machine."""
        self._pdf.set_lang("en")
        self._pdf.set_title(title)
        self._pdf.set_subject(subject)
        self._pdf.set_author(author)
        self._pdf.set_creation_date(datetime.combine(day, time(), UTC))
        self._pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)

    def add_page(self) -> None:
        """Begin the next page."""
        self._pdf.add_page()
        self._pdf._out(_ROUND_ENDS_AND_CORNERS)
        self._tags = 0

    def written(self) -> bytes:
        """The document as bytes."""
        return bytes(self._pdf.output())

    @contextmanager
    def tagged(self, kind: str, alt_text: str | None = None) -> Iterator[None]:
        """What is drawn inside is one element for screen readers: `H1`, `P`, `LI`, `Figure`."""
        self._pdf._add_marked_content(struct_type=f"/{kind}", mcid=self._tags, alt_text=alt_text)
        self._pdf._out(f"/{kind} <</MCID {self._tags}>> BDC")
        self._tags += 1
        yield
        self._pdf._out("EMC")

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What is drawn inside is no part of the text: the running head and foot."""
        self._pdf._out("/Artifact BMC")
        yield
        self._pdf._out("EMC")

    def line_of_text(self, x: float, y: float, line: Line) -> None:
        """Set a line of text, its baseline at `y`; links lead to http(s) addresses only."""
        for piece in line:
            self.text(x + piece.x, y, piece.span)
            address = web_link(piece.span.link)
            if address:
                height = piece.span.style.leading
                self._pdf.link(x + piece.x, y - 0.8 * height, piece.end - piece.x, height, address)

    def text(self, x: float, y: float, span: Span) -> None:
        """Set a text, its baseline at `y`."""
        self._pdf.set_font(_name(span.style.family, span.style.weight), size=span.style.size)
        self._pdf.set_text_color(*rgb(span.style.colour))
        self._pdf.text(x, y, span.text)

    def mark(self, x: float, y: float, side: float, status: Status, force: Force) -> None:
        """Draw a status's mark in a square with its top left there."""
        scale = side / BOX
        for shape in shapes(status, force, paper=WHITE):
            self._shape(x, y, scale, shape)

    def line(self, points: Sequence[XY], colour: str, width: float) -> None:
        """Draw a line through points."""
        self._pen(colour, width)
        self._pdf.polyline(points)

    def area(self, points: Sequence[XY], colour: str) -> None:
        """Fill what points enclose."""
        self._pdf.set_fill_color(*rgb(colour))
        self._pdf.polygon(points, style="F")

    def dot(self, x: float, y: float, radius: float, colour: str) -> None:
        """Fill a circle around a point."""
        self._shape(x, y, 1, Circle(0, 0, radius, colour))

    def box(self, x: float, y: float, width: float, height: float, fill: str = "", line: str = "") -> None:
        """Draw a rectangle."""
        if line:
            self._pen(line, 0.2)
        if fill:
            self._pdf.set_fill_color(*rgb(fill))
        self._pdf.rect(x, y, width, height, style=("F" if fill else "") + ("D" if line else ""))

    def squares(self, x: float, y: float, side: float, modules: Sequence[Sequence[bool]], colour: str) -> None:
        """Draw the dark squares of a code; those beside each other as one, so that no hairline parts them."""
        step = side / len(modules)
        self._pdf.set_fill_color(*rgb(colour))
        for row, squares in enumerate(modules):
            for first, length in _runs(squares):
                self._pdf.rect(x + first * step, y + row * step, length * step, step, style="F")

    def _shape(self, x: float, y: float, scale: float, shape: Shape) -> None:
        match shape:
            case Circle():
                style = self._colours(shape.fill, shape.line, shape.width * scale)
                self._pdf.circle(x + shape.x * scale, y + shape.y * scale, shape.radius * scale, style=style)
            case Polygon():
                style = self._colours(shape.fill, shape.line, shape.width * scale)
                self._pdf.polygon([(x + a * scale, y + b * scale) for a, b in shape.points], style=style)
            case _:
                ends = [(x + a * scale, y + b * scale) for a, b in (shape.start, shape.end)]
                self.line(ends, shape.line, shape.width * scale)

    def _colours(self, fill: str, line: str, width: float) -> str:
        """Take up pen and brush; returns which of them to use."""
        if line:
            self._pen(line, width)
        if fill:
            self._pdf.set_fill_color(*rgb(fill))
        return ("D" if line else "") + ("F" if fill else "")

    def _pen(self, colour: str, width: float) -> None:
        self._pdf.set_draw_color(*rgb(colour))
        self._pdf.set_line_width(width)


def _name(family: Family, weight: int) -> str:
    return f"{family} {weight}"


def _runs(squares: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where dark squares stand side by side: the first, and how many."""
    first: int | None = None
    for place, dark in enumerate([*squares, False]):
        if dark and first is None:
            first = place
        if not dark and first is not None:
            yield first, place - first
            first = None
