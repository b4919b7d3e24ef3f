"""Tables: one CSV file, however a spreadsheet saved it, as rows of named cells.

A table that somebody kept in a spreadsheet comes with other delimiters, encodings, column orders and dates.
Reading forgives all of that, says what it had to guess, and numbers the rows as the spreadsheet shows them.
"""

from __future__ import annotations

import csv
import re
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from campaigns.cells import Reading, reader
from campaigns.decoding import decode, markup, what_else
from campaigns.files import shown
from campaigns.findings import Fault, Finding, blocks, quoted, warns
from campaigns.formulas import as_typed
from campaigns.schema import Table, tables
from campaigns.spelling import closest, did_you_mean, key
from campaigns.wording import numeral, say, say_later, say_number
from campaigns.words import BLANKS

LARGEST_FILE = 500_000_000
MOST_COLUMNS = 200
"""A short row is as wide as the header once it is read, so that a wide header makes much of many short rows."""

BROKEN_ROWS_BORNE = 50
COLUMNS_NAMED = 10
DELIMITERS = {",": say_later("comma"), ";": say_later("semicolon"), "\t": say_later("tab")}

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_END = "\0"


class UnreadableTable(Exception):
    """A file that is no table, or cannot be opened; the text says so in a sentence that names the file."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        number: The row as a spreadsheet counts it: the header is row 1, and blank rows count.
        cells: Text by the name of its column, in the schema's own form where it can be read.
        aside: The cells of columns that the schema does not have, and those beyond the last column.
        broken: Whether a quotation mark opens in the row that nothing closes.
    """

    number: int
    cells: dict[str, str]
    aside: tuple[str, ...] = ()
    broken: bool = False


@dataclass(frozen=True)
class Sheet:
    """A file read as one of the schema's tables.

    Attributes:
        table: The table in the schema.
        file: The file's name.
        columns: The names of the schema's columns that it has, in the file's order.
        extras: The headers of its other columns, as they are written.
        rows: The rows that are not blank.
        findings: What was noticed while reading.
    """

    table: Table
    file: str
    columns: tuple[str, ...]
    extras: tuple[str, ...]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]


class _Record(NamedTuple):
    """A row of the file before its cells have names."""

    number: int
    cells: list[str]
    broken: bool = False


@dataclass(frozen=True)
class _Header:
    """Where each column of the schema stands in the file."""

    row: int
    words: tuple[str, ...]
    places: Mapping[str, int]
    again: tuple[int, ...]

    @property
    def aside(self) -> tuple[int, ...]:
        """The places of the columns that the schema does not have."""
        known = set(self.places.values())
        return tuple(place for place in range(len(self.words)) if place not in known)


def read_file(table: Table, path: Path) -> Sheet:
    """Read a table from its file.

    Raises:
        UnreadableTable: The file is missing, may not be opened, is too large or is no such table.
    """
    return read_sheet(table, path.name, content(path))


def content(path: Path) -> bytes:
    """The bytes of a file that is to be read as a table.

    Raises:
        UnreadableTable: The file is missing, may not be opened or is too large.
    """
    name = shown(path.name)
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise UnreadableTable(say("{file} is not a file that can be read as a table.", file=name))
        if about.st_size > LARGEST_FILE:
            raise UnreadableTable(_too_large(name))
        return path.read_bytes()
    except FileNotFoundError:
        missing = say("{file} does not exist in {folder}.", file=name, folder=shown(str(path.absolute().parent)))
        raise UnreadableTable(missing) from None
    except PermissionError:
        locked = say("{file} may not be opened: you have no permission to read it.", file=name)
        raise UnreadableTable(locked) from None
    except (OSError, ValueError):
        raise UnreadableTable(say("{file} cannot be opened.", file=name)) from None


def read_sheet(table: Table, file: str, data: bytes) -> Sheet:
    """Read a table from the bytes of a CSV file.

    Args:
        table: Which of the schema's tables it is.
        file: The file's name, for messages.
        data: What the file holds.

    Raises:
        UnreadableTable: It is no such table.
    """
    header, records, delimiter = _parted(table, file, data)
    return _sheet(table, file, header, records, delimiter)


def _parted(table: Table, file: str, data: bytes) -> tuple[_Header, list[_Record], str]:
    """A file's header, its rows that are not blank, and what parts their cells. Its text is not kept."""
    text = _text(file, data)
    lines, delimiter = _without_declaration(_LINE.findall(text))
    _refuse_wide(file, _most_cells(lines))
    delimiter = delimiter or _delimiter(table, file, lines)
    filled = filter(_is_filled, _records(file, lines, delimiter))
    first = next(filled, _Record(1, []))
    _refuse_wide(file, len(first.cells))
    header = _header(table, first)
    if not any(field.required and field.name in header.places for field in table.fields):
        raise UnreadableTable(_unrecognised(table, file, text))
    return header, list(filled), delimiter


def read_any(file: str, data: bytes) -> Sheet:
    """Read a file as the table it is named after, or else as the one that its columns fit best.

    Raises:
        UnreadableTable: It is none of the tables.
    """
    known = tables().values()
    sheets, failures = [], []
    for table in [table for table in known if table.filename == file] or known:
        try:
            sheets.append(read_sheet(table, file, data))
        except UnreadableTable as failure:
            failures.append(failure)
    if not sheets:
        raise failures[0]
    return max(sheets, key=lambda sheet: len(sheet.columns))


def _text(file: str, data: bytes) -> str:
    if len(data) > LARGEST_FILE:
        raise UnreadableTable(_too_large(file))
    if kind := what_else(data):
        raise UnreadableTable(_is(file, kind))
    text = decode(data)
    if not text.strip(BLANKS):
        raise UnreadableTable(say("{file} is empty.", file=file))
    return text


def _too_large(file: str) -> str:
    most = LARGEST_FILE // 1_000_000
    return say("{file} is larger than {most} MB, too large for a table.", file=file, most=most)


def _is(file: str, kind: str) -> str:
    return say("{file} is {kind}.", file=file, kind=kind)


def _most_cells(lines: Iterable[str]) -> int:
    """How many cells the first line has at most, counted without parting them."""
    first = next((line for line in lines if line.strip(BLANKS)), "")
    return 1 + max(map(first.count, DELIMITERS))


def _refuse_wide(file: str, columns: int) -> None:
    if columns > MOST_COLUMNS + 1:  # one more for what stood beyond the last
        counts = {"number": numeral(columns), "most": numeral(MOST_COLUMNS)}
        raise UnreadableTable(say(_TOO_WIDE, file=file, **counts))


def _unrecognised(table: Table, file: str, text: str) -> str:
    if kind := markup(text):
        return _is(file, kind)
    needed = ", ".join(field.name for field in table.fields if field.required)
    return say(
        "{file} is no table of {table}: its first row names none of the columns needed ({needed}).",
        file=file,
        table=table.name,
        needed=needed,
    )


def _without_declaration(lines: list[str]) -> tuple[list[str], str]:
    """Take off the `sep=;` line that declares a delimiter to Excel, which does not show it as a row."""
    first = lines[0].rstrip("\n").strip('"').lower()
    if first.startswith("sep=") and len(first) == len("sep=;"):
        return lines[1:], first[-1]
    return lines, ""


def _delimiter(table: Table, file: str, lines: Sequence[str]) -> str:
    """The delimiter that makes out most of the schema's columns in the first row."""

    def recognised(delimiter: str) -> int:
        first = next(filter(_is_filled, _records(file, lines, delimiter)), _Record(1, []))
        return len(_header(table, first._replace(cells=first.cells[:MOST_COLUMNS])).places)

    return max(DELIMITERS, key=recognised)


def _records(file: str, lines: Sequence[str], delimiter: str) -> Iterator[_Record]:
    """Every row of the file; a quotation mark that is never closed breaks its line, not all that follow."""
    csv.field_size_limit(LARGEST_FILE)
    number, start, borne, width = 0, 0, 0, 0
    while borne < BROKEN_ROWS_BORNE:
        reading = csv.reader(chain(map(lines.__getitem__, range(start, len(lines))), [_END]), delimiter=delimiter)
        begun = start
        for cells in reading:
            if cells == [_END]:
                return
            number += 1
            end = start + reading.line_num
            if end - begun > 1 and _is_misquoted(lines[begun:end], delimiter, cells, width):
                borne += end > len(lines)
                yield _Record(number, lines[begun].rstrip("\n").split(delimiter), broken=True)
                break
            record = _Record(number, cells)
            width = width or len(cells) * _is_filled(record)
            yield record
            begun = end
        start = begun + 1
    raise UnreadableTable(say("{file} has too many quotation marks that open and never close.", file=file))


def _is_misquoted(lines: Sequence[str], delimiter: str, cells: Sequence[str], width: int) -> bool:
    """Whether lines that were taken for one row are several, of which two have a quotation mark too many.

    Then a cell ends in the midst of a text; or one of the lines alone makes a row as wide as the header, and all of
    them together do not, or have a quotation mark without its fellow.
    """
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return True
    alone = csv.reader(lines[1:-1], delimiter=delimiter, quoting=csv.QUOTE_NONE)
    is_odd = sum(line.count('"') for line in lines) % 2 == 1
    return (0 < width != len(cells) or is_odd) and any(len(line) == width for line in alone)


def _is_filled(record: _Record) -> bool:
    return any(cell.strip(BLANKS) for cell in record.cells)


def _header(table: Table, record: _Record) -> _Header:
    """Recognise columns by their names; by their titles for people, in any language, where no column has the name."""
    words = tuple(map(_typed, record.cells))
    names, titles = _english(table.name)
    columns = names | titles
    # A row that is one word long has another delimiter, and translations take a while to read.
    is_foreign = len(words) > 1 and any(word and key(word) not in columns for word in words)
    places: dict[str, int] = {}
    for known in (names, titles, _titles(table) if is_foreign else {}):
        for place, word in enumerate(words):
            if (name := known.get(key(word))) and place not in places.values():
                places.setdefault(name, place)
    again = tuple(i for i, word in enumerate(words) if key(word) in columns and i not in places.values())
    return _Header(record.number, words, dict(sorted(places.items(), key=lambda item: item[1])), again)


@cache
def _english(name: str) -> tuple[dict[str, str], dict[str, str]]:
    """The names of a table's columns by these names, and by their English titles."""
    fields = tables()[name].fields
    return {key(field.name): field.name for field in fields}, {key(field.english): field.name for field in fields}


def _titles(table: Table) -> dict[str, str]:
    """The names of a table's columns by their titles in all languages."""
    return {key(title): field.name for field in table.fields for title in field.titles}


def _sheet(table: Table, file: str, header: _Header, records: list[_Record], delimiter: str) -> Sheet:
    aside = tuple(place for place in header.aside if header.words[place] or _is_used(place, records))
    findings = [
        *_header_findings(table, header, aside),
        *_shape_findings(table, header, aside, records, delimiter),
    ]
    if not records:
        findings.append(warns(table, None, "", Fault("no rows", say("The file has a header, but no rows."))))
    return Sheet(
        table=table,
        file=file,
        columns=tuple(header.places),
        extras=tuple(header.words[place] for place in aside),
        rows=tuple(_rows(table, header, aside, records, findings)),
        findings=tuple(findings),
    )


def _is_used(place: int, records: Iterable[_Record]) -> bool:
    return any(place < len(record.cells) and record.cells[place].strip(BLANKS) for record in records)


def _rows(
    table: Table, header: _Header, aside: tuple[int, ...], records: Iterable[_Record], findings: list[Finding]
) -> Iterator[Row]:
    """The rows with their cells named and read; what reading them brings up is added to the findings."""
    places = tuple(header.places.items())
    readers = [(name, read) for name in header.places if (read := reader(table.field(name)))]
    for record in records:
        texts = [_typed(cell) if cell else cell for cell in record.cells]
        texts += [""] * (len(header.words) - len(texts))
        cells = {name: texts[place] for name, place in places}
        for name, read in readers:
            if cells[name]:
                reading = read(cells[name])
                cells[name] = reading.text
                if reading.note or reading.refused:
                    findings.extend(_reading_findings(table, record.number, name, reading))
        yield Row(record.number, cells, _kept_aside(texts, header, aside), record.broken)


def _typed(cell: str) -> str:
    """A cell's text without the blanks around it and without the apostrophes that guard it from spreadsheets."""
    return as_typed(cell.strip(BLANKS))


def _reading_findings(table: Table, row: int, column: str, reading: Reading) -> Iterator[Finding]:
    if reading.note:
        yield warns(table, row, column, reading.note)
    if reading.refused:
        yield blocks(table, row, column, reading.refused)


def _kept_aside(texts: list[str], header: _Header, aside: tuple[int, ...]) -> tuple[str, ...]:
    if not aside and len(texts) <= len(header.words):
        return ()
    beyond = _beyond(texts, header)
    room = max(MOST_COLUMNS - len(header.words), 1)
    if len(beyond) > room:
        # Together in one cell they can be read again: apart, they would be more columns than a table may have.
        beyond[room - 1 :] = [";".join(beyond[room - 1 :])]
    return (*(texts[place] for place in aside), *beyond)


def _beyond(texts: Sequence[str], header: _Header) -> list[str]:
    """The cells beyond the header's last column, up to the last one that is filled."""
    beyond = list(texts[len(header.words) :])
    while beyond and not beyond[-1].strip(BLANKS):
        beyond.pop()
    return beyond


def _header_findings(table: Table, header: _Header, aside: tuple[int, ...]) -> Iterator[Finding]:
    for place in header.again:
        column = quoted(header.words[place])
        message = say("The column {column} is there twice. Only the first one is used.", column=column)
        yield blocks(table, header.row, "", Fault("column twice", message, say("Take one of the two out.")))
    unknown = [header.words[place] for place in aside if place not in header.again]
    if unknown:
        columns = ", ".join(map(quoted, unknown[:COLUMNS_NAMED])) + "…" * (len(unknown) > COLUMNS_NAMED)
        message = say("Not used, because no such column is known: {columns}.", columns=columns)
        yield warns(table, header.row, "", Fault("unknown column", message, _meant(table, header, unknown)))


def _meant(table: Table, header: _Header, unknown: Iterable[str]) -> str:
    missing = [field.name for field in table.fields if field.name not in header.places]
    return did_you_mean(next((name for word in unknown if (name := closest(word, missing))), None))


def _shape_findings(
    table: Table, header: _Header, aside: tuple[int, ...], records: Iterable[_Record], delimiter: str
) -> Iterator[Finding]:
    """What is wrong with the rows' lengths and quotation marks."""
    width = 1 + max((*header.places.values(), *aside))
    for record in records:
        if record.broken:
            yield blocks(table, record.number, "", _open_quote())
        elif beyond := _beyond(record.cells, header):
            yield blocks(table, record.number, "", _too_long(len(beyond), say(DELIMITERS.get(delimiter, delimiter))))
        elif len(record.cells) < width:
            yield warns(table, record.number, "", _too_short(len(record.cells), width))


def _open_quote() -> Fault:
    return Fault(
        "open quotation mark",
        say("A quotation mark opens in this row and never closes."),
        say("Close it, or write it twice where it belongs to the text."),
    )


def _too_long(beyond: int, delimiter: str) -> Fault:
    message = say_number(
        "The row has {number} cell more than the header: others may be in wrong columns.",
        "The row has {number} cells more than the header: others may be in wrong columns.",
        beyond,
    )
    hint = say("A text with a {delimiter} in it needs quotation marks around it.", delimiter=delimiter)
    return Fault("row too long", message, hint)


def _too_short(cells: int, width: int) -> Fault:
    message = say_number(
        "The row ends after {cells} of {number} column. The others are read as empty.",
        "The row ends after {cells} of {number} columns. The others are read as empty.",
        width,
        cells=cells,
    )
    return Fault("row too short", message)


_TOO_WIDE = say_later(
    "{file} has {number} columns, and {most} at most are read. Delete those that are not part of the table."
)
