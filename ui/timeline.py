"""The small chart above a timeline: a campaign's steps on an axis of years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from campaigns.records import Event
from campaigns.wording import say
from exports.marks import SHAPES
from ui.blocks import render

_WIDTH, _MARGIN = 520, 14


def chart(events: Sequence[Event]) -> Markup:
    """The steps as an inline SVG; empty where there is but one date, which needs no chart.

    A step that changed the status stands as its mark, any other as a tick. A date that is only a year or a month
    stands in its middle. The list below the chart carries everything the chart shows.
    """
    first, last = (min((e.date.first for e in events), default=None), max((e.date.last for e in events), default=None))
    if len(events) < 2 or first is None or last is None or first == last:
        return Markup()
    start, end = date(first.year, 1, 1), date(last.year, 12, 31)

    def place(day: float) -> float:
        share = (day - start.toordinal()) / (end.toordinal() - start.toordinal())
        return round(_MARGIN + share * (_WIDTH - 2 * _MARGIN), 1)

    return render(
        "history.html",
        width=_WIDTH,
        margin=_MARGIN,
        steps=[
            (place(_middle(event)), event, SHAPES[event.status_after] if event.status_after else "") for event in events
        ],
        years=[(place(date(year, 1, 1).toordinal()), year) for year in _years(start.year, end.year)],
        name=say(
            "{number} steps from {first} to {last}",
            number=len(events),
            first=events[0].date.in_words(),
            last=events[-1].date.in_words(),
        ),
    )


def _middle(event: Event) -> float:
    return (event.date.first.toordinal() + event.date.last.toordinal()) / 2


def _years(first: int, last: int) -> range:
    """The years to name: all of a short span, every few of a long one."""
    return range(first, last + 1, max(1, (last - first + 1) // 6))
