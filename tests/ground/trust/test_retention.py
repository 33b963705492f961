"""What is kept about people goes when its months are over; a legal hold of two people keeps it until its day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from roundtable.ground.parties.models import ContactCard
from roundtable.ground.trust.domain.keeping import before
from roundtable.ground.trust.models import Entry, Gone, Hold, Role, User
from roundtable.ground.trust.queries.chains import verified
from roundtable.ground.trust.services.erasing import erase
from roundtable.ground.trust.services.history import remember
from roundtable.ground.trust.services.retention import (
    confirm_hold,
    erase_on_time,
    lift_hold,
    overdue,
    propose_hold,
)
from roundtable.ground.trust.signals import Happened
from roundtable.kernel.base.errors import Invalid, NotAllowed
from roundtable.kernel.notices.models import Notice
from roundtable.kernel.outside.models import Sent
from tests.factories.parties import PartyFactory
from tests.factories.trust import person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LAST_DAY = date(2026, 11, 23)


def later(months: int, *, days: int = 2) -> datetime:
    """Give an instant so many months and days after now."""
    month = NOW.month - 1 + months
    return NOW.replace(year=NOW.year + month // 12, month=month % 12 + 1) + timedelta(days=days)


@pytest.fixture
def ana():
    """Somebody who left yesterday, with a card, notices and mails."""
    PartyFactory(code="GE")
    ana = person(Role.CONTACT_POINT, "GE", name="Ana Left", email="ana@ge.example", ends=LAST_DAY)
    ContactCard.objects.create(user=ana, party_id="GE", phone="+995 1")
    Notice.objects.create(user_id=ana.pk, key="a", subject="A word for Ana", at=NOW)
    Sent.objects.create(key="a", to=ana.email, subject="A mail", message_id="<a@x>", sent_at=NOW)
    remember(Happened.CHANGED_ACCOUNT, by=ana, on=ana, at=NOW, after={"name": "Ana Left"})
    return ana


@pytest.fixture
def two():
    return person(Role.SECRETARIAT, name="First"), person(Role.SECRETARIAT, name="Second")


def there(ana):
    """What of her is still there."""
    ana = User.objects.get(pk=ana.pk)
    return {
        "name": bool(ana.name),
        "email": ana.email == "ana@ge.example",
        "card": ContactCard.objects.filter(user=ana).exists(),
        "notice": Notice.objects.filter(user_id=ana.pk).exists(),
        "mail": Sent.objects.filter(to="ana@ge.example").exists(),
        "told of her": any("Ana" in str(one.after) for one in Entry.objects.filter(kind="trust.user")),
    }


ALL = dict.fromkeys(("name", "email", "card", "notice", "mail", "told of her"), True)


@pytest.mark.parametrize(
    ("months", "gone"),
    [
        (0, set()),
        (2, set()),
        (4, {"mail"}),
        (23, {"mail"}),
        (25, {"mail", "email", "card", "notice"}),
        (59, {"mail", "email", "card", "notice"}),
        (61, set(ALL)),
    ],
)
def test_each_thing_goes_when_its_months_are_over_and_not_before(ana, months, gone):
    erase_on_time(later(months))

    assert there(ana) == {name: name not in gone for name in ALL}


def test_nothing_is_left_to_erase_afterwards_and_twice_changes_nothing(ana):
    erase_on_time(later(61))

    assert overdue(later(61)) == []
    assert erase_on_time(later(61)) == []


def test_whoever_still_works_keeps_all_but_what_is_old(ana):
    berta = person(Role.CONTACT_POINT, "GE", name="Berta", email="berta@ge.example")
    Notice.objects.create(user_id=berta.pk, key="b", subject="Old", at=NOW)

    erase_on_time(later(61))

    berta = User.objects.get(pk=berta.pk)
    assert (berta.name, berta.email, berta.is_active) == ("Berta", "berta@ge.example", True)
    assert not Notice.objects.filter(user_id=berta.pk).exists()


def test_nobody_signs_in_to_an_account_whose_address_was_erased(ana, client):
    erase_on_time(later(25))

    ana = User.objects.get(pk=ana.pk)
    assert (ana.is_active, ana.password, ana.email) == (False, "", f"{ana.pk}@erased.invalid")


def test_the_history_still_verifies_after_everything_went(ana):
    erase_on_time(later(61))

    assert not verified().faults


def test_what_went_is_reported_without_saying_whose(ana, client, two):
    erase_on_time(later(61))
    client.force_login(two[0])

    page = client.get(reverse("trust:retention")).content.decode()

    assert {("notices.notice", "row", 1), ("trust.user", "person", 1)} <= set(
        Gone.objects.values_list("table", "what", "rows")
    )
    assert "the key of the person" in page
    assert "Ana" not in page


def test_a_dry_run_changes_nothing(ana, capsys):
    call_command("retention", "--dry-run", "--at", "2033-01-01")

    assert "Nothing was changed" in capsys.readouterr().out
    assert there(ana) == ALL


def test_the_command_erases_and_says_how_much(capsys):
    call_command("retention")

    assert capsys.readouterr().out == "0 rows are erased.\n"


def test_a_hold_of_two_people_keeps_everything_until_its_day(ana, two):
    held = propose_hold(ana, until=date(2033, 1, 1), reason="An inquiry", by=two[0], at=NOW)
    confirm_hold(held, by=two[1], at=NOW)

    erase_on_time(later(61))
    assert there(ana) == ALL
    erase_on_time(datetime(2033, 1, 2, tzinfo=UTC))
    assert not any(there(ana).values())


def test_a_hold_that_one_person_proposed_keeps_nothing(ana, two):
    propose_hold(ana, until=date(2033, 1, 1), reason="An inquiry", by=two[0], at=NOW)

    erase_on_time(later(61))

    assert not any(there(ana).values())


def test_nobody_confirms_what_they_proposed(ana, two):
    held = propose_hold(ana, until=date(2033, 1, 1), reason="An inquiry", by=two[0], at=NOW)

    with pytest.raises(NotAllowed, match="two people"):
        confirm_hold(held, by=two[0], at=NOW)


def test_a_lifted_hold_keeps_nothing_any_more(ana, two):
    held = propose_hold(ana, until=date(2033, 1, 1), reason="An inquiry", by=two[0], at=NOW)
    confirm_hold(held, by=two[1], at=NOW)
    lift_hold(held, by=two[0], at=NOW)

    erase_on_time(later(61))

    assert not there(ana)["name"]


def test_nobody_is_erased_by_hand_while_a_hold_is_in_force(ana, two):
    held = propose_hold(ana, until=date(2033, 1, 1), reason="An inquiry", by=two[0], at=NOW)
    confirm_hold(held, by=two[1], at=NOW)

    with pytest.raises(Invalid, match="legal hold"):
        erase(ana, by=two[0], at=NOW)


@pytest.mark.parametrize(("until", "reason"), [(date(2026, 11, 24), "Why"), (date(2033, 1, 1), " ")])
def test_a_hold_has_a_day_to_come_and_a_reason(ana, two, until, reason):
    with pytest.raises(Invalid):
        propose_hold(ana, until=until, reason=reason, by=two[0], at=NOW)


def test_two_people_hold_and_lift_on_the_page(client, ana, two):
    place = reverse("trust:hold", args=[ana.pk])
    client.force_login(two[0])
    client.post(place, {"do": "propose", "until": "2099-01-01", "reason": "An inquiry"})
    held = Hold.objects.get()
    assert client.post(place, {"do": "confirm", "hold": held.pk}).status_code == 403
    client.force_login(two[1])
    client.post(place, {"do": "confirm", "hold": held.pk})
    held.refresh_from_db()
    assert (held.confirmed_by, held.reason) == (two[1], "An inquiry")
    client.post(place, {"do": "lift", "hold": held.pk})
    held.refresh_from_db()
    assert held.lifted_by == two[1]


def test_a_form_says_what_is_missing(client, ana, two):
    client.force_login(two[0])

    assert client.post(reverse("trust:hold", args=[ana.pk]), {"do": "propose"}).status_code == 422


@pytest.mark.parametrize("name", ["trust:hold", "trust:retention"])
def test_others_find_nothing_there(client, ana, name):
    client.force_login(person(Role.CONTACT_POINT, "GE"))

    assert client.get(reverse(name, args=[ana.pk] if name == "trust:hold" else [])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(client, two, count, django_assert_max_num_queries):
    for number in range(count):
        Gone.objects.create(at=NOW, table="notices.notice", what="row", rows=number)
        held = person(Role.OBSERVER, "dialogue")
        propose_hold(held, until=date(2033, 1, 1), reason="An inquiry", by=two[0], at=NOW)
    client.force_login(two[0])

    with django_assert_max_num_queries(15):
        client.get(reverse("trust:retention"))


@pytest.mark.parametrize(
    ("today", "months", "day"),
    [
        (date(2026, 12, 1), 24, date(2024, 12, 1)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
    ],
)
def test_months_are_those_of_the_calendar(today, months, day):
    assert before(today, months) == day
