"""Every page of the sign-in library that somebody can meet here is ours: our frame, our words, in both languages."""

from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.template.loader import get_template

from roundtable.ground.trust.public import Role
from tests.factories.trust import PASSWORD, person

pytestmark = pytest.mark.django_db
SERVICE = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "ministry",
                "name": "Sign-in of the ministry",
                "client_id": "x",
                "secret": "y",
                "settings": {"server_url": "https://identity.example"},
            }
        ]
    }
}
MET = [
    "account/account_inactive.html",
    "account/email_change.html",
    "account/email_confirm.html",
    "account/login.html",
    "account/logout.html",
    "account/password_change.html",
    "account/password_reset.html",
    "account/password_reset_done.html",
    "account/password_reset_from_key.html",
    "account/password_reset_from_key_done.html",
    "account/password_set.html",
    "account/reauthenticate.html",
    "account/signup_closed.html",
    "account/verification_sent.html",
    "account/email/email_confirmation_message.txt",
    "account/email/email_confirmation_subject.txt",
    "account/email/password_reset_key_message.txt",
    "account/messages/email_confirmation_failed.txt",
    "account/messages/email_confirmation_sent.txt",
    "account/messages/email_confirmed.txt",
    "account/messages/email_deleted.txt",
    "account/messages/logged_out.txt",
    "account/messages/password_changed.txt",
    "account/messages/password_set.txt",
    "mfa/authenticate.html",
    "mfa/index.html",
    "mfa/reauthenticate.html",
    "mfa/recovery_codes/generate.html",
    "mfa/recovery_codes/index.html",
    "mfa/totp/activate_form.html",
    "mfa/totp/deactivate_form.html",
    "mfa/webauthn/add_form.html",
    "mfa/webauthn/authenticator_confirm_delete.html",
    "mfa/webauthn/authenticator_list.html",
    "mfa/webauthn/edit_form.html",
    "mfa/webauthn/reauthenticate.html",
    "mfa/messages/recovery_codes_generated.txt",
    "mfa/messages/totp_activated.txt",
    "mfa/messages/totp_deactivated.txt",
    "mfa/messages/webauthn_added.txt",
    "mfa/messages/webauthn_removed.txt",
    "socialaccount/authentication_error.html",
    "socialaccount/connections.html",
    "socialaccount/login.html",
    "socialaccount/login_cancelled.html",
    "socialaccount/messages/account_connected.txt",
    "socialaccount/messages/account_connected_other.txt",
    "socialaccount/messages/account_disconnected.txt",
]


@pytest.mark.parametrize("name", MET)
def test_what_people_meet_of_the_sign_in_is_written_here(name):
    assert "allauth/templates" not in Path(get_template(name).origin.name).as_posix()


def inside(client, language):
    someone = person(Role.CONTACT_POINT, "GE", factor=False, language=language, demonstration=True)
    client.force_login(someone)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return someone


def key_of(someone, name):
    told = {"name": name, "credential": {}}
    return Authenticator.objects.create(user=someone, type=Authenticator.Type.WEBAUTHN, data=told)


@pytest.mark.parametrize(
    ("language", "rename", "remove", "label"),
    [
        ("en", "Rename Phone", "Remove Phone?", "Name of the key"),
        ("ru", "Переименовать Phone", "Удалить Phone?", "Название ключа"),
    ],
)
def test_a_key_is_renamed_and_removed_on_our_pages_in_both_languages(client, language, rename, remove, label):
    someone = inside(client, language)
    key, _other = key_of(someone, "Phone"), key_of(someone, "Safe")
    place = f"/account/factors/webauthn/keys/{key.pk}"

    pages = [client.get(f"{place}/{deed}/").content.decode() for deed in ("edit", "remove")]
    assert [f"<h1>{heading}</h1>" in page for page, heading in zip(pages, (rename, remove), strict=True)] == [
        True,
        True,
    ]
    assert label in pages[0]
    assert not any("Security Key" in page for page in pages)

    assert 'role="alert"' in client.post(f"{place}/edit/", {"name": ""}).content.decode()
    client.post(f"{place}/edit/", {"name": "Telephone"})
    key.refresh_from_db()
    assert str(key) == "Telephone"
    client.post(f"{place}/remove/")
    assert [str(one) for one in Authenticator.objects.filter(user=someone)] == ["Safe"]


@pytest.mark.parametrize(
    ("language", "heading", "label"),
    [
        ("en", "Accounts from outside", "These open your account"),
        ("ru", "Внешние учётные записи", "Они открывают вашу учётную запись"),
    ],
)
def test_accounts_from_outside_are_listed_and_taken_away_on_our_page(client, settings, language, heading, label):
    settings.SOCIALACCOUNT_PROVIDERS = SERVICE
    someone = inside(client, language)
    told = {"userinfo": {"sub": "7", "email": "nino@ministry.example"}}
    kept = SocialAccount.objects.create(user=someone, provider="ministry", uid="7", extra_data=told)

    page = client.get("/account/outside/").content.decode()
    assert f"<h1>{heading}</h1>" in page
    assert label in page
    assert "nino@ministry.example" in page
    assert "Sign-in of the ministry" in page
    assert "Third-Party" not in page

    refused = client.post("/account/outside/", {}).content.decode()
    assert 'role="alert"' in refused
    client.post("/account/outside/", {"account": kept.pk})
    assert not SocialAccount.objects.filter(pk=kept.pk).exists()


def test_without_an_identity_service_nobody_is_told_to_connect_one(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {}
    inside(client, "en")
    page = client.get("/account/outside/").content.decode()
    assert "This platform is connected to no identity service." in page
    assert "Connect one below" not in page
