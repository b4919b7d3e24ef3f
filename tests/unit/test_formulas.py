"""No cell that is written is a formula to a spreadsheet, and each one is read as it was typed."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from campaigns.formatting import canonical
from campaigns.formulas import as_typed, harmless
from tests.unit.factories import campaign, event, sheet, written

SIGNS = "=+-@＝＋－＠"
NASTY = [
    *(f"{sign}1+1" for sign in SIGNS),
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://example.org";"x")',
    "\t=1+1",
    " \u00a0\u200b=1+1",
    '"=1+1"',
    "'=1+1",
    "''=1+1",
    "Example Corp;=1+1;x",
    "Example Corp; =1+1; x",
    'x;"=1+1;x',
    "x\n=1+1",
    "x\n\t'=1+1",
    "x\t=1+1",
]
FORMATS = {"commas": "44,34,76,1", "semicolons": "59,34,76,1", "either or tabs": "44/59/9,34,76,1"}
"""How LibreOffice parts cells; double quotes around texts, UTF-8, from the first line on."""

near_formulas = st.text(st.sampled_from([*SIGNS, *"';,\"\t\n\r \u00a0\u200bax1"]))


@given(st.text() | near_formulas)
@example("'=")
@example("\n" * 2 + "'=;'' \"@")
def test_what_was_made_harmless_is_read_as_it_was_typed(text: str) -> None:
    assert as_typed(harmless(text)) == text


@given(near_formulas)
def test_no_cell_begins_with_a_sign_wherever_a_spreadsheet_begins_one(text: str) -> None:
    for cell in harmless(text).replace("\t", ";").replace("\n", ";").replace("\r", ";").split(";"):
        assert cell.lstrip('" \u00a0\u200b')[:1] not in {*SIGNS}, cell


@pytest.mark.parametrize("text", ["4-1", "a = b", "x@example.org", "Example Corp; Sample Industries", "’Tis", "'", ""])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert harmless(text) == as_typed(text) == text


@pytest.mark.parametrize(
    "text",
    ["\n" * 200_000, "'" * 200_000, "=;" * 100_000, " \t" * 100_000],
    ids=["line ends", "apostrophes", "cells", "blanks"],
)
def test_a_long_run_of_blanks_and_signs_is_read_back(text: str) -> None:
    assert as_typed(harmless(text)) == text


@pytest.mark.parametrize("text", NASTY, ids=ascii)
def test_the_canonical_form_guards_a_text_and_reading_gives_it_back(text: str) -> None:
    read = sheet(written([campaign(summary=harmless(text))]))
    assert read.rows[0].cells["summary"] == text.strip(" \t\u00a0\u200b")
    assert canonical(sheet(canonical(read))) == canonical(read)


def test_a_spreadsheets_formula_in_a_file_of_ones_own_is_guarded_by_formatting() -> None:
    text = written([campaign(title="=1+1") | {"=2+2": "@SUM(1)"}])
    header, row = csv.reader(io.StringIO(canonical(sheet(text)).decode()))
    assert (row[1], header[-1], row[-1]) == ("'=1+1", "'=2+2", "'@SUM(1)")
    again = sheet(canonical(sheet(text)))
    assert (again.rows[0].cells["title"], again.extras, again.rows[0].aside) == ("=1+1", ("=2+2",), ("@SUM(1)",))


def test_a_negative_number_stays_a_number_in_a_column_of_numbers_only() -> None:
    row = canonical(sheet(written([campaign(longitude="-121.5", title="-121.5")]))).decode().splitlines()[1]
    assert ",-121.5," in row and ",'-121.5," in row
    steps = canonical(sheet(written([event(votes_for="-4", votes_against="-4-1")]), "events")).decode()
    assert ",-4,'-4-1," in steps


def test_a_number_that_a_spreadsheet_wrote_as_text_is_a_number() -> None:
    assert sheet(written([campaign(longitude="'-121.5")])).rows[0].cells["longitude"] == "-121.5"


@pytest.fixture(scope="module")
def office() -> str:
    """LibreOffice, where it is installed; CI has to have it."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program:
        return program
    if os.environ.get("CI") == "true":
        pytest.fail("LibreOffice is not installed, and in CI it has to be.")
    pytest.skip("LibreOffice is not installed.")


@pytest.mark.parametrize("format", FORMATS)
def test_libreoffice_finds_no_formula_however_it_parts_the_cells(office: str, format: str, tmp_path: Path) -> None:
    rows = [campaign(title=text, summary=text) for text in NASTY]
    guarded = [campaign(title=harmless(text), summary=harmless(text)) for text in NASTY]
    (tmp_path / "wild.csv").write_text(written(rows), encoding="utf-8")
    (tmp_path / "tame.csv").write_bytes(canonical(sheet(written(guarded))))
    wild, tame = opened(office, FORMATS[format], tmp_path / "wild.csv", tmp_path / "tame.csv")
    assert [value for kind, value in wild if kind == "f"], "LibreOffice no longer runs formulas: this shows nothing"
    assert [value for kind, value in tame if kind == "f"] == []
    assert len(tame) > len(NASTY)


def opened(office: str, format: str, *files: Path) -> list[list[tuple[str, object]]]:
    """Type and value of each cell that LibreOffice makes of CSV files of one folder."""
    folder = files[0].parent
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += [f"--infilter=Text - txt - csv (StarCalc):{format}", "--convert-to", "xlsx", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=120)
    return [cells(openpyxl.load_workbook(file.with_suffix(".xlsx"))) for file in files]


def cells(book: openpyxl.Workbook) -> list[tuple[str, object]]:
    rows = book.worksheets[0].iter_rows()
    return [(cell.data_type, cell.value) for row in rows for cell in row]
