"""The log of reading: once for each view, to those who may know it, and told to those who read."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from roundtable.ground.trust.models import Reading, Role
from roundtable.ground.trust.public import Handed, reading_log, verified
from roundtable.ground.trust.queries.held import held_about
from roundtable.ground.trust.queries.readings import readings_visible_to
from tests.factories.trust import person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PAGE, API = reading_log.Way.PAGE, reading_log.Way.API


def handed(number: int = 1, scope: str = "GE", **more) -> Handed:
    return Handed("plan.report", str(number), scope, f"{scope} I.1 2026", **more)


def read(*things: Handed, by, way=PAGE, at=AT) -> int:
    return len(reading_log.remember_reading(things, by=by, way=way, at=at))


def test_a_view_is_remembered_once_in_a_quarter_of_an_hour_and_for_each_way():
    ana, ben = person(Role.SECRETARIAT), person(Role.AUDITOR)
    counts = [
        read(handed(), by=ana),
        read(handed(), by=ana, at=AT + timedelta(minutes=14)),
        read(handed(), by=ana, at=AT + timedelta(minutes=16)),
        read(handed(), by=ana, way=API),
        read(handed(), by=ben),
        read(handed(), handed(2), by=ana, at=AT + timedelta(minutes=1)),
        read(handed(as_file=True), by=ana),
    ]
    assert counts == [1, 0, 1, 1, 1, 1, 1]
    assert verified().wrong == []


@pytest.mark.parametrize("count", [1, 20])
def test_remembering_costs_the_same_for_one_and_for_many_and_less_for_what_is_remembered(
    django_assert_num_queries, count
):
    ana = person(Role.SECRETARIAT)
    read(handed(99), by=person(Role.AUDITOR))  # the chain has begun
    things = [handed(number) for number in range(count)]
    savepoints = 2
    with django_assert_num_queries(6 + savepoints):
        read(*things, by=ana)
    with django_assert_num_queries(1):
        read(*things, by=ana)


def test_a_party_sees_who_read_its_own_and_auditors_see_all():
    ana = person(Role.SECRETARIAT, name="Ana of the secretariat")
    read(handed(1, "GE"), handed(2, "AM"), by=ana)
    seen = {}
    for name, role, scope in (
        ("own", Role.CONTACT_POINT, "GE"),
        ("senior", Role.SENIOR_OFFICIAL, "GE"),
        ("other", Role.CONTACT_POINT, "CZ"),
        ("auditor", Role.AUDITOR, ""),
        ("secretariat", Role.SECRETARIAT, ""),
        ("contributor", Role.CONTRIBUTOR, "GE"),
    ):
        someone, client = person(role, scope), Client()
        client.force_login(someone)
        answer = client.get("/account/readings/")
        seen[name] = [row.scope for row in readings_visible_to(someone, at=AT)], answer.status_code
        if answer.status_code == 200:
            assert ("Ana of the secretariat" in answer.content.decode()) == bool(seen[name][0])
    assert {name: (sorted(scopes), status) for name, (scopes, status) in seen.items()} == {
        "own": (["GE"], 200),
        "senior": (["GE"], 200),
        "other": ([], 200),
        "auditor": (["AM", "GE"], 200),
        "secretariat": ([], 404),
        "contributor": ([], 404),
    }


def test_the_log_is_filtered_and_leaves_as_a_file():
    ana, client = person(Role.SECRETARIAT, name="Ana"), Client()
    read(handed(1, "GE"), by=ana)
    read(handed(2, "AM"), by=ana, way=API)
    client.force_login(person(Role.AUDITOR))
    counts = {
        asked: len(client.get(f"/account/readings/?download=json&{asked}").json()["rows"])
        for asked in (
            "",
            "way=api",
            "kind=plan.report",
            "kind=plan.evidence",
            "person=ana",
            "day_to=2026-11-01",
            "q=GE",
        )
    }
    assert counts == {
        "": 2,
        "way=api": 1,
        "kind=plan.report": 2,
        "kind=plan.evidence": 0,
        "person=ana": 2,
        "day_to=2026-11-01": 0,
        "q=GE": 1,
    }


def test_readers_find_what_they_read_among_what_is_held_about_them():
    ana = person(Role.SECRETARIAT)
    read(handed(), by=ana)
    tables = {(one["table"], one["names_the_person_in"]): one["rows"] for one in held_about(ana, at=AT)["tables"]}
    assert [one["object_id"] for one in tables["trust.reading", "by_id"]] == ["1"]


def test_an_entry_of_the_log_is_never_changed():
    read(handed(), by=person(Role.SECRETARIAT))
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        Reading.objects.update(purpose="x")
