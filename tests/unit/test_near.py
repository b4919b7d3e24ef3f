"""The campaigns near a place, in words, as JSON and on the command line."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from campaigns.distance import Distance, Unit
from campaigns.near import Centre, nearby
from campaigns.place_index import Point
from commands.near import add_near
from tests.unit.factories import campaign, loaded, written

Captured = pytest.CaptureFixture[str]

HERE = Centre((42.3751, -71.1056), "Exampleton, Massachusetts", "US", 100_000)
ROWS = [
    campaign(id="near-ma", place="Nearby", region="Massachusetts", latitude="42.3876", longitude="-71.0995"),
    campaign(id="nearer-ma", place="Exampleton", region="Massachusetts", latitude="42.3755", longitude="-71.1"),
    campaign(id="far-or", place="Farville", latitude="45.5234", longitude="-122.6762"),
    campaign(id="lost-or", place="Lostville", latitude="45.6", longitude="-122.6", status="lost"),
    campaign(id="nowhere", place="Nowhere", latitude="", longitude=""),
]


class Sizes:
    """A census of invented towns."""

    def __init__(self, **populations: int) -> None:
        self.populations = populations

    def population(self, name: str, country: str, point: Point) -> int:
        return self.populations.get(name, 0)


def miles(number: float) -> Distance:
    return Distance.of(number, Unit.MILES)


def test_the_nearest_comes_first() -> None:
    found = nearby(loaded(ROWS).dataset, HERE, miles(25))
    assert [near.campaign.id for near in found.within] == ["nearer-ma", "near-ma"]
    assert found.describe() == "2 campaigns within 25 miles of Exampleton, Massachusetts"
    assert found.within[0].distance.unit is Unit.MILES


def test_without_any_the_nearest_is_named() -> None:
    found = nearby(loaded(ROWS[2:]).dataset, HERE, miles(50))
    assert found.describe().startswith(
        "None within 50 miles of Exampleton, Massachusetts; the nearest is Lostville, 2,5"
    )
    assert [near.campaign.id for near in found.shown] == ["lost-or", "far-or"]


def test_without_any_point_it_says_so() -> None:
    found = nearby(loaded(ROWS[4:]).dataset, HERE, miles(50))
    assert found.describe() == "None within 50 miles of Exampleton, Massachusetts; no campaign has a place on the map"
    assert found.unplaced == 1


def test_the_usual_radius_is_in_the_countrys_unit() -> None:
    dataset = loaded(ROWS).dataset
    radii = [nearby(dataset, Centre(HERE.point, "X", country)).radius for country in ("US", "FR")]
    assert [str(radius) for radius in radii] == ["50mi", "80km"]


def test_a_region_says_where_it_is_measured_from() -> None:
    centre = Centre(HERE.point, "Massachusetts, United States", "US", measured_from="Exampleton")
    found = nearby(loaded(ROWS).dataset, centre, miles(25))
    assert found.describe().endswith("of Massachusetts, United States (measured from Exampleton)")


def test_peers_are_gains_in_cities_of_like_size_farther_away() -> None:
    census = Sizes(Farville=90_000, Lostville=100_000, Exampleton=100_000)
    found = nearby(loaded(ROWS).dataset, HERE, miles(25), census)
    assert [(peer.campaign.id, peer.population) for peer in found.peers] == [("far-or", 90_000)]
    assert found.describe_peers().endswith("about the size of Exampleton, Massachusetts (100,000 people)")


@pytest.mark.parametrize("population", [0, 30_000, 310_000])
def test_cities_of_unknown_or_other_size_are_no_peers(population: int) -> None:
    found = nearby(loaded(ROWS).dataset, HERE, miles(25), Sizes(Farville=population))
    assert found.peers == ()
    assert found.describe_peers().startswith("No campaign is known to have won")


def test_a_place_of_unknown_size_has_no_peers_and_says_why() -> None:
    centre = Centre(HERE.point, "Exampleton", "US")
    found = nearby(loaded(ROWS).dataset, centre, miles(25), Sizes(Farville=90_000))
    assert found.peers == ()
    assert "is not known here" in found.describe_peers()


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    add_near(parser.add_subparsers())
    options = parser.parse_args(["near", *arguments])
    code: int = options.run(options)
    return code


@pytest.fixture
def data(tmp_path: Path) -> str:
    (tmp_path / "campaigns.csv").write_text(written(ROWS), encoding="utf-8")
    return str(tmp_path)


def test_the_command_lists_campaigns_with_distances(data: str, capsys: Captured) -> None:
    assert run("02139", "--within", "25mi", "--data", data) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2 campaigns within 25 miles of 02139 Cambridge, Massachusetts."
    assert "Exampleton: Divestment from Example Corp (won)" in lines[1]
    assert "mile" in lines[1]


def test_the_projects_own_data_answers_from_cambridge(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAMPAIGNS_DATA", raising=False)
    assert run("02139", "--within", "25mi") == 0
    printed = capsys.readouterr().out
    for place in ("Cambridge:", "Somerville:", "Medford:"):
        assert place in printed


def test_the_command_answers_in_json(data: str, capsys: Captured) -> None:
    assert run("Cambridge", "MA", "--json", "--data", data) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [found["id"] for found in answer["campaigns"]] == ["nearer-ma", "near-ma"]
    assert (answer["within"], answer["without_point"]) == ("50mi", 1)


@pytest.mark.parametrize(
    ("place", "said"),
    [("Portland", "Portland, Maine"), ("Protland", "Did you mean Portland"), ("asdfgh", "No")],
)
def test_an_unclear_place_is_asked_back(place: str, said: str, data: str, capsys: Captured) -> None:
    assert run(place, "--data", data) == 1
    assert said in capsys.readouterr().out


def test_an_unclear_place_is_json_too(data: str, capsys: Captured) -> None:
    assert run("Portland", "--json", "--data", data) == 1
    answer = json.loads(capsys.readouterr().out)
    assert [place["region"] for place in answer["places"]] == ["Oregon", "Maine"]


def test_an_unclear_radius_is_told(data: str, capsys: Captured) -> None:
    assert run("02139", "--within", "far", "--data", data) == 1
    assert capsys.readouterr().err == "Write a distance as 100mi or 160km.\n"


def test_unreadable_data_exits_with_two(tmp_path: Path, capsys: Captured) -> None:
    assert run("02139", "--data", str(tmp_path)) == 2
    assert "There is no campaigns.csv" in capsys.readouterr().err


def test_nothing_printed_steers_the_terminal(tmp_path: Path, capsys: Captured) -> None:
    row = campaign(title="Bold \x1b[31mclaim", latitude="42.3755", longitude="-71.1", region="Massachusetts")
    (tmp_path / "campaigns.csv").write_text(written([row]), encoding="utf-8")
    run("02139", "--data", str(tmp_path))
    run("\x1b[31mRed", "--data", str(tmp_path))
    assert "\x1b" not in capsys.readouterr().out
