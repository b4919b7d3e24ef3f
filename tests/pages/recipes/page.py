"""A page is in the menu, opens with the view of the page before, and imports only downwards."""

from __future__ import annotations

from tests.pages.conftest import Open


def test_the_page_opens_and_counts(invented: Open) -> None:
    app = invented().go_to("votes")
    assert app.faults == []
    assert app.page == "votes"
    assert app.heading == "With a counted vote: 1"


def test_the_view_goes_along(invented: Open) -> None:
    app = invented("./?status=lost").go_to("votes")
    assert app.heading == "With a counted vote: 0"
    assert app.go_to("explore").address == {"status": ["lost"]}
