"""Near: a place in the address or in the field orders the list, and is answered kindly where nothing is near it."""

from __future__ import annotations

import pytest

from campaigns.near import Centre
from tests.pages.conftest import Open
from ui.view import View
from ui.whereabouts import rounded

EXAMPLETON = "44.01, -121.01"
IN_EXAMPLETON = ["exampleton-divestment", "exampleton-procurement"]


def test_a_place_in_the_address_lists_what_is_near_it_with_distances(invented: Open) -> None:
    app = invented(f"./?near={EXAMPLETON}&within=25mi")
    assert app.faults == []
    assert set(app.listed) == set(IN_EXAMPLETON)
    assert "within 25 miles of" in app.heading
    assert "under 1 mile" in app.words


def test_a_place_typed_goes_to_the_address_and_draws_a_ring(invented: Open) -> None:
    app = invented()
    app.at.text_input(key="filter_near").set_value("Bend, Oregon").run()
    assert app.faults == []
    assert app.address == {"near": ["Bend, Oregon"]}
    assert set(app.listed) == set(IN_EXAMPLETON)


def test_the_radius_can_be_changed_and_switched_to_kilometres(invented: Open) -> None:
    app = invented("./?near=Bend, Oregon")
    app.at.selectbox(key="filter_within").set_value("15km").run()
    assert app.address == {"near": ["Bend, Oregon"], "within": ["15km"]}
    assert "within 15 km of" in app.heading


def test_a_name_of_several_places_offers_the_others(invented: Open) -> None:
    app = invented("./?near=Portland")
    assert "Portland, Oregon" in app.heading
    assert "Portland, Maine, United States" in app.words


def test_where_nothing_is_near_the_nearest_is_named_and_listed(invented: Open) -> None:
    app = invented("./?near=Reykjavik")
    assert app.heading.startswith("0 campaigns")
    assert "None within" in app.words
    assert "the nearest is" in app.words
    assert len(app.listed) > 0


def test_where_nothing_is_near_a_campaign_that_cannot_be_shown_is_told_too(invented: Open) -> None:
    assert "No campaign with the id “gone” can be shown." in invented("./?near=Reykjavik&campaign=gone").words


def test_a_slip_of_the_finger_gets_suggestions_and_keeps_the_list(invented: Open) -> None:
    app = invented("./?near=Protland")
    assert "Portland, Oregon, United States" in app.words
    assert len(app.listed) == 6


@pytest.mark.parametrize("nonsense", ["asdfgh", "!!!", "SW1A 1AA"])
def test_nonsense_gets_a_kind_sentence_and_no_fault(invented: Open, nonsense: str) -> None:
    app = invented()
    app.at.text_input(key="filter_near").set_value(nonsense).run()
    assert app.faults == []
    assert app.address == {}
    assert len(app.listed) == 6


def test_clearing_all_forgets_the_place(invented: Open) -> None:
    app = invented("./?near=Bend, Oregon")
    next(button for button in app.at.button if button.label == "Clear all").click().run()
    assert app.address == {}
    assert app.at.text_input(key="filter_near").value == ""


def test_the_groups_of_campaigns_near_the_visitor_are_named(invented: Open) -> None:
    app = invented("./?near=Bend, Oregon").go_to("involved")
    assert app.faults == []
    assert "Exampleton Forum" in app.words


def test_where_the_browser_is_comes_rounded_to_about_a_kilometre() -> None:
    found = rounded([45.523456, -122.676891])
    assert found
    assert found.point == (45.52, -122.68)
    assert found.country == "US"


@pytest.mark.parametrize("sent", [None, "x", [1], [1, "2"], [91, 0], [0, 181], [float("nan"), 0], {"a": 1}, [[1], [2]]])
def test_what_is_no_point_is_no_place(sent: object) -> None:
    assert rounded(sent) is None


def test_where_the_browser_is_stands_in_no_address() -> None:
    view = View()
    filters = view.filters.__class__(centre=Centre((45.52, -122.68), "where you are", "US"))
    assert view.href(filters=filters) == View().href()
