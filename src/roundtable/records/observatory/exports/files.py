"""The answer to a question as files: the same cells as on the page, each nothing with its code and its word."""

import io
import json
from collections.abc import Mapping
from typing import Any

import polars as pl
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.kernel.files.tables import Column, Kind, Table
from roundtable.records.observatory.exports.charts import finding, footnotes
from roundtable.records.observatory.queries import words
from roundtable.records.observatory.queries.answers import Answer, beside
from roundtable.records.observatory.queries.sheets import definition

SUMMED = ("known", "parts", "missing", "not_reported", "not_applicable", "suppressed")
PARQUET = "application/vnd.apache.parquet"


def table(found: Answer) -> Table:
    """Give the cells of an answer as a table, a row for each, with everything that has to travel with them."""
    dataset, by = found.dataset, found.resolved.by
    name = words.dimension(by, dataset)
    columns = [
        Column(by, name),
        Column("label", _("%(dimension)s, name") % {"dimension": name}),
        Column("TIME_PERIOD", _("Period")),
        Column("OBS_VALUE", _("Value"), Kind.NUMBER),
        Column("OBS_STATUS", _("Code of status")),
        Column("CONF_STATUS", _("Code of confidentiality")),
        Column("nothing", _("Why there is no number")),
    ]
    if found.summed:
        columns += [Column("known", _("Known part of the sum"), Kind.NUMBER), Column("parts", _("Parts"), Kind.NUMBER)]
        columns += [
            Column(one, word, Kind.NUMBER)
            for one, word in zip(
                SUMMED[2:],
                (_("Parts missing"), _("Parts not reported"), _("Parts not applicable"), _("Parts kept back")),
                strict=True,
            )
        ]
    return Table(
        name=dataset.code,
        title=str(dataset.title),
        columns=columns,
        rows=cells(found),
        notes=[*notes(found), *[f"{one}: {stands}" for one, stands in beside(found)]],
        source=dataset.source,
        licence=dataset.licence,
        demonstration=dataset.demonstration,
        marking=dataset.marking,
        made_at=found.vintage.known_at or found.vintage.loaded_at,
    )


def notes(found: Answer) -> list[str]:
    """Give the sentences that travel with the cells of an answer."""
    return footnotes(found, found.resolved.shown, found.resolved.periods)


def cells(found: Answer) -> list[dict[str, Any]]:
    """Give a row for each cell that the vintage has."""
    rows = []
    for code, period, cell in found.rows():
        row: dict[str, Any] = {
            found.resolved.by: code,
            "label": found.labels.code(found.resolved.by, code),
            "TIME_PERIOD": period,
            "OBS_VALUE": cell.number,
            "OBS_STATUS": cell.status,
            "CONF_STATUS": cell.confidentiality,
            "nothing": words.status(cell.nothing) if cell.nothing else "",
        }
        if found.summed:
            row |= {"known": cell.known, "parts": cell.parts, **cell.lacking}
        rows.append(row)
    return rows


def parquet(found: Answer) -> bytes:
    """Give the cells as Parquet, with the metadata of the answer in the file."""
    texts = [found.resolved.by, "label", "TIME_PERIOD", "OBS_STATUS", "CONF_STATUS", "nothing"]
    types: dict[str, Any] = dict.fromkeys(texts, pl.String) | {"OBS_VALUE": pl.Float64}
    if found.summed:
        types |= {"known": pl.Float64, **dict.fromkeys(SUMMED[1:], pl.Int64)}
    order = [found.resolved.by, "label", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "CONF_STATUS", "nothing"]
    order += list(SUMMED) if found.summed else []
    rows = [{name: row.get(name) for name in order} for row in cells(found)]
    frame = pl.DataFrame(rows, schema={name: types[name] for name in order})
    out = io.BytesIO()
    frame.write_parquet(out, metadata={"roundtable": json.dumps(metadata(found), ensure_ascii=False)})
    return out.getvalue()


def metadata(found: Answer) -> dict[str, Any]:
    """Give everything about an answer but its cells, as plain values."""
    dataset, vintage, resolved = found.dataset, found.vintage, found.resolved
    told = definition(dataset)
    address = settings.ROUNDTABLE_ADDRESS + reverse("observatory:explore", args=[dataset.code])
    return {
        "dataset": dataset.code,
        "title": str(dataset.title),
        "finding": finding(found, resolved.shown, resolved.periods),
        "about": str(dataset.about),
        "unit": dataset.unit,
        "source": dataset.source,
        "source_address": dataset.address,
        "licence": dataset.licence,
        "licence_address": dataset.licence_address,
        "marking": dataset.marking,
        "demonstration": dataset.demonstration,
        "vintage": {
            "loaded_at": vintage.loaded_at.isoformat(),
            "known_at": _iso(vintage.known_at),
            "released_at": _iso(vintage.release_at),
            "data_date": _iso(vintage.data_date),
            "retrieved": _iso(vintage.retrieved),
            "rows": vintage.rows,
            "cells": vintage.kinds,
        },
        "next_release": _iso(dataset.next_release),
        "dimensions": {
            name: {
                "label": words.dimension(name, dataset),
                "codes": list(resolved.shown if name == resolved.by else resolved.others.get(name, ()))
                or list(found.known.codes[name]),
                "together": "" if name == resolved.by else resolved.together[name].value,
            }
            for name in found.known.codes
        },
        "periods": list(resolved.periods),
        "kinds_of_nothing": {code: str(word) for code, word in words.EXPLAINED.items()},
        "definition": None
        if told is None
        else {"lines": dict(told.lines), "grade": told.grade, "reasons": list(told.reasons)},
        "notes": notes(found),
        "citation": citation(found),
        "address": f"{address}?{pinned(found)}",
    }


def _iso(value: Any) -> str | None:
    return value.isoformat() if value else None


def pinned(found: Answer) -> str:
    """Give the question with the day on which these figures were known, so that it always gives the same cells."""
    question = found.resolved.question
    known = found.vintage.known_at or found.vintage.loaded_at
    parts = dict(question.parts())
    day = question.as_of or known.date()
    if "as_of" not in parts:
        return f"{question.address()}&as_of={day.isoformat()}".lstrip("&")
    return question.address()


def citation(found: Answer) -> str:
    """Say how these figures are cited."""
    dataset, vintage = found.dataset, found.vintage
    known = vintage.known_at or vintage.loaded_at
    address = settings.ROUNDTABLE_ADDRESS + reverse("observatory:explore", args=[dataset.code])
    told: Mapping[str, str] = {
        "source": dataset.source,
        "title": str(dataset.title),
        "release": known.date().isoformat(),
        "licence": dataset.licence,
        "address": f"{address}?{pinned(found)}",
    }
    return _("%(source)s: %(title)s. Release of %(release)s, %(licence)s. %(address)s") % told
