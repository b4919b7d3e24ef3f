"""DrawingML: the shapes and the text of a slide as XML, measured in points from its top left.

Names, descriptions and runs are escaped as they are put in; all else is numbers and what this module wrote itself.
Shapes get their numbers when a slide is made of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from exports.drawn_marks import BOX, Circle, Polygon, Shape, Stroke

XY = tuple[float, float]

Xml = str
"""Well-formed XML, ready to be put into a slide."""

PER_POINT = 12_700
"""How many of the format's own units (EMU) a point has."""

_FINE = 20
"""Into how many steps a point is divided where a line bends."""


@dataclass(frozen=True)
class Box:
    """A rectangle on the slide, in points."""

    x: float
    y: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.y + self.height


@dataclass(frozen=True)
class Run:
    """Text of one look. What is not given is as the layout has it.

    Attributes:
        text: What it says.
        size: The size of its letters in points.
        bold: Whether it is bold.
        colour: Its colour, as `#rrggbb`.
        link: The relationship that holds the address it leads to.
    """

    text: str
    size: float = 0
    bold: bool = False
    colour: str = ""
    link: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `before` is the space above it in points."""

    runs: tuple[Run, ...]
    before: float = 0


_SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_ROOT = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
_NO_FILL = "<a:noFill/>"
_NO_LINE = "<a:ln><a:noFill/></a:ln>"
_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)


def slide_of(shapes: Iterable[Xml]) -> Xml:
    """The tree of a slide's shapes, the lowest first."""
    return f"<p:spTree {_SPACES}>{_ROOT}{''.join(shapes)}</p:spTree>"


def notes_of(paragraphs: Iterable[Paragraph]) -> Xml:
    """A page of notes: a small picture of the slide, and a text."""
    image, text = (
        _placeholder("Slide", 'type="sldImg"', "", ""),
        _placeholder("Notes", 'type="body" idx="1"', "", _text(paragraphs)),
    )
    return (
        f"<p:notes {_SPACES}><p:cSld><p:spTree>{_ROOT}{image}{text}</p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"
    )


def slot(name: str, index: int, box: Box, look: Xml) -> Xml:
    """A place that a layout keeps for a text; `look` is what the text there looks like."""
    body = f'{look}<a:p><a:r><a:rPr lang="en-US"/><a:t>{_safe(name)}</a:t></a:r></a:p>'
    return _placeholder(name, _kind(index), _placed(box), f"<p:txBody>{body}</p:txBody>")


def placeholder(name: str, index: int, box: Box, paragraphs: Iterable[Paragraph]) -> Xml:
    """A text in a place that the layout keeps for it; index 0 is the title."""
    return _placeholder(name, _kind(index), _placed(box), _text(paragraphs))


def text_box(name: str, box: Box, paragraphs: Iterable[Paragraph], anchor: str = "t") -> Xml:
    """A text of its own; `anchor` is `t`, `ctr` or `b`."""
    look = f'<a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"/>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="0" name="{_safe(name)}"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        f"<p:spPr>{_placed(box)}{_preset('rect')}</p:spPr>{_text(paragraphs, look)}</p:sp>"
    )


def rectangle(name: str, box: Box, fill: str) -> Xml:
    """A filled rectangle."""
    return _shape(name, box, _preset("rect"), fill)


def areas(name: str, box: Box, outlines: Iterable[Sequence[XY]], fill: str) -> Xml:
    """Closed shapes as one, their points measured from the box's corner; nothing where there is none."""
    return _freeform(name, box, "".join(_path(outline, closed=True) for outline in outlines), fill)


def lines(name: str, box: Box, runs: Iterable[Sequence[XY]], colour: str, width: float) -> Xml:
    """Open lines as one shape, their points measured from the box's corner; nothing where there is none."""
    return _freeform(name, box, "".join(map(_path, runs)), "", colour, width)


def group(name: str, box: Box, shapes: Iterable[Xml], description: str = "") -> Xml:
    """Shapes that belong together; without a description they are an ornament that screen readers pass over."""
    x, y, width, height = units(box)
    return (
        f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="0" name="{_safe(name)}" descr="{_safe(description)}">'
        f"{'' if description else _DECORATIVE}</p:cNvPr><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
        f'<p:grpSpPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/>'
        f'<a:chOff x="{x}" y="{y}"/><a:chExt cx="{width}" cy="{height}"/></a:xfrm></p:grpSpPr>'
        f"{''.join(shapes)}</p:grpSp>"
    )


def picture(name: str, box: Box, description: str, relationship: str) -> Xml:
    """A picture that the slide is related to."""
    return (
        f'<p:pic><p:nvPicPr><p:cNvPr id="0" name="{_safe(name)}" descr="{_safe(description)}"/>'
        '<p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr/></p:nvPicPr>'
        f'<p:blipFill><a:blip r:embed="{_safe(relationship)}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
        f"<p:spPr>{_placed(box)}{_preset('rect')}</p:spPr></p:pic>"
    )


def drawn(shape: Shape, middle: XY, side: float) -> Xml:
    """A part of a status's mark, whose square of that side lies around a point."""
    scale = side / BOX
    square = Box(middle[0] - side / 2, middle[1] - side / 2, side, side)
    width = shape.width * scale
    match shape:
        case Circle():
            left, top, across = (n * scale for n in (shape.x - shape.radius, shape.y - shape.radius, 2 * shape.radius))
            disc = Box(square.x + left, square.y + top, across, across)
            return _shape("Disc", disc, _preset("ellipse"), shape.fill, shape.line, width)
        case Polygon():
            path = _path([(x * scale, y * scale) for x, y in shape.points], closed=True)
            return _freeform("Shape", square, path, shape.fill, shape.line, width)
        case Stroke():
            path = _path([(x * scale, y * scale) for x, y in (shape.start, shape.end)])
            return _freeform("Stroke", square, path, "", shape.line, width)


def units(box: Box) -> tuple[int, int, int, int]:
    """Left, top, width and height in the format's own units."""
    return (
        round(box.x * PER_POINT),
        round(box.y * PER_POINT),
        round(box.width * PER_POINT),
        round(box.height * PER_POINT),
    )


def _placeholder(name: str, which: Xml, place: Xml, text: Xml) -> Xml:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="0" name="{_safe(name)}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph {which}/></p:nvPr></p:nvSpPr><p:spPr>{place}</p:spPr>{text}</p:sp>"
    )


def _kind(index: int) -> Xml:
    return f'type="body" sz="quarter" idx="{index}"' if index else 'type="title"'


def _shape(name: str, box: Box, geometry: Xml, fill: str, colour: str = "", width: float = 0) -> Xml:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="0" name="{_safe(name)}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f"<p:spPr>{_placed(box)}{geometry}{_filled(fill)}{_lined(colour, width)}</p:spPr></p:sp>"
    )


def _freeform(name: str, box: Box, path: Xml, fill: str = "", colour: str = "", width: float = 0) -> Xml:
    if not path:
        return ""
    geometry = (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{round(box.width * _FINE)}" h="{round(box.height * _FINE)}">{path}</a:path>'
        "</a:pathLst></a:custGeom>"
    )
    return _shape(name, box, geometry, fill, colour, width)


def _path(points: Sequence[XY], closed: bool = False) -> Xml:
    first, *rest = [f'<a:pt x="{round(x * _FINE)}" y="{round(y * _FINE)}"/>' for x, y in points]
    steps = "".join(f"<a:lnTo>{point}</a:lnTo>" for point in rest)
    return f"<a:moveTo>{first}</a:moveTo>{steps}{'<a:close/>' if closed else ''}"


def _text(paragraphs: Iterable[Paragraph], look: Xml = "<a:bodyPr/>") -> Xml:
    return f"<p:txBody>{look}<a:lstStyle/>{''.join(map(_paragraph, paragraphs))}</p:txBody>"


def _paragraph(paragraph: Paragraph) -> Xml:
    space = f'<a:pPr><a:spcBef><a:spcPts val="{round(paragraph.before * 100)}"/></a:spcBef></a:pPr>'
    return f"<a:p>{space if paragraph.before else ''}{''.join(map(_run, paragraph.runs))}</a:p>"


def _run(run: Run) -> Xml:
    size = f' sz="{round(run.size * 100)}"' if run.size else ""
    bold = ' b="1"' if run.bold else ""
    fill = _filled(run.colour) if run.colour else ""
    link = f'<a:hlinkClick r:id="{_safe(run.link)}"/>' if run.link else ""
    return f'<a:r><a:rPr lang="en-US"{size}{bold}>{fill}{link}</a:rPr><a:t>{_safe(run.text)}</a:t></a:r>'


def _placed(box: Box) -> Xml:
    x, y, width, height = units(box)
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def _preset(name: str) -> Xml:
    return f'<a:prstGeom prst="{name}"><a:avLst/></a:prstGeom>'


def _filled(colour: str) -> Xml:
    return f'<a:solidFill><a:srgbClr val="{colour.removeprefix("#")}"/></a:solidFill>' if colour else _NO_FILL


def _lined(colour: str, width: float) -> Xml:
    return f'<a:ln w="{round(width * PER_POINT)}" cap="rnd">{_filled(colour)}<a:round/></a:ln>' if colour else _NO_LINE


def _safe(text: str) -> Xml:
    return escape(text, {'"': "&quot;"})
