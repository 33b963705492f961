"""Signed heads: once an hour one statement says where every chain stands, and is signed.

The statement itself is for everybody, and tells nothing but its instant and sealed leaves: each is the hash of one head
with a number drawn by chance. Whoever may know a head gets it with that number, and so can show that the statement
speaks of it. A held statement cannot be unsaid, whoever holds the database.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from roundtable.ground.trust.domain.chain import instant

FORM: Final = "roundtable-heads-1"


class NotAHeadError(ValueError):
    """Something that was given as a signed head is none."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where one chain stood: the number and hash of its last entry, and the number drawn for its leaf."""

    chain: str
    number: int
    hash: str
    nonce: str

    def leaf(self) -> str:
        """Give the leaf that the statement shows of it: unlike any other, and the same only for this head."""
        told = json.dumps([FORM, self.nonce, self.chain, self.number, self.hash], separators=(",", ":"))
        return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Statement:
    """What is signed: which statement it is, when, the leaves in their order, and with which key."""

    number: int
    at: str
    leaves: tuple[str, ...]
    key: str
    signature: str = ""

    @property
    def name(self) -> str:
        """Say which statement it is."""
        return f"{self.number} ({self.at})"

    def moment(self) -> datetime:
        """Give its instant."""
        return datetime.fromisoformat(self.at)

    def signed(self) -> bytes:
        """Give the bytes that are signed."""
        return json.dumps([FORM, self.number, self.at, self.leaves, self.key], separators=(",", ":")).encode()


def fingerprint(public: bytes) -> str:
    """Give the name by which people compare a public key: the SHA-256 of its 32 bytes, in groups of eight."""
    told = hashlib.sha256(public).hexdigest()
    return " ".join(told[place : place + 8] for place in range(0, len(told), 8))


def state(number: int, at: datetime, heads: Iterable[Head], key: Ed25519PrivateKey) -> Statement:
    """Sign a statement of where the chains stand. The leaves are put in order, so that their places tell nothing."""
    leaves = tuple(sorted(head.leaf() for head in heads))
    unsigned = Statement(number, instant(at.astimezone(UTC)), leaves, fingerprint(key.public_key().public_bytes_raw()))
    return Statement(number, unsigned.at, leaves, unsigned.key, key.sign(unsigned.signed()).hex())


def genuine(statement: Statement, public: bytes) -> bool:
    """Whether a statement was signed with the key to which this public key belongs."""
    if fingerprint(public) != statement.key:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(bytes.fromhex(statement.signature), statement.signed())
    except (InvalidSignature, ValueError):
        return False
    return True


def written(statement: Statement, public: bytes, heads: Iterable[Head] = ()) -> dict[str, Any]:
    """Give a statement as a file that can be kept: with the public key, and the heads that its reader may know."""
    return {
        "form": FORM,
        "statement": {
            "number": statement.number,
            "at": statement.at,
            "leaves": list(statement.leaves),
            "key": statement.key,
            "signature": statement.signature,
        },
        "public_key": public.hex(),
        "heads": [
            {"chain": head.chain, "number": head.number, "hash": head.hash, "nonce": head.nonce} for head in heads
        ],
    }


@dataclass(frozen=True, slots=True)
class Held:
    """A file that somebody kept: the statement, the key that it names, and the heads in it."""

    statement: Statement
    public: bytes
    heads: tuple[Head, ...]


def read(text: str) -> list[Held]:
    """Read a kept file: of one statement, or of the many that a machine fetched. Raises `NotAHeadError`."""
    try:
        told = json.loads(text)
        return [_held(one) for one in told.get("statements", [told])]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotAHeadError(str(error)) from error


def _held(told: Mapping[str, Any]) -> Held:
    if told["form"] != FORM:
        raise NotAHeadError(str(told["form"]))
    said = told["statement"]
    statement = Statement(
        int(said["number"]),
        str(said["at"]),
        tuple(str(leaf) for leaf in said["leaves"]),
        str(said["key"]),
        str(said["signature"]),
    )
    statement.moment()
    heads = tuple(
        Head(str(one["chain"]), int(one["number"]), str(one["hash"]), str(one["nonce"])) for one in told["heads"]
    )
    return Held(statement, bytes.fromhex(told["public_key"]), heads)


def introduces(older: Ed25519PrivateKey, newer: bytes) -> str:
    """Sign a new public key with the key before it, so that whoever trusts that one can trust this one."""
    return older.sign(_introduction(newer)).hex()


def introduced(older: bytes, newer: bytes, signature: str) -> bool:
    """Whether the key before signed this public key."""
    try:
        Ed25519PublicKey.from_public_bytes(older).verify(bytes.fromhex(signature), _introduction(newer))
    except (InvalidSignature, ValueError):
        return False
    return True


def _introduction(newer: bytes) -> bytes:
    return f"{FORM} key {newer.hex()}".encode()
