"""What the documents room does, and what it refuses."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from roundtable.ground.documents.domain.silence import Ineffective, State
from roundtable.ground.documents.models import Contribution, Place, Revision, SilenceEvent
from roundtable.ground.documents.queries.contributions import collisions, cover_note, said_on, standings
from roundtable.ground.documents.queries.silence import course_of
from roundtable.ground.documents.services import (
    answering,
    approval,
    contributing,
    documents,
    languages,
    reminding,
    silence,
)
from roundtable.ground.documents.services.approval import StepSaid
from roundtable.ground.documents.services.contributing import Words
from roundtable.ground.documents.services.silence import Opening
from roundtable.ground.parties.services.seed import seed
from roundtable.ground.trust.models import Role
from roundtable.kernel.base.errors import Collision, Invalid, NotAllowed
from roundtable.kernel.notices.models import Notice
from tests.factories.documents import AT, WORDS, document, office, revision, text
from tests.factories.trust import person

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _table(settings, tmp_path) -> None:
    settings.ROUNDTABLE_KEYS = tmp_path
    seed()


def _say(on, speaker="GE", kind="comment", quote="examine", **said) -> Contribution:
    span = contributing.range_of(on, "p2", quote)
    by = person(Role.CONTACT_POINT, speaker)
    words = Words(kind, speaker, "p2", span[0], span[1], **{"text": "Because.", **said})
    return contributing.contribute(on, words, by=by, at=AT)


def _open(on, *, by=None, hours=100, codes=("GE", "CZ", "AT"), **said):
    deadline = silence.deadline_read((AT + hours * HOUR).replace(tzinfo=None), "UTC")
    return silence.open_silence(on, Opening(deadline, codes, **said), by=by or office(), at=AT)


def test_what_was_issued_is_changed_by_nobody() -> None:
    first = revision()
    for table, kept in ((Revision, {"note": ""}), (Revision, {"sha256": "0"})):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            table.objects.filter(pk=first.pk).update(**kept)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Revision.objects.filter(pk=first.pk).delete()


def test_an_event_of_a_silence_is_changed_by_nobody() -> None:
    _open(revision())
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        SilenceEvent.objects.update(kind="withdrawn")


def test_a_number_that_was_issued_is_not_issued_again() -> None:
    first = revision()
    with pytest.raises(Collision, match="next free number is 10917/1/22 REV 1"):
        documents.issue(first.document, first.number, text(), day=AT.date(), by=office(), at=AT)


def test_a_party_issues_nothing() -> None:
    made = document()
    with pytest.raises(NotAllowed):
        documents.issue(made, made.number, text(), day=AT.date(), by=person(Role.CONTACT_POINT, "GE"), at=AT)


def test_what_waits_finds_its_place_in_the_next_text_and_says_so() -> None:
    first = revision()
    kept = _say(first, quote="common method")
    changed = _say(first, speaker="CZ", quote="agreed to examine")
    words = WORDS.replace("examine", "set up")
    second = revision(first.document, words=words)
    places = {place.contribution_id: place for place in Place.objects.filter(revision=second)}
    assert (places[kept.pk].state, places[kept.pk].quote) == ("kept", "common method")
    assert places[changed.pk].state == "changed"
    assert {one.contribution.pk: one.told for one in said_on(second)}[changed.pk] == "the words were changed"


def test_a_comment_whose_paragraph_is_gone_is_not_dropped() -> None:
    first = revision()
    said = _say(first)
    second = revision(first.document, words="1. Something else altogether is written here now.\n")
    place = Place.objects.get(revision=second, contribution=said)
    assert (place.state, place.quote) == ("gone", "examine")


def test_nobody_speaks_on_an_older_text_or_after_the_deadline() -> None:
    first = revision(comments_until=AT + HOUR)
    by = person(Role.CONTACT_POINT, "GE")
    with pytest.raises(NotAllowed, match="time for comments is over"):
        contributing.contribute(first, Words("comment", "GE", "p2", text="Late."), by=by, at=AT + 2 * HOUR)
    revision(first.document)
    with pytest.raises(NotAllowed, match="was issued meanwhile"):
        _say(first)


def test_all_collisions_are_found() -> None:
    first = revision()
    one = _say(first, "GE", "amendment", "examine", wording="set up")
    two = _say(first, "CZ", "amendment", "agreed to examine", wording="decided on")
    three = _say(first, "AT", "amendment", "to examine a", wording="to weigh a")
    met = collisions(said_on(first))
    assert met == {
        one.pk: {two.pk, three.pk},
        two.pk: {one.pk, three.pk},
        three.pk: {one.pk, two.pk},
    }


def test_the_presidency_answers_several_at_once_with_a_wording_of_its_own() -> None:
    first = revision()
    one = _say(first, "GE", "amendment", "examine", wording="set up")
    two = _say(first, "CZ", "amendment", "agreed to examine", wording="decided on")
    chair = person(Role.CHAIR)
    with pytest.raises(Invalid) as refused:
        answering.answer(first, [one.pk, two.pk], "in_part", by=chair, at=AT)
    assert "reason" in refused.value.fields
    span = contributing.range_of(first, "p2", "agreed to examine")
    answering.answer(
        first,
        [one.pk, two.pk],
        "in_part",
        by=chair,
        at=AT,
        reason="A middle way.",
        compromise=answering.Compromising("p2", span[0], span[1], "agreed to prepare"),
    )
    assert {one.answer.reason for one in Contribution.objects.select_related("answer")} == {"A middle way."}
    applied = answering.next_text(first)
    assert "The Parties agreed to prepare a common method" in applied.text.plain
    assert set(applied.asked[0].by) == {"GE", "CZ"}


def test_two_accepted_wordings_that_clash_are_refused_with_whose_they_are() -> None:
    first = revision()
    one = _say(first, "GE", "amendment", "examine", wording="set up")
    two = _say(first, "CZ", "amendment", "agreed to examine", wording="decided on")
    by = office()
    answering.answer(first, [one.pk], "accepted", by=by, at=AT)
    with pytest.raises(Invalid, match="cannot both stand"):
        answering.answer(first, [two.pk], "accepted", by=by, at=AT)


def test_the_last_reservation_that_is_lifted_leaves_the_paragraph_agreed_ad_referendum() -> None:
    first = revision()
    one = _say(first, "GE", "reservation", "", reserves="scrutiny")
    two = _say(first, "CZ", "reservation", "", reserves="general")
    assert [(line.label, line.by) for line in cover_note(said_on(first), first.content)] == [
        ("1.", "Czechia"),
        ("1.", "Georgia"),
    ]
    contributing.lift(one, by=person(Role.CONTACT_POINT, "GE"), at=AT)
    assert standings(said_on(first), first.content) == {"p2": "open"}
    with pytest.raises(NotAllowed):
        contributing.lift(two, by=office(), at=AT)
    contributing.lift(two, by=person(Role.CONTACT_POINT, "CZ"), at=AT)
    assert standings(said_on(first), first.content) == {"p2": "ad_referendum"}


def test_silence_adopts_when_nobody_speaks_whenever_somebody_looks() -> None:
    procedure = _open(revision())
    assert course_of(procedure, AT + 99 * HOUR).outcome.state is State.RUNNING
    later = [course_of(procedure, AT + hours * HOUR).outcome for hours in (101, 5_000)]
    assert {one.state for one in later} == {State.ADOPTED}
    assert {one.settled_at for one in later} == {AT + 100 * HOUR}


def test_a_late_break_is_recorded_and_has_no_effect() -> None:
    procedure = _open(revision())
    by = person(Role.CONTACT_POINT, "GE")
    _row, why = silence.break_silence(procedure, "GE", "Too late.", by=by, at=AT + 101 * HOUR)
    assert why is Ineffective.LATE
    assert course_of(procedure, AT + 102 * HOUR).outcome.state is State.ADOPTED


def test_whoever_was_not_addressed_does_not_break_the_silence() -> None:
    procedure = _open(revision(), codes=("GE",))
    with pytest.raises(NotAllowed, match="Only those to whom the text was sent"):
        silence.break_silence(procedure, "CZ", "No.", by=person(Role.CONTACT_POINT, "CZ"), at=AT + HOUR)


def test_another_text_makes_the_procedure_void() -> None:
    first = revision()
    procedure = _open(first)
    revision(first.document, words=WORDS.replace("examine", "examined"), at=AT + HOUR)
    assert course_of(procedure, AT + 2 * HOUR).outcome.state is State.VOID


def test_silence_of_less_than_72_hours_owes_a_reason() -> None:
    first = revision()
    with pytest.raises(Invalid, match="72 hours"):
        _open(first, hours=10)
    assert _open(first, hours=10, short_reason="The conference begins tomorrow.").pk


def test_open_brackets_owe_a_reason() -> None:
    first = revision(words=WORDS.replace("examine", "[examine / set up]"))
    with pytest.raises(Invalid, match="square bracket is open"):
        _open(first)
    assert _open(first, unsettled_reason="Ministers decide.").pk


def test_what_has_ended_is_certified_by_the_worker_once_and_reminders_come_once() -> None:
    person(Role.CONTACT_POINT, "GE")
    procedure = _open(revision())
    told = Notice.objects.count()
    for _time in range(2):
        reminding.remind(at=AT + 80 * HOUR)
    assert Notice.objects.count() == told + 1
    assert course_of(procedure, AT + 81 * HOUR).outcome.state is State.RUNNING
    for _time in range(2):
        reminding.remind(at=AT + 101 * HOUR)
    procedure.refresh_from_db()
    assert procedure.certificate.body["minute"]["outcome"] == "adopted"


def test_a_notice_about_a_restricted_text_does_not_say_it() -> None:
    person(Role.CONTACT_POINT, "GE")
    _open(revision(title="A secret title", marking="LIMITE"))
    notice = Notice.objects.get()
    assert notice.subject.startswith("[LIMITE] ")
    assert "secret" not in notice.subject + notice.text


def test_bodies_confirm_in_their_turn_and_only_this_very_text() -> None:
    first = revision()
    by = office()
    one, two = approval.set_steps(
        first.document, [StepSaid("Working party", "discussion"), StepSaid("Council", "A")], by=by, at=AT
    )
    with pytest.raises(Collision, match="turn of Working party"):
        approval.confirm(two, first, by=by, at=AT)
    approval.confirm(one, first, by=by, at=AT)
    with pytest.raises(NotAllowed, match="Council"):
        approval.adopt(first, by=by, at=AT)
    approval.confirm(two, first, by=by, at=AT)
    approval.adopt(first, by=by, at=AT)
    with pytest.raises(NotAllowed, match="adopted"):
        _say(first)


def test_a_text_with_a_reservation_is_not_adopted() -> None:
    first = revision()
    _say(first, "GE", "reservation", "", reserves="scrutiny")
    with pytest.raises(NotAllowed, match="Georgia"):
        approval.adopt(first, by=office(), at=AT)


def test_an_accepted_change_makes_the_other_languages_stale_in_that_paragraph_alone() -> None:
    first = revision()
    by = office()
    version = languages.bring_in(
        first.document, text("# Выводы\n\n1. Один.\n\n2. Два.\n\n3. Три.\n", "ru"), by=by, at=AT
    )
    assert languages.stale_count(version, first) == 0
    second = revision(first.document, words=WORDS.replace("examine", "set up"))
    assert languages.stale_count(version, second) == 1
    version = languages.no_change_of_meaning(version, "p2", by=person(Role.CONTACT_POINT, "GE"), at=AT)
    assert languages.stale_count(version, second) == 0


def test_a_version_with_other_paragraphs_is_refused() -> None:
    first = revision()
    with pytest.raises(Invalid, match="cannot be aligned"):
        languages.bring_in(first.document, text("1. Один.\n", "ru"), by=office(), at=AT)


def test_lowering_a_marking_takes_two_people() -> None:
    made = document(marking="LIMITE")
    facts = documents.facts_of(made)
    with pytest.raises(Invalid, match="takes two people"):
        documents.change_document(made, documents.Facts(facts.title, "PUBLIC"), by=office(), at=timezone.now())
