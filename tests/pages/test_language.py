"""The language of the pages: the browser's, or the one chosen, which the address keeps."""

from __future__ import annotations

import pytest
from streamlit.runtime.context import ContextProxy

from tests.pages.app import App
from tests.pages.conftest import Open


@pytest.fixture
def spanish_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ContextProxy, "locale", "es-MX")


def test_an_address_may_name_the_language(invented: Open) -> None:
    app = invented("./?lang=es&status=won")
    assert "Ganada" in app.counts("status")
    assert app.address == {"lang": ["es"], "status": ["won"]}


def test_the_language_is_changed_by_a_link_and_stays_with_the_visitor(invented: Open) -> None:
    app = invented("./?status=won").follow("heading", "Español")
    assert app.address == {"lang": ["es"], "status": ["won"]}
    assert "Ganada" in app.choose("country", ["GB"]).counts("status")
    app.go_to("trends")
    assert app.address["lang"] == ["es"]
    assert "English" in app.text("heading")


@pytest.mark.usefixtures("spanish_browser")
def test_without_a_choice_the_page_speaks_the_browsers_language(invented: Open) -> None:
    app = invented()
    assert "Ganada" in app.counts("status")
    assert app.address == {}
    app.follow("heading", "English")
    assert app.address == {"lang": ["en"]}
    assert "Won" in app.counts("status")


def test_a_language_that_is_not_known_is_left_out_with_a_word(invented: Open) -> None:
    app = invented("./?lang=tlh")
    assert "lang “tlh” is not one of en, es" in app.words
    assert "Won" in app.counts("status")


def test_facts_stay_in_the_language_they_were_written_in(invented: Open) -> None:
    english, spanish = invented("./?lang=en"), App("./?lang=es")
    assert english.listed == spanish.listed
    for app in (english, spanish):
        assert "Divestment from Example Corp" in app.text("campaign_list")
