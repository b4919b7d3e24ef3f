"""Checking: whether every cell and key of a table is as the schema has it.

Frictionless judges by the schema whatever is not plainly right; its verdicts are for programmers, so they are said
anew here. Each different text of a column is looked at once, which makes a table of 100,000 rows a matter of seconds.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import filterfalse
from typing import TYPE_CHECKING, Any

from campaigns.cells import LONGEST_CELL, too_long
from campaigns.findings import Fault, Finding, blocks, quoted
from campaigns.geography import codes_by_name
from campaigns.problems import Severity
from campaigns.rules import CELL_RULES
from campaigns.schema import Choice, Field, Table, tables
from campaigns.spelling import Guesser, closest, did_you_mean
from campaigns.tables import Sheet
from campaigns.wording import say, say_later
from campaigns.words import either, fold, slug

if TYPE_CHECKING:
    from frictionless import Schema
    from frictionless.schema.types import ICellReader

DATES = say_later("Write 2024, 2024-05 or 2024-05-14: as much as is known.")
LINKS = say_later("A link starts with https:// or http:// and has no blanks in it.")
IDS = say_later("Lower-case letters and digits, joined by hyphens.")

_PLAIN_NUMBERS = {
    "integer": re.compile(r"-?\d{1,9}", re.ASCII),
    "number": re.compile(r"-?\d{1,9}(\.\d{1,9})?", re.ASCII),
}


def check_cells(sheet: Sheet, tick: Callable[[int], None] = lambda cells: None) -> Iterator[Finding]:
    """Find the cells that are empty, of the wrong type or outside what the schema allows.

    Args:
        sheet: The table.
        tick: Called after each column with the number of cells looked at.
    """
    refused = {(f.row, f.column) for f in sheet.findings if f.column and f.severity is Severity.BLOCKS}
    for field in sheet.table.fields:
        cells = (row.cells.get(field.name, "") for row in sheet.rows)
        texts = set(filterfalse(None, cells) if _takes_any_text(sheet.table.name, field.name) else cells)
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
        values = tuple([row.cells.get(column, "") for column in keys])
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
        message = say("There is no campaign {campaign} in {file}.", campaign=quoted(campaign), file=campaigns.file)
        fault = Fault("unknown campaign", message, did_you_mean(guesser.closest(campaign)))
        yield blocks(events.table, row.number, "campaign_id", fault)


def _twice(table: Table, keys: Sequence[str], value: str, first: int) -> Fault:
    if len(keys) == 1:
        title = table.field(keys[0]).title
        message = say(
            "{cell} is already in row {row}. Each {column} may stand only once.",
            cell=quoted(value),
            row=first,
            column=title,
        )
        return Fault("twice", message, say("Give this row another one, or take it out."))
    message = say("The same step is already in row {row}.", row=first)
    return Fault("twice", message, say("Take one of the two rows out."))


def _judge(sheet: Sheet, field: Field, text: str) -> Fault | None:
    if not text and not field.required:
        return None
    if not text and field.name not in sheet.columns:
        return _missing_column(sheet, field)
    if len(text) > LONGEST_CELL:
        return too_long()
    if not is_plainly_right(sheet.table.name, field.name)(text):
        for verdict in verdicts(sheet.table.name, field.name)(text)[1] or ():
            return _IN_WORDS.get(verdict, _unfit)(field, text)
    for rule in CELL_RULES if text else ():
        if fault := rule(field, text):
            return fault
    return None


@cache
def _takes_any_text(table: str, column: str) -> bool:
    """Whether only an empty cell of a column can be wrong, so that no other needs to be looked at."""
    field = tables()[table].field(column)
    return field.type == "string" and not field.kind and _constraints(table, column).keys() <= {"required", "unique"}


@cache
def is_plainly_right(table: str, column: str) -> Callable[[str], object]:
    """A quick look at a filled cell. Where it finds the cell right, Frictionless would find nothing wrong either."""
    field, constraints = tables()[table].field(column), _constraints(table, column)
    if field.type != "string":
        return partial(_is_plain_number, field)
    if field.choices:
        return {choice.value for choice in field.choices}.__contains__
    return re.compile(constraints.get("pattern", ".+"), re.DOTALL).fullmatch


def _is_plain_number(field: Field, text: str) -> bool:
    least = -math.inf if field.minimum is None else field.minimum
    most = math.inf if field.maximum is None else field.maximum
    return bool(_PLAIN_NUMBERS[field.type].fullmatch(text)) and least <= float(text) <= most


def _constraints(table: str, column: str) -> Mapping[str, Any]:
    """What the schema asks of a column's cells."""
    fields = tables()[table].descriptor["fields"]
    constraints: Mapping[str, Any]
    [constraints] = (field.get("constraints", {}) for field in fields if field["name"] == column)
    return constraints


@cache
def verdicts(table: str, column: str) -> ICellReader:
    """Frictionless's reader of a column, which gives a cell's value and the names of what it violates."""
    return _schema(table).get_field(column).create_cell_reader()


@cache
def _schema(table: str) -> Schema:
    """A table's schema for Frictionless, without its keys: these are checked here, across all rows.

    Frictionless takes a third of a second to import, so it is left until a cell may be wrong.
    """
    from frictionless import Schema

    descriptor = tables()[table].descriptor
    return Schema.from_descriptor({name: descriptor[name] for name in ("fields", "missingValues")})


def _missing_column(sheet: Sheet, field: Field) -> Fault:
    meant = closest(field.name, sheet.extras)
    message = say("The column {column} is missing, and every row needs it.", column=quoted(field.title))
    if meant:
        hint = say("Is it the column {column}? Name it {name}.", column=quoted(meant), name=field.name)
        return Fault("missing column", message, hint)
    return Fault("missing column", message, say("Add a column {name}.", name=field.name))


def _empty(field: Field, _: str) -> Fault:
    if field.kind == "link":
        message = say("{column} is empty. Nothing is shown without a source that can be opened.", column=field.title)
        return Fault("empty", message, say("Give the address of the page that supports this."))
    hint = say("It is needed: {description}", description=field.description)
    return Fault("empty", say("{column} is empty.", column=field.title), hint)


def _not_a_number(field: Field, text: str) -> Fault:
    cell, hint = quoted(text), say("Write only the number, such as {example}.", example=field.example)
    if field.type == "integer":
        return Fault("not a number", say("{cell} is not a whole number.", cell=cell), hint)
    return Fault("not a number", say("{cell} is not a number.", cell=cell), hint)


def _not_a_choice(field: Field, text: str) -> Fault:
    labels = {word: choice.value for choice in field.choices for word in _spellings(choice)}
    meant = closest(text, labels)
    allowed = either([choice.value for choice in field.choices])
    message = say("{cell} is not an allowed value. Allowed: {values}.", cell=quoted(text), values=allowed)
    return Fault("not allowed", message, did_you_mean(labels[meant] if meant else None))


def _spellings(choice: Choice) -> tuple[str, ...]:
    return choice.label, choice.english, choice.value


def _wrong_shape(field: Field, text: str) -> Fault:
    return _SHAPES.get(field.kind, _not_an_id)(text)


def _not_a_date(text: str) -> Fault:
    return Fault("not a date", say("{cell} is not a date.", cell=quoted(text)), say(DATES))


def _not_a_link(text: str) -> Fault:
    meant = f"https://{text}" if text.startswith("www.") and " " not in text else None
    message = say("{cell} is not the address of a page.", cell=quoted(text))
    return Fault("not a link", message, did_you_mean(meant) or say(LINKS))


def _not_a_country(text: str) -> Fault:
    hint = did_you_mean(codes_by_name().get(fold(text))) or say("Write its two-letter code, such as US, GB or IE.")
    return Fault("not a country", say("{cell} is not a country's two-letter code.", cell=quoted(text)), hint)


def _not_an_id(text: str) -> Fault:
    message = say("{cell} is not written as an ID.", cell=quoted(text))
    return Fault("not an ID", message, did_you_mean(slug(text)) or say(IDS))


def _out_of_range(field: Field, text: str) -> Fault:
    about = {"cell": quoted(text), "column": field.title, "least": field.minimum, "most": field.maximum}
    if field.maximum is None:
        message = say("{cell} is out of range: {column} cannot be less than {least}.", **about)
    elif field.minimum is None:
        message = say("{cell} is out of range: {column} ends at {most}.", **about)
    else:
        message = say("{cell} is out of range: {column} lies between {least} and {most}.", **about)
    return Fault("out of range", message, field.description)


def _unfit(field: Field, text: str) -> Fault:
    return Fault("unfit", say("{cell} does not fit this column.", cell=quoted(text)), field.description)


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
