"""What the map's frame is told: which campaigns are shown, and the point to look at."""

from __future__ import annotations

import base64
import gzip
import json
import re
from typing import Any
from urllib.parse import unquote

import folium
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit_folium import generate_leaflet_string

from campaigns.dataset import Dataset
from campaigns.filters import Filters
from campaigns.records import Campaign, Force
from tests.unit.making import HOSTILE, at, campaign, unhurried
from ui import campaign_map
from ui.campaign_list import at_point
from ui.campaign_map import heading, look_at, wanted, zoom_for
from ui.map_points import NO_POINTS, map_points_of
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


def dataset(*campaigns: Campaign) -> Dataset:
    return Dataset(campaigns)


def test_campaigns_that_the_frame_fetches_are_told_by_a_bit_each() -> None:
    some = [at(*HERE, name) for name in ("a", "b", "c")]
    told = wanted([some[0], some[2]], View(), map_points_of(dataset(*some)))
    assert base64.b64decode(told["shown"]) == bytes([0b101])
    assert told["own"]["id"] == []


def test_a_campaign_that_is_in_no_file_is_sent_itself() -> None:
    draft = at(*HERE, "draft", title="Trams", force=Force.ADVISORY)
    told = wanted([draft], View(), map_points_of(dataset(at(*HERE, "kept"))))
    assert base64.b64decode(told["shown"]) == bytes([0])
    assert told["own"] == {
        "id": ["draft"],
        "place": ["Exampleton"],
        "title": ["Trams"],
        "status": ["won"],
        "force": ["advisory"],
        "point": [HERE],
    }


def test_without_a_file_every_campaign_is_sent_itself() -> None:
    told = wanted([at(*HERE, "one")], View(), NO_POINTS)
    assert (told["address"], told["shown"], told["own"]["id"]) == ("", "", ["one"])


@given(st.lists(st.booleans(), max_size=40))
@unhurried
def test_the_bits_name_just_the_campaigns_shown_whatever_their_number(shown: list[bool]) -> None:
    some = [at(*HERE, f"campaign-{number}") for number in range(len(shown))]
    file = map_points_of(dataset(*some))
    wanted_ones = [one for one, on in zip(some, shown, strict=True) if on]
    packed = np.frombuffer(base64.b64decode(file.shown(wanted_ones)), np.uint8)
    names = json.loads(gzip.decompress(file.body))["id"]
    told = [name for name, bit in zip(names, np.unpackbits(packed, bitorder="little"), strict=False) if bit]
    assert told == [one.id for one in wanted_ones]


def test_the_file_of_other_campaigns_has_another_address() -> None:
    one, other = (map_points_of(dataset(at(*HERE, title=title))) for title in ("Bonds", "Trams"))
    assert one.path != other.path
    assert one.path == map_points_of(dataset(at(*HERE, title="Bonds"))).path


def test_the_opened_campaign_is_named_to_the_frame() -> None:
    assert wanted([at(*HERE, "b")], View(campaign="b"), NO_POINTS)["campaign"] == "b"


def test_the_campaigns_of_a_point_are_listed_and_no_neighbour_ten_metres_off() -> None:
    some = [at(45.5234, -122.6762, "a"), at(45.5234, -122.6762, "b"), at(45.5234, -122.6763, "next door")]
    assert [one.id for one in at_point(some, campaign_map.at((45.5234, -122.6762)))] == ["a", "b"]


def test_without_a_point_in_the_address_every_campaign_is_listed() -> None:
    some = [at(*HERE, "a"), campaign("nowhere")]
    assert at_point(some, "") == some


def test_the_heading_of_a_point_names_every_place_it_stands_for_once() -> None:
    some = [at(*HERE, "a"), at(*HERE, "b", place="Example County"), at(*HERE, "c")]
    assert heading(some) == "Exampleton / Example County: 3 campaigns"


@pytest.mark.parametrize("text", [*HOSTILE, *UNBALANCED])
def test_a_hostile_title_reaches_the_frame_as_typed_and_as_nothing_but_data(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = sent(at(*HERE, title=text, place=text), monkeypatch)
    [said] = re.findall(r'decodeURIComponent\("([^"]*)"\)', html)
    own = json.loads(unquote(said))["own"]
    assert (own["title"], own["place"]) == ([text], [text])
    assert not re.search(r"<(img|iframe|script)|</title>", html)


@pytest.mark.parametrize("text", ["{{ 1 / 0 }}", "{{ missing.name }}"])
def test_a_title_is_never_run_as_a_template(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert json.dumps(text)[1:-1] in unquote(sent(at(*HERE, title=text), monkeypatch))


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
