"""Keys that sign: heads, and what rooms sign. They lie outside the database; the public halves lie beside them."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from roundtable.ground.trust.domain.chain import instant
from roundtable.ground.trust.domain.heads import fingerprint, introduces
from roundtable.ground.trust.queries.public_keys import HISTORY, PUBLIC_FILE, folder, public_keys

PRIVATE_FILE = "signing.pem"


def signing_key(*, at: datetime, purpose: str = HISTORY) -> Ed25519PrivateKey:
    """Give the key that signs for a purpose; it is made when it is first needed."""
    place = folder(purpose) / PRIVATE_FILE
    if not place.exists():
        with _alone(purpose):
            if not place.exists():
                _keep(Ed25519PrivateKey.generate(), purpose, at=at, introduction="")
    return _read(place)


def rotate(*, at: datetime, purpose: str = HISTORY) -> Ed25519PrivateKey:
    """Sign with a new key from now on. The old one signs the new one as its last deed, and is destroyed."""
    with _alone(purpose):
        place = folder(purpose) / PRIVATE_FILE
        made = Ed25519PrivateKey.generate()
        older = _read(place) if place.exists() else None
        introduction = introduces(older, made.public_key().public_bytes_raw()) if older else ""
        _keep(made, purpose, at=at, introduction=introduction)
    return made


def _keep(key: Ed25519PrivateKey, purpose: str, *, at: datetime, introduction: str) -> None:
    public = key.public_key().public_bytes_raw()
    told = [
        {
            "fingerprint": one.fingerprint,
            "public_key": one.public.hex(),
            "since": one.since,
            "introduction": one.introduction,
        }
        for one in public_keys(purpose)
    ]
    told.append(
        {
            "fingerprint": fingerprint(public),
            "public_key": public.hex(),
            "since": instant(at),
            "introduction": introduction,
        }
    )
    # The public half first: what was signed can then always be checked.
    _write(folder(purpose) / PUBLIC_FILE, json.dumps(told, indent=1).encode() + b"\n", mode=0o644)
    _write(
        folder(purpose) / PRIVATE_FILE, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), mode=0o600
    )


def _read(place: Path) -> Ed25519PrivateKey:
    key = load_pem_private_key(place.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{place} holds no Ed25519 key.")
    return key


def _write(place: Path, content: bytes, *, mode: int) -> None:
    made = place.with_name(f".{place.name}-{os.getpid()}")
    handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    made.replace(place)


@contextmanager
def _alone(purpose: str) -> Iterator[None]:
    folder(purpose).mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder(purpose) / ".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
