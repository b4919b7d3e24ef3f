"""Stationery: what all handouts share: margins and styles, the title with its code, the running head and foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from campaigns.dates import PartialDate
from campaigns.records import Campaign, Event, Force
from campaigns.schema import package
from campaigns.telling import deciding_vote, no_news_since
from exports import qr
from exports.columns import Block, Placed, height_of, leading, set_lines
from exports.fonts import SEMIBOLD
from exports.lettering import Line, Span, Style, printed, width, wrapped
from exports.links import short_address, web_link
from exports.paper import Paper
from exports.paper_colours import INK, QUIET, RULE, RUST, STATUS_COLOURS
from exports.publication import Publication

MARGIN, TOP, FOOT = 15.0, 13.0, 17.0
"""Millimetres at the sides, at the top and at the foot of a page."""

HEAD = 8.0
"""The height of the running head, from the second page on."""

SHORT, LONG = 160, 700
"""How many characters are shown of a name, and of a paragraph."""

TITLE = Style(20, SEMIBOLD, INK, "Source Serif")
HEADING = Style(12.5, SEMIBOLD, INK, "Source Serif")
TEXT, STRONG = Style(8.8), Style(8.8, SEMIBOLD)
SMALL, LINK = Style(7.6, colour=QUIET), Style(7.6, colour=RUST)
KICKER = Style(9.5, SEMIBOLD, RUST)

CODE = 26.0
"""The side of a QR code."""

_AFTER_TITLE = 1.5
_ADDRESS = 300


def inner_width(paper: Paper) -> float:
    """The width between the margins."""
    return paper.width - 2 * MARGIN


def bottom(paper: Paper) -> float:
    """Where the foot of a page begins."""
    return paper.height - FOOT


def view_in_words(publication: Publication) -> str:
    """What the publication holds, as its title says it."""
    return printed(publication.sentence, 240)


def title(paper: Paper, publication: Publication, words: str, more: Sequence[Span], room: float) -> Block:
    """The title of a document, with the name of the whole above it and a line below it.

    Args:
        paper: What it will be drawn on.
        publication: What the document holds.
        words: The title.
        more: The line below it.
        room: The width there is.
    """
    kicker = wrapped([Span(printed(publication.title, SHORT), KICKER)], room)
    heading, below = wrapped([Span(words, TITLE)], room), wrapped(more, room)

    def draw(x: float, y: float) -> None:
        y = _tagged(paper, "P", kicker, x, y)
        y = _tagged(paper, "H1", heading, x, y) + _AFTER_TITLE
        _tagged(paper, "P", below, x, y)

    return Block(height_of([*kicker, *heading, *below]) + _AFTER_TITLE, draw)


def _tagged(paper: Paper, kind: str, lines: Sequence[Line], x: float, y: float) -> float:
    """Set lines as one element; returns where they end."""
    with paper.tagged(kind):
        set_lines(paper, lines, x, y)
    return y + height_of(lines)


def as_of(publication: Publication) -> list[Span]:
    """The day of the document, and the address of the same view where there is one."""
    day = PartialDate.parse(publication.today.isoformat()).in_words()
    address = web_link(publication.address)
    shown = [Span(" · ", SMALL), Span(printed(address, _ADDRESS), LINK, address)] if address else []
    return [Span(f"As of {day}", SMALL), *shown]


def code(paper: Paper, publication: Publication) -> Block | None:
    """The code that opens the same view on a phone, with a word below it; None where there is no address."""
    squares = qr.modules(web_link(publication.address))
    if not squares:
        return None
    caption = wrapped([Span("Open on a phone", SMALL)], CODE)

    def draw(x: float, y: float) -> None:
        with paper.tagged("Figure", "QR code: the address of this page"):
            paper.squares(x, y, CODE, squares, INK)
        with paper.tagged("P"):
            set_lines(paper, caption, x + (CODE - caption[0][-1].end) / 2, y + CODE + 1)

    return Block(CODE + 1 + height_of(caption), draw)


def outcome(campaign: Campaign, events: Sequence[Event], publication: Publication, size: float) -> list[Span]:
    """What came of a campaign: `Won · 19 November 2024 · Vote 4–1 · Binding`."""
    silent = no_news_since(campaign, events, publication.today)
    phrases = [
        campaign.decided.in_words() if campaign.decided else "",
        deciding_vote(events),
        "" if campaign.force is Force.UNKNOWN else campaign.force.label,
        f"No news since {silent}" if silent else "",
    ]
    word = Span(campaign.status.label, Style(size, SEMIBOLD, STATUS_COLOURS[campaign.status]))
    return [word, Span("".join(f" · {phrase}" for phrase in phrases if phrase), Style(size))]


def source(url: str, text: str = "", style: Style = LINK) -> Span:
    """A link to a page: by its name, or else by its shortened address. What is not http(s) leads nowhere."""
    address = web_link(url)
    words = printed(text or short_address(url), SHORT)
    return Span(words, style if address else replace(style, colour=QUIET), address)


def draw_pages(paper: Paper, publication: Publication, placed: Sequence[Placed], words: str) -> None:
    """Draw all pages with their blocks, head and foot.

    Args:
        paper: What to draw on.
        publication: What the document holds.
        placed: The blocks.
        words: What the document is called in the running head.
    """
    total = max((block.page for block in placed), default=0) + 1
    for page in range(total):
        paper.add_page()
        if page:
            _running_head(paper, words)
        for at in placed:
            if at.page == page:
                at.block.draw(at.x, at.y)
        _foot(paper, publication, page + 1, total)


def _running_head(paper: Paper, words: str) -> None:
    first, *rest = wrapped([Span(words, SMALL)], inner_width(paper) - 5)
    with paper.aside():
        paper.line_of_text(MARGIN, TOP + 1, first)
        if rest:
            paper.text(MARGIN + first[-1].end, TOP + 1, Span(" …", SMALL))
        paper.line([(MARGIN, TOP + 3), (paper.width - MARGIN, TOP + 3)], RULE, 0.2)


def _foot(paper: Paper, publication: Publication, page: int, total: int) -> None:
    y = bottom(paper) + 7.5
    day = PartialDate.parse(publication.today.isoformat()).in_words()
    link = Span(publication.licence, SMALL, str(package()["licenses"][0]["path"]))
    line = wrapped([Span(f"{printed(publication.title, 60)} · {day} · ", SMALL), link], inner_width(paper) - 25)[0]
    number = f"Page {page} of {total}"
    with paper.aside():
        paper.line([(MARGIN, y - leading(line)), (paper.width - MARGIN, y - leading(line))], RULE, 0.2)
        paper.line_of_text(MARGIN, y, line)
        paper.text(paper.width - MARGIN - width(number, SMALL), y, Span(number, SMALL))
