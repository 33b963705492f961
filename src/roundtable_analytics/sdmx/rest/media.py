"""In which form an answer leaves: what a client accepts, in its order, against what the service can write."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from roundtable_analytics.sdmx.rest.faults import NOT_ACCEPTABLE, Fault

BASE = "application/vnd.sdmx."


@dataclass(frozen=True, slots=True)
class Form:
    """A form of message: `name` is that of its media type, `version` is the version of the form."""

    name: str
    version: str
    short: str = ""
    """What `format=` calls it."""

    @property
    def media(self) -> str:
        """The whole media type."""
        return f"{BASE}{self.name};version={self.version}"

    @property
    def kind(self) -> str:
        """How it is written: xml, json or csv."""
        return self.name.rpartition("+")[2]

    @property
    def ending(self) -> str:
        """The ending of a file of this form."""
        return self.kind


CSV_10, CSV_20, CSV_21 = (Form("data+csv", version, "csv") for version in ("1.0.0", "2.0.0", "2.1.0"))
JSON_10, JSON_20 = (Form("data+json", version, "json") for version in ("1.0.0", "2.0.0"))
GENERIC = Form("genericdata+xml", "2.1", "genericdata")
SPECIFIC = Form("structurespecificdata+xml", "2.1", "structurespecificdata")
XML_30, XML_31 = (Form("data+xml", version, "xml") for version in ("3.0.0", "3.1.0"))
STRUCTURE_21 = Form("structure+xml", "2.1", "structure")
STRUCTURE_30, STRUCTURE_31 = (Form("structure+xml", version, "xml") for version in ("3.0.0", "3.1.0"))
STRUCTURE_JSON_10, STRUCTURE_JSON_20 = (Form("structure+json", version, "json") for version in ("1.0.0", "2.0.0"))

DATA_15 = (GENERIC, SPECIFIC, JSON_10, CSV_10, CSV_20, CSV_21, JSON_20, XML_30, XML_31)
DATA_20 = (JSON_20, XML_30, XML_31, CSV_20, CSV_21, JSON_10, CSV_10, SPECIFIC, GENERIC)
STRUCTURES_15 = (STRUCTURE_21, STRUCTURE_JSON_10, STRUCTURE_30, STRUCTURE_31, STRUCTURE_JSON_20)
STRUCTURES_20 = (STRUCTURE_30, STRUCTURE_31, STRUCTURE_JSON_20, STRUCTURE_21, STRUCTURE_JSON_10)
"""What each interface can write; the first is its own choice."""
SHORTS = {
    "csv": ("csv", "csvfile", "sdmx-csv"),
    "json": ("json", "jsondata", "sdmx-json"),
    "xml": ("xml", "sdmx-ml"),
    "genericdata": ("genericdata", "generic"),
    "structurespecificdata": ("structurespecificdata", "compact", "structurespecific"),
    "structure": ("structure",),
}
PLAIN = {
    "application/xml": {"xml"},
    "text/xml": {"xml"},
    "application/json": {"json"},
    "text/json": {"json"},
    "text/csv": {"csv"},
    "application/csv": {"csv"},
    "text/*": {"csv"},
    "application/*": {"xml", "json", "csv"},
}
"""What plain media types mean."""
_QUALITY = re.compile(r"[01](\.[0-9]{0,3})?")
MOST = 40


@dataclass(frozen=True, slots=True)
class Accepted:
    """One thing that a client accepts."""

    media: str
    version: str = ""
    quality: float = 1.0
    more: tuple[tuple[str, str], ...] = field(default=())


def accepted(header: str) -> list[Accepted]:
    """Read an Accept header, the most wanted first; parts that cannot be read are passed over.

    >>> [one.media for one in accepted("application/json;q=0.5, application/vnd.sdmx.data+csv;version=1.0.0")]
    ['application/vnd.sdmx.data+csv', 'application/json']
    """
    found = []
    for part in header.split(",")[:MOST]:
        media, *rest = (piece.strip().lower() for piece in part.split(";"))
        told = dict(piece.partition("=")[::2] for piece in rest)
        quality = told.pop("q", "1").strip()
        if media and _QUALITY.fullmatch(quality):
            version = told.pop("version", "").strip().strip('"')
            found.append(Accepted(media, version, float(quality), tuple(sorted(told.items()))))
    return sorted(found, key=lambda one: -one.quality)


def chosen(header: str, short: str, offered: Sequence[Form]) -> Form:
    """Give the form of an answer. `short` is the parameter `format`, which counts before the header. Raises `Fault`.

    >>> chosen("text/html, */*;q=0.1", "", DATA_15).name
    'genericdata+xml'
    >>> chosen("application/vnd.sdmx.data+csv; version=2.0.0", "", DATA_15).version
    '2.0.0'
    """
    if short:
        return _named(short, offered)
    wanted = accepted(header) or [Accepted("*/*")]
    refused = {one.media for one in wanted if not one.quality}
    for one in wanted:
        if not one.quality:
            continue
        if one.media == "*/*":
            return next((form for form in offered if BASE + form.name not in refused), offered[0])
        found = next((form for form in offered if _meets(form, one)), None)
        if found is not None:
            return found
    raise Fault(NOT_ACCEPTABLE, f"None of what is accepted can be written. {_said(offered)}")


def _meets(form: Form, one: Accepted) -> bool:
    if one.media in PLAIN:
        return form.kind in PLAIN[one.media]
    return one.media == BASE + form.name and (not one.version or _same(one.version, form.version))


def _same(asked: str, version: str) -> bool:
    """Say whether a version is meant: `2`, `2.0` and `2.0.0` are one, `1.0.0-wd` is the draft of 1.0.0."""
    parts = asked.partition("-")[0].split(".")
    return version.split(".")[: len(parts)] == parts or [*version.split("."), "0"] == parts


def _named(short: str, offered: Sequence[Form]) -> Form:
    name, _, version = short.lower().replace("_", "-").partition(";version=")
    if "vnd.sdmx." in name:
        return chosen(short, "", offered)
    for form in offered:
        called = name in SHORTS.get(form.short, ()) or name == form.kind
        if called and (not version or _same(version, form.version)):
            return form
    raise Fault(NOT_ACCEPTABLE, f"There is no format “{short[:60]}”. {_said(offered)}")


def _said(offered: Sequence[Form]) -> str:
    return f"These can be: {', '.join(form.media for form in offered)}."
