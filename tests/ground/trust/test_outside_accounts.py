import pytest
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.test import RequestFactory

from roundtable.ground.trust.adapters.outside import is_answer_to_us, says_second_factor, verified_address
from roundtable.ground.trust.models import User
from roundtable.ground.trust.services.sign_in import PROVEN, on_signed_in


def coming(id_token: dict[str, object], userinfo: dict[str, object] | None = None, asked: str = "n") -> SocialLogin:
    said = {"id_token": {"sub": "1", "nonce": "n", **id_token}, **({"userinfo": userinfo} if userinfo else {})}
    login = SocialLogin(user=User(), account=SocialAccount(provider="oidc", uid="1", extra_data=said))
    login.state = {"nonce": asked}
    return login


@pytest.mark.parametrize(
    ("id_token", "userinfo", "asked", "ours"),
    [
        ({}, None, "n", True),
        ({}, {"sub": "1"}, "n", True),
        ({}, {"sub": "2"}, "n", False),
        ({"nonce": "other"}, {"sub": "1"}, "n", False),
        ({"nonce": ""}, {"sub": "1"}, "", False),
        ({"sub": ""}, {"sub": ""}, "n", False),
    ],
    ids=["signed", "both", "about two people", "another question", "no question", "about nobody"],
)
def test_an_answer_counts_when_it_is_to_our_question_and_about_one_person(id_token, userinfo, asked, ours):
    assert is_answer_to_us(coming(id_token, userinfo, asked)) is ours


@pytest.mark.parametrize(
    ("id_token", "userinfo", "address"),
    [
        ({"email": "a@b.example", "email_verified": True}, None, "a@b.example"),
        ({}, {"sub": "1", "email": "a@b.example", "email_verified": "true"}, "a@b.example"),
        ({"email": "a@b.example", "email_verified": "false"}, None, ""),
        ({"email": "a@b.example"}, {"sub": "1", "email_verified": True}, ""),
        ({"email": "a@b.example", "email_verified": 1}, None, ""),
    ],
)
def test_an_address_is_verified_where_the_service_says_so_in_plain_words(id_token, userinfo, address):
    assert verified_address(coming(id_token, userinfo)) == address


@pytest.mark.parametrize(
    ("taken", "id_token", "userinfo", "counts"),
    [
        (["amr:mfa"], {"amr": ["pwd", "mfa"]}, None, True),
        (["amr:mfa"], {"amr": "mfa"}, None, True),
        (["amr:mfa"], {"amr": ["pwd"]}, None, False),
        (["amr:mfa"], {}, {"sub": "1", "amr": ["mfa"]}, False),
        (["acr:urn:x:mfa"], {"acr": "urn:x:mfa"}, None, True),
        ([], {"amr": ["mfa"], "acr": ""}, None, False),
    ],
    ids=["list", "text", "one factor", "not signed", "class", "not trusted"],
)
def test_the_services_word_about_a_second_factor_counts_where_we_trust_it(
    settings, now, *, taken, id_token, userinfo, counts
):
    settings.OIDC_SECOND_FACTOR = taken
    login = coming(id_token, userinfo)
    assert says_second_factor(login) is counts
    if counts:
        login.state["second_factor"] = True
    request = RequestFactory().get("/")
    request.session, request.at = {}, now
    on_signed_in(request=request, user=User(pk=1), sociallogin=login)
    assert (PROVEN in request.session) is counts
