"""The sheet of one campaign: what was decided, by whom, by what vote, what came of it, and how we know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from campaigns.records import Campaign, Event
from campaigns.schema import label
from campaigns.telling import notes, place_name
from exports import plates
from exports.columns import Area, Block, Placed, flow, height_of, paragraph, set_lines, together
from exports.lettering import Span, Style, printed, wrapped
from exports.paper import Paper
from exports.paper_colours import QUIET, RULE, RUST
from exports.plates import Place
from exports.publication import Publication
from exports.stationery import (
    CODE,
    HEAD,
    HEADING,
    LONG,
    MARGIN,
    SHORT,
    SMALL,
    STRONG,
    TEXT,
    TOP,
    as_of,
    bottom,
    code,
    inner_width,
    outcome,
    source,
    title,
)

ASIDE, GUTTER = 58.0, 9.0
"""The width of the column with the map, and its distance from the text, in millimetres."""

_MAP_HEIGHT = 62.0
_LABEL = 25.0
_DATE, _AXIS = 29.0, 34.0
_MARK = 3.8
_SUMMARY = Style(10)
_SUBTITLE = Style(12)


def campaign_sheet(paper: Paper, publication: Publication) -> list[Placed]:
    """The blocks of the only campaign's sheet."""
    (campaign,) = publication.campaigns
    aside = list(_aside(paper, publication, campaign))
    room = inner_width(paper) - (ASIDE + GUTTER if aside else 0)
    told = _stacked(_told(paper, publication, campaign, room), MARGIN)
    beside = _stacked(aside, paper.width - MARGIN - ASIDE)
    y = max(_end(told), _end(beside)) + 5
    return told + beside + flow(_timeline(paper, publication, campaign), _areas(paper, y))


def _told(paper: Paper, publication: Publication, campaign: Campaign, room: float) -> Iterator[Block]:
    """The column of text, from the title to the notes."""
    subtitle = [Span(printed(campaign.title, SHORT), _SUBTITLE)]
    yield replace(title(paper, publication, printed(place_name(campaign), SHORT), subtitle, room), gap=2)
    yield _outcome(paper, publication, campaign, room)
    if campaign.summary:
        yield paragraph(paper, [Span(printed(campaign.summary, LONG), _SUMMARY)], room, gap=3)
    for name, value in _facts(campaign):
        yield _fact(paper, name, value, room)
    yield Block(0, lambda x, y: None, gap=1.5)
    yield from _record(paper, publication, campaign, room)


def _outcome(paper: Paper, publication: Publication, campaign: Campaign, room: float) -> Block:
    lines = wrapped(outcome(campaign, publication.history(campaign), publication, 12), room - 7)

    def draw(x: float, y: float) -> None:
        with paper.tagged("P"):
            paper.mark(x, y + 0.2, 5, campaign.status, campaign.force)
            set_lines(paper, lines, x + 7, y)

    return Block(height_of(lines), draw, gap=3)


def _facts(campaign: Campaign) -> Iterator[tuple[str, Span]]:
    level = label("campaigns", "level", campaign.level).lower()
    yield "Who decides", Span(printed(f"{campaign.body} ({level})", SHORT), TEXT)
    yield "Asked for", Span(printed(label("campaigns", "ask", campaign.ask), SHORT), TEXT)
    yield "Targets", Span(printed(", ".join(campaign.targets) or "No company named", 2 * SHORT), TEXT)
    if campaign.organizers:
        yield "Organized by", Span(printed(", ".join(campaign.organizers), 2 * SHORT), TEXT)
    yield "Page to cite", source(campaign.url, style=Style(TEXT.size, colour=RUST))
    if campaign.last_checked:
        yield "Last checked", Span(campaign.last_checked.in_words(), TEXT)


def _record(paper: Paper, publication: Publication, campaign: Campaign, room: float) -> Iterator[Block]:
    """What a reader should know of the record itself, and of this sheet."""
    said = notes(campaign, publication.history(campaign), publication.today)
    for note in said:
        yield paragraph(paper, [Span(printed(note, LONG), SMALL)], room, gap=1.2)
    yield paragraph(paper, as_of(publication), room)


def _fact(paper: Paper, name: str, value: Span, room: float) -> Block:
    names, values = wrapped([Span(name, Style(TEXT.size, colour=QUIET))], _LABEL), wrapped([value], room - _LABEL)

    def draw(x: float, y: float) -> None:
        with paper.tagged("P"):
            set_lines(paper, names, x, y)
            set_lines(paper, values, x + _LABEL, y)

    return Block(height_of(values), draw, gap=1.2)


def _aside(paper: Paper, publication: Publication, campaign: Campaign) -> Iterator[Block]:
    """Where the campaign is, and the code that opens it on a phone."""
    square = code(paper, publication)
    if square:
        yield Block(square.height, lambda x, y: square.draw(x + ASIDE - CODE, y), gap=4)
    if campaign.point:
        place = Place(campaign.point, (campaign,), (1,), printed(campaign.place, 40))
        plate = plates.plates([place], (ASIDE, _MAP_HEIGHT), (ASIDE, _MAP_HEIGHT), most=0)
        yield Block(_MAP_HEIGHT, lambda x, y: plates.draw(paper, plate, x, y))


def _timeline(paper: Paper, publication: Publication, campaign: Campaign) -> Iterator[Block]:
    events = publication.history(campaign)
    heading = paragraph(paper, [Span("Timeline", HEADING)], inner_width(paper), "H2", gap=2)
    if not events:
        nothing = paragraph(paper, [Span("No dated step is recorded.", TEXT)], inner_width(paper))
        yield together(heading, nothing)
    for number, event in enumerate(events, start=1):
        step = _step(paper, campaign, event, is_last=number == len(events))
        yield together(heading, step) if number == 1 else step


def _step(paper: Paper, campaign: Campaign, event: Event, is_last: bool) -> Block:
    """A step: its date, its mark on the axis, what happened, the vote and the source."""
    dates = wrapped([Span(event.date.in_words(), STRONG)], _DATE)
    spans = [_kind(event), [Span(printed(event.what, LONG), TEXT)], _tally(event), _sources(event)]
    lines = [line for some in spans for line in wrapped(some, inner_width(paper) - _AXIS - 5)]
    high, gap = max(height_of(dates), height_of(lines)), 3.4

    def draw(x: float, y: float) -> None:
        if not is_last:
            paper.line([(x + _AXIS - 1, y + 2), (x + _AXIS - 1, y + high + gap + 2)], RULE, 0.4)
        with paper.tagged("P"):
            set_lines(paper, dates, x, y)
            _draw_mark(paper, campaign, event, x + _AXIS - 1, y + 2.1)
            set_lines(paper, lines, x + _AXIS + 5, y)

    return Block(high, draw, gap)


def _draw_mark(paper: Paper, campaign: Campaign, event: Event, x: float, y: float) -> None:
    """The mark of what the step changed; a dot where it changed nothing."""
    if event.status_after:
        paper.mark(x - _MARK / 2, y - _MARK / 2, _MARK, event.status_after, campaign.force)
    else:
        paper.dot(x, y, 0.7, QUIET)


def _kind(event: Event) -> list[Span]:
    quiet = Style(TEXT.size, colour=QUIET)
    words = Span(printed(label("events", "kind", event.kind), SHORT), quiet)
    return [words, Span(" · ", quiet), Span(event.status_after.label, STRONG)] if event.status_after else [words]


def _tally(event: Event) -> list[Span]:
    return [Span(f"Vote: {event.tally}", STRONG)] if event.tally else []


def _sources(event: Event) -> list[Span]:
    """The page that supports the step: its name as a link, who published it and of which kind it is."""
    rest = "".join(f" · {printed(name, SHORT)}" for name in (event.source_publisher, event.source_kind) if name)
    spans = [source(event.source_url, event.source_title), Span(rest, SMALL)]
    if event.archive_url:
        spans += [Span(" · ", SMALL), source(event.archive_url, "archived copy")]
    return spans


def _stacked(blocks: Sequence[Block] | Iterator[Block], x: float) -> list[Placed]:
    """Blocks one below the other from the top of the first page."""
    placed, y = [], TOP
    for block in blocks:
        placed.append(Placed(0, x, y, block))
        y += block.height + block.gap
    return placed


def _end(placed: Sequence[Placed]) -> float:
    return max((at.y + at.block.height for at in placed), default=TOP)


def _areas(paper: Paper, y: float) -> Iterator[Area]:
    for page in count():
        top = TOP + HEAD if page else y
        yield Area(page, MARGIN, top, bottom(paper) - top)
