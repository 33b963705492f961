"""Inert cells: whatever was typed, no program finds a formula in what we export; and numbers stay numbers."""

import csv
import io
import random
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from defusedxml.ElementTree import fromstring, iterparse
from openpyxl import load_workbook

from roundtable.ground.trust.domain.trials import Trial
from roundtable.kernel.files.tables import Column, Kind, Table, csv_bytes, ods_bytes, xlsx_bytes

SHORT, LONG = 3_000, 100_000
ROWS = 5_000
"""Cells in one file; LibreOffice opens each file once for each format and separator."""
SEPARATORS = {",": 44, ";": 59, "tab": 9}
STARTS = (
    *("=", "+", "-", "@", "%", "|", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\uff05", "\uff5c", "\u2212", "\ufe66"),
    *("=cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", '=HYPERLINK("http://example.org";"x")', "=1+1", "+1+1"),
    *("-1+1", "=A1", 'DDE("a";"b";"c")', '=WEBSERVICE("http://example.org")', "@A1", "=1+1\t", "\t=1+1"),
)
BEFORE = (
    *("", " ", "\t", "\r", "\n", "\r\n", "\x00", "\x01", "\x0b", "\x0c", "\x1f", "\x85", "\xa0", "\xad", "\u200b"),
    *("\u200e", "\u2028", "\u2060", "\u202e", "\ufeff", "\u3000", "\u115f", "\U000e0020", "'", '"', ";", ",", "\u180e"),
)
WORDS = ("", "A1", "1+1", "Tbilisi", "текст", "مرحبا", ";", ",", "\n", "\t", '"', "=1", "5", "-5.2", "a=b", "=", "0")
FORMULA = ("table:formula", "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}formula")
CELL = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table-cell"
VALUE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def typed(chance: random.Random, cells: int) -> Iterator[str]:
    """Give texts that people, or people who mean harm, may type."""
    for _number in range(cells):
        yield "".join(
            chance.choice(BEFORE) * chance.randint(0, 2) + chance.choice(STARTS + WORDS) + chance.choice(WORDS)
            for _part in range(chance.randint(1, 3))
        )


def table_of(texts: list[str], chance: random.Random) -> Table:
    """Put the texts into a table, beside numbers whose sum is known."""
    columns = (Column("text", "Text"), Column("number", "Number", Kind.NUMBER), Column("money", "Money", Kind.MONEY))
    rows = [
        {
            "text": text,
            "number": chance.randint(-(10**6), 10**6),
            "money": Decimal(chance.randint(-(10**8), 10**8)) / 100,
        }
        for text in texts
    ]
    return Table("proof", "Proof of inert cells", columns, rows)


def run(trial: Trial) -> None:
    """Write hostile cells in every format, and read them as others do."""
    office = shutil.which("soffice") if trial.long else None
    trial.figure("LibreOffice", "yes" if office else "in the long form")
    cells = LONG if trial.long else SHORT
    for number in range(0, cells, ROWS):
        texts = list(typed(trial.chance, min(ROWS, cells - number)))
        table = table_of(texts, trial.chance)
        files = {"csv": csv_bytes(table), "xlsx": xlsx_bytes(table), "ods": ods_bytes(table)}
        _by_openpyxl(trial, files["xlsx"], table)
        _by_the_xml(trial, files["xlsx"], files["ods"])
        _by_the_csv(trial, files["csv"], table)
        if office:
            _by_libreoffice(trial, office, files, table)
    trial.figure("cells in each format", cells * 3)


def _by_openpyxl(trial: Trial, content: bytes, table: Table) -> None:
    book = load_workbook(io.BytesIO(content))
    sheet = book[book.sheetnames[0]]
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            trial.holds(cell.data_type != "f", f"XLSX {cell.coordinate} is a formula for openpyxl: {cell.value!r}")
    found = [(cells[1].value, cells[2].value) for cells in sheet.iter_rows(min_row=2)]
    _numbers_stay(trial, "XLSX", found, table)


def _by_the_xml(trial: Trial, xlsx: bytes, ods: bytes) -> None:
    """Look at the files themselves: no element or attribute that could hold a formula, a link out or a macro."""
    with zipfile.ZipFile(io.BytesIO(xlsx)) as archive:
        for name in archive.namelist():
            trial.holds(not name.endswith((".bin", ".vml")) and "external" not in name.lower(), f"XLSX holds {name}")
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                formulas = fromstring(archive.read(name)).iter(f"{SHEET}f")
                trial.holds(not any(True for _one in formulas), f"XLSX {name} holds a formula")
    with zipfile.ZipFile(io.BytesIO(ods)) as archive:
        _no_formula(trial, "ODS", archive.read("content.xml"))


def _no_formula(trial: Trial, kind: str, content: bytes) -> list[str]:
    values = []
    for _event, element in iterparse(io.BytesIO(content)):
        if element.tag == CELL:
            trial.holds(
                not any(name in element.attrib for name in FORMULA), f"{kind} holds the formula {element.attrib}"
            )
            if VALUE in element.attrib:
                values.append(element.attrib[VALUE])
    return values


def _by_the_csv(trial: Trial, content: bytes, table: Table) -> None:
    text = content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))[1:]
    trial.holds(len(rows) == len(list(table.rows)), "CSV has another number of rows than the table")
    _numbers_stay(trial, "CSV", [(row[1], row[2]) for row in rows], table)
    for name, code in SEPARATORS.items():
        for row in csv.reader(io.StringIO(text), delimiter=chr(code)):
            for cell in row:
                # A number that stands where text was typed computes nothing.
                trial.holds(not _would_start(cell), f"CSV read with {name}: {cell!r} would be a formula")


def _would_start(cell: str) -> bool:
    bare = cell.lstrip(" \t\r\n\x00\ufeff\u200b")
    if not bare or bare[0] not in "=+-@":
        return False
    # Numbers that run into each other under a foreign separator compute nothing.
    return bool(bare.strip("=+-@").strip('0123456789.,%+-" '))


def _numbers_stay(trial: Trial, kind: str, found: list[tuple[Any, Any]], table: Table) -> None:
    for (number, money), row in zip(found, table.rows, strict=False):
        try:
            same = Decimal(str(number)) == row["number"] and round(Decimal(str(money)), 2) == row["money"]
        except InvalidOperation:
            same = False
        trial.holds(same, f"{kind}: {row['number']} and {row['money']} came out as {number!r} and {money!r}")


def _by_libreoffice(trial: Trial, office: str, files: dict[str, bytes], table: Table) -> None:
    """Open each file as LibreOffice does, formulas in CSV evaluated, and look at what it made of it."""
    folder = trial.home / "work" / "office"
    folder.mkdir(parents=True, exist_ok=True)
    for kind, content in files.items():
        (folder / f"proof.{kind}").write_bytes(content)
    ways = [("xlsx", "", ""), ("ods", "", "")]
    # separator, quote, UTF-8, first line, formats, language, quoted as text, special numbers, …, formulas evaluated
    ways += [
        ("csv", name, f"CSV:{code},34,76,1,,0,false,true,false,false,false,0,true") for name, code in SEPARATORS.items()
    ]
    for kind, name, reading in ways:
        made = folder / "proof.fods"
        made.unlink(missing_ok=True)
        command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "fods"]
        command += [f"--infilter={reading}"] if reading else []
        subprocess.run(  # noqa: S603 - LibreOffice, with our own files
            [*command, "--outdir", str(folder), str(folder / f"proof.{kind}")], capture_output=True, check=False
        )
        if not trial.holds(made.exists(), f"LibreOffice did not open the {kind} file"):
            continue
        values = _no_formula(trial, f"{kind} {name} in LibreOffice".replace("  ", " "), made.read_bytes())
        wanted = sum(2 for _row in table.rows)
        if name in {"", ","}:
            trial.holds(len(values) >= wanted, f"{kind}: {len(values)} numbers in LibreOffice, {wanted} were written")
    shutil.rmtree(folder, ignore_errors=True)
