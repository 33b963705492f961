"""From a frozen snapshot to a file: pure functions of the snapshot and the language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from roundtable.operations.plan.domain.snapshot import SCHEMA, canonical
from roundtable.operations.plan.exports.pack.blocks import edition
from roundtable.operations.plan.exports.pack.html import file

MEDIA: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMATS: Final = tuple(MEDIA)

Document = Mapping[str, Any]


def main(snapshot: Mapping[str, Any], fmt: str, language: str, *, public: bool = False) -> bytes:
    """The main part of a pack in a format and a language; KeyError for a language that the snapshot does not hold."""
    document = edition(snapshot["documents"][language], public=public)
    return laid_out(document, snapshot, fmt, data=_open_data(snapshot["data"], public=public))


def laid_out(
    document: Document, snapshot: Mapping[str, Any], fmt: str, *, data: Mapping[str, Any] | None = None
) -> bytes:
    """A document of a snapshot (the main part, or a part of the annexes) in a format; KeyError for any other format."""
    moment = datetime.fromisoformat(snapshot["data"]["taken_at"])
    maps = snapshot["maps"]
    # The library of a format is loaded by the first file of that format.
    match fmt:
        case "pdf":
            from roundtable.operations.plan.exports.pack.pdf import pdf

            return pdf(document, maps, taken_at=moment)
        case "docx":
            from roundtable.operations.plan.exports.pack.docx import Writer

            return Writer(document, maps, taken_at=moment).bytes()
        case "xlsx":
            from roundtable.operations.plan.exports.pack.xlsx import workbook

            return workbook(document, taken_at=moment)
        case "html":
            return file(document, maps)
        case "json":
            marked = {"marking": document["marking"]} if document.get("marking") else {}
            return canonical({"schema": SCHEMA, "data": data or {}, "document": document} | marked)
    raise KeyError(fmt)


def _open_data(data: Mapping[str, Any], *, public: bool) -> Mapping[str, Any]:
    """The figures of the snapshot; the public edition holds no single Party's answer."""
    closed = {"said", "reported", "evidence", "marking", "cites"}
    return {name: value for name, value in data.items() if not (public and name in closed)}
