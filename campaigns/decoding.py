"""Decoding: from a file's bytes to its text, and what kind of file it is where it is no table."""

from __future__ import annotations

import codecs
import io
import zipfile

_MAGIC = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook: save it as CSV"),
    (b"\x89PNG", "an image, not a table"),
    (b"\xff\xd8\xff", "an image, not a table"),
    (b"GIF8", "an image, not a table"),
    (b"RIFF", "an image or a recording, not a table"),
    (b"%PDF", "a PDF document, not a table"),
    (b"\x1f\x8b", "a compressed file: unpack it first"),
    (b"PAR1", "a Parquet file: save it as CSV"),
    (b"SQLite format 3", "a database: save the table as CSV"),
)
_MARKUP = (
    ("{\\rtf", "a text document, not a table: save the table itself as CSV"),
    ("<!doctype html", "a web page, not a table: download the file itself"),
    ("<html", "a web page, not a table: download the file itself"),
    ("<", "an XML or web document, not a table"),
    ("{", "a JSON file, not a table: save it as CSV"),
    ("[", "a JSON file, not a table: save it as CSV"),
)


def what_else(data: bytes) -> str:
    """Tell what a file of another kind is, and what to do about it; empty where its bytes do not tell."""
    if data.startswith(b"PK"):
        return _archive(data)
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), "")


def markup(text: str) -> str:
    """Tell what a text that is no table may be instead; empty where its beginning does not tell."""
    beginning = text[:200].lstrip().lower()
    return next((kind for start, kind in _MARKUP if beginning.startswith(start)), "")


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
    start = data[:2000]
    if len(start) // 3 < start[1::2].count(0):
        return "utf-16-le"
    if len(start) // 3 < start[0::2].count(0):
        return "utf-16-be"
    return "utf-8"


def _archive(data: bytes) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
        return "a compressed file: unpack it first"
    if any(name.startswith("xl/") for name in names):
        return "an Excel workbook: save it as CSV"
    if "content.xml" in names:
        return "an OpenDocument spreadsheet or text: save the table as CSV"
    return "a compressed file: unpack it first"


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
