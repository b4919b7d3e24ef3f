"""The handout: a view on paper, with a map whose numbers lead to a list, or one campaign on a sheet of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from campaigns.records import Campaign, Force, Status
from campaigns.telling import place_name
from campaigns.words import counted, country_name
from exports import plates
from exports.campaign_sheet import campaign_sheet
from exports.columns import Area, Block, Placed, flow, height_of, paragraph, set_lines
from exports.lettering import Span, cut, printed, width, wrapped
from exports.paper import Paper, Size
from exports.plates import Plate
from exports.publication import Publication
from exports.stationery import (
    CODE,
    HEAD,
    HEADING,
    MARGIN,
    SHORT,
    SMALL,
    STRONG,
    TEXT,
    TOP,
    as_of,
    bottom,
    code,
    draw_pages,
    inner_width,
    outcome,
    source,
    title,
    view_in_words,
)

GUTTER = 7.0
"""Between the two columns of the list, in millimetres."""

MAP_SHAPE, PART_SHAPE = 0.56, 0.7
"""The height of a map as a share of its width."""

_FEW_PLACES = 60
"""So many places at most have the larger maps of crowded parts before the list and not behind it."""

_FEW_PARTS, _MANY_PARTS = 2, 12
_NUMBER, _MARK = 8.5, 3.2
_LEGEND_HEIGHT = 4.4


def handout(publication: Publication, paper: Size = "A4") -> bytes:
    """Put a publication on paper.

    A publication of one campaign becomes a sheet with its whole history, any other a map and a list.

    Args:
        publication: What to print.
        paper: The size of its pages.

    Returns:
        A PDF file. The same publication gives the same bytes.
    """
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        campaigns = publication.campaigns
        sheet = Paper(paper, Path(folder), _text(publication))
        words = printed(campaigns[0].title, SHORT) if len(campaigns) == 1 else view_in_words(publication)
        sheet.describe(f"{publication.title}: {words}", publication.licence, publication.title, publication.today)
        blocks = campaign_sheet(sheet, publication) if len(campaigns) == 1 else _view(sheet, publication)
        draw_pages(sheet, publication, blocks, words)
        return sheet.written()


def _text(publication: Publication) -> str:
    """All text of a publication and more, in no order."""
    records = [(campaign, publication.history(campaign)) for campaign in publication.campaigns]
    return repr((publication.sentence, publication.address, records))


def _view(paper: Paper, publication: Publication) -> list[Placed]:
    """The blocks of a view: title, map, list, and larger maps of crowded parts."""
    whole = _plates(paper, publication)
    placed, y = _first_page(paper, publication, whole)
    parts = [_part(paper, part) for part in whole.parts]
    entries = _entries(paper, publication)
    if len(whole.places) <= _FEW_PLACES:
        return placed + flow([*parts, *entries], _columns(paper, y))
    placed += flow(entries, _columns(paper, y))
    return placed + flow(parts, _pages(paper, placed[-1].page + 1))


def _plates(paper: Paper, publication: Publication) -> Plate:
    places, wide = plates.places(publication.campaigns), inner_width(paper)
    if len(places) <= _FEW_PLACES:
        column = (wide - GUTTER) / 2
        return plates.plates(places, (wide, wide * MAP_SHAPE), (column, column * PART_SHAPE), _FEW_PARTS)
    high = (bottom(paper) - TOP - HEAD) / 2 - 9
    return plates.plates(places, (wide, wide * MAP_SHAPE), (wide, high), _MANY_PARTS)


def _first_page(paper: Paper, publication: Publication, whole: Plate) -> tuple[list[Placed], float]:
    """The blocks above the list, and where the list begins."""
    square = code(paper, publication)
    room = inner_width(paper) - (CODE + 6 if square else 0)
    head = title(paper, publication, view_in_words(publication), as_of(publication), room)
    placed, y = [Placed(0, MARGIN, TOP, head)], TOP + head.height + 3
    if square:
        placed.append(Placed(0, paper.width - MARGIN - CODE, TOP + 1, square))
        y = max(y, TOP + square.height - _LEGEND_HEIGHT)
    for block in _above_the_list(paper, publication, whole):
        placed.append(Placed(0, MARGIN, y, block))
        y += block.height + block.gap
    return placed, y


def _above_the_list(paper: Paper, publication: Publication, whole: Plate) -> Iterator[Block]:
    wide = inner_width(paper)
    if not publication.campaigns:
        yield paragraph(paper, [Span("No campaign passes these filters.", TEXT)], wide)
        return
    yield _legend(paper, publication.campaigns)
    if whole.places:
        yield Block(whole.frame.height, lambda x, y: plates.draw(paper, whole, x, y), gap=1.5)
    yield paragraph(paper, [Span(_caption(publication, whole), SMALL)], wide, gap=4)


def _legend(paper: Paper, campaigns: Sequence[Campaign]) -> Block:
    """Each mark with its word and how many campaigns have it."""
    counts = Counter(campaign.status for campaign in campaigns)
    words = [(status, f"{status.label} {counts[status]:,}") for status in Status if counts[status]]

    def draw(x: float, y: float) -> None:
        with paper.tagged("P"):
            for status, text in words:
                paper.mark(x, y + 0.1, _MARK + 0.4, status, Force.BINDING)
                paper.text(x + _MARK + 1.6, y + 3.0, Span(text, STRONG))
                x += _MARK + width(text, STRONG) + 6

    return Block(_LEGEND_HEIGHT, draw, gap=2)


def _caption(publication: Publication, whole: Plate) -> str:
    """How to read the map, and what it cannot show."""
    shown = whole.numbered.union(*(part.numbered for part in whole.parts))
    crowded = len(whole.places) - len(shown)
    nowhere = sum(campaign.point is None for campaign in publication.campaigns)
    letters = ", ".join(part.letter for part in whole.parts)
    sentences = [
        "Strong outline: binding. Thin outline: advisory.",
        f"The numbers are those of the list, {_order(publication)}." if whole.places else "",
        f"The parts in frames ({letters}) have larger maps." if whole.parts else "",
        f"{counted(crowded, 'place')} too crowded for numbers." if crowded else "",
        f"{counted(nowhere, 'campaign')} without a place on the map." if nowhere else "",
    ]
    return " ".join(filter(None, sentences))


def _order(publication: Publication) -> str:
    if publication.chosen:
        return "in the order chosen"
    return "the nearest first" if publication.selection.filters.centre else "the newest first"


def _part(paper: Paper, part: Plate) -> Block:
    """The larger map of a part, with its letter and the names of what it shows."""
    lines = wrapped([Span(f"{part.letter}  ", HEADING), Span(_where(part), STRONG)], part.frame.width)

    def draw(x: float, y: float) -> None:
        with paper.tagged("P"):
            set_lines(paper, lines, x, y)
        plates.draw(paper, part, x, y + height_of(lines) + 0.5)

    return Block(height_of(lines) + 0.5 + part.frame.height, draw, gap=4)


def _where(part: Plate) -> str:
    """What a part is called: by its countries, the regions of the only country, or the places of the only region."""
    campaigns = [campaign for place in part.places for campaign in place.campaigns]
    countries = Counter(country_name(campaign.country) for campaign in campaigns)
    regions = Counter(campaign.region for campaign in campaigns)
    towns = Counter(campaign.place for campaign in campaigns)
    several = next((names for names in (countries, regions) if len(names) > 1), towns)
    names = [name for name, _ in several.most_common() if name]
    return printed(", ".join(names[:3]) + (" and around" if len(names) > 3 else ""), SHORT)


def _entries(paper: Paper, publication: Publication) -> Iterator[Block]:
    """The campaigns, each with its number."""
    column = (inner_width(paper) - GUTTER) / 2
    for number, campaign in enumerate(publication.campaigns, start=1):
        yield _entry(paper, publication, number, campaign, column)


def _entry(paper: Paper, publication: Publication, number: int, campaign: Campaign, column: float) -> Block:
    """A campaign in the list."""
    room = column - _NUMBER - _MARK - 3.2
    link = source(campaign.url)
    spans = [
        [Span(printed(place_name(campaign), SHORT), STRONG)],
        outcome(campaign, publication.history(campaign), publication, TEXT.size),
        [Span(printed(campaign.title, SHORT), TEXT)],
        [Span(printed(campaign.body, SHORT), SMALL)],
        [replace(link, text=cut(link.text, link.style, room))],
    ]
    figure = wrapped([Span(f"{number}", STRONG)], column)
    lines = [line for some in spans for line in wrapped(some, room)]

    def draw(x: float, y: float) -> None:
        with paper.tagged("P"):
            set_lines(paper, figure, x + _NUMBER - 1 - figure[0][-1].end, y)
            paper.mark(x + _NUMBER + 0.4, y + 0.35, _MARK, campaign.status, campaign.force)
            set_lines(paper, lines, x + column - room, y)

    return Block(height_of(lines), draw, gap=2.4)


def _columns(paper: Paper, y: float) -> Iterator[Area]:
    """The two columns below the map of the first page, then those of further pages."""
    second = MARGIN + (inner_width(paper) + GUTTER) / 2
    for page in count():
        top = TOP + HEAD if page else y
        for x in (MARGIN, second):
            yield Area(page, x, top, bottom(paper) - top)


def _pages(paper: Paper, first: int) -> Iterator[Area]:
    """Whole pages from a page on."""
    for page in count(first):
        yield Area(page, MARGIN, TOP + HEAD, bottom(paper) - TOP - HEAD)
