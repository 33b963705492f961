"""Sealed columns, tried on the history, which is the first table that has them."""

import uuid

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction
from django.utils import timezone

from roundtable.ground.trust.models import Entry, User
from roundtable.kernel.keys import ledger, masters, ring
from roundtable.kernel.keys.boxes import SealedError
from roundtable.kernel.keys.fields import stored
from roundtable.kernel.keys.models import DataKey

pytestmark = pytest.mark.django_db
CANARY = "zq-canary-9313"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.ROUNDTABLE_KEYS = tmp_path / "keys"
    masters.forget()
    yield
    masters.forget()


def _entry(scope: str = "xx", **values) -> Entry:
    about = {"at": timezone.now(), "happened": "plan.x", "kind": "plan.x", "object_id": "1", "label": "A thing"}
    return Entry(**{**about, "scope": scope, **values})


def _columns(entry: Entry) -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT before, after FROM trust_entry WHERE id = %s", [entry.pk])
        return cursor.fetchone()


def test_a_value_is_plain_in_python_and_sealed_in_the_database():
    entry = _entry(after={"title": CANARY})
    entry.save()
    before, after = _columns(entry)
    assert (before, after[:4], CANARY in after) == ("", "rt1.", False)
    kept = Entry.objects.get()
    assert (kept.before, kept.after) == ({}, {"title": CANARY})


def test_saving_again_without_a_change_leaves_the_box_as_it_stands():
    entry = _entry(after={"title": CANARY})
    entry.save()
    first = _columns(entry)
    unread, read = Entry.objects.get(), Entry.objects.get()
    assert read.after["title"] == CANARY
    unread.save()
    read.save()
    assert _columns(entry) == first
    read.after["title"] = "something else"
    read.save()
    assert (_columns(entry) == first, Entry.objects.get().after) == (False, {"title": "something else"})


def test_the_box_that_will_stand_in_the_row_is_known_before_it_is_saved_and_read_without_a_key():
    entry = _entry(after={"title": CANARY})
    will_stand = stored(entry, "after")
    entry.save()
    ring.forget()
    DataKey.objects.all().delete()
    again = Entry.objects.get()
    assert _columns(entry)[1] == will_stand == stored(again, "after")
    assert stored(again, "before") == ""


def test_many_rows_are_sealed_at_once_and_each_opens_for_itself():
    Entry.objects.bulk_create([_entry(scope=f"x{number % 3}", after={"n": number}) for number in range(9)])
    assert sorted(entry.after["n"] for entry in Entry.objects.all()) == list(range(9))
    assert DataKey.objects.count() == 3


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_a_list_needs_one_query_for_all_its_keys(rows, django_assert_num_queries):
    Entry.objects.bulk_create([_entry(scope=f"x{number}", after={"n": number}) for number in range(rows)])
    ring.forget()
    with django_assert_num_queries(2):
        assert len([entry.after["n"] for entry in Entry.objects.all()]) == rows
    with django_assert_num_queries(1):
        assert len([entry.after["n"] for entry in Entry.objects.all()]) == rows


def test_boxes_that_were_exchanged_between_rows_or_columns_are_refused():
    first, second = _entry(after={"a": 1}, before={"b": 2}), _entry(after={"a": 3})
    Entry.objects.bulk_create([first, second])
    mine, theirs = _columns(first), _columns(second)
    for into, text in ((first, theirs[1]), (second, mine[1]), (second, mine[0])):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE trust_entry SET after = %s WHERE id = %s", [text, into.pk])
        with pytest.raises(SealedError, match="was not sealed there"):
            _ = Entry.objects.get(pk=into.pk).after


def test_the_database_is_neither_given_nor_asked_for_what_is_sealed():
    _entry(after={"title": CANARY}).save()
    with pytest.raises(SealedError, match="is sealed"), transaction.atomic():
        Entry.objects.update(after={"title": "plain"})
    with pytest.raises(SealedError, match="is sealed"):
        Entry.objects.filter(after={"title": CANARY}).exists()
    for question in ("after__title", "after__icontains", "after__has_key", "after__in"):
        with pytest.raises(FieldError):
            Entry.objects.filter(**{question: CANARY}).exists()
    [entry] = Entry.objects.all()
    entry.after = {"title": "plain"}
    with pytest.raises(SealedError, match="is sealed"), transaction.atomic():
        Entry.objects.bulk_update([entry], ["after"])
    assert (Entry.objects.filter(before={}).count(), Entry.objects.filter(after={}).count()) == (1, 0)
    assert str(Entry.objects.values_list("after", flat=True)[0]) == "(sealed)"


def test_a_folder_of_another_installation_and_a_lost_one_are_told_apart(settings, tmp_path):
    _entry(after={"title": CANARY}).save()
    settings.ROUNDTABLE_KEYS = tmp_path / "elsewhere"
    ring.forget()
    with pytest.raises(SealedError, match="Master key 1 is not in"):
        _ = Entry.objects.get().after
    with pytest.raises(SealedError, match="No master key is in"), transaction.atomic():
        _entry(scope="yy", after={"title": CANARY}).save()
    assert not masters.files()
    masters.make(1)
    with pytest.raises(SealedError, match="was not wrapped by master key 1"):
        _ = Entry.objects.get().after


def test_a_data_key_serves_no_other_owner():
    _entry(scope="xx", after={"title": CANARY}).save()
    DataKey.objects.update(owner="scope:yy")
    ring.forget()
    with pytest.raises(SealedError, match="was not wrapped"):
        _ = Entry.objects.get().after


def test_keys_are_readable_by_their_owner_alone():
    _entry(after={"title": CANARY}).save()
    masters.lookup_key()
    modes = {place.name: oct(place.stat().st_mode)[-3:] for place in masters.folder().iterdir()}
    assert modes == {"master-0001": "600", "lookup": "600"}
    assert oct(masters.folder().stat().st_mode)[-3:] == "700"


@pytest.mark.django_db(transaction=True)
def test_a_key_whose_transaction_was_undone_seals_nothing_more():
    with transaction.atomic():
        _entry(after={"title": CANARY}).save()
        transaction.set_rollback(True)
    assert not DataKey.objects.exists()
    _entry(after={"title": CANARY}).save()
    ring.forget()
    assert Entry.objects.get().after == {"title": CANARY}


@pytest.mark.django_db(transaction=True)
def test_the_key_of_an_owner_is_looked_up_once(django_assert_num_queries):
    _entry(after={"n": 1}).save()
    _entry(after={"n": 2}).save()
    with django_assert_num_queries(1):
        _entry(after={"n": 3}).save()


def test_what_was_erased_reads_as_nothing_and_is_not_kept_again(monkeypatch):
    monkeypatch.setattr(ring, "GLANCE", 0)
    entry = _entry(kind="trust.user", object_id="7", after={"name": CANARY})
    entry.save()
    box = _columns(entry)[1]
    assert Entry.objects.get().after == {"name": CANARY}
    DataKey.objects.update(master=None, wrapped=None, destroyed_at=timezone.now())
    ledger.write(ledger.Erasure(at="2026-11-24", owner="person:7", key=box.split(".")[1]))
    gone = Entry.objects.get()
    assert gone.after == {}
    gone.save()
    again = _entry(kind="trust.user", object_id="7", after={"name": CANARY})
    again.save()
    assert (_columns(entry)[1], _columns(again)) == (box, ("", ""))


def test_a_row_that_is_no_uuid_of_its_own_gets_one():
    one, other = _entry(), _entry()
    assert isinstance(one.row, uuid.UUID)
    assert one.row != other.row


def test_a_new_person_is_sealed_with_the_key_that_was_made_for_their_number():
    _entry(kind="trust.user", object_id=str(10**6), after={"n": 1}).save()
    person = User(pk=None, email="new@example.org", name=CANARY)
    person.save()
    other = User.objects.create(email="other@example.org", name=CANARY)
    _entry(kind="trust.user", object_id=str(other.pk + 1), after={"n": 1}).save()
    third = User.objects.create(email="third@example.org", name=CANARY)
    assert third.pk == other.pk + 1
    ring.forget()
    assert {one.name for one in User.objects.all()} == {CANARY}
    owners = set(DataKey.objects.values_list("owner", flat=True))
    assert {f"person:{one.pk}" for one in (person, other, third)} <= owners
    assert not [owner for owner in owners if owner.startswith("new person:")]
