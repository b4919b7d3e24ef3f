"""The mark of a status as SVG: a shape and a colour, never a colour alone.

A filled disc is won, a half disc partly won, a ring ongoing, a cross lost, a triangle reversed. What binds has a
strong outline; what is advisory a thin one.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from markupsafe import Markup

from campaigns.plurals import in_every_form
from campaigns.records import Force, Status
from campaigns.wording import say_number, spoken

SHAPES: dict[Status, Markup] = {
    Status.WON: Markup('<circle class="body" cx="10" cy="10" r="7"/>'),
    Status.PARTIAL: Markup(
        '<circle class="paper" cx="10" cy="10" r="7"/><path class="half" d="M10 3a7 7 0 0 0 0 14z"/>'
        '<circle class="outline" cx="10" cy="10" r="7"/>'
    ),
    Status.ONGOING: Markup('<circle class="paper ring" cx="10" cy="10" r="6"/>'),
    Status.LOST: Markup(
        '<path class="halo" d="M4.5 4.5l11 11M15.5 4.5l-11 11"/><path class="bar" d="M4.5 4.5l11 11M15.5 4.5l-11 11"/>'
    ),
    Status.REVERSED: Markup('<path class="body" d="M10 2.5l8 13.8H2z"/>'),
}
"""SVG shapes in a box of 20 by 20; `static/map/marks.css` colours them."""

_SYMBOL = Markup('<symbol id="{}" viewBox="0 0 20 20">{}</symbol>')
_USE = Markup('<svg class="mark {} {}" aria-hidden="true"><use href="#{}"/></svg>')


def symbols() -> Markup:
    """The shapes, written once a page, for `mark` to point at."""
    return Markup().join(_SYMBOL.format(status.value, shape) for status, shape in SHAPES.items())


@cache
def mark(status: Status, force: Force = Force.BINDING) -> Markup:
    """A status's mark; the word beside it carries the meaning, so it is hidden from screen readers."""
    return _USE.format(status.value, force.value, status.value)


def marker_words() -> dict[str, Any]:
    """What the markers of a map show and say in the language spoken, as `static/map/campaign-layer.js` wants it."""
    return {
        "marks": {status.value: shape for status, shape in SHAPES.items()},
        "statuses": {status.value: status.label for status in Status},
        "forces": {force.value: force.label.lower() for force in Force},
        "counts": in_every_form(_counted),
        "language": spoken(),
    }


def _counted(number: int) -> str:
    return say_number("{count} campaign", "{count} campaigns", number, count="{number}")
