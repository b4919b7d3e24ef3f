"""Formatting: the one canonical form of a table, so that the same data is always the same bytes.

Nothing is lost: columns that the schema does not have come last, and a cell that cannot be read is kept.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from campaigns.dates import PartialDate, chronological
from campaigns.decoding import decode
from campaigns.formulas import harmless
from campaigns.schema import Field
from campaigns.tables import Row, Sheet
from campaigns.words import counted

DECIMALS = 4
"""Four decimals of a degree are about ten metres, finer than a town's point can be."""

_NUMBER = re.compile(r"[-+]?\d{1,18}(\.\d{0,30})?", re.ASCII)
_QUOTE = '"'
_BREAKS = re.compile(r'[,;\t"\r\n]')
_ANY_TIME = PartialDate("", date.min, date.max)
"""Overlaps with every date, so that an event whose date cannot be read keeps its place."""


def canonical(sheet: Sheet) -> bytes:
    """Write a table in its canonical form.

    UTF-8 without a mark, line feeds, commas, quotation marks where a spreadsheet would break a cell, columns in the
    schema's order, rows sorted. No cell is a formula to a spreadsheet. The same bytes come out when they are read and
    written again.
    """
    fields = [field for field in sheet.table.fields if field.name in sheet.columns]
    header = [*(field.name for field in fields), *map(harmless, sheet.extras)]
    rows = [header, *(_cells(fields, row) for row in _in_order(sheet))]
    return "".join(map(_line, rows)).encode("utf-8", "replace")


def changes(sheet: Sheet, before: bytes) -> list[str]:
    """Say in words what the canonical form of a table changes; empty where it changes nothing.

    Args:
        sheet: The table as it was read.
        before: The bytes that it was read from.
    """
    after = canonical(sheet)
    if after == before:
        return []
    kept_order = [field.name for field in sheet.table.fields if field.name in sheet.columns] == list(sheet.columns)
    seen = (
        (not kept_order, "columns put in order"),
        (_in_order(sheet) != list(sheet.rows), "rows sorted"),
        (kept_order, _rewritten(before, after)),
    )
    return [words for changed, words in seen if changed and words] or ["line ends or characters tidied"]


def _rewritten(before: bytes, after: bytes) -> str:
    old, new = (Counter(decode(data).splitlines()) for data in (before, after))
    lines = (new - old).total()
    return f"{counted(lines, 'line')} rewritten" if lines else ""


def _in_order(sheet: Sheet) -> list[Row]:
    """The rows with anything in them, in the table's own order; unsorted where the table has none."""
    rows = [row for row in sheet.rows if any(row.cells.values()) or any(row.aside)]
    return _ORDERS.get(sheet.table.name, list)(rows)


def _by_id(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: _empty_last(row.cells.get("id", "")))


def _by(column: str) -> Callable[[Iterable[Row]], list[Row]]:
    return lambda rows: sorted(rows, key=lambda row: _empty_last(row.cells.get(column, "").casefold()))


def _by_campaign_and_date(rows: Iterable[Row]) -> list[Row]:
    campaigns: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        campaigns[row.cells.get("campaign_id", "")].append(row)
    return [row for campaign in sorted(campaigns, key=_empty_last) for row in chronological(campaigns[campaign], _date)]


def _empty_last(text: str) -> tuple[bool, str]:
    return not text, text


def _date(row: Row) -> PartialDate:
    try:
        return PartialDate.parse(row.cells.get("date", ""))
    except ValueError:
        return _ANY_TIME


def _line(cells: Iterable[str]) -> str:
    return ",".join(map(_quoted, cells)) + "\n"


def _quoted(cell: str) -> str:
    """A cell in quotation marks where it has a sign that ends a cell, for some spreadsheets also `;` and a tab."""
    return f'"{cell.replace(_QUOTE, _QUOTE * 2)}"' if _BREAKS.search(cell) else cell


def _cells(fields: Iterable[Field], row: Row) -> list[str]:
    return [*(_cell(field, row.cells[field.name]) for field in fields), *map(harmless, row.aside)]


def _cell(field: Field, text: str) -> str:
    """A cell as it is written: a number in a column of numbers as it is, for -121.5 is no formula; else as text."""
    if field.type == "string" or not _NUMBER.fullmatch(text):
        return harmless(text)
    return _rounded(text) if field.type == "number" else text


def _rounded(text: str) -> str:
    number = f"{round(Decimal(text), DECIMALS):f}".rstrip("0").rstrip(".")
    return "0" if number == "-0" else number


_ORDERS: dict[str, Callable[[Iterable[Row]], list[Row]]] = {
    "campaigns": _by_id,
    "events": _by_campaign_and_date,
    "companies": _by("name"),
    "resources": _by("title"),
}
