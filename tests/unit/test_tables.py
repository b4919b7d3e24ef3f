"""Tables are read however a spreadsheet saved them, and refused in a plain sentence where they are none."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.schema import tables
from campaigns.spreadsheet_dates import meanings
from campaigns.tables import LARGEST_FILE, UnreadableTable, content, read_any, read_file
from tests.unit.factories import campaign, company, event, sheet, written

ONE = written([campaign()])
TWO = written([campaign(), campaign(id="sampleville-or-bonds", place="Sampleville", title="Bonds")])


def first_cells(text: str | bytes, table: str = "campaigns") -> dict[str, str]:
    return sheet(text, table).rows[0].cells


def messages(text: str | bytes, table: str = "campaigns") -> list[str]:
    return [finding.message for finding in sheet(text, table).findings]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"], ids=lambda name: name
)
def test_every_encoding_that_spreadsheets_write_is_read(encoding: str) -> None:
    text = written([campaign(place="Éxämpleton")])
    assert first_cells(text.encode(encoding))["place"] == "Éxämpleton"


def test_one_damaged_byte_does_not_spoil_the_other_letters() -> None:
    data = written([campaign(place="Éxampleton", body="Rät")]).encode().replace("ä".encode(), b"\xe4")
    assert (first_cells(data)["place"], first_cells(data)["body"]) == ("Éxampleton", "Rät")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_every_usual_delimiter_is_recognised(delimiter: str) -> None:
    text = written([campaign(title="Bonds, shares; and funds")], delimiter)
    assert first_cells(text) == campaign(title="Bonds, shares; and funds")


def test_the_line_that_declares_a_delimiter_to_excel_is_no_row() -> None:
    read = sheet("sep=;\n" + written([campaign()], ";"))
    assert (read.rows[0].number, read.rows[0].cells) == (2, campaign())


@pytest.mark.parametrize("line_end", ["\r\n", "\r"], ids=["Windows", "old Mac"])
def test_other_line_ends_are_read(line_end: str) -> None:
    assert [row.number for row in sheet(TWO.replace("\n", line_end)).rows] == [2, 3]


def test_rows_are_numbered_as_the_spreadsheet_shows_them() -> None:
    lines = written([campaign(summary="one\ntwo"), campaign(id="b")]).splitlines(keepends=True)
    text = "".join([lines[0], "\n", *lines[1:3], "," * 17 + "\n", " , ,\n", lines[3]])
    assert [row.number for row in sheet(text).rows] == [3, 6]


def test_blank_rows_above_the_header_count() -> None:
    assert sheet("\n\n" + ONE).rows[0].number == 4


def test_columns_are_known_in_any_order_and_spelling() -> None:
    cells = campaign()
    turned = {name.upper().replace("_", " "): cells[name] for name in reversed(cells)}
    assert first_cells(written([turned])) == cells


def test_columns_are_known_by_their_titles() -> None:
    cells = campaign()
    titled = {tables()["campaigns"].field(name).title: text for name, text in cells.items()}
    assert first_cells(written([titled])) == cells


def test_a_column_that_nobody_knows_is_kept_aside_and_mentioned() -> None:
    read = sheet(written([campaign() | {"Notes": "ring the clerk"}]))
    assert (read.extras, read.rows[0].aside) == (("Notes",), ("ring the clerk",))
    assert messages(written([campaign() | {"Notes": "x"}])) == ['Not used, because no such column is known: "Notes".']


def test_a_misspelt_column_is_guessed() -> None:
    cells = campaign()
    cells["organisers"] = "Exampleton for Rights"
    (finding,) = sheet(written([cells])).findings
    assert finding.hint == 'Did you mean "organizers"?'


def test_a_column_given_twice_is_a_problem_and_the_first_is_used() -> None:
    header, row = ONE.splitlines()
    text = f"{header},Status\n{row},lost\n"
    assert first_cells(text)["status"] == "won"
    assert messages(text) == ['The column "Status" is there twice. Only the first one is used.']


def test_a_column_without_header_and_content_is_passed_over() -> None:
    header, row = ONE.splitlines()
    read = sheet(f"{header},,\n{row},,\n")
    assert (read.extras, read.findings) == ((), ())


def test_a_row_longer_than_the_header_is_refused() -> None:
    header, row = ONE.splitlines()
    (finding,) = sheet(f"{header}\n{row},more\n").findings
    assert finding.severity == "blocks"
    assert finding.message == "The row has 1 cell more than the header: others may be in wrong columns."
    assert finding.hint == "A text with a comma in it needs quotation marks around it."


def test_empty_cells_beyond_the_header_are_no_matter() -> None:
    header, row = ONE.splitlines()
    assert messages(f"{header}\n{row},,,\n") == []


def test_the_missing_cells_of_a_short_row_are_empty() -> None:
    header, row = ONE.splitlines()
    text = f"{header}\n{row.rpartition(',')[0]}\n"
    assert first_cells(text)["last_checked"] == ""
    assert messages(text) == ["The row ends after 17 of 18 columns. The others are read as empty."]


def test_a_quotation_mark_that_never_closes_spoils_its_own_row_only() -> None:
    lines = written([campaign(id="a"), campaign(id="b"), campaign(id="c")]).splitlines()
    lines[2] = lines[2].replace("Exampleton,", '"Exampleton,')
    read = sheet("\n".join(lines))
    assert [(row.cells["id"], row.number, row.broken) for row in read.rows] == [
        ("a", 2, False),
        ("b", 3, True),
        ("c", 4, False),
    ]
    assert [f.message for f in read.findings] == ["A quotation mark opens in this row and never closes."]


def test_a_mark_on_a_line_of_its_own_costs_no_row_that_a_mark_further_down_would_close() -> None:
    text = 'id;title;place\na;One;Exampleton\n"\nb;Two;Exampleton\n";0";Exampleton\n'
    read = sheet(text)
    assert {"a", "b"} <= {row.cells["id"] for row in read.rows}
    assert "A quotation mark opens in this row and never closes." in [f.message for f in read.findings]


@pytest.mark.parametrize("marks", ['"', 'b,"Exampleton', '"b', '"""'])
def test_a_quotation_mark_that_never_closes_takes_no_row_with_it(marks: str) -> None:
    titles = [campaign(id=name, title="Divestment, and more") for name in "ace"]
    header, *rows = written(titles).splitlines()
    read = sheet("\n".join([header, rows[0], marks, rows[1], marks, rows[2]]))
    assert [row.cells["id"] for row in read.rows if not row.broken] == ["a", "c", "e"]


def test_lines_in_a_cell_stay_there_whatever_they_hold() -> None:
    lines = 'one, two\n"three", "four"\n\n=5, "six" 7'
    (row,) = sheet(written([campaign(summary=lines)])).rows
    assert row.cells["summary"] == lines


def test_blanks_around_a_cell_do_not_count() -> None:
    assert first_cells(written([campaign(status=" \u00a0won\u00a0\t", place="\u200bExampleton ")])) == campaign()


def test_a_run_of_zeros_does_not_spoil_the_rows_around_it() -> None:
    header, *rows = written([campaign(id="a"), campaign(id="b")]).encode().splitlines()
    read = sheet(b"\n".join([header, rows[0], bytes(1_800), rows[1]]))
    assert [row.cells["id"] for row in read.rows] == ["a", "b"]


def test_nul_bytes_are_dropped() -> None:
    assert first_cells(ONE.replace("Exampleton", "Exam\0pleton", 1))["place"] == "Exampleton"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("14/05/2024", "2024-05-14"),
        ("5/14/2024", "2024-05-14"),
        ("14.05.2024", "2024-05-14"),
        ("2024/05/14", "2024-05-14"),
        ("2024-5-4", "2024-05-04"),
        ("2024-05-14 00:00:00", "2024-05-14"),
        ("2024-05-14T00:00:00Z", "2024-05-14"),
        ("5/14/2024 12:00 AM", "2024-05-14"),
        ("45426", "2024-05-14"),
        ("45426.0", "2024-05-14"),
        ("20240514", "2024-05-14"),
        ("May-24", "2024-05"),
        ("May 2024", "2024-05"),
        ("05/2024", "2024-05"),
        ("14 May 2024", "2024-05-14"),
        ("14-May-24", "2024-05-14"),
        ("May 14, 2024", "2024-05-14"),
        ("5/14/24", "2024-05-14"),
        ("05/05/2024", "2024-05-05"),
        ("2024.0", "2024"),
    ],
)
def test_a_date_in_a_spreadsheets_form_is_read_and_mentioned(typed: str, read: str) -> None:
    found = sheet(written([campaign(decided=typed)]))
    assert found.rows[0].cells["decided"] == read
    assert [finding.severity for finding in found.findings] == ["warns"]
    assert found.findings[0].message.startswith(f'"{typed}" was read as ')


def test_an_endless_text_in_a_column_of_dates_takes_no_time() -> None:
    begun = time.process_time()
    assert meanings("1" + " " * 200_000 + "x") == ()
    assert time.process_time() - begun < 1


def test_a_number_of_endless_digits_is_told_in_short() -> None:
    (message,) = [
        finding.message for finding in sheet(written([event(votes_for="1" + ",111" * 999)]), "events").findings
    ]
    assert len(message) < 300


def test_a_date_that_can_mean_two_days_is_refused_with_both() -> None:
    found = sheet(written([campaign(decided="05/06/2024")]))
    assert found.rows[0].cells["decided"] == "05/06/2024"
    assert found.findings[0].severity == "blocks"
    assert found.findings[0].message == '"05/06/2024" can mean 5 June 2024 or 6 May 2024.'
    assert found.findings[0].hint == "Write 2024-06-05 or 2024-05-06."


@pytest.mark.parametrize("typed", ["", "soon", "May 24", "31/02/2024", "12", "99999", "1/2/3/4", "2024-13"])
def test_what_is_no_date_is_not_taken_for_one(typed: str) -> None:
    assert meanings(typed) == ()


@pytest.mark.parametrize(
    ("column", "typed", "read"),
    [
        ("latitude", "45,52", "45.52"),
        ("longitude", "\u2212122.67", "-122.67"),
        ("status", "Won", "won"),
        ("status", "Partly won", "partial"),
        ("ask", "Contract_Cancellation", "contract cancellation"),
        ("country", "us", "US"),
        ("url", "HTTPS://example.org/A", "https://example.org/A"),
        ("targets", "Example Corp ;Sample Industries;", "Example Corp; Sample Industries"),
    ],
)
def test_a_cell_in_another_customary_form_is_read_without_a_word(column: str, typed: str, read: str) -> None:
    found = sheet(written([campaign(**{column: typed})]))
    assert (found.rows[0].cells[column], found.findings) == (read, ())


@pytest.mark.parametrize(("typed", "read"), [("4.0", "4"), ("4,0", "4"), ("4.00", "4"), ("12", "12")])
def test_a_whole_number_with_decimals_is_a_whole_number(typed: str, read: str) -> None:
    found = sheet(written([event(votes_for=typed)]), "events")
    assert (found.rows[0].cells["votes_for"], found.findings) == (read, ())


def test_groups_of_thousands_are_read_and_mentioned() -> None:
    found = sheet(written([event(votes_for="1,204")]), "events")
    assert found.rows[0].cells["votes_for"] == "1204"
    assert [finding.message for finding in found.findings] == ['"1,204" was read as 1204.']


def workbook() -> bytes:
    book = io.BytesIO()
    openpyxl.Workbook().save(book)
    return book.getvalue()


def archive(name: str = "campaigns.csv") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr(name, ONE)
    return packed.getvalue()


TOO_WIDE = "campaigns.csv has 202 columns, and 200 at most are read. Delete those that are not part of the table."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (workbook(), "campaigns.csv is an Excel workbook: save it as CSV."),
        (archive(), "campaigns.csv is a compressed file: unpack it first."),
        (b"PK broken", "campaigns.csv is a compressed file: unpack it first."),
        (b"7z\xbc\xaf\x27\x1c\0\4", "campaigns.csv is a compressed file: unpack it first."),
        (archive("word/document.xml"), "campaigns.csv is a text document, not a table: save the table itself as CSV."),
        (
            archive("ppt/presentation.xml"),
            "campaigns.csv is a presentation, not a table: save the table itself as CSV.",
        ),
        (b"id" + b"," * 201, TOO_WIDE),
        (b'"\nid"' + b"," * 201, TOO_WIDE),
        (b"\x89PNG\r\n\x1a\n\0\0", "campaigns.csv is an image, not a table."),
        (b"%PDF-1.7", "campaigns.csv is a PDF document, not a table."),
        (b"<!DOCTYPE html><html>", "campaigns.csv is a web page, not a table: download the file itself."),
        (b'[{"id": "a"}]', "campaigns.csv is a JSON file, not a table: save it as CSV."),
        (b"", "campaigns.csv is empty."),
        (b"\xef\xbb\xbf \r\n\n", "campaigns.csv is empty."),
        (
            b"town,outcome\nExampleton,won\n",
            "campaigns.csv is no table of campaigns: its first row names none of the columns needed "
            "(id, title, place, country, level, body, ask, status, url).",
        ),
    ],
    ids=[
        *("workbook", "archive", "broken archive", "7z", "document", "presentation", "wide", "wide below"),
        *("image", "PDF", "web page", "JSON", "empty", "blank", "other table"),
    ],
)
def test_a_file_that_is_no_table_is_named_in_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableTable) as refused:
        sheet(data)
    assert str(refused.value) == sentence


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTable, match=r"^events\.csv does not exist in "):
        read_file(tables()["events"], tmp_path / "events.csv")


def test_a_folder_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTable, match="is not a file that can be read as a table"):
        content(tmp_path)


def test_a_file_that_may_not_be_opened_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError

    (tmp_path / "campaigns.csv").write_text(ONE)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UnreadableTable, match=r"^campaigns\.csv may not be opened: you have no permission"):
        content(tmp_path / "campaigns.csv")


def test_a_file_too_large_for_a_table_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "campaigns.csv"
    with file.open("wb") as sparse:
        sparse.truncate(LARGEST_FILE + 1)
    with pytest.raises(UnreadableTable, match=r"campaigns\.csv is larger than 500 MB"):
        content(file)


def test_a_header_alone_is_a_table_without_rows() -> None:
    assert messages(ONE.splitlines()[0]) == ["The file has a header, but no rows."]


@pytest.mark.parametrize(
    ("rows", "table"), [([campaign()], "campaigns"), ([event()], "events"), ([company()], "companies")]
)
def test_a_table_under_another_name_is_known_by_its_columns(rows: list[dict[str, str]], table: str) -> None:
    assert read_any("mine.csv", written(rows).encode()).table.name == table


@given(st.binary(max_size=400))
def test_no_bytes_do_more_harm_than_being_refused(data: bytes) -> None:
    try:
        sheet(data)
    except UnreadableTable as refused:
        assert str(refused).startswith("campaigns.csv ")


@given(st.data())
def test_a_damaged_table_is_read_or_refused(data: st.DataObject) -> None:
    valid = TWO.encode()
    start = data.draw(st.integers(0, len(valid)))
    length = data.draw(st.integers(0, 40))
    damage = data.draw(st.one_of(st.binary(max_size=12), st.sampled_from([b'"', b"\0", b"\r", b"\xff", b';"\n'])))
    try:
        rows = sheet(valid[:start] + damage + valid[start + length :]).rows
    except UnreadableTable:
        return
    assert [row.number for row in rows] == sorted({row.number for row in rows})
