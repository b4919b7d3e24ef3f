"""GeoJSON carries every campaign with all that is known of it, and others can read it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from shapely.geometry import Point, shape

from campaigns.schema import tables
from exports.geojson import geojson
from tests.unit.making import at, campaign, datasets, event
from tests.unit.publishing import ADVERSE, any_texts, everything, of, publication, saying


def read(data: bytes) -> Any:
    """The collection; a constant that JSON does not have, such as NaN, is an error."""
    return json.loads(data.decode("utf-8"), parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


def only_properties(data: bytes) -> Any:
    (feature,) = read(data)["features"]
    return feature["properties"]


def test_a_campaign_is_a_point_with_its_longitude_first() -> None:
    (feature,) = read(geojson(of(at(45.5234, -122.6762))))["features"]
    assert shape(feature["geometry"]) == Point(-122.6762, 45.5234)
    assert (feature["type"], feature["id"]) == ("Feature", "exampleton-us-divestment")


def test_a_campaign_without_a_point_is_there_without_a_geometry() -> None:
    (feature,) = read(geojson(of(campaign())))["features"]
    assert feature["geometry"] is None


def test_a_feature_has_every_column_and_the_history() -> None:
    properties = only_properties(geojson(of(campaign(), events=(event(),))))
    assert list(properties) == [*(field.name for field in tables()["campaigns"].fields), "events"]
    assert list(properties["events"][0]) == [field.name for field in tables()["events"].fields]


def test_dates_keep_their_precision_lists_are_arrays_and_empty_cells_are_null() -> None:
    told = campaign(started="2023", decided="2024-05", targets=("Example Corp", "Sample Industries"))
    properties = only_properties(geojson(of(told, events=(event(date="2024-05-14", votes_for=0),))))
    assert (properties["started"], properties["decided"]) == ("2023", "2024-05")
    assert properties["targets"] == ["Example Corp", "Sample Industries"]
    assert (properties["organizers"], properties["region"], properties["latitude"]) == ([], None, None)
    assert [(step["date"], step["votes_for"], step["abstentions"]) for step in properties["events"]] == [
        ("2024-05-14", 0, None)
    ]


def test_a_campaign_without_events_has_the_history_of_its_own_dates() -> None:
    properties = only_properties(geojson(of(campaign(started="2023", decided="2024-05"))))
    assert [(step["date"], step["source_url"]) for step in properties["events"]] == [
        ("2023", "https://example.org/minutes"),
        ("2024-05", "https://example.org/minutes"),
    ]


def test_the_collection_says_what_it_is_and_whom_to_credit() -> None:
    collection = read(geojson(of(campaign())))
    assert (collection["title"], collection["sentence"]) == ("City Campaigns", "1 campaign")
    assert collection["date"] == "2026-11-21"
    assert "creativecommons.org" in collection["licence"]
    assert "GeoNames" in " ".join(collection["attribution"])


def test_the_chosen_campaigns_come_in_their_order() -> None:
    collection = read(geojson(of(campaign("a"), campaign("b"), campaign("c"), chosen=("c", "a"))))
    assert [feature["id"] for feature in collection["features"]] == ["c", "a"]


def test_a_selection_without_campaigns_is_an_empty_collection() -> None:
    assert read(geojson(of()))["features"] == []


@pytest.mark.parametrize("text", ADVERSE, ids=lambda text: ascii(text[:24]))
def test_adverse_text_is_nothing_but_text(text: str) -> None:
    properties = only_properties(geojson(saying(text)))
    assert properties["title"] == text.encode("utf-8", "replace").decode()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//example.org", "https://"])
def test_an_address_that_is_no_link_is_left_out(address: str) -> None:
    properties = only_properties(geojson(saying(address)))
    assert (properties["url"], properties["action_url"], properties["events"][0]["source_url"]) == (None, None, None)


@given(any_texts)
def test_any_text_is_read_back(text: str) -> None:
    assert only_properties(geojson(saying(text)))["title"] == (text.encode("utf-8", "replace").decode() or None)


@given(datasets())
def test_the_same_campaigns_are_the_same_bytes(dataset: Any) -> None:
    assert geojson(publication(dataset)) == geojson(publication(dataset))
    assert len(read(geojson(publication(dataset)))["features"]) == len(dataset.campaigns)


def test_every_campaign_of_the_project_is_in_it_and_has_a_place_on_earth() -> None:
    features = read(geojson(everything()))["features"]
    assert {feature["id"] for feature in features} == {one.id for one in everything().dataset.campaigns}
    for feature in features:
        assert shape(feature["geometry"]).within(shape({"type": "Polygon", "coordinates": [EARTH]}))


EARTH = [(-180, -90), (180, -90), (180, 90), (-180, 90), (-180, -90)]
