"""From scanned values to rows: which value belongs to which row, series or group, under which name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from roundtable_analytics.sdmx.refusals import Refused
from roundtable_analytics.sdmx.scanning import Irregular, Kinds, Known, Scan, local
from roundtable_analytics.sdmx.values import plain
from roundtable_analytics.sdmx.views import Positions, alike, column, views

SERIES, ROW, GROUP, SET = 1, 2, 3, 4
MOST_NAMES = 400
ROW_ENDS = frozenset({"Obs", "Series", "Group", "Atts"})

SPECIFIC = {
    ("Series",): SERIES,
    ("Obs",): ROW,
    ("Series", "Obs"): ROW,
    ("Group",): GROUP,
    ("Atts",): GROUP,
}
GENERIC = {
    ("Series", "SeriesKey", "Value"): SERIES,
    ("Series", "Attributes", "Value"): SERIES,
    ("Series", "Obs", "ObsDimension"): ROW,
    ("Series", "Obs", "ObsValue"): ROW,
    ("Series", "Obs", "Attributes", "Value"): ROW,
    ("Obs", "ObsKey", "Value"): ROW,
    ("Obs", "ObsDimension"): ROW,
    ("Obs", "ObsValue"): ROW,
    ("Obs", "Attributes", "Value"): ROW,
    ("Group", "GroupKey", "Value"): GROUP,
    ("Group", "Attributes", "Value"): GROUP,
    ("Group",): GROUP,
    ("Attributes", "Value"): SET,
}


@dataclass(frozen=True)
class Cells:
    """For each value its role, the number of its element among those of its role, and the number of its name."""

    scan: Scan
    role: npt.NDArray[np.int8]
    element: dict[int, Positions]
    count: dict[int, int]
    name: Kinds
    names: Sequence[str]
    flat: bool
    keys: set[str] | None


def cells(scanned: Scan, known: Known, *, generic: bool, at_observation: str) -> Cells:
    """Find what each value is; raise `Irregular` for elements that this message should not have."""
    roles, flat = _roles(known, generic=generic)
    role = roles[scanned.path]
    if bool(np.any(role == 0)) or any(one.passed for one in known.meanings):
        raise Irregular
    rows = np.unique(flat[scanned.path[role == ROW]])
    if len(rows) > 1:
        raise Irregular
    element, count = {}, {}
    for number, elements in ((SERIES, {"Series"}), (ROW, {"Obs"}), (GROUP, {"Group", "Atts"})):
        entered = np.array([sum(local(name) in elements for name in one.enters) for one in known.meanings], np.int64)
        if len(entered) and int(entered.max()) > 1:
            raise Irregular
        element[number] = np.cumsum(entered[scanned.kinds]) - 1
        count[number] = int(element[number][-1]) + 1
    element[SET], count[SET] = np.zeros(len(role), np.int64), 1
    named = _generic_names if generic else _specific_names
    name, names = named(scanned, known, at_observation)
    keys = None
    if generic:
        inside = np.array([local(path[-2]) == "GroupKey" if len(path) > 1 else False for path in known.paths])
        keys = {names[number] for number in np.unique(name[inside[scanned.path]]).tolist() if number >= 0}
    return Cells(scanned, role, element, count, name, names, bool(len(rows) and rows[0]), keys)


def _roles(known: Known, *, generic: bool) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.bool_]]:
    roles = np.zeros(len(known.paths), np.int8)
    flat = np.zeros(len(known.paths), np.bool_)
    for number, path in enumerate(known.paths):
        inner = tuple(local(name) for name in path[1:])
        roles[number] = (GENERIC if generic else SPECIFIC).get(inner, 0)
        flat[number] = inner[:1] == ("Obs",)
    return roles, flat


def _specific_names(scanned: Scan, known: Known, at_observation: str) -> tuple[Kinds, list[str]]:
    del at_observation  # the values carry their names
    names: list[str] = []
    table = np.full(len(known.meanings), -1, np.int32)
    for kind, meaning in enumerate(known.meanings):
        attribute = meaning.attribute or b""
        if attribute.startswith(b"xmlns"):
            raise Irregular
        if attribute and b":" not in attribute:
            text = attribute.decode()
            if text not in names:
                names.append(text)
            table[kind] = names.index(text)
    return table[scanned.kinds], names


def _generic_names(scanned: Scan, known: Known, at_observation: str) -> tuple[Kinds, list[str]]:
    """Name values of generic messages: `id` and `value` come in pairs, observations have names of their own."""
    names = [at_observation, "OBS_VALUE"]
    attributes = np.array([{b"id": 1, b"value": 2}.get(one.attribute or b"", 0) for one in known.meanings], np.int8)
    attribute = attributes[scanned.kinds]
    tags = np.array([_TAGS.get(local(path[-1]), 0) for path in known.paths], np.int8)
    tag = tags[scanned.path]
    name = np.full(len(tag), -1, np.int32)
    name[(tag == _TAGS["ObsDimension"]) & (attribute == 2)] = 0
    name[(tag == _TAGS["ObsValue"]) & (attribute == 2)] = 1
    told = np.flatnonzero((tag == _TAGS["Value"]) & (attribute == 2))
    ids = told - 1
    if len(told) and (ids[0] < 0 or not bool(np.all((attribute[ids] == 1) & (tag[ids] == _TAGS["Value"])))):
        raise Irregular
    continues = np.array([not one.enters and not one.leaves for one in known.meanings])
    if int(np.count_nonzero(attribute == 0)) or not bool(np.all(continues[scanned.kinds[told]])):
        groups = attribute == 0
        if not bool(np.all(tag[groups] == _TAGS["Group"])) or not bool(np.all(continues[scanned.kinds[told]])):
            raise Irregular
    texts: list[bytes] = []
    kinds = alike(scanned.buffer, scanned.starts[ids], scanned.lengths[ids], texts, at_most=MOST_NAMES)
    if kinds is None or any(b"&" in text for text in texts):
        raise Irregular
    numbers = []
    for text in texts:
        if (one := text.decode()) not in names:
            names.append(one)
        numbers.append(names.index(one))
    name[told] = np.array(numbers, np.int32)[kinds]
    return name, names


_TAGS = {"Value": 1, "ObsDimension": 2, "ObsValue": 3, "Group": 4}


def frame(found: Cells, role: int) -> pl.DataFrame:
    """Give the elements of one role as a frame of texts; null where an element does not say."""
    height = found.count[role]
    made = {}
    for name, place, starts, lengths in _by_name(found, role):
        seen = views(found.scan.buffer, starts, lengths)
        present = None
        if len(place) < height:
            spread = np.zeros((height, 2), np.uint64)
            spread[place] = seen
            present = np.zeros(height, np.bool_)
            present[place] = True
            seen = spread
        made[name] = _column(found, name, seen, present)
    return pl.DataFrame(made, height=height) if made else pl.DataFrame(height=height)


Carried = dict[str, tuple[int, int]]
"""Where in the buffer the texts lie that the series says which was open when the piece began."""


def rows_and_series(found: Cells, carried: Carried) -> tuple[pl.DataFrame, Carried]:
    """Give the rows with what their series say, series without rows at the end, and what the last series says.

    Texts of a series are not copied for its rows: each row gets the view of them.
    """
    rows = frame(found, ROW)
    if found.flat:
        return rows, {}
    # The series that was open before is number 0.
    own = found.element[SERIES][np.flatnonzero(np.diff(found.element[ROW], prepend=-1))] + 1
    count = found.count[SERIES] + 1
    empty = np.setdiff1d(np.arange(1, count), own)
    order = np.concatenate([own, empty])
    places = {name: (place + 1, starts, lengths) for name, place, starts, lengths in _by_name(found, SERIES)}
    made, last = {}, {} if found.count[SERIES] else dict(carried)
    for name in dict.fromkeys((*carried, *places)):
        place, starts, lengths = places.get(name, (_NONE, _NONE, _NONE))
        if found.count[SERIES] and len(place) and place[-1] == count - 1:
            last[name] = (int(starts[-1]), int(lengths[-1]))
        if name in carried:
            start, length = carried[name]
            place, starts, lengths = np.append(0, place), np.append(start, starts), np.append(length, lengths)
        seen, present = np.zeros((count, 2), np.uint64), np.zeros(count, np.bool_)
        seen[place], present[place] = views(found.scan.buffer, starts, lengths), True
        there = present[order]
        made[name] = _column(found, name, seen[order], None if bool(there.all()) else there)
    for name in rows.columns:
        if name in made:
            raise Irregular
        text = rows[name]
        made[name] = text.extend_constant(None, len(empty)) if len(empty) else text
    return pl.DataFrame(made, height=len(order)), last


_NONE = np.zeros(0, np.int64)


def _by_name(found: Cells, role: int) -> Iterator[tuple[str, Positions, Positions, Positions]]:
    inside = found.role == role
    for number, name in enumerate(found.names):
        chosen = np.flatnonzero(inside & (found.name == number))
        if len(chosen):
            place = found.element[role][chosen]
            if int(place[0]) < 0 or bool(np.any(place[1:] <= place[:-1])):
                # A name twice in one element, or a value before its element: not well formed.
                raise Irregular
            yield name, place, found.scan.starts[chosen], found.scan.lengths[chosen]


def _column(found: Cells, name: str, seen: npt.NDArray[np.uint64], present: npt.NDArray[np.bool_] | None) -> pl.Series:
    text = column(found.scan.buffer, seen, present)
    try:
        return plain(text, name) if found.scan.odd_values else text
    except Refused as refused:
        # lxml will refuse it too, and knows the line.
        raise Irregular from refused
