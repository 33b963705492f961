import json
import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from roundtable.ground.trust import services
from roundtable.ground.trust.models import Invitation, Role, User
from roundtable.ground.trust.rules import Function
from roundtable.ground.trust.services.sealing import unsealed
from roundtable.kernel.base.errors import Invalid, NotAllowed, NotThere
from roundtable.kernel.tasks.models import Job
from tests.factories.trust import UserFactory, person

pytestmark = pytest.mark.django_db

FUNCTION = Function(Role.CONTRIBUTOR, "GE", "ge-stat")
GOOD = "a very long pass phrase"


def letter() -> dict[str, str]:
    return json.loads(unsealed(Job.objects.get().kwargs["letter"]))


def invited(now: datetime, **changes) -> tuple[Invitation, str]:
    georgia = person(Role.CONTACT_POINT, "GE")
    invitation = services.invite("New@GE.example", "Tamar", FUNCTION, starts=now.date(), by=georgia, at=now)
    secret = re.search(r"/account/welcome/([^/]+)/", letter()["text"])
    assert secret is not None
    return invitation, secret.group(1)


def test_an_invitation_goes_by_mail_with_a_link_to_our_own_address(now: datetime, settings):
    settings.ROUNDTABLE_ADDRESS = "https://dialogue.example"
    _invitation, secret = invited(now)
    assert letter()["to"] == "new@ge.example"
    assert f"https://dialogue.example/account/welcome/{secret}/" in letter()["text"]


def test_the_secret_is_kept_neither_in_the_table_nor_readable_in_the_job(now: datetime):
    invitation, secret = invited(now)
    assert secret not in str(Invitation.objects.values().get(pk=invitation.pk))
    assert secret not in json.dumps(Job.objects.get().kwargs)


def test_accepting_makes_an_account_with_the_function(now: datetime):
    _invitation, secret = invited(now)
    someone = services.accept(secret, name="Tamar L.", password=GOOD, by=None, at=now)
    assert (someone.email, someone.name, someone.check_password(GOOD)) == ("new@ge.example", "Tamar L.", True)
    assert list(someone.terms.values_list("role", "scope", "institution")) == [("contributor", "GE", "ge-stat")]


def test_a_link_works_once(now: datetime):
    _invitation, secret = invited(now)
    services.accept(secret, name="Tamar", password=GOOD, by=None, at=now)
    with pytest.raises(NotThere):
        services.accept(secret, name="Somebody", password=GOOD, by=None, at=now)


def test_a_link_that_expired_was_withdrawn_or_never_existed_opens_nothing(now: datetime):
    invitation, secret = invited(now)
    with pytest.raises(NotThere):
        services.accept(secret, name="T", password=GOOD, by=None, at=now + timedelta(days=14))
    services.withdraw(invitation, by=invitation.invited_by, at=now)
    for tried in (secret, "never"):
        with pytest.raises(NotThere):
            services.accept(tried, name="T", password=GOOD, by=None, at=now)
    assert not User.objects.filter(email="new@ge.example").exists()


def over(client: Client, secret: str) -> tuple[int, str]:
    answer = client.get(f"/account/welcome/{secret}/")
    heading = re.search(r"<h1>(.*?)</h1>", answer.content.decode(), re.DOTALL)
    assert heading is not None
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.status_code, heading.group(1).strip()


def test_whoever_holds_a_link_that_is_over_reads_why(client: Client):
    now = timezone.now()
    _late, late = invited(now - timedelta(days=15))
    Job.objects.all().delete()
    invitation, secret = invited(now)
    services.withdraw(invitation, by=invitation.invited_by, at=now)
    Job.objects.all().delete()
    _used, used = invited(now)
    services.accept(used, name="Tamar", password=GOOD, by=None, at=now)

    assert [over(client, each) for each in (late, secret, used)] == [
        (410, "This invitation has expired"),
        (410, "This invitation was taken back"),
        (410, "This invitation was accepted already"),
    ]
    User.objects.filter(email="new@ge.example").update(is_active=False)
    assert over(client, used) == (410, "The account with this address is closed")


def test_a_link_that_was_never_sent_answers_like_any_page_that_is_not_there(client: Client):
    answers = [client.get(place).content for place in ("/account/welcome/never/", "/account/nowhere/")]
    assert answers[0].replace(b"welcome/never", b"nowhere") == answers[1]


def test_an_invitation_is_bound_to_its_address(now: datetime):
    _invitation, secret = invited(now)
    with pytest.raises(Invalid, match="another address"):
        services.accept(secret, name="X", password=None, by=UserFactory(), at=now)


def test_somebody_with_an_account_accepts_a_further_function_only_when_signed_in(now: datetime):
    known = UserFactory(email="new@ge.example")
    _invitation, secret = invited(now)
    with pytest.raises(Invalid, match="Sign in with it"):
        services.accept(secret, name="X", password=GOOD, by=None, at=now)
    services.accept(secret, name="", password=None, by=known, at=now)
    known.refresh_from_db()
    assert known.terms.get().scope == "GE"
    assert not known.check_password(GOOD)


def test_one_open_invitation_to_a_function_is_enough(now: datetime):
    invitation, _secret = invited(now)
    with pytest.raises(Invalid, match="open invitation"):
        services.invite("new@ge.example", "T", FUNCTION, starts=now.date(), by=invitation.invited_by, at=now)


def test_a_contact_point_invites_nobody_into_another_party(now: datetime):
    with pytest.raises(NotAllowed):
        services.invite(
            "a@b.example",
            "A",
            Function(Role.CONTRIBUTOR, "CZ"),
            starts=now.date(),
            by=person(Role.CONTACT_POINT, "GE"),
            at=now,
        )
    assert not Invitation.objects.exists()


def test_the_page_of_welcome_makes_the_account_and_signs_in(client: Client):
    _invitation, secret = invited(timezone.now())
    place = f"/account/welcome/{secret}/"
    page = client.get(place)
    assert (page.status_code, page.headers["Referrer-Policy"]) == (200, "same-origin")
    assert client.post(place, {"name": "Tamar", "password": "short"}).status_code == 422
    answer = client.post(place, {"name": "Tamar", "password": GOOD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/")
    assert client.get("/desk/").headers["Location"] == "/account/factors/", "a second factor comes first"
    assert client.get("/account/factors/totp/activate/").status_code == 200, "and nobody asks for the password again"
    assert User.objects.get(email="new@ge.example").name == "Tamar"
