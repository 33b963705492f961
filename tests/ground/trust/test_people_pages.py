import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from roundtable.ground.parties.models import Dialogue
from roundtable.ground.trust.models import Invitation, Role, User
from roundtable.ground.trust.rules import Function
from roundtable.ground.trust.services import accept, grant, hand_over, invite
from roundtable.kernel.tasks.models import Job
from tests.factories.trust import TermFactory, UserFactory, person, remembered

pytestmark = pytest.mark.django_db

counted: dict[str, set[int]] = {}


@pytest.fixture(autouse=True)
def _a_dialogue() -> None:
    Dialogue.objects.create(pk=1, name="Dialogue", short_name="D")


def as_(client: Client, role: Role, scope: str = "", **fields) -> User:
    someone = person(role, scope, demonstration=True, factor=False, **fields)
    client.force_login(someone)
    return someone


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_people_costs_the_same_for_one_and_for_three(client, count, django_assert_max_num_queries):
    as_(client, Role.SECRETARIAT)
    TermFactory.create_batch(count)
    for _ in range(count):
        Invitation.objects.create(
            email="x@y.example",
            name="X",
            role="observer",
            scope="dialogue",
            starts="2026-01-01",
            secret_hash=str(_),
            invited_by=User.objects.first(),
            sent_at="2026-11-01T00:00Z",
            expires_at="2100-01-01T00:00Z",
        )
    client.get("/account/people/")
    with django_assert_max_num_queries(10) as asked:
        assert client.get("/account/people/").status_code == 200
    counted.setdefault("people", set()).add(len(asked))
    assert len(counted["people"]) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_history_costs_the_same_for_one_and_for_three(client, count, django_assert_max_num_queries, now):
    someone = as_(client, Role.AUDITOR)
    for number in range(count):
        remembered(at=now, by=someone, happened="trust.granted", kind="trust.term", object_id=number, label="x")
    client.get("/account/history/")
    with django_assert_max_num_queries(10) as asked:
        assert client.get("/account/history/").status_code == 200
    counted.setdefault("history", set()).add(len(asked))
    assert len(counted["history"]) == 1


def names_on(page) -> set[str]:
    return set(re.findall(r"(?:Ann|Ben|Cem|Dan)", page.content.decode()))


def test_the_list_is_filtered_by_what_stands_in_the_address(client):
    as_(client, Role.SECRETARIAT)
    TermFactory(user__name="Ann", role=Role.CONTACT_POINT, scope="GE")
    TermFactory(user__name="Ben", role=Role.CONTRIBUTOR, scope="GE")
    TermFactory(user__name="Cem", role=Role.CONTACT_POINT, scope="TR", ends=date(2021, 1, 1))
    TermFactory(user__name="Dan", role=Role.CONTACT_POINT, scope="CZ", user__is_active=False)
    asked = {
        "": {"Ann", "Ben"},
        "?role=contact-point": {"Ann"},
        "?when=past": {"Cem", "Dan"},
        "?when=ever": {"Ann", "Ben", "Cem", "Dan"},
        "?q=Be": {"Ben"},
        "?when=ever&scope=secretariat": set(),
    }
    assert {query: names_on(client.get("/account/people/" + query)) for query in asked} == asked


def test_a_contact_point_sees_only_people_of_the_own_party(client):
    as_(client, Role.CONTACT_POINT, "GE")
    own, other = TermFactory(user__name="Ann", scope="GE"), TermFactory(user__name="Ben", scope="CZ")
    assert names_on(client.get("/account/people/?when=ever")) == {"Ann"}
    assert names_on(client.get("/account/people/?when=ever&download=csv")) == {"Ann"}
    assert client.get(f"/account/people/{own.user_id}/").status_code == 200
    nothing = client.get("/account/people/999999/")
    for place in ("", "grant/", "close/", "hand-over/CZ/"):
        answer = client.get(f"/account/people/{other.user_id}/{place}")
        assert (answer.status_code, len(answer.content)) == (404, len(nothing.content)) or answer.status_code == 404, (
            place
        )
    assert client.post(f"/account/people/terms/{other.pk}/end/", {}).status_code == 404
    other.refresh_from_db()
    assert other.ends is None


def test_a_contact_point_reaches_no_invitation_of_another_party(client, now):
    czechia = person(Role.CONTACT_POINT, "CZ")
    invitation = invite("a@b.example", "A", Function(Role.CONTRIBUTOR, "CZ"), starts=now.date(), by=czechia, at=now)
    as_(client, Role.CONTACT_POINT, "GE")
    assert client.post(f"/account/people/invitations/{invitation.pk}/withdraw/").status_code == 404
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is None


def test_a_form_that_names_another_party_is_refused(client):
    as_(client, Role.CONTACT_POINT, "GE")
    sent = {"name": "A", "email": "a@b.example", "role": "secretariat", "scope": "CZ", "starts": "2026-11-24"}
    answer = client.post("/account/people/invite/", sent)
    assert answer.status_code == 422
    assert not Invitation.objects.exists()
    assert 'value="a@b.example"' in answer.content.decode(), "what was typed stays"


def test_an_invitation_is_sent_from_its_page(client):
    as_(client, Role.CONTACT_POINT, "GE")
    sent = {"name": "A", "email": "a@b.example", "role": "contributor", "scope": "GE", "starts": "2026-11-24"}
    assert client.post("/account/people/invite/", sent).headers["Location"] == "/account/people/"
    assert Invitation.objects.get().email == "a@b.example"
    assert Job.objects.count() == 1


def test_an_account_is_closed_and_opened_on_its_page(client):
    as_(client, Role.SECRETARIAT)
    shown = TermFactory().user
    for active in (False, True):
        assert client.post(f"/account/people/{shown.pk}/close/").status_code == 302
        assert User.objects.get(pk=shown.pk).is_active is active


def test_functions_are_handed_over_on_a_page(client):
    as_(client, Role.SECRETARIAT)
    leaver = TermFactory(role=Role.CONTACT_POINT, scope="GE").user
    successor = TermFactory(role=Role.CONTRIBUTOR, scope="GE").user
    place = f"/account/people/{leaver.pk}/hand-over/GE/"
    assert client.get(place).status_code == 200
    assert client.post(place, {"successor": UserFactory().pk}).status_code == 200
    assert client.post(place, {"successor": successor.pk}).status_code == 302
    assert successor.terms.filter(role=Role.CONTACT_POINT, scope="GE").exists()


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.SECRETARIAT, Role.AUDITOR}])
def test_the_whole_history_is_for_the_secretariat_and_auditors(client, role):
    as_(client, role, "GE")
    assert client.get("/account/history/").status_code == 404


def test_the_history_is_filtered_by_person_kind_party_and_day(client, now):
    ann, ben = UserFactory(name="Ann"), UserFactory(name="Ben")
    as_(client, Role.AUDITOR)
    for by, code, scope, day in ((ann, "trust.granted", "GE", 1), (ben, "trust.ended", "CZ", 20)):
        remembered(
            at=now.replace(day=day), by=by, happened=code, kind="trust.term", object_id="1", label="x", scope=scope
        )
    asked = {
        "": {"Ann", "Ben"},
        "?person=Ann": {"Ann"},
        "?kind=trust.ended": {"Ben"},
        "?day_from=2026-11-15": {"Ben"},
        "?day_to=2026-11-15": {"Ann"},
    }
    assert {query: names_on(client.get("/account/history/" + query)) for query in asked} == asked


def test_a_token_is_shown_once_and_revoked(client):
    someone = as_(client, Role.CONTACT_POINT, "GE")
    sent = {"name": "script", "allows": ["trust:read"], "expires": timezone.now().date().isoformat()}
    page = client.post("/account/tokens/", sent).content.decode()
    secret = re.search(r'value="(rt_[^"]+)"', page)
    assert secret is not None
    assert secret.group(1) not in client.get("/account/tokens/").content.decode()
    token = someone.tokens.get()
    assert client.post(f"/account/tokens/{token.pk}/revoke/").status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_nobody_revokes_the_token_of_somebody_else(client, now):
    other = person(Role.CONTACT_POINT, "GE")
    token = other.tokens.create(name="t", prefix="rt_", secret_hash="h", created_at=now, expires_at=now)
    as_(client, Role.SECRETARIAT)
    assert client.post(f"/account/tokens/{token.pk}/revoke/").status_code == 404


def test_the_page_of_rules_tells_every_deed(client):
    as_(client, Role.AUDITOR)
    page = client.get("/account/rules/").content.decode()
    assert "trust.hand-over" in page
    assert "Contact point and a person of that Party alone" in page


def test_answers_to_people_who_signed_in_are_stored_nowhere(client):
    as_(client, Role.SECRETARIAT)
    answer = client.get("/account/people/")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Cookie" in answer.headers["Vary"]


def history_on(client: Client, someone: User) -> str:
    page = client.get(f"/account/people/{someone.pk}/").content.decode()
    return " ".join(page.partition('id="history"')[2].partition("</section>")[0].split())


def test_the_history_of_a_person_tells_invitation_function_and_hand_over(client, monkeypatch, now):
    officer = as_(client, Role.SECRETARIAT, name="Office")
    monkeypatch.setattr("roundtable.ground.trust.services.invitations.fresh_secret", lambda: "s" * 40)
    invite("new@ge.example", "Nino", Function(Role.CONTRIBUTOR, "GE"), starts=now.date(), by=officer, at=now)
    accept("s" * 40, name="Nino", password="quiet-reedbed-morning", by=None, at=now)
    nino = User.objects.get(email="new@ge.example")
    said = history_on(client, nino)
    assert all(words in said for words in ("Office sent an invitation", "Nino accepted the invitation", "Contributor"))

    leaver = TermFactory(user__name="Ann", role=Role.CONTACT_POINT, scope="GE", starts=date(2026, 1, 1)).user
    hand_over(leaver, nino, scope="GE", by=officer, at=now)
    assert "Office gave a function" in history_on(client, nino)
    assert all(words in history_on(client, leaver) for words in ("handed over the functions", "ended a function"))


def test_the_history_of_a_person_keeps_functions_for_other_parties_from_a_contact_point(client, now):
    officer = person(Role.SECRETARIAT, name="Office")
    shared = TermFactory(user__name="Ann", role=Role.CONTRIBUTOR, scope="GE", starts=date(2026, 1, 1)).user
    grant(shared, Function(Role.OBSERVER, "dialogue"), starts=now.date(), by=officer, at=now)
    as_(client, Role.CONTACT_POINT, "GE")
    assert "gave a function" not in history_on(client, shared)
