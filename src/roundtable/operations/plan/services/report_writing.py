"""Write in a report: every stroke is kept once, and what two people write at the same time is brought together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from roundtable.ground.parties.public import names, zone_of
from roundtable.ground.trust.public import User, remember, require
from roundtable.kernel import drafts
from roundtable.kernel.base.errors import Invalid, NotAllowed
from roundtable.operations.plan.domain.deadline import Phase
from roundtable.operations.plan.domain.report import FIELDS, TEXT_LIMIT, Answer, Content, Stage, projected
from roundtable.operations.plan.models import Report, Round
from roundtable.operations.plan.queries.rounds import spoken, window_for
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.signals import Happened

KIND = "plan.report"
SEED = UUID("6f0c2c1e-5a0f-4b0e-9d0c-8f6a3f7c2b11")
TIME_TO_ANSWER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Piece:
    """What somebody wrote in one field, and the revision they had before them."""

    text: str
    base: int


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a stroke: the report as it is now, and each field's answer (with a conflict, where there is one)."""

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
    """Give the content as the texts of its fields."""
    return {name: "" if value is None else str(value) for name, value in content.as_dict().items()}


def why_locked(report: Report, at: datetime) -> str:
    """Say why nobody can write in this report now, and what to do; empty when its Party can."""
    if report.stage == Stage.ACCEPTED:
        return _("This report was accepted and is locked. If something in it is wrong, ask for a correction below.")
    if report.stage == Stage.SUBMITTED:
        return _("This report is with the secretariat. Withdraw it first if you want to change it.")
    if report.answer_by is not None and at <= report.answer_by:
        return ""
    return why_closed(report.round, str(report.party_id), at)


def why_closed(round_: Round, party: str, at: datetime) -> str:
    """Say why a Party cannot report in this round now, and what to do; empty when it can."""
    frame, zone = window_for(round_, party), zone_of(party)
    gaps = {"year": round_.year, "party": names().get(party, party)}
    if frame.phase(at) is Phase.BEFORE:
        return _("Reporting on %(year)s opens for %(party)s on %(moment)s. Come back then.") % {
            **gaps,
            "moment": spoken(frame.opens, zone),
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
    """Read a report again, and hold it until the end of the transaction, so that two changes come one after the other."""
    held = Report.objects.select_for_update(of=("self",)).select_related("round", "action__area").get(pk=report.pk)
    if hasattr(report, "seen_as"):
        held.seen_as = report.seen_as  # type: ignore[attr-defined]  # how much the reader sees travels with the report
    return held


def seed(report: Report, *, by: User, at: datetime) -> None:
    """Put what the report says now into the draft store as first revision of each field, once."""
    known = drafts.state(KIND, str(report.pk))
    for name, text in values_of(content_of(report)).items():
        if name not in known:
            stroke = uuid5(SEED, f"{report.pk}.{name}")
            drafts.save(KIND, str(report.pk), name, text=text, base=0, by=by.pk, at=at, stroke=stroke)


@transaction.atomic
def write(report: Report, pieces: Mapping[str, Piece], *, by: User, at: datetime, stroke: UUID) -> Written:
    """Write in some fields of a report. The same stroke sent again changes nothing and gets the same answer.

    Words of others are brought together with these; where that cannot be, the answer carries both texts to choose from, and
    nothing is lost. `NotAllowed` when the report is locked, `Invalid` for a field, an answer or a step that does not exist.
    """
    report = fresh(report)
    require(by, Do.WRITE_REPORT, report, at=at)
    require_writable(report, at)
    _check(pieces)
    before = content_of(report)

    seed(report, by=by, at=at)
    saved = {
        name: drafts.save(
            KIND,
            str(report.pk),
            name,
            text=piece.text.replace("\r\n", "\n"),
            base=max(piece.base, 1),
            by=by.pk,
            at=at,
            stroke=uuid5(stroke, name),
        )
        for name, piece in pieces.items()
    }
    # The store is the truth: an old stroke that is sent again must not bring its old text back.
    now = projected({name: kept[0] for name, kept in drafts.state(KIND, str(report.pk)).items()})
    if now != before:
        _keep(report, now, at=at)
        if report.stage == Stage.OFFERED:
            _back_to_draft(report, by=by, at=at)
        remember_choices(report, before, now, by=by, at=at)
    return Written(report, saved)


def _check(pieces: Mapping[str, Piece]) -> None:
    wrong: dict[str, list[str]] = {}
    for name, piece in pieces.items():
        if name not in FIELDS:
            raise Invalid(_("A report has no field “%(name)s”.") % {"name": name})
        if len(piece.text) > TEXT_LIMIT:
            wrong[name] = [
                _("This text has %(number)d characters; the most is %(most)d. Shorten it or add a file.")
                % {"number": len(piece.text), "most": TEXT_LIMIT},
            ]
        if name in {"answer", "progress"}:
            try:
                projected({name: piece.text})
            except ValueError:
                wrong[name] = [_("Choose one of the answers in the list.")]
    if wrong:
        raise Invalid(
            _("The report could not be saved. Nothing is lost: correct what is marked and save again."), fields=wrong
        )


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
    """Write a whole content over what stands now, for one who has just read it (bulk answers, the API with its ETag)."""
    state = drafts.state(KIND, str(report.pk))
    pieces = {
        name: Piece(text, state[name][1] if name in state else 0)
        for name, text in values_of(content).items()
        if name not in state or state[name][0] != text
    }
    if "progress" in pieces and content.progress is None:
        del pieces["progress"]
    return write(report, pieces, by=by, at=at, stroke=stroke)
