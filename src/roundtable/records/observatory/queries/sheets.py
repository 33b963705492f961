"""Definition sheets: what is counted, for how long, from what; the grade of a dataset, and what a reader must know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roundtable.records.observatory.models import Dataset
from roundtable.ui import moments
from roundtable_analytics.comparability.grades import Grade, Reason, grade
from roundtable_analytics.comparability.sheets import Break, Concept, Sheet, Source, Undercount
from roundtable_analytics.frames.periods import bounds

CONCEPTS = {
    Concept.IMMIGRATION: _("immigration"),
    Concept.EMIGRATION: _("emigration"),
    Concept.STOCK_BY_BIRTH: _("residents by country of birth"),
    Concept.STOCK_BY_CITIZENSHIP: _("residents by citizenship"),
    Concept.PERMITS: _("residence permits"),
    Concept.APPLICATIONS: _("applications for asylum"),
    Concept.APPLICANTS: _("applicants for asylum"),
    Concept.DECISIONS: _("decisions on asylum"),
    Concept.RETURNS: _("persons returned"),
    Concept.ORDERS: _("persons ordered to leave"),
    Concept.CROSSINGS: _("crossings of the border"),
}
KINDS = {
    Source.REGISTER: _("register of the population"),
    Source.SURVEY: _("survey of a sample"),
    Source.PERMIT: _("register of permits"),
    Source.BORDER: _("counts at the border"),
    Source.CASES: _("register of cases"),
    Source.CENSUS: _("census"),
    Source.MODEL: _("estimate by a model"),
}
UNDERCOUNTS = {
    Undercount.LOW: _("few people are missed"),
    Undercount.MEDIUM: _("some people are missed"),
    Undercount.HIGH: _("many people are missed"),
    Undercount.UNKNOWN: _("not known"),
}
REASONS = {
    "duration_unknown": _("how long somebody must stay to be counted is not known"),
    "coverage_unknown": _("who is counted is not known"),
    "leaves_out": _("some are left out: %(groups)s"),
    "reference_unknown": _("for what time a figure stands is not known"),
    "source_kind": _("it is no count of a register"),
    "undercount": _("people are missed, or nobody knows how many"),
    "break": _("the series breaks on %(day)s: %(why)s"),
}
GRADES = {
    Grade.A: _("A: as it is"),
    Grade.B: _("B: with care"),
    Grade.C: _("C: only with its caveats in sight"),
    Grade.D: _("D: not without opening the caveat"),
}


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition sheet as a page shows it: lines of words, the grade, and its reasons."""

    lines: tuple[tuple[str, str], ...]
    grade: str
    reasons: tuple[str, ...]


def sheet_of(dataset: Dataset) -> Sheet | None:
    """Read the definition sheet of a dataset; None where nobody has written one."""
    told: dict[str, Any] = dataset.sheet
    try:
        return Sheet(
            dataset.code,
            Concept(told["concept"]),
            Source(told["source"]),
            months=told.get("months"),
            months_apply=bool(told.get("months_apply", True)),
            covers=frozenset(told["covers"]) if told.get("covers") else None,
            leaves_out=frozenset(told.get("leaves_out", ())),
            undercount=Undercount(told.get("undercount", Undercount.UNKNOWN)),
            reference=told.get("reference") or None,
            rounded_to=int(told.get("rounded_to", 1)),
            breaks=tuple(Break(date.fromisoformat(one["on"]), str(one["why"])) for one in told.get("breaks", ())),
        )
    except (KeyError, ValueError, TypeError):
        return None


def definition(dataset: Dataset) -> Definition | None:
    """Give the definition sheet in words; None where nobody has written one."""
    sheet = sheet_of(dataset)
    if sheet is None:
        return None
    unknown = gettext("not known")
    months = gettext("any stay") if sheet.months == 0 else gettext("%(number)s months") % {"number": sheet.months}
    lines = [
        (gettext("What is counted"), str(CONCEPTS[sheet.concept])),
        (gettext("From what"), str(KINDS[sheet.source])),
        *([(gettext("Least stay"), months if sheet.months is not None else unknown)] if sheet.months_apply else []),
        (gettext("Who is counted"), ", ".join(sorted(sheet.covers)) if sheet.covers else unknown),
        *([(gettext("Left out"), ", ".join(sorted(sheet.leaves_out)))] if sheet.leaves_out else []),
        (gettext("Undercount"), str(UNDERCOUNTS[sheet.undercount])),
        (gettext("A figure stands for"), sheet.reference or unknown),
        *([(gettext("Rounded to"), str(sheet.rounded_to))] if sheet.rounded_to != 1 else []),
        *((gettext("Break on %(day)s") % {"day": moments.day(one.on)}, one.why) for one in sheet.breaks),
    ]
    judged = grade(sheet)
    return Definition(tuple(lines), str(GRADES[judged.grade]), tuple(told(reason) for reason in judged.reasons))


def told(reason: Reason) -> str:
    """Say why a grade is not better."""
    return str(REASONS[reason.code]) % dict(reason.told)


def sentences(dataset: Dataset, periods: Sequence[str]) -> list[str]:
    """Give what stands in the chart itself of a definition: what is counted, from what, and the breaks within it."""
    sheet = sheet_of(dataset)
    if sheet is None:
        return [gettext("How it is counted was not written down: compare with care.")]
    found = [
        gettext("Counted are %(concept)s, from: %(source)s.")
        % {"concept": CONCEPTS[sheet.concept], "source": KINDS[sheet.source]}
    ]
    days = [bounds(one) for one in (periods[0], periods[-1])] if periods else []
    if len(days) == 2 and days[0] and days[1]:
        found += [
            gettext("Break on %(day)s: %(why)s") % {"day": moments.day(one.on), "why": one.why}
            for one in sheet.breaks_between(days[0][0], days[1][1])
        ]
    return found
