"""Lines to other machines: encrypted, or said to be somebody's own."""

from collections.abc import Mapping
from typing import Any

HERE = frozenset({"", "127.0.0.1", "localhost", "::1"})
TOLD = frozenset({"disable", "require", "verify-ca", "verify-full"})
"""What libpq calls the ways that leave nothing open: `allow` and `prefer` take an open line when it is offered."""


def is_open_line(database: Mapping[str, Any]) -> bool:
    """Whether a database lies on another machine and its address does not say whether the line is encrypted.

    `database` is an entry of Django's `DATABASES`; a socket of this machine counts as here.
    """
    host = str(database.get("HOST") or "")
    if host in HERE or host.startswith("/"):
        return False
    return database.get("OPTIONS", {}).get("sslmode") not in TOLD
