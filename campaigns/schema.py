"""The one schema: what each column of each table means, read from `data/datapackage.json`.

The checker, the data dictionary and every list of choices take their words from here, so that a column is
described once. The file is a Frictionless Data Package (https://specs.frictionlessdata.io/) with three additions
a field may carry: `separator` (the cell holds a list), `kind` (date, link or country) and `values` (each allowed
value with its label and meaning).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

SCHEMA_FILE = Path(__file__).parents[1] / "data" / "datapackage.json"


@dataclass(frozen=True)
class Choice:
    """An allowed value of a column, its label for people and the rule for using it."""

    value: str
    label: str
    meaning: str


@dataclass(frozen=True)
class Field:
    """A column.

    Attributes:
        name: The header in the file.
        title: The header for people.
        description: What the column means and how to fill it.
        type: `string`, `number` or `integer`.
        kind: `date`, `link`, `country` or empty.
        required: Whether an empty cell is a fault.
        separator: What stands between the entries of a list; empty where the cell is one value.
        example: A cell filled rightly.
        choices: The allowed values; empty where any text will do.
        minimum: The least number allowed, or None.
        maximum: The greatest number allowed, or None.
    """

    name: str
    title: str
    description: str
    type: str
    kind: str
    required: bool
    separator: str
    example: str
    choices: tuple[Choice, ...]
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True)
class Table:
    """A table of the data package and its columns, in the order in which the file keeps them."""

    name: str
    title: str
    description: str
    filename: str
    fields: tuple[Field, ...] = field(repr=False)
    descriptor: Mapping[str, Any] = field(repr=False)

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that together tell a row from all others."""
        named: str | list[str] = self.descriptor["primaryKey"]
        return (named,) if isinstance(named, str) else tuple(named)

    def field(self, name: str) -> Field:
        """The column of that name.

        Raises:
            KeyError: The table has no such column.
        """
        for each in self.fields:
            if each.name == name:
                return each
        raise KeyError(f"{self.name} has no column {name!r}")


@cache
def package() -> Mapping[str, Any]:
    """The whole data package as JSON gives it."""
    loaded: Mapping[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return loaded


@cache
def tables() -> Mapping[str, Table]:
    """The tables of the data package by name."""
    return {resource["name"]: _table(resource) for resource in package()["resources"]}


def choices(table: str, column: str) -> tuple[Choice, ...]:
    """The allowed values of a column, in the schema's order."""
    return tables()[table].field(column).choices


@cache
def label(table: str, column: str, value: str) -> str:
    """The label for people of an allowed value; the value itself where the schema has none."""
    return next((choice.label for choice in choices(table, column) if choice.value == value), value)


def _table(resource: Mapping[str, Any]) -> Table:
    return Table(
        name=resource["name"],
        title=resource["title"],
        description=resource["description"],
        filename=resource["path"],
        fields=tuple(_field(field) for field in resource["schema"]["fields"]),
        descriptor=resource["schema"],
    )


def _field(field: Mapping[str, Any]) -> Field:
    constraints = field.get("constraints", {})
    return Field(
        name=field["name"],
        title=field["title"],
        description=field["description"],
        type=field["type"],
        kind=field.get("kind", ""),
        required=bool(constraints.get("required")),
        separator=field.get("separator", ""),
        example=field.get("example", ""),
        choices=tuple(
            Choice(value, words["label"], words["meaning"]) for value, words in field.get("values", {}).items()
        ),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
    )
