"""Questions as they come in an address, with a sentence for each part that nobody understands."""

from datetime import date, datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from roundtable.records.observatory.domain.question import Question, Wrong, read
from roundtable.records.observatory.domain.resolved import unknown
from roundtable.records.observatory.models import Vintage
from roundtable.records.observatory.queries import datasets
from roundtable.records.observatory.queries.answers import known_of
from roundtable.records.observatory.queries.words import dimension


def question_of(asked: QueryDict, names: list[str]) -> tuple[Question, list[str]]:
    """Read a question from an address; give it with a sentence for each part that was not understood."""
    question, wrong = read({key: asked.getlist(key) for key in asked}, names)
    said = {
        Wrong.LOOK: _("“%(value)s” is no way to show figures; the usual one is taken."),
        Wrong.BY: _("The dataset is not divided by “%(value)s”; it was left out."),
        Wrong.DIMENSION: _("The dataset is not divided by “%(value)s”; it was left out."),
        Wrong.PERIOD: _("“%(value)s” is no period. Write it as 2024, 2024-03 or 2024-Q1."),
        Wrong.DAY: _("“%(value)s” is no day. Write it as 2026-11-24."),
    }
    return question, [said[kind] % {"value": value[:80]} for kind, value in wrong]


def moment_of(day: date | None) -> datetime | None:
    """Give the last instant of a day; what was known on that day was known then."""
    return datasets.end_of(day) if day else None


def unknown_codes(question: Question, vintage: Vintage) -> list[str]:
    """Say of each code that is asked for and not there that it is not there."""
    sentence = _("“%(name)s” has no code “%(code)s” in these figures.")
    return [
        sentence % {"name": dimension(name, vintage.dataset), "code": code[:80]}
        for name, code in unknown(question, known_of(vintage))
    ]
