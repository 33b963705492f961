"""Data written as SDMX-JSON 1.0 and 2.0, batch by batch, every observation with its whole key."""

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import polars as pl

from roundtable_analytics.sdmx.layout import Layout, written
from roundtable_analytics.sdmx.messages import Batch, DataSet, Header
from roundtable_analytics.sdmx.refusals import Refused

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
SCHEMA = "https://json.sdmx.org/{version}/sdmx-json-data-schema.json"


def write_json(
    header: Header, batches: Iterator[Batch], layout: Layout, out: BinaryIO, *, version: str = "2.0"
) -> None:
    """Write a message with one data set; memory holds one batch and the codes that were met.

    The lists of codes stand behind the cells, for they are complete only then. A key that lacks a dimension has no
    place in this format and is refused.
    """
    if version not in {"1.0", "2.0"}:
        raise Refused("the form", f"there is no SDMX-JSON {version} that is written here.")
    writer = _Writer(layout, out, version)
    for batch in batches:
        layout.checked(batch.rows)
        writer.rows(header, batch)
    writer.closes()


class _Writer:
    def __init__(self, layout: Layout, out: BinaryIO, version: str) -> None:
        self.layout, self.out, self.version = layout, out, version
        self.told: DataSet | None = None
        self.names: list[str] = []
        self.codes: dict[str, dict[str, int]] = {}
        self.first = True

    def rows(self, header: Header, batch: Batch) -> None:
        rows = batch.rows
        measures = [name for name in self.layout.measures if name in rows.columns]
        others = [name for name in rows.columns if name not in (*self.layout.key, *measures)]
        if self.told is not None and batch.data_set.number != self.told.number:
            if not self.layout.several:
                raise Refused(f"data set {batch.data_set.number}", "one message is written for each data set.")
            self.told, self.first = batch.data_set, True
            self.write(f"}}}},{self._data_set(batch.data_set)}")
        if self.told is None:
            if self.version == "1.0" and measures != ["OBS_VALUE"]:
                raise Refused("the layout", "SDMX-JSON 1.0 has the one measure OBS_VALUE.")
            self._opens(header, batch.data_set)
            self.measures, self.others = measures, others
            self.codes = {name: {} for name in (*self.layout.key, *others)}
        if (measures, others) != (self.measures, self.others):
            raise Refused("the batch", "its columns differ from those of the first.")
        for name in self.layout.key:
            if rows[name].null_count():
                raise Refused(f"column {name}", "SDMX-JSON has no place for a key that lacks a dimension.")
        texts = rows.select(written(rows, name).alias(name) for name in rows.columns)
        keys = texts.select(
            pl.concat_str([self._places(texts, name).cast(pl.String) for name in self.layout.key], separator=":")
        ).to_series()
        columns = [texts[name].to_list() for name in measures]
        places = [texts.select(self._places(texts, name)).to_series().to_list() for name in others]
        for number, key in enumerate(keys.to_list()):
            cells = [*(_number(column[number]) for column in columns), *(_place(place[number]) for place in places)]
            while len(cells) > 1 and cells[-1] == "null":
                cells.pop()
            self.write(f'{"" if self.first else ","}\n"{key}":[{",".join(cells)}]')
            self.first = False

    def _places(self, texts: pl.DataFrame, name: str) -> pl.Expr:
        known = self.codes[name]
        for code in texts[name].drop_nulls().unique(maintain_order=True).to_list():
            known.setdefault(code, len(known))
        return pl.col(name).replace_strict(known, default=None, return_dtype=pl.Int64)

    def _opens(self, header: Header, told: DataSet) -> None:
        self.told = told
        meta: dict[str, Any] = {"schema": SCHEMA.format(version=self.version), "id": header.identifier}
        meta |= {"test": header.test, "prepared": header.prepared, "sender": {"id": header.sender}}
        if header.source:
            meta |= {"links": [{"rel": "describedby", "title": header.source}]}
        told_of_it = json.dumps(meta, ensure_ascii=False)
        self.write(f'{{"meta":{told_of_it},"data":{{"dataSets":[{self._data_set(told)}')

    def _data_set(self, told: DataSet) -> str:
        inner: list[str] = [f'"action":{json.dumps(told.action)}']
        if self.version == "2.0":
            inner.insert(0, '"structure":0')
        inner += [
            f'"{name}":{json.dumps(day)}'
            for name, day in (("validFrom", told.valid_from), ("validTo", told.valid_to))
            if day
        ]
        if told.attributes:
            inner.append(f'"attributes":{json.dumps([0] * len(told.attributes))}')
        return f'{{{",".join(inner)},"observations":{{'

    def closes(self) -> None:
        if self.told is None:
            raise Refused("the message", "there is no data set to write.")
        told = self.told
        structure: dict[str, Any] = {}
        if told.structure:
            structure["links"] = [{"rel": told.structure.kind.lower(), "urn": told.structure.urn}]
        structure["dimensions"] = {
            "dataSet": [],
            "series": [],
            "observation": [
                {"id": name, "keyPosition": place, "values": self._listed(name)}
                for place, name in enumerate(self.layout.key)
            ],
        }
        if self.version == "2.0":
            structure["measures"] = {"observation": [{"id": name} for name in self.measures]}
        structure["attributes"] = {
            "dataSet": [{"id": name, "values": [{"id": value}]} for name, value in told.attributes.items()],
            "series": [],
            "observation": [{"id": name, "values": self._listed(name)} for name in self.others],
        }
        name, whole = ("structures", [structure]) if self.version == "2.0" else ("structure", structure)
        self.write(f'}}}}],"{name}":{json.dumps(whole, ensure_ascii=False)}}}}}\n')

    def _listed(self, name: str) -> list[dict[str, str]]:
        return [{"id": code} for code in self.codes[name]]

    def write(self, text: str) -> None:
        self.out.write(text.encode())


def _number(cell: str | None) -> str:
    if cell is None:
        return "null"
    return cell if _NUMBER.fullmatch(cell) else json.dumps(cell, ensure_ascii=False)


def _place(cell: int | None) -> str:
    return "null" if cell is None else str(cell)
