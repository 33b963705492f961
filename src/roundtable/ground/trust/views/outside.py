"""Where an identity service sends people back: its answer counts when its signature does."""

from typing import Any

import jwt
from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal.jwtkit import verify_jti
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponseBase

from roundtable.ground.trust.doors import PUBLIC, door

SIGNED_WITH = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures that only the service can make; those with a shared secret, or none, are not taken."""
LEEWAY = 60
"""Seconds by which the service's clock may differ from ours."""


class SignedAnswers(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # the library ships no types
    """An identity service whose answers are checked: signature, issuer, audience, time, and that none comes twice."""

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        # The keys come from the service that the settings name, never from the answer itself.
        config = self.openid_config
        if not str(self.get_provider().server_url).startswith(str(config["issuer"]).rstrip("/")):
            raise OAuth2Error("The service names another issuer than the settings do.")
        with get_adapter().get_requests_session() as session:
            asked = session.get(config["jwks_uri"])
            asked.raise_for_status()
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key=signing_key(asked.json(), jwt.get_unverified_header(id_token)).key,
                algorithms=list(SIGNED_WITH),
                audience=app.client_id,
                issuer=config["issuer"],
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except jwt.PyJWTError as fault:
            raise OAuth2Error("The answer is not signed as it should be.") from fault
        verify_jti(claims)
        return claims


def signing_key(published: dict[str, Any], header: dict[str, Any]) -> jwt.PyJWK:
    """Give the key of the service that the answer names; where it names none, the only one there is.

    Raises `jwt.PyJWTError` where there is no such key.
    """
    keys = [key for key in jwt.PyJWKSet.from_dict(published).keys if key.public_key_use in {None, "sig"}]
    named = [key for key in keys if key.key_id == header.get("kid")] if "kid" in header else keys
    if len(named) != 1:
        raise jwt.InvalidKeyError("The service publishes no such key.")
    return named[0]


@door(PUBLIC)
@login_not_required  # type: ignore[untyped-decorator]  # the library ships no types
def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Take the answer of an identity service; one that the settings do not name is not there."""
    try:
        answer: HttpResponseBase = OAuth2CallbackView.adapter_view(SignedAnswers(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return answer
