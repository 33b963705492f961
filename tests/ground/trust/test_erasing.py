"""Erasing a person: the name is nowhere, the deeds stay, and an older copy brings nobody back."""

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import connection

from roundtable.ground.parties.models import ContactCard
from roundtable.ground.trust.models import Entry, Role, User
from roundtable.ground.trust.queries.history import history_of
from roundtable.ground.trust.services import change_account
from roundtable.ground.trust.services.accounts import keep_address
from roundtable.ground.trust.services.erasing import erase, replay
from roundtable.kernel.base.errors import Invalid, NotAllowed
from roundtable.kernel.keys import ledger, masters, ring
from roundtable.kernel.keys.models import DataKey
from roundtable.kernel.notices.models import Notice
from roundtable.kernel.notices.telling import tell
from tests.factories.trust import TermFactory, UserFactory

pytestmark = pytest.mark.django_db
CANARY = "Zqxanary"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.ROUNDTABLE_KEYS = tmp_path / "keys"
    masters.forget()
    yield
    masters.forget()


@pytest.fixture
def secretariat():
    return TermFactory(role=Role.SECRETARIAT, scope="secretariat").user


@pytest.fixture
def nino(now):
    person = UserFactory(name=f"Nino {CANARY}", email=f"nino@{CANARY.lower()}.example")
    TermFactory(user=person, role=Role.CONTACT_POINT, scope="GE")
    keep_address(person)
    change_account(person, at=now, name=f"Nino B. {CANARY}")
    tell([person.pk], subject=f"For {CANARY}", text=f"Dear {CANARY}", key="k", at=now)
    return person


def _everything() -> str:
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            found.append(repr(cursor.fetchall()))
    return "\n".join(found).lower()


def test_a_name_and_an_address_are_in_no_column(nino):
    assert User.objects.get(email__iexact=nino.email.upper()).name == f"Nino B. {CANARY}"
    assert EmailAddress.objects.get(email=nino.email).user == nino
    assert CANARY.lower() not in _everything()


def test_whoever_is_erased_is_somebody_and_what_they_did_stays(nino, secretariat, now):
    deeds = Entry.objects.filter(by=nino).count()
    gone = erase(nino, by=secretariat, at=now)
    assert (str(gone), gone.name, gone.email, gone.is_active) == ("Somebody", "", "", False)
    assert Entry.objects.filter(by=nino).count() == deeds > 0
    lines = history_of(nino, secretariat, at=now)
    assert lines[0].did == "erased the person behind an account"
    assert CANARY not in repr(lines)
    assert [notice.subject for notice in Notice.objects.filter(user_id=nino.pk)] == [""]
    assert not User.objects.filter(email__iexact=f"nino@{CANARY.lower()}.example").exists()


def test_nobody_else_is_touched(nino, secretariat, now):
    before = {one.pk: (one.name, one.email) for one in User.objects.exclude(pk=nino.pk)}
    erase(nino, by=secretariat, at=now)
    ring.forget()
    assert {one.pk: (one.name, one.email) for one in User.objects.exclude(pk=nino.pk)} == before


def test_the_same_address_can_come_back_as_a_new_person(nino, secretariat, now):
    erase(nino, by=secretariat, at=now)
    again = User.objects.create_user(f"nino@{CANARY.lower()}.example", "x" * 14, name="Nino")
    assert again.pk != nino.pk
    assert User.objects.get(email=again.email).name == "Nino"


def test_only_the_secretariat_erases_and_nobody_themselves(nino, secretariat, now):
    with pytest.raises(NotAllowed):
        erase(secretariat, by=nino, at=now)
    with pytest.raises(Invalid):
        erase(secretariat, by=secretariat, at=now)
    with pytest.raises(CommandError, match="--for-good"):
        call_command("people_erase", nino.email, by=secretariat.email)
    assert ledger.read() == []


def test_an_older_database_brings_nobody_back(nino, secretariat, now):
    kept = {row.pk: (row.master, bytes(row.wrapped)) for row in DataKey.objects.all()}
    boxes = User.objects.filter(pk=nino.pk).values("email", "name", "is_active").get()
    ContactCard(user=nino, party_id="GE", phone="+995 555").seals_for()
    call_command("people_erase", nino.email, by=secretariat.email, for_good=True)
    for number, (master, wrapped) in kept.items():  # yesterday's backup
        DataKey.objects.filter(pk=number).update(master=master, wrapped=wrapped, destroyed_at=None)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE trust_user SET email = %s WHERE id = %s", [boxes["email"].text, nino.pk])
    ring.forget()
    assert User.objects.get(pk=nino.pk).name == f"Nino B. {CANARY}"
    assert replay() == [nino.pk]
    assert (User.objects.get(pk=nino.pk).name, replay()) == ("", [])


def test_a_number_that_was_given_anew_is_not_taken_for_the_erased(nino, secretariat, now):
    ledger.write(ledger.Erasure(at=now.isoformat(), owner=f"person:{nino.pk}", key="0" * 32, since="1999-01-01"))
    assert replay() == []
    assert User.objects.get(pk=nino.pk).name == f"Nino B. {CANARY}"
