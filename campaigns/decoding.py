"""Decoding: from a file's bytes to its text, and what kind of file it is where it is no table."""

from __future__ import annotations

import codecs
import io
import zipfile
from collections import Counter

from campaigns.wording import say, say_later

_COMPRESSED = say_later("a compressed file: unpack it first")
_MAGIC = (
    (b"\xd0\xcf\x11\xe0", say_later("an old Excel workbook: save it as CSV")),
    (b"\x89PNG", say_later("an image, not a table")),
    (b"\xff\xd8\xff", say_later("an image, not a table")),
    (b"GIF8", say_later("an image, not a table")),
    (b"RIFF", say_later("an image or a recording, not a table")),
    (b"%PDF", say_later("a PDF document, not a table")),
    (b"\x1f\x8b", _COMPRESSED),
    (b"BZh", _COMPRESSED),
    (b"7z\xbc\xaf\x27\x1c", _COMPRESSED),
    (b"Rar!", _COMPRESSED),
    (b"\xfd7zXZ", _COMPRESSED),
    (b"PAR1", say_later("a Parquet file: save it as CSV")),
    (b"SQLite format 3", say_later("a database: save the table as CSV")),
)
_ARCHIVES = (
    ("xl/", say_later("an Excel workbook: save it as CSV")),
    ("content.xml", say_later("an OpenDocument spreadsheet or text: save the table as CSV")),
    ("word/", say_later("a text document, not a table: save the table itself as CSV")),
    ("ppt/", say_later("a presentation, not a table: save the table itself as CSV")),
)
_MARKUP = (
    ("{\\rtf", say_later("a text document, not a table: save the table itself as CSV")),
    ("<!doctype html", say_later("a web page, not a table: download the file itself")),
    ("<html", say_later("a web page, not a table: download the file itself")),
    ("<", say_later("an XML or web document, not a table")),
    ("{", say_later("a JSON file, not a table: save it as CSV")),
    ("[", say_later("a JSON file, not a table: save it as CSV")),
)

_PAIRS = 1_000
"""Pairs of bytes whose zeros tell UTF-16. Two zeros tell nothing: a disk leaves them where a file broke off."""


def what_else(data: bytes) -> str:
    """Tell what a file of another kind is, and what to do about it; empty where its bytes do not tell."""
    if data.startswith(b"PK"):
        return _archive(data)
    return next((say(kind) for magic, kind in _MAGIC if data.startswith(magic)), "")


def markup(text: str) -> str:
    """Tell what a text that is no table may be instead; empty where its beginning does not tell."""
    beginning = text[:200].lstrip().lower()
    return next((say(kind) for start, kind in _MARKUP if beginning.startswith(start)), "")


def decode(data: bytes) -> str:
    """Turn the bytes of a text file into text with plain line ends, without byte order mark and NUL bytes.

    UTF-8 and UTF-16 are told by their marks and their shape. Bytes that are no UTF-8 are taken for
    Windows-1252, which is what Excel writes when asked for plain CSV.
    """
    text = data.decode(_encoding(data), errors=_WINDOWS)
    return text.removeprefix("\ufeff").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def _encoding(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = data[: 2 * _PAIRS]
    pairs = Counter((first > 0, second > 0) for first, second in zip(start[::2], start[1::2], strict=False))
    of_two = 2 * (pairs.total() - pairs[False, False]) // 3
    if of_two < pairs[True, False]:
        return "utf-16-le"
    if of_two < pairs[False, True]:
        return "utf-16-be"
    return "utf-8"


def _archive(data: bytes) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
        return say(_COMPRESSED)
    kinds = (kind for start, kind in _ARCHIVES if any(name.startswith(start) for name in names))
    return say(next(kinds, _COMPRESSED))


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if not error.encoding.startswith("utf-8"):
        return "\ufffd", error.end
    return "".join(_WINDOWS_1252[byte] for byte in error.object[error.start : error.end]), error.end


def _windows_character(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


_WINDOWS = "campaigns.windows-1252"
_WINDOWS_1252 = tuple(_windows_character(byte) for byte in range(256))
codecs.register_error(_WINDOWS, _as_windows_1252)
