"""Tables of others made into the rows of a dataset, as their mapping says."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import openpyxl
import polars as pl

from roundtable_analytics.frames.cube import cube, say_missing
from roundtable_analytics.frames.shape import UnfitError
from roundtable_analytics.frames.statuses import CONFIDENTIALITY, STATUS, TIME, VALUE, WITHOUT_NUMBER, Nothing, kind
from roundtable_analytics.sources.mapping import MEASURE, Mapping, Part

LARGEST_SHEET = 2_000_000


@dataclass(frozen=True, slots=True)
class Trial:
    """What a mapping makes of a table, before anything is loaded: how many rows, of which nothings, and the first."""

    rows: int
    kinds: dict[str, int]
    first: pl.DataFrame
    problem: str = ""


def table(told: Mapping, place: Path) -> pl.DataFrame:
    """Read a table (CSV, XLSX or Parquet, by the ending of its name) and give the rows of the dataset.

    Raises `UnfitError` with the place when a column is not there or a cell is no number.
    """
    return mapped(told, _read(told, place))


def trial(told: Mapping, place: Path, *, show: int = 20) -> Trial:
    """Try a mapping without loading: a dry run and the preview of the web."""
    try:
        rows = table(told, place)
        counted = rows.group_by(kind().fill_null("number").alias("nothing")).len().sort("nothing").rows()
        kinds = {str(one): int(count) for one, count in counted}
        problem = ""
        try:
            cube(rows, told.shape)
        except UnfitError as error:
            problem = str(error)
        return Trial(rows.height, kinds, rows.head(show), problem)
    except UnfitError as error:
        return Trial(0, {}, pl.DataFrame(), str(error))


def mapped(told: Mapping, read: pl.DataFrame) -> pl.DataFrame:
    """Give the rows of the dataset from a table that was read; a column for each part of the shape."""
    if missing := [name for name in told.columns if name not in read.columns]:
        raise UnfitError(f"The table has no column {', '.join(missing)}; it has {', '.join(read.columns)}.")
    texts = read.select(_text(read, name, told.empty).alias(name) for name in told.columns)
    for name, kept in told.only.items():
        texts = texts.filter(pl.col(name).is_in(list(kept)))
    parts = [_part(one).alias(one.name) for one in (*told.dimensions, *told.attributes)]
    common = texts.select(*parts, _time(told.time).alias(TIME), *_statuses(told))
    made = []
    for measure in told.measures:
        numbers = _numbers(texts[measure.column], measure.column)
        several = [pl.lit(measure.code).alias(MEASURE)] if len(told.measures) > 1 else []
        made.append(common.with_columns(numbers.alias(VALUE), *several))
    rows = pl.concat(made)
    # A mark that says there is no number stands over the number: what is kept back is not read by mistake.
    absent = pl.col(STATUS).is_in(list(WITHOUT_NUMBER)).fill_null(value=False)
    rows = rows.with_columns(pl.when(~absent).then(pl.col(VALUE)).alias(VALUE))
    return say_missing(rows, nothing=told.missing).select(told.shape.columns)


def _text(read: pl.DataFrame, name: str, empty: tuple[str, ...]) -> pl.Expr:
    """Give a column as texts: whole numbers without a point, dates as SDMX writes them, empty cells null."""
    column = pl.col(name)
    found = read.schema[name]
    if found.is_float():
        whole = (column == column.floor()) & (column.abs() < 2**53)
        told = pl.when(whole.fill_null(value=False)).then(column.cast(pl.Int64, strict=False).cast(pl.String))
        return told.otherwise(column.fill_nan(None).cast(pl.String))
    text = column.cast(pl.String)
    return pl.when(~text.is_in(list(empty))).then(text)


def _part(one: Part) -> pl.Expr:
    if one.value:
        return pl.lit(one.value)
    text = pl.col(one.column)
    if one.codes:
        text = text.replace(dict(one.codes))
    if one.otherwise_column:
        text = pl.coalesce(text, pl.col(one.otherwise_column))
    return text.fill_null(one.otherwise) if one.otherwise else text


def _time(text: str) -> pl.Expr:
    pieces = re.split(r"\{([^{}]+)\}", text)
    return pl.concat_str([pl.col(one) if number % 2 else pl.lit(one) for number, one in enumerate(pieces) if one])


def _statuses(told: Mapping) -> list[pl.Expr]:
    status: pl.Expr = pl.lit(None, pl.String)
    secret: pl.Expr = pl.lit(None, pl.String)
    column, codes = told.flags
    # The first flag of the list wins where a cell has several: the file lists them by weight.
    for flag, code in reversed(codes):
        status = pl.when(pl.col(column).str.contains(flag, literal=True)).then(pl.lit(code)).otherwise(status)
    for mark in reversed(told.marks):
        here = pl.col(mark.column) == mark.equals
        status = pl.when(here).then(pl.lit(mark.status)).otherwise(status)
        if mark.confidentiality:
            secret = pl.when(here).then(pl.lit(mark.confidentiality)).otherwise(secret)
    return [status.alias(STATUS), secret.alias(CONFIDENTIALITY)]


def _numbers(texts: pl.Series, name: str) -> pl.Series:
    numbers = texts.str.strip_chars().cast(pl.Float64, strict=False)
    wrong = (texts.is_not_null() & numbers.is_null()).arg_true()
    if len(wrong):
        row = int(wrong[0])
        raise UnfitError(f"Row {row + 1}, column {name}: “{texts[row]}” is no number. Is it a mark (empty, marks)?")
    return numbers


def _read(told: Mapping, place: Path) -> pl.DataFrame:
    ending = place.suffix.lower()
    try:
        if ending == ".parquet":
            return pl.read_parquet(place)
        if ending == ".csv":
            return pl.read_csv(place, infer_schema=False, separator=told.separator)
        if ending == ".xlsx":
            with place.open("rb") as file:
                return _sheet(file, told.sheet)
    except (pl.exceptions.PolarsError, OSError, zipfile.BadZipFile, KeyError) as error:
        raise UnfitError(
            f"{place.name} cannot be read: {str(error).splitlines()[0] if str(error) else error}"
        ) from error
    raise UnfitError(f"{place.name}: tables are read from .csv, .xlsx and .parquet.")


def _sheet(file: BinaryIO, name: str) -> pl.DataFrame:
    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    try:
        if name and name not in book.sheetnames:
            raise UnfitError(f"There is no sheet “{name}”; there are {', '.join(book.sheetnames)}.")
        sheet = book[name] if name else book.worksheets[0]
        rows: Iterator[tuple[object, ...]] = sheet.iter_rows(values_only=True)
        heads = [str(one).strip() if one is not None else "" for one in next(rows, ())]
        columns: list[list[str | None]] = [[] for _one in heads]
        for number, row in enumerate(rows):
            if number >= LARGEST_SHEET:
                raise UnfitError("The sheet has more rows than are read from a spreadsheet; save it as CSV.")
            if any(cell is not None for cell in row):
                for cells, cell in zip(columns, row, strict=False):
                    cells.append(_cell(cell))
    finally:
        book.close()
    named = [(head, cells) for head, cells in zip(heads, columns, strict=True) if head]
    if len({head for head, _cells in named}) < len(named):
        raise UnfitError("Two columns of the sheet have the same name.")
    return pl.DataFrame({head: pl.Series(cells, dtype=pl.String) for head, cells in named})


def _cell(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    return str(value)


NOTHING_WORDS = {one.value: one.name.lower() for one in Nothing}
"""What a dry run calls each kind."""
