"""What must be found though it is sealed: a keyed hash of it, which tells nothing to whoever lacks the key."""

import hmac
from hashlib import sha256

from roundtable.kernel.keys import masters


def hashed(text: str, *, use: str) -> str:
    """Give the keyed hash of a text, for one use; the same text gives another hash for another use."""
    return hmac.new(masters.lookup_key(), f"{use}|{text}".encode(), sha256).hexdigest()
