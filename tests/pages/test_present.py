"""The Present page: what it hands to the browser, on invented data and on the project's own."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.pages.app import App
from tests.pages.conftest import Open


def deck(app: App) -> dict[str, Any]:
    """What the presentation has been given."""
    [frame] = app.at.get("component_instance")
    given: dict[str, Any] = json.loads(frame.proto.json_args)
    return given["deck"] | {"version": given["version"], "start": given["start"]}


def told(app: App, order: str = "chronological") -> list[str]:
    """The ids of the campaigns in an order."""
    given = deck(app)
    numbers = given["picked"] if order == "picked" else given["orders"][order]
    return [given["campaigns"][number]["name"] for number in numbers]


@pytest.mark.parametrize("address", ["./", "./?q=zzzz", "./?status=won&target=none", "./?year=2012", "./?order=up"])
def test_opens_on_invented_data(invented: Open, address: str) -> None:
    app = invented(address).go_to("present")
    assert app.faults == []
    assert app.page == "present"
    assert app.heading.startswith("Present: ")


def test_opens_on_the_projects_own_data(real: Open) -> None:
    app = real("./?status=won").go_to("present")
    assert app.faults == []
    assert len(told(app)) > 50


def test_the_campaigns_presented_are_those_of_the_view_in_order_of_date(invented: Open) -> None:
    assert told(invented("./?status=won&status=reversed").go_to("present")) == [
        "exampleton-divestment",
        "sampleville-bonds",
        "sampleville-police",
    ]


def test_the_opening_slide_counts_the_outcomes_of_the_view(invented: Open) -> None:
    opening = deck(invented("./?country=US").go_to("present"))["opening"]
    assert "3 campaigns · United States" in opening["html"]
    assert '<b data-count="won">1</b>' in opening["html"]


def test_the_address_picks_campaigns_and_their_order(invented: Open) -> None:
    app = invented()
    app.at.query_params.update({"pick": ["sampleville-police", "exampleton-policy"], "slide": "2"})
    app.at.switch_page("pages/present.py").run()
    assert app.faults == []
    assert told(app, "picked") == ["sampleville-police", "exampleton-policy"]
    assert deck(app)["order"] == "picked"
    assert deck(app)["slide"] == "2"


def test_an_order_that_is_not_known_is_noted_on_the_opening_slide(invented: Open) -> None:
    app = invented()
    app.at.query_params["order"] = "<b>up"
    app.at.switch_page("pages/present.py").run()
    assert "order “&lt;b&gt;up” is not one of" in deck(app)["opening"]["html"]


def test_what_the_browser_writes_into_the_address_gives_no_new_presentation(invented: Open) -> None:
    app = invented().go_to("present")
    before = deck(app)["version"]
    app.at.query_params.update({"order": "spread", "slide": "2016"})
    app.run()
    assert deck(app)["order"] == "spread"
    assert deck(app)["version"] == before


def test_a_campaign_opened_on_explore_is_where_the_presentation_starts(invented: Open) -> None:
    app = invented("./?campaign=sampleville-bonds").go_to("present")
    assert deck(app)["start"] == "sampleville-bonds"


def test_a_past_year_is_presented_as_it_stood(invented: Open) -> None:
    given = deck(invented("./?year=2016").go_to("present"))
    standing = {slide["name"]: slide["status"] for slide in given["campaigns"]}
    assert standing["sampleville-bonds"] == "won"
    assert "sampleville-police" not in standing
