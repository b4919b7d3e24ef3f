"""Updating the data: each way in fills the draft, the draft says what it changes, and only who may can save it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from campaigns.changes import as_json, between
from campaigns.edition import read_edition
from campaigns.workbooks import workbook
from tests.pages.app import App
from tests.pages.conftest import Open
from tests.unit.editing import same_rows
from ui import editors
from ui.editors import Editor, Saving

STEP = {
    "date": "2026-10-05",
    "what": "The council adopts the motion.",
    "source_url": "https://example.org/minutes-2026",
}


@pytest.fixture
def may_save(monkeypatch: pytest.MonkeyPatch) -> None:
    """The visitor sits at the server's own machine, and saving is turned on there."""
    monkeypatch.setattr(editors, "saving", lambda: Saving(Editor("")))


def update(invented: Open, campaign: str = "") -> App:
    app = invented(f"./?campaign={campaign}" if campaign else "./")
    return app.go_to("update")


def choose(app: App, way: str) -> App:
    app.at.button_group(key="update_way").set_value(way).run()
    return app


def record(app: App, **cells: str) -> App:
    for column, text in (STEP | cells).items():
        widget = app.at.text_area if column == "what" else app.at.text_input
        widget(key=f"step_{column}").set_value(text).run()
    app.at.selectbox(key="step_kind").set_value("vote").run()
    return app


def tables(folder: Path) -> dict[str, bytes]:
    return {name: (folder / f"{name}.csv").read_bytes() for name in ("campaigns", "events", "companies")}


def test_a_recorded_vote_changes_the_status_and_says_so_before_it_is_kept(invented: Open) -> None:
    app = record(update(invented, "sampleville-county-twinning"))
    app.at.selectbox(key="step_status_after").set_value("won").run()
    assert "The status follows: Ongoing → Won, decided 5 October 2026." in app.text("step_turn")
    assert not app.has("draft_difference")
    app.press("Add this step")
    assert "status ongoing → won" in app.text("draft_difference")
    assert "1 event added (2026-10-05: The council adopts the motion.)" in app.text("draft_difference")
    assert app.faults == []


def test_a_vote_without_a_source_cannot_be_entered(invented: Open) -> None:
    app = record(update(invented, "sampleville-county-twinning"), source_url="")
    assert app.at.button(key="step_enter").disabled
    assert "Still needed: Source." in [caption.value for caption in app.at.caption]


def test_a_step_half_filled_in_is_there_after_a_visit_to_another_page(invented: Open) -> None:
    app = record(update(invented, "sampleville-county-twinning"))
    app.go_to("trends").go_to("update")
    assert app.at.text_area(key="step_what").value == STEP["what"]


def test_a_campaign_with_only_its_own_dates_keeps_them_as_steps(invented: Open) -> None:
    app = record(update(invented, "exampleton-policy")).press("Add this step")
    assert "3 events added" in app.text("draft_difference")


def test_a_new_campaign_is_placed_offline_and_those_of_its_place_are_shown_first(invented: Open) -> None:
    app = choose(update(invented), "Add a campaign")
    app.at.text_input(key="campaign_place_asked").set_value("Portland, Oregon").run()
    assert str(app.at.text_input(key="campaign_latitude").value).startswith("45.5")
    assert app.at.text_input(key="campaign_country").value == "US"
    app.at.text_input(key="campaign_place").set_value("Exampleton").run()
    assert "Divestment from Example Corp" in app.text("alike")


def test_a_new_campaign_enters_the_draft_under_an_id_of_its_own(invented: Open) -> None:
    app = choose(update(invented), "Add a campaign")
    app.at.text_input(key="campaign_place_asked").set_value("Portland, Oregon").run()
    for column, text in {"title": "A motion", "body": "City council", "url": "https://example.org/a"}.items():
        app.at.text_input(key=f"campaign_{column}").set_value(text).run()
    for column, value in {"level": "city", "ask": "divestment", "status": "ongoing"}.items():
        app.at.selectbox(key=f"campaign_{column}").set_value(value).run()
    app.press("Add this campaign")
    assert "1 campaign new" in app.text("draft_difference")
    assert app.address["campaign"] == ["portland-us-divestment"]


def test_without_permission_there_is_no_button_that_saves(invented: Open) -> None:
    app = record(update(invented, "sampleville-county-twinning")).press("Add this step")
    assert "save" not in [button.key for button in app.at.button]
    assert "Saving is off" in app.words


def test_a_save_writes_the_tables_and_the_history(invented: Open, data: Path, may_save: None) -> None:
    app = record(update(invented, "sampleville-county-twinning")).press("Add this step")
    app.press("Save on this server")
    assert app.faults == []
    assert "The council adopts the motion." in (data / "events.csv").read_text(encoding="utf-8")
    assert app.text("draft_told") == "Saved."
    assert "1 event added" in app.text("save_0")


def test_a_save_can_be_taken_back(invented: Open, data: Path, may_save: None) -> None:
    before = read_edition(tables(data))
    app = record(update(invented, "sampleville-county-twinning")).press("Add this step").press("Save on this server")
    app.press("Put the tables back")
    assert same_rows(read_edition(tables(data)), before)
    assert app.faults == []


def test_what_somebody_else_saved_meanwhile_is_merged(invented: Open, data: Path, may_save: None) -> None:
    app = record(update(invented, "sampleville-county-twinning")).press("Add this step")
    text = (data / "campaigns.csv").read_text(encoding="utf-8")
    (data / "campaigns.csv").write_text(text.replace("Procurement motion", "Motion on buying"), encoding="utf-8")
    app.press("Save on this server")
    saved = (data / "campaigns.csv").read_text(encoding="utf-8")
    assert "Motion on buying" in saved
    assert "The council adopts the motion." in (data / "events.csv").read_text(encoding="utf-8")


def test_a_true_conflict_is_asked_about(invented: Open, data: Path, may_save: None) -> None:
    app = record(update(invented, "sampleville-county-twinning"))
    app.at.selectbox(key="step_status_after").set_value("won").run()
    app.press("Add this step")
    text = (data / "campaigns.csv").read_text(encoding="utf-8")
    (data / "campaigns.csv").write_text(text.replace("2021-09,,", "2021-09,2026-01,").replace("ongoing", "lost"))
    app.run()
    assert "somebody else saved a different change meanwhile" in app.text("conflict_text_0")
    assert app.at.button(key="save").disabled
    app.press("Keep mine")
    assert not app.has("conflict_text_0")
    assert not app.at.button(key="save").disabled


def test_a_row_that_would_be_held_back_stops_the_save_and_is_named(invented: Open, may_save: None) -> None:
    app = record(update(invented, "sampleville-county-twinning"), source_url="not an address").press("Add this step")
    assert app.at.button(key="save").disabled
    assert "not the address of a page" in app.words


def test_a_problem_leads_to_its_row(invented: Open) -> None:
    app = record(update(invented, "sampleville-county-twinning"), source_url="not an address").press("Add this step")
    app.press("Show the row")
    grid = app.at.session_state["table_grid"]
    assert (grid.table, grid.campaign) == ("events", "sampleville-county-twinning")
    assert app.faults == []


def test_a_draft_comes_back_from_the_browser(invented: Open, data: Path) -> None:
    old = read_edition(tables(data))
    new = old.with_rows("campaigns", [{**row, "title": "Renamed"} for row in old.rows("campaigns")[:1]])
    copy = json.dumps({"changes": as_json(between(old, new)[:1]), "forms": {"step": {"what": "Half a sentence"}}})
    app = update(invented, "exampleton-policy").sent("draft_copy", "stored", {"draft": copy})
    assert "title" in app.text("draft_difference")
    assert app.at.text_area(key="step_what").value == "Half a sentence"
    assert "here again" in app.text("draft_told")


@pytest.mark.parametrize("copy", ["x", "[" * 10_000])
def test_a_copy_that_is_no_draft_is_told_in_a_sentence(invented: Open, copy: str) -> None:
    app = update(invented).sent("draft_copy", "stored", {"draft": copy})
    assert app.faults == []
    assert "cannot be read any more" in app.text("draft_told")


def test_an_unreadable_table_stops_every_change(invented: Open, data: Path) -> None:
    (data / "events.csv").write_bytes(b"PK\x03\x04 no table")
    app = update(invented)
    assert "events.csv cannot be read." in app.at.error[0].value
    assert "step_enter" not in [button.key for button in app.at.button]


def upload(app: App, *files: tuple[str, bytes]) -> App:
    uploader = app.at.file_uploader(key="bring_files_0")
    for name, content in files:
        uploader.upload(name, content)
    uploader.run()
    return app


def test_a_workbook_changes_only_what_was_edited_in_it(invented: Open, data: Path) -> None:
    old = read_edition(tables(data))
    rows = [{**row, "title": "Renamed"} if row["id"] == "sampleville-bonds" else row for row in old.rows("campaigns")]
    new = old.with_rows("campaigns", rows)
    book = workbook({name: grid.sheet() for name, grid in new.grids.items()})
    app = upload(choose(update(invented), "Bring files"), ("mine.xlsx", book))
    assert app.text("brought").startswith("Sampleville")
    assert "title Sale of bonds → Renamed" in app.text("brought")
    app.press("Take these changes")
    assert "title Sale of bonds → Renamed" in app.text("draft_difference")
    assert app.faults == []


def test_a_row_that_a_file_leaves_out_stays_unless_it_is_named(invented: Open, data: Path) -> None:
    lines = (data / "campaigns.csv").read_bytes().splitlines(keepends=True)
    app = upload(choose(update(invented), "Bring files"), ("campaigns.csv", b"".join(lines[:-1])))
    assert "Nothing changed." in app.text("brought")
    question = app.at.multiselect(key="bring_removals")
    assert "1 row of the tables kept here is not in these files" in question.label
    question.set_value([0]).run()
    app.press("Take these changes")
    assert "removed" in app.text("draft_difference")
    assert app.has("removals")


def test_a_file_that_is_no_table_is_refused_in_a_sentence(invented: Open) -> None:
    app = upload(choose(update(invented), "Bring files"), ("holiday.csv", b"sun,sea\n1,2\n"))
    assert app.faults == []
    assert "holiday" in app.text("bring_refused")


def test_files_that_are_too_much_are_refused_in_a_sentence(invented: Open) -> None:
    app = upload(choose(update(invented), "Bring files"), ("campaigns.csv", b"id\n" * 20_001))
    assert app.faults == []
    assert "20,000 at most are read at once" in app.text("bring_refused")


def test_a_forged_press_of_the_button_saves_nothing(invented: Open, data: Path) -> None:
    allowed = pytest.MonkeyPatch()
    allowed.setattr(editors, "saving", lambda: Saving(Editor("")))
    app = record(update(invented, "sampleville-county-twinning")).press("Add this step")
    button = app.at.button(key="save").id
    allowed.undo()
    before = tables(data)
    app.forge(button)
    assert app.faults == []
    assert tables(data) == before
    assert not (data / "history").exists()


def in_the_grid(app: App, table: str, campaign: str = "") -> App:
    choose(app, "The table itself")
    app.at.button_group(key="table_name").set_value(table).run()
    if campaign:
        app.at.selectbox(key="table_campaign").set_value(campaign).run()
    return app


def test_a_cell_changed_in_the_grid_is_in_the_draft(invented: Open) -> None:
    app = in_the_grid(update(invented), "companies")
    app.edit_grid(edited_rows={"0": {"sector": "machinery"}})
    assert "1 changed (Example Corp)" in app.text("draft_difference")
    app.edit_grid(edited_rows={"0": {"sector": "machinery"}, "1": {"sector": "cars"}})
    assert "2 changed (Example Corp, Sample Industries)" in app.text("draft_difference")


def test_a_cell_changed_back_in_the_grid_is_no_change(invented: Open) -> None:
    app = in_the_grid(update(invented), "companies")
    app.edit_grid(edited_rows={"0": {"sector": "machinery"}})
    app.edit_grid(edited_rows={"0": {"sector": "examples"}})
    assert not app.has("draft_difference")


def test_half_a_character_in_the_grid_is_never_an_error(invented: Open) -> None:
    app = in_the_grid(update(invented), "companies")
    app.edit_grid(edited_rows={"0": {"sector": "ma\ud800chinery"}})
    assert "1 changed (Example Corp)" in app.text("draft_difference")
    assert app.faults == []


def test_a_row_added_in_the_grid_belongs_to_the_campaign_shown(invented: Open) -> None:
    app = in_the_grid(update(invented), "events", "sampleville-bonds")
    step = {"date": "2020", "kind": "hearing", "what": "A hearing.", "source_url": "https://example.org/"}
    app.edit_grid(added_rows=[step])
    assert "1 event added (2020: A hearing.)" in app.text("draft_difference")


def test_a_campaign_deleted_in_the_grid_goes_with_its_steps_once_confirmed(
    invented: Open, data: Path, may_save: None
) -> None:
    app = in_the_grid(update(invented), "campaigns", "sampleville-bonds")
    app.edit_grid(deleted_rows=[0])
    assert "Sampleville, United Kingdom: Sale of bonds" in app.text("removals")
    assert app.at.button(key="save").disabled
    app.at.checkbox[0].check().run()
    app.press("Save on this server")
    assert "sampleville-bonds" not in (data / "campaigns.csv").read_text(encoding="utf-8")
    assert "sampleville-bonds" not in (data / "events.csv").read_text(encoding="utf-8")


def test_the_steps_of_a_campaign_follow_its_new_id(invented: Open) -> None:
    app = in_the_grid(update(invented), "campaigns", "sampleville-bonds")
    app.edit_grid(edited_rows={"0": {"id": "sampleville-gb-bonds"}})
    assert "2 events added" in app.text("draft_difference")
    assert "6 of 6 campaigns can be shown." in app.words


def test_an_edit_in_the_grid_does_not_undo_what_others_saved_since_it_was_opened(invented: Open, data: Path) -> None:
    app = in_the_grid(update(invented), "campaigns")
    text = (data / "campaigns.csv").read_text(encoding="utf-8")
    (data / "campaigns.csv").write_text(text.replace("Procurement motion", "Motion on buying"), encoding="utf-8")
    app.edit_grid(edited_rows={"0": {"summary": "In short."}})
    assert "summary set to In short." in app.text("draft_difference")
    assert "Motion on buying" not in app.text("draft_difference")


def test_an_edit_in_the_grid_stays_when_the_language_changes(invented: Open) -> None:
    app = in_the_grid(update(invented), "companies")
    app.edit_grid(edited_rows={"0": {"sector": "machinery"}})
    app.follow("heading", "Español")
    app.edit_grid(edited_rows={"1": {"sector": "cars"}})
    assert "Example Corp, Sample Industries" in app.text("draft_difference")
