import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory
from django.utils import timezone

from roundtable.ground.trust.adapters import OutsideAccounts, says_second_factor
from roundtable.ground.trust.models import User
from roundtable.ground.trust.services.sign_in import PROVEN, on_signed_in
from tests.factories.trust import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _service(settings):
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": "Ministry",
                    "client_id": "c",
                    "secret": "s",
                    "settings": {"server_url": "https://id.example"},
                }
            ]
        }
    }


def coming(email: str, *, verified: bool = True, amr: list[str] | None = None) -> SocialLogin:
    account = SocialAccount(provider="oidc", uid="subject-1", extra_data={"id_token": {"amr": amr or []}})
    addresses = [EmailAddress(email=email, verified=verified, primary=True)]
    return SocialLogin(user=User(email=email), account=account, email_addresses=addresses)


def arrive(login: SocialLogin) -> None:
    request = RequestFactory().get("/account/outside/oidc/login/callback/")
    request.user, request.at = AnonymousUser(), timezone.now()
    request.session = SessionStore()
    request._messages = CookieStorage(request)
    with context.request_context(request):
        OutsideAccounts().pre_social_login(request, login)


def test_a_verified_address_of_an_active_account_opens_it():
    someone = UserFactory(email="nino@ge.example")
    login = coming("Nino@GE.example")
    arrive(login)
    assert login.user == someone
    assert SocialAccount.objects.get().user == someone


@pytest.mark.parametrize(
    ("email", "verified"),
    [("stranger@ge.example", True), ("nino@ge.example", False), ("closed@ge.example", True)],
    ids=["unknown", "not verified", "closed account"],
)
def test_whoever_is_unknown_unverified_or_closed_stays_outside_and_gets_no_account(email: str, verified):
    UserFactory(email="nino@ge.example")
    UserFactory(email="closed@ge.example", is_active=False)
    with pytest.raises(ImmediateHttpResponse) as answer:
        arrive(coming(email, verified=verified))
    assert answer.value.response.status_code == 403
    assert not SocialAccount.objects.exists()
    assert User.objects.count() == 2


@pytest.mark.parametrize(
    ("trusted", "amr", "counts"), [(True, ["pwd", "mfa"], True), (True, ["pwd"], False), (False, ["mfa"], False)]
)
def test_the_services_word_about_a_second_factor_counts_where_we_trust_it(settings, trusted, amr, counts):
    settings.OIDC_SECOND_FACTOR = trusted
    login = coming("nino@ge.example", amr=amr)
    UserFactory(email="nino@ge.example")
    arrive(login)
    assert says_second_factor(login) is counts
    request = RequestFactory().get("/")
    request.session = {}
    on_signed_in(request=request, sociallogin=login)
    assert (PROVEN in request.session) is counts
