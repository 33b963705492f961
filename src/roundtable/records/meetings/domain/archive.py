"""The archive of a chairmanship: an open container, each part with its checksum, which says itself what it holds.

A ZIP with these parts:

    manifest.json        what it is, from where, which meetings, and the SHA-256 and size of every other part
    checksums.sha256     the same sums as `sha256sum -c` reads them
    meetings/CODE.json   one meeting with everything that belongs to it
    files/SHA256         the bytes of a document, under their own sum

The same content gives the same bytes. Reading checks every sum before anything is believed.
"""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

FORMAT: Final = "roundtable-handover"
VERSION: Final = 1
MANIFEST: Final = "manifest.json"
SUMS: Final = "checksums.sha256"
MEETING: Final = re.compile(r"meetings/([a-z0-9][-a-z0-9_]{0,59})\.json")
FILE: Final = re.compile(r"files/([0-9a-f]{64})")
MOST_PARTS: Final = 20_000
MOST_BYTES: Final = 4 * 1024**3
STILL: Final = (1980, 1, 1, 0, 0, 0)
"""The time in every entry: an archive's bytes follow from its content alone."""


class DamagedError(ValueError):
    """An archive that is not what it says; the words name the part."""


@dataclass(frozen=True)
class Archive:
    """What an archive holds."""

    origin: Mapping[str, Any]
    """Where it was made, when, for whom: told to people, not reckoned with."""
    meetings: Mapping[str, Mapping[str, Any]]
    files: Mapping[str, bytes] = field(default_factory=dict)
    """By SHA-256."""


def canonical(value: Any) -> bytes:
    """Write a value as JSON, in one way only.

    >>> canonical({"b": 1, "a": "e"}).decode().split()
    ['{', '"a":', '"e",', '"b":', '1', '}']
    """
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def sha256(content: bytes) -> str:
    """Give the sum of some bytes.

    >>> sha256(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(content).hexdigest()


def written(archive: Archive) -> bytes:
    """Write an archive."""
    parts = {f"meetings/{code}.json": canonical(one) for code, one in archive.meetings.items()}
    parts |= {f"files/{digest}": content for digest, content in archive.files.items()}
    sums = {name: {"sha256": sha256(content), "bytes": len(content)} for name, content in sorted(parts.items())}
    manifest = canonical(
        {
            "format": FORMAT,
            "version": VERSION,
            "origin": dict(archive.origin),
            "meetings": sorted(archive.meetings),
            "parts": sums,
        }
    )
    lines = [f"{one['sha256']}  {name}\n" for name, one in sums.items()]
    lines.append(f"{sha256(manifest)}  {MANIFEST}\n")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in [(MANIFEST, manifest), (SUMS, "".join(lines).encode()), *sorted(parts.items())]:
            entry = zipfile.ZipInfo(name, STILL)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            container.writestr(entry, content)
    return made.getvalue()


def read(content: bytes) -> Archive:
    """Read an archive; `DamagedError` for anything that is missing, more than was said, or not as it was summed."""
    try:
        container = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile as error:
        raise DamagedError("This is no ZIP file.") from error
    with container:
        parts = _parts(container)
    if MANIFEST not in parts:
        raise DamagedError(f"{MANIFEST} is missing.")
    manifest = _manifest(parts.pop(MANIFEST))
    parts.pop(SUMS, None)
    _summed(parts, manifest["parts"])
    meetings, files = {}, {}
    for name, body in parts.items():
        if found := MEETING.fullmatch(name):
            meetings[found[1]] = _object(name, body)
        elif (found := FILE.fullmatch(name)) and found[1] == sha256(body):
            files[found[1]] = body
        else:
            raise DamagedError(f"{name} has no place in such an archive.")
    if sorted(meetings) != manifest["meetings"]:
        raise DamagedError("The list of meetings is not that of the manifest.")
    return Archive(manifest["origin"], meetings, files)


def _summed(parts: Mapping[str, bytes], said: Mapping[str, Mapping[str, Any]]) -> None:
    for name in sorted(said.keys() - parts.keys()):
        raise DamagedError(f"{name} is missing.")
    for name in sorted(parts.keys() - said.keys()):
        raise DamagedError(f"{name} is not in the manifest.")
    for name, body in parts.items():
        if sha256(body) != said[name].get("sha256") or len(body) != said[name].get("bytes"):
            raise DamagedError(f"{name} is not what was summed.")


def _parts(container: zipfile.ZipFile) -> dict[str, bytes]:
    entries = container.infolist()
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise DamagedError("It is too large.")
    parts: dict[str, bytes] = {}
    for entry in entries:
        if entry.filename in parts:
            raise DamagedError(f"{entry.filename} is there twice.")
        try:
            parts[entry.filename] = container.read(entry)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError) as error:
            raise DamagedError(f"{entry.filename} cannot be read.") from error
    return parts


def _manifest(body: bytes) -> dict[str, Any]:
    found = _object(MANIFEST, body)
    if found.get("format") != FORMAT:
        raise DamagedError("It is no archive of a chairmanship.")
    if found.get("version") != VERSION:
        raise DamagedError(f"It has version {found.get('version')}; this platform reads version {VERSION}.")
    shapes = {"parts": dict, "meetings": list, "origin": dict}
    if any(not isinstance(found.get(name), shape) for name, shape in shapes.items()):
        raise DamagedError(f"{MANIFEST} is damaged.")
    if any(not isinstance(one, dict) for one in found["parts"].values()):
        raise DamagedError(f"{MANIFEST} is damaged.")
    return found


def _object(name: str, body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise DamagedError(f"{name} cannot be read.") from error
    if not isinstance(found, dict):
        raise DamagedError(f"{name} is damaged.")
    return found
