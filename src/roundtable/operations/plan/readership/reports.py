"""A report is its Party's own until it is submitted, then the secretariat's to read, and after that everybody's.

Everybody here are those who take part. What is said in confidence stays between the Party and the secretariat.
"""

from typing import Any

from roundtable.ground.trust.public import (
    Actor,
    KeptTo,
    Marking,
    OfKind,
    Readership,
    Role,
    Rule,
    holds_in,
    nobody,
    one_of,
    overseer,
    participant,
    person_in,
    secretariat,
)
from roundtable.operations.plan.domain.report import Answer, Stage
from roundtable.operations.plan.models import Evidence, Report
from roundtable.operations.plan.signals import Happened

TOLD_TO_ALL = frozenset({Happened.REPORT_SUBMITTED, Happened.REPORT_ACCEPTED, Happened.REPORT_CORRECTED})
HANDED_IN = frozenset({Stage.SUBMITTED, Stage.ACCEPTED})


def _contributes(who: Actor, report: Any) -> bool:
    return bool(report.institution) and any(
        (one.role, one.scope, one.institution) == (Role.CONTRIBUTOR, str(report.party_id), report.institution)
        for one in who.functions
    )


def is_its_own(who: Actor, report: Any) -> bool:
    """The contact point and senior official of the Party; contributors of the institution it is assigned to."""
    party = str(report.party_id)
    return holds_in(who, party, Role.CONTACT_POINT, Role.SENIOR_OFFICIAL) or _contributes(who, report)


def writes_it(who: Actor, report: Any) -> bool:
    """The contact point of the Party, and contributors of the institution it is assigned to."""
    return holds_in(who, str(report.party_id), Role.CONTACT_POINT) or _contributes(who, report)


def _in_rework(report: Any) -> bool:
    """Whether the Party works again on what the secretariat returned."""
    return report.answer_by is not None


def sees_the_report(who: Actor, report: Any) -> bool:
    """Whoever knows that it exists: the Party; the secretariat once it was handed in; others once it is accepted."""
    if is_its_own(who, report):
        return True
    if report.deleted_at is not None:
        return False
    if secretariat(who, report):
        return report.stage in HANDED_IN or _in_rework(report)
    return report.stage == Stage.ACCEPTED and participant(who, report)


def reads_the_words(who: Actor, report: Any) -> bool:
    """The Party; the secretariat what it was handed; others what was accepted and not said in confidence.

    What is under LIMITE is not for observers and Partners.
    """
    if is_its_own(who, report):
        return True
    if not sees_the_report(who, report):
        return False
    if secretariat(who, report):
        return report.stage in HANDED_IN and not _in_rework(report)
    if report.answer == Answer.CONFIDENTIAL or report.marking == Marking.INSTITUTION:
        return False
    return report.marking != Marking.LIMITE or any(
        function.role not in {Role.OBSERVER, Role.PARTNER} for function in who.functions
    )


def party_and_secretariat(who: Actor, report: Any) -> bool:
    """The Party, and the secretariat while it sees the report."""
    return is_its_own(who, report) or (secretariat(who, report) and sees_the_report(who, report))


def of_its_report(rule: Rule) -> Rule:
    """Give the rule of what belongs to a report."""

    def asked(who: Actor, part: Any) -> bool:
        return rule(who, part.report)

    return asked


def reads_the_evidence(who: Actor, evidence: Any) -> bool:
    """Whoever reads the report; in the bin, and since the secretariat returned the report, the Party alone."""
    report = evidence.report
    if is_its_own(who, report):
        return True
    if evidence.deleted_at is not None:
        return False
    if secretariat(who, report) and _in_rework(report):
        return report.reviewed_at is None or evidence.added_at <= report.reviewed_at
    return reads_the_words(who, report)


def reads_the_correction(who: Actor, correction: Any) -> bool:
    """Wishes: the Party and the secretariat; corrections that were made: whoever reads the report."""
    if party_and_secretariat(who, correction.report):
        return True
    return correction.stage == "done" and reads_the_words(who, correction.report)


def _answer_before(correction: Any) -> str:
    """What the report answered before this correction: what a later one found, where this one left it alone."""
    later = correction.report.corrections.filter(stage="done").order_by("corrected_at", "pk")
    for one in later:
        at_or_after = (one.corrected_at, one.pk) >= (correction.corrected_at, correction.pk)
        if at_or_after and "answer" in one.before:
            return str(one.before["answer"])
    return str(correction.report.answer)


def reads_what_it_said_before(who: Actor, correction: Any) -> bool:
    """As the correction itself; but what was said in confidence stays so when a correction opens the report."""
    if party_and_secretariat(who, correction.report):
        return True
    return reads_the_correction(who, correction) and _answer_before(correction) != Answer.CONFIDENTIAL


def _report_of(text: Any) -> Report | None:
    return Report.objects.filter(pk=int(text.key)).first()


def reads_the_draft(who: Actor, text: Any) -> bool:
    """The people of the Party whose report it is."""
    report = _report_of(text)
    return report is not None and is_its_own(who, report)


def writes_the_draft(who: Actor, text: Any) -> bool:
    """Those who write the report; the secretariat, when it hands over what somebody leaves behind."""
    report = _report_of(text)
    return report is not None and (writes_it(who, report) or secretariat(who, report))


def of_its_text(rule: Rule) -> Rule:
    """Give the rule of a stroke or conflict in a text."""

    def asked(who: Actor, part: Any) -> bool:
        return rule(who, part.text)

    return asked


def reads_the_deed(who: Actor, entry: Any) -> bool:
    """The Party everything; the secretariat what is between the two; others what was done in the open.

    The circle stands in the entry. Whether something was done, by whom and when overseers read in any case.
    """
    report = Report.objects.filter(pk=int(entry.object_id)).first()
    if report is not None and is_its_own(who, report):
        return True
    if holds_in(who, entry.scope, Role.CONTACT_POINT, Role.SENIOR_OFFICIAL):
        return True
    if entry.kept_to == KeptTo.BOTH:
        return secretariat(who, entry)
    if entry.kept_to != KeptTo.ALL:
        return False
    if overseer(who, entry):
        return True
    return report is not None and entry.happened in TOLD_TO_ALL and reads_the_words(who, report)


def reads_the_file(who: Actor, stored: Any) -> bool:
    """Whoever reads the evidence that it is."""
    evidence = Evidence.objects.filter(file_id=stored.pk).select_related("report").first()
    if evidence is None or stored.deleted_at is not None:
        return False
    return reads_the_evidence(who, evidence)


def changes_the_file(who: Actor, stored: Any) -> bool:
    """Those who write the report."""
    evidence = Evidence.objects.filter(file_id=stored.pk).select_related("report").first()
    if evidence is None:
        return holds_in(who, stored.scope, Role.CONTACT_POINT, Role.CONTRIBUTOR)
    return writes_it(who, evidence.report)


READERSHIPS = (
    Readership(
        "plan.report",
        {
            sees_the_report: "answer stage marking",
            reads_the_words: "narrative obstacles needs",
            party_and_secretariat: "institution returned_note as_returned",
        },
        changes=one_of(writes_it, secretariat),
        makes=writes_it,
        codes="institution",
    ),
    Readership("plan.evidence", {reads_the_evidence: "title link"}, changes=of_its_report(writes_it)),
    Readership(
        "plan.note",
        {of_its_report(party_and_secretariat): "text"},
        changes=nobody,
        makes=of_its_report(one_of(writes_it, secretariat)),
    ),
    Readership(
        "plan.correction",
        {
            reads_the_correction: "stage reason",
            reads_what_it_said_before: "before",
            of_its_report(party_and_secretariat): "decision_note after",
        },
        changes=of_its_report(one_of(writes_it, secretariat)),
        makes=of_its_report(writes_it),
    ),
)

KINDS = (
    OfKind("trust.entry", "plan.report", reads=reads_the_deed, changes=nobody),
    OfKind("files.storedfile", "plan.evidence", reads=reads_the_file, changes=changes_the_file),
    OfKind("drafts.text", "plan.report", reads=reads_the_draft, changes=writes_the_draft),
    OfKind("drafts.stroke", "plan.report", reads=of_its_text(reads_the_draft), changes=of_its_text(writes_the_draft)),
    OfKind(
        "drafts.conflict",
        "plan.report",
        reads=one_of(person_in("by_id"), of_its_text(reads_the_draft)),
        changes=of_its_text(writes_the_draft),
    ),
)
