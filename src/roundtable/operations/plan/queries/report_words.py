"""What the answers, the steps of the scale and the stages mean, in words for people."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from roundtable.operations.plan.domain.coverage import Coverage, Said, said, with_answer
from roundtable.operations.plan.domain.report import Answer, Progress, Stage
from roundtable.operations.plan.models import Report
from roundtable.operations.plan.queries.report_desk import NOT_STARTED

SCALE: dict[int, tuple[str | Promise, str | Promise]] = {
    Progress.NOT_BEGUN: (gettext_lazy("Not begun"), gettext_lazy("There is no decision, plan or money for it yet.")),
    Progress.PREPARED: (
        gettext_lazy("Prepared"),
        gettext_lazy("A decision, a plan or money is there; the work itself has not begun."),
    ),
    Progress.BEGUN: (gettext_lazy("Begun"), gettext_lazy("Work is under way, and first results can be shown.")),
    Progress.ADVANCED: (
        gettext_lazy("Advanced"),
        gettext_lazy("Most of what the action asks for is in place; some parts are missing."),
    ),
    Progress.DONE: (gettext_lazy("Done"), gettext_lazy("What the action asks for is in place and in use.")),
}
"""Each step with what it means, so that two Parties that choose the same step mean the same."""

ANSWERS: dict[str, str | Promise] = {
    Answer.PROGRESS: gettext_lazy("We report progress"),
    Answer.NOT_APPLICABLE: gettext_lazy("Not applicable to us"),
    Answer.NO_COMPETENCE: gettext_lazy("No national competence"),
    Answer.CONFIDENTIAL: gettext_lazy("Confidential"),
}

TONES = {
    NOT_STARTED: "quiet",
    Stage.DRAFT: "quiet",
    Stage.OFFERED: "wait",
    Stage.SUBMITTED: "wait",
    Stage.RETURNED: "late",
    Stage.ACCEPTED: "ok",
}


def stage_words(stage: str) -> str:
    """Name a stage, or that nothing was begun."""
    return str(_("Not started")) if stage == NOT_STARTED else str(Report.Stage(stage).label)


def answer_words(answer: str, progress: int | None, *, hidden: bool = False) -> str:
    """Say in one or two words what a report answers: the step of the scale, or another answer."""
    if answer != Answer.PROGRESS:
        return str(Report.Answer(answer).label)
    if progress is None or hidden:
        return str(_("Not said yet"))
    return str(SCALE[progress][0])


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose, with what it does to the count."""

    value: str
    label: str
    effect: str


def effects(others: Coverage) -> list[Choice]:
    """Say for each answer what it does to the count of an action, with the numbers of the day.

    `others` counts the action with this Party asked and silent.
    """
    return [Choice(str(value), str(label), effect_of(value, others)) for value, label in ANSWERS.items()]


def effect_of_any(others: Coverage) -> str:
    """Say what every answer does alike: the Party has then reported."""
    after = with_answer(others, Said.STEP_0)
    return ngettext(
        "Whatever you answer, %(reported)d of %(asked)d Parties asked has then reported on this action.",
        "Whatever you answer, %(reported)d of %(asked)d Parties asked have then reported on this action.",
        after.reported,
    ) % {"reported": after.reported, "asked": after.asked}


def effect_of(answer: str, others: Coverage) -> str:
    """Say what one answer, unlike the others, does to the count of an action."""
    mark = Said.STEP_0 if answer == Answer.PROGRESS else said(answer, None)
    gaps = {"concerned": with_answer(others, mark).concerned}
    if answer == Answer.PROGRESS:
        return _("Your step is counted among the %(concerned)d Parties concerned.") % gaps
    if answer == Answer.CONFIDENTIAL:
        return (
            _(
                "Others see the word “confidential”; the secretariat alone reads your text. You stay among the "
                "%(concerned)d Parties concerned, with a step that nobody else learns.",
            )
            % gaps
        )
    if answer == Answer.NOT_APPLICABLE:
        return (
            _("The action does not concern you: you leave the count of progress, made among %(concerned)d Parties.")
            % gaps
        )
    return (
        _("Others decide on this matter, not your state: you leave the count, made among %(concerned)d Parties.") % gaps
    )


def coverage_words(counts: Coverage) -> list[tuple[str, int]]:
    """List the parts of a count with their words, in the order of the scale."""
    return [
        *((str(label), counts.steps[step]) for step, (label, _meaning) in SCALE.items()),
        (str(Report.Answer.CONFIDENTIAL.label), counts.confidential),
        (str(_("No report")), counts.no_report),
        (str(Report.Answer.NOT_APPLICABLE.label), counts.not_applicable),
        (str(Report.Answer.NO_COMPETENCE.label), counts.no_competence),
    ]
