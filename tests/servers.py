"""Real servers for tests, in processes and threads of their own: an identity service, a mail server."""

import asyncio
import email.policy
import json
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


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


class Counter(Controller):
    """Where mails are handed in; it knows who stands there."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.served: list[SMTP] = []

    def factory(self) -> SMTP:
        self.served.append(super().factory())
        return self.served[-1]

    async def hang_up(self) -> None:
        for one in self.served:
            if one.transport is not None:
                one.transport.abort()
        await asyncio.sleep(0.01)


class PostOffice:
    """A mail server in a thread of its own, which keeps what it takes. `refuses` maps addresses to its answer."""

    def __init__(self, **options: Any) -> None:
        """Listen on a free port; the options are those of aiosmtpd's `Controller`."""
        self.mails: list[EmailMessage] = []
        self.refuses: dict[str, str] = {}
        self.dumb_for = 0
        """So many mails are taken without a word of thanks: the sender waits in vain."""
        self.knocks = 0
        if "auth_required" in options:
            options["authenticator"] = self._knows
        self._controller = Counter(self, hostname="127.0.0.1", port=free_port(), **options)

    @property
    def port(self) -> int:
        return int(self._controller.port)

    def open(self) -> None:
        self._controller.start()

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._controller.hang_up(), self._controller.loop).result()
        self._controller.stop()

    @staticmethod
    def _knows(_server: SMTP, _session: Session, _envelope: Envelope, _how: str, said: Any) -> AuthResult:
        known = isinstance(said, LoginPassword) and (said.login, said.password) == (b"house", b"p@ss:w/rd")
        return AuthResult(success=known, handled=False)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.knocks += 1
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - the same
        mail = email.message_from_bytes(envelope.content or b"", policy=email.policy.default)
        self.mails.append(mail)
        if self.dumb_for:
            self.dumb_for -= 1
            await asyncio.sleep(3)
        return "250 OK"


def certificate(folder: Path, host: str = "localhost") -> tuple[ssl.SSLContext, Path]:
    """A certificate for this machine that nobody signed: what a server needs, and the file by which it is trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    place, secret = folder / "certificate.pem", folder / "key.pem"
    place.write_bytes(made.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(place, secret)
    return context, place


@pytest.fixture
def post_office(settings) -> Iterator[PostOffice]:
    """A mail server that takes everything, and the installation sends through it."""
    office = PostOffice()
    office.open()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
    yield office
    office.close()
