"""A text with HTML in its braces keeps that HTML, and takes nothing else for it."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from tests.unit.making import HOSTILE
from ui.blocks import filled

LINK = Markup('<a href="./?">Exampleton</a>')


def test_html_stays_html_wherever_a_language_puts_it() -> None:
    assert filled("See {link}.", link=LINK) == 'See <a href="./?">Exampleton</a>.'
    assert filled("{link}: <here>", link=LINK) == '<a href="./?">Exampleton</a>: &lt;here&gt;'


@pytest.mark.parametrize("text", [*HOSTILE, "{link}", "{", "{0.__class__}"])
def test_a_value_that_is_no_html_is_only_text(text: str) -> None:
    assert filled("{name} {link}", name=text, link=LINK) == Markup("{} {}").format(text, LINK)
    assert filled("{name}", name=text).unescape() == text
