"""Distances: read, written, measured and put in order."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.distance import Distance, Unit, UnknownDistance, between, nearest_first, unit_for

CAMBRIDGE, SOMERVILLE, MEDFORD = (42.3751, -71.1056), (42.3876, -71.0995), (42.4184, -71.1062)

points = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("text", "km", "written"),
    [
        ("100mi", 160.9344, "100mi"),
        ("100 miles", 160.9344, "100mi"),
        ("1 Mile", 1.609344, "1mi"),
        ("160km", 160, "160km"),
        ("160 km", 160, "160km"),
        ("2.5 kilometres", 2.5, "2.5km"),
        ("2,5 km", 2.5, "2.5km"),
        (" 25 ", 25, "25km"),
    ],
)
def test_reads_what_people_write(text: str, km: float, written: str) -> None:
    distance = Distance.parse(text)
    assert distance.km == pytest.approx(km)
    assert str(distance) == written
    assert Distance.parse(str(distance)) == distance


def test_a_bare_number_takes_the_unit_given() -> None:
    assert str(Distance.parse("25", Unit.MILES)) == "25mi"


@pytest.mark.parametrize("text", ["", "mi", "far", "-5km", "0mi", "25 leagues", "1e9km", "99999km", "٣km", "5 km 5"])
def test_refuses_what_is_no_distance(text: str) -> None:
    with pytest.raises(UnknownDistance):
        Distance.parse(text)


@given(st.text())
def test_any_text_is_a_distance_or_refused_in_words(text: str) -> None:
    try:
        assert Distance.parse(text).km > 0
    except UnknownDistance as error:
        assert str(error).endswith(".")


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (Distance.of(25, Unit.MILES), "25 miles"),
        (Distance.of(1, Unit.MILES), "1 mile"),
        (Distance.of(2.26, Unit.MILES), "2.3 miles"),
        (Distance.of(0.2, Unit.MILES), "under 1 mile"),
        (Distance.of(1234.4, Unit.KILOMETRES), "1,234 km"),
    ],
)
def test_says_itself_in_words(distance: Distance, words: str) -> None:
    assert distance.words() == words


def test_each_country_has_its_unit() -> None:
    units = [unit_for(country) for country in ("US", "GB", "CA", "FR", "")]
    assert units == [Unit.MILES, Unit.MILES, Unit.KILOMETRES, Unit.KILOMETRES, Unit.KILOMETRES]


def test_another_unit_is_the_same_length() -> None:
    assert Distance.of(10, Unit.MILES).to(Unit.KILOMETRES).words() == "16 km"


def test_measures_along_the_ellipsoid() -> None:
    assert between((0, 0), (0, 1)).km == pytest.approx(111.3195, abs=0.001)


def test_the_nearest_comes_first() -> None:
    found = nearest_first(CAMBRIDGE, [MEDFORD, CAMBRIDGE, SOMERVILLE])
    assert [place for place, _ in found] == [1, 2, 0]
    assert found[2][1] == pytest.approx(between(CAMBRIDGE, MEDFORD).km)


def test_the_radius_is_kept_exactly() -> None:
    edge = between(CAMBRIDGE, MEDFORD)
    assert len(nearest_first(CAMBRIDGE, [MEDFORD], within=edge)) == 1
    assert nearest_first(CAMBRIDGE, [MEDFORD], within=Distance(edge.km - 0.001)) == []


def test_no_points_are_near_nothing() -> None:
    assert nearest_first(CAMBRIDGE, []) == []


@given(points, st.lists(points, min_size=1, max_size=30))
def test_the_order_is_that_of_the_ellipsoid(point: tuple[float, float], others: list[tuple[float, float]]) -> None:
    found = nearest_first(point, others)
    exact = sorted(between(point, other).km for other in others)
    assert [km for _, km in found] == pytest.approx(exact)


def test_ten_thousand_points_are_in_order_to_half_a_percent() -> None:
    draw = random.Random(20261121)  # noqa: S311
    others = [(draw.uniform(-90, 90), draw.uniform(-180, 180)) for _ in range(10_000)]
    found = nearest_first(CAMBRIDGE, others)
    assert len(found) == 10_000
    for place, km in draw.sample(found, 200):
        assert km == pytest.approx(between(CAMBRIDGE, others[place]).km, rel=0.006)
    assert [km for _, km in found] == sorted(km for _, km in found)
