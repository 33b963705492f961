"""The chain of the history: places, guards, signed heads, and what is said when something is wrong."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from roundtable.ground.trust.domain.chain import Fault, Link, Walk, Wrong, beginning, digest
from roundtable.ground.trust.domain.heads import NotAHeadError, read
from roundtable.ground.trust.models import Entry, Head, Role, Statement, Tip
from roundtable.ground.trust.queries.chains import verified
from roundtable.ground.trust.queries.heads import as_file
from roundtable.ground.trust.queries.public_keys import folder, public_keys
from roundtable.ground.trust.services import remember
from roundtable.ground.trust.services.chain import append
from roundtable.ground.trust.services.guards import opened, put_up, standing, take_down
from roundtable.ground.trust.services.heads import publish, thin
from roundtable.ground.trust.services.signing import PRIVATE_FILE, rotate, signing_key
from roundtable.ground.trust.signals import Happened
from roundtable.ground.trust.tasks import publish_heads
from roundtable.kernel.base.errors import Collision
from tests.factories.trust import UserFactory, person, remembered

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """A home folder of its own, since keys are made in it."""
    settings.ROUNDTABLE_HOME, settings.ROUNDTABLE_KEYS = tmp_path, tmp_path / "keys"
    return tmp_path


def entry(scope: str = "GE", **fields) -> Entry:
    return Entry(
        at=AT, happened="trust.changed-account", kind="trust.user", object_id="1", label="x", scope=scope, **fields
    )


def several(scope: str = "GE", count: int = 5) -> list[Entry]:
    return [append([entry(scope, after={"name": f"name {number}"})])[0] for number in range(count)]


def wrong() -> list[tuple[int, str]]:
    return [(fault.number, str(fault.wrong)) for fault in verified().wrong]


def change(**values) -> None:
    number = values.pop("number", 3)
    with opened(connection):
        Entry.objects.filter(scope="GE", number=number).update(**values)


def test_the_hash_commits_to_everything():
    link = Link("history:GE", 1, beginning("history:GE"), AT, {"label": "x", "by": None, "demonstration": False})
    others = [
        replace(link, chain="history:AM"),
        replace(link, number=2),
        replace(link, previous=""),
        replace(link, written_at=AT + timedelta(microseconds=1)),
        *(replace(link, parts={**link.parts, name: "y"}) for name in link.parts),
        replace(link, parts={**link.parts, "more": ""}),
    ]
    assert len({digest(one) for one in [link, *others]}) == len(others) + 1


def test_every_column_of_an_entry_is_committed_to():
    [first] = several(count=1)
    beside = {"id", "scope", "number", "previous", "hash", "written_at"}  # the place, which the link names itself
    columns = {"by" if field.name == "by" else field.name for field in Entry._meta.concrete_fields} - beside
    assert set(first.parts()) == columns


def test_each_scope_has_its_own_chain_without_gaps():
    several("GE", 2)
    several("AM", 1)
    with transaction.atomic():
        several("GE", 1)
        transaction.set_rollback(True)
    several("GE", 1)
    found = sorted(Entry.objects.values_list("scope", "number"))
    assert (found, wrong()) == ([("AM", 1), ("GE", 1), ("GE", 2), ("GE", 3)], [])


@pytest.mark.parametrize("count", [1, 30])
def test_appending_costs_the_same_for_one_and_for_many(django_assert_num_queries, count):
    several("GE", 1)
    with django_assert_num_queries(3):
        append([entry(kept_to="all") for _number in range(count)])
    assert wrong() == []


def test_what_is_dated_back_by_the_service_keeps_the_instant_of_writing_too():
    someone = UserFactory()
    long_ago = AT - timedelta(days=900)
    kept = remember(Happened.CHANGED_ACCOUNT, by=someone, on=someone, at=long_ago, after={"name": "x"})
    kept.refresh_from_db()
    assert (kept.at, kept.written_at > long_ago, wrong()) == (long_ago, True, [])


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"label": "y"}, [(3, "changed")]),
        ({"by_id": None, "happened": "other"}, [(3, "changed")]),
        ({"at": AT + timedelta(seconds=1)}, [(3, "changed")]),
        ({"hash": "0" * 64}, [(3, "changed"), (4, "unlinked")]),
        ({"previous": "0" * 64}, [(3, "unlinked"), (3, "changed")]),
        ({"written_at": AT - timedelta(days=9999)}, [(3, "changed"), (3, "earlier")]),
        ({"number": 3, "label": "y", "demonstration": True}, [(3, "changed")]),
    ],
)
def test_a_changed_entry_is_found_and_named(values, found):
    several()
    change(**values)
    assert wrong() == found


@pytest.mark.parametrize(
    ("column", "value", "found"), [("before", "no box", [(3, "changed")]), ("row", "no number", [(3, "unreadable")])]
)
def test_what_no_program_of_ours_writes_is_found_too(column, value, found):
    several()
    if connection.vendor != "sqlite" and column == "row":
        pytest.skip("PostgreSQL itself refuses it")
    with opened(connection), connection.cursor() as cursor:
        cursor.execute(f"UPDATE trust_entry SET {column} = %s WHERE number = 3", [value])  # noqa: S608 - our own columns
    assert wrong() == found
    assert publish(at=AT)[1] == ["history:GE"]


def test_a_dropped_entry_and_a_cut_end_are_found():
    several()
    with opened(connection):
        Entry.objects.filter(number=2).delete()
        Entry.objects.filter(number=5).delete()
    assert wrong() == [(2, "missing"), (5, "tip")]


def test_a_cut_end_is_found_by_whoever_holds_a_head_even_when_all_else_was_made_to_fit():
    several()
    held = read(json.dumps(as_file(publish(at=AT)[0], {"GE"})))
    with opened(connection):
        Entry.objects.filter(number__gt=3).delete()
    last = Entry.objects.get(number=3)
    Tip.objects.filter(chain="history:GE").update(number=3, hash=last.hash)
    Head.objects.all().delete()
    Statement.objects.all().delete()
    assert verified().wrong == []
    [fault] = verified(held).wrong
    assert fault == Fault("history:GE", 4, Wrong.CUT, until=5, of="1 (2026-11-24T09:00:00.000000Z)")


def test_a_history_written_anew_is_found_by_a_public_statement_alone():
    several()
    held = read(json.dumps(as_file(publish(at=AT)[0])))
    with opened(connection):
        Entry.objects.all().delete()
    Tip.objects.all().delete()
    several()
    assert {fault.wrong for fault in verified(held).wrong} == {Wrong.REWRITTEN}


def test_a_statement_that_was_changed_or_signed_with_another_key_is_found():
    several()
    statement, _left_out = publish(at=AT)
    Statement.objects.update(at=AT + timedelta(hours=1))
    assert wrong() == [(1, "forged")]
    Statement.objects.update(at=AT, key="another")
    assert wrong() == [(1, "unknown key")]
    Statement.objects.update(key=statement.key)
    Head.objects.update(number=4)
    assert wrong() == [(4, "forged"), (1, "unexplained")]


def test_nothing_is_signed_that_does_not_follow_on_what_was_signed():
    several("GE")
    several("AM")
    publish(at=AT)
    several("GE", 1)
    several("AM", 1)
    change(number=6, label="y")
    statement, left_out = publish(at=AT + timedelta(hours=1))
    assert (left_out, [head.chain for head in statement.heads.all()]) == (["history:GE"], ["history:AM"])


def test_of_older_days_the_last_statement_is_kept():
    several(count=1)
    for hour in range(30):
        publish(at=AT + timedelta(hours=hour))
    thin(before=AT + timedelta(hours=26))
    kept = [moment.isoformat() for moment in Statement.objects.order_by("number").values_list("at", flat=True)]
    assert kept == [(AT + timedelta(hours=hour)).isoformat() for hour in (14, 25, 26, 27, 28, 29)]
    assert wrong() == []


def test_the_key_lies_outside_the_database_and_is_its_owners_alone(home):
    signing_key(at=AT)
    place = home / "keys" / "history" / PRIVATE_FILE
    assert (place.stat().st_mode & 0o777, folder() == place.parent, len(public_keys())) == (0o600, True, 1)


def test_a_new_key_is_introduced_by_the_one_before_and_old_heads_still_count():
    several()
    held = read(json.dumps(as_file(publish(at=AT)[0], None)))
    rotate(at=AT)
    publish(at=AT + timedelta(hours=1))
    assert [key.follows for key in public_keys()] == [False, True]
    assert verified(held).wrong == []


def test_the_database_refuses_changes_until_it_is_opened():
    [kept] = several(count=1)
    for deed in (lambda: Entry.objects.update(label="y"), kept.delete, kept.save):
        with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
            deed()
    with opened(connection):
        Entry.objects.update(label="y")
    assert standing(connection)
    take_down(connection)
    assert not standing(connection)
    put_up(connection)
    put_up(connection)
    assert standing(connection)


def said(*words: str) -> tuple[int, str]:
    told = StringIO()
    try:
        call_command("history_verify", *words, stdout=told, stderr=told)
    except SystemExit as ended:
        return int(str(ended.code)), told.getvalue()
    return 0, told.getvalue()


def test_the_command_says_in_words_what_is_wrong_and_what_nobody_vouches_for(home):
    several()
    place = home / "held.json"
    call_command("history_heads", "--sign", "--to", str(place), "--scope", "GE", stdout=StringIO())
    several("GE", 2)
    status, told = said("--head", str(place))
    assert status == 0
    assert "history:GE: entries 6 to 7" in told
    assert "Not vouched for: 2 entries." in told
    change(label="y")
    status, told = said("--head", str(place))
    assert status == 1
    assert "history:GE: entry 3 is not what was written" in told
    assert json.loads(said("--json")[1])["wrong"][0]["number"] == 3
    place.write_text("{}")
    assert said("--head", str(place))[0] == 2


def test_what_is_no_head_is_refused():
    for text in ("", "[]", "{}", '{"form": "other"}', '{"form": "roundtable-heads-1", "statement": {}}'):
        with pytest.raises(NotAHeadError):
            read(text)


def test_a_walk_says_where_an_entry_stands_twice():
    first = Link("c", 1, beginning("c"), AT, {})
    first = replace(first, hash=digest(first))
    walk = Walk("c")
    assert [fault.wrong for link in (first, first) for fault in walk.step(link)] == [Wrong.OUT_OF_ORDER]


def client_of(role: Role | None, scope: str = "") -> Client:
    client = Client()
    if role is not None:
        client.force_login(person(role, scope))
    return client


def test_a_head_is_told_to_its_own_party_and_the_overseers_and_to_others_only_sealed():
    several("GE")
    several("AM", 2)
    publish(at=AT)
    public = client_of(None).get("/heads/last.json").json()
    assert (public["heads"], len(public["statement"]["leaves"])) == ([], 2)
    for role, scope, chains in (
        (Role.CONTACT_POINT, "GE", ["history:GE"]),
        (Role.CONTACT_POINT, "AM", ["history:AM"]),
        (Role.AUDITOR, "", ["history:AM", "history:GE"]),
        (Role.OBSERVER, "dialogue", []),
    ):
        client = client_of(role, scope)
        for address in ("/heads/own.json", "/api/v1/trust/history/heads"):
            assert [head["chain"] for head in client.get(address).json()["heads"]] == chains
        [held] = read(client.get("/heads/own.json").content.decode())
        assert verified([held]).wrong == []
    for address in ("/heads/", "/heads/feed.json", "/heads/last.json"):
        for client in (client_of(None), client_of(Role.CONTACT_POINT, "GE")):
            page = client.get(address).content.decode()
            assert "history:AM" not in page
            assert Head.objects.get(chain="history:AM").nonce not in page


def test_the_head_of_a_chain_that_did_not_move_looks_new_each_time():
    several()
    one, two = publish(at=AT)[0], publish(at=AT + timedelta(hours=1))[0]
    assert one.leaves != two.leaves


def test_the_page_says_until_when_it_is_vouched_for():
    client = client_of(Role.AUDITOR)
    assert "Nothing has been signed yet" in client.get("/account/history/").content.decode()
    several()
    publish(at=AT)
    several(count=2)
    assert "2 entries came since" in client.get("/account/history/").content.decode()
    assert client_of(None).get("/heads/").status_code == 200


def test_the_job_tells_which_chain_it_did_not_sign():
    several()
    publish_heads()
    change(number=2, label="y")
    several(count=1)
    change(number=6, label="y")
    with pytest.raises(Collision, match="history:GE"):
        publish_heads()
    assert remembered(at=AT, happened="x", kind="x", object_id="1", label="", scope="GE").number == 7
