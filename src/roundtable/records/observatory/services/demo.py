"""The demonstration of this room: figures made up by a rule from a seed, shaped like real ones, and marked so."""

from datetime import date, datetime, timedelta

from roundtable.ground.trust.public import Role, User, holders
from roundtable.kernel.base.scopes import SECRETARIAT
from roundtable.records.observatory.domain.made_up import BREAK, applications, to_check
from roundtable.records.observatory.models import Audience, Dataset, Finding, Vintage
from roundtable.records.observatory.services import loading, publishing
from roundtable.records.observatory.services.looking import look_at, mapping_of

CODE = "demonstration-asylum-applications"
MAPPING = """
dataset: demonstration-asylum-applications
title:
  en: Applications for asylum (demonstration)
  ru: Ходатайства об убежище (демонстрация)
source: Made up by this platform from a seed
licence: CC0 1.0
file: demonstration.csv
dimensions:
- {name: origin, column: origin}
- {name: asylum, column: asylum}
- {name: application, column: application}
time: {column: year}
measures:
- {column: applications, unit: persons}
"""
ABOUT = {
    "en": "Made up by a rule from a seed: no figure says anything about any state. The table has the shape of the "
    "yearly figures that states give to international organisations, with all five kinds of nothing.",
    "ru": "Составлено по правилу из начального числа: ни одна цифра ничего не говорит ни об одном государстве. Таблица "
    "устроена так же, как годовые данные, которые государства передают международным организациям, и содержит все пять "
    "видов отсутствия числа.",
}
LABELS = {
    "application": {
        "": {"en": "Kind of application", "ru": "Вид ходатайства"},
        "N": {"en": "first", "ru": "первое"},
        "R": {"en": "repeated", "ru": "повторное"},
    }
}
SHEET = {
    "concept": "asylum applications",
    "source": "register of cases",
    "months_apply": False,
    "undercount": "low",
    "reference": "calendar year",
    "covers": ["everybody who asks"],
    "breaks": [{"on": f"{BREAK}-01-01", "why": "One made-up state began to count whole families (demonstration)."}],
}
REASONS = {
    "origin-equals-destination": "People who had lost the citizenship of that country (demonstration).",
    "fall-of-99-percent": "The border was closed for most of that year (demonstration).",
    "ten-times-as-many": "A conflict began that year (demonstration).",
}
VIEW = {
    "look": "lines",
    "by": "asylum",
    "in": {"asylum": list(to_check()), "origin": ["UKR"], "application": ["N"]},
}
NOTICE = "Two columns of the source were taken one for the other (demonstration)."


def demo(*, seed: int, at: datetime) -> dict[str, int]:
    """Load three vintages of made-up figures, one of them withdrawn, and one that waits; only what is missing."""
    if Dataset.objects.filter(code=CODE).exists():
        return {"vintages": 0}
    last = at.year - 1
    by = _office(at)
    days = [at - timedelta(days=days, minutes=5) for days in (430, 210, 95, 1)]
    first = _loaded(seed, at=days[0], last=last - 1, by=None)
    wrong = _loaded(seed + 1, at=days[1], last=last, by=None)
    current = _loaded(seed, at=days[2], last=last, by=None)
    for vintage, moment in ((first, days[0]), (wrong, days[1]), (current, days[2])):
        _accepted(vintage, by, moment)
        publishing.publish(vintage, by=None, at=moment)
    publishing.withdraw(wrong, notice=NOTICE, by=None, at=days[1] + timedelta(days=9))
    _loaded(seed, at=days[3], last=last, by=None, odd=True)
    return {"vintages": 4}


def _office(at: datetime) -> User | None:
    return holders(Role.SECRETARIAT, SECRETARIAT, on=at.date()).order_by("pk").first()


def _loaded(seed: int, *, at: datetime, last: int, by: User | None, odd: bool = False) -> Vintage:
    told = mapping_of(MAPPING)
    rows = applications(seed, first=last - 11, last=last, odd=odd)
    looked = look_at(told, rows, today=at.date(), name="Demonstration, made by a rule")
    facts = loading.Facts(data_date=date(last, 12, 31), retrieved=at.date())
    return loading.load(
        looked,
        by=by,
        at=at,
        facts=facts,
        audience=Audience.PUBLIC,
        about=ABOUT,
        licence_address="https://creativecommons.org/publicdomain/zero/1.0/",
        labels=LABELS,
        sheet=SHEET,
        view=VIEW,
        next_release=date(at.year + 1, 3, 1),
        demonstration=True,
    )


def _accepted(vintage: Vintage, by: User | None, at: datetime) -> None:
    for rule, reason in REASONS.items():
        numbers = list(Finding.objects.filter(vintage=vintage, rule=rule, answer="").values_list("pk", flat=True))
        if numbers:
            publishing.answer(vintage, numbers, accepted=True, reason=reason, by=None, at=at)
    others = list(Finding.objects.filter(vintage=vintage, answer="").values_list("pk", flat=True))
    if others:
        publishing.answer(vintage, others, accepted=True, reason="Made up so (demonstration).", by=None, at=at)
    if by is not None:
        Finding.objects.filter(vintage=vintage, answered_by=None).update(answered_by=by)
