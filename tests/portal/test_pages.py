"""The pages under the roof."""

import pytest
from bs4 import BeautifulSoup

from roundtable.ground.parties.services.seed import seed
from roundtable.ground.trust.public import Role
from roundtable.kernel import notices
from roundtable.kernel.links import search
from roundtable.kernel.tasks import jobs
from roundtable.portal.meanwhile import BY_ROLE, NO_FUNCTION
from tests.factories.parties import DialogueFactory, PartyFactory
from tests.factories.trust import person

pytestmark = pytest.mark.django_db

NOTICE = "Demonstration data. No figure on this page is a statement of any state."


@pytest.fixture(autouse=True)
def _table():
    DialogueFactory(demonstration=True)
    PartyFactory()


@pytest.fixture
def contact(client):
    user = person(Role.CONTACT_POINT, "GE")
    client.force_login(user)
    return user


@pytest.mark.parametrize("address", ["/", "/desk/", "/jobs/", "/bin/"])
def test_pages_of_a_demonstration_say_so(client, contact, address):
    assert NOTICE in client.get(address).content.decode()


SCOPES = {
    Role.CONTACT_POINT: "GE",
    Role.CONTRIBUTOR: "GE",
    Role.SENIOR_OFFICIAL: "GE",
    Role.PARTNER: "IOM",
    Role.SECRETARIAT: "secretariat",
}


@pytest.mark.parametrize("role", [*Role, None])
def test_an_empty_desk_says_what_will_come_and_leads_on(client, role):
    client.force_login(person(role, SCOPES.get(role, "dialogue")) if role else person())
    page = BeautifulSoup(client.get("/desk/").content, "html.parser")
    assert page.h1.text == "Nothing waits for you"
    (said,) = page.select("h1 + .lead")
    ways = [way["href"] for way in page.select(".ways a")]
    assert str(said.text) == str((BY_ROLE[role] if role else NO_FUNCTION).sentence)
    assert len(ways) >= 2
    assert {client.get(way).status_code for way in ways} == {200}


def test_a_job_is_seen_by_who_asked_for_it_and_by_the_secretariat_alone(client, contact, now):
    job = jobs.defer("roundtable.operations.plan.tasks.activities.empty_bin", title="Sweep", by=contact.pk, at=now)
    assert client.get(f"/jobs/{job.pk}/").status_code == 200
    client.force_login(person(Role.SECRETARIAT))
    assert client.get(f"/jobs/{job.pk}/").status_code == 200
    client.force_login(person(Role.CONTACT_POINT, "CZ"))
    assert client.get(f"/jobs/{job.pk}/").status_code == 404
    assert client.post(f"/jobs/{job.pk}/cancel/").status_code == 404


def test_a_notice_is_followed_once_it_is_read_and_never_to_another_site(client, contact, now):
    notices.tell([contact.pk], subject="Look", text="", url="https://elsewhere.example/", key="a", at=now)
    notice = notices.for_user(contact.pk).get()
    assert client.post(f"/inbox/{notice.pk}/").url == "/inbox/"
    assert notices.unread(contact.pk) == 0


def test_a_notice_of_somebody_else_is_not_there(client, contact, now):
    other = person(Role.CONTACT_POINT, "CZ")
    notices.tell([other.pk], subject="Look", text="", url="/plan/", key="a", at=now)
    assert client.post(f"/inbox/{notices.for_user(other.pk).get().pk}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("kind=zzz", "“zzz” is not a choice for “Kind”."),
        ("page=99", "This list has no page “99”."),
        ("colour=red", "This list has no filter “colour”; it was left out."),
    ],
)
def test_a_search_says_what_of_its_address_it_does_not_know(client, query, sentence):
    assert sentence in client.get(f"/search/?q=kingfisher&{query}").content.decode()
    assert "message late" not in client.get("/search/?q=kingfisher&page=1").content.decode()


def test_search_finds_nothing_for_nothing_and_keeps_the_words(client):
    page = client.get("/search/?q=kingfisher").content.decode()
    assert "0 results" in page
    assert 'value="kingfisher"' in page


@pytest.mark.parametrize(("words", "noted"), [("Kosovo", True), ("Косово", True), ("XK", True), ("Georgia", False)])
def test_what_is_found_carries_the_footnotes_of_who_is_named(client, words, noted):
    seed()
    search.rebuild()
    page = client.get("/search/", {"q": words}).content.decode()
    assert "<article" in page
    assert ("1244/1999" in page) is noted


def test_what_waits_for_somebody_else_cannot_be_taken(client, contact):
    answer = client.post("/desk/take/", {"kind": "plan.report", "object_id": "1", "next": "https://elsewhere.example/"})
    assert answer.url == "/desk/"


def test_the_security_contact_is_told(client):
    assert "Contact: mailto:" in client.get("/.well-known/security.txt").content.decode()
