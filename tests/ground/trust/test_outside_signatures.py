"""An identity service's answer counts when its signature, its issuer, its audience and its time are right."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import jwt
import pytest
from allauth.core import context
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.test import RequestFactory

from roundtable.ground.trust.views.outside import SignedAnswers

pytestmark = pytest.mark.django_db  # the library looks for services in its table too

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CURVE = ec.generate_private_key(ec.SECP256R1())


def published() -> dict[str, list[dict[str, str]]]:
    own = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())) | {
        "kid": "own",
        "use": "sig",
        "alg": "RS256",
    }
    curve = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(CURVE.public_key())) | {"kid": "curve", "use": "sig"}
    sealing = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(OTHER.public_key())) | {"kid": "sealing", "use": "enc"}
    return {"keys": [own, curve, sealing]}


class Keys(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = json.dumps(published()).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def place() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Keys)
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def read(place: str, settings, token: str, issuer: str = "") -> dict[str, object]:
    app = {"provider_id": "ministry", "name": "Ministry", "client_id": "roundtable", "secret": "s"}
    apps = [app | {"settings": {"server_url": place}}]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}
    request = RequestFactory().get("/")
    with context.request_context(request):
        adapter = SignedAnswers(request, "ministry")
        adapter._openid_config = {"issuer": issuer or place, "jwks_uri": f"{place}/keys"}
        return adapter._decode_id_token(SimpleNamespace(client_id="roundtable"), token)


def answer(place: str, key=KEY, alg: str = "RS256", kid: str = "own", **changed: object) -> str:
    now = datetime.now(UTC)
    claims = {"iss": place, "aud": "roundtable", "sub": "1", "iat": now, "exp": now + timedelta(minutes=5), **changed}
    return jwt.encode({k: v for k, v in claims.items() if v is not None}, key, algorithm=alg, headers={"kid": kid})


def test_a_right_answer_counts(place, settings):
    assert read(place, settings, answer(place))["sub"] == "1"
    assert read(place, settings, answer(place, key=CURVE, alg="ES256", kid="curve"))["sub"] == "1"


def test_an_answer_is_refused_when_anything_about_it_is_wrong(place, settings):
    then = datetime.now(UTC) - timedelta(minutes=10)
    wrong = {
        "signed by somebody else": answer(place, key=OTHER),
        "signed with a key that is there to seal": answer(place, key=OTHER, kid="sealing"),
        "signed with a key that is not published": answer(place, kid="unknown"),
        "signed with a secret that both know": answer(place, key="s" * 40, alg="HS256"),
        "not signed": answer(place, key=None, alg="none"),
        "for somebody else": answer(place, aud="another"),
        "from somebody else": answer(place, iss="https://elsewhere.example"),
        "out of date": answer(place, iat=then, exp=then + timedelta(minutes=5)),
        "without an end": answer(place, exp=None),
        "about nobody": answer(place, sub=None),
        "changed on the way": answer(place)[:-6] + "AAAAAA",
    }
    taken = []
    for what, token in wrong.items():
        try:
            read(place, settings, token)
        except OAuth2Error:
            continue
        taken.append(what)
    assert taken == []


def test_the_issuer_is_the_one_that_the_settings_name(place, settings):
    elsewhere = "https://elsewhere.example"
    with pytest.raises(OAuth2Error, match="another issuer"):
        read(place, settings, answer(place, iss=elsewhere), issuer=elsewhere)
