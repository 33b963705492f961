"""Egress: no address leads the platform into its own network, and no page opens a connection of its own."""

import ipaddress
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpx
import requests
from django.conf import settings

from roundtable.ground.trust.domain.trials import Trial
from roundtable.ground.trust.models import User
from roundtable.ground.trust.proofs.asking import browser
from roundtable.ground.trust.proofs.headers import asked
from roundtable.kernel.base.addresses import addresses
from roundtable.kernel.outside import http
from roundtable.kernel.outside.listed import listed_session
from roundtable.kernel.tasks.worker import run_waiting

PRIVATE = (
    *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "10.255.255.254", "172.16.0.1", "172.31.255.254"),  # noqa: S104 - targets
    *("192.168.0.1", "192.168.255.254", "100.64.0.1", "169.254.169.254", "169.254.0.1", "198.18.0.1", "192.0.0.1"),
    *("192.0.2.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
)
IPV6 = (
    *("::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "2001:0:7f00:1::", "64:ff9b:1::1"),
    *("100::1", "2001:10::1", "fec0::1"),
)
OUTSIDE = "203.0.114.1"
"""A public address at which nobody here answers."""
SPELLED = ("localhost", "localhost.", "LOCALHOST", "127.1", "127.0.1", "0", "①②⑦.0.0.1", "127。0。0。1", "127.0.0.1.")


def spellings(address: str) -> Iterator[str]:
    """Give the ways in which programs have been talked into an IPv4 address."""
    ip = ipaddress.IPv4Address(address)
    number = int(ip)
    parts = address.split(".")
    yield address
    yield str(number)
    yield hex(number)
    yield ".".join(f"0{int(part):o}" for part in parts)
    yield ".".join(hex(int(part)) for part in parts)
    yield f"[::ffff:{address}]"
    yield f"[::{address}]"
    yield f"[64:ff9b::{number >> 16:x}:{number & 0xFFFF:x}]"
    yield f"[2002:{number >> 16:x}:{number & 0xFFFF:x}::]"


def targets() -> list[str]:
    """Give every host that leads inside."""
    return [*(way for address in PRIVATE for way in spellings(address)), *(f"[{ip}]" for ip in IPV6), *SPELLED]


@contextmanager
def canary() -> Iterator[tuple[int, list[str]]]:
    """Listen on every address of this machine; gives the port, and who came."""
    came: list[str] = []
    open_ = threading.Event()
    listening = socket.create_server(("", 0))
    listening.settimeout(0.1)

    def listen() -> None:
        while not open_.is_set():
            try:
                visitor, address = listening.accept()
            except TimeoutError:
                continue
            came.append(str(address))
            visitor.close()

    thread = threading.Thread(target=listen)
    thread.start()
    try:
        yield listening.getsockname()[1], came
    finally:
        open_.set()
        thread.join()
        listening.close()


def run(trial: Trial) -> None:
    """Try every way inside, a name server that changes its mind, a redirect; then watch every page and job."""
    with canary() as (port, came):
        for host in targets():
            settings.ROUNDTABLE_OUTGOING = [host, host.strip("[]"), host.rstrip(".")]
            for scheme in ("http", "https"):
                _refused(trial, f"{scheme}://{host}:{port}/", f"{host} over {scheme}")
        _not_listed(trial, port)
        _rebinding(trial, port)
        _redirect(trial, port, came)
        _by_a_library(trial, port)
        trial.holds(not came, f"somebody came to the canary: {came[:3]}")
        trial.figure("targets", len(targets()))
        trial.figure("connections at the canary", len(came))
    _pages_and_jobs(trial)


def _refused(trial: Trial, url: str, what: str) -> None:
    with http.client(timeout=2.0) as client:
        try:
            client.get(url)
        except (http.Refused, httpx.InvalidURL, UnicodeError):
            trial.tried()
        except httpx.HTTPError as error:
            trial.holds(False, f"{what}: a connection was tried ({type(error).__name__})")
        else:
            trial.holds(False, f"{what}: was called")


def _not_listed(trial: Trial, port: int) -> None:
    settings.ROUNDTABLE_OUTGOING = ["data.example.org"]
    for url in ("example.org", "data.example.org.evil.net", "data.example.org@127.0.0.1", "user@data.example.org"):
        _refused(trial, f"http://{url}:{port}/", f"{url}, which is not on the list")
    for scheme in ("ftp", "file", "gopher"):
        with http.client() as client:
            try:
                client.get(f"{scheme}://data.example.org/")
            except (http.Refused, httpx.UnsupportedProtocol):
                trial.tried()


@contextmanager
def _names(answer: Callable[[int], list[str]]) -> Iterator[None]:
    """Let names lead where we say; the number says how often was asked."""
    before = socket.getaddrinfo
    times = 0

    def lead(host: Any, port: Any, *args: Any, **more: Any) -> list[Any]:
        nonlocal times
        if not str(host).endswith(".org"):
            return before(host, port, *args, **more)
        times += 1
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answer(times)]

    socket.getaddrinfo = lead  # the name server is played here
    try:
        yield
    finally:
        socket.getaddrinfo = before


def _rebinding(trial: Trial, port: int) -> None:
    settings.ROUNDTABLE_OUTGOING = ["data.example.org"]
    with _names(lambda _times: ["93.184.216.34", "127.0.0.1"]):
        _refused(trial, f"http://data.example.org:{port}/", "a name with one address inside")
    called: list[str] = []

    def watch(event: str, details: tuple[Any, ...]) -> None:
        if watching and event == "socket.connect" and isinstance(details[1], tuple):
            called.append(str(details[1][0]))

    watching = True
    sys.addaudithook(watch)
    changing = _names(lambda times: [OUTSIDE] if times == 1 else ["127.0.0.1"])
    with changing, http.client(timeout=0.3) as client, suppress(httpx.HTTPError):
        client.get(f"http://data.example.org:{port}/")
    watching = False
    trial.holds(set(called) <= {OUTSIDE}, f"a name that changed its mind led to {called}")
    trial.holds(called, "the connection to the address that was looked at was not tried, so nothing was shown")


def _redirect(trial: Trial, port: int, came: list[str]) -> None:
    """The one request that is let through answers with a way inside; nobody may go there."""
    settings.ROUNDTABLE_OUTGOING = ["data.example.org", "127.0.0.1"]
    answers: list[str] = []

    def send(_self: Any, request: httpx.Request) -> httpx.Response:
        answers.append(str(request.url))
        return httpx.Response(302, headers={"Location": f"http://127.0.0.1:{port}/secret"}, request=request)

    before = httpx.HTTPTransport.handle_request
    httpx.HTTPTransport.handle_request = send  # type: ignore[method-assign,assignment]  # the outer world is played here
    try:
        with _names(lambda _times: [OUTSIDE]), http.client() as client:
            client.get("http://data.example.org/")
    finally:
        httpx.HTTPTransport.handle_request = before  # type: ignore[method-assign]  # as it was
    trial.holds(len(answers) == 1 and not came, f"a redirect was followed: {answers}")


def _by_a_library(trial: Trial, port: int) -> None:
    """What the sign-in library asks goes to the host that was named, and from there nowhere else."""
    settings.ROUNDTABLE_OUTGOING = ["127.0.0.1", "localhost"]
    with listed_session("https://identity.example.org") as session:
        for host in targets():
            try:
                session.get(f"http://{host}:{port}/", timeout=1)
            except (http.Refused, requests.exceptions.InvalidURL, UnicodeError):
                trial.tried()
            except requests.RequestException as error:
                trial.broken(f"{host}: the library tried a connection ({type(error).__name__})")
            else:
                trial.broken(f"{host}: the library called it")


def _pages_and_jobs(trial: Trial) -> None:
    """Ask every address and do every job: the database is the only thing that anybody connects to."""
    settings.ALLOWED_HOSTS = ["*"]
    settings.ROUNDTABLE_SECOND_FACTOR = False
    settings.ROUNDTABLE_OUTGOING = []
    ours = {str(settings.DATABASES["default"].get("PORT") or 5432)}
    called: list[str] = []
    watching = True

    def watch(event: str, details: tuple[Any, ...]) -> None:
        if watching and event in {"socket.connect", "socket.getaddrinfo"}:
            place = details[1] if event == "socket.connect" else details[:2]
            if isinstance(place, tuple) and str(place[1]) not in ours:
                called.append(f"{event} {place}")

    sys.addaudithook(watch)
    someone = User.objects.filter(terms__role="secretariat", is_active=True).first()
    client = browser()
    if trial.holds(someone, "there is nobody of the secretariat to ask as") and someone is not None:
        client.force_login(someone)
    for address in addresses():
        if address.name == "account_logout":
            continue
        before = len(called)
        answer = client.get(asked(address))
        if getattr(answer, "streaming", False):
            answer.close()
        trial.holds(len(called) == before, f"{address.route} opened {called[before:]}")
    before = len(called)
    trial.figure("jobs done", run_waiting())
    trial.holds(len(called) == before, f"a job opened {called[before:]}")
    watching = False
