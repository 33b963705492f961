"""Secrets that we must be able to read again, and therefore keep encrypted."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def _lock() -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"second factors:" + key.encode()).digest())) for key in keys
    )


def sealed(text: str) -> str:
    """Encrypt with the installation's secret key."""
    return _lock().encrypt(text.encode()).decode()


def unsealed(text: str) -> str:
    """Decrypt what `sealed` gave, also after the secret key was replaced and kept as a fallback."""
    return _lock().decrypt(text.encode()).decode()
