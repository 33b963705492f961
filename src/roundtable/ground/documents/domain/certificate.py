"""A certificate of what came of a silence: signed, and verified offline by anybody who has the text and the keys.

It is canonical JSON (as RFC 8785 has it) with an Ed25519 signature. Keys are named by their fingerprints and kept for
ever once they are retired: a certificate stays verifiable when the house signs with another key.

What it proves: whoever held the key said that this outcome came of these recorded events for exactly this text. What it
does not prove: that the events were recorded truly and at the instants they carry, that all were recorded, that the
addressees were rightly chosen, or when the certificate itself was signed.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from roundtable.ground.documents.domain.numbering import Number
from roundtable.ground.documents.domain.silence import Outcome
from roundtable.ground.documents.domain.silence_events import Opened
from roundtable.ground.documents.domain.text import Text

FORMAT: Final = "roundtable-certificate/1"
MADE_UP: Final = "Demonstration data. No word of it is a statement of any state."
"""The note of a certificate on made-up texts, in English as all of its JSON."""
NOT_PROVED: Final = (
    "that the events were recorded truly and at the instants they carry",
    "that all events were recorded",
    "that the addressees were rightly chosen",
    "when this certificate was signed",
)


class Verdict(StrEnum):
    """What verifying finds."""

    VALID = "valid"
    NOT_A_CERTIFICATE = "not_a_certificate"
    UNKNOWN_KEY = "unknown_key"
    WRONG_SIGNATURE = "wrong_signature"
    KEY_NOT_IN_USE = "key_not_in_use"
    OTHER_TEXT = "other_text"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that signs or signed, with the time of its use. `until` is None while it signs."""

    raw: bytes
    since: datetime
    until: datetime | None = None

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the key in hexadecimal: how it is named and published."""
        return hashlib.sha256(self.raw).hexdigest()

    def as_json(self) -> dict[str, object]:
        """As it is published."""
        until = {"until": _instant(self.until)} if self.until else {}
        since = {"since": _instant(self.since)}
        return {"key": base64.b64encode(self.raw).decode(), "fingerprint": self.fingerprint, **since, **until}


class Keyring(dict[str, PublicKey]):
    """Keys by their fingerprints."""

    @classmethod
    def of(cls, keys: Iterable[PublicKey]) -> "Keyring":
        """Keys as they were given."""
        return cls({key.fingerprint: key for key in keys})

    @classmethod
    def from_json(cls, listed: Iterable[Mapping[str, Any]]) -> "Keyring":
        """Keys as they are published; raise `ValueError` where a key does not have its fingerprint."""
        made = cls()
        for one in listed:
            try:
                raw = base64.b64decode(str(one["key"]), validate=True)
                until = datetime.fromisoformat(str(one["until"])) if "until" in one else None
                key = PublicKey(raw, datetime.fromisoformat(str(one["since"])), until)
                Ed25519PublicKey.from_public_bytes(raw)
            except (KeyError, TypeError, binascii.Error) as error:
                raise ValueError("Not a list of public keys.") from error
            if key.fingerprint != one.get("fingerprint"):
                raise ValueError(f"The key {one.get('fingerprint')} has another fingerprint.")
            made[key.fingerprint] = key
        return made


def public_key(private: Ed25519PrivateKey, since: datetime, until: datetime | None = None) -> PublicKey:
    """The public half of a key."""
    return PublicKey(private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw), since, until)


def minute(number: Number, text: Text, opened: Opened, found: Outcome) -> dict[str, object]:
    """The minute of adoption or of the break; raise `ValueError` while nothing is settled, or for another text."""
    if not found.final or found.settled_at is None:
        raise ValueError("Nothing is settled yet: the silence still runs.")
    if text.hash != opened.text_hash:
        raise ValueError("This is not the text that went under silence.")
    return {
        "document": str(number),
        "text": text.hash,
        "language": text.language,
        "outcome": found.state.value,
        "opened_at": _instant(opened.at),
        "deadline": {
            "instant": _instant(found.deadline.instant),
            "wall_clock": found.deadline.wall.isoformat(timespec="minutes"),
            "zone": found.deadline.zone,
        },
        "settled_at": _instant(found.settled_at),
        "addressees": sorted(opened.addressees),
        "acknowledged": sorted(found.acknowledged),
        "broken_paragraphs": sorted(found.broken_paragraphs),
        "breaks": [
            {"by": one.by, "at": _instant(one.at), "form": one.form.value, "paragraph": one.paragraph or ""}
            for one in found.breaks
        ],
        "short_reason": opened.short_reason,
        "unsettled_reason": opened.unsettled_reason,
    }


def certify(told: Mapping[str, object], key: Ed25519PrivateKey, *, at: datetime, note: str = "") -> dict[str, object]:
    """Sign a minute, with a note where readers must know something more of it: that it was made up."""
    fingerprint = public_key(key, at).fingerprint
    signed = {
        "format": FORMAT,
        "minute": dict(told),
        "issued_at": _instant(at),
        "signed_by": fingerprint,
        "does_not_prove": list(NOT_PROVED),
        **({"note": note} if note else {}),
    }
    return {**signed, "signature": base64.b64encode(key.sign(canonical(signed))).decode()}


def verify(certificate: Mapping[str, Any], text: Text, keys: Mapping[str, PublicKey]) -> Verdict:
    """Whether a certificate is genuine, and about this text."""
    try:
        signed = {name: value for name, value in certificate.items() if name != "signature"}
        signature = base64.b64decode(str(certificate["signature"]), validate=True)
        at = datetime.fromisoformat(str(certificate["issued_at"]))
        about = str(certificate["minute"]["text"])
        key = keys.get(str(certificate["signed_by"]))
        written = canonical(signed)
        if certificate["format"] != FORMAT or at.utcoffset() is None:
            return Verdict.NOT_A_CERTIFICATE
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return Verdict.NOT_A_CERTIFICATE
    if key is None:
        return Verdict.UNKNOWN_KEY
    try:
        Ed25519PublicKey.from_public_bytes(key.raw).verify(signature, written)
    except InvalidSignature:
        return Verdict.WRONG_SIGNATURE
    if at < key.since or (key.until is not None and at > key.until):
        return Verdict.KEY_NOT_IN_USE
    return Verdict.VALID if about == text.hash else Verdict.OTHER_TEXT


def canonical(values: Mapping[str, object]) -> bytes:
    """The one way to write values that are signed. They hold no fractions, whose writing differs among programs."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
