"""What waits for the secretariat in the plan: reports to review, wishes to correct, corrigenda. One query."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final, NamedTuple

from django.db.models import BigIntegerField, Count, DateField, Min, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.ground.parties.public import names, zone_of
from roundtable.ground.trust.public import Person, Role, actor
from roundtable.kernel.base.scopes import SECRETARIAT
from roundtable.kernel.links.waiting import Waiting
from roundtable.operations.plan.domain.deadline import last_instant
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.models import Correction, Corrigendum, Pack, Report
from roundtable.operations.plan.models.frame import labelled

REVIEW_DAYS: Final = 10
DECIDE_DAYS: Final = 10
EVENING: Final = time(18, 0)
"""The hour at which a promised day ends, in the time of whoever promised it."""
SHOWN_ONE_BY_ONE: Final = 20
OFFICE: Final = f"{Role.SECRETARIAT}@{SECRETARIAT}"


class Told(NamedTuple):
    """One thing that waits; `number` counts the reports of a round, or is the key of a correction or corrigendum."""

    what: str
    number: int
    year: int
    since: datetime
    of: int
    """The report that is to be corrected, or the pack that is."""
    said: str
    """The Party that asks, or the figures that are wrong."""
    code: str
    until: date | None
    pack: int
    correction: int


def waiting_for_the_office(person: Person, at: datetime) -> Iterator[Waiting]:
    """For the secretariat: each round with reports to review, each correction asked for, each corrigendum proposed."""
    if not actor(person, at).holds(Role.SECRETARIAT):
        return
    rows = [Told(*row) for row in _queues().union(_corrections(), _corrigenda(), all=True)]
    for row in sorted((one for one in rows if one.what == "review"), key=lambda one: one.year):
        yield _to_review(row, at)
    asked = sorted((one for one in rows if one.what == "correction"), key=lambda one: one.since)
    shown = names() if asked else {}
    for row in asked[:SHOWN_ONE_BY_ONE]:
        yield _asked_for(row, shown.get(row.said, row.said), at)
    for row in sorted((one for one in rows if one.what == "corrigendum"), key=lambda one: one.number):
        yield _proposed(row, at)


def evening_after(since: datetime, days: int, scope: str) -> datetime:
    """Give the end of the day that is so many days after an instant, where that scope lives."""
    zone = zone_of(scope)
    return last_instant(since.astimezone(zone).date() + timedelta(days=days), EVENING, zone)


def _queues() -> QuerySet[Any, tuple[Any, ...]]:
    """Count what was submitted, a row for each round."""
    found = Report.objects.filter(stage=Stage.SUBMITTED, deleted_at=None).order_by().values("round__year")
    return _told(
        "review",
        found.annotate(since=Min("submitted_at")),
        number=Count("pk"),
        year="round__year",
        since="since",
    )


def _corrections() -> QuerySet[Any, tuple[Any, ...]]:
    return _told(
        "correction",
        Correction.objects.filter(stage=Correction.Stage.ASKED).order_by(),
        number="pk",
        year="report__round__year",
        since="asked_at",
        of="report_id",
        said="report__party_id",
        code="report__action__code",
        until="report__action__until",
    )


def _corrigenda() -> QuerySet[Any, tuple[Any, ...]]:
    return _told(
        "corrigendum",
        Corrigendum.objects.filter(issued_at=None, dismissed_at=None).order_by(),
        number="pk",
        year="pack__year",
        since="proposed_at",
        of="pack_id",
        said="figures",
        pack="pack__number",
        correction="pack__correction",
    )


def _told(what: str, rows: QuerySet[Any, Any], *, since: str, **columns: Any) -> QuerySet[Any, tuple[Any, ...]]:
    """Give rows of `Told`; what a kind does not say is 0, empty or null, of one type in every kind."""
    whole, words = BigIntegerField(), TextField()
    plain = {
        "what": Cast(Value(what), words),
        **{f"told_{name}": Cast(columns.get(name, Value(0)), whole) for name in ("number", "year", "of")},
        **{f"told_{name}": Cast(columns.get(name, Value("")), words) for name in ("said", "code")},
        "told_until": Cast(columns.get("until", Value(None)), DateField()),
        **{f"told_{name}": Cast(columns.get(name, Value(0)), whole) for name in ("pack", "correction")},
    }
    order = ("what", "told_number", "told_year", since, "told_of", "told_said", "told_code", "told_until")
    found: QuerySet[Any, tuple[Any, ...]] = rows.annotate(**plain).values_list(*order, "told_pack", "told_correction")
    return found


def _to_review(row: Told, at: datetime) -> Waiting:
    due = evening_after(row.since, REVIEW_DAYS, SECRETARIAT)
    return Waiting(
        title=ngettext(
            "%(number)d report on %(year)s to review", "%(number)d reports on %(year)s to review", row.number
        )
        % {"number": row.number, "year": row.year},
        detail=_("The oldest has waited since it was submitted; an answer is promised within %(days)d days.")
        % {"days": REVIEW_DAYS},
        url=f"{reverse('plan:review')}?round={row.year}",
        due=due,
        late=at > due,
        function=OFFICE,
        kind="plan.review",
        object_id=str(row.year),
    )


def _asked_for(row: Told, party: str, at: datetime) -> Waiting:
    """Say that a Party asks; why it asks is read on the page of its report."""
    due = evening_after(row.since, REVIEW_DAYS, SECRETARIAT)
    return Waiting(
        title=_("%(party)s asks to correct %(code)s for %(year)s")
        % {"party": party, "code": labelled(row.code, row.until), "year": row.year},
        detail=_("An answer is promised within %(days)d days.") % {"days": REVIEW_DAYS},
        url=reverse("plan:report", args=[row.of]),
        due=due,
        late=at > due,
        function=OFFICE,
        kind="plan.correction",
        object_id=str(row.number),
    )


def _proposed(row: Told, at: datetime) -> Waiting:
    """Say that a corrigendum is to be decided on, due on the evening ten days after it was brought up."""
    pack = Pack(pk=row.of, year=row.year, number=row.pack, correction=row.correction)
    due = evening_after(row.since, DECIDE_DAYS, SECRETARIAT)
    return Waiting(
        title=_("Corrigendum to the monitoring pack %(pack)s") % {"pack": pack.name},
        detail=row.said,
        url=pack.get_absolute_url() + "#correct",
        due=due,
        late=due < at,
        function=OFFICE,
        kind="plan.corrigendum",
        object_id=str(row.number),
    )
