"""Sealed columns, tried on the search index (texts) and on reports (values of JSON)."""

import uuid
from uuid import uuid4

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction
from django.utils import timezone

from roundtable.ground.trust.models import User
from roundtable.kernel.keys import ledger, masters, ring
from roundtable.kernel.keys.boxes import SealedError
from roundtable.kernel.keys.fields import stored
from roundtable.kernel.keys.models import DataKey
from roundtable.kernel.links.models import IndexEntry
from roundtable.kernel.notices.models import Notice
from roundtable.operations.plan.models import Report
from tests.factories.reports import ReportFactory

pytestmark = pytest.mark.django_db
CANARY = "zq-canary-9313"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.ROUNDTABLE_KEYS = tmp_path / "keys"
    masters.forget()
    yield
    masters.forget()


def _entry(scope: str = "xx", **values) -> IndexEntry:
    return IndexEntry(**{"kind": "t", "object_id": uuid4().hex, "url": "/", "scope": scope, **values})


def _columns(entry: IndexEntry) -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT title, text FROM links_indexentry WHERE id = %s", [entry.pk])
        return cursor.fetchone()


def test_a_value_is_plain_in_python_and_sealed_in_the_database():
    entry = _entry(text=CANARY)
    entry.save()
    before, after = _columns(entry)
    assert (before, after[:4], CANARY in after) == ("", "rt1.", False)
    kept = IndexEntry.objects.get()
    assert (kept.title, kept.text) == ("", CANARY)


def test_saving_again_without_a_change_leaves_the_box_as_it_stands():
    entry = _entry(text=CANARY)
    entry.save()
    first = _columns(entry)
    unread, read = IndexEntry.objects.get(), IndexEntry.objects.get()
    assert read.text == CANARY
    unread.save()
    read.save()
    assert _columns(entry) == first
    read.text = "something else"
    read.save()
    assert (_columns(entry) == first, IndexEntry.objects.get().text) == (False, "something else")


def test_the_box_that_will_stand_in_the_row_is_known_before_it_is_saved_and_read_without_a_key():
    entry = _entry(text=CANARY)
    will_stand = stored(entry, "text")
    entry.save()
    ring.forget()
    DataKey.objects.all().delete()
    again = IndexEntry.objects.get()
    assert _columns(entry)[1] == will_stand == stored(again, "text")
    assert stored(again, "title") == ""


def test_many_rows_are_sealed_at_once_and_each_opens_for_itself():
    IndexEntry.objects.bulk_create([_entry(scope=f"x{number % 3}", text=str(number)) for number in range(9)])
    assert sorted(int(entry.text) for entry in IndexEntry.objects.all()) == list(range(9))
    assert DataKey.objects.count() == 3


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_a_list_needs_one_query_for_all_its_keys(rows, django_assert_num_queries):
    IndexEntry.objects.bulk_create([_entry(scope=f"x{number}", text=str(number)) for number in range(rows)])
    ring.forget()
    with django_assert_num_queries(2):
        assert len([entry.text for entry in IndexEntry.objects.all()]) == rows
    with django_assert_num_queries(1):
        assert len([entry.text for entry in IndexEntry.objects.all()]) == rows


def test_boxes_that_were_exchanged_between_rows_or_columns_are_refused():
    first, second = _entry(text="one", title="two"), _entry(text="three")
    IndexEntry.objects.bulk_create([first, second])
    mine, theirs = _columns(first), _columns(second)
    for into, text in ((first, theirs[1]), (second, mine[1]), (second, mine[0])):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE links_indexentry SET text = %s WHERE id = %s", [text, into.pk])
        with pytest.raises(SealedError, match="was not sealed there"):
            _ = IndexEntry.objects.get(pk=into.pk).text


def test_the_database_is_neither_given_nor_asked_for_what_is_sealed():
    _entry(text=CANARY).save()
    with pytest.raises(SealedError, match="is sealed"), transaction.atomic():
        IndexEntry.objects.update(text="plain")
    with pytest.raises(SealedError, match="is sealed"):
        IndexEntry.objects.filter(text=CANARY).exists()
    for question in ("text__contains", "text__icontains", "text__startswith", "text__in"):
        with pytest.raises(FieldError):
            IndexEntry.objects.filter(**{question: CANARY}).exists()
    [entry] = IndexEntry.objects.all()
    entry.text = "plain"
    with pytest.raises(SealedError, match="is sealed"), transaction.atomic():
        IndexEntry.objects.bulk_update([entry], ["text"])
    assert (IndexEntry.objects.filter(title="").count(), IndexEntry.objects.filter(text="").count()) == (1, 0)
    assert str(IndexEntry.objects.values_list("text", flat=True)[0]) == "(sealed)"


def test_a_folder_of_another_installation_and_a_lost_one_are_told_apart(settings, tmp_path):
    _entry(text=CANARY).save()
    settings.ROUNDTABLE_KEYS = tmp_path / "elsewhere"
    ring.forget()
    with pytest.raises(SealedError, match="Master key 1 is not in"):
        _ = IndexEntry.objects.get().text
    with pytest.raises(SealedError, match="No master key is in"), transaction.atomic():
        _entry(scope="yy", text=CANARY).save()
    assert not masters.files()
    masters.make(1)
    with pytest.raises(SealedError, match="was not wrapped by master key 1"):
        _ = IndexEntry.objects.get().text


def test_a_data_key_serves_no_other_owner():
    _entry(scope="xx", text=CANARY).save()
    DataKey.objects.update(owner="scope:yy")
    ring.forget()
    with pytest.raises(SealedError, match="was not wrapped"):
        _ = IndexEntry.objects.get().text


def test_keys_are_readable_by_their_owner_alone():
    _entry(text=CANARY).save()
    masters.lookup_key()
    modes = {place.name: oct(place.stat().st_mode)[-3:] for place in masters.folder().iterdir()}
    assert modes == {"master-0001": "600", "lookup": "600"}
    assert oct(masters.folder().stat().st_mode)[-3:] == "700"


@pytest.mark.django_db(transaction=True)
def test_a_key_whose_transaction_was_undone_seals_nothing_more():
    with transaction.atomic():
        _entry(text=CANARY).save()
        transaction.set_rollback(True)
    assert not DataKey.objects.exists()
    _entry(text=CANARY).save()
    ring.forget()
    assert IndexEntry.objects.get().text == CANARY


@pytest.mark.django_db(transaction=True)
def test_a_key_whose_savepoint_was_undone_seals_nothing_more_in_the_same_transaction():
    with transaction.atomic():
        with transaction.atomic():
            _entry(text=CANARY).save()
            transaction.set_rollback(True)
        _entry(text=CANARY).save()
    ring.forget()
    assert IndexEntry.objects.get().text == CANARY


def test_a_key_made_in_a_transaction_is_looked_up_once_in_it(django_assert_num_queries):
    _entry(text="1").save()
    with django_assert_num_queries(1):
        _entry(text="2").save()


@pytest.mark.django_db(transaction=True)
def test_the_key_of_an_owner_is_looked_up_once(django_assert_num_queries):
    _entry(text="1").save()
    _entry(text="2").save()
    with django_assert_num_queries(1):
        _entry(text="3").save()


def test_what_was_erased_reads_as_nothing_and_is_not_kept_again(monkeypatch):
    monkeypatch.setattr(ring, "GLANCE", 0)
    notice = Notice.objects.create(user_id=7, key="a", subject=CANARY, at=timezone.now())
    box = stored(notice, "subject")
    assert Notice.objects.get().subject == CANARY
    DataKey.objects.update(master=None, wrapped=None, destroyed_at=timezone.now())
    ledger.write(ledger.Erasure(at="2026-11-24", owner="person:7", key=box.split(".")[1]))
    gone = Notice.objects.get()
    assert gone.subject == ""
    gone.save()
    Notice.objects.create(user_id=7, key="b", subject=CANARY, at=timezone.now())
    kept = {row["key"]: row["subject"] for row in Notice.objects.values("key", "subject")}
    assert (kept["a"].text, kept["b"]) == (box, "")


def test_values_of_json_are_sealed_whole_and_read_as_what_they_were():
    report = ReportFactory(as_returned={"narrative": CANARY, "progress": 2})
    with connection.cursor() as cursor:
        cursor.execute("SELECT as_returned FROM plan_report WHERE id = %s", [report.pk])
        (column,) = cursor.fetchone()
    ring.forget()
    again = Report.objects.get(pk=report.pk)
    assert (column[:4], CANARY in column, again.as_returned) == ("rt1.", False, {"narrative": CANARY, "progress": 2})
    again.as_returned["progress"] = 3
    again.save()
    assert Report.objects.get(pk=report.pk).as_returned["progress"] == 3
    assert Report.objects.filter(as_returned={}).count() == 0


def test_a_row_that_is_no_uuid_of_its_own_gets_one():
    one, other = _entry(), _entry()
    assert isinstance(one.row, uuid.UUID)
    assert one.row != other.row


def test_a_new_person_is_sealed_with_the_key_that_was_made_for_their_number():
    person = User(pk=None, email="new@example.org", name=CANARY)
    person.save()
    other = User.objects.create(email="other@example.org", name=CANARY)
    Notice.objects.create(user_id=other.pk + 1, key="a", subject=CANARY, at=timezone.now())
    third = User.objects.create(email="third@example.org", name=CANARY)
    assert third.pk == other.pk + 1
    ring.forget()
    assert {one.name for one in User.objects.all()} == {CANARY}
    owners = set(DataKey.objects.values_list("owner", flat=True))
    assert {f"person:{one.pk}" for one in (person, other, third)} <= owners
    assert not [owner for owner in owners if owner.startswith("new person:")]
