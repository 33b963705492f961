"""Zip files whose bytes depend on their contents alone."""

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import Final

FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip file can carry; every member gets it."""


_MODIFIED: Final = re.compile(rb"(<dcterms:(?:modified|created)[^>]*>)[^<]*(<)")


def packed(members: Iterable[tuple[str, bytes]], *, stored: frozenset[str] = frozenset()) -> bytes:
    """A zip file of these members in this order; those in `stored` are not compressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, FIRST_DAY)
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 3
            archive.writestr(info, content)
    return buffer.getvalue()


def repacked(content: bytes, *, modified: datetime) -> bytes:
    """The same office file with all dates taken out; its properties say `modified` where they would say today."""
    day = modified.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    return packed(
        [
            (name, _MODIFIED.sub(rb"\g<1>" + day + rb"\g<2>", part) if name == "docProps/core.xml" else part)
            for name, part in members
        ]
    )
