"""The master keys: files in a folder outside the database, readable by their owner alone."""

import base64
import binascii
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from roundtable.kernel.keys.boxes import SealedError

NAME: Final = re.compile(r"master-(\d{4,})")
LOOKUP: Final = "lookup"
SIZE: Final = 32

_known: dict[Path, dict[int, AESGCM]] = {}
_lookups: dict[Path, bytes] = {}


def folder() -> Path:
    """Where the keys lie."""
    return Path(settings.ROUNDTABLE_KEYS)


def forget() -> None:
    """Read the folder anew when a key is needed."""
    _known.clear()
    _lookups.clear()


def files() -> dict[int, Path]:
    """Give the files of the master keys by number."""
    place = folder()
    there = sorted(place.iterdir()) if place.is_dir() else []
    return {int(found[1]): file for file in there if (found := NAME.fullmatch(file.name))}


def lock(number: int) -> AESGCM:
    """Give a master key by its number. Raises `SealedError` when the folder does not hold it."""
    known = _known.setdefault(folder(), {})
    if number not in known:
        known.update({there: AESGCM(_read(file)) for there, file in files().items() if there not in known})
    if number not in known:
        raise SealedError(
            f"Master key {number} is not in {folder()}. Bring the folder of keys back (`roundtable backup --keys-to` "
            "took it), or set ROUNDTABLE_KEYS to where it lies."
        )
    return known[number]


def newest(*, may_make: Callable[[], bool]) -> int:
    """Give the number of the master key that seals; the first is made when there is none and there may be one."""
    there = files()
    if there:
        return max(there)
    if not may_make():
        raise SealedError(
            f"No master key is in {folder()}, and yet the database holds sealed texts. Bring the folder of keys back "
            "(`roundtable backup --keys-to` took it), or set ROUNDTABLE_KEYS to where it lies. Nothing was changed."
        )
    return make(1)


def make(number: int) -> int:
    """Make a master key, on the disk before anything is sealed with it; one that is there already is left alone."""
    _write(f"master-{number:04d}", os.urandom(SIZE))
    return number


def lookup_key() -> bytes:
    """Give the key under which what must be found is hashed. Made once; changing masters leaves it as it is."""
    place = folder()
    if place not in _lookups:
        if not (place / LOOKUP).exists():
            _write(LOOKUP, os.urandom(SIZE))
        _lookups[place] = _read(place / LOOKUP)
    return _lookups[place]


def _read(file: Path) -> bytes:
    try:
        key = base64.b64decode(file.read_text(encoding="ascii").strip(), validate=True)
    except (ValueError, binascii.Error, OSError) as error:
        raise SealedError(f"{file} cannot be read as a key. Bring it back from where the keys are kept.") from error
    if len(key) != SIZE:
        raise SealedError(f"{file} is no whole key. Bring it back from where the keys are kept.")
    return key


def _write(name: str, key: bytes) -> None:
    place = folder()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = place / f".{name}-{os.getpid()}"
    handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(key) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(made, place / name)  # fails when another process was first: then its key is the one
    except FileExistsError:
        pass
    finally:
        made.unlink()
    folder_handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(folder_handle)
    finally:
        os.close(folder_handle)
