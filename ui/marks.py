"""The mark of a status inside a page: its shape drawn in place, as the blocks of a page have no symbols to share."""

from __future__ import annotations

from markupsafe import Markup

from campaigns.records import Force, Status
from exports.marks import SHAPES

_FRAME = Markup(
    '<svg class="mark {} {}" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">{}</svg>'
)


def mark(status: Status, force: Force = Force.BINDING) -> Markup:
    """A status's mark as inline SVG; the word beside it carries the meaning, so it is hidden from screen readers."""
    return _FRAME.format(status.value, force.value, SHAPES[status])
