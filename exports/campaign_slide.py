"""A campaign's slide: what was decided, by whom, by what vote, what came of it, and a map of where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from campaigns.records import Campaign, Event, Force
from campaigns.schema import label
from campaigns.telling import around, deciding_vote, decision, key_steps, place_name
from exports.deck import Slide
from exports.drawingml import Box, Paragraph, Run, Xml, placeholder
from exports.fitting import BOLD, LEADING, SANS, SERIF, Face, Fitted, breadth, cut, fit, fit_all
from exports.paper_colours import QUIET, RUST, STATUS_COLOURS
from exports.slide_layouts import (
    AROUND,
    ASKED,
    DECISION,
    HEIGHT,
    MARGIN,
    OUTCOME,
    PLACE,
    SOURCE,
    SUMMARY,
    TIMELINE,
    VOTE,
    WIDTH,
    Slot,
)
from exports.slide_map import map_of, mark
from exports.slide_text import link, one_line, short_address

MAP = Box(616, 0, WIDTH - 616, HEIGHT)
"""The map, at the right up to the edges of the slide."""

_DATE_SIZE, _STEP_GAP = 15, 9
_OUTCOME_SIZE, _FORCE_SIZE, _VOTE_SIZES = 30, 20, (30, 26, 22, 18)
_MARK, _MARK_EDGE = 40, 4
"""The square of the outcome's mark, and how much of it is empty at its left."""


def show(slide: Slide, campaign: Campaign, events: Sequence[Event], today: date) -> None:
    """Write a campaign's slide.

    Args:
        slide: An empty slide of the layout for campaigns.
        campaign: The campaign.
        events: Its steps in order of date.
        today: The day of the export.
    """
    column = _Column(AROUND.box.bottom)
    column.put(PLACE, one_line(campaign.place) or campaign.id, 78, (54, 48, 44, 40, 36, 32), SERIF, below=6)
    column.put(ASKED, campaign.title, 58, (24, 22), below=12)
    column.put_outcome(campaign, deciding_vote(events))
    column.put(DECISION, decision(campaign, events, today), 48, (20, 18), below=16)
    column.put_story(campaign.summary, key_steps(events))
    slide.show([*column.shapes, *_around(campaign), *_source(slide, campaign), *_map(campaign)])


class _Column:
    """The text of the slide, each part below the one before it.

    Attributes:
        shapes: What has been put in so far.
        y: Where the next part begins, in points from the top.
    """

    def __init__(self, top: float) -> None:
        self.shapes: list[Xml] = []
        self.y = top

    def put(
        self, slot: Slot, text: str, height: float, sizes: Sequence[float], face: Face = SANS, below: float = 0
    ) -> None:
        """Add a text of one paragraph, at most so high; nothing where it is empty."""
        if not (said := one_line(text)):
            return
        fitted = fit(said, slot.box.width, height, sizes, face)
        self._add(slot, fitted.height, [_paragraph(fitted, slot)], below)

    def put_outcome(self, campaign: Campaign, vote: str) -> None:
        """Add the line of the outcome: its mark and its word, whether it binds, and the vote."""
        middle = MARGIN - _MARK_EDGE + _MARK / 2, self.y + OUTCOME.box.height / 2
        self.shapes.append(mark(campaign.status, campaign.force, middle, _MARK))
        words = _outcome(campaign)
        wide = sum(breadth(run.text, run.size, BOLD) for run in words)
        box = Box(middle[0] + _MARK / 2 + 6, self.y, wide, OUTCOME.box.height)
        self.shapes.append(placeholder(OUTCOME.name, OUTCOME.index, box, [Paragraph(words)]))
        if vote:
            self._put_vote(vote, box.x + wide + 24)
        self.y += OUTCOME.box.height + 4

    def put_story(self, summary: str, steps: Sequence[Event]) -> None:
        """Add the steps, and above them the summary where both have room."""
        room = SOURCE.box.y - 12 - self.y
        fitted = _fit_steps(steps, room)
        left = room - sum(step.height + _above(number) for number, step in enumerate(fitted)) - 16
        said = fit(one_line(summary), SUMMARY.box.width, left, (20, 18))
        if summary and said.text == one_line(summary) and said.height <= left:
            self._add(SUMMARY, said.height, [_paragraph(said, SUMMARY)], below=16)
        if steps:
            self._add(TIMELINE, SOURCE.box.y - 12 - self.y, list(_timeline(steps, fitted)))

    def _put_vote(self, vote: str, left: float) -> None:
        box = Box(left, self.y, PLACE.box.x + PLACE.box.width - left, VOTE.box.height)
        fitted = fit(vote, box.width, box.height, _VOTE_SIZES, BOLD)
        self.shapes.append(placeholder(VOTE.name, VOTE.index, box, [_paragraph(fitted, VOTE, bold=True)]))

    def _add(self, slot: Slot, height: float, paragraphs: Sequence[Paragraph], below: float = 0) -> None:
        box = Box(slot.box.x, self.y, slot.box.width, height)
        self.shapes.append(placeholder(slot.name, slot.index, box, paragraphs))
        self.y += height + below


def _outcome(campaign: Campaign) -> tuple[Run, ...]:
    word = Run(campaign.status.label, _OUTCOME_SIZE, bold=True, colour=STATUS_COLOURS[campaign.status])
    if campaign.force is Force.UNKNOWN:
        return (word,)
    return word, Run(f"  {campaign.force.label.lower()}", _FORCE_SIZE, colour=QUIET)


def _fit_steps(steps: Sequence[Event], room: float) -> list[Fitted]:
    dates = sum(_above(number) for number in range(len(steps)))
    return fit_all([one_line(step.what) for step in steps], TIMELINE.box.width, room - dates, (20, 18, 16))


def _above(number: int) -> float:
    """The height of what stands above a step's own words: its date, and the gap to the step before."""
    return _DATE_SIZE * LEADING + (_STEP_GAP if number else 0)


def _timeline(steps: Sequence[Event], fitted: Sequence[Fitted]) -> Sequence[Paragraph]:
    paragraphs = []
    for number, (step, what) in enumerate(zip(steps, fitted, strict=True)):
        when = Run(step.date.in_words(), _DATE_SIZE, bold=True, colour=RUST)
        left = TIMELINE.box.width - breadth(f"{when.text}  ", _DATE_SIZE, BOLD)
        kind = cut(one_line(label("events", "kind", step.kind)), left, 1, _DATE_SIZE).text
        heading = Paragraph((when, Run(f"  {kind}", _DATE_SIZE, colour=QUIET)), _STEP_GAP if number else 0)
        paragraphs += [heading, _paragraph(what, TIMELINE)]
    return paragraphs


def _paragraph(fitted: Fitted, slot: Slot, bold: bool = False) -> Paragraph:
    """A text as fitted; its size is the layout's where that will do, so that the layout can change it."""
    return Paragraph((Run(fitted.text, 0 if fitted.size == slot.size else fitted.size, bold),))


def _around(campaign: Campaign) -> list[Xml]:
    """The line above the place; behind it in the slide's order, so that the title is read first."""
    fitted = fit(one_line(", ".join(around(campaign))), AROUND.box.width, AROUND.box.height, (AROUND.size,))
    return [placeholder(AROUND.name, AROUND.index, AROUND.box, [_paragraph(fitted, AROUND)])] if fitted.text else []


def _source(slide: Slide, campaign: Campaign) -> list[Xml]:
    address = link(campaign.url)
    if not address:
        return []
    shown = fit(short_address(address), SOURCE.box.width - breadth("Source: ", SOURCE.size), 20, (SOURCE.size,))
    runs = (Run("Source: "), Run(shown.text, link=slide.link(address)))
    return [placeholder(SOURCE.name, SOURCE.index, SOURCE.box, [Paragraph(runs)])]


def _map(campaign: Campaign) -> list[Xml]:
    if not campaign.point:
        return []
    description = f"Map: {one_line(place_name(campaign))}, marked as {campaign.status.label.lower()}."
    return [map_of([campaign], MAP, description)]
