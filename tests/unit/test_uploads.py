"""Files from a stranger are judged by number, size and length before they are read."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from campaigns import uploads
from campaigns.tables import UnreadableTable
from campaigns.uploads import LARGEST_UPLOAD, tables_of
from campaigns.workbooks import workbook
from tests.unit.factories import campaign, event, sheet, written

CAMPAIGNS = written([campaign()]).encode()
EVENTS = written([event()]).encode()
CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"


def refused(*files: tuple[str, bytes]) -> str:
    with pytest.raises(UnreadableTable) as why:
        tables_of(files)
    return str(why.value)


def test_the_tables_of_all_files_are_found() -> None:
    book = workbook({"events": sheet(EVENTS, "events")})
    found = tables_of([("mine.csv", CAMPAIGNS), ("Book1.xlsx", book)])
    assert [name for name, _ in found.tables] == ["mine.csv", "events.csv"]


def test_files_that_are_large_together_are_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "tables_in", None)
    half = bytes(LARGEST_UPLOAD // 2 + 500_001)
    assert refused(("campaigns.csv", half), ("events.csv", half)) == (
        "This comes to 22 MB, and 20 MB at most are read at once. "
        "Bring the rows that you changed, without the others: what a file leaves out stays as it is."
    )


def test_many_files_are_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "tables_in", None)
    assert refused(*[("mine.csv", CAMPAIGNS)] * 11) == (
        "These are 11 files, and 10 at most are read at once. Bring them one after another."
    )


@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_of_very_many_lines_is_refused_unread(line_end: str, encoding: str) -> None:
    assert refused(("mine.csv", ("id" + line_end * 20_001).encode(encoding))) == (
        "mine.csv has 20,001 lines, and 20,000 at most are read at once. "
        "Bring the rows that you changed, without the others: what a file leaves out stays as it is."
    )


def test_a_sheet_of_very_many_lines_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_LINES", 2)
    book = workbook({"campaigns": sheet(written([campaign(id=name) for name in "abc"]))})
    assert refused(("Book1.xlsx", book)).startswith("campaigns.csv has 4 lines, and 2 at most")


def test_the_server_takes_no_file_that_would_not_be_read() -> None:
    assert tomllib.loads(CONFIG.read_text())["server"]["maxUploadSize"] * 1_000_000 == LARGEST_UPLOAD
