"""Workbooks: XLSX files out of parts that anything may have become of, and uploads that are anything at all."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl
from hypothesis import strategies as st

from campaigns.bringing import bring
from campaigns.draft import Draft
from campaigns.tables import UnreadableTable
from campaigns.uploads import tables_of
from fuzz.rows import FILES, ROWS, TODAY, any_table, kept, odd
from fuzz.verdicts import MENDABLE, SHOWN, assert_sentence, refused

NAME = "Book1.xlsx"
_PART = re.compile(rb"(?m)^=== (.*)\n")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LONGEST_NAME = 200


def upload(data: bytes) -> str:
    """Any bytes may be uploaded, and taken into the draft."""
    return _brought(data)


def workbook(data: bytes) -> str:
    """Any parts make a workbook that is read or refused."""
    return _brought(packed(data))


def packed(text: bytes) -> bytes:
    """The archive of the parts in a text, each after a line `=== xl/workbook.xml` that names it."""
    _, *found = _PART.split(text)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about two parts of one name
        for name, part in zip(found[::2], found[1::2], strict=True):
            file.writestr(zipfile.ZipInfo(name.decode("latin-1")[:_LONGEST_NAME]), part)
    return archive.getvalue()


def unpacked(archive: bytes) -> bytes:
    """The text whose parts make an archive."""
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return b"".join(b"=== %s\n%s\n" % (name.encode(), file.read(name)) for name in file.namelist())


def any_parts() -> st.SearchStrategy[bytes]:
    """A workbook by its parts, right but for what its cells hold, and in the end perhaps cut off."""
    made = st.builds(_parts, _sheet_titles, st.lists(_any_row, max_size=5), st.lists(odd, max_size=4))
    written = made.map(lambda parts: "".join(f"=== {name}\n{text}\n" for name, text in parts.items()).encode())
    return written | st.builds(lambda data, length: data[:length], written, st.integers(0, 2_000))


def any_upload() -> st.SearchStrategy[bytes]:
    """A workbook, a table, or the beginning of another kind of file."""
    other = st.builds(bytes.__add__, st.sampled_from(_BEGINNINGS), st.binary(max_size=200))
    tables = st.sampled_from(sorted(ROWS)).flatmap(any_table)
    return any_parts().map(packed) | tables | other | _typed_books()


def _brought(data: bytes) -> str:
    """What becomes of an upload on the page: tables, what they change, and a draft with that."""
    try:
        found = tables_of([(NAME, data)])
        brought = bring(found.tables, [kept()], TODAY)
    except UnreadableTable as why:
        return refused(why)
    for note in [*found.notes, *(problem.message for problem in brought.report.problems)]:
        assert_sentence(note)
    draft = Draft(kept(), brought.changes, TODAY).tidied()
    assert draft.edition.files().keys() == FILES.keys()
    assert draft.difference.sentences() if draft.effect else not draft.difference.told
    return MENDABLE if brought.report.problems else SHOWN


@st.composite
def _typed_books(draw: st.DrawFn) -> bytes:
    """A workbook that a program wrote, with cells of all types."""
    book = openpyxl.Workbook()
    cells = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.datetimes() | _writable
    for title in draw(st.lists(st.sampled_from(sorted(ROWS)), min_size=1, max_size=2, unique=True)):
        sheet = book.create_sheet(title)
        sheet.append(list(ROWS[title]))
        for row in draw(st.lists(st.lists(cells, max_size=16), max_size=3)):
            sheet.append(row)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _parts(title: str, rows: list[str], strings: list[str]) -> Mapping[str, str]:
    """The parts of a workbook with one sheet."""
    sheet = f'<sheet name={quoteattr(_xml(title))} sheetId="1" r:id="a" xmlns:r="{_OFFICE}"/>'
    links = _link("a", "worksheet", "worksheets/one.xml") + _link("b", "sharedStrings", "/xl/strings.xml")
    main = _link("m", "officeDocument", "xl/workbook.xml")
    shared = "".join(f"<si><t>{_text(each)}</t></si>" for each in strings)
    return {
        "_rels/.rels": f'<Relationships xmlns="{_LINKS}">{main}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}"><sheets>{sheet}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_LINKS}">{links}</Relationships>',
        "xl/worksheets/one.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{_sheet(rows)}</sheetData></worksheet>',
        "xl/strings.xml": f'<sst xmlns="{_MAIN}">{shared}</sst>',
    }


def _sheet(rows: Iterable[str]) -> str:
    """The rows of a sheet of campaigns."""
    return "".join([f"<row>{''.join(map(_inline, ROWS['campaigns']))}</row>", *rows])


def _link(id: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{id}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _text(text: str) -> str:
    return escape(_xml(text))


def _xml(text: str) -> str:
    """Text without what XML cannot hold."""
    return "".join(_characters(text))


def _characters(text: str) -> Iterator[str]:
    return (char for char in text if char in "\t\n\r" or " " <= char < "\ufffe" or char > "\uffff")


def _inline(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{_text(text)}</t></is></c>'


def _typed(kind: str, style: int, value: str) -> str:
    return f'<c t="{kind}" s="{style}"><f>1+1</f><v>{_text(value)}</v></c>'


_sheet_titles = st.sampled_from(["campaigns", "Sheet 1", "events"]) | odd
_cells = st.one_of(
    odd.map(_inline),
    st.sampled_from(sorted(ROWS["campaigns"].values())).map(_inline),
    st.builds(_typed, st.sampled_from(["n", "s", "b", "e", "str", "d"]), st.integers(0, 1), odd),
    st.builds(lambda number: f'<c t="s"><v>{number}</v></c>', st.integers(-1, 4)),
)
_any_row: Any = st.lists(_cells, max_size=18).map(lambda cells: f"<row>{''.join(cells)}</row>")
_writable = odd.map(lambda text: "".join(char for char in _xml(text) if char >= " ")[:1_000])
_BEGINNINGS = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\x1f\x8b", b"<!DOCTYPE html>", b"{", b"BZh"]
