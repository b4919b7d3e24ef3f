"""The one schema: what each column of each table means, read from `data/datapackage.json`.

The checker, the data dictionary and every list of choices take their words from here, so that a column is
described once. The file is a Frictionless Data Package (https://specs.frictionlessdata.io/) with three additions
a field may carry: `separator` (the cell holds a list), `kind` (date, link or country) and `values` (each allowed
value with its label and meaning).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from campaigns.wording import ENGLISH, LANGUAGES, say, speaking, spoken

SCHEMA_FILE = Path(__file__).parents[1] / "data" / "datapackage.json"

_NEEDED = frozenset(["campaigns", "events", "companies", "resources"])


class UnreadableSchema(Exception):
    """The schema is missing or damaged, and nothing can start without it; the text says so in a sentence."""


@dataclass(frozen=True)
class Choice:
    """An allowed value of a column, its label for people and the rule for using it; `english` is the English label."""

    value: str
    label: str
    meaning: str
    english: str

    @property
    def labels(self) -> list[str]:
        """The label in every language, the English one first."""
        return _everywhere(self.english)


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
        english: The title in English.
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
    english: str = ""

    @property
    def titles(self) -> list[str]:
        """The title in every language, the English one first."""
        return _everywhere(self.english)


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
    """The whole data package as JSON gives it.

    Raises:
        UnreadableSchema: It is missing or damaged.
    """
    try:
        loaded: Mapping[str, Any] = json.loads(SCHEMA_FILE.read_bytes())
        described = {_table(resource).name for resource in loaded["resources"]}
    except OSError as error:
        raise _unreadable(f"cannot be opened: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise _unreadable("is no JSON file") from None
    except (LookupError, TypeError, AttributeError):
        raise _unreadable("does not describe tables and their columns") from None
    if missing := sorted(_NEEDED - described):
        raise _unreadable(f"does not describe the table {missing[0]}")
    return loaded


def _unreadable(fault: str) -> UnreadableSchema:
    """In English: which language to speak is not known before there is a schema."""
    return UnreadableSchema(
        f"{SCHEMA_FILE}, which says what every column means, {fault}. Put the published file back in its place."
    )


def tables() -> Mapping[str, Table]:
    """The tables of the data package by name, their words in the language spoken."""
    return _tables(spoken())


def choices(table: str, column: str) -> tuple[Choice, ...]:
    """The allowed values of a column, in the schema's order."""
    return tables()[table].field(column).choices


def label(table: str, column: str, value: str) -> str:
    """The label for people of an allowed value; the value itself where the schema has none."""
    return _labels(spoken(), table, column).get(value, value)


def words() -> Iterator[str]:
    """Every text of the schema that is for people, in English, for the catalogues."""
    yield from (package()["title"], package()["description"])
    for table in _tables(ENGLISH).values():
        yield from (table.title, table.description)
        for column in table.fields:
            yield from (column.title, column.description)
            for choice in column.choices:
                yield from (choice.label, choice.meaning)


@cache
def _tables(language: str) -> Mapping[str, Table]:
    with speaking(language):
        return {resource["name"]: _table(resource) for resource in package()["resources"]}


@cache
def _labels(language: str, table: str, column: str) -> Mapping[str, str]:
    return {choice.value: choice.label for choice in _tables(language)[table].field(column).choices}


def _said(part: Mapping[str, Any], name: str) -> str:
    """A text of the schema in the language spoken; `words` gives them all to the catalogues."""
    text: str = part[name]
    return say(text)


def _everywhere(english: str) -> list[str]:
    """A text of the schema in every language, each once."""
    found = []
    for language in LANGUAGES:
        with speaking(language):
            found.append(say(english))
    return list(dict.fromkeys(found))


def _table(resource: Mapping[str, Any]) -> Table:
    return Table(
        name=resource["name"],
        title=_said(resource, "title"),
        description=_said(resource, "description"),
        filename=resource["path"],
        fields=tuple(_field(field) for field in resource["schema"]["fields"]),
        descriptor=resource["schema"],
    )


def _field(field: Mapping[str, Any]) -> Field:
    constraints = field.get("constraints", {})
    return Field(
        name=field["name"],
        title=_said(field, "title"),
        description=_said(field, "description"),
        type=field["type"],
        kind=field.get("kind", ""),
        required=bool(constraints.get("required")),
        separator=field.get("separator", ""),
        example=field.get("example", ""),
        choices=tuple(
            Choice(value, _said(told, "label"), _said(told, "meaning"), told["label"])
            for value, told in field.get("values", {}).items()
        ),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
        english=field["title"],
    )
