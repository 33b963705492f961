"""The public keys with which signed heads are checked. They are read from beside the keys, never from the database."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from roundtable.ground.trust.domain.heads import introduced

PUBLIC_FILE = "public.json"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key, since when it signs, and the signature with which the key before introduced it."""

    fingerprint: str
    public: bytes
    since: str
    introduction: str
    follows: bool = False
    """Whether the key before it really signed it."""

    def moment(self) -> datetime:
        """Give the instant since which it signs."""
        return datetime.fromisoformat(self.since)


HISTORY = "history"


def folder(purpose: str = HISTORY) -> Path:
    """Where the keys lie that sign for a purpose: the history's, or those of a room."""
    return Path(settings.ROUNDTABLE_KEYS) / purpose


def public_keys(purpose: str = HISTORY) -> list[PublicKey]:
    """Give every key that ever signed for a purpose, the oldest first; empty before the first was made."""
    try:
        told = json.loads((folder(purpose) / PUBLIC_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    keys: list[PublicKey] = []
    for one in told:
        public = bytes.fromhex(one["public_key"])
        follows = bool(keys) and introduced(keys[-1].public, public, one["introduction"])
        keys.append(PublicKey(one["fingerprint"], public, one["since"], one["introduction"], follows=follows))
    return keys
