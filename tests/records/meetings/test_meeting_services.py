"""Who is invited, what a meeting is through its life, its agenda, its minutes and conclusions."""

from datetime import UTC, date, datetime

import pytest
from i18nfield.strings import LazyI18nString
from icalendar import Calendar

from roundtable.ground.parties.models import Participation, Standing
from roundtable.ground.parties.services.seed import seed
from roundtable.ground.trust.public import Role
from roundtable.kernel.base.errors import Collision, Invalid, NotAllowed
from roundtable.kernel.notices.models import Notice
from roundtable.kernel.tasks.worker import run_waiting
from roundtable.records.meetings.domain.wording import Words
from roundtable.records.meetings.models import Conclusion, Feed, Item, Kind, Meeting, Participant, Stage
from roundtable.records.meetings.queries import conclusions as asking
from roundtable.records.meetings.queries.agenda import agenda as lines_of
from roundtable.records.meetings.queries.invited import invited, invitees
from roundtable.records.meetings.services import agenda, conclusions, feeds, meetings, minutes
from roundtable.records.meetings.services.links import codes_moved
from tests.factories.meetings import conclusion, item, meeting, participant, table
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


def test_neither_russia_nor_belarus_is_invited_to_the_meeting_of_may_2022_by_the_source(now):
    seed()
    vienna = meeting("som-2022", first_day=date(2022, 5, 12), last_day=date(2022, 5, 13), zone="Europe/Vienna")
    codes = {one.code for one in invited(vienna)}
    assert not codes & {"RU", "BY"}
    assert len([one for one in invited(vienna) if not one.invitation.observer]) == 48
    [belarus] = [one for one in invitees(vienna) if one.code == "BY"]
    assert "12629/22" in belarus.invitation.reason


def test_both_are_invited_to_a_meeting_of_2021_by_facts_that_are_marked_as_assumed(now):
    seed()
    before = meeting("som-2021", first_day=date(2021, 5, 12), last_day=date(2021, 5, 12))
    shown = {one.code: one for one in invited(before)}
    assert {"RU", "BY"} <= set(shown)
    assert shown["RU"].party.standing_assumed


def test_who_is_invited_follows_when_a_party_no_longer_takes_part(now):
    table()
    one = meeting()
    assert [each.code for each in invited(one)] == ["AM", "CZ", "GE", "IOM"]
    Participation.objects.create(
        party_id="AM", standing=Standing.NOT_PARTICIPATING, starts=date(2027, 1, 1), source="A letter"
    )
    assert "AM" not in [each.code for each in invited(one)]


def test_a_meeting_invites_besides_and_leaves_out_with_a_reason(now, officer):
    table()
    one = meeting(partners=False)
    with pytest.raises(Invalid, match="Say why"):
        meetings.name_guest(one, "IOM", invited=True, as_observer=True, reason=" ", by=officer, at=now)
    meetings.name_guest(one, "IOM", invited=True, as_observer=True, reason="Speaks on item 2", by=officer, at=now)
    meetings.name_guest(one, "AM", invited=False, as_observer=False, reason="Asked not to", by=officer, at=now)
    assert [(each.code, each.invitation.observer) for each in invited(one)] == [
        ("CZ", False),
        ("GE", False),
        ("IOM", True),
    ]
    meetings.forget_guest(one, "AM", by=officer, at=now)
    assert "AM" in [each.code for each in invited(one)]


def test_a_meeting_is_seen_by_nobody_else_until_it_is_called_and_then_those_invited_are_told(now, officer):
    table()
    georgian = person(Role.CONTACT_POINT, "GE")
    made = meetings.plan(_values(), by=officer, at=now)
    assert (made.code, made.stage, Notice.objects.count()) == ("experts-on-documents-2027", Stage.PLANNED, 0)
    meetings.move(made, Stage.CALLED, by=officer, at=now)
    meetings.move(made, Stage.CALLED, by=officer, at=now)
    [told] = Notice.objects.filter(user_id=georgian.pk)
    assert told.subject.startswith("Invitation: Experts on documents")
    assert made.sequence == 1


def test_the_mail_of_an_invitation_carries_an_entry_that_calendars_take_in(now, officer, mailoutbox):
    table()
    georgian = person(Role.CONTACT_POINT, "GE")
    one = meeting(stage=Stage.PLANNED, link="https://join.example/secret")
    meetings.move(one, Stage.CALLED, by=officer, at=now)
    run_waiting()
    [mail] = [sent for sent in mailoutbox if sent.to == [georgian.email]]
    [part] = [part for part in mail.message().walk() if part.get_content_type() == "text/calendar"]
    assert (part.get_param("method"), part.get_filename()) == ("REQUEST", "meeting-som-2027.ics")
    [event] = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
    assert (str(event["SUMMARY"]), int(event["SEQUENCE"])) == ("Senior Officials' Meeting 2027", 1)
    assert "join.example" not in str(mail.message())


def test_a_changed_day_is_told_and_raises_the_sequence_for_calendars_a_changed_text_does_neither(now, officer):
    table()
    person(Role.CONTACT_POINT, "GE")
    one = meeting()
    meetings.change(one, {"about": LazyI18nString({"en": "Of documents."})}, revision=1, by=officer, at=now)
    assert (one.sequence, Notice.objects.count()) == (0, 0)
    meetings.change(one, {"last_day": date(2027, 5, 14)}, revision=2, by=officer, at=now)
    assert (one.sequence, Notice.objects.get().subject) == (1, "Changed: Senior Officials' Meeting 2027, 12 May 2027")
    with pytest.raises(Collision):
        meetings.change(one, {"last_day": date(2027, 5, 13)}, revision=1, by=officer, at=now)


def test_faults_are_named_where_they_are(now, officer):
    table()
    with pytest.raises(Invalid) as refused:
        meetings.plan(_values(last_day=date(2027, 2, 1), comment=60), by=officer, at=now)
    assert set(refused.value.fields) == {"last_day", "comment"}


def test_a_meeting_is_not_held_before_it_begins_and_stays_a_record_afterwards(now, officer):
    table()
    one = meeting()
    with pytest.raises(NotAllowed, match="not begun"):
        meetings.move(one, Stage.HELD, by=officer, at=now)
    after = datetime(2027, 5, 14, tzinfo=UTC)
    meetings.move(one, Stage.HELD, by=officer, at=after)
    with pytest.raises(NotAllowed, match="cannot become"):
        meetings.move(one, Stage.CANCELLED, by=officer, at=after)
    with pytest.raises(NotAllowed, match="Its days are a record"):
        meetings.change(one, {"first_day": date(2027, 5, 11)}, revision=None, by=officer, at=after)


def test_nobody_but_the_secretariat_keeps_a_meeting(now):
    table()
    georgian = person(Role.CONTACT_POINT, "GE")
    with pytest.raises(NotAllowed):
        meetings.plan(_values(), by=georgian, at=now)
    with pytest.raises(NotAllowed):
        meetings.move(meeting(), Stage.CANCELLED, by=georgian, at=now)


def test_the_next_meeting_takes_over_shape_and_agenda_and_nobody_who_came(now, officer):
    table()
    one = meeting()
    item(one, "Opening")
    participant(one)
    made = meetings.clone(one, first_day=date(2028, 5, 10), by=officer, at=now)
    assert (made.code, str(made.title)) == ("senior-officials-meeting-2028", "Senior Officials' Meeting 2028")
    assert (made.last_day, made.stage, made.starts) == (date(2028, 5, 11), Stage.PLANNED, one.starts)
    assert [line.title for line in lines_of(made, "en")] == ["Opening"]
    assert not Participant.objects.filter(meeting=made).exists()


def test_an_item_is_shown_whole_in_one_language_and_says_when_a_translation_is_old(now, officer):
    table()
    one = meeting()
    made = agenda.add_item(
        one,
        {"kind": "item", "day": 1, "minutes": 60, "opening": 10, "original": "en"},
        {"en": Words("Opening", "Welcome."), "ru": Words("Открытие", "")},
        by=officer,
        at=now,
    )
    assert [(line.title, line.language, line.state) for line in lines_of(one, "ru")] == [("Открытие", "ru", "current")]
    agenda.change_item(made, {}, {"en": Words("Opening words", "Welcome.")}, revision=1, by=officer, at=now)
    [line] = lines_of(one, "ru", delegations=2)
    assert (line.title, line.state, line.speaking) == ("Открытие", "stale", 300)
    [line] = lines_of(one, "uk")
    assert (line.title, line.words.note, line.language, line.state) == ("Opening words", "Welcome.", "en", "missing")
    assert line.slot.begins == datetime(2027, 5, 12, 7, 30, tzinfo=UTC)


def test_an_item_under_which_something_was_concluded_stays(now, officer):
    table()
    one = meeting()
    opening = item(one)
    conclusion(one, item=opening)
    with pytest.raises(Invalid, match="concluded under this item"):
        agenda.delete_item(opening, by=officer, at=now)


def test_every_open_conclusion_comes_up_at_the_next_meeting_until_it_is_closed(now, officer):
    table()
    first = meeting("som-2026", first_day=date(2026, 5, 12), last_day=date(2026, 5, 13), stage=Stage.HELD)
    experts = meeting(
        "experts-2026",
        kind=Kind.EXPERTS,
        series="",
        first_day=date(2026, 9, 1),
        last_day=date(2026, 9, 1),
        stage=Stage.HELD,
    )
    one = conclusions.conclude(
        first, {"text": "Georgia reports.", "owner": "GE", "due": date(2026, 12, 1)}, by=officer, at=now
    )
    two = conclusions.conclude(experts, {"text": "A list is made.", "owner": "secretariat"}, by=officer, at=now)
    coming = meeting()
    assert asking.matters_arising(coming) == [one, two]
    conclusions.close(one, outcome="Reported.", by=officer, at=now)
    assert asking.matters_arising(coming) == [two]
    conclusions.reopen(one, by=officer, at=now)
    assert asking.matters_arising(coming) == [one, two]


def test_a_meeting_that_is_only_planned_concludes_nothing(now, officer):
    table()
    with pytest.raises(NotAllowed, match="only planned"):
        conclusions.conclude(meeting(stage=Stage.PLANNED), {"text": "A list."}, by=officer, at=now)


def test_whoever_owns_a_conclusion_says_what_became_of_it_and_nobody_else(now, officer):
    table()
    georgian, armenian = person(Role.CONTACT_POINT, "GE"), person(Role.CONTACT_POINT, "AM")
    one = conclusion(meeting(stage=Stage.HELD), owner="GE")
    with pytest.raises(NotAllowed):
        conclusions.close(one, outcome="Done.", by=armenian, at=now)
    with pytest.raises(NotAllowed):
        conclusions.close(one, outcome="Done.", dropped=True, by=georgian, at=now)
    with pytest.raises(Invalid, match="Say what became"):
        conclusions.close(one, outcome=" ", by=georgian, at=now)
    conclusions.close(one, outcome="Done.", by=georgian, at=now)
    assert (one.stage, one.closed_on) == (Conclusion.Stage.DONE, now.date())
    with pytest.raises(NotAllowed, match="closed already"):
        conclusions.close(one, outcome="Again.", by=officer, at=now)


def test_minutes_are_for_the_secretariat_until_they_are_published_and_then_stay(now, officer):
    table()
    one = meeting()
    kept = minutes.minutes_for(one, by=officer, at=now)
    with pytest.raises(Invalid, match="nothing in these minutes"):
        minutes.publish(kept, by=officer, at=now)
    minutes.in_step(kept, by=officer, at=now)("text", "The meeting was opened.")
    minutes.publish(kept, by=officer, at=now)
    kept.refresh_from_db()
    assert (kept.text, kept.published_at) == ("The meeting was opened.", now)
    with pytest.raises(NotAllowed, match="published"):
        minutes.in_step(kept, by=officer, at=now)("text", "Changed.")


def test_a_calendar_address_is_kept_as_a_digest_and_a_new_one_ends_the_old(now):
    table()
    georgian = person(Role.CONTACT_POINT, "GE")
    old = feeds.make(by=georgian, at=now)
    new = feeds.make(by=georgian, at=now)
    assert feeds.whose(old) is None
    assert feeds.whose(new) == georgian
    assert new not in Feed.objects.get().digest
    feeds.take_back(by=georgian, at=now)
    assert feeds.whose(new) is None


def test_codes_that_move_in_the_plan_move_in_items_and_conclusions(now):
    table()
    one = meeting()
    opening, promise = item(one, codes=["I.1", "II.2"]), conclusion(one, codes=["I.1"])
    codes_moved({"I.1": "I.3", "II.2": None})
    opening.refresh_from_db()
    promise.refresh_from_db()
    assert (opening.codes, promise.codes) == (["I.3"], ["I.3"])
    assert Item.objects.count() == Meeting.objects.count() == 1
