"""XLSX: the worksheets of a workbook, and the text of their cells as a spreadsheet shows it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils import column_index_from_string, get_column_letter

from campaigns.cell_formats import DAY_ZERO, DAY_ZERO_1904, number_text
from campaigns.xlsx_parts import Element, Parts

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
GENERAL = "General"

_REFERENCE = re.compile(r"([A-Z]{1,3})\d+", re.ASCII)
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_SPELLED_OUT = re.compile(r"_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")
"""Half of a surrogate pair is no character, and stays spelled out."""
_TRUE = {"1", "true"}


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A worksheet of a workbook: its title, whether it is hidden, and the part of the file that holds it."""

    title: str
    hidden: bool
    part: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a worksheet with anything in it.

    Attributes:
        number: The row as the spreadsheet counts it.
        cells: The text of each cell that is not empty, by the number of its column from 1 on.
        unsolved: The cells, such as `C5`, whose formula has no result.
    """

    number: int
    cells: Mapping[int, str]
    unsolved: tuple[str, ...] = ()


_Cell = tuple[Element, Mapping[str, Iterable[str]]]
"""A cell, and the texts in it by the names of the elements that hold them."""


class Book:
    """An opened workbook.

    Its methods raise one of `xlsx_parts.DAMAGE` where the file is not what it should be, and `TooMuch`.
    """

    def __init__(self, data: bytes) -> None:
        self._parts = Parts(data)
        self._main = next((part for kind, _, part in self._related("") if kind == "officeDocument"), "")
        self._links = list(self._related(self._main))

    def worksheets(self) -> Iterator[Worksheet]:
        """The worksheets in the order of their tabs; sheets that hold nothing but a chart are none."""
        parts = {link: part for kind, link, part in self._links if kind == "worksheet"}
        for sheet in self._outline:
            link = next((value for name, value in sheet.attributes.items() if name.endswith(" id")), "")
            if sheet.name == "sheet" and link in parts:
                hidden = sheet.attributes.get("state", "visible") != "visible"
                yield Worksheet(sheet.attributes["name"], hidden, parts[link])

    def lines(self, worksheet: Worksheet) -> Iterator[Line]:
        """The rows of a worksheet with anything in them."""
        number = 0
        cells: list[_Cell] = []
        inside: dict[str, list[str]] = {}
        for element in self._parts.elements(worksheet.part):
            match element.name, element.parent:
                case ("v" | "f", "c") | ("t", "is" | "r"):
                    inside.setdefault(element.name, []).append(element.text)
                case "c", "row":
                    cells.append((element, inside))
                    inside = {}
                case "row", "sheetData":
                    number = _row_number(element, number)
                    if (line := self._line(number, cells)).cells or line.unsolved:
                        yield line
                    cells = []

    def _line(self, number: int, cells: Iterable[_Cell]) -> Line:
        texts: dict[int, str] = {}
        unsolved = []
        column = 0
        for cell, inside in cells:
            column = _column_number(cell, column)
            text = self._text(cell.attributes, inside)
            if text:
                texts[column] = text
            elif "f" in inside and cell.attributes.get("t") != "str":
                unsolved.append(f"{get_column_letter(column)}{number}")
        return Line(number, texts, tuple(unsolved))

    def _text(self, attributes: Mapping[str, str], inside: Mapping[str, Iterable[str]]) -> str:
        value = "".join(inside.get("v", ()))
        match attributes.get("t", "n"):
            case "inlineStr":
                return unescaped("".join(inside.get("t", ())))
            case _ if not value:
                return ""
            case "s":
                return self._strings[int(value)]
            case "str":
                return unescaped(value)
            case "b":
                return "TRUE" if value in _TRUE else "FALSE"
            case "n":
                return number_text(value, self._formats[int(attributes.get("s", 0))], self._day_zero)
        return value

    @cached_property
    def _outline(self) -> list[Element]:
        return [e for e in self._parts.elements(self._main) if e.name in {"sheet", "workbookPr"}]

    @cached_property
    def _day_zero(self) -> datetime:
        settings = (e.attributes.get("date1904") for e in self._outline if e.name == "workbookPr")
        return DAY_ZERO_1904 if next(settings, None) in _TRUE else DAY_ZERO

    @cached_property
    def _strings(self) -> list[str]:
        """The texts that cells share, by their number."""
        strings = []
        texts: list[str] = []
        for element in self._elements_of("sharedStrings"):
            match element.name, element.parent:
                case "t", "si" | "r":
                    texts.append(element.text)
                case "si", _:
                    strings.append(unescaped("".join(texts)))
                    texts = []
        return strings

    @cached_property
    def _formats(self) -> list[str]:
        """The number format of each cell style, by the style's number."""
        codes = dict(BUILTIN_FORMATS)
        styles = []
        for element in self._elements_of("styles"):
            match element.name, element.parent:
                case "numFmt", "numFmts":
                    codes[int(element.attributes["numFmtId"])] = element.attributes["formatCode"]
                case "xf", "cellXfs":
                    styles.append(int(element.attributes.get("numFmtId", 0)))
        return [codes.get(style, GENERAL) for style in styles] or [GENERAL]

    def _elements_of(self, kind: str) -> Iterator[Element]:
        """The elements of the workbook's part of a kind; none where it has no such part."""
        part = next((part for found, _, part in self._links if found == kind), "")
        return self._parts.elements(part) if part else iter(())

    def _related(self, part: str) -> Iterator[tuple[str, str, str]]:
        """The parts that a part refers to, each as its kind, the name of the reference, and where it is."""
        folder, name = posixpath.split(part)
        for link in self._parts.elements(posixpath.join(folder, "_rels", f"{name}.rels")):
            if link.name == "Relationship" and link.attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, link.attributes["Target"]))
                kind = link.attributes["Type"].rpartition("/")[2]
                yield kind, link.attributes["Id"], target.lstrip("/")


def _row_number(row: Element, before: int) -> int:
    """The number of a row, which may be left out where it is the next one."""
    number = int(row.attributes.get("r", before + 1))
    if not before < number <= LAST_ROW:
        raise ValueError(f"row {number} after row {before}")
    return number


def _column_number(cell: Element, before: int) -> int:
    """The number of a cell's column, which may be left out where it is the next one."""
    found = _REFERENCE.fullmatch(cell.attributes.get("r", ""))
    number = column_index_from_string(found[1]) if found else before + 1
    if not before < number <= LAST_COLUMN:
        raise ValueError(f"column {number} after column {before}")
    return number


def escaped(text: str) -> str:
    """Text as XLSX writes it: what XML cannot hold is spelled out, such as `_x000B_`."""
    return _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescaped(text: str) -> str:
    """Text as people wrote it, out of what XLSX has spelled out; a NUL is left out, as it is from a CSV file."""
    if "_x" not in text:
        return text
    return _SPELLED_OUT.sub(lambda found: chr(int(found[1], 16)), text).replace("\0", "")
