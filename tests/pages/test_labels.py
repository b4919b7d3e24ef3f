"""A choice outlasts a change of language, and the browser is told its new label."""

from __future__ import annotations

from tests.pages.conftest import Open


def test_what_was_chosen_on_get_involved_stays_chosen_and_is_sent_by_its_new_label(invented: Open) -> None:
    app = invented().go_to("involved")
    app.at.selectbox(key="involved_level").set_value("county").run()
    app.follow("heading", "Español")
    chosen = app.at.selectbox(key="involved_level")
    assert app.faults == []
    assert chosen.value == "county"
    assert chosen.proto.set_value
    assert chosen.proto.raw_value in chosen.options


def test_the_pages_keep_their_addresses_in_every_language(invented: Open) -> None:
    for page in ("companies", "trends", "present", "involved", "update", "about"):
        assert invented("./?lang=es").go_to(page).page == page
