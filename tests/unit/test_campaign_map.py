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
from campaigns.distance import Distance, Unit
from campaigns.filters import Filters
from campaigns.near import Centre
from campaigns.records import Campaign, Force
from tests.unit.making import HOSTILE, at, campaign, unhurried
from ui import campaign_map
from ui.campaign_list import at_point
from ui.campaign_map import heading, wanted
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


def test_the_opened_campaign_is_looked_at_from_near() -> None:
    some = [at(*HERE, "here"), at(*THERE, "there")]
    assert wanted(some, View(FILTERED.filters, campaign="there"), NO_POINTS)["point"] == THERE
    assert wanted(some, View(at=campaign_map.at(HERE)), NO_POINTS)["point"] == HERE


def test_without_a_point_to_look_at_there_is_none() -> None:
    some = [at(*HERE, "here"), campaign("nowhere")]
    assert wanted(some, View(FILTERED.filters, campaign="nowhere"), NO_POINTS)["point"] is None
    assert wanted(some, FILTERED, NO_POINTS)["point"] is None


def test_the_frame_hears_whether_filters_leave_less_than_all() -> None:
    assert wanted([], FILTERED, NO_POINTS)["narrowed"]
    assert not wanted([], View(year=2016), NO_POINTS)["narrowed"]


def test_a_map_without_statuses_to_press_waits_for_the_answer() -> None:
    assert wanted([at(*HERE, "one")], FILTERED, NO_POINTS)["rest"] is None


def test_the_frame_hears_what_there_would_be_without_a_status() -> None:
    some = [at(*HERE, name) for name in ("a", "b", "c")]
    file = map_points_of(dataset(*some))
    told = wanted(some[:1], FILTERED, file, some[:2])
    assert base64.b64decode(told["rest"]["shown"]) == bytes([0b011])
    assert not told["rest"]["narrowed"]
    searched = View(Filters(status=("won",), words="trams"))
    assert wanted(some[:1], searched, file, some[:2])["rest"]["narrowed"]


def test_without_a_place_asked_for_there_is_no_circle_to_look_at() -> None:
    assert wanted([], FILTERED, NO_POINTS)["reach"] == []


@given(points, st.floats(1, 20_000))
@unhurried
def test_the_circle_asked_for_lies_in_what_is_looked_at(point: tuple[float, float], km: float) -> None:
    circle = Filters(near="there", centre=Centre(point, "", "US"), within=Distance(km, Unit.KILOMETRES))
    (south, west), (north, east) = wanted([], View(circle), NO_POINTS)["reach"]
    assert -85 <= south <= point[0] <= north <= 85
    assert -180 <= west <= point[1] <= east <= 180
    assert north == 85 or north - point[0] >= km / 112
    assert east == 180 or east - point[1] >= km / 112
