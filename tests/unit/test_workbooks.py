"""Workbooks are read as spreadsheets show them, refused where they are not safe, and lose nothing when written."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from campaigns import workbooks, xlsx_parts
from campaigns.cell_formats import number_text
from campaigns.checking import check_cells
from campaigns.formatting import canonical
from campaigns.schema import tables
from campaigns.tables import Sheet, UnreadableTable, read_any
from campaigns.workbook_guide import GUIDE
from campaigns.workbook_sheets import TooLargeForWorkbook, fits
from campaigns.workbooks import tables_in, workbook
from tests.unit.factories import campaign, company, event, sheet, written

FILE = "Book1.xlsx"
CAMPAIGNS = sheet(written([campaign() | {"Notes": "ring the clerk"}]))
EVENTS = sheet(written([event()]), "events")

Rows = list[list[Any]]


def saved(book: openpyxl.Workbook) -> bytes:
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def book_of(sheets: Mapping[str, Rows]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        target = book.create_sheet(title)
        for row in rows:
            target.append(row)
    return book


def table(*rows: Mapping[str, Any]) -> Rows:
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def names(data: bytes, file: str = FILE) -> list[str]:
    return [name for name, _ in tables_in(file, data).tables]


def only_sheet(data: bytes) -> Sheet:
    ((name, csv),) = tables_in(FILE, data).tables
    return read_any(name, csv)


def refused(data: bytes, file: str = FILE) -> str:
    with pytest.raises(UnreadableTable) as why:
        tables_in(file, data)
    return str(why.value)


def read_cell(value: object, number_format: str = "General") -> str:
    """What a cell of the campaigns' summary is read as."""
    book = book_of({"campaigns": table(campaign() | {"summary": value})})
    book["campaigns"].cell(2, len(campaign()) + 1).number_format = number_format
    return only_sheet(saved(book)).rows[0].cells["summary"]


# Parts written by hand, for what openpyxl does not write.

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def link(id: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{target}"/>'


def packed(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", method) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return archive.getvalue()


def parts(rows: str, strings: str = "") -> dict[str, str | bytes]:
    """The parts of a workbook with one sheet, called events."""
    sheet = f'<sheet name="events" sheetId="1" r:id="a" xmlns:r="{OFFICE}"/>'
    main = f'<workbook xmlns="{MAIN}"><sheets>{sheet}</sheets></workbook>'
    office = link("m", "officeDocument", "xl/workbook.xml")
    links = link("a", "worksheet", "worksheets/one.xml") + link("b", "sharedStrings", "/xl/strings.xml")
    return {
        "_rels/.rels": f'<Relationships xmlns="{LINKS}">{office}</Relationships>',
        "xl/workbook.xml": main,
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{LINKS}">{links}</Relationships>',
        "xl/worksheets/one.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        "xl/strings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
    }


def inline(*texts: str) -> str:
    return "".join(f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>' for text in texts)


HEADER = f"<row>{inline('campaign_id', 'date', 'kind', 'what', 'source_url')}</row>"


def step(cell: str) -> str:
    """The rows of a sheet of events with one step, whose date is the given cell."""
    return f"{HEADER}<row>{inline('a')}{cell}</row>"


def date_of(data: bytes) -> str:
    return only_sheet(data).rows[0].cells["date"]


def test_a_file_that_is_no_workbook_passes_through_unchanged() -> None:
    data = written([campaign()], ";").encode("utf-16")
    assert tables_in("mine.csv", data) == workbooks.Upload((("mine.csv", data),))


@pytest.mark.parametrize("title", ["events", "Events", " EVENTS"])
def test_a_sheet_titled_as_a_table_is_named_as_its_file(title: str) -> None:
    assert names(saved(book_of({title: table(event())}))) == ["events.csv"]


def test_another_sheet_is_named_by_its_file_and_title_and_known_by_its_columns() -> None:
    data = saved(book_of({"Tabelle1": table(event())}))
    assert names(data) == ["Book1.xlsx, sheet Tabelle1"]
    assert only_sheet(data).table.name == "events"


def test_rows_keep_the_numbers_that_the_spreadsheet_shows() -> None:
    header, row = table(event())
    read = only_sheet(saved(book_of({"events": [[], [], header, [], row, [], [], row]})))
    assert [row.number for row in read.rows] == [5, 8]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (" two\nlines ", "General", "two\nlines"),
        ("2024-05", "@", "2024-05"),
        ("007", "@", "007"),
        (7, "General", "7"),
        (7.0, "0.00", "7"),
        (45.5234, "General", "45.5234"),
        (-0.0, "General", "0"),
        (1e300, "General", "1e+300"),
        (12345678901234, "General", "12345678901234"),
        (0.25, "0%", "0.25"),
        (5, '0 "days"', "5"),
        (5, "[Red]0.0;[Blue]-0.0", "5"),
        (True, "General", "TRUE"),
        (False, "General", "FALSE"),
        ("#REF!", "General", "#REF!"),
        (date(2024, 5, 14), "yyyy-mm-dd", "2024-05-14"),
        (date(2024, 5, 14), "dd/mm/yy", "2024-05-14"),
        (date(2024, 5, 14), "m/d/yy", "2024-05-14"),
        (date(2024, 5, 14), "[$-F800]dddd, mmmm dd, yyyy", "2024-05-14"),
        (date(2024, 5, 1), "mmm-yy", "2024-05"),
        (date(2024, 5, 1), "[$-409]mmmm yyyy;@", "2024-05"),
        (date(2024, 1, 1), "yyyy", "2024"),
        (date(2024, 5, 14), "d-mmm", "14 May"),
        (date(2024, 5, 14), "mmmm", "May"),
        (datetime(2024, 5, 14), "yyyy-mm-dd hh:mm:ss", "2024-05-14"),
        (datetime(2024, 5, 14, 18, 30), "yyyy-mm-dd hh:mm:ss", "2024-05-14 18:30:00"),
        (datetime(2024, 5, 14, 18, 30), "m/d/yyyy h:mm AM/PM", "2024-05-14 18:30:00"),
        (datetime(2024, 5, 14, 18, 30), "yyyy-mm-dd", "2024-05-14"),
        (timedelta(hours=18, minutes=30), "hh:mm", "18:30:00"),
        (timedelta(hours=30), "[h]:mm:ss", "1 day, 6:00:00"),
        (99_999_999, "yyyy-mm-dd", "99999999"),
    ],
)
def test_a_cell_is_read_as_it_shows(value: object, number_format: str, text: str) -> None:
    assert read_cell(value, number_format) == text


def test_a_number_with_the_seventeen_digits_that_excel_keeps_is_read_as_it_was_typed() -> None:
    assert date_of(packed(parts(step("<c><v>45.523400000000002</v></c>")))) == "45.5234"


def test_a_date_that_shows_no_year_is_refused_rather_than_guessed() -> None:
    book = book_of({"events": table(event() | {"date": date(2024, 5, 14)})})
    book["events"]["B2"].number_format = "d-mmm"
    (finding,) = check_cells(only_sheet(saved(book)))
    assert finding.message == '"14 May" is not a date.'


def test_a_workbook_that_counts_from_1904_is_understood() -> None:
    book = book_of({"events": table(event() | {"date": date(2024, 5, 14)})})
    book.epoch = CALENDAR_MAC_1904
    assert date_of(saved(book)) == "2024-05-14"


def test_a_formula_is_read_by_its_result() -> None:
    assert date_of(packed(parts(step('<c t="str"><f>"20"&amp;"24"</f><v>2024</v></c>')))) == "2024"
    assert date_of(packed(parts(step("<c><f>2000+24</f><v>2024</v></c>")))) == "2024"
    assert date_of(packed(parts(step('<c t="str"><f>""</f><v></v></c>')))) == ""


def test_a_formula_without_a_result_is_named() -> None:
    book = book_of({"events": table(event() | {"date": "=YEAR(TODAY())"})})
    assert refused(saved(book)) == (
        'The sheet "events" of Book1.xlsx has a formula without a result in B2. Open the workbook in a spreadsheet '
        "and save it, which works the formula out, or write its result."
    )


def test_a_formula_in_the_notes_stops_nothing() -> None:
    book = book_of({"events": table(event()), "Notes": [["=1+1"]]})
    assert names(saved(book)) == ["events.csv"]


def test_text_in_several_fonts_is_read_without_its_pronunciation() -> None:
    text = "<si><r><t>20</t></r><r><t>24</t></r><rPh><t>nisen</t></rPh></si>"
    assert date_of(packed(parts(step('<c t="s"><v>0</v></c>'), strings=text))) == "2024"


def test_characters_that_are_spelled_out_are_read() -> None:
    assert date_of(packed(parts(step(inline("_x0032_024"))))) == "2024"
    assert date_of(packed(parts(step(inline("_xD83D_"))))) == "_xD83D_"


def test_cells_and_rows_that_say_where_they_are_stand_there() -> None:
    rows = f'{HEADER}<row r="4"><c r="B4"><v>2024</v></c><c r="D4" t="inlineStr"><is><t>Asked.</t></is></c></row>'
    (row,) = only_sheet(packed(parts(rows))).rows
    assert (row.number, row.cells["campaign_id"], row.cells["date"], row.cells["what"]) == (4, "", "2024", "Asked.")


def test_elements_with_a_prefix_are_understood() -> None:
    made = parts(step("<c><v>2024</v></c>"))
    body = str(made["xl/worksheets/one.xml"]).replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    made["xl/worksheets/one.xml"] = body.replace("xmlns=", "xmlns:x=")
    assert date_of(packed(made)) == "2024"


def test_a_sheet_that_is_no_table_is_passed_over_and_mentioned() -> None:
    upload = tables_in(FILE, saved(book_of({"Read me": [["Dear all"]], "Sheet2": [], "events": table(event())})))
    assert [name for name, _ in upload.tables] == ["events.csv"]
    assert upload.notes == (
        'The sheet "Read me" of Book1.xlsx was passed over: its first row does not name the columns of a table.',
    )


def test_a_hidden_sheet_is_passed_over_and_mentioned() -> None:
    book = book_of({"events": table(event()), "campaigns": table(campaign())})
    book["campaigns"].sheet_state = "hidden"
    upload = tables_in(FILE, saved(book))
    assert [name for name, _ in upload.tables] == ["events.csv"]
    assert upload.notes == ('The sheet "campaigns" of Book1.xlsx was passed over, because it is hidden.',)


def test_hidden_rows_and_columns_are_read() -> None:
    book = book_of({"events": table(event(), event(date="2025"))})
    book["events"].row_dimensions[2].hidden = True
    book["events"].column_dimensions["A"].hidden = True
    assert len(only_sheet(saved(book)).rows) == 2


def test_a_workbook_without_any_table_is_refused() -> None:
    assert refused(saved(book_of({"Notes": [["Dear all"]]}))) == (
        "Book1.xlsx holds no table of campaigns, events, companies or resources. "
        'The sheet "Notes" of Book1.xlsx was passed over: its first row does not name the columns of a table.'
    )


def with_part(name: str, text: str | bytes = "x") -> bytes:
    return packed(parts(step("")) | {name: text})


def locked_entry() -> bytes:
    data = bytearray(with_part("xl/x.xml"))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (OLD, "it is an old workbook. Save it as .xlsx or as CSV."),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "it is protected by a password. Save it without one."),
        (locked_entry(), "it is protected by a password. Save it without one."),
        (with_part("xl/vbaProject.bin"), "it contains macros. Save it as .xlsx, which leaves them out."),
        (with_part("xl/macrosheets/sheet1.xml"), "it contains macros. Save it as .xlsx, which leaves them out."),
        (with_part("xl/activeX/activeX1.bin"), "it contains macros. Save it as .xlsx, which leaves them out."),
        (with_part("xl/workbook.bin"), "it is a binary workbook. Save it as .xlsx."),
        (
            with_part("xl/embeddings/oleObject1.bin"),
            "it has other files in it. Copy the tables alone into a new workbook.",
        ),
        (
            with_part("xl/connections.xml"),
            "it takes values from elsewhere. Copy the tables alone into a new workbook.",
        ),
        (packed({"Book1.xlsx": with_part("x")}, zipfile.ZIP_STORED), "it is a compressed file. Unpack it first."),
        (packed({"content.xml": "x"}), "it is an OpenDocument file. Save it as .xlsx or as CSV."),
        (
            with_part("xl/externalLinks/externalLink1.xml"),
            "it takes values from other workbooks. Turn these links into values, and save it again.",
        ),
    ],
    ids=[
        *("old", "password", "password in the archive", "macros", "macro sheets", "controls", "binary", "files in it"),
        *("connections", "a workbook in an archive", "OpenDocument", "links"),
    ],
)
def test_a_workbook_of_another_kind_is_refused_with_what_to_do(data: bytes, why: str) -> None:
    assert refused(data) == f"{FILE} cannot be read: {why}"


TOO_MUCH = "Book1.xlsx holds more than is read."


def test_a_workbook_that_is_too_large_is_refused_unread() -> None:
    assert "too large for a workbook" in refused(with_part("xl/media/a.png", b"") + bytes(xlsx_parts.LARGEST_WORKBOOK))


def test_a_workbook_that_would_unpack_to_too_much_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_parts, "LARGEST_UNPACKED", 1_000_000)
    assert "too large for a workbook" in refused(with_part("xl/media/a.png", bytes(1_000_001)))


def test_a_part_that_unpacks_to_more_than_it_says_is_refused_as_soon_as_that_shows() -> None:
    data = packed(parts(step("") + " " * 50_000_000))
    entry = data.rindex(b"xl/worksheets/one.xml") - 22
    told_small = data[:entry] + (100).to_bytes(4, "little") + data[entry + 4 :]
    tracemalloc.start()
    assert "is a damaged workbook" in refused(told_small)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 10_000_000


def test_more_elements_than_a_large_table_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_parts, "MOST_ELEMENTS", 10_000)
    assert TOO_MUCH in refused(packed(parts(step("<c/>" * 10_000))))


def test_few_cells_that_span_a_huge_sheet_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_CHARACTERS", 5_000_000)
    far = "".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(2, 400))
    assert TOO_MUCH in refused(packed(parts(HEADER + far)))


def test_a_long_text_that_many_cells_share_is_refused() -> None:
    text = f"<si><t>{'x' * 1_000_000}</t></si>"
    assert TOO_MUCH in refused(packed(parts(step('<c t="s"><v>0</v></c>' * 1_000), text)))


def test_one_sheet_under_many_titles_is_refused() -> None:
    made = parts(step(""))
    main = str(made["xl/workbook.xml"])
    made["xl/workbook.xml"] = main.replace(
        "<sheets>", "<sheets>" + main.partition("<sheets>")[2].partition("</sh")[0] * 100
    )
    assert TOO_MUCH in refused(packed(made))


def test_reading_a_large_part_again_and_again_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_parts, "MOST_ELEMENTS", 1_000)
    assert TOO_MUCH in refused(packed(parts(step("") + " " * 1_000_000)))


@pytest.mark.parametrize("code", ["h" * 300_000, "[" * 300_000, "m" * 300_000], ids=["hours", "brackets", "months"])
def test_an_endless_number_format_takes_no_time(code: str) -> None:
    begun = time.perf_counter()
    assert number_text("9" * 300_000, code) == "9" * 300_000
    assert number_text("45426", code)
    assert time.perf_counter() - begun < 5


BILLION_LAUGHS = "<!DOCTYPE a [{}]>".format(
    '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
)
SECRET = '<!DOCTYPE a [<!ENTITY a11 SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("doctype", [BILLION_LAUGHS, SECRET], ids=["bomb", "file"])
@pytest.mark.parametrize("part", ["_rels/.rels", "xl/workbook.xml", "xl/worksheets/one.xml", "xl/strings.xml"])
def test_xml_that_declares_entities_is_refused_at_once(part: str, doctype: str) -> None:
    made = parts(step('<c t="s"><v>0</v></c>'), strings="<si><t>2024</t></si>")
    made[part] = doctype + str(made[part]).replace("><", ">&a11;<", 1)
    begun = time.perf_counter()
    assert "is a damaged workbook" in refused(packed(made))
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize(
    "rows",
    [
        "<a>" * 10_000 + "</a>" * 10_000,
        HEADER + '<row r="1"/>',
        HEADER + '<row r="1048577"/>',
        HEADER + '<row r="x"/>',
        step('<c r="A2"/>'),
        step('<c r="ZZZ2"/>'),
        step('<c t="s"><v>12</v></c>'),
        step('<c t="s"><v>x</v></c>'),
        step('<c s="99"><v>1</v></c>'),
        "<row>",
    ],
    ids=[
        "deep",
        "row again",
        "row too far",
        "no row",
        "cell again",
        "far cell",
        "no text",
        "no number",
        "style",
        "open",
    ],
)
def test_a_damaged_workbook_is_refused(rows: str) -> None:
    assert refused(packed(parts(rows))) == (
        "Book1.xlsx is a damaged workbook. Open it in a spreadsheet and save it again as .xlsx, "
        "or save each sheet as CSV."
    )


@given(st.data())
def test_no_damage_does_more_harm_than_being_refused(data: st.DataObject) -> None:
    valid = WORKBOOK
    start = data.draw(st.integers(0, len(valid)))
    damage = data.draw(st.binary(max_size=12))
    try:
        tables_in(FILE, valid[:start] + damage + valid[start + data.draw(st.integers(0, 60)) :])
    except UnreadableTable as why:
        assert FILE in str(why)


@given(st.data())
def test_no_damage_to_a_part_does_more_harm_than_being_refused(data: st.DataObject) -> None:
    made = parts(step('<c t="s"><v>0</v></c>'), strings="<si><t>2024</t></si>")
    part = data.draw(st.sampled_from(sorted(made)))
    text = str(made[part])
    start = data.draw(st.integers(0, len(text)))
    made[part] = text[:start] + data.draw(st.text(max_size=5)) + text[start + data.draw(st.integers(0, 20)) :]
    try:
        tables_in(FILE, packed(made))
    except UnreadableTable as why:
        assert FILE in str(why)


# Writing

WORKBOOK = workbook({"campaigns": CAMPAIGNS, "events": EVENTS})
TRICKY = (
    *("=1+1", "+44 20 7946 0000", "-1", "@SUM(A1)", "2024-05", "1-2", "3/4", "007", "TRUE", "1e3", "#REF!", "'x"),
    *(
        "_x0041_",
        "_x005F_",
        "a\tb",
        "a\x0bb",
        "\ufffe",
        "a\u2028b",
        '"',
        ",",
        ";",
        "sep=;",
        "PK",
        "12345678901234567890",
    ),
)
ANY_TEXT = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=12),
    st.sampled_from(TRICKY),
)
ANY_NUMBER = st.one_of(st.integers().map(str), st.floats().map(repr), st.decimals(allow_nan=False).map(str))


@st.composite
def any_sheets(draw: st.DrawFn) -> Sheet:
    """A table of any text, with a column of its own."""
    schema = draw(st.sampled_from(sorted(tables())))
    columns = [field.name for field in tables()[schema].fields] + ["Notes"]
    cells = st.fixed_dictionaries(dict.fromkeys(columns, ANY_TEXT | ANY_NUMBER))
    return sheet(written(draw(st.lists(cells, min_size=1, max_size=3))), schema)


@given(any_sheets())
def test_every_text_survives_being_written_and_read(before: Sheet) -> None:
    if before.rows:
        after = only_sheet(workbook({before.table.name: before}))
        assert (after.table, canonical(after)) == (before.table, canonical(before))


@pytest.mark.parametrize("text", TRICKY)
def test_text_that_looks_like_something_else_is_written_as_text(text: str) -> None:
    cell = opened(workbook({"campaigns": sheet(written([campaign(title=text)]))}))["campaigns"]["B2"]
    assert (cell.data_type, cell.number_format) == ("s", "@")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("45.5234", 45.5234),
        ("-122", -122),
        ("0.00001", "0.00001"),
        ("007", "007"),
        ("1234567890.123456", "1234567890.123456"),
        ("about 45", "about 45"),
    ],
)
def test_a_number_is_a_number_only_where_no_digit_of_it_is_lost(text: str, value: object) -> None:
    cell = opened(workbook({"campaigns": sheet(written([campaign(latitude=text)]))}))["campaigns"]["F2"]
    assert cell.value == value


def test_empty_rows_below_the_table_take_text_as_it_is_typed() -> None:
    written_sheet = opened(WORKBOOK)["campaigns"]
    assert written_sheet.column_dimensions["A"].number_format == "@"


def test_the_header_is_bold_and_stays_in_sight() -> None:
    target = opened(WORKBOOK)["campaigns"]
    assert target.freeze_panes == "B2"
    assert all(cell.font.b for cell in target[1])


def test_chosen_values_are_offered_in_a_menu() -> None:
    target = opened(WORKBOOK)["campaigns"]
    column = next(cell.column_letter for cell in target[1] if cell.value == "status")
    (menu,) = [menu for menu in target.data_validations.dataValidation if f"{column}2" in menu.sqref]
    assert menu.formula1 == '"won,partial,ongoing,lost,reversed"'
    assert f"{column}1048576" in menu.sqref


def test_every_menu_is_one_that_excel_takes() -> None:
    menus = [field.choices for table in tables().values() for field in table.fields if field.choices]
    assert not [choice for menu in menus for choice in menu if set(choice.value) & set(',"')]
    assert max(len(",".join(choice.value for choice in menu)) for menu in menus) <= 255


def test_columns_that_the_schema_does_not_have_are_kept() -> None:
    assert [row.aside for row in read_any(*tables_in(FILE, WORKBOOK).tables[0]).rows] == [("ring the clerk",)]


def test_the_guide_tells_every_column_and_every_allowed_value() -> None:
    everything = {name: sheet(written([dict.fromkeys(table_columns(name), "x")]), name) for name in tables()}
    told = "\n".join(str(cell) for row in opened(workbook(everything))[GUIDE].values for cell in row)
    for schema in tables().values():
        for field in schema.fields:
            assert field.description in told
            assert all(f"{choice.value}: {choice.meaning}" in told for choice in field.choices)


def table_columns(name: str) -> list[str]:
    return [field.name for field in tables()[name].fields]


def test_the_guide_is_the_last_sheet_and_is_not_read_back() -> None:
    assert opened(WORKBOOK).sheetnames == ["campaigns", "events", GUIDE]
    upload = tables_in(FILE, WORKBOOK)
    assert ([name for name, _ in upload.tables], upload.notes) == (["campaigns.csv", "events.csv"], ())


def test_the_guide_is_no_table_under_another_title_either() -> None:
    book = opened(WORKBOOK)
    book[GUIDE].title = "Guide"
    assert names(saved(book)) == ["campaigns.csv", "events.csv"]


def test_the_same_tables_are_the_same_bytes() -> None:
    assert workbook({"campaigns": CAMPAIGNS, "events": EVENTS}) == WORKBOOK
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert b"dcterms" not in archive.read("docProps/core.xml").replace(b"xmlns:dcterms", b"")


def test_a_text_too_long_for_a_cell_is_not_cut_short() -> None:
    with pytest.raises(TooLargeForWorkbook, match=r'^The text in B2 of the sheet "campaigns" is longer than 32,767'):
        workbook({"campaigns": sheet(written([campaign(title="x" * 32_768)]))})


def test_a_table_of_companies_is_written_too() -> None:
    companies = sheet(written([company(aliases="Example Corporation;Exco")]), "companies")
    assert canonical(only_sheet(workbook({"companies": companies}))) == canonical(companies)


def test_a_table_with_too_long_a_text_does_not_fit() -> None:
    assert fits(sheet(written([campaign(summary="x" * 32_767)])))
    assert not fits(sheet(written([campaign(summary="x" * 32_768)])))


def test_a_row_whose_last_cells_are_empty_is_no_short_row() -> None:
    rows = [campaign(), campaign(id="b", last_checked="")]
    book = workbook({"campaigns": sheet(written(rows))})
    [(name, data)] = tables_in("mine.xlsx", book).tables
    assert read_any(name, data).findings == ()
