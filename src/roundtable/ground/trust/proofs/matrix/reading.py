"""Read an answer as somebody who looks for what they must not see: its head, its text, and what is packed in it."""

import gzip
import io
import re
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from html import unescape
from typing import Any
from urllib.parse import unquote

import pypdfium2

from roundtable.ground.trust.domain.canaries import canaries_in

DEPTH = 3
"""How deep archives inside archives are opened."""
WORTH_KEEPING = 10_000
"""From how many bytes on it is remembered what is in a body."""
APART = re.compile(r"<[^>]*>|[\u00ad\u200b\u2060]")


def body_of(answer: Any) -> bytes:
    """Give the body of an answer, also of one that comes in pieces."""
    if getattr(answer, "streaming", False):
        body: bytes = answer.getvalue()
        # Read to its end it closed itself; closed again, it would take the connection of the proof with it.
        if not answer.closed:
            answer.close()
        return body
    return bytes(answer.content)


def canaries_of(answer: Any, body: bytes) -> frozenset[str]:
    """Give every canary that came with an answer."""
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    cookies = "\n".join(cookie.OutputString() for cookie in answer.cookies.values())
    head = f"{answer.reason_phrase}\n{head}\n{cookies}"
    return canaries_in(f"{head}\n{unquote(head)}") | canaries_within(body)


def canaries_within(body: bytes) -> frozenset[str]:
    """Give every canary in a body, also in archives, spreadsheets, documents and the text of a PDF."""
    if len(body) < WORTH_KEEPING:
        return _looked_for(body)
    key = sha256(body).digest()  # the same file is handed to many
    if key not in _seen:
        _seen[key] = _looked_for(body)
    return _seen[key]


_seen: dict[bytes, frozenset[str]] = {}


def _looked_for(body: bytes) -> frozenset[str]:
    return frozenset(found for text in _texts(body, DEPTH) for found in canaries_in(text))


def _texts(body: bytes, depth: int) -> Iterator[str]:
    if body.startswith(b"\x1f\x8b"):
        yield from _texts(gzip.decompress(body), depth)
        return
    if body.startswith(b"%PDF-"):
        yield from _pdf(body)
    elif depth and body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for name in archive.namelist():
                yield name
                yield from _texts(archive.read(name), depth - 1)
        return
    text = body.decode("utf-8", errors="replace")
    yield text
    if any(sign in text for sign in ("%7", "\\u", "&#", "&amp;")):
        yield unescape(unquote(text))
    if depth < DEPTH or text.lstrip().startswith("BEGIN:"):  # documents break words into runs, calendars into lines
        yield APART.sub("", text).replace("\r\n ", "")


def _pdf(body: bytes) -> Iterator[str]:
    opened = pypdfium2.PdfDocument(body)
    try:
        yield str(opened.get_metadata_dict())
        for number in range(len(opened)):
            yield opened[number].get_textpage().get_text_range().replace("\r\n", "").replace("\n", "")
    finally:
        opened.close()
