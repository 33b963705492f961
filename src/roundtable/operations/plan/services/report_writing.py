"""Write in a report: every stroke is kept once, and what two people write at the same time is brought together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from roundtable.ground.parties.public import PartyView, names, zone_of
from roundtable.ground.trust.public import User, remember, require
from roundtable.kernel import drafts
from roundtable.kernel.base.errors import Invalid, NotAllowed
from roundtable.operations.plan.domain.deadline import Phase
from roundtable.operations.plan.domain.report import FIELDS, NOT_SAID, TEXT_LIMIT, Answer, Content, Stage, projected
from roundtable.operations.plan.models import Correction, Report, Round
from roundtable.operations.plan.queries.rounds import spoken, window_for
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.signals import Happened
from roundtable.ui import moments

KIND = "plan.report"
TIME_TO_ANSWER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Piece:
    """What somebody wrote in one field, and the revision they had before them."""

    text: str
    base: int


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a stroke.

    The report as it is now, and each field's answer (with a conflict, where there is one).
    """

    report: Report
    saved: Mapping[str, "drafts.Saved"] = field(default_factory=dict)

    @property
    def conflicts(self) -> dict[str, "drafts.Conflict"]:
        """The fields in which somebody must choose between two texts; both are kept."""
        return {name: one.conflict for name, one in self.saved.items() if one.conflict is not None}

    @property
    def merged(self) -> list[str]:
        """The fields in which the words of two people were brought together."""
        return [name for name, one in self.saved.items() if one.merged]


def content_of(report: Report) -> Content:
    """Give what a report says as plain values."""
    return Content(Answer(report.answer), report.progress, report.narrative, report.obstacles, report.needs)


def values_of(content: Content) -> dict[str, str]:
    """Give the content as the draft store holds it."""
    return {name: NOT_SAID if value is None else str(value) for name, value in content.as_dict().items()}


def why_locked(report: Report, at: datetime, party: PartyView | None = None) -> str:
    """Say why nobody can write in this report now, and what to do; empty when its Party can.

    Who has read the Party already hands it over and saves two queries.
    """
    if report.deleted_at is not None:
        return _("The draft lies in the bin. You can bring it back within thirty days.")
    if report.stage == Stage.ACCEPTED:
        if report.corrections.filter(stage=Correction.Stage.OPEN).exists():
            return _("This report was accepted, and it is open for a correction: write it below.")
        return _("This report was accepted and is locked. If something in it is wrong, ask for a correction below.")
    if report.stage == Stage.SUBMITTED:
        return _("This report is with the secretariat. Withdraw it first if you want to change it.")
    if report.answer_by is not None and at <= report.answer_by:
        return ""
    return why_closed(report.round, str(report.party_id), at, party)


def why_closed(round_: Round, party: str, at: datetime, known: PartyView | None = None) -> str:
    """Say why a Party cannot report in this round now, and what to do; empty when it can."""
    zone = ZoneInfo(known.zone) if known else zone_of(party)
    frame = window_for(round_, party, zone)
    gaps = {"year": round_.year, "party": known.name if known else names().get(party, party)}
    if frame.phase(at) is Phase.BEFORE:
        return _("Reporting on %(year)s opens for %(party)s on %(day)s. Come back then.") % {
            **gaps,
            "day": moments.day(frame.opens.astimezone(zone).date()),
        }
    if frame.phase(at) is Phase.CLOSED:
        return _("Reporting on %(year)s closed for %(party)s on %(moment)s. Ask the secretariat for more time.") % {
            **gaps,
            "moment": spoken(frame.closes, zone),
        }
    return ""


def require_writable(report: Report, at: datetime) -> None:
    """Refuse with `NotAllowed`, and the reason, when nobody can write in this report now."""
    reason = why_locked(report, at)
    if reason:
        raise NotAllowed(reason)


def fresh(report: Report) -> Report:
    """Read a report again, and hold it to the end of the transaction: two changes come one after the other."""
    held = Report.objects.select_for_update(of=("self",)).select_related("round", "action__area").get(pk=report.pk)
    if hasattr(report, "seen_as"):
        held.seen_as = report.seen_as  # type: ignore[attr-defined]  # how much the reader sees travels with the report
    return held


def lay_down(report: Report, *, at: datetime) -> None:
    """Put what the report says into the draft store, for fields that have no text there yet."""
    drafts.begin(KIND, str(report.pk), values_of(content_of(report)), at=at, scope=report.scope)


@transaction.atomic
def bring_in_step(report: Report, *, by: User, at: datetime) -> Report:
    """Make the report say what the draft store holds; called in the transaction of every stroke.

    The store is the truth: an old stroke that is sent again must not bring its old text back. `Invalid` for an answer
    or a step that does not exist, or a text that is too long: the stroke is then not kept either, and stays with its
    writer.
    """
    report = fresh(report)
    require_writable(report, at)
    before = content_of(report)
    values = {name: kept.text for name, kept in drafts.state(KIND, str(report.pk)).items()}
    too_long = [name for name, text in values.items() if len(text) > TEXT_LIMIT]
    if too_long:
        raise Invalid(
            _("This text is longer than %(most)d characters. Shorten it or add a file.") % {"most": TEXT_LIMIT},
            fields={name: [_("At most %(most)d characters.") % {"most": TEXT_LIMIT}] for name in too_long},
        )
    try:
        now = projected(values)
    except ValueError as error:
        raise Invalid(_("Choose one of the answers in the list.")) from error
    if now != before:
        _keep(report, now, at=at)
        if report.stage == Stage.OFFERED:
            _back_to_draft(report, by=by, at=at)
        remember_choices(report, before, now, by=by, at=at)
    return report


def in_step(report: Report, *, by: User, at: datetime) -> Callable[[str, str], None]:
    """Give what `kernel.drafts` calls after each stroke: the report then says what the store holds."""

    def kept(_name: str, _text: str) -> None:
        bring_in_step(report, by=by, at=at)

    return kept


@transaction.atomic
def write(report: Report, pieces: Mapping[str, Piece], *, by: User, at: datetime, stroke: UUID) -> Written:
    """Write in some fields of a report. The same stroke sent again changes nothing and gets the same answer.

    Words of others are brought together with these; where that cannot be, the answer carries both texts to choose
    from, and nothing is lost. `NotAllowed` when the report is locked, `Invalid` for a field, an answer or a step that
    does not exist.
    """
    report = fresh(report)
    require(by, Do.WRITE_REPORT, report, at=at)
    require_writable(report, at)
    unknown = [name for name in pieces if name not in FIELDS]
    if unknown:
        raise Invalid(_("A report has no field “%(name)s”.") % {"name": unknown[0]})
    lay_down(report, at=at)
    saved = {
        name: drafts.save(
            KIND,
            str(report.pk),
            name,
            text=(piece.text or NOT_SAID) if name == "progress" else piece.text,
            base=piece.base,
            by=by.pk,
            at=at,
            stroke=uuid5(stroke, name),
        )
        for name, piece in pieces.items()
    }
    return Written(bring_in_step(report, by=by, at=at), saved)


def _keep(report: Report, content: Content, *, at: datetime) -> None:
    report.answer, report.progress = str(content.answer), content.progress
    report.narrative, report.obstacles, report.needs = content.narrative, content.obstacles, content.needs
    report.prefilled = False
    report.revision += 1
    report.changed_at = at
    report.save(
        update_fields=["answer", "progress", "narrative", "obstacles", "needs", "prefilled", "revision", "changed_at"],
    )


def _back_to_draft(report: Report, *, by: User, at: datetime) -> None:
    """Whoever changes a report that was ready has to say again that it is."""
    report.stage = str(Stage.RETURNED if report.answer_by else Stage.DRAFT)
    report.save(update_fields=["stage"])
    remember(
        Happened.REPORT_TAKEN_BACK, by=by, on=report, at=at, before={"stage": "offered"}, after={"stage": report.stage}
    )


def remember_choices(report: Report, before: Content, now: Content, *, by: User, at: datetime) -> None:
    """Remember a changed answer or step; the texts keep their own versions, with who and when, in the draft store."""
    changed = [name for name in ("answer", "progress") if getattr(before, name) != getattr(now, name)]
    if changed:
        remember(
            Happened.REPORT_WRITTEN,
            by=by,
            on=report,
            at=at,
            before={name: before.as_dict()[name] for name in changed},
            after={name: now.as_dict()[name] for name in changed},
        )


def rewrite(report: Report, content: Content, *, by: User, at: datetime, stroke: UUID) -> Written:
    """Write a whole content over what stands now, for one who has just read it: bulk answers, the API."""
    state = drafts.state(KIND, str(report.pk))
    pieces = {
        name: Piece(text, state[name].revision if name in state else 0)
        for name, text in values_of(content).items()
        if name not in state or state[name].text != text
    }
    if content.answer is not Answer.PROGRESS:
        # The step that was chosen before is kept for the day on which progress is reported after all.
        pieces.pop("progress", None)
    return write(report, pieces, by=by, at=at, stroke=stroke)
