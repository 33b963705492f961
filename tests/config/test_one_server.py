"""One server as `docs/run/install.md` describes it: founded, served by the units' lines, behind the proxy's sample."""

import os
import re
import shlex
import shutil
import socket
import sqlite3
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg
import pytest
from django.db import connections

from tests.servers import certificate, free_port, wait_for

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
COMMAND = Path(sys.executable).with_name("roundtable")
NAME = "roundtable.example.org"
ADMINISTRATOR, PASSWORD = "you@example.org", "a quiet morning in Vienna"


@dataclass
class Server:
    """The installation of one test."""

    home: Path
    environment: dict[str, str]
    database: str
    web: int = field(default_factory=free_port)
    http: int = field(default_factory=free_port)
    https: int = field(default_factory=free_port)
    trust: ssl.SSLContext | None = None
    running: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    browsers: list[httpx.Client] = field(default_factory=list)

    def run(self, *words: str, said: str = "") -> "subprocess.CompletedProcess[str]":
        """Run one command of the installation to its end."""
        return subprocess.run(  # noqa: S603 - our own command
            [COMMAND, *words], input=said, env=self.environment, capture_output=True, text=True, check=False
        )

    def start(self, unit: str) -> "subprocess.Popen[bytes]":
        """Start what a unit starts, with the paths of this machine."""
        line = re.search(r"^ExecStart=(.+)$", (DEPLOY / unit).read_text(), re.MULTILINE)
        assert line is not None
        # One web process instead of three, so that the test starts sooner.
        told = line.group(1).replace("127.0.0.1:8000", f"127.0.0.1:{self.web}").replace("--web 3", "--web 1")
        words = shlex.split(told)
        assert words[0] == "/srv/roundtable/.venv/bin/roundtable"
        self.running.append(subprocess.Popen([COMMAND, *words[1:]], env=self.environment))  # noqa: S603 - the same
        return self.running[-1]

    def browser(self, source: str = "127.0.0.1") -> httpx.Client:
        """Somebody who comes over the proxy from an address of this machine."""
        way = httpx.HTTPTransport(verify=self.trust or True, local_address=source)
        headers = {"Host": NAME, "Referer": f"https://{NAME}/"}
        place = f"https://127.0.0.1:{self.https}"
        self.browsers.append(httpx.Client(transport=way, headers=headers, base_url=place, timeout=60))
        return self.browsers[-1]

    def rows(self, question: str) -> list[tuple[object, ...]]:
        """Ask the installation's database."""
        if self.database:
            with psycopg.connect(self.database) as asked:
                return asked.execute(question).fetchall()  # type: ignore[call-overload]  # what comes after is passed on as it is
        with closing(sqlite3.connect(self.home / "roundtable.sqlite3")) as asked:
            return asked.execute(question).fetchall()


@pytest.fixture
def empty_database() -> Iterator[str]:
    """An empty database on the PostgreSQL server that the tests use; nothing where they use SQLite."""
    told = connections["default"].settings_dict
    if connections["default"].vendor != "postgresql":
        yield ""
        return
    server = psycopg.conninfo.make_conninfo(
        host=told["HOST"], port=told["PORT"] or 5432, user=told["USER"], password=told["PASSWORD"], dbname="postgres"
    )
    name = f"roundtable_one_server_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as asked:
        asked.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]  # what comes after is passed on as it is
    credentials = f"{told['USER']}:{told['PASSWORD']}" if told["PASSWORD"] else told["USER"]
    yield f"postgres://{credentials}@{told['HOST']}:{told['PORT'] or 5432}/{name}"
    with psycopg.connect(server, autocommit=True) as asked:
        asked.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]  # what comes after is passed on as it is


@pytest.fixture
def server(tmp_path: Path, empty_database: str) -> Iterator[Server]:
    """An empty folder and the settings of the sample; nothing runs yet."""
    home = tmp_path / "home"
    home.mkdir()
    ours = {"ROUNDTABLE_HOME": str(home), "DATABASE_URL": empty_database}
    samples = re.findall(r"^([A-Z_]+)=(.*)$", (DEPLOY / "roundtable.env").read_text(), re.MULTILINE)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ROUNDTABLE_", "DJANGO_"))}
    environment |= {name: ours.get(name, value) for name, value in samples}
    if not empty_database:
        environment.pop("DATABASE_URL", None)
    made = Server(home, environment, empty_database)
    yield made
    for browser in made.browsers:
        browser.close()
    for process in reversed(made.running):
        process.terminate()
    for process in made.running:
        process.wait()


def behind_nginx(server: Server, folder: Path) -> None:
    """Put the sample in front, with ports and a certificate of this machine."""
    _context, trusted = certificate(folder, NAME)
    server.trust = ssl.create_default_context(cafile=str(trusted))
    sample = (DEPLOY / "nginx.conf").read_text()
    for there, here in (
        ("127.0.0.1:8000", f"127.0.0.1:{server.web}"),
        ("listen 443", f"listen 127.0.0.1:{server.https}"),
        ("listen 80", f"listen 127.0.0.1:{server.http}"),
        ("/etc/ssl/roundtable/fullchain.pem", str(trusted)),
        ("/etc/ssl/roundtable/key.pem", str(folder / "key.pem")),
    ):
        assert there in sample
        sample = sample.replace(there, here)
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    place = folder / "nginx.conf"
    place.write_text(
        f"daemon off;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nworker_processes 1;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{places}{sample}\n}}\n"
    )
    folder.chmod(0o755)
    found = shutil.which("nginx")
    assert found is not None
    server.running.append(subprocess.Popen([found, "-p", str(folder), "-c", str(place)]))  # noqa: S603 - nginx itself
    wait_for(server.https, server.running[-1])


def sign_in(browser: httpx.Client, password: str) -> httpx.Response:
    page = browser.get("/account/login/", extensions={"sni_hostname": NAME})
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token is not None
    said = {"login": ADMINISTRATOR, "password": password, "csrfmiddlewaretoken": token.group(1)}
    claimed = {"X-Forwarded-For": "198.51.100.9", "X-Forwarded-Host": "evil.example"}
    return browser.post("/account/login/", data=said, headers=claimed, extensions={"sni_hostname": NAME})


@pytest.mark.skipif(
    shutil.which("nginx") is None, reason="there is no nginx here (Debian: apt-get install nginx-light)"
)
def test_one_server_behind_the_proxy_works_as_the_guide_says(server: Server, tmp_path: Path) -> None:
    founded = server.run(
        *("init", "--name", "Dialogue", "--short-name", "D", "--own-parties", "--password-stdin"),
        *("--zone", "Europe/Vienna", "--admin-email", ADMINISTRATOR, "--admin-name", "You"),
        said=f"{PASSWORD}\n",
    )
    assert founded.returncode == 0, founded.stderr
    web, worker = server.start("roundtable.service"), server.start("roundtable-worker.service")
    wait_for(server.web, web)
    behind_nginx(server, tmp_path)

    # Names: http leads to https under our own name; another name gets nothing from the proxy, and 400 from ourselves.
    plain = httpx.get(f"http://127.0.0.1:{server.http}/plan/?a=1", headers={"Host": NAME}, timeout=60)
    assert (plain.status_code, plain.headers["Location"]) == (301, f"https://{NAME}/plan/?a=1")
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"http://127.0.0.1:{server.http}/", headers={"Host": "evil.example"})
    with socket.create_connection(("127.0.0.1", server.https)) as knock, pytest.raises(ssl.SSLError):
        ssl.create_default_context().wrap_socket(knock, server_hostname="evil.example")
    direct = {"Host": "evil.example", "X-Forwarded-Proto": "https"}
    assert httpx.get(f"http://127.0.0.1:{server.web}/", headers=direct, timeout=60).status_code == 400

    # A page and its styles.
    owner, stranger = server.browser("127.0.0.2"), server.browser("127.0.0.3")
    home = owner.get("/", extensions={"sni_hostname": NAME})
    assert home.status_code == 200
    assert "max-age=31536000" in home.headers["Strict-Transport-Security"]
    style = re.search(r'href="(/static/[^"]+\.css)"', home.text)
    assert style is not None
    served = owner.get(style.group(1), headers={"Accept-Encoding": "br"}, extensions={"sni_hostname": NAME})
    assert (served.status_code, served.headers["Content-Encoding"]) == (200, "br")
    assert "immutable" in served.headers["Cache-Control"]

    # Who guesses from one address does not lock out who comes from another; what a reader claims does not count.
    assert [sign_in(stranger, "wrong").status_code for _try in range(6)] == [200] * 6
    assert sign_in(owner, PASSWORD).headers["Location"] == "/desk/"
    assert "__Host-session" in owner.cookies
    assert [str(ip) for (ip,) in server.rows("SELECT ip FROM usersessions_usersession")] == ["127.0.0.2"]

    # Where one message ends leaves no doubt: what could be read in two ways is refused, and nothing behind it is heard.
    heard = {way: [answers(server, way, told) for told in DOUBTFUL] for way in ("proxy", "ourselves")}
    assert heard["proxy"] == [[400]] * len(DOUBTFUL)
    assert min(state for states in heard["ourselves"] for state in states) >= 400
    assert [states[-1:] for states in heard["ourselves"]] == [[400]] * len(DOUBTFUL)

    # What is too large stops at the proxy; a letter leaves through the worker, with links to our own name.
    assert answer_to_length(server, 101 * 1024 * 1024) == 413
    page = stranger.get("/account/password/reset/", extensions={"sni_hostname": NAME})
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token is not None
    asked = {"email": ADMINISTRATOR, "csrfmiddlewaretoken": token.group(1)}
    stranger.post("/account/password/reset/", data=asked, extensions={"sni_hostname": NAME})
    assert f"https://{NAME}/account/password/reset/key/" in letter(server.home)

    for process in (web, worker):
        process.terminate()
    assert [process.wait() for process in (web, worker)] == [0, 0]


HIDDEN = f"GET /plan/ HTTP/1.1\r\nHost: {NAME}\r\n\r\n"
DOUBTFUL = [
    f"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{HIDDEN}",
    f"Content-Length: 0\r\nContent-Length: {len(HIDDEN)}\r\n\r\n{HIDDEN}",
    f"Content-Length: +{len(HIDDEN)}\r\n\r\n{HIDDEN}",
    f"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n{HIDDEN}",
    f"Transfer-Encoding: chunked\r\n\r\nx\r\n\r\n{HIDDEN}",
    f"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n{HIDDEN}",
]
"""Ends of messages that one program may read so and the next otherwise, each with a second request behind it."""


def answers(server: Server, way: str, told: str) -> list[int]:
    """The states of all answers to a message, until the line is closed or silent."""
    asked = f"POST /account/login/ HTTP/1.1\r\nHost: {NAME}\r\nX-Forwarded-Proto: https\r\n{told}"
    heard = b""
    assert server.trust is not None
    with ExitStack() as lines:
        port = server.https if way == "proxy" else server.web
        line: socket.socket = lines.enter_context(socket.create_connection(("127.0.0.1", port)))
        if way == "proxy":
            line = lines.enter_context(server.trust.wrap_socket(line, server_hostname=NAME))
        line.settimeout(1)
        line.sendall(asked.encode())
        with suppress(TimeoutError, ConnectionResetError, ssl.SSLError):
            while piece := line.recv(65536):
                heard += piece
    return [int(state) for state in re.findall(rb"HTTP/1\.[01] (\d{3})", heard)]


def answer_to_length(server: Server, length: int) -> int:
    """What the proxy says to somebody who announces so many bytes."""
    asked = f"POST /account/login/ HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: {length}\r\n\r\n"
    assert server.trust is not None
    with (
        socket.create_connection(("127.0.0.1", server.https)) as way,
        server.trust.wrap_socket(way, server_hostname=NAME) as safe,
    ):
        safe.sendall(asked.encode())
        return int(safe.recv(100).split()[1])


def letter(home: Path) -> str:
    """The mail that the worker writes to a file, besides the test mail."""
    for _try in range(200):
        found = [text for text in map(Path.read_text, (home / "mail").glob("*.log")) if "reset/key" in text]
        if found:
            return found[0]
        time.sleep(0.05)
    return ""
