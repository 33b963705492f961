"""Messages of SDMX: data streamed from the store, structures written at once."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

import polars as pl

from roundtable.records.observatory.domain import sdmx
from roundtable.records.observatory.queries.sdmx_asked import Found, Part
from roundtable.records.observatory.queries.sdmx_structures import own
from roundtable.records.observatory.queries.store import streamed_from
from roundtable_analytics.catalog.selecting import selected, text
from roundtable_analytics.catalog.sql import quoted
from roundtable_analytics.catalog.streaming import batches, csv_into, piped
from roundtable_analytics.frames.shape import Shape
from roundtable_analytics.sdmx.csv_data import KINDS, SHORT_ACTIONS
from roundtable_analytics.sdmx.json_writing import write_json
from roundtable_analytics.sdmx.layout import Layout
from roundtable_analytics.sdmx.messages import ALL_DIMENSIONS, Batch, DataSet, Header, Reference
from roundtable_analytics.sdmx.rest.asked import DataQuestion
from roundtable_analytics.sdmx.rest.faults import NOT_IMPLEMENTED, SEMANTIC, Fault
from roundtable_analytics.sdmx.rest.media import CSV_10, GENERIC, JSON_10, SPECIFIC, Form
from roundtable_analytics.sdmx.structures import Artefact
from roundtable_analytics.sdmx.structures_json import write_structures_json
from roundtable_analytics.sdmx.structures_writing import write_structures
from roundtable_analytics.sdmx.xml_writing import Form as XmlForm
from roundtable_analytics.sdmx.xml_writing import write_xml

OLD = {GENERIC, SPECIFIC, JSON_10, CSV_10}
"""Forms that know one measure, OBS_VALUE."""
ACTIONS = {action: letter for letter, action in SHORT_ACTIONS.items()}


def checked(question: DataQuestion, found: Found, form: Form) -> Layout:
    """Say how an answer is written; refuse what the form cannot say, before anything is written. Raises `Fault`."""
    shape = found.told.shape
    measures = [one.name for one in shape.measures if one.name in found.columns]
    if form in OLD and len(measures) > 1:
        raise Fault(NOT_IMPLEMENTED, "This form has one measure. Ask for one of SDMX 3.0, or for one measure.")
    if form == JSON_10 and measures != ["OBS_VALUE"]:
        raise Fault(NOT_IMPLEMENTED, "SDMX-JSON 1.0 always has the measure OBS_VALUE. Ask for version 2.0.")
    if question.history and form.kind == "csv":
        raise Fault(NOT_IMPLEMENTED, "SDMX-CSV has no place for includeHistory. Ask for SDMX-ML or SDMX-JSON.")
    at = _at_observation(question, shape, form)
    if form.kind == "csv":
        return Layout(shape.key, tuple(measures))
    key = tuple(name for name in shape.key if name in found.columns)
    if at == ALL_DIMENSIONS:
        return Layout(key, tuple(measures), several=True)
    key = shape.key
    series = tuple(name for name in key if name != at)
    return Layout(key, tuple(measures), series, at, keys_only=question.keys_only, several=True)


def _at_observation(question: DataQuestion, shape: Shape, form: Form) -> str:
    asked = question.at_observation
    if asked and asked not in {*shape.key, ALL_DIMENSIONS}:
        raise Fault(SEMANTIC, f"dimensionAtObservation names “{asked[:60]}”, which is no dimension of the dataset.")
    if form.kind == "json" and asked not in {"", ALL_DIMENSIONS}:
        raise Fault(NOT_IMPLEMENTED, "SDMX-JSON is written with dimensionAtObservation=AllDimensions.")
    if form.kind != "xml":
        return ALL_DIMENSIONS
    at = asked or shape.time or ALL_DIMENSIONS
    if question.keys_only and (at == ALL_DIMENSIONS or at != shape.time):
        return shape.time or ALL_DIMENSIONS
    return at if len(shape.key) > 1 else ALL_DIMENSIONS


def header_of(found: Found) -> Header:
    """Say who sends a message, from whom the figures are, and of when they are; the same for the same figures."""
    dataset, vintage = found.told.dataset, found.told.vintage
    known = vintage.known_at or vintage.loaded_at
    parts = [f"Source: {dataset.source}", f"Licence: {dataset.licence}", f"Release of {known:%Y-%m-%d}"]
    if vintage.data_date:
        parts.append(f"Data of {vintage.data_date:%Y-%m-%d}")
    if dataset.demonstration:
        parts.insert(0, "Demonstration: made-up figures")
    return Header(
        f"{dataset.code}-{vintage.loaded_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        _said(found.changed),
        sdmx.AGENCY,
        dataset.demonstration,
        source=". ".join(parts) + ".",
    )


def _said(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def data(found: Found, layout: Layout, form: Form) -> Iterator[bytes]:
    """Give a message piece by piece; rows are read from the store while they are written."""
    if form.kind == "csv":
        return _csv(found, form)
    header = header_of(found)

    # Clients of SDMX-ML 2.1 look for the structure itself; the data flow is named in all other forms.
    structure = own("DataStructure", sdmx.structure_of(found.told.dataset.code))
    named = structure if form in {GENERIC, SPECIFIC} else found.structure

    def rows() -> Iterator[Batch]:
        yield from _batches(found, layout, named)

    if form.kind == "json":
        version = form.version[:3]
        return piped(lambda out: write_json(header, rows(), layout, out, version=version))
    told = XmlForm(form.version[:3], generic=form == GENERIC)
    return piped(lambda out: write_xml(header, rows(), layout, out, told))


def _asked(found: Found, part: Part, *, order: tuple[str, ...] = ()) -> str:
    return selected(found.told.shape, part.selection, part.source, order=order)


def _batches(found: Found, layout: Layout, structure: Reference) -> Iterator[Batch]:
    desk = streamed_from()
    for number, part in enumerate(found.parts):
        told = DataSet(
            structure,
            part.action,
            at_observation=layout.at_observation,
            number=number,
            valid_from=part.valid_from,
            valid_to=part.valid_to,
        )
        # Rows of a series stand together; elsewhere they leave in the order in which they lie.
        order = layout.series if layout.keys_only else (*layout.series, *layout.key) if layout.series else ()
        for frame in batches(desk.base, _asked(found, part, order=tuple(dict.fromkeys(order)))):
            yield Batch(told, _fitted(frame, found))


def _fitted(frame: pl.DataFrame, found: Found) -> pl.DataFrame:
    """Give rows the columns that all rows of the message have: of what went only keys are left."""
    lacking = [name for name in found.columns if name not in frame.columns]
    numbers = {one.name for one in found.told.shape.measures}
    return frame.with_columns(
        pl.lit(None, pl.Float64 if name in numbers else pl.String).alias(name) for name in lacking
    ).select(found.columns)


def _csv(found: Found, form: Form) -> Iterator[bytes]:
    old = form == CSV_10
    line = io.StringIO()
    head = ["DATAFLOW"] if old else ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
    csv.writer(line, lineterminator="\n").writerow([*head, *found.columns])
    yield line.getvalue().encode()
    base = streamed_from().base
    for part in found.parts:
        if old and part.action == "Delete":
            # Version 1.0 has no word for what went.
            continue
        short, kind = found.structure.short, {name: word for word, name in KINDS.items()}[found.structure.kind]
        action = "M" if part.action == "Append" and form.version.startswith("2") else ACTIONS[part.action]
        leading = [text(short)] if old else [text(kind), text(short), text(action)]
        shown = part.selection.columns
        columns = [quoted(name) if name in shown else f"NULL AS {quoted(name)}" for name in found.columns]
        asked = f"SELECT {', '.join([*leading, *columns])} FROM ({_asked(found, part)})"  # noqa: S608 - names of the shape
        yield from piped(partial(csv_into, base, asked))


def structures(artefacts: list[Artefact], form: Form, *, changed: datetime, test: bool) -> bytes:
    """Write structures as a message."""
    header = Header("structures", _said(changed), sdmx.AGENCY, test)
    out = io.BytesIO()
    if form.kind == "json":
        write_structures_json(header, artefacts, out, version=form.version[:3])
    else:
        write_structures(header, artefacts, out, version=form.version[:3])
    return out.getvalue()
