import json
import re
import time
from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail as outbox
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from roundtable.ground.trust.domain.secrets import secret_hash
from roundtable.ground.trust.models import Role, SignInTry
from roundtable.ground.trust.queries.history import history_of
from roundtable.ground.trust.services.sealing import unsealed
from roundtable.kernel.tasks.models import Job
from roundtable.kernel.tasks.worker import run_waiting
from tests.factories.trust import PASSWORD, UserFactory, person

pytestmark = pytest.mark.django_db

HOSTILE = (
    "evil.example",
    "127.0.0.1.evil.example",
    "127.0.0.1@evil.example",
    "evil.example:80",
    "localhost.evil.example",
)
FORWARDED = (
    "HTTP_X_FORWARDED_HOST",
    "HTTP_FORWARDED",
    "HTTP_X_HOST",
    "HTTP_X_ORIGINAL_HOST",
    "HTTP_X_FORWARDED_SERVER",
)


def letters() -> list[dict[str, str]]:
    return [json.loads(unsealed(job.kwargs["letter"])) for job in Job.objects.order_by("pk")]


def enter(client: Client, email: str, password: str = PASSWORD, **extra: str):
    return client.post("/account/login/", {"login": email, "password": password}, **extra)


@pytest.mark.parametrize("host", HOSTILE)
def test_a_request_under_a_foreign_name_is_refused(client: Client, host: str):
    UserFactory(email="a@b.example")
    answer = client.post("/account/password/reset/", {"email": "a@b.example"}, HTTP_HOST=host)
    assert answer.status_code == 400
    assert letters() == []


@pytest.mark.parametrize("header", FORWARDED)
def test_links_in_mails_are_built_from_our_own_address_alone(client: Client, header: str, settings):
    settings.ROUNDTABLE_ADDRESS = "https://dialogue.example"
    UserFactory(email="a@b.example")
    client.post("/account/password/reset/", {"email": "a@b.example"}, **{header: "evil.example"})
    (letter,) = letters()
    addresses = re.findall(r"https?://[^\s]+", letter["text"])
    assert addresses
    assert all(address.startswith("https://dialogue.example") for address in addresses)
    assert "evil" not in letter["text"] + letter["subject"]


def test_a_new_password_is_chosen_through_the_link(client: Client, settings):
    someone = UserFactory(email="a@b.example")
    client.post("/account/password/reset/", {"email": "a@b.example"})
    place = re.search(r"/account/password/reset/key/\S+", letters()[0]["text"])
    assert place is not None
    page = client.get(place.group(), follow=True)
    chosen = {"password1": "another quiet morning", "password2": "another quiet morning"}
    assert client.post(page.redirect_chain[-1][0], chosen).status_code == 302
    someone.refresh_from_db()
    assert someone.check_password("another quiet morning")


def test_the_worker_sends_a_letter_once(client: Client):
    UserFactory(email="a@b.example")
    client.post("/account/password/reset/", {"email": "a@b.example"})
    run_waiting()
    run_waiting()
    assert [(mail.to, "/account/password/reset/key/" in mail.body) for mail in outbox.outbox] == [
        (["a@b.example"], True)
    ]


def test_known_and_unknown_addresses_get_the_same_answer_and_only_the_known_one_a_mail(client: Client):
    UserFactory(email="known@b.example")
    answers = [
        client.post("/account/password/reset/", {"email": email}) for email in ("known@b.example", "unknown@b.example")
    ]
    assert [(a.status_code, a.headers["Location"]) for a in answers] == [(302, "/account/password/reset/done/")] * 2
    assert [letter["to"] for letter in letters()] == ["known@b.example"]


def test_a_wrong_password_and_an_unknown_address_get_the_same_page(client: Client):
    UserFactory(email="known@b.example")

    def page(email: str) -> str:
        text = enter(Client(), email, "wrong").content.decode()
        return re.sub(r'value="[^"]{30,}"', "", text).replace(email, "")

    assert page("known@b.example") == page("unknown@b.example")


def test_the_sixth_wrong_try_in_a_minute_is_refused_even_with_the_right_password(client: Client):
    UserFactory(email="a@b.example")
    for _try in range(5):
        assert b"Too many failed" not in enter(client, "a@b.example", "wrong").content
    refused = enter(client, "a@b.example")
    assert b"Too many failed" in refused.content


def test_strangers_who_guess_do_not_lock_the_owner_out():
    UserFactory(email="a@b.example")
    for _try in range(8):
        enter(Client(), "a@b.example", "wrong", REMOTE_ADDR="203.0.113.7")
    assert enter(Client(), "a@b.example", REMOTE_ADDR="198.51.100.2").status_code == 302


def test_behind_a_proxy_tries_are_counted_for_the_address_that_the_proxy_wrote(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    UserFactory(email="a@b.example")
    for number in range(8):  # what the stranger claims stands before what the proxy wrote
        claimed = f"192.0.2.{number}, 203.0.113.7"
        answer = enter(Client(), "a@b.example", "wrong", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=claimed)
    assert b"Too many failed" in answer.content
    owner = enter(Client(), "a@b.example", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.2")
    assert owner.status_code == 302


def test_without_a_proxy_nobody_chooses_the_address_for_which_tries_are_counted():
    UserFactory(email="a@b.example")
    for number in range(8):
        answer = enter(Client(), "a@b.example", "wrong", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
    assert b"Too many failed" in answer.content


def test_right_passwords_are_no_tries(client: Client):
    UserFactory(email="a@b.example")
    answers = [enter(Client(), "a@b.example").status_code for _try in range(8)]
    assert answers == [302] * 8


def test_nobody_signs_up(client: Client):
    answer = client.post("/account/signup/", {"email": "new@b.example", "password1": PASSWORD})
    assert "by invitation" in answer.content.decode()


def test_whoever_holds_a_function_is_led_to_a_second_factor_and_can_do_nothing_else(client: Client):
    someone = person(Role.CONTACT_POINT, "GE", factor=False)
    client.force_login(someone)
    for place in ("/desk/", "/account/", "/account/people/", "/account/tokens/", "/account/held.json"):
        answer = client.get(place)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/account/factors/"), place
    assert client.post("/account/people/invite/", {}).headers["Location"] == "/account/factors/"
    assert client.get("/api/v1/openapi.json").status_code == 403
    assert client.get("/account/factors/").status_code == 200


def test_with_a_second_factor_the_house_opens(client: Client):
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    assert client.get("/account/people/").status_code == 200


@pytest.mark.parametrize("fields", [{"demonstration": True}, {}])
def test_demonstration_accounts_and_people_without_a_function_need_none(client: Client, fields: dict[str, bool]):
    client.force_login(person(Role.CONTACT_POINT if fields else None, "GE", factor=False, **fields))
    assert client.get("/account/").status_code == 200


def test_the_second_factor_can_be_switched_off_for_an_installation(client: Client, settings):
    settings.ROUNDTABLE_SECOND_FACTOR = False
    client.force_login(person(Role.CONTACT_POINT, "GE", factor=False))
    assert client.get("/account/").status_code == 200


def test_signing_in_asks_for_the_code_of_the_app_and_takes_it_once():
    someone = person(Role.CONTACT_POINT, "GE", factor=False, email="a@b.example")
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(someone, secret)
    client = Client()
    assert enter(client, "a@b.example").headers["Location"] == "/account/factors/authenticate/"
    assert client.get("/account/").headers["Location"].startswith("/account/login/")
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    assert client.post("/account/factors/authenticate/", {"code": code}).headers["Location"] == "/desk/"
    assert client.get("/account/").status_code == 200

    again = Client()
    enter(again, "a@b.example")
    assert again.post("/account/factors/authenticate/", {"code": code}).status_code == 200, "a code works once"


SECRET = "JBSWY3DPEHPK3PXP"


def code_now(*, wrong: bool = False) -> str:
    code = format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))
    return f"{(int(code) + 500_000) % 1_000_000:06d}" if wrong else code


def show_code(client: Client, code: str, place: str = "/account/factors/authenticate/"):
    cache.clear()  # every try meets a process that has counted nothing itself
    return client.post(place, {"code": code})


def test_a_code_is_taken_once_whichever_process_is_asked(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    TOTP.activate(person(Role.CONTACT_POINT, "GE", factor=False, email="a@b.example"), SECRET)
    first, second = Client(), Client()
    for client in (first, second):
        enter(client, "a@b.example")
    code = code_now()

    assert show_code(first, code).status_code == 302
    assert show_code(second, f"{code[:3]} {code[3:]}").status_code == 200
    assert show_code(second, code).status_code == 200
    SignInTry.objects.all().delete()
    assert show_code(second, code).status_code == 302


def test_the_sixth_wrong_code_in_a_minute_is_refused_by_every_process_even_when_it_is_right():
    TOTP.activate(person(Role.CONTACT_POINT, "GE", factor=False, email="a@b.example"), SECRET)
    clients = [Client() for _try in range(3)]
    for client in clients:
        enter(client, "a@b.example")
    for number in range(5):
        assert b"Too many failed" not in show_code(clients[number % 3], code_now(wrong=True)).content
    refused = show_code(clients[0], code_now())
    assert b"Too many failed" in refused.content
    SignInTry.objects.update(at=timezone.now() - timedelta(minutes=2))
    assert show_code(clients[0], code_now()).status_code == 302


def test_wrong_codes_are_counted_too_when_somebody_has_to_show_again_who_they_are(client: Client):
    someone = person(Role.CONTACT_POINT, "GE", factor=False, email="a@b.example")
    TOTP.activate(someone, SECRET)
    client.force_login(someone)
    place = "/account/factors/reauthenticate/"
    answers = [b"Too many failed" in show_code(client, code_now(wrong=True), place).content for _try in range(6)]
    assert answers == [False] * 5 + [True]


def test_right_codes_are_no_tries():
    someone = person(Role.CONTACT_POINT, "GE", factor=False, email="a@b.example")
    TOTP.activate(someone, SECRET)
    client = Client()
    enter(client, "a@b.example")
    assert show_code(client, code_now()).status_code == 302
    assert not SignInTry.objects.filter(key_hash=secret_hash(f"second factor of {someone.pk}")).exists()


def test_the_secret_of_an_app_is_stored_sealed():
    someone = UserFactory()
    TOTP.activate(someone, "JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in str(Authenticator.objects.get(user=someone).data)


def test_an_administrator_removes_the_factors_of_somebody_who_lost_them(client: Client):
    someone = person(Role.CONTACT_POINT, "GE", factor=False, email="a@b.example")
    TOTP.activate(someone, "JBSWY3DPEHPK3PXP")
    client.force_login(someone)
    call_command("factors_forget", "A@b.example", stdout=StringIO())

    assert client.get("/account/").headers["Location"].startswith("/account/login/"), "every session has ended"
    assert enter(client, "a@b.example").headers["Location"] == "/desk/"
    assert client.get("/desk/").headers["Location"] == "/account/factors/", "the next sign-in leads to a new factor"
    assert [line.did for line in history_of(someone, person(Role.AUDITOR), at=timezone.now())] == [
        "removed a second factor"
    ]
    with pytest.raises(CommandError, match="no open account"):
        call_command("factors_forget", "nobody@b.example")


def test_the_last_second_factor_of_somebody_who_needs_one_stays(client: Client):
    someone = person(Role.CONTACT_POINT, "GE", factor=False, email="a@b.example")
    TOTP.activate(someone, "JBSWY3DPEHPK3PXP")
    client.force_login(someone)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    answer = client.post("/account/factors/totp/deactivate/")
    assert b"cannot deactivate" in answer.content
    assert Authenticator.objects.filter(user=someone).exists()


def test_pages_come_in_the_language_and_time_of_the_account(client: Client, settings):
    client.force_login(person(None, language="ru", timezone="Asia/Tbilisi", factor=False))
    page = client.get("/account/")
    assert page.headers["Content-Language"] == "ru"


def test_no_page_of_the_sign_in_library_carries_inline_script_or_style(client: Client):
    person(Role.CONTACT_POINT, "GE", demonstration=True, factor=False, email="a@b.example")
    places = ["/account/login/", "/account/password/reset/", "/account/signup/"]
    pages = [client.get(place) for place in places]
    enter(client, "a@b.example")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    inside = (
        "/account/factors/",
        "/account/factors/totp/activate/",
        "/account/factors/webauthn/",
        "/account/factors/webauthn/add/",
        "/account/email/",
        "/account/password/change/",
        "/account/outside/",
        "/account/logout/",
    )
    pages += [client.get(place) for place in inside]
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200
        assert "<style" not in text
        assert " style=" not in text
        assert not re.search(r"<script(?![^>]*(src=|type=\"application/json\"))", text)
        assert "ui/base.css" in text
        assert not re.search(r"\son[a-z]+=", text)


def seen(client: Client, place: str) -> str:
    return client.get(place).content.decode()


def test_the_pages_of_the_sign_in_library_speak_as_all_others_do(client: Client):
    pages = [seen(client, "/account/password/reset/"), seen(client, "/account/password/reset/done/")]
    pages += [seen(client, f"/account/{place}/") for place in ("password/reset/key/1-gone", "confirm-email/gone")]
    person(Role.CONTACT_POINT, "GE", demonstration=True, factor=False, email="a@b.example")
    enter(client, "a@b.example")
    again = seen(client, "/account/reauthenticate/")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    pages += [again, seen(client, "/account/password/change/")]
    headings = [text.strip() for page in pages for text in re.findall(r"<h1>(.*?)</h1>", page, re.DOTALL)]
    assert headings == [
        "Set a new password",
        "Look into your mail",
        "This link does not work any more",
        "This link does not work any more",
        "Show that it is you",
        "Set a new password",
    ]
    assert not re.search(r"reauthenticate to safeguard|Confirm Access|Bad Token|Password Reset", " ".join(pages))
    assert "Use a security key" not in again


def test_a_security_key_is_offered_at_the_second_step_to_whoever_has_one(monkeypatch):
    someone = person(Role.CONTACT_POINT, "GE", factor=False, email="a@b.example")
    TOTP.activate(someone, SECRET)
    client = Client()
    enter(client, "a@b.example")
    page = seen(client, "/account/factors/authenticate/")
    assert "Sign in: second step" in page
    assert "security key" not in page

    keys = {"publicKey": {"challenge": "x", "allowCredentials": [{"type": "public-key", "id": "y"}]}}
    monkeypatch.setattr("allauth.mfa.base.views.webauthn_auth.begin_authentication", lambda _user: keys)
    page = seen(client, "/account/factors/authenticate/")
    assert 'id="mfa_webauthn_authenticate"' in page
    assert 'name="credential"' in page


def test_nothing_is_said_against_a_password_before_it_is_typed(client: Client):
    person(Role.CONTACT_POINT, "GE", demonstration=True, factor=False, email="a@b.example")
    enter(client, "a@b.example")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = seen(client, "/account/password/change/")
    assert "easy to guess" not in page
    assert "four words" in page


def test_a_failed_sign_in_speaks_of_nothing_to_save(client: Client):
    UserFactory(email="a@b.example")
    page = enter(client, "a@b.example", "wrong").content.decode()
    assert "Please look at this</h2>" in page
    assert "Nothing is saved" not in page


def test_a_new_address_is_confirmed_through_the_link(client: Client):
    someone = person(Role.CONTACT_POINT, "GE", demonstration=True, factor=False, email="a@b.example")
    enter(client, "a@b.example")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/email/", {"action_add": "", "email": "new@b.example"})
    place = re.search(r"/account/confirm-email/\S+", " ".join(letter["text"] for letter in letters()))
    assert place is not None
    page = seen(client, place.group())
    assert "Confirm the new address</h1>" in page
    assert "you sign in with new@b.example" in page
    client.post(place.group())
    someone.refresh_from_db()
    assert someone.email == "new@b.example"
