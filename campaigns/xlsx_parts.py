"""The parts of an XLSX file: which files may be opened at all, and the elements of their XML.

A workbook from a stranger may be a bomb: a few kilobytes that unpack to gigabytes, or XML that refers to itself.
So a file is judged by its table of contents before anything is unpacked, no part may declare entities, and the
number of elements read is bounded, which bounds the time.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import IO, NamedTuple
from xml.parsers import expat

from campaigns.wording import say, say_later

LARGEST_WORKBOOK = 20_000_000
LARGEST_UNPACKED = 200_000_000
MOST_ELEMENTS = 6_000_000
"""Half as many again as a hundred thousand rows of thirteen cells have; read in about ten seconds."""

DEEPEST = 100
"""Elements within elements; a workbook needs about ten."""

CHUNK = 65_536
CHUNK_ELEMENTS = 100
"""Unpacking a chunk costs as much time as so many elements, and counts as them: a part may be read again and again."""

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    LookupError,
    ValueError,
    OverflowError,
    RuntimeError,
    OSError,
)
"""What reading a part raises that is not what it should be."""

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_ENTRY = 0x1
_MACROS = say_later("it contains macros. Save it as .xlsx, which leaves them out")
_LOCKED = say_later("it is protected by a password. Save it without one")
_OLD = say_later("it is an old workbook. Save it as .xlsx or as CSV")
_TOO_LARGE = say_later(
    "it is too large for a workbook of tables. Copy the tables alone, without pictures, into a new one, "
    "or save each sheet as CSV"
)
_BAD_PARTS = (
    ("vbaproject.bin", _MACROS),
    ("xl/macrosheets/", _MACROS),
    ("xl/activex/", _MACROS),
    ("xl/embeddings/", say_later("it has other files in it. Copy the tables alone into a new workbook")),
    (
        "xl/externallinks/",
        say_later("it takes values from other workbooks. Turn these links into values, and save it again"),
    ),
    ("xl/connections.xml", say_later("it takes values from elsewhere. Copy the tables alone into a new workbook")),
    ("xl/workbook.bin", say_later("it is a binary workbook. Save it as .xlsx")),
    ("content.xml", say_later("it is an OpenDocument file. Save it as .xlsx or as CSV")),
)


class TooMuch(Exception):
    """A part holds more than is read."""


class Element(NamedTuple):
    """An element of a part, told when it ends.

    Attributes:
        name: Its name without a prefix.
        parent: The name of the element that holds it; empty for the outermost.
        attributes: Its attributes; the name of one with a prefix follows the prefix's address and a blank.
        text: What it holds itself, without the text of the elements in it.
    """

    name: str
    parent: str
    attributes: dict[str, str]
    text: str


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are those of a workbook, of whatever kind and in whatever state."""
    named = data.startswith(b"PK") and any(part in data for part in (b"xl/workbook", b"content.xml"))
    return named or data.startswith(_OLD_OFFICE)


def refusal(data: bytes) -> str:
    """Why a workbook is not read, and what to do about it; empty where it may be."""
    if data.startswith(_OLD_OFFICE):
        return say(_LOCKED if _ENCRYPTED in data else _OLD)
    if len(data) > LARGEST_WORKBOOK:
        return say(_TOO_LARGE)
    entries = zipfile.ZipFile(BytesIO(data)).infolist()
    names = [entry.filename.lower() for entry in entries]
    if not any(name.startswith(("xl/", "content.xml")) for name in names):
        return say("it is a compressed file. Unpack it first")
    bad = (why for part, why in _BAD_PARTS if any(part in name for name in names))
    if why := next(bad, ""):
        return say(why)
    if any(entry.flag_bits & _ENCRYPTED_ENTRY for entry in entries):
        return say(_LOCKED)
    return say(_TOO_LARGE) if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED else ""


class Parts:
    """The parts of one workbook, and how much of them may still be read."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(BytesIO(data))
        self._left = MOST_ELEMENTS

    def elements(self, part: str) -> Iterator[Element]:
        """Every element of a part, in the order in which they end.

        Raises:
            TooMuch: The workbook has more elements than are read.
            KeyError: There is no such part.
        """
        with self._archive.open(part) as source:
            for some in _parsed(source):
                self._left -= CHUNK_ELEMENTS + len(some)
                if self._left < 0:
                    raise TooMuch
                yield from some


def _parsed(source: IO[bytes]) -> Iterator[list[Element]]:
    """The elements of an XML text, some at a time."""
    gathering = _Gathering()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = gathering.start
    parser.CharacterDataHandler = gathering.text
    parser.EndElementHandler = gathering.end
    parser.StartDoctypeDeclHandler = _refuse_doctype
    while chunk := source.read(CHUNK):
        parser.Parse(chunk, False)
        yield gathering.take()
    parser.Parse(b"", True)
    yield gathering.take()


def _refuse_doctype(*_: object) -> None:
    """Entities are declared in a document type, which no part of a workbook has."""
    raise ValueError("a part of a workbook declares a document type")


class _Gathering:
    """The elements that have begun, and those that have ended since they were last taken."""

    def __init__(self) -> None:
        self._begun: list[tuple[str, dict[str, str], list[str]]] = [("", {}, [])]
        self._ended: list[Element] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._begun) > DEEPEST:
            raise ValueError("a part of a workbook nests too deep")
        self._begun.append((name.rpartition(" ")[2], attributes, []))

    def text(self, text: str) -> None:
        self._begun[-1][2].append(text)

    def end(self, _: str) -> None:
        name, attributes, texts = self._begun.pop()
        self._ended.append(Element(name, self._begun[-1][0], attributes, "".join(texts)))

    def take(self) -> list[Element]:
        ended, self._ended = self._ended, []
        return ended
