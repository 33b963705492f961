"""Real servers for tests, in processes and threads of their own: an identity service, a mail server."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def wait_for(port: int, process: "subprocess.Popen[Any]") -> None:
    """Wait until something listens on a port, or its process has fallen."""
    for _try in range(600):
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            raise RuntimeError(f"The server fell: {process.args}")
        time.sleep(0.05)
    raise RuntimeError(f"Nothing listens on {port}.")


class IdentityService:
    """An OpenID Connect provider in its own process (`oidc-provider-mock`)."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.settings = {"server_url": self.url, "oauth_pkce_enabled": True}
        named = {"provider_id": "ministry", "name": "Ministry", "client_id": "roundtable", "secret": "s"}
        self.providers = {"openid_connect": {"APPS": [{**named, "settings": self.settings}]}}
        """What the installation's settings say about this service."""

    def knows(self, subject: str, **claims: object) -> None:
        """Let the service know a person, and say these claims about them."""
        told = urllib.request.Request(  # noqa: S310 - our own server on this machine
            f"{self.url}/users/{subject}",
            data=json.dumps(claims).encode(),
            headers={"Content-Type": "application/json"},
            method="PUT",
        )
        urllib.request.urlopen(told).close()  # noqa: S310 - our own server on this machine


@pytest.fixture(scope="session")
def identity() -> Iterator[IdentityService]:
    """One identity service for the whole run; it demands a nonce."""
    port = free_port()
    process = subprocess.Popen(  # noqa: S603 - a program of our own environment
        [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, process)
        yield IdentityService(port)
    finally:
        process.terminate()
        process.wait()
