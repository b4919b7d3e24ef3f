"""Uploads: the tables in files that somebody brings, judged by number, size and length before they are read.

Anybody may upload, and a few megabytes of short lines can stand for minutes of work. What is read on a page is
therefore far less than what is read from disk, where whoever runs the server has put it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from campaigns.tables import UnreadableTable
from campaigns.wording import numeral, say, say_later
from campaigns.workbooks import Upload, tables_in

LARGEST_UPLOAD = 20_000_000
"""Bytes of all files together; the server refuses each single file that is larger, before it has come in whole."""

MOST_FILES = 10
MOST_LINES = 20_000


def tables_of(files: Sequence[tuple[str, bytes]]) -> Upload:
    """The tables in files that were uploaded together, with what was passed over in them.

    Args:
        files: Each file's name and what it holds.

    Raises:
        UnreadableTable: They are too much to read, or one of them is a workbook that is not read.
    """
    _refuse(len(files), sum(len(data) for _, data in files))
    found = [tables_in(name, data) for name, data in files]
    tables = tuple(chain.from_iterable(each.tables for each in found))
    for name, data in tables:
        _refuse_long(name, max(data.count(b"\n"), data.count(b"\r")))
    return Upload(tables, tuple(chain.from_iterable(each.notes for each in found)))


def _refuse(files: int, size: int) -> None:
    if files > MOST_FILES:
        raise UnreadableTable(say(_TOO_MANY, number=numeral(files), most=numeral(MOST_FILES)))
    if size > LARGEST_UPLOAD:
        found, most = (numeral(-(-each // 1_000_000)) for each in (size, LARGEST_UPLOAD))
        raise UnreadableTable(say(_TOO_LARGE, found=found, most=most))


def _refuse_long(name: str, lines: int) -> None:
    if lines > MOST_LINES:
        raise UnreadableTable(say(_TOO_LONG, file=name, number=numeral(lines), most=numeral(MOST_LINES)))


_TOO_MANY = say_later("These are {number} files, and {most} at most are read at once. Bring them one after another.")
_TOO_LARGE = say_later(
    "This comes to {found} MB, and {most} MB at most are read at once. Bring the rows that you changed, without the "
    "others: what a file leaves out stays as it is."
)
_TOO_LONG = say_later(
    "{file} has {number} lines, and {most} at most are read at once. Bring the rows that you changed, without the "
    "others: what a file leaves out stays as it is."
)
