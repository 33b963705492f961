"""The way into an XML message: UTF-8 without a document type, and the head before the first data set."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from lxml import etree

from roundtable_analytics.sdmx.messages import ALL_DIMENSIONS, DataSet, Header, Reference, reference
from roundtable_analytics.sdmx.refusals import Refused

PIECE = 1 << 20
LONGEST_HEAD = 1 << 22
ENCODINGS = frozenset({"utf-8", "ascii", "utf-16", "utf-16-le", "utf-16-be", "iso8859-1", "iso8859-15", "cp1252"})
_DECLARATION = re.compile(rb"<\?xml\s[^>]*?\?>")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_BEFORE_ROOT = re.compile(rb"(?:\s+|<!--(?:(?!--).)*-->|<\?(?!xml\s)(?:(?!\?>).)*\?>)*", re.DOTALL)
_ATTRIBUTES = rb"(?:\s+[\w:.\-\x80-\xff]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*\s*"
_ROOT = re.compile(rb"<((?:[\w.\-]+:)?[\w.\-]+)" + _ATTRIBUTES + rb"/?>")
_DATA_SET = re.compile(rb"<((?:[\w.\-]+:)?DataSet)(?=[\s/>])" + _ATTRIBUTES + rb"(?=/?>)")
_VERSION = re.compile(r"http://www\.sdmx\.org/resources/sdmxml/schemas/v(\d_\d)/message")
VERSIONS = {"2_1": "2.1", "3_0": "3.0", "3_1": "3.1"}
ROOTS = {
    "StructureSpecificData": False,
    "StructureSpecificTimeSeriesData": False,
    "GenericData": True,
    "GenericTimeSeriesData": True,
}
RESERVED = frozenset(
    [
        "action",
        "structureRef",
        "setID",
        "dataScope",
        "validFromDate",
        "validToDate",
        "publicationYear",
        "publicationPeriod",
        "reportingBeginDate",
        "reportingEndDate",
        "REPORTING_YEAR_START_DAY",
    ]
)


def parser(events: tuple[str, ...] = ("start", "end")) -> Any:
    """Give a parser that opens nothing: no network, no document type, no entities."""
    return etree.XMLPullParser(
        events=events,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def no_xml(error: Any, line: int = 0) -> Refused:
    """Give the refusal for what a parser says; `line` is how many lines stand before what it was given."""
    said = re.sub(r",? line \d+(, column \d+)?", "", str(error.msg))
    return Refused(f"line {(error.lineno or 1) + line}", f"this is no XML: {said}.")


def pieces(stream: BinaryIO) -> Iterator[bytes]:
    """Give the message in pieces of UTF-8, without byte order mark and declaration; refuse document types."""
    first = stream.read(PIECE)
    decoder: codecs.IncrementalDecoder | None = None
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        decoder = codecs.getincrementaldecoder("utf-16")()
    elif first.startswith(codecs.BOM_UTF8):
        first = first[3:]
    elif (told := _DECLARATION.match(first)) and (named := _ENCODING.search(told[0])):
        try:
            name = codecs.lookup(named[1].decode()).name
        except LookupError as error:
            raise Refused("line 1", f"the encoding {named[1].decode()} is not known.") from error
        if name not in ENCODINGS:
            raise Refused("line 1", f"the encoding {named[1].decode()} is not accepted; write UTF-8.")
        if name not in {"utf-8", "ascii"}:
            decoder = codecs.getincrementaldecoder(name)()
    if decoder:
        first = _decoded(decoder, first)
    first = _DECLARATION.sub(b"", first, count=1) if _DECLARATION.match(first) else first
    before = _BEFORE_ROOT.match(first)
    start = before.end() if before else 0
    if first[start : start + 2] == b"<!":
        raise Refused(f"line {first.count(10, 0, start) + 1}", "document type declarations are not accepted.")
    yield first
    while more := stream.read(PIECE):
        yield _decoded(decoder, more) if decoder else more


def _decoded(decoder: codecs.IncrementalDecoder, piece: bytes) -> bytes:
    try:
        return decoder.decode(piece).encode()
    except UnicodeError as error:
        raise Refused("the bytes", f"they are not in the encoding that is declared ({error}).") from error


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the rows: `prefix` is everything up to the `>` of the data set's tag, which is in `rest`."""

    header: Header
    data_set: DataSet
    generic: bool
    version: str
    tag: bytes
    prefix: bytes
    rest: bytes
    structures: dict[str, tuple[Reference | None, str]]
    action: str


def head(stream: Iterator[bytes]) -> Head:
    """Read a message up to its first data set; refuse what is no data message, with the place and the reason."""
    content = b""
    root = None
    while True:
        piece = next(stream, b"")
        content += piece
        if root is None and (before := _BEFORE_ROOT.match(content)):
            root = _ROOT.match(content, before.end())
            if root:
                _data_root(root[0], content)
        if found := _DATA_SET.search(content):
            # The bytes that end the tag have to be there, or it may still go on.
            return _head(content, found)
        if not piece:
            raise _no_data(content)
        if len(content) > LONGEST_HEAD:
            raise Refused("the header", "no data set begins within the first four megabytes.")


def _data_root(tag: bytes, content: bytes) -> None:
    """Refuse a message whose first element says that it holds no data."""
    name = re.split(rb"[\s/>]", tag[1:], maxsplit=1)[0].rpartition(b":")[2].decode()
    found = _VERSION.search(tag.decode("utf-8", "replace"))
    if name == "Error":
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", content.decode("utf-8", "replace"))).strip()
        raise Refused("the message", f"its sender answered with an error: {text[:300]}")
    if name == "Structure":
        raise Refused("the message", "it holds structures, no data.")
    if name not in ROOTS:
        raise Refused("line 1", f"<{name}> is no message with data.")
    if not found or found[1] not in VERSIONS:
        raise Refused("line 1", "it names no version of SDMX-ML that is known (2.1, 3.0, 3.1).")


def _no_data(content: bytes) -> Refused:
    try:
        etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        return no_xml(error)
    return Refused("the message", "it holds no data set.")


def _head(content: bytes, found: re.Match[bytes]) -> Head:
    reading = parser(("start",))
    try:
        reading.feed(content[: found.end()] + b">")
        elements = [element for _event, element in reading.read_events()]
    except etree.XMLSyntaxError as error:
        raise no_xml(error) from error
    if not elements or etree.QName(elements[-1]).localname != "DataSet":
        raise Refused("the header", "the data set does not begin where it seems to.")
    root, opening = elements[0], elements[-1]
    name = etree.QName(root)
    version = _VERSION.fullmatch(name.namespace or "")
    if not version:
        raise Refused("line 1", "its first element is not in a namespace of SDMX-ML 2.1, 3.0 or 3.1.")
    header, structures, action = _header(root)
    return Head(
        header,
        data_set(opening, structures, action, 0),
        ROOTS[name.localname],
        VERSIONS[version[1]],
        found[1],
        content[: found.end()],
        content[found.end() :],
        structures,
        action,
    )


def data_set(element: Any, structures: dict[str, tuple[Reference | None, str]], action: str, number: int) -> DataSet:
    """Read the tag of a data set."""
    told = {etree.QName(name).localname: value for name, value in element.attrib.items()}
    attributes = {name: value for name, value in element.attrib.items() if "{" not in name and name not in RESERVED}
    structure, at_observation = structures.get(told.get("structureRef", ""), (None, ALL_DIMENSIONS))
    if "structureRef" not in told and len(structures) == 1:
        structure, at_observation = next(iter(structures.values()))
    return DataSet(structure, told.get("action", action), attributes, at_observation, number)


def _header(root: Any) -> tuple[Header, dict[str, tuple[Reference | None, str]], str]:
    structures: dict[str, tuple[Reference | None, str]] = {}
    found: dict[str, str] = {}
    receivers = []
    for element in root.iterfind("./{*}Header/{*}*"):
        name = etree.QName(element).localname
        if name == "Structure":
            told = element.get("structureID", "")
            structures[told] = (_referred(element), element.get("dimensionAtObservation", ALL_DIMENSIONS))
        elif name == "Receiver":
            receivers.append(element.get("id", ""))
        else:
            found.setdefault(name, element.get("id") or (element.text or "").strip())
    header = Header(
        found.get("ID", ""),
        found.get("Prepared", ""),
        found.get("Sender", ""),
        found.get("Test") in {"true", "1"},
        tuple(receivers),
        found.get("Source", ""),
    )
    return header, structures, found.get("DataSetAction", "Information")


KINDS = {
    "Structure": "DataStructure",
    "StructureUsage": "Dataflow",
    "ProvisionAgreement": "ProvisionAgreement",
    # SDMX-ML 2.1 spells it so.
    "ProvisionAgrement": "ProvisionAgreement",
}


def _referred(element: Any) -> Reference | None:
    for child in element:
        kind = KINDS.get(etree.QName(child).localname)
        if kind is None:
            continue
        for inner in child.iter("{*}Ref", "{*}URN", "Ref", "URN"):
            if etree.QName(inner).localname == "URN":
                return reference(inner.text or "")
            return Reference(kind, inner.get("agencyID", ""), inner.get("id", ""), inner.get("version", "1.0"))
        return reference(child.text or "")
    return None
