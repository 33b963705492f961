"""Pages of documents: who sees what, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roundtable.ground.documents.models import Contribution
from roundtable.ground.documents.services import contributing, silence
from roundtable.ground.documents.services.contributing import Words
from roundtable.ground.documents.services.silence import Opening
from roundtable.ground.parties.services.seed import seed
from roundtable.ground.trust.models import Role
from roundtable.ground.trust.public import reading_log
from tests.factories.documents import document, office, revision
from tests.factories.trust import person

pytestmark = pytest.mark.django_db
MOST = 15


@pytest.fixture(autouse=True)
def _table() -> None:
    seed()


def _asked(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(asked)


def _spoken(on, count: int):
    by = person(Role.CONTACT_POINT, "GE")
    for number in range(count):
        contributing.contribute(on, Words("comment", "GE", "p2", text=f"Number {number}."), by=by, at=on.made_at)


def test_the_list_costs_the_same_for_one_and_for_three(client) -> None:
    by = office()
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    revision(by=by, number="10917/22")
    one = _asked(client, reverse("documents:documents"))
    for number in ("10918/22", "10919/22"):
        revision(by=by, number=number)
    three = _asked(client, reverse("documents:documents"))
    assert one == three <= MOST


@pytest.mark.parametrize("name", ["revision", "table"])
def test_a_text_costs_the_same_for_one_contribution_and_for_three(client, name) -> None:
    by = office()
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    first = revision(by=by)
    address = reverse(f"documents:{name}", args=[first.document_id, "0"])
    _spoken(first, 1)
    one = _asked(client, address)
    _spoken(first, 2)
    assert one == _asked(client, address) <= MOST


def test_a_paragraph_costs_the_same_for_one_contribution_and_for_three(client) -> None:
    first = revision()
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    address = reverse("documents:paragraph", args=[first.document_id, "0", "p2"])
    _spoken(first, 1)
    one = _asked(client, address)
    _spoken(first, 2)
    assert one == _asked(client, address) <= MOST


def test_a_document_costs_the_same_for_one_text_and_for_three(client) -> None:
    by = office()
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    made = document(by=by)
    revision(made, by=by)
    one = _asked(client, reverse("documents:document", args=[made.pk]))
    for _time in range(2):
        revision(made, by=by)
    assert one == _asked(client, reverse("documents:document", args=[made.pk])) <= MOST


def test_a_silence_procedure_costs_the_same_for_one_event_and_for_three(client) -> None:
    by, georgia = office(), person(Role.CONTACT_POINT, "GE")
    first = revision(by=by)
    made = silence.open_silence(
        first,
        Opening(silence.deadline_read(first.made_at.replace(year=2035), "UTC"), ["GE", "CZ", "AT"]),
        by=by,
        at=first.made_at,
    )
    client.force_login(georgia)
    address = reverse("documents:silence", args=[made.pk])
    one = _asked(client, address)
    for code in ("GE", "CZ"):
        silence.acknowledge(made, code, by=by, at=first.made_at)
    assert one == _asked(client, address) <= MOST


@pytest.mark.parametrize(
    ("marking", "role", "scope", "status"),
    [
        ("LIMITE", Role.CONTACT_POINT, "GE", 200),
        ("LIMITE", Role.OBSERVER, "", 404),
        ("LIMITE", Role.PARTNER, "IOM", 404),
        ("PARTIES", Role.OBSERVER, "", 200),
        ("PARTIES", None, "", 404),
        ("PUBLIC", None, "", 200),
    ],
)
def test_a_document_is_read_as_its_marking_says(client, marking, role, scope, status) -> None:
    first = revision(marking=marking)
    if role is not None:
        client.force_login(person(role, scope))
    for name in ("revision", "redline"):
        assert client.get(reverse(f"documents:{name}", args=[first.document_id, "0"])).status_code == status
    for fmt in ("md", "json"):
        address = reverse("documents:file", args=[first.document_id, "0", fmt])
        assert client.get(address).status_code == status
    answer = client.get(f"/api/v1/documents/{first.document_id}/texts/0")
    assert answer.status_code == status


def test_the_public_reads_a_public_text_and_not_what_is_said_on_it(client) -> None:
    first = revision(marking="PUBLIC")
    by = person(Role.CONTACT_POINT, "GE")
    contributing.contribute(
        first, Words("reservation", "GE", "p2", text="a secret reason", reserves="scrutiny"), by=by, at=first.made_at
    )
    shown = client.get(reverse("documents:revision", args=[first.document_id, "0"])).content.decode()
    assert "agreed to examine" in shown
    assert "eservation" not in shown
    assert client.get(reverse("documents:table", args=[first.document_id, "0"])).status_code == 302
    file = client.get(reverse("documents:file", args=[first.document_id, "0", "html"])).content.decode()
    assert "eservation" not in file


def test_nobody_speaks_for_another_party(client) -> None:
    first = revision()
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    address = reverse("documents:paragraph", args=[first.document_id, "0", "p2"])
    answer = client.post(address, {"kind": "comment", "speaker": "CZ", "text": "Not mine."})
    assert answer.status_code == 422
    assert not Contribution.objects.exists()


def test_the_same_form_sent_twice_says_it_once(client) -> None:
    first = revision()
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    address = reverse("documents:paragraph", args=[first.document_id, "0", "p2"])
    said = {
        "kind": "comment",
        "speaker": "GE",
        "text": "Once.",
        "key": "11111111-1111-4111-8111-111111111111",
    }
    for _time in range(2):
        assert client.post(address, said).status_code == 302
    assert Contribution.objects.count() == 1


def test_whoever_reads_a_text_under_limite_is_remembered_once(client) -> None:
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    for marking, number, times in (("LIMITE", "10917/22", 2), ("PARTIES", "10918/22", 0)):
        first = revision(marking=marking, number=number)
        before = reading_log.newest()
        for _time in range(2):
            client.get(reverse("documents:revision", args=[first.document_id, "0"]))
        client.get(reverse("documents:file", args=[first.document_id, "0", "md"]))
        assert len(reading_log.since(before)) == times


def test_observers_of_a_silence_see_it_and_are_told_and_nobody_speaks_for_them(client) -> None:
    one = revision(document(marking="PARTIES"))
    client.force_login(office())
    address = f"{one.get_absolute_url()}silence/"
    said = {"deadline": "2099-12-04T20:00", "zone": "Europe/Prague", "addressees": "GE, CZ", "observers": "AT, iom"}
    answer = client.post(address, said)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    observer = person(Role.PARTNER, "IOM")
    client.force_login(observer)
    page = client.get(answer.url).content.decode()
    assert "Observers, who do not decide:" in page
    assert "Acknowledge" not in page
    assert "Break the silence" not in page


def test_a_partner_cannot_observe_a_text_that_it_may_not_read(client) -> None:
    one = revision(document(marking="LIMITE"))
    client.force_login(office())
    said = {"deadline": "2099-12-04T20:00", "zone": "Europe/Prague", "addressees": "GE", "observers": "IOM"}
    answer = client.post(f"{one.get_absolute_url()}silence/", said)
    assert answer.status_code == 422
    assert "Partners do not read it" in answer.content.decode()


def test_every_file_of_the_demonstration_says_what_it_is_akoma_ntoso_too(client) -> None:
    one = revision(document(marking="PUBLIC", demonstration=True))
    content = client.get(f"{one.get_absolute_url()}text.xml").content.decode()
    assert "Demonstration data." in content
