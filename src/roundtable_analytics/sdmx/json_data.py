"""Data of SDMX-JSON 1.0 and 2.0, read as a stream.

Cells are numbers that point into lists, and the lists often stand behind the cells: the message is walked twice, first
for what it says of its structure, then for its cells.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import polars as pl

from roundtable_analytics.sdmx.json_stream import JsonStream
from roundtable_analytics.sdmx.messages import ALL_DIMENSIONS, Batch, DataSet, Header, Reading, Reference, reference
from roundtable_analytics.sdmx.refusals import Refused

ROWS = 50_000
LEVELS = ("dataSet", "dimensionGroup", "series", "observation")


@dataclass(frozen=True, slots=True)
class Part:
    """A component with the values that cells point to; `listed` is False when cells hold the value itself."""

    name: str
    values: tuple[str | None, ...]
    listed: bool
    position: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """What a data set says where: dimensions, measures and attributes by level."""

    structure: Reference | None = None
    dimensions: dict[str, list[Part]] = field(default_factory=dict)
    measures: list[Part] = field(default_factory=list)
    attributes: dict[str, list[Part]] = field(default_factory=dict)


def read_json(stream: BinaryIO) -> Reading:
    """Read a data message of SDMX-JSON from a stream that can be walked twice.

    Raises `Refused` at once for what is no such message, and while reading for cells that point nowhere.
    """
    start = stream.tell()
    header, layouts = _surveyed(JsonStream(stream))
    stream.seek(start)
    return Reading(header, _batches(JsonStream(stream), layouts))


def _surveyed(text: JsonStream) -> tuple[Header, list[Layout]]:
    header, layouts, sets = Header(), [], 0
    for _path, name in _outer(text):
        if name in {"meta", "header"}:
            header = _header(text.value())
        elif name in {"structure", "structures"}:
            told = text.value()
            layouts += [_layout(one, first=name == "structure") for one in (told if isinstance(told, list) else [told])]
        elif name == "dataSets":
            sets += 1
            text.skip()
        elif (told := text.value()) and name == "errors":
            raise Refused("the message", f"its sender answered with an error: {str(told)[:300]}")
    if not sets:
        raise Refused("the message", "it holds no data sets.")
    if not layouts:
        raise Refused("the message", "it does not say what its cells mean: there is no structure.")
    return header, layouts


def _outer(text: JsonStream) -> Iterator[tuple[str, str]]:
    """Give the members of the message, and those of its `data` as if they stood beside it."""
    for name in text.members():
        if name == "data" and text.peek() == "{":
            for inner in text.members():
                yield "data", inner
        else:
            yield "", name
    if text.peek():
        raise Refused(text.where(), "something stands behind the message.")


def _header(told: Any) -> Header:
    if not isinstance(told, dict):
        return Header()
    sender = told.get("sender") or {}
    name = sender.get("id", "") if isinstance(sender, dict) else ""
    return Header(str(told.get("id", "")), str(told.get("prepared", "")), str(name), told.get("test") is True)


def _layout(told: Any, *, first: bool) -> Layout:
    if not isinstance(told, dict):
        raise Refused("the structure", "it is no object.")
    dimensions = {level: _parts(told, "dimensions", level) for level in ("dataSet", "series", "observation")}
    attributes = {level: _parts(told, "attributes", level) for level in LEVELS}
    attributes["dataSet"] = attributes["dataSet"] or _parts(told, "attributes", "dataset")
    measures = [] if first else _parts(told, "measures", "observation")
    return Layout(_linked(told), dimensions, measures or [Part("OBS_VALUE", (), listed=False)], attributes)


def _linked(told: dict[str, Any]) -> Reference | None:
    for link in told.get("links") or []:
        if isinstance(link, dict) and (found := reference(str(link.get("urn") or link.get("href") or ""))):
            return found
    for name in ("dataStructure", "dataflow", "provisionAgreement"):
        if found := reference(str(told.get(name) or "")):
            return found
    return None


def _parts(told: dict[str, Any], kind: str, level: str) -> list[Part]:
    inside = told.get(kind) or {}
    found = []
    for one in (inside.get(level) if isinstance(inside, dict) else None) or []:
        if not isinstance(one, dict) or "id" not in one:
            raise Refused(f"{kind}, {level}", "a component has no id.")
        listed = isinstance(one.get("values"), list)
        values = tuple(_listed(value) for value in one["values"]) if listed else ()
        position = int(one.get("keyPosition") or 0)
        found.append(Part(str(one["id"]), values, listed=listed, position=position))
    return found


def _listed(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("id", value.get("value", value.get("name")))
    return _text(value)


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    raise Refused("a cell", "values that are several are not read.")


def _batches(text: JsonStream, layouts: list[Layout]) -> Iterator[Batch]:
    number = 0
    for _path, name in _outer(text):
        if name != "dataSets":
            text.skip(1) if name != "structures" else text.value()
            continue
        for _item in text.items():
            yield from _SetReader(text, layouts, number).batches()
            number += 1


class _SetReader:
    """Reads one data set."""

    def __init__(self, text: JsonStream, layouts: list[Layout], number: int) -> None:
        self.text, self.layouts, self.number = text, layouts, number
        self.layout = layouts[0]
        self.action = "Information"
        self.common: dict[str, str] = {}
        self.grouped: list[tuple[list[str], dict[str, str | None]]] = []
        self.rows: list[dict[str, str | None]] = []

    def batches(self) -> Iterator[Batch]:
        for name in self.text.members():
            if name in {"series", "observations"}:
                for key in self.text.members():
                    if name == "series":
                        self._series(key, self.text.value())
                    else:
                        self.rows.append(self._observation({}, key, self.text.value()))
                    yield from self._full()
            elif name == "dimensionGroupAttributes":
                for key in self.text.members():
                    values = self._cells(self.layout.attributes["dimensionGroup"], self.text.value(), key)
                    self.grouped.append((key.split(":"), values))
            else:
                self._says(name, self.text.value())
        yield from self._full(last=True)

    def _says(self, name: str, told: Any) -> None:
        if name == "structure":
            self._chosen(told)
        elif name == "action":
            self.action = str(told)
        elif name == "attributes":
            cells = self._cells(self.layout.attributes["dataSet"], told, "attributes")
            self.common |= {one: value for one, value in cells.items() if value is not None}

    def _chosen(self, told: Any) -> None:
        place = int(told) if isinstance(told, str) and told.isdigit() else -1
        if not 0 <= place < len(self.layouts):
            raise Refused(self.text.where(), f"there is no structure {told}.")
        self.layout = self.layouts[place]

    def _full(self, *, last: bool = False) -> Iterator[Batch]:
        if self.rows and (last or len(self.rows) >= ROWS):
            fixed = {part.name: part.values[0] for part in self.layout.dimensions["dataSet"] if part.values}
            names = dict.fromkeys([*fixed, *(name for row in self.rows for name in row)])
            table = pl.DataFrame([fixed | row for row in self.rows], schema=dict.fromkeys(names, pl.String))
            at = self.layout.dimensions["observation"] if self.layout.dimensions["series"] else []
            at_observation = at[0].name if len(at) == 1 else ALL_DIMENSIONS
            told = DataSet(self.layout.structure, self.action, dict(self.common), at_observation, self.number)
            self.rows = []
            yield Batch(told, table)

    def _series(self, key: str, told: Any) -> None:
        if not isinstance(told, dict):
            raise Refused(f"series {key}", "it is no object.")
        own = self._key(self.layout.dimensions["series"], key)
        own |= self._cells(self.layout.attributes["series"], told.get("attributes") or [], f"series {key}")
        observations = told.get("observations") or {}
        self.rows += [self._observation(own, place, cells) for place, cells in observations.items()]
        if not observations:
            self.rows.append(own)

    def _observation(self, own: dict[str, str | None], key: str, cells: Any) -> dict[str, str | None]:
        if not isinstance(cells, list):
            raise Refused(f"observation {key}", "it is no list.")
        row = own | self._key(self.layout.dimensions["observation"], key)
        count = len(self.layout.measures)
        row |= self._cells(self.layout.measures, cells[:count], f"observation {key}")
        row |= self._cells(self.layout.attributes["observation"], cells[count:], f"observation {key}")
        for pattern, values in self.grouped:
            if self._matches(pattern, row):
                row |= values
        return row

    def _matches(self, pattern: list[str], row: dict[str, str | None]) -> bool:
        every = sorted(
            (*self.layout.dimensions["series"], *self.layout.dimensions["observation"]), key=lambda part: part.position
        )
        return all(
            not place
            or (place.isdigit() and int(place) < len(part.values) and part.values[int(place)] == row[part.name])
            for part, place in zip(every, pattern, strict=False)
        )

    def _key(self, parts: list[Part], key: str) -> dict[str, str | None]:
        places = key.split(":")
        if len(places) != len(parts):
            raise Refused(f"key {key}", f"it has {len(places)} parts, the structure has {len(parts)} dimensions.")
        return {part.name: self._pointed(part, place, key) for part, place in zip(parts, places, strict=True)}

    def _cells(self, parts: list[Part], cells: Any, place: str) -> dict[str, str | None]:
        if not isinstance(cells, list):
            raise Refused(place, "its values are no list.")
        found: dict[str, str | None] = {}
        for part, cell in zip(parts, cells, strict=False):
            if cell is not None:
                found[part.name] = self._pointed(part, cell, place) if part.listed else _text(cell)
        return found

    def _pointed(self, part: Part, place: Any, key: str) -> str | None:
        if not isinstance(place, str) or not place.isdigit() or int(place) >= len(part.values):
            raise Refused(f"{key}, {part.name}", f"it points to value {place}, the list has {len(part.values)}.")
        return part.values[int(place)]
