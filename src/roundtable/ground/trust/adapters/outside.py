"""How the sign-in library meets another organisation's identity service (OpenID Connect)."""

import secrets
from http import HTTPStatus
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from requests import Session

from roundtable.ground.trust.models import User
from roundtable.ground.trust.queries.people import by_address
from roundtable.ground.trust.services.invitations import accept_vouched
from roundtable.kernel.base.middleware import at
from roundtable.kernel.outside.listed import listed_session


class IdentityService(OpenIDConnectProvider):  # type: ignore[misc]  # the library ships no types
    """An identity service, asked with a nonce, so that an answer given once cannot be handed in a second time."""

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponseBase:
        """Send the reader on to the service; say so in words where it does not answer.

        The way leads over a page of our own: browsers hold what follows a form's answer to our policy for forms, and
        would stop at the other host.
        """
        nonce = secrets.token_urlsafe(24)
        asked = {**(kwargs.pop("auth_params", None) or self.get_auth_params()), "nonce": nonce}
        if classes := [value for kind, value in accepted() if kind == "acr"]:
            asked["acr_values"] = " ".join(classes)
        try:
            answer = super().redirect(request, process, next_url, data, auth_params=asked, nonce=nonce, **kwargs)
        except (OSError, KeyError):  # no connection, no answer, or not that of such a service
            return told(request, "account/outside_silent.html", HTTPStatus.SERVICE_UNAVAILABLE, name=self.name)
        if "Location" not in answer.headers:
            return answer  # type: ignore[no-any-return]  # the library ships no types
        return told(
            request, "account/outside_going.html", HTTPStatus.OK, name=self.name, place=answer.headers["Location"]
        )


class OutsideAccounts(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the library ships no types
    """Sign-in through another organisation's identity service: it opens accounts that exist, or that were offered."""

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """Give the identity service with this name."""
        found = super().get_provider(request, provider, client_id=client_id)
        return IdentityService(request, app=found.app) if isinstance(found, OpenIDConnectProvider) else found

    def get_requests_session(self) -> Session:
        """Give the way out for asking a service: to those that the settings name, and to hosts on the list."""
        services = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
        return listed_session(*(service["settings"]["server_url"] for service in services))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 - the library's shape
        """Say no: an outside account opens an account that exists, it never makes one by itself."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Join the outside account to the account, or the open invitation, of the address that the service verified."""
        if not is_answer_to_us(sociallogin):
            refused = told(request, "socialaccount/authentication_error.html", HTTPStatus.UNAUTHORIZED)
            raise ImmediateHttpResponse(refused)
        two_factors, address = says_second_factor(sociallogin), verified_address(sociallogin)
        # What else the service says about the person is not kept: nothing here asks for it.
        sociallogin.account.extra_data = {"userinfo": {"sub": sociallogin.account.uid, "email": address}}
        if not sociallogin.is_existing:
            person = self._known(address, request)
            if person is None:
                raise ImmediateHttpResponse(told(request, "account/outside_unknown.html", HTTPStatus.FORBIDDEN))
            sociallogin.connect(request, person)
        if two_factors:
            sociallogin.state["second_factor"] = True

    @staticmethod
    def _known(address: str, request: HttpRequest) -> User | None:
        return (by_address(address) or accept_vouched(address, at=at(request))) if address else None


def told(request: HttpRequest, template: str, status: int, **words: object) -> HttpResponse:
    """Give a page that no cache keeps."""
    answer = render(request, template, words, status=status)
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


def is_answer_to_us(sociallogin: SocialLogin) -> bool:
    """Whether the service answers the question that this browser asked, and both its answers are about one person."""
    data = sociallogin.account.extra_data
    signed, asked = data.get("id_token") or {}, sociallogin.state.get("nonce")
    if not asked or not secrets.compare_digest(str(signed.get("nonce", "")), str(asked)):
        return False
    return bool(signed.get("sub")) and data.get("userinfo", signed).get("sub") == signed["sub"]


def verified_address(sociallogin: SocialLogin) -> str:
    """The address that the service says it has verified; nothing where it does not say so in plain words."""
    data = sociallogin.account.extra_data
    for claims in (data.get("id_token") or {}, data.get("userinfo") or {}):
        # Some services write true as a text; the text "false" must not count as true.
        if claims.get("email") and str(claims.get("email_verified", "")).lower() == "true":
            return str(claims["email"]).strip()
    return ""


def accepted() -> list[tuple[str, str]]:
    """What the installation takes as a sign of two factors: pairs such as ("amr", "mfa")."""
    pairs = (sign.partition(":") for sign in settings.OIDC_SECOND_FACTOR)
    return [(kind.strip(), value.strip()) for kind, _colon, value in pairs]


def says_second_factor(sociallogin: SocialLogin) -> bool:
    """Whether the service's signed answer says that it asked for two factors, in a way that the installation takes.

    It is said in `amr` (how, RFC 8176) or `acr` (which class of certainty).
    """
    signed = sociallogin.account.extra_data.get("id_token") or {}
    methods = signed.get("amr") or []
    said = {("amr", str(method)) for method in (methods if isinstance(methods, list) else [methods])}
    return bool(({*said, ("acr", str(signed.get("acr", "")))}) & set(accepted()))
