"""What is said goes by the language spoken; what is kept, and what the data means, does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from campaigns.changes import between
from campaigns.dataset import Dataset
from campaigns.distance import Distance, Unit
from campaigns.filters import Filters
from campaigns.keeping import Store
from campaigns.loading import load_bytes
from campaigns.near import Centre
from campaigns.recording import record
from campaigns.saving import save
from campaigns.schema import tables
from campaigns.selection import Index, Selection
from campaigns.wording import ENGLISH, speaking
from campaigns.workbooks import workbook
from exports.formats import in_format
from tests.unit import making
from tests.unit.editing import edition
from tests.unit.factories import TODAY, campaign, event, sheet, written
from tests.unit.publishing import of

ABROAD = campaign(region="", country="GB", latitude="", longitude="")


@pytest.fixture
def spanish() -> Iterator[None]:
    with speaking("es"):
        yield


def messages(**cells: str) -> list[str]:
    """What the check says of a campaign with these cells."""
    report = load_bytes({"campaigns": written([campaign(**cells)]).encode()}, TODAY).report
    return [f"{problem.message} {problem.hint}" for problem in report.problems]


@pytest.mark.usefixtures("spanish")
def test_the_history_of_saves_is_in_english(tmp_path: Path) -> None:
    old, new = edition([ABROAD]), edition([ABROAD | {"title": "Mine"}])
    for name, content in old.files().items():
        (tmp_path / f"{name}.csv").write_bytes(content)
    kept = save(Store(tmp_path), between(old, new), "organizer@example.org", datetime(2026, 11, 21, tzinfo=UTC))
    assert kept
    assert kept.said[0].startswith("Exampleton, United Kingdom: Mine: title ")


def test_the_steps_that_come_with_a_recorded_one_are_in_english() -> None:
    old, step = edition([campaign()], events=[]), event(date="2026-11-20", status_after="reversed")
    english = record(old, step, TODAY).edition.files()
    with speaking("es"):
        assert record(old, step, TODAY).edition.files() == english


@pytest.mark.usefixtures("spanish")
@pytest.mark.parametrize("name", ["atom", "pdf", "html", "ics"])
def test_what_is_taken_along_is_in_english(name: str) -> None:
    step = making.event(date="2024-01-08")
    publication = of(making.campaign(country="GB", region=""), events=(step,))
    with speaking(ENGLISH):
        english = in_format(publication, name)
    assert in_format(publication, name) == english


@pytest.mark.usefixtures("spanish")
def test_a_workbook_to_fill_in_is_in_english() -> None:
    rows = written([campaign()])
    with speaking(ENGLISH):
        english = workbook({"campaigns": sheet(rows)})
    assert workbook({"campaigns": sheet(rows)}) == english


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_table_means_the_same_in_every_language(language: str) -> None:
    spoken = [{field.english: campaign().get(field.name, "") for field in tables()["campaigns"].fields}]
    labelled = written([row | {"Status": "Partly won", "Level": "City"} for row in spoken])
    with speaking(language):
        loaded = load_bytes({"campaigns": labelled.encode()}, TODAY)
    assert [(found.status, found.level) for found in loaded.dataset.campaigns] == [("partial", "city")]


@pytest.mark.parametrize("language", ["en", "es"])
def test_titles_and_values_in_the_words_of_another_language_are_understood(language: str) -> None:
    with speaking("es"):
        fields = tables()["campaigns"].fields
        choices = {field.name: {choice.value: choice.label for choice in field.choices} for field in fields}
        row = {field.title: choices[field.name].get(cell := campaign().get(field.name, ""), cell) for field in fields}
    with speaking(language):
        loaded = load_bytes({"campaigns": written([row]).encode()}, TODAY)
    assert [found.id for found in loaded.dataset.campaigns] == [campaign()["id"]]
    assert not loaded.report.problems


def test_a_note_on_a_date_is_in_the_language_spoken_whoever_read_that_date_before() -> None:
    assert any("14 November 2024" in said for said in messages(decided="14/11/2024"))
    with speaking("es"):
        assert any("14 de noviembre de 2024" in said for said in messages(decided="14/11/2024"))


@pytest.mark.parametrize("name", ["United Kingdom", "Reino Unido", "reino unido"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_country_is_known_by_its_name_in_any_language(language: str, name: str) -> None:
    with speaking(language):
        assert any('"GB"' in said for said in messages(country=name))


@pytest.mark.parametrize("words", ["united kingdom", "reino unido"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_campaigns_are_found_by_their_country_in_any_language(language: str, words: str) -> None:
    dataset = Dataset((making.campaign("a", country="GB"), making.campaign("b", country="US")))
    with speaking(language):
        found = Selection(Index(dataset), Filters(words=words)).campaigns
    assert [campaign.id for campaign in found] == ["a"]


@pytest.mark.usefixtures("spanish")
def test_a_length_has_the_decimal_mark_of_the_language() -> None:
    assert Distance.of(2.5, Unit.KILOMETRES).words() == "2,5 km"


def test_where_the_reader_is_has_its_name_in_the_language_spoken_then() -> None:
    here = Filters(centre=Centre((45.52, -122.68), "", "US"))
    assert here.describe()[-1].endswith("of where you are")
    with speaking("es"):
        assert here.describe()[-1].endswith("la ubicación actual")
