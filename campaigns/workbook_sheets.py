"""Workbook sheets: a table, and the guide to all tables, written as the worksheet of a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from math import ceil
from typing import cast

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from campaigns.findings import quoted
from campaigns.schema import Field, Table
from campaigns.tables import Sheet
from campaigns.workbook_guide import HEADINGS, INTRODUCTION, guide
from campaigns.xlsx import GENERAL, LAST_ROW, escaped

LONGEST_TEXT = 32_767
"""The characters that a cell of a workbook can hold."""

EXACT_DIGITS = 15
"""Spreadsheets forget the digits of a number after so many."""

TEXT = "@"
"""The number format of text, which a spreadsheet leaves as it is typed."""

NARROWEST, WIDEST = 8, 60
"""The widths of columns, in digits."""

LETTERS = 66
"""The letters in a line of the widest column: they are a little narrower than digits."""

LINE_HEIGHT, HIGHEST = 15, 409
"""The height of a line, and the most that Excel lets a row have, in points."""

BOLD = Font(name="Calibri", size=11, bold=True)  # the font of all other cells

SHADED = PatternFill("solid", fgColor="E8E4DA")
TOP = Alignment(vertical="top")
WRAPPED = Alignment(vertical="top", wrap_text=True)

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


class TooLargeForWorkbook(Exception):
    """Something that no workbook can hold; the text says so in a sentence."""


def fits(sheet: Sheet) -> bool:
    """Whether a workbook can hold a table: every text, and as many rows."""
    texts = (text for row in sheet.rows for text in (*row.cells.values(), *row.aside))
    return len(sheet.rows) < LAST_ROW and all(len(escaped(text)) <= LONGEST_TEXT for text in texts)


def write_table(target: Worksheet, sheet: Sheet) -> None:
    """Write a table with its columns named in the first row, and a menu where a column's values are chosen.

    Raises:
        TooLargeForWorkbook: It has too many rows, or too long a text.
    """
    if len(sheet.rows) >= LAST_ROW:
        raise TooLargeForWorkbook(f"{sheet.file} has more rows than a workbook can hold. Take it as CSV.")
    fields = [field for field in sheet.table.fields if field.name in sheet.columns]
    header = [*(field.name for field in fields), *sheet.extras]
    lines = [[*(row.cells[field.name] for field in fields), *row.aside] for row in sheet.rows]
    for place, texts in enumerate(zip_longest(header, *lines, fillvalue="")):
        _write_column(target, place + 1, fields[place] if place < len(fields) else None, texts)
    _dress_header(target, 1)
    target.freeze_panes = "B2"


def write_guide(target: Worksheet, tables: Iterable[Table]) -> None:
    """Write how each column of the tables is filled in."""
    for row, sentence in enumerate(INTRODUCTION, start=1):
        _write_text(_cell(target, row, 1), sentence)
    header = len(INTRODUCTION) + 2
    for column, texts in enumerate(zip(HEADINGS, *guide(tables), strict=True), start=1):
        look = _shape(target, column, texts)
        for row, text in enumerate(texts, start=header):
            _write_text(_cell(target, row, column), text)
            _lay(target, row, column, look)
    target.cell(1, 1).font = BOLD
    _dress_header(target, header)
    target.freeze_panes = f"A{header + 1}"


def _write_column(target: Worksheet, column: int, field: Field | None, texts: Sequence[str]) -> None:
    """Write a column of a table, its header first; without a field it is one that the schema does not have."""
    is_numeric = field is not None and field.type in {"integer", "number"}
    write = _write_number if is_numeric else _write_text
    look = _shape(target, column, texts, is_link=field is not None and field.kind == "link")
    for row, text in enumerate(texts, start=1):
        if text:
            write(_cell(target, row, column), text)
            _lay(target, row, column, look)
    whole = target.column_dimensions[get_column_letter(column)]
    whole.number_format, whole.alignment = GENERAL if is_numeric else TEXT, look
    if field and field.choices:
        target.add_data_validation(_menu(field, whole.index))


def _cell(target: Worksheet, row: int, column: int) -> Cell:
    return cast(Cell, target.cell(row, column))  # no cells are merged here, which is the other kind


def _write_number(cell: Cell, text: str) -> None:
    number = _plain_number(text)
    if number is None:
        _write_text(cell, text)
    else:
        cell.value = number


def _plain_number(text: str) -> int | float | None:
    """The number that text is, if a spreadsheet keeps every digit of it and writes it the same; else None."""
    if not _NUMBER.fullmatch(text) or sum(map(str.isdigit, text)) > EXACT_DIGITS:
        return None
    number = float(text) if "." in text else int(text)
    return number if str(number) == text else None


def _write_text(cell: Cell, text: str) -> None:
    """Write text that stays text, though it may look like a formula, a date or an error.

    Raises:
        TooLargeForWorkbook: It is too long, and would be cut short without a word.
    """
    cell.value = spelled = escaped(text)
    if len(spelled) > LONGEST_TEXT:
        where = f"{cell.coordinate} of the sheet {quoted(cell.parent.title)}"
        raise TooLargeForWorkbook(f"The text in {where} is longer than {LONGEST_TEXT:,} characters. Take it as CSV.")
    cell.data_type = "s"
    cell.number_format = TEXT


def _shape(target: Worksheet, column: int, texts: Sequence[str], is_link: bool = False) -> Alignment:
    """Make a column as wide as its texts need, up to a limit; tell how they lie in it. Links stay on one line."""
    longest = max(len(line) for text in texts for line in text.split("\n"))
    target.column_dimensions[get_column_letter(column)].width = min(max(longest, NARROWEST) + 2, WIDEST)
    return TOP if is_link or max(map(_lines, texts)) == 1 else WRAPPED


def _lines(text: str) -> int:
    """The lines that a text takes in the widest column."""
    return sum(max(1, ceil(len(line) / LETTERS)) for line in text.split("\n"))


def _lay(target: Worksheet, row: int, column: int, look: Alignment) -> None:
    """Lay a cell's text out, in a row high enough for it: some spreadsheets do not see to that themselves."""
    cell = _cell(target, row, column)
    cell.alignment = look
    if look is WRAPPED:
        height = _lines(str(cell.value)) * LINE_HEIGHT
        target.row_dimensions[row].height = min(max(height, target.row_dimensions[row].height or 0), HIGHEST)


def _dress_header(target: Worksheet, row: int) -> None:
    for cell in target[row]:
        cell.font, cell.fill = BOLD, SHADED


def _menu(field: Field, letter: str) -> DataValidation:
    """A menu of a column's allowed values in each of its cells, the empty ones below the table included."""
    menu = DataValidation(
        type="list",
        formula1=f'"{",".join(choice.value for choice in field.choices)}"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=field.title,
        error="Choose one of the values in the menu of this cell.",
    )
    menu.add(f"{letter}2:{letter}{LAST_ROW}")
    return menu
