"""Bytes of a file become lines; the kind of file is recognised by its content, never by its name.

The reader of each kind is loaded when a file of its kind comes: their libraries are large.
"""

import io
import re
import zipfile
from typing import Final

from roundtable.operations.plan.domain.adopted_text import plain
from roundtable.operations.plan.domain.adopted_text.encoding import decoded
from roundtable.operations.plan.domain.adopted_text.findings import Unreadable
from roundtable.operations.plan.domain.adopted_text.lines import MAX_LINES, Source

MAX_MB: Final = 20

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML_BLOCK = re.compile(r"</(?:html|body|p|ol|ul|li|h[1-6]|div|table)\s*>", re.IGNORECASE)
# Beginnings of files that people may upload by mistake, with the name they know.
_OTHER_KINDS: Final = {
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "GZIP",
}
_ZIPPED_KINDS: Final = {
    "xl/workbook.xml": "XLSX",
    "ppt/presentation.xml": "PPTX",
    "content.xml": "ODT",
    "META-INF/container.xml": "EPUB",
}


def read(data: bytes) -> Source:
    """Return the lines of a plain text, Markdown, DOCX, HTML or PDF file; raise `Unreadable` for anything else."""
    if len(data) > MAX_MB * 1024 * 1024:
        raise Unreadable("too_large", params={"limit_mb": MAX_MB})
    if not data.strip(b"\0 \t\r\n"):
        raise Unreadable("empty")
    source = _read(data)
    if not any(character.isalpha() for line in source.lines for character in line.text):
        raise Unreadable("nothing_to_read")
    if len(source.lines) > MAX_LINES:
        raise Unreadable("too_many_lines", params={"limit": MAX_LINES})
    return source


def _read(data: bytes) -> Source:
    if b"%PDF-" in data[:1024]:
        from roundtable.operations.plan.domain.adopted_text import pdf

        return pdf.read(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _read_zip(data)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable("docx_encrypted")
        raise Unreadable("other_kind", params={"kind": "DOC"})
    for beginning, kind in _OTHER_KINDS.items():
        if data.startswith(beginning):
            raise Unreadable("other_kind", params={"kind": kind})
    text = decoded(data)
    if text.lstrip().startswith("<") and _HTML_BLOCK.search(text):
        from roundtable.operations.plan.domain.adopted_text import web

        return web.read(text)
    return plain.read(text)


def _read_zip(data: bytes) -> Source:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, OSError) as error:
        raise Unreadable("docx_broken") from error
    names = {entry.filename for entry in entries}
    for name, kind in _ZIPPED_KINDS.items():
        if name in names and "word/document.xml" not in names:
            raise Unreadable("other_kind", params={"kind": kind})
    if not any(name.startswith("word/") for name in names):
        raise Unreadable("other_kind", params={"kind": "ZIP"})
    from roundtable.operations.plan.domain.adopted_text import word

    return word.read(data, unpacked_size=sum(entry.file_size for entry in entries), entries=len(entries))
