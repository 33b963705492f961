"""Data of SDMX-CSV 1.0, 2.0 and 2.1, read as a stream and written.

The text does not say whether it is 2.0 or 2.1; both are read the same way. Labels are left out: of `labels=both` the
code before `: `, of `labels=name` the column before its name.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import BinaryIO

import polars as pl

from roundtable_analytics.sdmx.messages import Batch, DataSet, Header, Reading, Reference
from roundtable_analytics.sdmx.refusals import Refused

PIECE = 1 << 22
LONGEST_RECORD = 1 << 24
SHORT_ACTIONS = {"I": "Information", "A": "Append", "M": "Merge", "R": "Replace", "D": "Delete"}
KINDS = {"dataflow": "Dataflow", "datastructure": "DataStructure", "dataprovision": "ProvisionAgreement"}
FIXED = ("STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", "SERIES_KEY", "OBS_KEY")
_FIRST = re.compile(r"(DATAFLOW|STRUCTURE)(?:\[(.)\])?")
_SHORT = re.compile(r"([\w.@-]+):([\w@$-]+)\(([\w.*+~-]+)\)(?:: .*)?", re.DOTALL)
_CODE = r"^([A-Za-z0-9_@$\-+.*]+): "


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a message are: `kept` are those of components, by their place; `labelled` hold `id: name`."""

    names: tuple[str, ...]
    separator: str
    version: int
    kept: tuple[int, ...]
    labelled: frozenset[int]


def read_csv(stream: BinaryIO, *, numbers: Sequence[str] = ()) -> Reading:
    """Read a message of SDMX-CSV; memory stays within a few pieces, whatever its size.

    Cells are text, empty ones null; columns in `numbers` are read as Float64 at once where all their cells are numbers.
    Raises `Refused` at once for a wrong first line, and while reading for wrong rows, with the number of the row.
    """
    first = stream.read(PIECE)
    if first.startswith(b"\xef\xbb\xbf"):
        first = first[3:]
    head, _, rest = first.partition(b"\n")
    columns = _columns(head)
    return Reading(Header(), _batches(columns, rest, stream, tuple(numbers)))


def _columns(line: bytes) -> Columns:
    try:
        text = line.decode().rstrip("\r")
    except UnicodeDecodeError as error:
        raise Refused("line 1", "the text is not UTF-8.") from error
    separator = ";" if re.match(r'"?(DATAFLOW|STRUCTURE(\[.\])?)"?;', text) else ","
    cells = next(csv.reader([text], delimiter=separator), [])
    first = _FIRST.fullmatch(cells[0]) if cells else None
    if not first:
        raise Refused("line 1", "the first column of SDMX-CSV is DATAFLOW (1.0) or STRUCTURE (2.0, 2.1).")
    version = 1 if first[1] == "DATAFLOW" else 2
    if version > 1 and cells[1:2] != ["STRUCTURE_ID"]:
        raise Refused("line 1", "the column STRUCTURE is followed by STRUCTURE_ID.")
    names = [first[1], *cells[1:]]
    start = 1 if version == 1 else next((at for at, one in enumerate(names) if one not in FIXED), len(names))
    # With names beside the codes, each component has two columns: its own and that of its names.
    step = 2 if "STRUCTURE_NAME" in names[:start] else 1
    kept = tuple(range(start, len(names), step))
    labelled = frozenset(at for at in kept if ": " in names[at])
    names = [one.partition(": ")[0] if at in labelled else one for at, one in enumerate(names)]
    inner = [names[at] for at in kept]
    if twice := sorted({one for one in inner if inner.count(one) > 1 or not one}):
        raise Refused("line 1", f"the column “{twice[0]}” comes twice or has no name.")
    return Columns(tuple(names), separator, version, kept, labelled)


def _batches(columns: Columns, rest: bytes, stream: BinaryIO, numbers: tuple[str, ...]) -> Iterator[Batch]:
    row, data_set = 2, DataSet(number=-1)
    ended = False
    while not ended:
        piece = stream.read(PIECE)
        rest += piece
        ended = not piece
        cut = len(rest) if ended else _cut(rest)
        if not cut:
            if len(rest) > LONGEST_RECORD:
                raise Refused(f"row {row}", "one record has over 16 megabytes; a quotation mark may not be closed.")
            continue
        whole, rest = rest[:cut], rest[cut:]
        if not whole.strip():
            continue
        same = _alike(columns, whole)
        table = _table(columns, whole, row, numbers, leading=not same)
        for batch in _parted(columns, table, data_set, row, same):
            data_set = batch.data_set
            yield batch
        row += table.height


def _cut(content: bytes) -> int:
    """Give where the last whole record ends: at a line break that stands in no quotation marks."""
    place = content.rfind(b"\n")
    quotes = content.count(b'"', 0, place + 1)
    while place >= 0 and quotes % 2:
        before = content.rfind(b"\n", 0, place)
        quotes -= content.count(b'"', before + 1, place + 1)
        place = before
    return place + 1


def _alike(columns: Columns, content: bytes) -> list[str] | None:
    """Give what stands before the components when it is the same on every line; they need not be read then."""
    leading = min(columns.kept, default=0)
    first = content.partition(b"\n")[0].split(columns.separator.encode(), leading)
    if not leading or len(first) <= leading or any(b'"' in cell for cell in first[:leading]):
        return None
    prefix = columns.separator.encode().join(first[:leading]) + columns.separator.encode()
    lines = content.count(b"\n") + (not content.endswith(b"\n"))
    if content.count(b"\n" + prefix) + 1 != lines:
        return None
    return [cell.decode("utf-8", "replace") for cell in first[:leading]]


def _table(columns: Columns, content: bytes, row: int, numbers: tuple[str, ...], *, leading: bool) -> pl.DataFrame:
    places = {f"column_{at + 1}": name for at, name in enumerate(columns.names)}
    text: dict[str, type[pl.DataType]] = dict.fromkeys(places, pl.String)
    wanted: dict[str, type[pl.DataType]] = {place: pl.Float64 for place, name in places.items() if name in numbers}
    fixed = [f"column_{at + 1}" for at in range(min(columns.kept, default=len(columns.names)))] if leading else []
    for kinds in [wanted, {}] if wanted else [{}]:
        try:
            table = pl.read_csv(
                content,
                has_header=False,
                schema=text | kinds,
                columns=[*fixed, *(f"column_{at + 1}" for at in columns.kept)],
                separator=columns.separator,
            )
        except pl.exceptions.ComputeError as error:
            if not kinds:
                raise _wrong_record(columns, content, row, str(error)) from error
        else:
            break
    expected = table.height * (len(columns.names) - 1)
    separators = content.count(columns.separator.encode())
    if separators != expected and (separators < expected or b'"' in content or b"\n\n" in content):
        _check_records(columns, content, row)
    return table


def _check_records(columns: Columns, content: bytes, row: int) -> None:
    records = csv.reader(io.StringIO(content.decode("utf-8", "replace"), newline=""), delimiter=columns.separator)
    for number, record in enumerate(records):
        if len(record) != len(columns.names):
            sentence = f"it has {len(record)} cells, the first line has {len(columns.names)}."
            raise Refused(f"row {row + number}", sentence)


def _wrong_record(columns: Columns, content: bytes, row: int, said: str) -> Refused:
    try:
        content.decode()
        _check_records(columns, content, row)
    except Refused as refused:
        return refused
    except UnicodeDecodeError as error:
        return Refused(f"row {row + content.count(10, 0, error.start)}", "the text is not UTF-8.")
    return Refused(f"row {row} or later", f"the record cannot be read: {said.splitlines()[0]}")


def _parted(
    columns: Columns, table: pl.DataFrame, before: DataSet, row: int, same: list[str] | None
) -> Iterator[Batch]:
    """Part a table where the structure or the action changes: each part is of one data set."""
    said = [
        at
        for at, name in enumerate(columns.names[: min(columns.kept, default=len(columns.names))])
        if name in {"DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "ACTION"}
    ]
    keys = [f"column_{at + 1}" for at in said]
    rows = table.select(
        (_unlabelled(pl.col(f"column_{at + 1}")) if at in columns.labelled else pl.col(f"column_{at + 1}")).alias(
            columns.names[at]
        )
        for at in columns.kept
    )
    runs: list[tuple[int, int, Sequence[str | None]]] = [(table.height, 0, [same[at] for at in said] if same else [])]
    if same is None:
        lengths = table.select(pl.struct(keys).rle().struct.field("len")).to_series().to_list()
        starts = [0, *accumulate(lengths)]
        runs = [(length, at, table.select(keys).row(at)) for length, at in zip(lengths, starts, strict=False)]
    for length, start, cells in runs:
        told = {columns.names[at]: cell or None for at, cell in zip(said, cells, strict=True)}
        found = _data_set(told, row + start)
        if replace(found, number=before.number) != before:
            before = replace(found, number=before.number + 1)
        yield Batch(before, rows if length == rows.height else rows.slice(start, length))


def _unlabelled(cells: pl.Expr) -> pl.Expr:
    return pl.coalesce(cells.str.extract(_CODE), cells)


def _data_set(told: dict[str, str | None], row: int) -> DataSet:
    kind = "Dataflow"
    if "STRUCTURE" in told:
        said = told["STRUCTURE"] or ""
        kind = KINDS.get(said.lower(), "")
        if not kind:
            raise Refused(f"row {row}, column STRUCTURE", f"“{said}” is none of {', '.join(KINDS)}.")
    short = told.get("STRUCTURE_ID" if "STRUCTURE" in told else "DATAFLOW") or ""
    found = _SHORT.fullmatch(short)
    if not found and not re.fullmatch(r"[\w:.@$()-]+", short):
        raise Refused(f"row {row}", f"“{short}” names no structure; write it as AGENCY:ID(VERSION).")
    structure = Reference(kind, found[1], found[2], found[3]) if found else Reference(kind, "", short, "")
    action = told.get("ACTION") or "I"
    if action not in SHORT_ACTIONS:
        raise Refused(f"row {row}, column ACTION", f"“{action}” is none of {', '.join(SHORT_ACTIONS)}.")
    return DataSet(structure, SHORT_ACTIONS[action])


def write_csv(batches: Iterator[Batch], out: BinaryIO, *, version: str = "2.0") -> None:
    """Write batches as SDMX-CSV 1.0, 2.0 or 2.1: all with the columns of the first, dates of the data set as columns.

    1.0 knows no action and one kind of structure, the data flow: other data sets are refused.
    """
    names: list[str] | None = None
    for batch in batches:
        told = batch.data_set
        rows = batch.rows.with_columns(pl.lit(value).alias(name) for name, value in told.attributes.items())
        if names is None:
            names = rows.columns
            head = ["DATAFLOW"] if version == "1.0" else ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerow([*head, *names])
            out.write(text.getvalue().encode())
        if more := [name for name in rows.columns if name not in names]:
            raise Refused(f"column {more[0]}", "it comes first when the first line is already written.")
        rows = rows.select(pl.col(name) if name in rows.columns else pl.lit(None).alias(name) for name in names)
        rows.select(*_leading(told, version), *names).write_csv(out, include_header=False)


def _leading(told: DataSet, version: str) -> list[pl.Expr]:
    structure = told.structure
    if structure is None:
        raise Refused("the data set", "SDMX-CSV names the structure of every row, and this one has none.")
    short = structure.short if structure.agency else structure.identifier
    if version == "1.0":
        if structure.kind != "Dataflow" or told.action != "Information":
            raise Refused("the data set", "SDMX-CSV 1.0 knows data flows and no actions.")
        return [pl.lit(short).alias("DATAFLOW")]
    letters = {action: letter for letter, action in SHORT_ACTIONS.items()}
    kinds = {kind: name for name, kind in KINDS.items()}
    return [
        pl.lit(kinds[structure.kind]).alias("STRUCTURE"),
        pl.lit(short).alias("STRUCTURE_ID"),
        pl.lit(letters[told.action]).alias("ACTION"),
    ]
