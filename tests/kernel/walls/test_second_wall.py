import pytest
from django.db import connection, transaction

from roundtable.config.health import judged, look_at_walls
from roundtable.kernel.base.health import Level
from roundtable.kernel.base.walls.carrying import spoken
from roundtable.kernel.base.walls.managers import beside
from roundtable.kernel.base.walls.reach import EVERYTHING, NOTHING, Reach, closed, opened
from roundtable.kernel.base.walls.row_security import expected, fallen, raise_walls
from roundtable.operations.plan.models import Report
from tests.factories.parties import DialogueFactory, PartyFactory
from tests.factories.reports import complete

on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no row-level security")
GEORGIA = Reach(frozenset({"GE", "dialogue"}), 7)


def test_a_reach_is_said_in_one_word_and_strange_codes_are_left_out():
    assert spoken(None) == spoken(NOTHING) == ""
    assert spoken(EVERYTHING) == "*"
    assert spoken(GEORGIA) == "GE,dialogue,#7"
    assert spoken(Reach(frozenset({"GE', true); --", "*", "#9", "a,b"}))) == ""


def test_the_doctor_says_plainly_whom_the_wall_does_not_hold():
    def levels(**told):
        return [
            finding.level for finding in judged(**{"role": "r", "passes": False, "owns": False, "fallen": []} | told)
        ]

    assert levels() == [Level.FINE]
    assert levels(owns=True) == [Level.NOTE]
    assert levels(passes=True) == levels(passes=True, owns=True) == [Level.WRONG]
    assert levels(fallen=["plan_report"]) == [Level.WRONG]


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor == 'postgresql'", reason="PostgreSQL has the second wall")
def test_without_postgresql_there_is_nothing_to_raise_and_nothing_to_say():
    assert raise_walls() == []
    assert list(look_at_walls()) == []


@pytest.fixture
def drafts():
    DialogueFactory()
    return [complete(party=PartyFactory(code=code), stage="draft") for code in ("GE", "MD")]


@on_postgresql
@pytest.mark.django_db
def test_the_wall_stands_before_every_restricted_table_and_is_raised_once():
    assert fallen(connection) == {}
    assert raise_walls() == []
    assert len(expected(connection)["plan_report"]) == 4


@on_postgresql
@pytest.mark.django_db
def test_whoever_may_only_read_what_a_row_hangs_on_may_not_change_it_however_far_up_that_is():
    for table, found in expected(connection).items():
        for policy in found:
            asked = policy.using or policy.check
            if "EXISTS" in asked and policy.deed != "SELECT":
                # The last table on the way up says who may write; merely to be there is not enough.
                assert " AND (" in asked.rpartition("EXISTS")[2], (table, policy.deed, asked)


@on_postgresql
@pytest.mark.django_db
@pytest.mark.parametrize(
    "by_hand",
    [
        "ALTER POLICY reach_reads ON plan_report USING (true)",
        "ALTER TABLE plan_report NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY reach_reads ON plan_report",
        "CREATE POLICY more ON plan_report USING (true)",
    ],
)
def test_what_was_changed_by_hand_is_seen_and_raised_again(by_hand):
    with connection.cursor() as cursor:
        cursor.execute(by_hand)
    assert list(fallen(connection)) == ["plan_report"]
    assert raise_walls() == ["plan_report"]
    assert fallen(connection) == {}


@on_postgresql
@pytest.mark.django_db
def test_every_way_of_asking_carries_the_reach(drafts):
    rows = beside(Report)
    with opened(GEORGIA):
        assert rows.get() == drafts[0]
        assert list(rows.iterator(chunk_size=1)) == [drafts[0]]
        assert rows.update(stage="draft") == 1
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE plan_report SET obstacles = %s", [("one",), ("two",)])
            cursor.execute("SELECT obstacles FROM plan_report")
            assert cursor.fetchall() == [("two",)]
    with closed():
        assert rows.count() == 0


@on_postgresql
@pytest.mark.django_db
def test_what_is_rolled_back_takes_no_reach_along(drafts):
    with opened(GEORGIA):
        with transaction.atomic():
            assert beside(Report).count() == 1
            transaction.set_rollback(True)
        assert beside(Report).count() == 1
    with opened(Reach(frozenset({"MD"}))):
        assert beside(Report).get() == drafts[1]
