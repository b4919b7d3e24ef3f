"""A page that outlives its server: the first click after a restart reaches a server that does not know the session."""

from __future__ import annotations

from tests.pages.app import App
from tests.pages.conftest import Open


def test_a_filter_chosen_while_the_server_was_restarted_is_taken_up(invented: Open) -> None:
    left = invented("./?country=GB")
    left.at.button_group(key="filter_status").set_value(["won"])
    app = App.after_restart(left)
    assert app.faults == []
    assert app.address == {"status": ["won"], "country": ["GB"]}
    assert app.listed == ["sampleville-police"]


def test_words_typed_while_the_server_was_restarted_are_searched_for(invented: Open) -> None:
    left = invented()
    left.at.text_input(key="filter_q").set_value("  procurement ")
    assert App.after_restart(left).address == {"q": ["procurement"]}


def test_a_page_left_alone_over_a_restart_stays_as_it_is(invented: Open) -> None:
    left = invented("./?status=lost&year=2016")
    assert App.after_restart(left).address == left.address
