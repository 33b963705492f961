"""Data written as SDMX-ML: 2.1 generic and structure specific, 3.0 and 3.1 structure specific, batch by batch."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

import polars as pl

from roundtable_analytics.sdmx.layout import Layout, written
from roundtable_analytics.sdmx.messages import Batch, DataSet, Header
from roundtable_analytics.sdmx.refusals import Refused

SCHEMAS = "http://www.sdmx.org/resources/sdmxml/schemas/v"
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
_NOT_XML = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
USAGES = {"DataStructure": "Structure", "Dataflow": "StructureUsage", "ProvisionAgreement": "ProvisionAgreement"}
OLD_ACTIONS = {"Merge": "Append"}
NEW_ACTIONS = {"Append": "Merge"}


@dataclass(frozen=True, slots=True)
class Form:
    """A form of SDMX-ML."""

    version: str
    generic: bool = False

    def __post_init__(self) -> None:
        """Refuse a form that there is not."""
        if self.version not in {"2.1", "3.0", "3.1"} or (self.generic and self.version != "2.1"):
            raise Refused("the form", f"there is no {'generic ' if self.generic else ''}SDMX-ML {self.version}.")


def write_xml(header: Header, batches: Iterator[Batch], layout: Layout, out: BinaryIO, form: Form) -> None:
    """Write a message with one data set; memory holds one batch.

    What is read back is the same table: cells that are null are left out, so a table has no cell of empty text.
    Raises `Refused` for what the form cannot say, before anything wrong is written.
    """
    writer = _Writer(layout, out, form)
    for batch in batches:
        layout.checked(batch.rows)
        writer.opens(header, batch.data_set)
        writer.rows(batch.rows)
    writer.closes()


class _Writer:
    def __init__(self, layout: Layout, out: BinaryIO, form: Form) -> None:
        self.layout, self.out, self.form = layout, out, form
        self.number: int | None = None
        self.series: tuple[str | None, ...] | None = None

    def opens(self, header: Header, told: DataSet) -> None:
        if told.number == self.number:
            return
        if self.number is not None:
            if not self.layout.several:
                raise Refused(f"data set {told.number}", "one message is written for each data set.")
            self._ends()
        started, self.number = self.number is not None, told.number
        if told.structure is None:
            raise Refused("the data set", "SDMX-ML names the structure of its data, and this one has none.")
        root = "GenericData" if self.form.generic else "StructureSpecificData"
        base = SCHEMAS + self.form.version.replace(".", "_")
        space = f"{told.structure.urn}:ObsLevelDim:{self.layout.at_observation}"
        names = f'xmlns:mes="{base}/message" xmlns:com="{base}/common"'
        if self.form.generic:
            names += f' xmlns:gen="{base}/data/generic"'
        else:
            names += f' xmlns:ss="{base}/data/structurespecific" xmlns:ns1={quoteattr(space)}'
            names += ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        if not started:
            self.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<mes:{root} {names}>\n')
            self._header(header, told, space)
        self._begins(told)

    def _begins(self, told: DataSet) -> None:
        days = (("validFromDate", told.valid_from), ("validToDate", told.valid_to))
        action = (OLD_ACTIONS if self.form.version == "2.1" else NEW_ACTIONS).get(told.action, told.action)
        if self.form.generic:
            valid = "".join(f" {name}={_quoted(day)}" for name, day in days if day)
            self.write(f'<mes:DataSet structureRef="S1" action="{action}"{valid}>\n')
            if told.attributes:
                values = "".join(
                    f"<gen:Value id={quoteattr(a)} value={_quoted(b)}/>" for a, b in told.attributes.items()
                )
                self.write(f"<gen:Attributes>{values}</gen:Attributes>\n")
        else:
            more = "".join(f" ss:{name}={_quoted(day)}" for name, day in days if day)
            more += "".join(f" {name}={_quoted(value)}" for name, value in told.attributes.items())
            kind = 'ss:structureRef="S1" xsi:type="ns1:DataSetType" ss:dataScope="DataStructure"'
            self.write(f'<mes:DataSet {kind} action="{action}"{more}>\n')

    def _header(self, header: Header, told: DataSet, space: str) -> None:
        structure = told.structure
        if structure is None:
            return
        usage = USAGES[structure.kind]
        if self.form.version == "2.1":
            # The schema of 2.1 spells the agreement so.
            usage = usage.replace("Agreement", "Agrement")
            where = f"id={quoteattr(structure.identifier)} agencyID={quoteattr(structure.agency)}"
            inner = f'<Ref {where} version={quoteattr(structure.version)} class="{structure.kind}"/>'
        else:
            inner = escape(structure.urn)
        name = "" if self.form.generic else f" namespace={quoteattr(space)}"
        receivers = "".join(f"<mes:Receiver id={quoteattr(one)}/>" for one in header.receivers)
        self.write(
            f"<mes:Header><mes:ID>{escape(header.identifier)}</mes:ID><mes:Test>{str(header.test).lower()}</mes:Test>"
            f"<mes:Prepared>{escape(header.prepared)}</mes:Prepared><mes:Sender id={quoteattr(header.sender)}/>"
            f"{receivers}"
            f'<mes:Structure structureID="S1"{name} dimensionAtObservation={quoteattr(self.layout.at_observation)}>'
            f"<com:{usage}>{inner}</com:{usage}></mes:Structure>"
            + (f"<mes:Source>{escape(header.source)}</mes:Source>" if header.source else "")
            + "</mes:Header>\n"
        )

    def rows(self, rows: pl.DataFrame) -> None:
        if not rows.height:
            return
        texts = rows.select(written(rows, name).alias(name) for name in rows.columns)
        for name in texts.columns:
            if texts[name].str.contains(_NOT_XML).any():
                raise Refused(f"column {name}", "it holds a control character, which XML cannot carry.")
        texts = texts.with_columns(pl.all().str.replace_many(_ESCAPES))
        own = [name for name in texts.columns if name not in self.layout.series]
        lines = texts.select(self._observation(own)).to_series()
        if self.layout.series:
            lines = self._in_series(texts, lines)
        self.write("\n".join(lines.to_list()) + "\n")

    def _observation(self, own: list[str]) -> pl.Expr:
        if self.layout.keys_only:
            return pl.repeat("", pl.len())
        if not self.form.generic:
            return pl.concat_str([pl.lit("<Obs"), *(_attribute(name) for name in own), pl.lit("/>")])
        measures = [name for name in self.layout.measures if name in own]
        if len(measures) > 1:
            raise Refused("the layout", "a generic message has one measure.")
        more = [name for name in own if name not in (*self.layout.key, *measures)]
        key = [name for name in own if name in self.layout.key]
        parts = [_around("gen:ObsKey", key)] if not self.layout.series else [_single("gen:ObsDimension", key[0])]
        parts += [_single("gen:ObsValue", name) for name in measures]
        return pl.concat_str([pl.lit("<gen:Obs>"), *parts, _around("gen:Attributes", more), pl.lit("</gen:Obs>")])

    def _in_series(self, texts: pl.DataFrame, lines: pl.Series) -> pl.Series:
        names = list(self.layout.series)
        said = texts.select(names)
        starts = said.select(
            pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift(1)) for name in names).alias("new")
        )["new"]
        first = said.row(0)
        again = self.series == first
        starts = pl.concat([pl.Series([not again]), starts[1:]]) if len(starts) else starts
        mark = "gen:Series" if self.form.generic else "Series"
        closing = pl.when(pl.int_range(pl.len()) > 0).then(pl.lit(f"</{mark}>\n"))
        before = closing.otherwise(pl.lit(f"</{mark}>\n" if self.series is not None else ""))
        if self.form.generic:
            key = [name for name in names if name in self.layout.key]
            more = [name for name in names if name not in key]
            opening = [pl.lit("<gen:Series>"), _around("gen:SeriesKey", key), _around("gen:Attributes", more)]
        else:
            opening = [pl.lit("<Series"), *(_attribute(name) for name in names), pl.lit(">")]
        heads = said.select(pl.concat_str([before, *opening, pl.lit("\n")])).to_series()
        self.series = said.row(-1)
        table = pl.DataFrame({"new": starts, "head": heads, "line": lines})
        return table.select(pl.when("new").then(pl.col("head") + pl.col("line")).otherwise("line")).to_series()

    def _ends(self) -> None:
        if self.series is not None:
            self.write("</gen:Series>\n" if self.form.generic else "</Series>\n")
        self.series = None
        self.write("</mes:DataSet>\n")

    def closes(self) -> None:
        if self.number is None:
            raise Refused("the message", "there is no data set to write.")
        self._ends()
        root = "GenericData" if self.form.generic else "StructureSpecificData"
        self.write(f"</mes:{root}>\n")

    def write(self, text: str) -> None:
        self.out.write(text.encode())


def _quoted(value: str) -> str:
    return '"' + "".join(_ESCAPES.get(one, one) for one in value) + '"'


def _attribute(name: str) -> pl.Expr:
    return pl.concat_str([pl.lit(f' {name}="'), pl.col(name), pl.lit('"')]).fill_null("")


def _single(mark: str, name: str) -> pl.Expr:
    return pl.concat_str([pl.lit(f'<{mark} value="'), pl.col(name), pl.lit('"/>')]).fill_null("")


def _around(mark: str, names: list[str]) -> pl.Expr:
    """Give the values of some columns inside an element, and nothing when there are none."""
    if not names:
        return pl.lit("")
    values = pl.concat_str(
        pl.concat_str([pl.lit(f'<gen:Value id="{name}" value="'), pl.col(name), pl.lit('"/>')]).fill_null("")
        for name in names
    )
    inside = pl.concat_str([pl.lit(f"<{mark}>"), values, pl.lit(f"</{mark}>")])
    return pl.when(values == "").then(pl.lit("")).otherwise(inside)
