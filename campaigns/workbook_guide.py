"""The guide in a workbook: how each column is filled in, out of the schema."""

from __future__ import annotations

from collections.abc import Iterable

from campaigns.checking import DATES, LINKS
from campaigns.schema import Field, Table

GUIDE = "How to fill this in"
"""The guide's title. A sheet of that title is not read as a table."""

INTRODUCTION = (
    "How to fill in the sheets of this workbook",
    "Keep the first row of each sheet: it names the columns. Add a row below the last one for each new entry.",
    "This sheet explains the others. It is not read when the workbook comes back.",
)
HEADINGS = ("Sheet", "Column", "Shown as", "What it means", "Needed", "What may stand in it", "For example")

_FORMS = {"date": DATES, "link": LINKS, "country": "Two capital letters."}
_NUMBERS = {"integer": "A whole number.", "number": "A number."}


def guide(tables: Iterable[Table]) -> list[tuple[str, ...]]:
    """A row for each column of the tables, under the guide's headings."""
    return [_explained(table, field) for table in tables for field in table.fields]


def _explained(table: Table, field: Field) -> tuple[str, ...]:
    needed = "yes" if field.required else ""
    return (table.name, field.name, field.title, field.description, needed, _allowed(field), field.example)


def _allowed(field: Field) -> str:
    """What a cell of the column may hold; empty where any text will do."""
    if field.choices:
        return "\n".join(f"{choice.value}: {choice.meaning}" for choice in field.choices)
    if field.separator:
        return f"Any number of entries, with “{field.separator.strip()}” between them."
    return _FORMS.get(field.kind) or _NUMBERS.get(field.type, "")
