import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

from roundtable.kernel.outside import http

INSIDE = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "0",
    "0.0.0.0",  # noqa: S104 - a place to call, not to bind to
    "localhost",
    "localhost.",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.254",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "198.18.0.1",
    "192.0.0.1",
    "192.0.2.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:10.0.0.1]",
    "[::ffff:169.254.169.254]",
    "[::127.0.0.1]",
    "[fe80::1]",
    "[fec0::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[ff02::1]",
    "[2002:7f00:1::]",
    "[2001:0:7f00:1::]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::1]",
    "[2001:db8::1]",
    "127.0.0.1.",
    "①②⑦.0.0.1",
    "127。0。0。1",
    "0x7f.1",
    "127.0.1",
    "3232235777",
    "0xc0a80101",
    "0300.0250.1.1",
    "169.254.43518",
]


@pytest.fixture
def canary():
    heard = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            heard.append(self.headers["Host"])
            self.send_response(302 if self.path == "/away" else 200)
            if self.path == "/away":
                self.send_header("Location", "http://127.0.0.1/secret")
            self.end_headers()

        def log_message(self, *_args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    yield server.server_port, heard
    server.shutdown()
    thread.join()
    server.server_close()


def test_there_are_more_than_forty_ways_inside():
    assert len(set(INSIDE)) > 40


@pytest.mark.parametrize("host", INSIDE)
def test_no_way_leads_inside_even_when_it_is_on_the_list(host, settings, canary):
    port, heard = canary
    settings.ROUNDTABLE_OUTGOING = [host.strip("[]"), host, "127.0.0.1", "localhost", "localhost."]

    with http.client() as client, pytest.raises((http.Refused, httpx.InvalidURL, UnicodeError)):
        client.get(f"http://{host}:{port}/")
    assert heard == []


@pytest.mark.parametrize(
    "url", ["http://example.org/", "https://api.example.org.evil.net/", "http://example.com@example.net/"]
)
def test_nothing_leaves_that_is_not_on_the_list(url, settings):
    settings.ROUNDTABLE_OUTGOING = ["api.example.org"]

    with http.client() as client, pytest.raises(http.Refused):
        client.get(url)


def test_the_list_is_empty_at_first(settings):
    assert settings.ROUNDTABLE_OUTGOING == []


@pytest.fixture
def outside(monkeypatch, canary):
    """A name whose public address answers: the canary plays the public internet, once."""
    port, _heard = canary
    answers = [[(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("93.184.216.34", port))]]
    asked = []

    def resolve(host, *_args, **_kwargs):
        asked.append(host)
        return answers[0] if len(asked) == 1 else [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", port))]

    monkeypatch.setattr(http.socket, "getaddrinfo", resolve)
    return asked


def test_the_name_is_asked_for_once_and_the_address_that_was_looked_at_is_called(outside, settings, monkeypatch):
    settings.ROUNDTABLE_OUTGOING = ["data.example.org"]
    called = []

    def handle(_self, request):
        called.append((str(request.url), request.headers["Host"], request.extensions["sni_hostname"]))
        return httpx.Response(200)

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", handle)
    with http.client() as client:
        answer = client.get("https://data.example.org/sets?x=1")

    assert called == [("https://93.184.216.34/sets?x=1", "data.example.org", "data.example.org")]
    assert (str(answer.url), outside) == ("https://data.example.org/sets?x=1", ["data.example.org"])


def test_one_private_address_among_public_ones_is_refused(settings, monkeypatch):
    settings.ROUNDTABLE_OUTGOING = ["mixed.example.org"]
    both = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (address, 80)) for address in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(http.socket, "getaddrinfo", lambda *_args, **_kwargs: both)

    with http.client() as client, pytest.raises(http.Refused, match="private network"):
        client.get("http://mixed.example.org/")


def test_a_redirect_is_an_answer_and_not_followed(canary, settings, monkeypatch):
    port, heard = canary
    settings.ROUNDTABLE_OUTGOING = ["there.example.org"]
    monkeypatch.setattr(http, "resolve", lambda _host, _port: "127.0.0.1")
    with http.client() as client:
        answer = client.get(f"http://there.example.org:{port}/away")

    assert (answer.status_code, heard) == (302, [f"there.example.org:{port}"])
