"""Who comes: delegations are named, approved, seated, counted, and what they needed is forgotten."""

from datetime import UTC, date, datetime

import pytest
from i18nfield.strings import LazyI18nString

from roundtable.ground.trust.models import Entry
from roundtable.ground.trust.public import Role
from roundtable.kernel.base.errors import Invalid, NotAllowed
from roundtable.kernel.notices.models import Notice
from roundtable.records.meetings.models import Kind, Needs, Participant, Stage
from roundtable.records.meetings.queries.people import delegations, seats, visible_to
from roundtable.records.meetings.services import people
from tests.factories.meetings import meeting, participant, table
from tests.factories.trust import person

pytestmark = pytest.mark.django_db
NINO = {"name": "Nino Example", "part": "member"}


@pytest.fixture
def officer():
    return person(Role.SECRETARIAT)


def _values(**more):
    return {
        "kind": Kind.EXPERTS,
        "title": LazyI18nString({"en": "Experts on documents"}),
        "place": LazyI18nString({"en": "Tbilisi"}),
        "first_day": date(2027, 3, 1),
        "last_day": date(2027, 3, 2),
        "zone": "Asia/Tbilisi",
        **more,
    }


def test_a_delegation_is_named_by_its_contact_point_and_approved_by_the_secretariat(now, officer):
    table()
    georgian, armenian = person(Role.CONTACT_POINT, "GE"), person(Role.CONTACT_POINT, "AM")
    one = meeting()
    values = {"name": "Nino Example", "part": "head", "diet": "No nuts", "passport": "12AB34567"}
    made = people.register(one, "GE", values, by=georgian, at=now)
    assert (made.stage, made.needs.diet) == ("asked", "No nuts")
    assert list(visible_to(armenian, one, at=now)) == []
    with pytest.raises(NotAllowed):
        people.register(one, "GE", values, by=armenian, at=now)
    with pytest.raises(NotAllowed):
        people.decide(made, approved=True, by=georgian, at=now)
    people.decide(made, approved=True, by=officer, at=now)
    assert [seen.name for seen in visible_to(armenian, one, at=now)] == ["Nino Example"]
    assert Notice.objects.filter(user_id=georgian.pk).count() == 1


def test_nobody_is_told_of_a_meeting_that_is_only_planned(now, officer):
    table()
    georgian = person(Role.CONTACT_POINT, "GE")
    asked = participant(meeting(stage=Stage.PLANNED), stage=Participant.Stage.ASKED)
    people.decide(asked, approved=True, by=officer, at=now)
    assert not Notice.objects.filter(user_id=georgian.pk).exists()


def test_names_and_needs_do_not_stand_in_the_history(now, officer):
    table()
    georgian = person(Role.CONTACT_POINT, "GE")
    one = meeting()
    made = people.register(
        one, "GE", {"name": "Nino Example", "part": "member", "diet": "No nuts"}, by=georgian, at=now
    )
    people.change(made, {"name": "Nino Other", "diet": "Nuts"}, revision=1, by=georgian, at=now)
    people.decide(made, approved=False, note="Twice named", by=officer, at=now)
    told = " ".join(f"{entry.label} {entry.before} {entry.after}" for entry in Entry.objects.all())
    assert "Nino" not in told
    assert "nuts" not in told.casefold()
    assert "Twice" not in told


def test_a_delegation_has_one_head_and_a_changed_name_is_approved_again(now, officer):
    table()
    georgian = person(Role.CONTACT_POINT, "GE")
    one = meeting()
    head = people.register(one, "GE", {"name": "Nino Example", "part": "head"}, by=georgian, at=now)
    with pytest.raises(Invalid, match="has a head already"):
        people.register(one, "GE", {"name": "Other Example", "part": "head"}, by=georgian, at=now)
    people.decide(head, approved=True, by=officer, at=now)
    people.change(head, {"email": "nino@example.org"}, revision=None, by=georgian, at=now)
    assert head.stage == "approved"
    people.change(head, {"name": "Nino Other"}, revision=None, by=georgian, at=now)
    assert head.stage == "asked"


def test_nobody_is_named_for_whom_the_meeting_is_not_meant_or_when_it_is_not_called(now, officer):
    table()
    one = meeting(partners=False)
    with pytest.raises(NotAllowed, match="not invited"):
        people.register(one, "IOM", {"name": "A Person", "part": "member"}, by=officer, at=now)
    held = meeting("held", stage=Stage.HELD)
    with pytest.raises(NotAllowed, match="while a meeting is called"):
        people.register(held, "GE", {"name": "A Person", "part": "member"}, by=officer, at=now)


def test_what_participants_need_is_sealed_and_erased_a_month_after_the_meeting(now, officer):
    table()
    one = meeting()
    made = people.register(one, "GE", {**NINO, "diet": "No nuts"}, by=officer, at=now)
    assert people.erase_needs(at=datetime(2027, 6, 1, tzinfo=UTC)) == 0
    assert people.erase_needs(at=datetime(2027, 6, 20, tzinfo=UTC)) == 1
    assert not Needs.objects.filter(participant=made).exists()
    assert Entry.objects.get(happened="meetings.needs-erased").after == {"number": 1}


def test_how_participants_were_reached_is_erased_a_year_after_the_meeting(now, officer):
    table()
    one = meeting()
    made = participant(one, email="nino@example.org", note="Late")
    participant(one, "AM", "Ani Example")
    assert people.erase_addresses(at=datetime(2028, 4, 1, tzinfo=UTC)) == 0
    assert people.erase_addresses(at=datetime(2028, 6, 1, tzinfo=UTC)) == 1
    made.refresh_from_db()
    assert (made.name, made.email, made.note) == ("Nino Example", "", "")


def test_a_registration_that_is_taken_back_takes_its_needs_along(now, officer):
    table()
    one = meeting()
    made = people.register(one, "GE", {**NINO, "diet": "No nuts"}, by=officer, at=now)
    people.withdraw(made, by=officer, at=now)
    assert (made.stage, Needs.objects.count()) == ("withdrawn", 0)


def test_attendance_is_written_down_day_by_day(now, officer):
    table()
    one = meeting()
    nino, ani = participant(one), participant(one, "AM", "Ani Example")
    assert people.attended(one, date(2027, 5, 12), [nino.pk, ani.pk], by=officer, at=now) == 2
    assert people.attended(one, date(2027, 5, 13), [ani.pk], by=officer, at=now) == 1
    nino.refresh_from_db()
    assert nino.came_on == ["2027-05-12"]
    with pytest.raises(Invalid):
        people.attended(one, date(2027, 6, 1), [], by=officer, at=now)
    with pytest.raises(NotAllowed, match="was there"):
        people.withdraw(nino, by=officer, at=now)


def test_seats_follow_the_alphabet_of_the_language_with_the_chair_at_the_head(now):
    table()
    one = meeting()
    for code in ("GE", "AM", "CZ", "IOM"):
        participant(one, code)
    shown = delegations(one, Participant.objects.filter(meeting=one))
    assert [(seat.number, seat.code) for seat in seats(one, shown)] == [(0, "CZ"), (1, "AM"), (2, "GE"), (3, "IOM")]
