"""HTTP that leaves the house: only to hosts that the administrator listed, and never to the house's own network."""

import ipaddress
import socket
from typing import Any

import httpx
from django.utils.translation import gettext as _

from roundtable.kernel.base.errors import NotAllowed
from roundtable.kernel.outside.hosts import is_listed, listed_hosts

TIMEOUT = httpx.Timeout(20.0, connect=5.0)


class Refused(NotAllowed):
    """The address is not one that the house may call."""

    code = "outgoing-refused"


def refuse_unlisted(host: str) -> None:
    """Raise `Refused` for a host that is not on the list."""
    if not is_listed(host, listed_hosts()):
        raise Refused(
            _("The host “%(host)s” is not on the list of hosts that this platform may call (ROUNDTABLE_OUTGOING).")
            % {"host": host}
        )


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet.

    >>> [is_public(a) for a in ("93.184.216.34", "127.0.0.1", "::ffff:10.0.0.1", "169.254.169.254", "64:ff9b::7f00:1")]
    [True, False, False, False, False]
    """
    try:
        ip = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        # An IPv4 address may hide inside: mapped, 6to4, Teredo, NAT64, compatible. No honest service is found that way.
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if ip.sixtofour is not None or ip.teredo is not None:
            return False
        if ip in ipaddress.ip_network("64:ff9b::/96") or ip in ipaddress.ip_network("64:ff9b:1::/48"):
            return False
        if int(ip) >> 32 == 0 or ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def resolve(host: str, port: int) -> str:
    """One public address of a host. Raises Refused when any of its addresses is not public: half a trap is a trap."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused(_("The host “%(host)s” cannot be found.") % {"host": host}) from error
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(is_public(address) for address in addresses):
        raise Refused(
            _("The host “%(host)s” leads into a private network, where the platform does not call.") % {"host": host}
        )
    return addresses[0]


class PinnedTransport(httpx.BaseTransport):
    """Resolve once, look at the address, connect to exactly that one: no second answer of the name server counts."""

    def __init__(self, *, retries: int = 2) -> None:
        """Carry connections over a plain transport, which tries a refused connection again."""
        self._inner = httpx.HTTPTransport(retries=retries, trust_env=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Check, pin, send."""
        url = request.url
        host = url.host
        if url.scheme not in {"https", "http"} or url.userinfo:
            raise Refused(_("Only plain web addresses can be called."))
        refuse_unlisted(host)
        address = resolve(host, url.port or (443 if url.scheme == "https" else 80))
        request.headers["Host"] = url.netloc.decode("ascii")
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = url.copy_with(host=address)
        response = self._inner.handle_request(request)
        request.url = url
        return response

    def close(self) -> None:
        """Close connections."""
        self._inner.close()


def client(**options: Any) -> httpx.Client:
    """The one client for calls that leave the house.

    Calls only hosts in ROUNDTABLE_OUTGOING (empty by default, so nothing leaves), follows no redirects, ignores
    proxies of the environment, waits 5 s for a connection and 20 s for an answer. Raises Refused, or httpx.HTTPError.
    """
    return httpx.Client(
        transport=PinnedTransport(),
        timeout=options.pop("timeout", TIMEOUT),
        follow_redirects=False,
        trust_env=False,
        headers={"User-Agent": "Roundtable", **options.pop("headers", {})},
        **options,
    )
