"""The schema is read from one file, and everything it says can be asked for by name."""

from __future__ import annotations

import pytest

from campaigns.records import Campaign, Company, Event
from campaigns.schema import Field, choices, label, package, tables

EVERY_FIELD = [
    pytest.param(table.name, field, id=f"{table.name}.{field.name}")
    for table in tables().values()
    for field in table.fields
]


def test_every_table_of_the_package_is_there_under_its_name() -> None:
    assert list(tables()) == [resource["name"] for resource in package()["resources"]]
    assert all(table.filename == f"{name}.csv" for name, table in tables().items())


def test_a_column_is_found_by_its_name() -> None:
    assert tables()["campaigns"].field("status").title


def test_a_column_that_is_not_there_is_named_in_the_error() -> None:
    with pytest.raises(KeyError, match="events has no column 'colour'"):
        tables()["events"].field("colour")


def test_choices_come_with_a_label_and_a_rule() -> None:
    assert [choice.value for choice in choices("campaigns", "confidence")] == ["high", "medium"]
    assert all(choice.label and choice.meaning for choice in choices("campaigns", "status"))


def test_a_column_of_free_text_offers_no_choices() -> None:
    assert choices("campaigns", "title") == ()


def test_a_value_has_a_label_and_one_that_is_not_known_stands_for_itself() -> None:
    assert label("campaigns", "status", "partial") == "Partly won"
    assert label("campaigns", "status", "dreamt of") == "dreamt of"


def test_the_bounds_of_a_number_are_known() -> None:
    latitude = tables()["campaigns"].field("latitude")
    assert (latitude.minimum, latitude.maximum) == (-90, 90)
    assert tables()["campaigns"].field("title").minimum is None


@pytest.mark.parametrize(("table", "field"), EVERY_FIELD)
def test_every_column_is_described(table: str, field: Field) -> None:
    assert field.title and field.description
    assert field.type in {"string", "number", "integer"}
    assert field.kind in {"", "date", "link", "country"}


@pytest.mark.parametrize(("table", "field"), EVERY_FIELD)
def test_the_example_of_a_column_is_one_of_its_choices_where_it_has_any(table: str, field: Field) -> None:
    assert not field.choices or field.example in {choice.value for choice in field.choices}


def test_an_event_may_have_the_statuses_of_a_campaign() -> None:
    after, now = choices("events", "status_after"), choices("campaigns", "status")
    assert [(choice.value, choice.label) for choice in after] == [(choice.value, choice.label) for choice in now]


@pytest.mark.parametrize(("table", "record"), [("campaigns", Campaign), ("events", Event), ("companies", Company)])
def test_every_column_becomes_a_field_of_the_record(table: str, record: type[Campaign | Event | Company]) -> None:
    assert {field.name for field in tables()[table].fields} == set(record.__dataclass_fields__)
