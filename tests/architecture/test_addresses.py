"""Every address says who may use it, and keeps its word."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import resolve

from roundtable.config.api import api
from roundtable.ground.parties.services.seed import seed
from roundtable.ground.trust.public import PUBLIC, SIGNED_IN, Role, allows, sign_of
from tests.architecture.house import Address, addresses
from tests.factories.trust import person

OTHERS: dict[str, tuple[str, str]] = {
    # django-ninja's own: the document that anybody may read, and a root that leads nowhere.
    "api-1:openapi-json": ("public", "the description of the API"),
    "api-1:api-root": ("public", "answers 404"),
    # django-allauth's pages: entrances are for everybody, the others send whoever is not signed in to sign in.
    "account_login": ("public", "the entrance"),
    "account_logout": ("public", "the way out"),
    "account_inactive": ("public", "says that an account is closed, to whoever knew its password"),
    "account_signup": ("public", "says that accounts are made by invitation"),
    "account_reauthenticate": ("signed in", "asks for the password again"),
    "account_email": ("signed in", "the own address"),
    "account_email_verification_sent": ("public", "says that a mail was sent"),
    "account_confirm_email": ("public", "the link in that mail: bound to one address by a signed key"),
    "account_change_password": ("signed in", "the own password"),
    "account_set_password": ("signed in", "the own first password"),
    "account_reset_password": ("public", "the same answer for known and unknown addresses"),
    "account_reset_password_done": ("public", "the same answer for known and unknown addresses"),
    "account_reset_password_from_key": ("public", "the link in the mail: bound to one account by a signed key"),
    "account_reset_password_from_key_done": ("public", "says that it is done"),
    "account_confirm_login_code": ("public", "not in use: codes by mail are no way in here"),
    "mfa_index": ("signed in", "the own second factors"),
    "mfa_authenticate": ("public", "the second step of signing in, after the password"),
    "mfa_reauthenticate": ("signed in", "asks for the second factor again"),
    "mfa_activate_totp": ("signed in", "the own authenticator app"),
    "mfa_deactivate_totp": ("signed in", "the own authenticator app"),
    "mfa_view_recovery_codes": ("signed in", "the own recovery codes"),
    "mfa_generate_recovery_codes": ("signed in", "the own recovery codes"),
    "mfa_download_recovery_codes": ("signed in", "the own recovery codes"),
    "mfa_list_webauthn": ("signed in", "the own passkeys"),
    "mfa_add_webauthn": ("signed in", "the own passkeys"),
    "mfa_edit_webauthn": ("signed in", "the own passkeys"),
    "mfa_remove_webauthn": ("signed in", "the own passkeys"),
    "mfa_reauthenticate_webauthn": ("signed in", "asks for a passkey again"),
    "mfa_login_webauthn": ("public", "the entrance for passkeys"),
    "socialaccount_login_cancelled": ("public", "the way back from an identity service"),
    "socialaccount_login_error": ("public", "the way back from an identity service"),
    "socialaccount_signup": ("public", "leads back: outside accounts open accounts, they make none"),
    "socialaccount_connections": ("signed in", "the own outside accounts"),
    "openid_connect_login": ("public", "the way to an identity service"),
    "openid_connect_callback": ("public", "the way back, bound to this browser by a state"),
}
"""Addresses that are not ours, or cannot carry a sign: their audience, and why that is right."""

ANSWERS = {
    HTTPStatus.OK,
    HTTPStatus.FOUND,
    HTTPStatus.UNAUTHORIZED,  # the page that says that an identity service refused
    HTTPStatus.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED,
}
ROLES: tuple[Role | None, ...] = (None, *Role)


def test_every_address_has_a_sign_or_stands_in_the_table() -> None:
    without = {a.name or a.route for a in addresses() if sign_of(a.view) is None and not is_operation(a)}
    assert without == set(OTHERS)


def test_every_operation_of_the_api_has_a_door() -> None:
    without = [
        f"{method} {path}"
        for bound in api._get_bound_routers()
        for path, view in bound.path_operations.items()
        for operation in view.operations
        for method in operation.methods
        if getattr(operation.view_func, "door", None) is None
    ]
    assert without == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "nobody")
def test_every_plain_address_answers_each_role_as_its_sign_says(role: Role | None) -> None:
    client = Client(raise_request_exception=False)
    seed()
    scope = "GE" if role in {Role.CONTACT_POINT, Role.CONTRIBUTOR, Role.SENIOR_OFFICIAL} else ""
    someone = person(role, scope, demonstration=True, factor=False) if role else None
    wrong = []
    for address in addresses():
        if not address.plain or is_operation(address):
            continue
        if someone is not None:
            client.force_login(someone)
        status, place = _ask(client, address.route)
        if not _as_the_sign_says(address, someone, status, place):
            wrong.append(f"{address.route} answers {status} {place}")
    assert wrong == []


@pytest.mark.django_db
def test_operations_answer_nobody_with_a_problem_document(client: Client) -> None:
    wrong = []
    for address in addresses():
        if is_operation(address) and address.plain and "openapi" not in address.route:
            answer = client.get(address.route)
            if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                wrong.append(f"{address.route} answers {answer.status_code}")
            elif answer.status_code != HTTPStatus.OK and answer["Content-Type"] != "application/problem+json":
                wrong.append(f"{address.route} answers {answer['Content-Type']}")
    assert wrong == []


def is_operation(address: Address) -> bool:
    return address.name.startswith("api-1:") and address.name not in OTHERS


def _ask(client: Client, route: str) -> tuple[int, str]:
    answer = client.get(route)
    if getattr(answer, "streaming", False):
        answer.close()
    return answer.status_code, answer.headers.get("Location", "")


def _as_the_sign_says(address: Address, someone: object, status: int, place: str) -> bool:
    if status not in ANSWERS:
        return False
    sign = getattr(address.view, "door", None) or OTHERS[address.name][0]
    if sign == PUBLIC:
        return True
    if status == HTTPStatus.FOUND and "?" not in place and address.route.startswith(place):
        return True  # that an address only takes what is sent is no secret; the page above it has its own sign
    if someone is None:
        # allauth answers 404 where a function is switched off, and leads everybody else to sign in.
        return (status == HTTPStatus.FOUND and "login" in place) or (address.name in OTHERS and status in ANSWERS)
    if sign == SIGNED_IN or allows(someone, sign):  # type: ignore[arg-type]  # what is no sign of ours was answered above
        return True
    return status == HTTPStatus.NOT_FOUND


def test_what_stands_in_the_table_for_the_signed_in_leads_others_to_sign_in(client: Client) -> None:
    names = {address.name: address.route for address in addresses() if address.plain}
    open_ = []
    for name, (audience, _reason) in OTHERS.items():
        if audience == "signed in" and name in names:
            assert resolve(names[name]).view_name == name
            answer = client.get(names[name])
            if answer.status_code == HTTPStatus.OK:
                open_.append(name)
    assert open_ == []
