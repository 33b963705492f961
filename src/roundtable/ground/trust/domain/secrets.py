"""Secrets that we hand out once and keep only as hashes."""

import hashlib
import secrets

SECRET_BYTES = 32


def fresh_secret(prefix: str = "") -> str:
    """Make a secret with 256 bits of chance, fit for addresses and headers."""
    return f"{prefix}{secrets.token_urlsafe(SECRET_BYTES)}"


def secret_hash(secret: str) -> str:
    """Give what we keep of a secret. A plain hash is enough: the secrets are long and random, nobody chooses them.

    >>> secret_hash("rt_a")[:8]
    '66db106f'
    """
    return hashlib.sha256(secret.encode()).hexdigest()
