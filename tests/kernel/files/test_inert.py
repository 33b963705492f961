import csv
import io
import random
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook

from roundtable.kernel.files.tables import Column, Kind, Table, csv_bytes, inert, ods_bytes, xlsx_bytes
from roundtable.kernel.files.tables.inert import would_start

CELLS = 5_000
STARTS = [
    "=",
    "+",
    "-",
    "@",
    "%",
    "|",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
    "\u2212",
    "=cmd|' /C calc'!A0",
    "@SUM(1,1)",
    "+1+1",
    "-1+1",
    '=HYPERLINK("http://x")',
]
BEFORE = [
    "",
    " ",
    "\t",
    "\r",
    "\n",
    "\x00",
    "\x01",
    "\x0b",
    "\xa0",
    "\u200b",
    "\u200e",
    "\u2060",
    "\ufeff",
    "\u3000",
    "\u202e",
    "'",
    '"',
    ";",
    "\u2028",
    "\x85",
    "\U000e0020",
    "\u115f",
]
WORDS = ["", "A1", "1+1", "Tbilisi", "текст", "مرحبا", ";", ",", "\n", "\t", '"', "=1", "5", "-5.2"]


def dangerous(cell):
    # Numbers that run into each other under a foreign separator compute nothing.
    return would_start(cell) and not re.fullmatch(r'[-+\d.,%"]+', cell)


def hostile(seed):
    chance = random.Random(seed)  # noqa: S311 - hostile cells, not secrets
    for _number in range(CELLS):
        yield "".join(
            chance.choice(BEFORE) * chance.randint(0, 2) + chance.choice([*STARTS, *WORDS]) + chance.choice(WORDS)
            for _part in range(chance.randint(1, 3))
        )


@pytest.fixture(scope="module")
def texts():
    return list(hostile(7))


@pytest.fixture(scope="module")
def table(texts):
    return Table(
        "hostile",
        "Hostile",
        [Column("t", "Text"), Column("n", "Number", Kind.NUMBER)],
        [{"t": text, "n": -5.2} for text in texts],
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_cell_of_a_csv_is_a_formula_whatever_separator_reads_it(table, delimiter):
    lines = csv_bytes(table).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter))

    cells = [cell for row in read for cell in row]
    assert len(cells) >= CELLS
    assert [cell for cell in cells if dangerous(cell)] == []


def test_no_cell_begins_a_formula_when_quotes_are_not_understood(table):
    lines = csv_bytes(table).decode("utf-8-sig")
    cells = [cell.strip('"') for line in lines.splitlines() for part in line.split(";") for cell in part.split("\t")]

    assert [cell for cell in cells if dangerous(cell)] == []


def test_no_cell_of_a_workbook_is_a_formula_and_the_text_is_whole(table, texts):
    sheet = load_workbook(io.BytesIO(xlsx_bytes(table)))["hostile"]
    rows = list(sheet.iter_rows(min_row=2))

    assert len(rows) == CELLS
    assert {cell.data_type for row in rows for cell in row if cell.value is not None} <= {"s", "n"}
    assert {row[1].value for row in rows} == {-5.2}
    assert [row[0].data_type for row in rows if row[0].data_type == "n" and row[0].value is not None] == []
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(table))) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_no_cell_of_an_open_document_is_a_formula(table, texts):
    with zipfile.ZipFile(io.BytesIO(ods_bytes(table))) as archive:
        content = archive.read("content.xml")

    fromstring(content)
    assert content.count(b'office:value-type="string"') >= sum(text != "" for text in texts)
    assert b"table:formula" not in content


@pytest.mark.parametrize("text", ["-5.2", "+37", "12,5", "-3%", "Vienna", "a = b", "", "5 - 3"])
def test_plain_numbers_and_plain_words_stay_as_they_are(text):
    assert inert(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("\ufeff=1+1", "'\ufeff=1+1"),
        ("a;=1+1;b", "a;'=1+1;b"),
        ("a\n- b", "a\n'- b"),
        ("a\r\n=b", "a\n'=b"),
        ("\t=b", "' =b"),
        ("'=b", "''=b"),
        ("\x00=b", "'\ufffd=b"),
    ],
)
def test_an_apostrophe_goes_before_every_beginning(text, written):
    assert inert(text) == written


ROWS = [
    {
        "name": "Georgia",
        "sum": Decimal("12.50"),
        "share": 0.25,
        "day": date(2026, 5, 1),
        "at": datetime(2026, 5, 1, 9, 30, tzinfo=UTC),
        "yes": True,
        "n": 3,
    },
    {"name": "Kosovo*", "sum": None, "share": None, "day": None, "at": None, "yes": False, "n": 0},
]
COLUMNS = [
    Column("name", "Party"),
    Column("sum", "Budget", Kind.MONEY),
    Column("share", "Share", Kind.SHARE),
    Column("day", "Day", Kind.DATE),
    Column("at", "At", Kind.MOMENT),
    Column("yes", "Online", Kind.YES_NO),
    Column("n", "Count", Kind.NUMBER),
]
REAL = Table(
    "activities",
    "Activities",
    COLUMNS,
    ROWS,
    notes=["* without prejudice to positions on status"],
    source="Roundtable",
    licence="CC BY 4.0",
    demonstration=True,
)


def test_a_csv_is_what_rfc_4180_says():
    assert csv_bytes(REAL).decode("utf-8-sig") == (
        '"Party","Budget","Share","Day","At","Online","Count","Demonstration data","Footnote"\r\n'
        '"Georgia",12.50,0.25,"2026-05-01","2026-05-01T09:30:00Z","yes",3,"yes",""\r\n'
        '"Kosovo*","","","","","no",0,"yes","* without prejudice to positions on status"\r\n'
    )


def test_a_footnote_whose_mark_a_heading_of_a_csv_bears_stands_in_its_first_row():
    columns = [Column("action", "Action"), Column("XK", "Kosovo*")]
    table = Table("t", "T", columns, [{"action": "I.1", "XK": "done"}, {"action": "I.2"}], notes=["* a note", "How to"])
    assert csv_bytes(table).decode("utf-8-sig").splitlines()[1:] == ['"I.1","done","* a note"', '"I.2","",""']


def test_a_workbook_has_real_types_and_tells_what_a_reader_must_know():
    book = load_workbook(io.BytesIO(xlsx_bytes(REAL)))

    assert book.sheetnames == ["activities", "Notes"]
    assert [cell.value for cell in book["activities"][2]] == [
        "Georgia",
        12.5,
        0.25,
        datetime.fromisoformat("2026-05-01"),
        datetime.fromisoformat("2026-05-01T09:30"),
        "yes",
        3,
    ]
    assert book["activities"].freeze_panes == "A2"
    notes = [row[0].value for row in book["Notes"].iter_rows() if row[0].value]
    assert notes[0] == "Activities"
    assert notes[1].startswith("Demonstration data.")
    assert notes[2:] == ["Source: Roundtable", "Licence: CC BY 4.0", "* without prejudice to positions on status"]


@pytest.mark.parametrize("write", [csv_bytes, xlsx_bytes, ods_bytes])
def test_the_same_rows_give_the_same_bytes(write, time_machine_far_away):
    first = write(REAL)
    time_machine_far_away()

    assert write(REAL) == first


@pytest.fixture
def time_machine_far_away():
    import time_machine

    traveller = time_machine.travel(datetime(2031, 1, 1, tzinfo=UTC))
    yield traveller.start
    traveller.stop()
