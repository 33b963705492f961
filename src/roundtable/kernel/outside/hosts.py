"""The hosts that an administrator listed: what the platform may call."""

from collections.abc import Iterable

from django.conf import settings


def listed_hosts() -> frozenset[str]:
    """The hosts in the setting ROUNDTABLE_OUTGOING, in lower case; a leading dot stands for all hosts below a name."""
    return frozenset(str(host).lower().strip() for host in getattr(settings, "ROUNDTABLE_OUTGOING", ()))


def is_listed(host: str, listed: Iterable[str]) -> bool:
    """Whether a host is on the list.

    >>> is_listed("api.example.org", {".example.org"}), is_listed("example.org.evil.net", {".example.org"})
    (True, False)
    """
    host = host.lower().rstrip(".")
    return any(host == entry or (entry.startswith(".") and host.endswith(entry)) for entry in listed)
