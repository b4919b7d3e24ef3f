"""Tables come back from a real LibreOffice with nothing changed but the cell that somebody edited."""

from __future__ import annotations

import csv
import io
import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from campaigns.formatting import canonical
from campaigns.schema import tables
from campaigns.tables import Sheet, read_any, read_file
from campaigns.workbook_guide import GUIDE
from campaigns.workbooks import tables_in, workbook
from scripts.find_office import NO_OFFICE, known_office, starts
from tests.unit.factories import campaign, sheet, written

pytestmark = pytest.mark.xdist_group("office")

DATA = Path(__file__).resolve().parents[2] / "data"
SECONDS = 120
EDITED = "Edited: 1-2, “quoted”"

# What the dialogs for opening and saving CSV say of themselves: UTF-8, separated by comma, semicolon and tab, quotation
# marks around text, formulas and special numbers not recognised; saved as shown.
# https://help.libreoffice.org/latest/en-US/text/shared/guide/csv_params.html
OPENED = "CSV:44/59/9,34,76,1,{columns},0,false,false,false,false,false,0,false"
SAVED = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
AS_TEXT = 2

NASTY = (
    *("2024", "2024-05", "2024-05-14", "14/05/2024", "05/06/2024", "May 2024", "45426", "12:30", "1-2", "3/4", "1 2/3"),
    *("=1+1", '=HYPERLINK("https://example.org")', "+1", "+44 20 7946 0000", "-5", "@x", "(5)", "--", "#REF!", "#N/A"),
    *("007", "1.50", ".5", "5.", "1,204", "1e3", "10%", "$5", "€5", "12345678901234567890", "0.1234567890123456789"),
    *("TRUE", "falsch", "Zürich, Straße", "'quoted'", '"quoted"', 'half"', "a, b; c", "one\ntwo\n\nthree", "tab\there"),
    *("_x0041_", "two  blanks", "<b>&amp;</b>", "日本 🗳️", "sep=;", "=", "\u200bx\u00ady", "Ümläut\u0308"),
)
"""What spreadsheets like to take for something else."""

Texts = list[dict[str, str]]


@dataclass(frozen=True)
class Office:
    """A LibreOffice with a profile of its own, and a folder to work in."""

    program: str
    folder: Path

    def convert(self, files: Iterable[Path], into: str, form: str, *options: str) -> dict[str, Path]:
        """Open files in LibreOffice and save them in another form; tell where each is now, by its stem."""
        files = list(files)
        folder = self.folder / into
        profile = f"-env:UserInstallation={(self.folder / 'profile').as_uri()}"
        command = [self.program, profile, "--headless", *options, "--convert-to", form, "--outdir", str(folder)]
        subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=SECONDS)
        return {file.stem: folder / f"{file.stem}.{form.partition(':')[0]}" for file in files}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The LibreOffice that `make office` found. Without one the tests are skipped, and fail under CI."""
    program = known_office()
    if program is None or not starts(program):
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NO_OFFICE)
    return Office(program, tmp_path_factory.mktemp("office"))


def nasty() -> Sheet:
    """A table with each nasty text in columns of every kind, and in one that the schema does not have."""
    rows = [campaign(id=f"row-{n:02}", title=text, summary=text, started=text) for n, text in enumerate(NASTY)]
    numbers = ["0.0001", "-122.6762", "100", "45,52", "about 45", "0.12345678901234567", "-0", "1e3"]
    rows += [campaign(id=f"row-x{n}", latitude=number, longitude=number) for n, number in enumerate(numbers)]
    return sheet(written([row | {"Notes": row["title"]} for row in rows]))


def real() -> dict[str, Sheet]:
    return {name: read_file(schema, DATA / schema.filename) for name, schema in tables().items()}


def texts(table: Sheet) -> Texts:
    return list(csv.DictReader(io.StringIO(canonical(table).decode(), newline="")))


def differences(before: Sheet, after: Sheet) -> list[tuple[str, str, str]]:
    """The column and the two texts of each cell that is not the same."""
    rows = zip(texts(before), texts(after), strict=True)
    return [(name, old[name], new[name]) for old, new in rows for name in old | new if old.get(name) != new.get(name)]


def tables_of(file: Path) -> dict[str, Sheet]:
    upload = tables_in(file.name, file.read_bytes())
    assert upload.notes == ()
    sheets = [read_any(name, data) for name, data in upload.tables]
    return {table.table.name: table for table in sheets}


def edit(file: Path) -> None:
    """Write something else into the first cell of a workbook that nothing hangs on."""
    book = openpyxl.load_workbook(file)
    first = book.worksheets[0]
    column = next(cell.column for cell in first[1] if cell.value in {"title", "what"})
    first.cell(2, column).value = EDITED
    book.save(file)


def edits(before: Sheet) -> list[tuple[str, str, str]]:
    """The one difference that `edit` makes."""
    column = "title" if "title" in before.columns else "what"
    return [(column, texts(before)[0][column], EDITED)]


@pytest.fixture(scope="module")
def books(office: Office) -> dict[str, Path]:
    """Our workbooks, saved by LibreOffice, edited in one cell, and saved by LibreOffice again."""
    for name, sheets in {"real": real(), "nasty": {"campaigns": nasty()}}.items():
        (office.folder / f"{name}.xlsx").write_bytes(workbook(sheets))
    once = office.convert(office.folder.glob("*.xlsx"), "once", "xlsx")
    for file in once.values():
        edit(file)
    return office.convert(once.values(), "twice", "xlsx")


@pytest.fixture(scope="module")
def csv_files(office: Office) -> dict[str, Path]:
    """Tables opened by LibreOffice as CSV, edited in one cell, and saved as CSV: as usual, or all columns as text.

    LibreOffice has no hand that edits. So what it opened becomes a workbook on the way, with the cells that it made.
    """
    (office.folder / "nasty.csv").write_bytes(canonical(nasty()))
    published = [DATA / "campaigns.csv", DATA / "events.csv"]
    opened = office.convert(published, "opened", "xlsx", f"--infilter={OPENED.format(columns='')}")
    every_column = "/".join(f"{column}/{AS_TEXT}" for column in range(1, 41))
    as_text = f"--infilter={OPENED.format(columns=every_column)}"
    opened |= office.convert([office.folder / "nasty.csv"], "opened", "xlsx", as_text)
    for file in opened.values():
        edit(file)
    return office.convert(opened.values(), "saved", SAVED)


def test_a_workbook_of_the_published_data_comes_back_with_only_the_edit(books: dict[str, Path]) -> None:
    before, after = real(), tables_of(books["real"])
    found = {name: differences(before[name], after[name]) for name in before}
    assert found == {"campaigns": edits(before["campaigns"]), "events": [], "companies": [], "resources": []}


def test_a_workbook_of_nasty_texts_comes_back_with_only_the_edit(books: dict[str, Path]) -> None:
    assert differences(nasty(), tables_of(books["nasty"])["campaigns"]) == edits(nasty())


def test_guide_menus_and_the_format_of_new_rows_outlive_libreoffice(books: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(books["real"])
    campaigns = book["campaigns"]
    menus = [menu.formula1 for menu in campaigns.data_validations.dataValidation]
    assert book.sheetnames == [*tables(), GUIDE]
    assert '"won,partial,ongoing,lost,reversed"' in menus
    assert campaigns.column_dimensions["A"].number_format == "@"


@pytest.mark.parametrize("name", ["campaigns", "events"])
def test_a_published_csv_file_comes_back_with_only_the_edit(csv_files: dict[str, Path], name: str) -> None:
    before = real()[name]
    assert differences(before, read_file(tables()[name], csv_files[name])) == edits(before)


def test_nasty_texts_come_back_from_csv_whose_columns_are_opened_as_text(csv_files: dict[str, Path]) -> None:
    assert differences(nasty(), read_file(tables()["campaigns"], csv_files["nasty"])) == edits(nasty())
