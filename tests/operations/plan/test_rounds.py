"""Rounds that two people change at once, and who is told of more time."""

from datetime import date, datetime
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse

from roundtable.ground.trust.public import Role, entries_of
from roundtable.kernel.base.errors import Collision, Told
from roundtable.kernel.base.walls.reach import looking_across
from roundtable.kernel.notices import for_user
from roundtable.operations.plan.models import Extension, Round
from roundtable.operations.plan.services.rounds import change_round, extend, publish_totals
from tests.factories.parties import DialogueFactory, PartyFactory
from tests.factories.reports import RoundFactory
from tests.factories.trust import TermFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _table():
    DialogueFactory()
    PartyFactory()
    PartyFactory(code="AM", iso3="ARM", listed_as="Armenia")


@pytest.fixture
def secretariat():
    return person(Role.SECRETARIAT)


def changed(round_: Round, guidance: str, *, by, at: datetime, revision: int = 1) -> Round:
    return change_round(
        round_, reminders=round_.reminders, guidance=guidance, opens_on=round_.opens_on, revision=revision, by=by, at=at
    )


def test_a_change_on_an_older_copy_of_a_round_collides_and_overwrites_nothing(secretariat, now):
    round_ = RoundFactory()
    changed(round_, "Two sentences.", by=secretariat, at=now)

    with pytest.raises(Collision):
        changed(round_, "Three sentences.", by=secretariat, at=now)

    kept = Round.objects.get()
    assert (kept.guidance, kept.revision, len(entries_of(kept))) == ("Two sentences.", 2, 1)


def test_the_same_change_sent_twice_is_made_once(secretariat, now):
    round_ = RoundFactory()

    changed(round_, "Two sentences.", by=secretariat, at=now)
    changed(round_, "Two sentences.", by=secretariat, at=now)

    assert (Round.objects.get().revision, len(entries_of(round_))) == (2, 1)


def test_totals_are_not_published_of_a_round_that_changed_since_it_was_seen(secretariat, now):
    round_ = RoundFactory()
    changed(round_, "Two sentences.", by=secretariat, at=now)

    with pytest.raises(Collision):
        publish_totals(round_, revision=1, by=secretariat, at=now)

    assert Round.objects.get().published_at is None


def test_the_page_puts_what_somebody_else_wrote_beside_what_was_typed(client, secretariat, now):
    round_ = RoundFactory()
    changed(round_, "Two sentences.", by=secretariat, at=now)
    client.force_login(secretariat)
    address = reverse("plan:round", args=[round_.year])
    typed = {"change": "1", "opens_on": round_.opens_on, "reminders": "30, 14, 3", "guidance": "Three sentences."}

    answer = client.post(address, {**typed, "revision": 1})
    page = answer.content.decode()

    assert (answer.status_code, "It says now: Two sentences." in page, "Three sentences.</textarea>" in page) == (
        409,
        True,
        True,
    )
    assert client.post(address, {**typed, "revision": 2}).status_code == 302
    assert Round.objects.get().guidance == "Three sentences."


def test_who_speaks_for_two_parties_is_told_of_more_time_for_each(secretariat, now):
    both = person(Role.CONTACT_POINT, "GE")
    TermFactory(user=both, role=Role.CONTACT_POINT, scope="AM")
    round_ = RoundFactory(closes_on=date(2026, 12, 15))

    extend(round_, closes_on=date(2027, 1, 15), reason="A strike", by=secretariat, at=now)

    told = [notice.text for notice in for_user(both.pk)]
    assert sorted(text.split(" can report")[0] for text in told) == ["Armenia", "Georgia"]


def at_once(*deeds) -> list[str]:
    """Do things at the same moment, each in a thread of its own; gives what was refused."""
    start, told = Barrier(len(deeds)), []

    def run(do) -> None:
        start.wait()
        try:
            with looking_across("a thread of a test begins without the reach that tests have"):
                do()
        except Told as error:
            told.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[do]) for do in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_a_round_at_once_one_is_told(now):
    by, round_ = person(Role.SECRETARIAT), RoundFactory()

    told = at_once(
        lambda: changed(round_, "Two sentences.", by=by, at=now),
        lambda: changed(round_, "Three sentences.", by=by, at=now),
    )

    assert (told, Round.objects.get().revision, len(entries_of(round_))) == (["Collision"], 2, 1)


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_publish_once(now):
    by, round_ = person(Role.SECRETARIAT), RoundFactory()

    told = at_once(*[lambda: publish_totals(round_, revision=1, by=by, at=now)] * 3)

    assert (told, Round.objects.get().revision, len(entries_of(round_))) == ([], 2, 1)


@pytest.mark.django_db(transaction=True)
def test_two_who_give_the_same_time_at_once_give_it_once(now):
    by, round_ = person(Role.SECRETARIAT), RoundFactory(closes_on=date(2026, 12, 15))

    told = at_once(*[lambda: extend(round_, closes_on=date(2027, 1, 15), reason="A strike", by=by, at=now)] * 2)

    assert (told, Extension.objects.count()) == (["Invalid"], 1)
