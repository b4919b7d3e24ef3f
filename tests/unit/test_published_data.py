"""The data that this project publishes keeps what its documents promise."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest
from shapely import unary_union
from shapely.affinity import scale
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from campaigns.formatting import canonical
from campaigns.loading import Loaded, load
from campaigns.records import Campaign, Event, Force, Status
from campaigns.schema import choices, package, tables
from campaigns.tables import read_file
from commands.line import main

DATA = Path(__file__).resolve().parents[2] / "data"
TOLERANCE_KM = 25
KM_PER_DEGREE = 40_008 / 360

SMALL = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

RAW_FIELDS = [
    pytest.param(field, id=f"{resource['name']}.{field['name']}")
    for resource in package()["resources"]
    for field in resource["schema"]["fields"]
]
CHAPTERS = {
    "Portland, Oregon": lambda one: (one.place, one.region) == ("Portland", "Oregon"),
    "Somerville": lambda one: one.place == "Somerville",
    "Burlington": lambda one: one.place == "Burlington",
    "Dearborn": lambda one: one.place == "Dearborn",
    "Minnesota": lambda one: one.place == "Minnesota",
    "Oregon": lambda one: one.place == "Oregon",
    "Cambridge, Massachusetts": lambda one: (one.place, one.region) == ("Cambridge", "Massachusetts"),
    "Barcelona": lambda one: one.place == "Barcelona",
    "Ghent": lambda one: one.place == "Ghent",
    "Alameda County": lambda one: one.place == "Alameda County",
}


@pytest.fixture(scope="module")
def published() -> Loaded:
    return load(DATA)


@pytest.fixture(scope="module")
def campaigns(published: Loaded) -> tuple[Campaign, ...]:
    return published.dataset.campaigns


@pytest.fixture(scope="module")
def events(published: Loaded) -> tuple[Event, ...]:
    return published.dataset.events


def test_there_are_hundreds_of_campaigns_and_a_thousand_events(
    campaigns: tuple[Campaign, ...], events: tuple[Event, ...]
) -> None:
    assert len(campaigns) >= 380
    assert len(events) >= 1000


def test_the_check_finds_nothing_that_blocks(published: Loaded, capsys: pytest.CaptureFixture[str]) -> None:
    assert published.report.blocking == ()
    assert main(["check", str(DATA)]) == 0
    assert "can be shown" in capsys.readouterr().out


@pytest.mark.parametrize("name", list(tables()))
def test_a_table_is_committed_in_its_canonical_form(name: str) -> None:
    path = DATA / tables()[name].filename
    assert canonical(read_file(tables()[name], path)) == path.read_bytes()


def test_every_campaign_can_be_drawn(campaigns: tuple[Campaign, ...]) -> None:
    assert [one.id for one in campaigns if one.point is None or not one.geo_precision] == []


def test_every_point_lies_in_its_country(campaigns: tuple[Campaign, ...]) -> None:
    countries = areas("countries.geojson", "iso_a2")
    assert {one.country for one in campaigns} <= set(countries)
    assert [one.id for one in campaigns if astray(countries[one.country], one)] == []


def test_every_point_in_the_united_states_lies_in_its_state(campaigns: tuple[Campaign, ...]) -> None:
    states = areas("us_states.geojson", "name")
    american = [one for one in campaigns if one.country == "US"]
    assert {one.region for one in american} <= set(states)
    assert [one.id for one in american if astray(states[one.region], one)] == []


def test_every_point_elsewhere_lies_in_its_region_where_there_is_an_outline_of_it(
    campaigns: tuple[Campaign, ...],
) -> None:
    outlines = regions()
    abroad = [one for one in campaigns if (one.country, one.region) in outlines]
    assert len(abroad) > 200
    assert [one.id for one in abroad if astray(outlines[one.country, one.region], one)] == []


def test_a_point_far_from_its_country_would_be_found() -> None:
    countries = areas("countries.geojson", "iso_a2")
    assert kilometres_off(countries["GB"], 51.5, -0.1) == 0
    assert kilometres_off(countries["GB"], 48.86, 2.35) > 100
    assert kilometres_off(countries["US"], 45.52, 122.68) > 1000


@pytest.mark.parametrize("kind", ["county", "region", "state", "public body"])
def test_a_body_that_is_no_town_is_not_drawn_as_one(campaigns: tuple[Campaign, ...], kind: str) -> None:
    placed = [one for one in campaigns if one.level == kind]
    assert placed
    assert [one.id for one in placed if one.geo_precision == "place"] == []


def test_every_campaign_has_a_page_that_can_be_opened(published: Loaded) -> None:
    for one in published.dataset.campaigns:
        pages = [one.url, *(step.source_url for step in published.dataset.history(one))]
        assert all(re.match(r"https?://[^/\s]+\.", url) for url in pages), one.id


def test_every_event_belongs_to_a_campaign(campaigns: tuple[Campaign, ...], events: tuple[Event, ...]) -> None:
    assert {step.campaign_id for step in events} <= {one.id for one in campaigns}


def test_every_campaign_stands_as_its_last_change_of_status_left_it(published: Loaded) -> None:
    dataset = published.dataset
    for one in dataset.campaigns:
        changes = [step.status_after for step in dataset.history(one) if step.status_after]
        assert changes[-1:] in ([], [one.status]), one.id


def test_a_related_campaign_is_related_both_ways(campaigns: tuple[Campaign, ...]) -> None:
    related = {(one.id, other) for one in campaigns for other in one.related}
    assert related
    assert {(other, one) for one, other in related} == related


@pytest.mark.parametrize("place", CHAPTERS)
def test_the_chapters_of_a_place_are_linked_to_each_other(campaigns: tuple[Campaign, ...], place: str) -> None:
    chapters = {one.id: one for one in campaigns if CHAPTERS[place](one)}
    assert len(chapters) >= 2
    assert [(a, b) for a, b in permutations(chapters, 2) if b not in chapters[a].related] == []


def test_every_vote_count_is_said_in_the_sentence_of_its_event(events: tuple[Event, ...]) -> None:
    counted = [(step, number) for step in events for number in votes(step)]
    assert len(counted) > 100
    assert [(step.campaign_id, step.date.text, number) for step, number in counted if not says(step.what, number)] == []


def test_a_number_is_found_as_digits_or_as_a_word_and_not_inside_another() -> None:
    assert says("The council votes 4-1.", 4) and says("One abstention.", 1) and says("11,489 for", 11489)
    assert says("twenty-one members", 21) and says("nine to two", 2)
    assert not says("The council votes 14-1.", 4)
    assert not says("twenty-one members", 1)
    assert not says("someone spoke", 1)


def test_the_program_and_the_schema_have_the_same_statuses() -> None:
    assert [status.value for status in Status] == [choice.value for choice in choices("campaigns", "status")]
    assert [status.value for status in Status] == [choice.value for choice in choices("events", "status_after")]
    assert [force.value for force in Force] == [choice.value for choice in choices("campaigns", "force")]


@pytest.mark.parametrize("field", RAW_FIELDS)
def test_a_column_explains_exactly_the_values_it_allows(field: Mapping[str, Mapping[str, object]]) -> None:
    assert field.get("constraints", {}).get("enum", []) == list(field.get("values", {}))


def votes(step: Event) -> list[int]:
    return [n for n in (step.votes_for, step.votes_against, step.abstentions) if n is not None]


def says(sentence: str, number: int) -> bool:
    """Is the number in the sentence, as digits or as an English word?"""
    forms = [str(number), f"{number:,}", word(number)]
    either = "|".join(re.escape(form) for form in forms if form)
    return bool(re.search(rf"(?<![\w,])(?<![a-z]-)(?:{either})(?![\w])(?!,\d)", sentence, re.IGNORECASE))


def word(number: int) -> str:
    """The English word for a number under a hundred; empty for any other."""
    if number < 20:
        return SMALL[number]
    if number < 100:
        return TENS[number // 10 - 2] + (f"-{SMALL[number % 10]}" if number % 10 else "")
    return ""


@cache
def areas(file: str, name: str) -> Mapping[str, BaseGeometry]:
    found = json.loads((DATA / "geo" / file).read_text(encoding="utf-8"))["features"]
    return {feature["properties"][name]: shape(feature["geometry"]) for feature in found}


def regions() -> Mapping[tuple[str, str], BaseGeometry]:
    """The outlines outside the United States by country and region, or by the name of a part of one."""
    parts: dict[tuple[str, str], list[BaseGeometry]] = {}
    for feature in json.loads((DATA / "geo" / "regions.geojson").read_text(encoding="utf-8"))["features"]:
        named = feature["properties"]
        for name in {named["region"], named["name"]}:
            parts.setdefault((named["iso_a2"], name), []).append(shape(feature["geometry"]))
    return {place: unary_union(outlines) for place, outlines in parts.items()}


def astray(area: BaseGeometry, one: Campaign) -> bool:
    assert one.point is not None
    return kilometres_off(area, *one.point) > TOLERANCE_KM


def kilometres_off(area: BaseGeometry, latitude: float, longitude: float) -> float:
    """How far a point is from an area, in a plane that is true to scale around the point."""
    dot = Point(longitude, latitude)
    if area.covers(dot):
        return 0.0
    flat = scale(area, xfact=math.cos(math.radians(latitude)), origin=(longitude, latitude))
    return float(flat.distance(dot)) * KM_PER_DEGREE
