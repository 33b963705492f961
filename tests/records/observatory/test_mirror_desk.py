"""The mirror desk: each Party writes its own side, both and the secretariat read both, and history remembers."""

import re

import pytest
from django.utils import timezone

from roundtable.ground.trust.models import Entry
from roundtable.ground.trust.public import Role
from roundtable.records.observatory.models import MirrorSide
from roundtable.records.observatory.queries.desk import waiting_mirrors
from tests.factories.observatory import table
from tests.factories.trust import person

pytestmark = pytest.mark.django_db
ADDRESS = "/observatory/mirrors/ge/at/"


@pytest.fixture
def sides():
    """The contact points of both sides."""
    table()
    return person(Role.CONTACT_POINT, "GE"), person(Role.CONTACT_POINT, "AT")


def _text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def _write(client, stance="agree", text="We count longer stays.", **more):
    return client.post(ADDRESS, {"stance": stance, "text": text, "seen": "", **more})


def test_each_party_writes_its_own_side_and_both_and_the_secretariat_read_both(client, sides):
    georgia, austria = sides
    client.force_login(georgia)
    assert _write(client).status_code == 302
    client.force_login(austria)
    page = _text(client.get(ADDRESS))
    assert "We count longer stays." in page
    assert "This side has not written yet." in page
    assert _write(client, "disagree", "You leave students out.").status_code == 302
    client.force_login(person(Role.SECRETARIAT))
    both = _text(client.get(ADDRESS))
    assert "We count longer stays." in both
    assert "You leave students out." in both
    assert {one.party: one.stance for one in MirrorSide.objects.all()} == {"GE": "agree", "AT": "disagree"}


def test_no_other_party_and_nobody_from_outside_learns_of_it(client, sides):
    client.force_login(sides[0])
    _write(client)
    client.force_login(person(Role.CONTACT_POINT, "AM"))
    assert client.get(ADDRESS).status_code == 404
    assert _write(client).status_code == 404
    assert "longer" not in _text(client.get("/observatory/mirrors/"))
    client.logout()
    assert client.get(ADDRESS).status_code in {302, 404}


def test_nobody_writes_the_side_of_the_other_and_the_secretariat_writes_none(client, sides):
    client.force_login(sides[0])
    assert _write(client, party="AT").status_code == 404
    client.force_login(person(Role.SECRETARIAT))
    assert _write(client).status_code in {403, 404}
    assert not MirrorSide.objects.exists()


def test_a_disagreement_gives_its_reason_and_nothing_typed_is_lost(client, sides):
    client.force_login(sides[0])
    answer = _write(client, "disagree", "  ")
    assert answer.status_code == 422
    assert "Say why you disagree." in _text(answer)


def test_what_a_colleague_wrote_meanwhile_is_not_overwritten(client, sides):
    client.force_login(sides[0])
    _write(client)
    answer = _write(client, text="Another thing.")
    assert answer.status_code == 422
    assert "A colleague wrote this side meanwhile" in _text(answer)
    assert "Another thing." in _text(answer)
    seen = MirrorSide.objects.get().written_at.isoformat()
    assert _write(client, text="Another thing.", seen=seen).status_code == 302
    assert Entry.objects.filter(kind="observatory.mirrorside").count() == 2


def test_the_other_side_finds_it_on_its_desk_until_it_has_answered(client, sides):
    georgia, austria = sides
    client.force_login(georgia)
    _write(client)
    waits = list(waiting_mirrors(austria, timezone.now()))
    assert [one.function for one in waits] == ["contact_point@AT"] or waits[0].function.endswith("@AT")
    assert not list(waiting_mirrors(georgia, timezone.now()))
    client.force_login(austria)
    _write(client)
    assert not list(waiting_mirrors(austria, timezone.now()))
