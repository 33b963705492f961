from datetime import date, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from roundtable.ground.trust.models import Entry
from roundtable.ground.trust.public import Role
from roundtable.kernel import drafts
from roundtable.kernel.base.errors import Invalid, NotAllowed
from roundtable.kernel.files.models import StoredFile
from roundtable.kernel.notices import for_user
from roundtable.operations.plan.domain.report import Answer, Stage
from roundtable.operations.plan.models import Correction, Report
from roundtable.operations.plan.services.corrections import ask_correction, correct, decide_correction
from roundtable.operations.plan.services.evidence import (
    add_evidence,
    delete_draft,
    delete_evidence,
    restore_draft,
    restore_evidence,
    sweep_bin,
)
from roundtable.operations.plan.services.many_reports import mark_all, submit_ready
from roundtable.operations.plan.services.report_writing import KIND, Piece, write
from roundtable.operations.plan.services.reports import (
    assign,
    begin,
    leave_note,
    offer,
    submit,
    take_back,
    withdraw,
)
from roundtable.operations.plan.services.review import accept, accept_all, send_back
from roundtable.operations.plan.services.rounds import extend, make_round, publish_totals, remind
from roundtable.operations.plan.signals import Happened, report_corrected
from tests.factories.parties import DialogueFactory, InstitutionFactory, PartyFactory
from tests.factories.reports import ActionOfPlanFactory, ReportFactory, RoundFactory, complete
from tests.factories.trust import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _table():
    DialogueFactory()
    PartyFactory()


@pytest.fixture
def contact():
    return person(Role.CONTACT_POINT, "GE", name="Nino")


@pytest.fixture
def secretariat():
    return person(Role.SECRETARIAT)


def test_a_report_goes_from_draft_over_return_to_acceptance(contact, secretariat, now):
    report = begin(RoundFactory(), "GE", ActionOfPlanFactory(), by=contact, at=now)
    write(report, {"progress": Piece("2", 0), "narrative": Piece("Courses.", 0)}, by=contact, at=now, stroke=uuid4())
    submit(report, by=contact, at=now)
    send_back(report, "Where?", by=secretariat, at=now)
    write(report, {"narrative": Piece("Courses in Batumi.", 1)}, by=contact, at=now, stroke=uuid4())
    submit(report, by=contact, at=now)
    accept(report, by=secretariat, at=now)

    report.refresh_from_db()
    assert (report.stage, report.narrative, report.progress, report.submitted_by, report.reviewed_by) == (
        Stage.ACCEPTED,
        "Courses in Batumi.",
        2,
        contact,
        secretariat,
    )


def test_an_incomplete_report_is_not_submitted_and_says_what_is_missing(contact, now):
    report = ReportFactory(progress=3)

    with pytest.raises(Invalid) as refused:
        submit(report, by=contact, at=now)

    assert list(refused.value.fields) == ["narrative"]


@pytest.mark.parametrize("stage", [Stage.SUBMITTED, Stage.ACCEPTED])
def test_what_left_the_party_is_locked(stage, contact, now):
    report = complete(stage=stage)

    with pytest.raises(NotAllowed):
        write(report, {"narrative": Piece("Other words.", 0)}, by=contact, at=now, stroke=uuid4())

    assert Report.objects.get().narrative == "Two courses were held."


def test_a_late_report_is_refused_with_the_hour_unless_more_time_was_given(contact, secretariat, now):
    round_ = RoundFactory(opens_on=date(2026, 10, 1), closes_on=date(2026, 11, 20))
    report = complete(round=round_)

    with pytest.raises(NotAllowed, match=r"closed for Georgia on 20 November 2026, 18:00 \(Tbilisi time\)"):
        submit(report, by=contact, at=now)
    extend(round_, closes_on=date(2026, 11, 30), reason="A holiday", party="GE", by=secretariat, at=now)

    assert submit(report, by=contact, at=now).stage == Stage.SUBMITTED


def test_a_returned_report_can_be_answered_after_the_round_closed(contact, secretariat, now):
    round_ = RoundFactory(opens_on=date(2026, 10, 1), closes_on=date(2026, 11, 25))
    report = complete(round=round_, stage=Stage.SUBMITTED)
    send_back(report, "Where?", by=secretariat, at=now)

    later = now + timedelta(days=10)

    assert submit(report, by=contact, at=later).stage == Stage.SUBMITTED


def test_a_ready_report_that_is_changed_is_a_draft_again(contact, now):
    report = complete(stage=Stage.OFFERED)

    write(report, {"needs": Piece("A trainer.", 0)}, by=contact, at=now, stroke=uuid4())

    report.refresh_from_db()
    assert (report.stage, report.needs) == (Stage.DRAFT, "A trainer.")


def test_a_party_withdraws_until_acceptance_and_not_after_closing(contact, now):
    report = complete(stage=Stage.SUBMITTED)
    over = complete(
        round=RoundFactory(year=2025, opens_on=date(2025, 10, 1), closes_on=date(2025, 12, 1)), stage=Stage.SUBMITTED
    )

    assert withdraw(report, by=contact, at=now).stage == Stage.DRAFT
    with pytest.raises(NotAllowed, match="could not hand it in again"):
        withdraw(over, by=contact, at=now)


def test_two_people_who_write_at_once_both_keep_their_words(contact, now):
    other = person(Role.CONTACT_POINT, "GE", name="Giorgi")
    report = ReportFactory(narrative="We met.")

    write(report, {"narrative": Piece("We all met.", 0)}, by=contact, at=now, stroke=uuid4())
    written = write(report, {"narrative": Piece("We met. In May.", 0)}, by=other, at=now, stroke=uuid4())

    assert (written.report.narrative, written.merged) == ("We all met. In May.", ["narrative"])


def test_the_same_stroke_twice_counts_once_and_never_turns_the_text_back(contact, now):
    report, first = ReportFactory(), uuid4()

    write(report, {"narrative": Piece("One.", 0)}, by=contact, at=now, stroke=first)
    write(report, {"narrative": Piece("One. Two.", 1)}, by=contact, at=now, stroke=uuid4())
    write(report, {"narrative": Piece("One.", 0)}, by=contact, at=now, stroke=first)

    report.refresh_from_db()
    assert report.narrative == "One. Two."


def test_two_different_steps_chosen_at_once_ask_for_a_choice(contact, now):
    other = person(Role.CONTACT_POINT, "GE")
    report = ReportFactory()

    write(report, {"progress": Piece("2", 0)}, by=contact, at=now, stroke=uuid4())
    written = write(report, {"progress": Piece("3", 0)}, by=other, at=now, stroke=uuid4())

    assert (list(written.conflicts), written.report.progress) == (["progress"], 2)


def test_an_earlier_report_is_taken_over_and_marked_until_it_is_edited(contact, now):
    action = ActionOfPlanFactory()
    last = RoundFactory(year=2025, opens_on=date(2025, 10, 1), closes_on=date(2025, 12, 1))
    complete(round=last, action=action, stage=Stage.ACCEPTED, needs="A trainer.")

    report = begin(RoundFactory(), "GE", action, by=contact, at=now, from_earlier=True)
    assert (report.prefilled, report.progress, report.needs) == (True, 2, "A trainer.")
    write(report, {"needs": Piece("Two trainers.", 0)}, by=contact, at=now, stroke=uuid4())

    report.refresh_from_db()
    assert (report.prefilled, report.needs) == (False, "Two trainers.")


def test_a_contributor_writes_only_what_is_assigned_to_the_own_institution(contact, now):
    ministry = InstitutionFactory(code="ge-interior")
    writer = person(Role.CONTRIBUTOR, "GE", institution="ge-interior")
    report = ReportFactory()

    with pytest.raises(NotAllowed):
        write(report, {"needs": Piece("A trainer.", 0)}, by=writer, at=now, stroke=uuid4())
    assign(report, ministry.code, by=contact, at=now)
    write(report, {"progress": Piece("0", 0)}, by=writer, at=now, stroke=uuid4())

    assert offer(report, by=writer, at=now).stage == Stage.OFFERED
    with pytest.raises(NotAllowed):
        submit(report, by=writer, at=now)


def test_several_actions_are_answered_at_once_with_a_reason(contact, now):
    actions = [ActionOfPlanFactory(), ActionOfPlanFactory()]

    with pytest.raises(Invalid):
        mark_all(RoundFactory(), "GE", actions, Answer.NOT_APPLICABLE, " ", by=contact, at=now)
    done = mark_all(RoundFactory(), "GE", actions, Answer.NO_COMPETENCE, "Regions decide.", by=contact, at=now)

    assert [(one.answer, one.narrative) for one in done.reports] == [("no-competence", "Regions decide.")] * 2


def test_all_that_are_ready_are_submitted_and_the_others_say_why_not(contact, now):
    ready, lacking = complete(stage=Stage.OFFERED), ReportFactory(stage=Stage.OFFERED)

    done = submit_ready(ready.round, "GE", by=contact, at=now)

    assert [one.pk for one in done.reports] == [ready.pk]
    assert [sentence.split(":")[0] for sentence in done.refused] == [lacking.action.code]


def test_taking_back_and_noting_are_remembered_and_open_to_their_people(contact, secretariat, now):
    report = complete(stage=Stage.OFFERED)

    assert take_back(report, by=contact, at=now).stage == Stage.DRAFT
    assert leave_note(report, "Which year?", by=secretariat, at=now).text == "Which year?"
    with pytest.raises(NotAllowed):
        leave_note(report, "Mine?", by=person(Role.CONTACT_POINT, "AM"), at=now)


def test_an_accepted_report_is_corrected_in_the_open_and_the_old_text_is_kept(contact, secretariat, now):
    report, heard = complete(stage=Stage.ACCEPTED), []
    report_corrected.connect(lambda correction, **_told: heard.append(correction), weak=False, dispatch_uid="trial")

    with pytest.raises(NotAllowed):
        correct(report, changes={"progress": 1}, reason="A slip.", by=contact, at=now)
    asked = ask_correction(report, reason="A slip.", by=contact, at=now)
    with pytest.raises(NotAllowed):
        ask_correction(report, reason="Again.", by=contact, at=now)
    decide_correction(asked, opened=True, by=secretariat, at=now)
    correct(report, changes={"progress": 1}, reason="A slip of the pen.", by=contact, at=now)

    report.refresh_from_db()
    kept = Correction.objects.get()
    assert (report.progress, report.stage, report.corrected) == (1, Stage.ACCEPTED, 1)
    assert (kept.before, kept.after, kept.reason) == ({"progress": 2}, {"progress": 1}, "A slip of the pen.")
    assert heard == [kept]
    report_corrected.disconnect(dispatch_uid="trial")


def test_a_deleted_draft_comes_back_within_thirty_days_with_all_its_words(contact, now):
    report = ReportFactory()
    write(report, {"narrative": Piece("Kept.", 0)}, by=contact, at=now, stroke=uuid4())

    delete_draft(report, by=contact, at=now)
    back = restore_draft(report, by=contact, at=now + timedelta(days=20))

    assert (back.deleted_at, back.narrative) == (None, "Kept.")


def test_a_draft_does_not_come_back_beside_a_new_one_nor_after_thirty_days(contact, now):
    report = ReportFactory()
    delete_draft(report, by=contact, at=now)
    fresh = begin(report.round, "GE", report.action, by=contact, at=now)

    with pytest.raises(NotAllowed, match="begun meanwhile"):
        restore_draft(report, by=contact, at=now)
    delete_draft(fresh, by=contact, at=now)
    with pytest.raises(NotAllowed, match="thirty days"):
        restore_draft(report, by=contact, at=now + timedelta(days=31))
    assert sweep_bin(at=now + timedelta(days=31)) == 2


def test_what_the_secretariat_has_seen_cannot_be_deleted(contact, now):
    with pytest.raises(NotAllowed):
        delete_draft(complete(stage=Stage.RETURNED, answer_by=now), by=contact, at=now)


def test_what_was_submitted_once_stays_on_record_when_it_is_withdrawn(contact, now):
    report = complete()
    submit(report, by=contact, at=now)
    withdrawn = withdraw(report, by=contact, at=now + timedelta(hours=1))
    with pytest.raises(NotAllowed, match="never submitted"):
        delete_draft(withdrawn, by=contact, at=now + timedelta(hours=2))
    again = submit(withdrawn, by=contact, at=now + timedelta(hours=3))
    assert (again.first_submitted_at, again.submitted_at, again.deleted_at) == (now, now + timedelta(hours=3), None)


def test_the_database_lets_nothing_that_was_submitted_into_the_bin(contact, now):
    report = withdraw(submit(complete(), by=contact, at=now), by=contact, at=now)
    with pytest.raises(IntegrityError):
        Report.objects.filter(pk=report.pk).update(deleted_at=now)


def test_evidence_is_a_link_or_a_file_and_comes_back_from_the_bin(contact, now):
    report = ReportFactory()

    with pytest.raises(Invalid):
        add_evidence(report, title="A page", link="javascript:alert(1)", by=contact, at=now)
    with pytest.raises(Invalid):
        add_evidence(report, title="Nothing", by=contact, at=now)
    kept = add_evidence(report, title="A page", link="https://example.org/a", by=contact, at=now)
    delete_evidence(kept, by=contact, at=now)
    restore_evidence(kept, by=contact, at=now)

    assert [(one.title, one.deleted_at) for one in report.evidence.all()] == [("A page", None)]


def test_bulk_acceptance_leaves_what_changed_meanwhile(contact, secretariat, now):
    waiting, gone = complete(stage=Stage.SUBMITTED), complete(stage=Stage.SUBMITTED)
    withdraw(gone, by=contact, at=now)

    done = accept_all([waiting, gone], by=secretariat, at=now)

    assert ([one.pk for one in done.reports], len(done.refused)) == ([waiting.pk], 1)


def test_a_reminder_reaches_each_contact_point_once(contact, now):
    RoundFactory(opens_on=date(2026, 10, 1), closes_on=date(2026, 12, 1))

    remind(at=now)
    remind(at=now)

    assert [notice.subject for notice in for_user(contact.pk)] == ["Reports on 2026 are due"]


def test_only_the_secretariat_keeps_rounds(contact, secretariat, now):
    asked = {"year": 2027, "opens_on": date(2027, 10, 1), "closes_on": date(2027, 11, 30), "at": now}

    with pytest.raises(NotAllowed):
        make_round(**asked, by=contact)
    made = make_round(**asked, by=secretariat)
    with pytest.raises(Invalid):
        make_round(**asked, by=secretariat)
    with pytest.raises(Invalid):
        extend(made, closes_on=date(2027, 11, 30), reason="No more", by=secretariat, at=now)

    assert publish_totals(made, revision=made.revision, by=secretariat, at=now).published_at == now


def test_a_draft_that_somebody_deletes_meanwhile_is_not_submitted_from_the_bin(contact, now):
    report = complete()
    delete_draft(report, by=contact, at=now)

    with pytest.raises(NotAllowed, match="lies in the bin"):
        submit(report, by=contact, at=now)

    report.refresh_from_db()
    assert report.stage == Stage.DRAFT


def test_what_was_returned_cannot_be_deleted_by_withdrawing_the_answer(contact, secretariat, now):
    report = complete()
    submit(report, by=contact, at=now)
    send_back(report, "Add the numbers.", by=secretariat, at=now)
    submit(report, by=contact, at=now)
    withdraw(report, by=contact, at=now)

    with pytest.raises(NotAllowed):
        delete_draft(report, by=contact, at=now)


def test_a_swept_draft_leaves_no_text_and_no_file_behind(contact, now, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    report = complete()
    write(report, {"narrative": Piece("Gone.", 0)}, by=contact, at=now, stroke=uuid4())
    upload = SimpleUploadedFile("notes.txt", b"What was done.")
    evidence = add_evidence(report, title="Notes", upload=upload, by=contact, at=now)
    delete_draft(report, by=contact, at=now)

    sweep_bin(at=now + timedelta(days=31))

    assert drafts.state(KIND, str(report.pk)) == {}
    assert StoredFile.objects.get(pk=evidence.file_id).deleted_at is not None


def test_a_form_that_is_sent_twice_leaves_one_note_and_one_piece_of_evidence(contact, secretariat, now):
    report = ReportFactory()
    note, piece = uuid4(), uuid4()
    notes = {leave_note(report, "Which year?", by=contact, at=now, key=note).pk for _time in range(2)}
    pieces = {
        add_evidence(report, title="A page", link="https://example.org/a", by=contact, at=now, key=piece).pk
        for _time in range(2)
    }
    assert (len(notes), report.notes.count()) == (1, 1)
    assert (len(pieces), report.evidence.count()) == (1, 1)
    assert [one.happened for one in Entry.objects.all()] == [Happened.EVIDENCE_ADDED, Happened.NOTE_LEFT]


def test_the_time_to_answer_ends_at_the_rounds_hour_in_the_partys_own_time(contact, secretariat, now):
    report = complete(stage=Stage.SUBMITTED)
    send_back(report, "Where?", by=secretariat, at=now, days=3)
    report.refresh_from_db()
    local = report.answer_by.astimezone(ZoneInfo("Asia/Tbilisi"))
    assert (local.date() - now.astimezone(ZoneInfo("Asia/Tbilisi")).date()).days == 3
    assert local.time() == report.round.closes_at


def test_no_day_to_answer_is_refused(secretariat, now):
    report = complete(stage=Stage.SUBMITTED)
    with pytest.raises(Invalid) as refused:
        send_back(report, "Where?", by=secretariat, at=now, days=0)
    assert refused.value.fields == {"days": ["Write 1 or more."]}
