"""A column added to the schema alone is checked, asked for and explained; with the record's field it is exported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from campaigns.records import Campaign
from campaigns.schema import tables
from commands.line import main
from scripts import write_column_tables
from tests.pages.app import App
from tests.pages.conftest import CAMPAIGNS, SAME, Open, write
from tests.unit.factories import campaign, only_problem
from ui.update.table_editor import columns

TITLE, MEANING = "Signatures", "How many people signed the petition"
HAS_FIELD = "signatures" in Campaign.__dataclass_fields__


def updating(invented: Open, way: str) -> App:
    app = invented().go_to("update")
    app.at.button_group(key="update_way").set_value(way).run()
    return app


def test_the_checker_asks_for_a_number() -> None:
    problem = only_problem([campaign(signatures="many")])
    assert (problem.column, problem.message) == (TITLE, '"many" is not a whole number.')


def test_the_checker_knows_the_least_number() -> None:
    assert "-5" in only_problem([campaign(signatures="-5")]).message
    assert only_problem([campaign(signatures="-5")]).column == TITLE


def test_the_form_for_a_campaign_has_a_field(invented: Open) -> None:
    app = updating(invented, "campaign")
    app.at.text_input(key="campaign_place_asked").set_value("Portland, Oregon").run()
    assert app.faults == []
    assert app.at.number_input(key="campaign_signatures").label.startswith(TITLE)


def test_the_grid_has_a_column(invented: Open) -> None:
    app = updating(invented, "table")
    assert app.faults == []
    set_up = columns(app.at.session_state["table_grid"])["signatures"]
    assert set_up["label"] == TITLE
    assert MEANING in set_up["help"]


def test_the_data_dictionary_explains_it(invented: Open) -> None:
    app = invented().go_to("about")
    assert TITLE in app.text("dictionary")
    assert MEANING in app.text("dictionary")


def test_the_readme_is_given_its_row() -> None:
    fresh = write_column_tables.fresh(write_column_tables.ROOT / "README.md")
    assert f"| `signatures` | {TITLE} |  | {MEANING}" in fresh


@pytest.mark.skipif(not HAS_FIELD, reason="the record has no such field yet")
def test_an_export_carries_it(data: Path) -> None:
    write(data / "campaigns.csv", [SAME | CAMPAIGNS[0] | {"signatures": "1200"}])
    file = data / "out.geojson"
    assert main(["export", "--format", "geojson", "-o", str(file), "--data", str(data)]) == 0
    assert json.loads(file.read_bytes())["features"][0]["properties"]["signatures"] == 1200


def test_the_table_still_has_its_other_columns() -> None:
    assert tables()["campaigns"].fields[-1].name == "signatures"
    assert tables()["campaigns"].fields[0].name == "id"
