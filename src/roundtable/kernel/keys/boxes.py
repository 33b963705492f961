"""A box: a text sealed for one place, as a text for a column."""

import base64
import os
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from roundtable.kernel.base.errors import Told

VERSION: Final = "rt1"
HEAD: Final = b"rt1\0"
"""How sealed bytes begin."""
NONCE: Final = 12
NUMBER: Final = 32
"""Hexadecimal digits of a data key's number."""


class SealedError(Told):
    """What is sealed cannot be opened, or what must be sealed is not: a defect, a foreign hand, or a missing key."""

    code = "sealed"


class ErasedError(SealedError):
    """The key of what was asked for was destroyed: it is gone for good, as somebody decided."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a box stands. It opens nowhere else."""

    table: str
    column: str
    row: str

    def bound(self, key: str) -> bytes:
        """Give what the seal covers beside the text."""
        return f"{VERSION}|{self.table}|{self.column}|{self.row}|{key}".encode()


class Box:
    """A sealed text. It says nothing: not when printed, joined to another text, or logged.

    Before the box, and a colon, may stand a keyed hash by which the row is found (`addresses`).
    """

    __slots__ = ("found", "key", "sealed", "text")

    def __init__(self, text: str) -> None:
        """Read the box that stands in a column. Raises `SealedError` for what is none of this version."""
        found, _colon, box = text.rpartition(":")
        version, _dot, rest = box.partition(".")
        key, dot, body = rest.partition(".")
        if version != VERSION or not dot or len(key) != NUMBER or not body:
            raise SealedError(
                f"A sealed column holds what is no box of version {VERSION}: it begins with {text[:4]!r}. Look at it "
                "with `roundtable keys status`; bring the table back from a backup."
            )
        self.text, self.found, self.sealed, self.key = text, found, box, key

    def __repr__(self) -> str:
        return "(sealed)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Box) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)


def close(plain: str, *, key: str, lock: AESGCM, place: Place) -> Box:
    """Seal a text for a place."""
    nonce = os.urandom(NONCE)
    sealed = nonce + lock.encrypt(nonce, plain.encode(), place.bound(key))
    return Box(f"{VERSION}.{key}.{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}")


def close_bytes(content: bytes, *, key: str, lock: AESGCM, place: Place) -> bytes:
    """Seal bytes for a place: what stands in a file instead of them."""
    nonce = os.urandom(NONCE)
    return HEAD + bytes.fromhex(key) + nonce + lock.encrypt(nonce, content, place.bound(key))


def key_of_bytes(sealed: bytes) -> str:
    """Give the number of the data key of sealed bytes. Raises `SealedError` for what is none of this version."""
    if not sealed.startswith(HEAD) or len(sealed) < len(HEAD) + NUMBER // 2 + NONCE:
        raise SealedError("A kept file is not sealed as this version seals: it was changed or cut. Bring it back.")
    return sealed[len(HEAD) : len(HEAD) + NUMBER // 2].hex()


def unclose_bytes(sealed: bytes, *, lock: AESGCM, place: Place) -> bytes:
    """Open sealed bytes where they lie. Raises `SealedError` for changed, cut or moved ones."""
    key, start = key_of_bytes(sealed), len(HEAD) + NUMBER // 2
    try:
        return lock.decrypt(sealed[start : start + NONCE], sealed[start + NONCE :], place.bound(key))
    except InvalidTag as error:
        raise SealedError(
            f"The file {place.row} was not sealed there: it was changed, cut or moved. Bring it back from a backup."
        ) from error


def unclose(box: Box, *, lock: AESGCM, place: Place) -> str:
    """Open a box where it stands. Raises `SealedError` for a changed, cut or moved one."""
    body = box.sealed[len(VERSION) + 1 + NUMBER + 1 :]
    try:
        sealed = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
        # Bytes cut off leave a nonce that is too short: a ValueError, as is a text that is no base64.
        return lock.decrypt(sealed[:NONCE], sealed[NONCE:], place.bound(box.key)).decode()
    except (InvalidTag, ValueError) as error:
        raise SealedError(
            f"What stands in {place.table}.{place.column} of row {place.row} was not sealed there: it was changed, cut "
            "or moved. Bring the row back from a backup, and ask who wrote to the database."
        ) from error
