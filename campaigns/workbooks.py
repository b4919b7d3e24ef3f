"""Workbooks: the tables in an Excel file that somebody filled in, and an Excel file of tables to fill in.

A workbook's sheets become the bytes of CSV files, so that they are read and checked as every other table is.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from openpyxl import Workbook

from campaigns.findings import quoted
from campaigns.schema import tables
from campaigns.tables import Sheet, UnreadableTable, read_any
from campaigns.wording import ENGLISH, say, say_later, speaking
from campaigns.words import either
from campaigns.workbook_guide import GUIDE
from campaigns.workbook_sheets import write_guide, write_table
from campaigns.xlsx import Book, Line, Worksheet
from campaigns.xlsx_parts import DAMAGE, TooMuch, is_workbook, refusal

MOST_CHARACTERS = 50_000_000
"""What all tables of a workbook may come to as CSV. A small workbook can hold gigabytes: one cell in the last column
of each row stands for so many commas, and one long text for each cell that refers to it."""

MOST_SHEETS = 100

LONGEST_TITLE = 31
"""The characters that spreadsheets let a sheet's title have."""

_MARK = "\ufeff"
"""A byte order mark keeps a table from being taken for the picture or archive that its first letters may stand for."""

_HEADER_LINES = 20
"""The header is looked for in so many filled rows: one of odd blanks, which count as filled here, may come first."""

_PROPERTIES = "docProps/core.xml"
_TIMES = re.compile(rb"<dcterms:(created|modified).*?</dcterms:\1>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Upload:
    """What an uploaded file holds.

    Attributes:
        tables: The name and the CSV bytes of each table, as `read_any` takes them.
        notes: Which sheets were passed over, and why, each in a sentence.
    """

    tables: tuple[tuple[str, bytes], ...]
    notes: tuple[str, ...] = ()


def tables_in(file: str, data: bytes) -> Upload:
    """The tables in an uploaded file: those of a workbook as CSV, any other file as it is.

    A sheet titled `events` is named `events.csv`, another one `Book1.xlsx, sheet Plan`. Rows keep their numbers.
    Hidden sheets are passed over, so that nothing counts that nobody sees; hidden rows and columns are read.

    Args:
        file: The file's name.
        data: What it holds.

    Raises:
        UnreadableTable: It is a workbook that cannot be read, is not safe to read, or has no table in it.
    """
    if not is_workbook(data):
        return Upload(((file, data),))
    try:
        if why := refusal(data):
            raise UnreadableTable(say("{file} cannot be read: {why}.", file=file, why=why))
        return _tables_of(file, Book(data))
    except TooMuch:
        raise UnreadableTable(say(_TOO_MUCH, file=file)) from None
    except DAMAGE:
        raise UnreadableTable(say(_DAMAGED, file=file)) from None


def _tables_of(file: str, book: Book) -> Upload:
    found: list[tuple[str, bytes]] = []
    notes = []
    for worksheet in _not_too_many(book.worksheets()):
        if worksheet.title == GUIDE:
            continue
        if worksheet.hidden:
            notes.append(say(_HIDDEN, title=quoted(worksheet.title), file=file))
        elif lines := list(book.lines(worksheet)):
            name = _file_name(file, worksheet)
            if _is_table(name, lines):
                found.append((name, _whole_csv(file, worksheet, lines)))
                _check_size(found)
            else:
                notes.append(say(_NO_HEADER, title=quoted(worksheet.title), file=file))
    if not found:
        kinds = either([table.name for table in tables().values()])
        raise UnreadableTable(" ".join([say("{file} holds no table of {kinds}.", file=file, kinds=kinds), *notes]))
    return Upload(tuple(found), tuple(notes))


def _check_size(found: Iterable[tuple[str, bytes]]) -> None:
    if sum(len(data) for _, data in found) > MOST_CHARACTERS:
        raise TooMuch


def _not_too_many(worksheets: Iterable[Worksheet]) -> list[Worksheet]:
    some = list(islice(worksheets, MOST_SHEETS + 1))
    if len(some) > MOST_SHEETS:
        raise TooMuch
    return some


def _file_name(file: str, worksheet: Worksheet) -> str:
    table = tables().get(worksheet.title.strip().casefold())
    title = " ".join(worksheet.title.split())[:LONGEST_TITLE]
    return table.filename if table else say("{file}, sheet {title}", file=file, title=title)


def _is_table(name: str, lines: Sequence[Line]) -> bool:
    try:
        read_any(name, _csv(lines[:_HEADER_LINES]))
    except UnreadableTable:
        return False
    return True


def _whole_csv(file: str, worksheet: Worksheet, lines: Sequence[Line]) -> bytes:
    """All of a worksheet as CSV.

    Raises:
        UnreadableTable: A formula has no result.
        TooMuch: It comes to more than is read.
    """
    if unsolved := next((cell for line in lines for cell in line.unsolved), ""):
        raise UnreadableTable(say(_UNSOLVED, title=quoted(worksheet.title), file=file, cell=unsolved))
    return _csv(lines)


def _csv(lines: Iterable[Line]) -> bytes:
    """Lines as CSV, each in the row that it has in its worksheet, and as long as the first, which is the header.

    Raises:
        TooMuch: They come to more than is read.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    row = header = 0
    for line in lines:
        width = max(header, *line.cells, 0)
        header = header or width
        if written.tell() + width + sum(map(len, line.cells.values())) > MOST_CHARACTERS:
            raise TooMuch
        writer.writerows([] for _ in range(row + 1, line.number))
        row = line.number
        writer.writerow(line.cells.get(column, "") for column in range(1, width + 1))
    return f"{_MARK}{written.getvalue()}".encode()


_HIDDEN = say_later("The sheet {title} of {file} was passed over, because it is hidden.")
_NO_HEADER = say_later(
    "The sheet {title} of {file} was passed over: its first row does not name the columns of a table."
)
_UNSOLVED = say_later(
    "The sheet {title} of {file} has a formula without a result in {cell}. "
    "Open the workbook in a spreadsheet and save it, which works the formula out, or write its result."
)
_TOO_MUCH = say_later(
    "{file} holds more than is read. Delete the empty rows and columns around the tables, or save each sheet as CSV."
)
_DAMAGED = say_later(
    "{file} is a damaged workbook. Open it in a spreadsheet and save it again as .xlsx, or save each sheet as CSV."
)


def workbook(sheets: Mapping[str, Sheet]) -> bytes:
    """Write tables as an XLSX workbook to fill in, with a guide on its last sheet.

    Everything but plain numbers is text, so that no spreadsheet takes `2024-05` for a day or `=1+1` for a formula.
    The same tables are the same bytes, in English, whatever language is spoken.

    Args:
        sheets: Each table by the title that its worksheet gets.

    Raises:
        TooLargeForWorkbook: A text is longer, or a table has more rows, than a worksheet can hold.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "City Campaigns"
    with speaking(ENGLISH):
        english = {title: replace(sheet, table=tables()[sheet.table.name]) for title, sheet in sheets.items()}
        for title, sheet in english.items():
            write_table(book.create_sheet(title), sheet)
        write_guide(book.create_sheet(GUIDE), [sheet.table for sheet in english.values()])
    return _dateless(book)


def _dateless(book: Workbook) -> bytes:
    """The bytes of a workbook, without the time at which it was made."""
    saved, packed = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = before.read(name)
            after.writestr(_undated(name), _TIMES.sub(b"", part) if name == _PROPERTIES else part)
    return packed.getvalue()


def _undated(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
