"""Reports: who may see which, and how much of each.

One table says it all; `seen_as` is worked out by the database, so that no list can forget it:

| who                                             | sees                                           | as       |
|-------------------------------------------------|------------------------------------------------|----------|
| contact point, senior official of the Party     | everything of the own Party, drafts too        | own      |
| contributor of the institution it is assigned to| that report                                    | own      |
| secretariat                                     | submitted, accepted                            | open     |
| secretariat                                     | returned, while the Party works on it again    | returned |
| everybody else who takes part                   | accepted                                       | open     |
| everybody else who takes part                   | accepted and confidential: only that it exists | closed   |
| observers, Partners                             | accepted and under LIMITE: only that it exists | closed   |
| the public                                      | none (published totals only, see `coverage`)   |          |
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from roundtable.ground.trust.public import (
    Handed,
    Line,
    Marking,
    Person,
    Role,
    actor,
    entries_of,
    handed_out,
    in_circle,
    told,
)
from roundtable.operations.plan.domain.report import TEXTS, WITH_SECRETARIAT, Answer, Stage
from roundtable.operations.plan.models import Correction, Evidence, Note, Report
from roundtable.operations.plan.signals import Happened

RESTRICTED = "plan.report"
"""The restricted kind of reports in confidence, and on their way between a Party and the secretariat."""
RESTRICTED_FILE = "plan.evidence"
"""The restricted kind of files handed in with such a report."""


class SeenAs(StrEnum):
    """How much of a report a person sees."""

    OWN = "own"
    OPEN = "open"
    RETURNED = "returned"
    CLOSED = "closed"


NOBODYS = Q(pk__in=[])

SEARCHED = ("row", "party", "narrative", "obstacles", "needs", "action__code", "action__short_title")
"""What a search for words looks at, and what it takes to open it."""

TOLD_TO_ALL = frozenset({Happened.REPORT_SUBMITTED, Happened.REPORT_ACCEPTED, Happened.REPORT_CORRECTED})
"""What everybody who takes part may know of a report's history; notes, returns and wishes stay inside."""


def own_to(person: Person, at: datetime) -> Q:
    """The condition for reports that a person sees as one of the Party's own."""
    who = actor(person, at)
    own = Q(party__in=who.scopes_as(Role.CONTACT_POINT, Role.SENIOR_OFFICIAL)) if who.functions else NOBODYS
    for function in who.functions:
        if function.role == Role.CONTRIBUTOR and function.institution:
            own |= Q(party=function.scope, institution=function.institution)
    return own


def visible_to(person: Person, at: datetime) -> QuerySet[Report]:
    """Give the reports that a person may see, each with `seen_as`; nothing for who does not take part."""
    who = actor(person, at)
    if not who.functions:
        return Report.objects.none()
    own = own_to(person, at)
    with_secretariat = Q(stage__in=[str(stage) for stage in WITH_SECRETARIAT])
    in_rework = Q(answer_by__isnull=False)
    secretariat = who.holds(Role.SECRETARIAT)
    visible = own | Q(stage=Stage.ACCEPTED)
    if secretariat:
        visible |= with_secretariat | in_rework
    whens = [When(own, then=Value(str(SeenAs.OWN)))]
    if secretariat:
        whens += [
            When(in_rework, then=Value(str(SeenAs.RETURNED))),
            When(with_secretariat, then=Value(str(SeenAs.OPEN))),
        ]
    outside = [Marking.INSTITUTION] if in_circle(who) else [Marking.LIMITE, Marking.INSTITUTION]
    closed = Q(answer=Answer.CONFIDENTIAL) | Q(marking__in=[str(one) for one in outside])
    whens.append(When(closed, then=Value(str(SeenAs.CLOSED))))
    return (
        Report.objects.filter(visible, deleted_at=None)
        .annotate(seen_as=Case(*whens, default=Value(str(SeenAs.OPEN)), output_field=CharField(max_length=8)))
        .select_related("round", "action__area")
    )


def readable(queryset: QuerySet[Report]) -> QuerySet[Report]:
    """Keep the reports whose present text may be read, so that search and filters tell nothing about the others."""
    return queryset.filter(seen_as__in=[SeenAs.OWN, SeenAs.OPEN])  # type: ignore[misc]  # annotated by `visible_to`


def with_words(queryset: QuerySet[Report], words: str) -> QuerySet[Report]:
    """Keep the reports that hold every word, in the code of the action or in a text that the person may read.

    The texts are sealed, so that they are opened here rather than searched by the database: one query more.
    """
    wanted = [word.casefold() for word in words.split()]
    if not wanted:
        return queryset
    found = []
    # Of each row no more than is looked at: most of the time would go into making the rest.
    looked_at = queryset.select_related(None).select_related("action")
    for report in looked_at.only(*SEARCHED).iterator(chunk_size=2000):
        titles = report.action.short_title.data
        known = list(titles.values()) if isinstance(titles, dict) else [str(titles)]
        if report.seen_as in {SeenAs.OWN, SeenAs.OPEN}:  # type: ignore[attr-defined]  # annotated by `visible_to`
            known += [report.narrative, report.obstacles, report.needs]
        told, code = "\n".join(filter(None, known)).casefold(), report.action.code.casefold()
        if all(word == code or word in told for word in wanted):
            found.append(report.pk)
    return queryset.filter(pk__in=found)


@dataclass(frozen=True, slots=True)
class Shown:
    """A report as one person sees it. Where the text may not be read, `readable` is False and the texts are empty.

    The action is named by its key.
    """

    pk: int
    year: int
    party: str
    action: str
    stage: Stage
    answer: Answer
    progress: int | None
    texts: Mapping[str, str]
    """What was written, by field; asked for by `narrative`, `obstacles`, `needs` it is known that it was read."""
    readable: bool
    own: bool
    handed: Handed | None = None
    """Named where it is remembered who reads the texts."""

    @property
    def narrative(self) -> str:
        """What was done."""
        return self._read("narrative")

    @property
    def obstacles(self) -> str:
        """What stood in the way."""
        return self._read("obstacles")

    @property
    def needs(self) -> str:
        """What would help."""
        return self._read("needs")

    def _read(self, name: str) -> str:
        text = self.texts[name]
        if text and self.handed:
            handed_out(self.handed)
        return text

    @property
    def confidential(self) -> bool:
        """Whether the Party reports in confidence."""
        return self.answer is Answer.CONFIDENTIAL


def shown(report: Report) -> Shown:
    """Show a report as far as `seen_as` allows; one that did not come from `visible_to` is shown closed."""
    seen = getattr(report, "seen_as", SeenAs.CLOSED)
    kept = report.as_returned if seen == SeenAs.RETURNED else None
    hidden = seen == SeenAs.CLOSED
    answer = Answer(kept["answer"]) if kept else Answer(report.answer)
    return Shown(
        pk=report.pk,
        year=report.round.year,
        party=str(report.party_id),
        action=report.action.key,
        stage=Stage.RETURNED if kept else Stage(report.stage),
        answer=answer,
        progress=None if hidden else kept["progress"] if kept else report.progress,
        texts={name: "" if hidden else str(kept[name] if kept else getattr(report, name)) for name in TEXTS},
        readable=not hidden,
        own=seen == SeenAs.OWN,
        handed=_handed(report),
    )


def _handed(report: Report) -> Handed | None:
    """Name a report of which it is remembered who reads it; None for all others.

    What was said in confidence or is marked LIMITE or INSTITUTION, once it was handed in, whoever reads it; and what is
    still between a Party and the secretariat, when others than the Party's own people read it. The Party at work on its
    own text is not watched.
    """
    seen = getattr(report, "seen_as", SeenAs.CLOSED)
    closed = report.answer == Answer.CONFIDENTIAL or report.marking in {Marking.LIMITE, Marking.INSTITUTION}
    in_confidence = closed and Stage(report.stage) in WITH_SECRETARIAT
    on_its_way = seen != SeenAs.OWN and report.stage != Stage.ACCEPTED
    if seen == SeenAs.CLOSED or not (in_confidence or on_its_way):
        return None
    return _named(report)


def _named(report: Report) -> Handed:
    return Handed(RESTRICTED, str(report.pk), str(report.party_id), str(report), demonstration=report.demonstration)


def hand_out(report: Report, *, between_the_two: bool = False) -> None:
    """Let it be remembered that somebody reads what belongs to a report, where that is remembered.

    What is between the Party and the secretariat stays so when the report itself is open to all.
    """
    handed = _handed(report)
    if between_the_two and getattr(report, "seen_as", "") != SeenAs.OWN:
        handed = _named(report)
    if handed:
        handed_out(handed)


def hand_out_file(report: Report, number: int) -> None:
    """Let it be remembered that somebody is given a file of a report, where that is remembered."""
    handed = _handed(report)
    if handed:
        handed_out(replace(handed, kind=RESTRICTED_FILE, object_id=str(number), as_file=True))


def evidence_of(report: Report) -> list[Evidence]:
    """Give the evidence of a report that its reader may see: none where the report is closed to the reader.

    While the Party works on a returned report again, the secretariat sees what was there when it was returned.
    """
    seen = getattr(report, "seen_as", SeenAs.CLOSED)
    if seen == SeenAs.CLOSED:
        return []
    found = report.evidence.filter(deleted_at=None).order_by("added_at", "pk")
    seen_here = [one for one in found if seen != SeenAs.RETURNED or not added_since(report, one.added_at)]
    if seen_here:
        hand_out(report)
    return seen_here


def readable_evidence(person: Person, at: datetime) -> QuerySet[Evidence]:
    """Give the evidence that a person may read with its report; from the bin, and since its return, the Party alone."""
    if not actor(person, at).functions:
        return Evidence.objects.none()
    seen = visible_to(person, at)

    def of(*ways: SeenAs) -> Q:
        return Q(report__in=seen.filter(seen_as__in=ways).values("pk"))  # type: ignore[misc]  # annotated there

    when_returned = Q(report__reviewed_at=None) | Q(added_at__lte=F("report__reviewed_at"))
    kept = of(SeenAs.OPEN) | (of(SeenAs.RETURNED) & when_returned)
    return Evidence.objects.filter(of(SeenAs.OWN) | (Q(deleted_at=None) & kept))


def added_since(report: Report, at: datetime) -> bool:
    """Whether something happened after the secretariat returned the report: until it comes again, the Party's own."""
    return report.reviewed_at is not None and at > report.reviewed_at


def history_seen(report: Report, person: Person, at: datetime) -> list[Line]:
    """Give the history of a report as far as its reader may know it."""
    seen = getattr(report, "seen_as", SeenAs.CLOSED)
    own = seen == SeenAs.OWN
    entries = entries_of(report)
    if not own and not actor(person, at).holds(Role.SECRETARIAT):
        entries = [entry for entry in entries if entry.happened in TOLD_TO_ALL]
    elif seen == SeenAs.RETURNED:
        entries = [entry for entry in entries if not added_since(report, entry.at)]
    # What was open once is closed with the report itself.
    corrected = {entry.pk for entry in entries if entry.happened == Happened.REPORT_CORRECTED}
    return told(entries, person, at=at, own=own, closed=corrected if seen == SeenAs.CLOSED else frozenset())


def notes_of(report: Report, person: Person, at: datetime) -> list[Note]:
    """Give the notes between the Party and the secretariat: for these two alone."""
    if getattr(report, "seen_as", "") != SeenAs.OWN and not actor(person, at).holds(Role.SECRETARIAT):
        return []
    notes = list(report.notes.select_related("by"))
    if notes:
        hand_out(report, between_the_two=True)
    return notes


def corrections_of(report: Report, person: Person, at: datetime) -> list[Correction]:
    """Give the corrections of a report.

    Those made to all who may read it, wishes to the Party and the secretariat alone.
    """
    if getattr(report, "seen_as", SeenAs.CLOSED) == SeenAs.CLOSED:
        return []
    inside = getattr(report, "seen_as", "") == SeenAs.OWN or actor(person, at).holds(Role.SECRETARIAT)
    every = report.corrections.select_related("asked_by", "corrected_by", "decided_by")
    if not inside:
        return _without_confidence(report, every.filter(stage=Correction.Stage.DONE))
    found = list(every)
    if found:
        hand_out(report, between_the_two=True)
    return found


def _without_confidence(report: Report, done: QuerySet[Correction]) -> list[Correction]:
    """Leave out what the report said while it was confidential: a correction that opens it opens the new text alone."""
    shown_: list[Correction] = []
    answer = str(report.answer)
    for correction in sorted(done, key=lambda one: (one.corrected_at or one.asked_at, one.pk), reverse=True):
        answer = str(correction.before.get("answer", answer))
        if answer == Answer.CONFIDENTIAL:
            correction.before = {"answer": answer}
        shown_.append(correction)
    return shown_


def _earlier(report: Report) -> Q:
    """The condition for accepted reports of the same Party on the same action, or on one that became part of it."""
    same = Q(action=report.action_id) | Q(action__merged_into=report.action_id)
    return same & Q(party=report.party_id, round__year__lt=report.round.year, stage=Stage.ACCEPTED)


LAST_WORD = ("-round__year", "action__gone", "pk")
"""Of several earlier reports the newest counts, and in one year the one on the action itself."""


def earlier_report(report: Report) -> Report | None:
    """Give the last accepted report of the same Party on the same action, whoever asks.

    Before showing it to somebody, ask `earlier_visible`.
    """
    return Report.objects.filter(_earlier(report)).select_related("round", "action").order_by(*LAST_WORD).first()


def earlier_visible(report: Report, person: Person, at: datetime) -> Report | None:
    """Give last time's accepted report beside this one, as far as the person may see it."""
    return visible_to(person, at).filter(_earlier(report)).order_by(*LAST_WORD).first()


def in_bin(person: Person, at: datetime) -> QuerySet[Report]:
    """Give the deleted drafts that a person may bring back: those of the own Party."""
    return (
        Report.objects.filter(own_to(person, at))
        .exclude(deleted_at=None)
        .select_related("round", "action__area", "deleted_by")
    )


def evidence_in_bin(person: Person, at: datetime) -> QuerySet[Evidence]:
    """Give the deleted evidence that a person may bring back."""
    reports = Report.objects.filter(own_to(person, at), deleted_at=None)
    return (
        Evidence.objects.filter(report__in=reports)
        .exclude(deleted_at=None)
        .select_related("report__round", "report__action", "deleted_by")
    )


def to_review(person: Person, at: datetime) -> QuerySet[Report]:
    """Give what waits for review, oldest submission first: for the secretariat alone."""
    if not actor(person, at).holds(Role.SECRETARIAT):
        return Report.objects.none()
    return visible_to(person, at).filter(stage=Stage.SUBMITTED).order_by("submitted_at", "pk")


def next_to_review(person: Person, after: Report, at: datetime) -> Report | None:
    """Give the next report in the queue after this one, and the first again when this was the last."""
    queue = to_review(person, at).exclude(pk=after.pk)
    if after.submitted_at is not None:
        later = queue.filter(
            Q(submitted_at__gt=after.submitted_at) | Q(submitted_at=after.submitted_at, pk__gt=after.pk),
        ).first()
        if later:
            return later
    return queue.first()
