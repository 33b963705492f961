"""Passwords: long rather than strange, taken as they are typed, changed by whoever knows the old one."""

import hashlib
import re
import secrets
from pathlib import Path

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.test import Client

from roundtable.ground.trust.adapters.breached import listed
from roundtable.ground.trust.models import User
from tests.factories.trust import PASSWORD, person

pytestmark = pytest.mark.django_db

CHANGE = "/account/password/change/"
LONG = "  Five Storks above the River " * 4


def signed_in(email: str = "a@b.example") -> tuple[Client, User]:
    someone = person(factor=False, email=email)
    client = Client()
    client.force_login(someone)
    return client, someone


def changed(client: Client, someone: User, new: str, *, old: str = PASSWORD) -> bool:
    client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new})
    someone.refresh_from_db()
    return someone.check_password(new)


@pytest.mark.parametrize(
    ("new", "taken"),
    [("elevensigns", False), ("twelvesignsz", True), ("седьмое-утро", True), ("7 3 9 1 4 6 2", True), (LONG, True)],
)
def test_a_password_has_twelve_letters_or_more_of_any_kind(new: str, *, taken: bool):
    client, someone = signed_in()

    assert changed(client, someone, new) is taken


def test_a_new_password_needs_the_old_one():
    client, someone = signed_in()

    assert not changed(client, someone, "five storks above", old="something else here")
    assert changed(client, someone, "five storks above")


def test_a_new_password_ends_the_sessions_elsewhere():
    client, someone = signed_in()
    elsewhere = Client()
    elsewhere.force_login(someone)

    assert elsewhere.get("/account/").status_code == 200
    assert changed(client, someone, "five storks above")
    assert elsewhere.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize("other", [LONG.strip(), LONG.lower(), LONG[:64], LONG + "x"])
def test_a_password_counts_exactly_as_it_was_typed(other: str):
    client, someone = signed_in()
    assert changed(client, someone, LONG)

    for typed, opens in ((other, False), (LONG, True)):
        fresh = Client()
        fresh.post("/account/login/", {"login": someone.email, "password": typed})
        assert ("_auth_user_id" in fresh.session) is opens


@pytest.mark.parametrize(("place", "fields"), [("/account/login/", 1), (CHANGE, 3)])
def test_fields_for_passwords_are_hidden_and_open_to_managers_of_passwords(place: str, fields: int):
    client = signed_in()[0] if place == CHANGE else Client()
    shown = re.findall(r'<input[^>]*name="(?:\w*password\d?)"[^>]*>', client.get(place).content.decode())

    assert len(shown) == fields
    for field in shown:
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(current|new)-password"', field)
        assert "maxlength" not in field
        assert "onpaste" not in field


def test_seeds_of_second_factors_are_drawn_from_the_chance_that_is_made_for_secrets(monkeypatch):
    asked = []
    monkeypatch.setattr(secrets, "token_bytes", lambda size: asked.append(size) or bytes(size))
    monkeypatch.setattr(secrets, "token_hex", lambda size: asked.append(size) or "0" * 2 * size)

    generate_totp_secret()
    RecoveryCodes.generate_seed()

    assert asked == [20, 40]


@pytest.mark.parametrize(
    "usual",
    [
        *("passwordpassword", "qwertyuiop123456", "123456789012", "iloveyouforever", "1q2w3e4r5t6y7u8i"),
        *("roundtable2026!", "PragueProcess", "Secretariat123", "migrationmigration"),
    ],
)
def test_a_password_that_others_would_try_is_refused_with_what_to_do(usual: str):
    client, someone = signed_in()

    page = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": usual, "password2": usual}).content.decode()
    assert "easy to guess. Take four words" in page
    someone.refresh_from_db()
    assert someone.check_password(PASSWORD)


def breached(words: list[str], place: Path) -> Path:
    digests = sorted(hashlib.sha1(word.encode()).hexdigest().upper() for word in words)  # noqa: S324 - as the lists are
    place.write_text("".join(f"{digest}:{number}\n" for number, digest in enumerate(digests)))
    return place


@pytest.mark.parametrize("count", [0, 1, 2, 3, 1000])
def test_exactly_what_stands_in_the_list_is_found_in_it(tmp_path, count: int):
    stolen = [f"stolen {number}" for number in range(count)]
    place = breached(stolen, tmp_path / "stolen.txt")

    assert [listed(word, place) for word in stolen] == [True] * count
    assert [word for number in range(200) if listed(word := f"other {number}", place)] == []


def test_a_stolen_password_is_not_taken(settings, tmp_path):
    settings.ROUNDTABLE_BREACHED_PASSWORDS = breached(["five storks above", "seven"], tmp_path / "stolen.txt")
    client, someone = signed_in()

    assert not changed(client, someone, "five storks above")
    assert changed(client, someone, "nine herons below")
