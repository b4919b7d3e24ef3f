"""A facet stands in the bar with its counts, in the address, in the sentence and in the command."""

from __future__ import annotations

import json
from pathlib import Path

from campaigns.filters import FACETS
from commands import export
from commands.line import main
from tests.pages.conftest import Open


def test_an_address_filters_by_it_and_the_heading_says_so(invented: Open) -> None:
    app = invented("./?level=county")
    assert app.faults == []
    assert app.listed == ["sampleville-county-twinning"]
    assert app.heading == "1 campaign · county"


def test_the_bar_offers_it_with_the_number_of_each_choice(invented: Open) -> None:
    app = invented()
    assert app.counts("level")["County"] == 1
    app.choose("level", ["county"])
    assert app.address == {"level": ["county"]}
    assert app.listed == ["sampleville-county-twinning"]


def test_a_value_that_is_not_known_gets_a_note(invented: Open) -> None:
    app = invented("./?level=galaxy")
    assert app.faults == []
    assert "level “galaxy” is not known" in app.words


def test_the_command_filters_by_it(data: Path) -> None:
    file = data / "out.geojson"
    assert main(["export", "--format", "geojson", "-o", str(file), "--data", str(data), "--level", "county"]) == 0
    assert [feature["id"] for feature in json.loads(file.read_bytes())["features"]] == ["sampleville-county-twinning"]
    assert set(export.FILTERS) == set(FACETS)
