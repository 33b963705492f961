import json
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from roundtable.config.health import chosen, look_at_identity, look_at_packages
from roundtable.kernel.base.health import Level


@pytest.fixture
def ministry(settings, identity):
    settings.OIDC_SERVER, settings.SOCIALACCOUNT_PROVIDERS = identity.url, identity.providers
    settings.ROUNDTABLE_ADDRESS = "https://dialogue.example"


def test_the_doctor_names_the_address_to_register_at_the_identity_service_and_hears_it(ministry, identity):
    place = "https://dialogue.example/account/outside/oidc/ministry/login/callback/"
    assert [(found.level, found.what) for found in look_at_identity()] == [
        (Level.NOTE, f"people come back from Ministry to {place}"),
        (Level.FINE, f"{identity.url} answers"),
    ]


@pytest.mark.parametrize("server", ["http://127.0.0.1:9", "{identity}/nowhere/.well-known/openid-configuration"])
def test_the_doctor_says_that_an_identity_service_is_not_there(ministry, identity, settings, server):
    settings.OIDC_SERVER = server.format(identity=identity.url)
    (known,) = identity.providers["openid_connect"]["APPS"]
    there = {**known, "settings": {**known["settings"], "server_url": settings.OIDC_SERVER}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [there]}}
    assert [found.level for found in look_at_identity()] == [Level.NOTE, Level.WRONG]


def test_the_doctor_finds_a_sign_of_a_second_factor_that_means_nothing(ministry, settings):
    settings.OIDC_SECOND_FACTOR = ["true", "amr:mfa"]
    assert [found.what for found in look_at_identity() if found.level is Level.WRONG] == [
        "OIDC_SECOND_FACTOR says true"
    ]


def test_without_an_identity_service_the_doctor_says_nothing_about_it():
    assert list(look_at_identity()) == []


class ElsewhereToo(BaseHTTPRequestHandler):
    """An identity service that gives tokens under another host."""

    def do_GET(self) -> None:
        ends = {name: f"https://tokens.example/{name}" for name in ("token_endpoint", "userinfo_endpoint")}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"issuer": "https://ministry.example", **ends}).encode())

    def log_message(self, *_told: object) -> None:
        return


def test_the_doctor_names_the_further_hosts_of_a_service_until_they_are_listed(ministry, identity, settings):
    with HTTPServer(("127.0.0.1", 0), ElsewhereToo) as served:
        Thread(target=served.serve_forever, args=[0.01], daemon=True).start()
        settings.OIDC_SERVER = f"http://127.0.0.1:{served.server_port}"
        (known,) = identity.providers["openid_connect"]["APPS"]
        there = {**known, "settings": {**known["settings"], "server_url": settings.OIDC_SERVER}}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [there]}}

        wrong = [found.mend for found in look_at_identity() if found.level is Level.WRONG]
        settings.ROUNDTABLE_OUTGOING = ["tokens.example"]
        right = [found.mend for found in look_at_identity() if found.level is Level.WRONG]
        served.shutdown()

    assert (wrong, right) == (["add to ROUNDTABLE_OUTGOING: tokens.example"], [])


def test_the_doctor_says_when_the_packages_were_chosen_too_long_ago():
    day = date(2026, 11, 30)
    levels = [chosen(day, day + timedelta(days=days)).level for days in (0, 92, 93)]
    assert levels == [Level.FINE, Level.FINE, Level.NOTE]
    (found,) = look_at_packages()
    assert "the packages were chosen on 20" in found.what
