"""Places offline: what people type, and what is found. Real place names: they are in GeoNames, not invented."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.distance import between
from campaigns.place_index import Kind, PlaceIndex, spelled
from campaigns.places import ASK, ONLY_US_ZIPS, Answer, MatchKind, geocoder

ROOT = Path(__file__).resolve().parents[2]
SEED = 20261121
DRAWN = 200

RESOLVED = {
    "portland or": "Portland, Oregon, United States",
    "Portland, OR": "Portland, Oregon, United States",
    "Portland, Oregon": "Portland, Oregon, United States",
    "Portland OR USA": "Portland, Oregon, United States",
    "PORTLAND, ME": "Portland, Maine, United States",
    "97201": "97201 Portland, Oregon, United States",
    "97201-1234": "97201 Portland, Oregon, United States",
    "97201, USA": "97201 Portland, Oregon, United States",
    "Portland OR 97201": "97201 Portland, Oregon, United States",
    "02139": "02139 Cambridge, Massachusetts, United States",
    "São Paulo": "São Paulo, Brazil",
    "sao paulo": "São Paulo, Brazil",
    "St Louis MO": "St. Louis, Missouri, United States",
    "Saint Louis, Missouri": "St. Louis, Missouri, United States",
    "NYC": "New York City, New York, United States",
    "New York": "New York City, New York, United States",
    "København": "Copenhagen, Capital Region, Denmark",
    "Copenhagen": "Copenhagen, Capital Region, Denmark",
    "Durham NC": "Durham, North Carolina, United States",
    "Durham, UK": "Durham, England, United Kingdom",
    "Tower Hamlets": "Tower Hamlets, England, United Kingdom",
    "London Borough of Tower Hamlets": "Tower Hamlets, England, United Kingdom",
    "45.52,-122.68": "45.52, -122.68 (near Portland), Oregon, United States",
    "45.52 -122.68": "45.52, -122.68 (near Portland), Oregon, United States",
    "45.52N 122.68W": "45.52, -122.68 (near Portland), Oregon, United States",
    "Medford MA": "Medford, Massachusetts, United States",
    "Cambridge, Mass.": "Cambridge, Massachusetts, United States",
    "Mexico City": "Mexico City, Mexico",
    "Ghent": "Gent, Flanders, Belgium",
    "Gent": "Gent, Flanders, Belgium",
    "Gand": "Gent, Flanders, Belgium",
    "Xixón": "Gijón, Asturias, Spain",
    "Gijón": "Gijón, Asturias, Spain",
    "Tromsø": "Tromsø, Troms, Norway",
    "Tromso": "Tromsø, Troms, Norway",
    "München": "Munich, Bavaria, Germany",
    "Munich": "Munich, Bavaria, Germany",
    "Bristol, UK": "Bristol, England, United Kingdom",
    "London": "London, England, United Kingdom",
    "London Ontario": "London, Ontario, Canada",
    "London, ON": "London, Ontario, Canada",
    "Brixton, London": "Brixton, England, United Kingdom",
    "Москва": "Moscow, Russia",
    "Washington DC": "Washington, District of Columbia, United States",
}
REGIONS = {
    "Vermont": "Vermont, United States",
    "VT": "Vermont, United States",
    "Oregon": "Oregon, United States",
    "OR": "Oregon, United States",
    "Massachusetts": "Massachusetts, United States",
    "MA": "Massachusetts, United States",
    "Bayern": "Bavaria, Germany",
    "Catalunya": "Catalonia, Spain",
    "Alameda County, CA": "Alameda County, California, United States",
    "Tower Hamlets": "Tower Hamlets, England, United Kingdom",
    "Ireland": "Ireland",
    "UK": "United Kingdom",
    "USA": "United States",
}
AMBIGUOUS = {
    "Portland": ["Portland, Oregon, United States", "Portland, Maine, United States"],
    "Durham": ["Durham, North Carolina, United States", "Durham, England, United Kingdom"],
    "Cambridge": ["Cambridge, England, United Kingdom", "Cambridge, Massachusetts, United States"],
    "Bethlehem": ["Bethlehem, Pennsylvania, United States", "Bethlehem, West Bank, Palestinian Territories"],
}
TYPOS = {
    "Protland": "Portland, Oregon, United States",
    "Cambrige MA": "Cambridge, Massachusetts, United States",
    "Glasgwo": "Glasgow, Scotland, United Kingdom",
    "Portland, Oragon": "Portland, Oregon, United States",
    "Nottinghm": "Nottingham, England, United Kingdom",
}
NONSENSE = [
    "asdfgh", "!!!", "", " ", "x" * 10_000, "🙂🙃", "'; DROP TABLE places;--", "\0\0", "q\0x", "${7*7}", ",,,,",
    "\ud800", "999,999", "٣٤٥", "1" * 40, "- -", "1 2 3 4 5 6 7 8 9 10 11 12",
]  # fmt: skip


def label(query: str) -> str:
    best = geocoder().search(query).best
    return best.label if best else ""


@pytest.mark.parametrize("query", RESOLVED)
def test_resolves(query: str) -> None:
    assert label(query) == RESOLVED[query]


@pytest.mark.parametrize("query", [query for query in RESOLVED if query not in AMBIGUOUS])
def test_asks_nothing_back_where_one_place_is_meant(query: str) -> None:
    assert not geocoder().search(query).is_ambiguous


@pytest.mark.parametrize("query", REGIONS)
def test_a_region_is_found_as_a_region(query: str) -> None:
    best = geocoder().search(query).best
    assert best and (best.label, best.kind, best.population) == (REGIONS[query], MatchKind.REGION, 0)


def test_a_region_says_whose_point_stands_for_it() -> None:
    best = geocoder().search("Vermont").best
    assert best and best.seat == "Burlington"


@pytest.mark.parametrize("query", AMBIGUOUS)
def test_comparable_namesakes_are_offered(query: str) -> None:
    answer = geocoder().search(query)
    labels = [match.label for match in answer.candidates]
    assert [name for name in labels if name in AMBIGUOUS[query]] == AMBIGUOUS[query]
    assert answer.is_ambiguous and answer.candidates == answer.matches[: len(labels)]


def test_portland_is_one_of_two() -> None:
    assert [match.region for match in geocoder().search("Portland").candidates] == ["Oregon", "Maine"]


@pytest.mark.parametrize("query", ["Saint Louis", "St. Louis", "St Louis"])
def test_saints_are_spelt_in_any_way(query: str) -> None:
    assert label(query) == "St. Louis, Missouri, United States"


@pytest.mark.parametrize("query", TYPOS)
def test_a_typo_gets_suggestions(query: str) -> None:
    answer = geocoder().search(query)
    assert not answer.matches
    assert answer.suggestions[0].label == TYPOS[query]
    assert TYPOS[query] in answer.message


@pytest.mark.parametrize("query", NONSENSE)
def test_nonsense_gets_a_kind_sentence(query: str) -> None:
    answer = geocoder().search(query)
    assert not answer.matches and answer.message and len(answer.message) < 200
    assert geocoder().geocode(query) is None


@pytest.mark.parametrize("query", ["E1 4TT", "SW1A 1AA", "K1A 0B1", "1012 AB", "D02 X285", "00000", "1050", "110001"])
def test_postcodes_of_other_countries_are_told_so(query: str) -> None:
    assert geocoder().search(query) == Answer(message=ONLY_US_ZIPS)


def test_an_empty_query_says_what_to_type() -> None:
    assert geocoder().search("  ").message == ASK


def test_a_zip_code_elsewhere_does_not_hide_the_town() -> None:
    assert label("Berlin 10115") == "Berlin, State of Berlin, Germany"


def test_every_zip_code_has_a_state() -> None:
    codes = [code for number in range(500, 99_951, 41) if geocoder().index.zip_code(code := f"{number:05}")]
    places = [geocoder().search(code).best for code in codes]
    assert len(codes) > 500
    assert all(place and place.kind is MatchKind.ZIP and len(place.region) > 2 for place in places)


def test_a_zip_code_of_a_territory_is_found() -> None:
    assert label("00901") == "00901 San Juan, Puerto Rico, United States"


def test_the_middle_of_the_ocean_is_a_point_without_a_country() -> None:
    best = geocoder().search("0, -30").best
    assert best and (best.label, best.country) == ("0, -30", "")


def test_speaks_geopy() -> None:
    location = geocoder().geocode("Portland, OR")
    assert not isinstance(location, list) and location is not None
    assert location.address == "Portland, Oregon, United States"
    assert (location.latitude, location.longitude) == pytest.approx((45.5234, -122.6762), abs=0.001)
    assert {"name", "region", "country", "population", "kind"} <= location.raw.keys()


def test_speaks_geopy_in_several_voices() -> None:
    several = geocoder().geocode("Portland", exactly_one=False, limit=3)
    assert isinstance(several, list) and len(several) == 3
    assert geocoder().geocode("asdfgh", exactly_one=False) is None


def test_any_town_is_known_by_its_name_and_region() -> None:
    index, draw = geocoder().index, random.Random(SEED)  # noqa: S311
    rows = [row for row in draw.sample(range(len(index)), 3 * DRAWN) if index.kind(row) is Kind.PLACE][:DRAWN]
    assert [said for row in rows if (said := misplaced(index, row))] == []


def misplaced(index: PlaceIndex, row: int) -> str:
    """Where a town's name and region lead, if not to it within 5 km or to a larger namesake; else empty."""
    region = index.region(row)
    area = region if region >= 0 else index.country(row)
    query = f"{index.name(row)}, {index.name(area)}"
    best = geocoder().search(query).best
    if best and between(index.point(row), best.point).km <= 5:
        return ""
    larger = [hit.row for hit in index.hits(spelled(index.name(row))) if hit.row < row]
    is_namesake = any(area in index.areas(other) and index.point(other) == best.point for other in larger if best)
    return "" if is_namesake else f"{query} -> {best.label if best else None}"


@given(st.one_of(st.text(), st.text(alphabet="stlouim0123456789 ,.-NWÉ\0", max_size=30)))
def test_no_text_ever_breaks_it(query: str) -> None:
    answer = geocoder().search(query)
    assert bool(answer.matches) != bool(answer.message)
    assert set(answer.candidates) <= set(answer.matches)


def test_importing_loads_nothing_heavy() -> None:
    program = "import campaigns.places, sys; print(*sorted({'pyarrow', 'geopy', 'pandas'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_the_tables_are_small() -> None:
    sizes = {path.name: path.stat().st_size for path in (ROOT / "data").glob("*.parquet")}
    assert sizes["places.parquet"] + sizes["place_names.parquet"] < 12_000_000
    assert sizes["zips.parquet"] < 1_500_000
