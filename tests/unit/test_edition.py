"""An edition keeps every row and every column, whether or not the schema knows it."""

from __future__ import annotations

from hypothesis import given

from campaigns.edition import Edition, read_edition
from campaigns.loading import DATA_FOLDER, load
from tests.unit.editing import edition, editions, same_rows
from tests.unit.factories import TODAY, campaign, event, sheet, written


@given(editions())
def test_any_tables_survive_being_saved_and_loaded(made: Edition) -> None:
    again = read_edition(made.files())
    assert same_rows(again, made)
    assert again.files() == made.files()


def test_the_published_tables_stay_the_same_bytes() -> None:
    made = Edition.of(load(DATA_FOLDER).sheets)
    assert made.files() == {name: (DATA_FOLDER / f"{name}.csv").read_bytes() for name in made.grids}


def test_a_row_that_is_held_back_is_kept() -> None:
    made = edition([campaign(status="victorious")])
    assert made.loaded(TODAY).report.shown == 0
    assert read_edition(made.files()).campaign(campaign()["id"]) == campaign(status="victorious")


def test_own_columns_are_kept_even_where_two_have_one_name() -> None:
    text = written([campaign()]).replace("\n", ",Notes,Notes,\n", 1).replace("2026-10\n", "2026-10,one,two,three\n")
    made = Edition.of({"campaigns": sheet(text)})
    assert made.rows("campaigns")[0]["Notes"] == "one"
    assert made.rows("campaigns")[0]["Notes (2)"] == "two"
    assert made.rows("campaigns")[0]["unnamed column"] == "three"
    assert read_edition(made.files()).rows("campaigns") == made.rows("campaigns")


def test_cells_beyond_the_last_column_are_kept() -> None:
    text = written([campaign(), campaign(id="b")]).replace("2026-10\n", "2026-10,stray\n", 1)
    made = Edition.of({"campaigns": sheet(text)})
    assert made.rows("campaigns")[0]["unnamed column"] == "stray"
    assert "unnamed column" not in made.rows("campaigns")[1]


def test_a_column_that_a_new_row_needs_is_added() -> None:
    made = edition([{"id": "a", "title": "A"}]).with_rows("campaigns", [{"id": "a", "title": "A", "summary": "Words."}])
    assert made.files()["campaigns"].decode() == "id,title,summary\na,A,Words.\n"


def test_a_table_that_is_not_there_can_be_begun() -> None:
    made = edition(events=[]).with_rows("events", [event()])
    assert made.loaded(TODAY).report.blocking == ()
    assert made.steps(event()["campaign_id"]) == [event()]
