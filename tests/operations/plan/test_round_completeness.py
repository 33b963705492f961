"""Table, file and API of a round tell each reader the same, and what is on its way only to those whom it concerns."""

import csv
import json
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from roundtable.ground.trust.public import Role
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.models import Extension
from tests.factories.parties import DialogueFactory, PartyFactory
from tests.factories.reports import RoundFactory, complete
from tests.factories.trust import person

pytestmark = pytest.mark.django_db

OPEN = {"code", "party", "asked", "accepted"}
INSIDE = {"submitted", "returned", "withdrawn", "closes", "zone"}
READERS = {
    "secretariat": (Role.SECRETARIAT, ""),
    "contact point": (Role.CONTACT_POINT, "GE"),
    "other Party": (Role.CONTACT_POINT, "AM"),
    "auditor": (Role.AUDITOR, ""),
    "chair": (Role.CHAIR, ""),
    "observer": (Role.OBSERVER, ""),
}


@pytest.fixture
def page(now) -> str:
    DialogueFactory()
    PartyFactory()
    PartyFactory(code="AM", iso3="ARM", listed_as="Armenia", zone="Asia/Yerevan")
    for number in range(7):
        complete(stage=Stage.RETURNED, answer_by=now, as_returned={"answer": "progress"}, returned_note=str(number))
    complete(stage=Stage.ACCEPTED)
    round_ = RoundFactory()
    Extension.objects.create(round=round_, party_id="GE", closes_on=date(2041, 2, 3), reason="Elections", at=now)
    return reverse("plan:round", args=[round_.year])


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(person(*READERS[name]))
    return client


@pytest.mark.parametrize("reader", READERS)
def test_the_file_and_the_api_tell_what_the_table_tells(reader, page):
    client = client_of(reader)
    text = client.get(page).content.decode()
    file = json.loads(client.get(f"{page}?download=json").content)
    api = client.get(f"/api/v1/plan/reports/rounds/{RoundFactory().year}").json()
    heads = re.findall(r'<th scope="col"[^>]*>([^<]+)', text)

    columns = OPEN | INSIDE if reader == "secretariat" else OPEN
    assert {one["key"] for one in file["columns"]} == set(api["items"][0]) == columns
    assert file["rows"] == api["items"]
    assert ("Returned" in heads, "Closes" in heads, "Withdrawn" in heads) == (reader == "secretariat",) * 3
    assert (api["parties"], api["handed_in"]) == (2, 1)
    assert "1 of 2" in text


@pytest.mark.parametrize(
    ("reader", "knows"),
    [
        ("secretariat", True),
        ("contact point", True),
        ("other Party", False),
        ("auditor", False),
        ("chair", False),
        ("observer", False),
    ],
)
def test_only_the_secretariat_and_the_party_learn_of_returns_and_of_more_time(reader, knows, page):
    client = client_of(reader)
    told = client.get(page).content.decode()
    assert ("2041" in told, "Elections" in told) == (knows, knows)
    everything = told + "".join(client.get(f"{page}?download={fmt}").content.decode() for fmt in ("csv", "json"))
    everything += client.get(f"/api/v1/plan/reports/rounds/{RoundFactory().year}").content.decode()
    assert (re.search(r"returned: 7|\b7\b[^<]*</td>|\"returned\": 7", everything) is not None) is knows
    assert ("2041" in everything) is knows


def test_parties_stand_in_the_order_of_their_names_whatever_they_reported(page):
    rows = list(csv.reader(client_of("observer").get(f"{page}?download=csv").content.decode("utf-8-sig").splitlines()))
    assert [row[0] for row in rows if row and row[0] in {"AM", "GE"}] == ["AM", "GE"]


def test_a_round_that_is_not_there_and_a_caller_who_takes_no_part_get_the_same_answer(page):
    nobody = Client()
    nobody.force_login(person())
    answers = [
        client_of("observer").get("/api/v1/plan/reports/rounds/1999"),
        nobody.get(f"/api/v1/plan/reports/rounds/{RoundFactory().year}"),
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
