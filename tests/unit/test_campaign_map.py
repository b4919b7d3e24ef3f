"""The map's markers: one a point, with the text that screen readers say and the point to look at."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

import folium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit_folium import generate_leaflet_string

from campaigns.filters import Filters
from campaigns.records import Campaign, Force, Status
from tests.unit.making import HOSTILE, at, campaign, unhurried
from ui import campaign_map
from ui.campaign_list import at_point
from ui.campaign_map import describe, features, look_at, zoom_for
from ui.view import View

HERE, THERE = (45.5234, -122.6762), (51.5, -1.25)
FILTERED = View(Filters(status=("won",)))

points = st.tuples(st.floats(-85, 85), st.floats(-180, 180))


UNBALANCED = ("100 {% and more", "braces {{ left open", "a {# note", "}} %} #}")
"""What folium would take for its own templates' marks."""


def sent(drawn: Campaign, monkeypatch: pytest.MonkeyPatch) -> str:
    """The script that draws a campaign, written as streamlit-folium writes it."""
    options: dict[str, Any] = {}
    monkeypatch.setattr(campaign_map, "st_folium", lambda *_, **given: options.update(given))
    campaign_map.show([drawn], View())
    layer = options["feature_group_to_add"]
    layer.add_to(folium.Map(tiles=None))
    layer.render()
    return generate_leaflet_string(layer)


def properties(*campaigns: Campaign, view: View = View()) -> list[dict[str, Any]]:  # noqa: B008 (a frozen value)
    return [feature["properties"] for feature in features(campaigns, view)["features"]]


def test_campaigns_of_one_point_have_one_marker_with_their_number_and_statuses() -> None:
    (marker,) = properties(at(*HERE, "one", status=Status.WON), at(*HERE, "two", status=Status.LOST))
    assert (marker["n"], marker["s"]) == (2, ["won", "lost"])


def test_a_campaign_alone_has_a_marker_with_its_id_status_and_force() -> None:
    (marker,) = properties(at(*HERE, "one", status=Status.PARTIAL, force=Force.ADVISORY))
    assert (marker["i"], marker["s"], marker["f"]) == ("one", "partial", "advisory")
    assert "n" not in marker


def test_a_campaign_without_a_point_has_no_marker() -> None:
    assert [marker["i"] for marker in properties(campaign("nowhere"), at(*HERE, "here"))] == ["here"]


def test_a_marker_stands_at_longitude_and_latitude_as_geojson_has_it() -> None:
    (marker,) = features([at(*HERE)], View())["features"]
    assert marker["geometry"] == {"type": "Point", "coordinates": [-122.6762, 45.5234]}


@given(st.lists(points, max_size=8))
@unhurried
def test_there_is_one_marker_a_point_and_every_campaign_is_in_one(where: list[tuple[float, float]]) -> None:
    markers = properties(*(at(*point, str(number)) for number, point in enumerate([*where, *where[:3]])))
    assert len(markers) == len(set(where))
    assert sum(marker.get("n", 1) for marker in markers) == len(where) + len(where[:3])


def test_the_marker_of_the_opened_campaign_is_marked_also_among_others() -> None:
    markers = properties(at(*HERE, "a"), at(*HERE, "b"), at(*THERE, "c"), view=View(campaign="b"))
    assert ["c" in marker for marker in markers] == [True, False]


def test_a_numbered_marker_leads_to_the_campaigns_of_its_own_point() -> None:
    some = [at(*HERE, "a"), at(*HERE, "b"), at(*THERE, "c")]
    numbered = properties(*some)[0]
    assert [one.id for one in at_point(some, numbered["i"])] == ["a", "b"]


def test_a_numbered_marker_does_not_lead_to_a_neighbour_ten_metres_off() -> None:
    some = [at(45.5234, -122.6762, "a"), at(45.5234, -122.6762, "b"), at(45.5234, -122.6763, "next door")]
    numbered = properties(*some)[0]
    assert [one.id for one in at_point(some, numbered["i"])] == ["a", "b"]


def test_without_a_point_in_the_address_every_campaign_is_listed() -> None:
    some = [at(*HERE, "a"), campaign("nowhere")]
    assert at_point(some, "") == some


def test_a_marker_says_the_place_the_title_and_how_it_stands() -> None:
    one = at(*HERE, title="Sale of bonds", status=Status.PARTIAL, force=Force.ADVISORY)
    assert describe([one]) == "Exampleton: Sale of bonds\nPartly won, advisory"


def test_a_numbered_marker_says_how_many_there_are_and_how_each_stands() -> None:
    some = [at(*HERE, "a", status=Status.WON), at(*HERE, "b", status=Status.LOST)]
    assert describe(some) == "Exampleton: 2 campaigns\nWon, Lost"


def test_a_numbered_marker_names_every_place_it_stands_for_once() -> None:
    some = [at(*HERE, "a"), at(*HERE, "b", place="Example County"), at(*HERE, "c")]
    assert describe(some).splitlines()[0] == "Exampleton / Example County: 3 campaigns"


@pytest.mark.parametrize("text", [*HOSTILE, *UNBALANCED])
def test_a_hostile_title_reaches_the_frame_as_typed_and_as_nothing_but_data(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = sent(at(*HERE, title=text, place=text), monkeypatch)
    (data,) = re.findall(r"geo_json_\w+_add\((\{.*\})\);", html)
    assert unquote(json.loads(data)["features"][0]["properties"]["t"]).startswith(f"{text}: {text}\n")
    assert not re.search(r"<(img|iframe|script)|</title>", html)


@pytest.mark.parametrize("text", ["{{ 1 / 0 }}", "{{ missing.name }}"])
def test_a_title_is_never_run_as_a_template(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert text in unquote(sent(at(*HERE, title=text), monkeypatch))


def test_the_first_look_is_the_same_whatever_the_data() -> None:
    assert look_at([at(*HERE)], View()) == look_at([], View()) == look_at([at(*THERE)], View(year=2016))


def test_nothing_found_leaves_the_first_look() -> None:
    assert look_at([], FILTERED) == look_at([], View())
    assert look_at([campaign("nowhere")], FILTERED) == look_at([], View())


def test_the_opened_campaign_is_looked_at_from_near() -> None:
    some = [at(*HERE, "here"), at(*THERE, "there")]
    center, zoom = look_at(some, View(FILTERED.filters, campaign="there"))
    assert center == THERE
    assert zoom > look_at(some, FILTERED)[1]


def test_an_opened_campaign_without_a_point_changes_nothing() -> None:
    some = [at(*HERE, "here"), campaign("nowhere")]
    assert look_at(some, View(FILTERED.filters, campaign="nowhere")) == look_at(some, FILTERED)


def test_what_the_filters_let_pass_is_looked_at_from_its_middle() -> None:
    center, _ = look_at([at(40.0, -100.0, "a"), at(50.0, -80.0, "b"), at(44.0, -84.0, "c")], FILTERED)
    assert center == (45.0, -90.0)


def test_a_single_point_is_not_looked_at_closer_than_an_opened_campaign() -> None:
    center, zoom = look_at([at(*HERE, "here")], FILTERED)
    assert center == pytest.approx(HERE, abs=0.001)
    assert zoom == look_at([at(*HERE, "here")], View(campaign="here"))[1]


def test_a_zoom_shows_twice_as_much_a_step() -> None:
    assert zoom_for(((-1, -40), (1, 40))) - zoom_for(((-1, -80), (1, 80))) == 1


@given(points, points)
@unhurried
def test_a_box_fits_the_frame_at_its_zoom(one: tuple[float, float], other: tuple[float, float]) -> None:
    south, north = sorted((one[0], other[0]))
    west, east = sorted((one[1], other[1]))
    zoom = zoom_for(((south, west), (north, east)))
    assert 2 <= zoom <= 7
    assert zoom * 2 == int(zoom * 2)
    pixels = (east - west) / 360 * 256 * 2**zoom
    assert pixels <= campaign_map._FRAME[0] or zoom == 2


@given(points, points, points)
@unhurried
def test_a_larger_box_is_never_looked_at_from_nearer(
    one: tuple[float, float], other: tuple[float, float], third: tuple[float, float]
) -> None:
    few = [at(*one, "a"), at(*other, "b")]
    assert look_at([*few, at(*third, "c")], FILTERED)[1] <= look_at(few, FILTERED)[1]
