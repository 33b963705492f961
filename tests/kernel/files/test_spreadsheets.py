import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.files.spreadsheets import Row, Wanted, read_rows
from roundtable.kernel.files.tables import Column, Kind, Table, csv_bytes, ods_bytes, xlsx_bytes

COLUMNS = [Wanted("title", ["Title", "Название"]), Wanted("budget", ["Budget"], needed=False)]
ROWS = [Row(2, {"title": "Study visit", "budget": "5"}), Row(4, {"title": "Обмен", "budget": None})]


def read(content, name="table.csv", columns=COLUMNS):
    return read_rows(SimpleUploadedFile(name, content), columns=columns)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_a_csv_of_any_separator_and_encoding_is_read(separator, encoding):
    text = "Title;Budget\r\nStudy visit;5\r\n;\r\nОбмен;\r\n".replace(";", separator)

    assert read(text.encode(encoding)) == ROWS


def test_columns_are_known_by_their_heads_in_any_order_and_language():
    assert read("budget;НАЗВАНИЕ ;other\n5;Study visit;x\n".encode()) == [
        Row(2, {"title": "Study visit", "budget": "5"})
    ]


def test_the_separator_that_excel_names_is_taken():
    assert read(b"sep=|\nTitle|Budget\na;b|1\n") == [Row(2, {"title": "a;b", "budget": "1"})]


@pytest.mark.parametrize(("write", "ending"), [(csv_bytes, "csv"), (xlsx_bytes, "xlsx"), (ods_bytes, "ods")])
def test_what_goes_out_can_come_in_again(write, ending):
    columns = [Column("title", "Title"), Column("n", "Number", Kind.NUMBER), Column("day", "Day", Kind.DATE)]
    rows = [
        {"title": "=1+1", "n": 5, "day": date(2026, 5, 1)},
        {"title": "two  spaces\nand a line", "n": -2.5, "day": None},
    ]
    told = read(write(Table("t", "T", columns, rows)), f"t.{ending}", columns)

    if ending == "csv":
        rows = [
            {"title": "=1+1", "n": "5", "day": "2026-05-01"},
            {"title": "two  spaces\nand a line", "n": "-2.5", "day": None},
        ]
    assert [row.cells for row in told] == rows


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "t.csv", "is empty"),
        (b"Budget\n5\n", "t.csv", "The column “Title” is missing. The file has: Budget."),
        (b"Title,Title\na,b\n", "t.csv", "Two columns have the same head"),
        (b"PK\x03\x04 nonsense", "t.xlsx", "damaged"),
        (b"\xd0\xcf\x11\xe0 old", "t.xls", "old or locked Excel"),
        (b"hello", "t.docx", "cannot be read as a table"),
        (b"Title\n" + b"x\n" * 20_001, "t.csv", "more than 20000 rows"),
        (b",".join(b"c" for _ in range(300)), "t.csv", "more than 200 columns"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(content, name, sentence):
    with pytest.raises(Invalid, match=sentence):
        read(content, name)


def test_a_file_that_unpacks_without_end_is_not_opened():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(11):
            archive.writestr(f"xl/{number}", b"\0" * (20 * 1024 * 1024))

    with pytest.raises(Invalid, match="unpacks"):
        read(bomb.getvalue(), "t.xlsx")


def test_an_entity_in_an_open_document_is_refused():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')

    with pytest.raises(Invalid, match="damaged"):
        read(made.getvalue(), "t.ods")


def test_a_workbook_that_lies_about_its_size_is_read():
    book = Workbook()
    book.active.append(["Title", "Budget"])
    book.active.append(["a", 3])
    made = io.BytesIO()
    book.save(made)

    assert read(made.getvalue(), "t.xlsx") == [Row(2, {"title": "a", "budget": 3})]


def test_a_workbook_whose_sheet_is_broken_says_that_the_file_is_damaged():
    whole = io.BytesIO()
    book = Workbook()
    book.active.append(["Title", "Budget"])
    book.active.append(["Study visit", 5])
    book.save(whole)
    cut = io.BytesIO()
    with zipfile.ZipFile(whole) as good, zipfile.ZipFile(cut, "w") as bad:
        for member in good.infolist():
            part = good.read(member)
            bad.writestr(member, part[: len(part) // 2] if "sheet1" in member.filename else part)

    with pytest.raises(Invalid, match="damaged"):
        read(cut.getvalue(), "t.xlsx")
