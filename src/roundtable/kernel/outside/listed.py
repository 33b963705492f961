"""Calls that a library makes for us: through the same list of hosts as our own."""

from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from roundtable.kernel.outside.http import refuse_unlisted, resolve

TIMEOUT = (5.0, 20.0)
"""Seconds for a connection, and for an answer."""


class ListedAdapter(HTTPAdapter):
    """Carries calls to hosts that an administrator named in a setting, wherever they lie, and to listed hosts.

    A redirect comes by here again, so it cannot lead elsewhere. A listed host must lie in the public internet.
    """

    def __init__(self, *named: str) -> None:
        """Take the addresses that the administrator named."""
        super().__init__(max_retries=2)
        self.named = {urlsplit(address).netloc.lower() for address in named}

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        """Check, then send. Raises `outside.http.Refused`."""
        url = urlsplit(request.url or "")
        if url.netloc.lower() not in self.named:
            refuse_unlisted(url.hostname or "")
            resolve(url.hostname or "", url.port or (443 if url.scheme == "https" else 80))
        if options.get("timeout") is None:
            options["timeout"] = TIMEOUT
        return super().send(request, *args, **options)


def listed_session(*named: str) -> requests.Session:
    """Give a session that calls the named hosts and listed ones, and ignores proxies of the environment."""
    session = requests.Session()
    session.trust_env = False
    for scheme in ("https://", "http://"):
        session.mount(scheme, ListedAdapter(*named))
    return session
