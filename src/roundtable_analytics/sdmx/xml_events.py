"""Data sets read by lxml, element by element: the way that knows all of XML; slower, the measure for the scanner."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl
from lxml import etree

from roundtable_analytics.sdmx.groups import Groups
from roundtable_analytics.sdmx.messages import Batch, DataSet
from roundtable_analytics.sdmx.refusals import Refused
from roundtable_analytics.sdmx.xml_source import Head, data_set, no_xml, parser

ROWS = 50_000
IGNORED = frozenset({"Annotations", "DataProvider"})


@dataclass
class State:
    """Where the reader stands: in which data set, series and groups, and what to leave out because it was given."""

    data_set: DataSet
    series: dict[str, str] = field(default_factory=dict)
    groups: Groups = field(default_factory=Groups)
    given: bool = False
    filled: bool = False


def events(head: Head, state: State, opened: bytes, pieces: Iterator[bytes], line: int) -> Iterator[Batch]:
    """Read rows to the end of the message.

    `opened` are the tags that stand open behind the head, the last of them unfinished, as the scanner left them; when
    there are any, the innermost row was given already. `line` is how many lines lie between the head and the pieces.
    """
    reading = parser()
    reader = _Reader(head, state, line)
    try:
        reading.feed(head.prefix + opened)
        for piece in pieces:
            reading.feed(piece)
            yield from reader.take(reading.read_events(), finish=False)
        reading.close()
        yield from reader.take(reading.read_events(), finish=True)
    except etree.XMLSyntaxError as error:
        raise no_xml(error, line) from error
    except ValueError as error:
        if isinstance(error, Refused):
            raise
        raise Refused("the message", "an element has a prefix that is declared nowhere.") from error


class _Reader:
    """Turns events into rows."""

    def __init__(self, head: Head, state: State, line: int) -> None:
        self.head, self.state, self.line = head, state, line
        self.rows: list[dict[str, str]] = []
        self.begun = False

    def take(self, read: Iterator[tuple[str, Any]], *, finish: bool) -> Iterator[Batch]:
        for event, element in read:
            name = etree.QName(element).localname
            if event == "start":
                yield from self._starts(name, element)
            else:
                self._ends(name, element)
            if len(self.rows) >= ROWS:
                yield self._batch()
        if finish and self.rows:
            yield self._batch()

    def _batch(self) -> Batch:
        names = dict.fromkeys(name for row in self.rows for name in row)
        rows = pl.DataFrame(self.rows, schema=dict.fromkeys(names, pl.String)) if names else pl.DataFrame()
        self.rows = []
        return Batch(self.state.data_set, self.state.groups.joined(rows))

    def _starts(self, name: str, element: Any) -> Iterator[Batch]:
        if name == "DataSet":
            if self.begun:
                if self.rows:
                    yield self._batch()
                number = self.state.data_set.number + 1
                self.state.data_set = data_set(element, self.head.structures, self.head.action, number)
                self.state.series, self.state.groups = {}, Groups()
            self.begun = True
        elif name == "Series" and self.begun:
            if self.state.given:
                return
            self.state.series = {} if self.head.generic else _own(element)
            self.state.filled = False

    def _ends(self, name: str, element: Any) -> None:
        if not self.begun or name in IGNORED:
            return
        if self.head.generic:
            self._generic_ends(name, element)
        elif name == "Obs":
            self._row(_own(element), element)
        elif name in {"Group", "Atts"}:
            self._group(_own(element), None)
        elif name in {"Comp", "CompValue"}:
            raise Refused(self._place(element), "components with several values are not read.")
        if name == "Series":
            self._series_ends()
        if name in {"Obs", "Series", "Group", "Atts"}:
            _forget(element)

    def _generic_ends(self, name: str, element: Any) -> None:
        parent = element.getparent()
        above = etree.QName(parent).localname if parent is not None else ""
        if name == "SeriesKey" or (name == "Attributes" and above == "Series"):
            if not self.state.given:
                self.state.series |= self._pairs(element)
        elif name == "Attributes" and above == "DataSet":
            attributes = {**self.state.data_set.attributes, **self._pairs(element)}
            self.state.data_set = replace(self.state.data_set, attributes=attributes)
        elif name == "Group":
            key = {} if self.state.given else self._pairs(element, "GroupKey")
            self._group(key | ({} if self.state.given else self._pairs(element, "Attributes")), tuple(key))
        elif name == "Obs":
            self._row({} if self.state.given else self._observation(element), element)

    def _observation(self, element: Any) -> dict[str, str]:
        row: dict[str, str | None] = {}
        for child in element:
            name = etree.QName(child).localname
            if name == "ObsDimension":
                row[self.state.data_set.at_observation] = child.get("value")
            elif name == "ObsValue":
                row["OBS_VALUE"] = child.get("value")
            elif name in {"ObsKey", "Attributes"}:
                row |= self._pairs(child)
        return {one: value for one, value in row.items() if value is not None}

    def _pairs(self, element: Any, inside: str = "") -> dict[str, str]:
        found: dict[str, str] = {}
        for value in element.iterfind(f"./{{*}}{inside}/{{*}}Value" if inside else "./{*}Value"):
            if value.get("id") is None or value.get("value") is None:
                raise Refused(self._place(value), "a <Value> has no id or no value.")
            found[value.get("id")] = value.get("value")
        return found

    def _group(self, values: dict[str, str], key: tuple[str, ...] | None) -> None:
        if not self.state.given:
            self.state.groups.add(values, key)
        self.state.given = False

    def _row(self, own: dict[str, str], element: Any) -> None:
        if self.state.given:
            # The scanner has given this row; its element was opened again only to be closed.
            self.state.given = False
            self.state.filled = True
            return
        if twice := sorted(set(own) & set(self.state.series)):
            raise Refused(self._place(element), f"{twice[0]} is said of the series and of its observation.")
        self.rows.append(self.state.series | own)
        self.state.filled = True

    def _series_ends(self) -> None:
        if not self.state.filled and not self.state.given:
            self.rows.append(dict(self.state.series))
        self.state.given, self.state.filled, self.state.series = False, False, {}

    def _place(self, element: Any) -> str:
        return f"line {(element.sourceline or 1) + self.line}, <{etree.QName(element).localname}>"


def _own(element: Any) -> dict[str, str]:
    return {name: value for name, value in element.attrib.items() if "{" not in name}


def _forget(element: Any) -> None:
    """Let go of an element that was read, and of those before it, so that memory does not grow."""
    element.clear()
    parent = element.getparent()
    while parent is not None and parent[0] is not element:
        del parent[0]
