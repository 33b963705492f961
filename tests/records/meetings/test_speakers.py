"""The list of speakers: who asks, who gives the floor, in which order, and how long each has spoken."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from roundtable.ground.trust.public import Role
from roundtable.kernel.base.errors import NotAllowed
from roundtable.records.meetings.domain.floor import clock
from roundtable.records.meetings.models import Stage, Turn
from roundtable.records.meetings.queries.floor import floor_of
from roundtable.records.meetings.services import floor as services
from tests.factories.meetings import item, meeting, table
from tests.factories.trust import person

pytestmark = pytest.mark.django_db

AT = timezone.now()
GE, AM, CZ = "GE", "AM", "CZ"


@pytest.fixture
def room():
    table()
    one = meeting(chair_id=AM)
    return one, item(one)


def _ask(room, party, kind="statement", by=None):
    return services.ask(room[0], party, item=room[1], kind=kind, by=by or person(Role.SECRETARIAT), at=AT)


def _names(room, limit=180, at=AT):
    return [str(one.party_id) for one in floor_of(*room, limit, at=at).waiting]


def test_who_asks_first_speaks_first_and_a_point_of_order_before_all(room):
    for party, kind in ((GE, "reply"), (CZ, "statement"), (AM, "statement"), (AM, "order")):
        _ask(room, party, kind)
    assert _ask(room, CZ).pk == Turn.objects.get(party=CZ).pk
    waiting = floor_of(*room, 180, at=AT).waiting
    assert [(one.party_id, one.kind) for one in waiting] == [
        (AM, "order"), (CZ, "statement"), (AM, "statement"), (GE, "reply"),
    ]  # fmt: skip


def test_one_has_the_floor_and_the_time_of_each_delegation_adds_up(room):
    chair = person(Role.CONTACT_POINT, AM)
    first, second, order = _ask(room, GE), _ask(room, CZ), _ask(room, CZ, "order")
    services.give(first, by=chair, at=AT)
    services.give(second, by=chair, at=AT + timedelta(seconds=70))
    services.give(order, by=chair, at=AT + timedelta(seconds=100))
    services.end(order, by=chair, at=AT + timedelta(seconds=400))
    services.give(_ask(room, GE), by=chair, at=AT + timedelta(seconds=500))
    found = floor_of(*room, 120, at=AT + timedelta(seconds=560))
    assert found.speaking is not None
    assert (found.speaking.party_id, found.clock.used, found.clock.over) == (GE, 130, True)
    assert {code: one.used for code, one in found.used.items()} == {GE: 130, CZ: 30}
    assert [length for _one, length in found.spoken] == [70, 30, 300]
    assert Turn.objects.filter(stage="speaking").count() == 1
    assert clock(130) == "2:10"


def test_the_order_is_changed_by_who_leads_and_a_place_given_up_by_who_has_it(room):
    first, second, third = (_ask(room, party) for party in (GE, CZ, AM))
    chair, georgian = person(Role.CONTACT_POINT, AM), person(Role.CONTACT_POINT, GE)
    services.move(third, later=False, by=chair, at=AT)
    services.move(first, later=True, by=chair, at=AT)
    services.move(first, later=True, by=chair, at=AT)
    services.move(first, later=True, by=chair, at=AT)
    assert _names(room) == [AM, CZ, GE]
    for deed in (services.give, services.end):
        with pytest.raises(NotAllowed):
            deed(second, by=georgian, at=AT)
    with pytest.raises(NotAllowed):
        services.withdraw(second, by=georgian, at=AT)
    with pytest.raises(NotAllowed):
        _ask(room, CZ, by=georgian)
    services.withdraw(first, by=georgian, at=AT)
    assert _names(room) == [AM, CZ]
    with pytest.raises(NotAllowed):
        services.give(first, by=chair, at=AT)


def test_the_floor_is_asked_for_at_a_called_meeting_by_the_invited(room):
    one, _item = room
    with pytest.raises(NotAllowed):
        _ask(room, "RU")
    one.stage = Stage.HELD
    one.save()
    with pytest.raises(NotAllowed):
        _ask(room, GE)


def test_a_delegation_asks_and_the_chair_leads_on_the_page(client, room):
    one, first = room
    address = f"/meetings/{one.code}/speakers/"
    client.force_login(person(Role.CONTACT_POINT, GE))
    page = client.get(address).content.decode()
    assert "Nobody has the floor." in page
    assert "Give the floor" not in page
    assert page.count('<option value="GE"') == 1
    assert 'value="CZ"' not in page
    client.post(address, {"do": "ask", "party": GE, "kind": "statement", "item": first.pk})
    turn = Turn.objects.get()
    assert (turn.party_id, turn.stage, turn.item_id) == (GE, "waiting", first.pk)
    client.post(address, {"do": "give", "turn": turn.pk, "item": first.pk})
    turn.refresh_from_db()
    assert turn.stage == "waiting"
    client.force_login(person(Role.CONTACT_POINT, AM))
    client.post(address, {"do": "give", "turn": turn.pk, "item": first.pk})
    page = client.get(f"{address}?item={first.pk}").content.decode()
    assert "Has the floor:" in page
    assert "Take the floor back" in page
    assert "Georgia" in client.get(f"/meetings/{one.code}/room/?item={first.pk}").content.decode()
    client.post(address, {"do": "end", "turn": turn.pk, "item": first.pk})
    assert "Has spoken to this item" in client.get(f"{address}?item={first.pk}").content.decode()
    assert client.post(address, {"do": "vote", "turn": turn.pk}).status_code == 404
    assert client.post(address, {"do": "give", "turn": "x"}).status_code == 404


def test_a_long_list_takes_as_many_questions_to_the_database_as_a_short_one(client, room):
    one, first = room
    address = f"/meetings/{one.code}/speakers/?item={first.pk}"
    client.force_login(person(Role.SECRETARIAT))
    counted = []
    for parties in ((), (GE, CZ, AM)):
        for kind in Turn.Kind.values if parties else ():
            for party in parties:
                _ask(room, party, kind)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 15


def test_a_delegation_sees_the_list_with_few_questions_to_the_database(client, room):
    one, first = room
    client.force_login(person(Role.CONTACT_POINT, GE))
    address = f"/meetings/{one.code}/speakers/?item={first.pk}"
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) <= 15
