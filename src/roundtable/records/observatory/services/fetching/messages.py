"""A message of SDMX as a load: its structure says which column is what, and what its codes are called."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl
from django.utils.translation import gettext as _

from roundtable.kernel.base.errors import Invalid
from roundtable.records.observatory.services.looking import Looked, look_at
from roundtable_analytics.frames.shape import Origin, UnfitError
from roundtable_analytics.frames.statuses import CONFIDENTIALITY, STATUS, TIME, VALUE, Nothing
from roundtable_analytics.sdmx.messages import Reference
from roundtable_analytics.sdmx.refusals import Refused
from roundtable_analytics.sdmx.structures import DataStructure, Item, ItemScheme, Structures
from roundtable_analytics.sdmx.structures_xml import read_structures
from roundtable_analytics.sources import mapping as maps
from roundtable_analytics.sources.answers import Kept
from roundtable_analytics.sources.services import tables_of
from roundtable_analytics.sources.tables import mapped

FLAGS: Final = ("OBS_FLAG", "OBS_STATUS")
OF_EUROSTAT: Final = (
    *(("c", "Q"), ("m", "M"), ("z", "M"), ("b", "B"), ("e", "E"), ("p", "P"), ("u", "U"), ("d", "D"), ("s", "E")),
    *(("n", "N"), ("f", "F"), ("i", "I")),
)
"""Eurostat's flags and the codes of CL_OBS_STATUS that mean the same, the gravest first."""
LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Read:
    """What a service gave: the mapping that it comes to, its rows, and words for its codes."""

    told: maps.Mapping
    rows: pl.DataFrame
    labels: dict[str, Any]


def of_files(message: Path, structure: Path, *, licence: str, today: date) -> Looked:
    """Look at a message in a file, with the file of its structure; the licence is said by whoever loads it.

    The message may be SDMX-ML, SDMX-JSON or SDMX-CSV. Raises `Invalid` with the place of what cannot be read.
    """
    if not licence.strip():
        raise Invalid(_("Say under which licence the figures are: --licence “CC BY 4.0”."))
    with message.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    told, shaped = (Kept("", "", "", licence, "", "", str(place)) for place in (message, structure))
    try:
        read = of_message(told, shaped, None, licence=licence)
    except (UnfitError, Refused) as error:
        raise Invalid(_("The message cannot be read: %(why)s") % {"why": error}) from error
    return look_at(read.told, read.rows, today=today, digest=digest, name=message.name)


def of_message(kept: Kept, structure: Kept, flow: Reference | None, *, licence: str) -> Read:
    """Read a message with the structure that it follows. Raises `Invalid` where the two do not belong together.

    Without a `flow` the message itself says which it follows.
    """
    with Path(structure.place).open("rb") as file:
        known = read_structures(file)
    tables = tables_of(kept)
    flow = flow or next((one.data_set.structure for one in tables if one.data_set.structure), None)
    defined = (known.structure_of(flow) if flow else None) or next(
        (one for one in known.of("DataStructure") if isinstance(one, DataStructure)), None
    )
    if defined is None or not tables:
        raise Invalid(_("The service gave no structure, or no data."))
    flow = flow or defined.reference
    rows = pl.concat([one.rows for one in tables], how="diagonal")
    told = mapping_from(defined, known, flow, rows.columns, licence=licence, address=kept.address)
    return Read(told, mapped(told, rows), labels_of(defined, known, rows))


def mapping_from(  # noqa: PLR0913 - what a structure and a message say together
    defined: DataStructure, known: Structures, flow: Reference, columns: list[str], *, licence: str, address: str
) -> maps.Mapping:
    """Make the mapping of a message from its structure: dimensions, time, the measure, attributes, flags."""
    dimensions = [name for name in defined.of("dimension") if name in columns]
    measure = next((name for name in defined.of("measure") if name in columns), VALUE)
    if TIME not in columns or measure not in columns or not dimensions:
        raise Invalid(_("The message has no time, no measure, or no dimension that its structure names."))
    flag = next((name for name in FLAGS if name in columns), "")
    reserved = {STATUS, CONFIDENTIALITY, TIME, measure, VALUE, flag}
    attributes = [name for name in defined.of("attribute") if name in columns and name not in reserved]
    told = next((one for one in known.of("Dataflow") if one.reference.identifier == flow.identifier), defined)
    return maps.Mapping(
        dataset=code_of(flow),
        titles=dict(told.names) or {"en": flow.identifier},
        origin=Origin(flow.agency, licence or _("not stated"), address.partition("?")[0]),
        file="",
        dimensions=tuple(maps.Part(name, column=name) for name in dimensions),
        time=f"{{{TIME}}}",
        measures=(maps.MeasureColumn(measure),),
        attributes=tuple(maps.Part(name, column=name) for name in attributes),
        flags=(flag, _flags(flag)),
        missing=Nothing.MISSING,
        empty=("", ":", "NaN"),
    )


def _flags(name: str) -> tuple[tuple[str, str], ...]:
    if name == "OBS_FLAG":
        return OF_EUROSTAT
    return tuple((code, code) for code in "QMLOBEPUDINFSGVWJK") if name else ()


def code_of(flow: Reference) -> str:
    """Give the code of a dataset that comes from a flow.

    >>> code_of(Reference("Dataflow", "ESTAT", "MIGR_ASYAPPCTZA"))
    'estat-migr-asyappctza'
    """
    code = re.sub(r"[^a-z0-9]+", "-", f"{flow.agency}-{flow.identifier}".lower()).strip("-")
    return (code if code[:1].isalpha() else f"d-{code}")[:LONGEST]


def labels_of(defined: DataStructure, known: Structures, rows: pl.DataFrame) -> dict[str, Any]:
    """Give words for the codes that occur, by dimension and language, from the code lists of the message."""
    labels: dict[str, Any] = {}
    for component in defined.components:
        if component.role != "dimension" or component.identifier not in rows.columns:
            continue
        held = component.representation
        listed = known.found.get(held.code_list) if held and held.code_list else None
        if isinstance(listed, ItemScheme):
            here = set(rows[component.identifier].drop_nulls().unique().to_list())
            found = {item.identifier: _names(item) for item in listed.items if item.identifier in here}
            labels[component.identifier] = {code: names for code, names in found.items() if names}
    return labels


def _names(item: Item) -> Mapping[str, str]:
    return {language: text for language, text in dict(item.names).items() if language in {"en", "ru"}}
