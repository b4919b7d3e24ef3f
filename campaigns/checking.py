"""Checking: whether every cell and key of a table is as the schema has it.

Frictionless judges each cell by the schema; its verdicts are for programmers, so they are said anew here. It
is asked once for each different text of a column, which makes a table of 100,000 rows a matter of seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from campaigns.findings import Fault, Finding, blocks, quoted
from campaigns.geography import codes_by_name
from campaigns.problems import Severity
from campaigns.rules import CELL_RULES
from campaigns.schema import Field, Table, tables
from campaigns.spelling import Guesser, closest, did_you_mean
from campaigns.tables import Sheet
from campaigns.words import either, fold, slug

if TYPE_CHECKING:
    from frictionless import Schema
    from frictionless.schema.types import ICellReader

DATES = "Write 2024, 2024-05 or 2024-05-14: as much as is known."
LINKS = "A link starts with https:// or http:// and has no blanks in it."
IDS = "Lower-case letters and digits, joined by hyphens."


def check_cells(sheet: Sheet, tick: Callable[[int], None] = lambda cells: None) -> Iterator[Finding]:
    """Find the cells that are empty, of the wrong type or outside what the schema allows.

    Args:
        sheet: The table.
        tick: Called after each column with the number of cells looked at.
    """
    refused = {(f.row, f.column) for f in sheet.findings if f.column and f.severity is Severity.BLOCKS}
    for field in sheet.table.fields:
        texts = {row.cells.get(field.name, "") for row in sheet.rows}
        faults = {text: fault for text in texts if (fault := _judge(sheet, field, text))}
        for row in sheet.rows if faults else ():
            fault = faults.get(row.cells.get(field.name, ""))
            if fault and (row.number, field.name) not in refused:
                yield blocks(sheet.table, row.number, field.name, fault)
        tick(len(sheet.rows))


def check_keys(sheet: Sheet) -> Iterator[Finding]:
    """Find the rows whose key an earlier row has: a campaign's ID, or what tells one event from another."""
    keys = sheet.table.key
    first: dict[tuple[str, ...], int] = {}
    for row in sheet.rows:
        values = tuple(row.cells.get(column, "") for column in keys)
        if all(values) and first.setdefault(values, row.number) != row.number:
            fault = _twice(sheet.table, keys, values[0], first[values])
            yield blocks(sheet.table, row.number, keys[0], fault)


def check_references(events: Sheet, campaigns: Sheet) -> Iterator[Finding]:
    """Find the events of campaigns that the campaigns table does not have."""
    known = {row.cells.get("id", "") for row in campaigns.rows}
    strangers = [row for row in events.rows if (name := row.cells.get("campaign_id")) and name not in known]
    guesser = Guesser(known)
    for row in strangers:
        campaign = row.cells["campaign_id"]
        message = f"There is no campaign {quoted(campaign)} in {campaigns.file}."
        fault = Fault("unknown campaign", message, did_you_mean(guesser.closest(campaign)))
        yield blocks(events.table, row.number, "campaign_id", fault)


def _twice(table: Table, keys: Sequence[str], value: str, first: int) -> Fault:
    if len(keys) == 1:
        title = table.field(keys[0]).title
        message = f"{quoted(value)} is already in row {first}. Each {title} may stand only once."
        return Fault("twice", message, "Give this row another one, or take it out.")
    return Fault("twice", f"The same step is already in row {first}.", "Take one of the two rows out.")


def _judge(sheet: Sheet, field: Field, text: str) -> Fault | None:
    if not text and field.required and field.name not in sheet.columns:
        return _missing_column(sheet, field)
    for verdict in _verdicts(sheet.table.name, field.name)(text)[1] or ():
        return _IN_WORDS.get(verdict, _unfit)(field, text)
    return next((fault for rule in CELL_RULES if text and (fault := rule(field, text))), None)


@cache
def _verdicts(table: str, column: str) -> ICellReader:
    """Frictionless's reader of a column, which gives a cell's value and the names of what it violates."""
    return _schema(table).get_field(column).create_cell_reader()


@cache
def _schema(table: str) -> Schema:
    """A table's schema for Frictionless, without its keys: these are checked here, across all rows.

    Frictionless takes half a second to import, so it is left until there is something to check.
    """
    from frictionless import Schema

    descriptor = tables()[table].descriptor
    return Schema.from_descriptor({name: descriptor[name] for name in ("fields", "missingValues")})


def _missing_column(sheet: Sheet, field: Field) -> Fault:
    meant = closest(field.name, sheet.extras)
    hint = f"Is it the column {quoted(meant)}? Name it" if meant else "Add a column"
    message = f'The column "{field.title}" is missing, and every row needs it.'
    return Fault("missing column", message, f"{hint} {field.name}.")


def _empty(field: Field, _: str) -> Fault:
    if field.kind == "link":
        message = f"{field.title} is empty. Nothing is shown without a source that can be opened."
        return Fault("empty", message, "Give the address of the page that supports this.")
    return Fault("empty", f"{field.title} is empty.", f"It is needed: {field.description}")


def _not_a_number(field: Field, text: str) -> Fault:
    kind = "a whole number" if field.type == "integer" else "a number"
    return Fault("not a number", f"{quoted(text)} is not {kind}.", f"Write only the number, such as {field.example}.")


def _not_a_choice(field: Field, text: str) -> Fault:
    labels = {word: choice.value for choice in field.choices for word in (choice.label, choice.value)}
    meant = closest(text, labels)
    message = f"{quoted(text)} is not an allowed value. Allowed: {either([c.value for c in field.choices])}."
    return Fault("not allowed", message, did_you_mean(labels[meant] if meant else None))


def _wrong_shape(field: Field, text: str) -> Fault:
    return _SHAPES.get(field.kind, _not_an_id)(text)


def _not_a_date(text: str) -> Fault:
    return Fault("not a date", f"{quoted(text)} is not a date.", DATES)


def _not_a_link(text: str) -> Fault:
    meant = f"https://{text}" if text.startswith("www.") and " " not in text else None
    return Fault("not a link", f"{quoted(text)} is not the address of a page.", did_you_mean(meant) or LINKS)


def _not_a_country(text: str) -> Fault:
    hint = did_you_mean(codes_by_name().get(fold(text))) or "Write its two-letter code, such as US, GB or IE."
    return Fault("not a country", f"{quoted(text)} is not a country's two-letter code.", hint)


def _not_an_id(text: str) -> Fault:
    return Fault("not an ID", f"{quoted(text)} is not written as an ID.", did_you_mean(slug(text)) or IDS)


def _out_of_range(field: Field, text: str) -> Fault:
    if field.minimum is None or field.maximum is None:
        limit = f"cannot be less than {field.minimum}" if field.maximum is None else f"ends at {field.maximum}"
    else:
        limit = f"lies between {field.minimum} and {field.maximum}"
    return Fault("out of range", f"{quoted(text)} is out of range: {field.title} {limit}.", field.description)


def _unfit(field: Field, text: str) -> Fault:
    return Fault("unfit", f"{quoted(text)} does not fit this column.", field.description)


_SHAPES: dict[str, Callable[[str], Fault]] = {
    "date": _not_a_date,
    "link": _not_a_link,
    "country": _not_a_country,
}
_IN_WORDS: dict[str, Callable[[Field, str], Fault]] = {
    "required": _empty,
    "type": _not_a_number,
    "enum": _not_a_choice,
    "pattern": _wrong_shape,
    "minimum": _out_of_range,
    "maximum": _out_of_range,
}
