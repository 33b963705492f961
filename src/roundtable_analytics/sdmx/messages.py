"""What a data message holds: a header, and data sets that come in batches of rows."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from roundtable_analytics.sdmx.refusals import Refused

ACTIONS = ("Information", "Append", "Replace", "Delete", "Merge")
KINDS = ("DataStructure", "Dataflow", "ProvisionAgreement")
ALL_DIMENSIONS = "AllDimensions"
_URN = re.compile(r"urn:sdmx:org\.sdmx\.infomodel\.\w+\.(\w+)=([\w.@-]+):([\w@$-]+)\(([\w.*+~-]+)\)(?:\.([\w.@$-]+))?")


@dataclass(frozen=True, slots=True)
class Reference:
    """What an artefact or a data set follows; `item` is the part of it that is meant, for concepts and codes."""

    kind: str
    agency: str
    identifier: str
    version: str = "1.0"
    item: str = ""

    @property
    def short(self) -> str:
        """The reference as SDMX-CSV writes it: `ESTAT:NRG_BAL_S(1.0)`."""
        return f"{self.agency}:{self.identifier}({self.version})"

    @property
    def urn(self) -> str:
        """The reference as a URN of the information model."""
        item = f".{self.item}" if self.item else ""
        return f"urn:sdmx:org.sdmx.infomodel.{PACKAGES.get(self.kind, 'base')}.{self.kind}={self.short}{item}"


PACKAGES = {
    "DataStructure": "datastructure",
    "Dataflow": "datastructure",
    "Codelist": "codelist",
    "Code": "codelist",
    "ValueList": "codelist",
    "ConceptScheme": "conceptscheme",
    "Concept": "conceptscheme",
    "ProvisionAgreement": "registry",
    "ContentConstraint": "registry",
    "DataConstraint": "registry",
    "AgencyScheme": "base",
    "Agency": "base",
    "DataProviderScheme": "base",
    "DataProvider": "base",
}


def reference(urn: str) -> Reference | None:
    """Read a URN of the information model; None when it is none."""
    found = _URN.fullmatch(urn.strip())
    return Reference(found[1], found[2], found[3], found[4], found[5] or "") if found else None


@dataclass(frozen=True, slots=True)
class Header:
    """Who sent a message, when, and whether it is a test."""

    identifier: str = "none"
    prepared: str = ""
    sender: str = ""
    test: bool = False
    receivers: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class DataSet:
    """What all rows of a data set have in common."""

    structure: Reference | None = None
    action: str = "Information"
    attributes: Mapping[str, str] = field(default_factory=dict)
    at_observation: str = ALL_DIMENSIONS
    number: int = 0
    valid_from: str = ""
    valid_to: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a data set; every column is text, null where the message says nothing."""

    data_set: DataSet
    rows: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Reading:
    """A message that is being read: its header at once, its rows as they are asked for, once."""

    header: Header
    batches: Iterator[Batch]


@dataclass(frozen=True, slots=True)
class Table:
    """A whole data set."""

    data_set: DataSet
    rows: pl.DataFrame


def gathered(reading: Reading) -> list[Table]:
    """Read a message to its end and give its data sets, in their order."""
    parts: dict[int, list[Batch]] = {}
    for batch in reading.batches:
        parts.setdefault(batch.data_set.number, []).append(batch)
    return [
        Table(batches[-1].data_set, pl.concat([one.rows for one in batches], how="diagonal", rechunk=False))
        for batches in parts.values()
    ]


def typed(table: Table, measures: Mapping[str, str] | None = None) -> Table:
    """Give the table with numbers for its measures: Float64, or the types of SDMX that `measures` names.

    `NaN`, SDMX's word for a number that is not there, becomes null. Without a structure only OBS_VALUE is a measure,
    and it stays text when any of its cells is no number. With a structure, what is no number is refused with its place.
    """
    if measures is None:
        if "OBS_VALUE" not in table.rows.columns:
            return table
        try:
            return replace(table, rows=table.rows.with_columns(_number("OBS_VALUE")))
        except pl.exceptions.InvalidOperationError:
            return table
    rows = table.rows
    for name, kind in measures.items():
        if name not in rows.columns or kind not in NUMBERS:
            continue
        try:
            rows = rows.with_columns(_number(name))
        except pl.exceptions.InvalidOperationError as error:
            cells = rows[name]
            wrong = cells.is_not_null() & cells.cast(pl.Float64, strict=False).is_null()
            row = int(wrong.arg_true()[0])
            raise Refused(f"row {row + 1}, column {name}", f"“{cells[row]}” is no number ({kind}).") from error
    return replace(table, rows=rows)


NUMBERS = frozenset(
    [
        "BigInteger",
        "Integer",
        "Long",
        "Short",
        "Decimal",
        "Float",
        "Double",
        "Count",
        "InclusiveValueRange",
        "ExclusiveValueRange",
        "Incremental",
    ]
)


def _number(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Float64).fill_nan(None)
