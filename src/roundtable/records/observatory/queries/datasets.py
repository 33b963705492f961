"""Which datasets somebody may read, and which of their vintages."""

from datetime import UTC, date, datetime, time
from http import HTTPStatus
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import Person, Role, actor
from roundtable.kernel.base.errors import NotThere, Told
from roundtable.records.observatory.models import Audience, Dataset, Finding, State, Vintage


class Gone(Told):
    """What was asked for was withdrawn; the sentence is the notice."""

    status = HTTPStatus.GONE
    code = "withdrawn"


def withdrawn(notice: str) -> Gone:
    """Say with its notice that something was withdrawn."""
    return Gone(_("These figures were withdrawn: %(notice)s") % {"notice": notice})


def visible_to(person: Person, *, at: datetime) -> QuerySet[Dataset]:
    """Give the datasets that a person may know of: those released for them; the secretariat all."""
    who = actor(person, at)
    if who.holds(Role.SECRETARIAT):
        return Dataset.objects.all()
    open_to = [Audience.PUBLIC, Audience.PARTIES] if who.functions else [Audience.PUBLIC]
    return Dataset.objects.filter(Exists(released(at).filter(dataset=OuterRef("pk"))), audience__in=open_to)


def released(at: datetime) -> QuerySet[Vintage]:
    """Give the vintages that readers may know at an instant: published, and withdrawn since."""
    return Vintage.objects.filter(state__in=[State.PUBLISHED, State.WITHDRAWN], release_at__lte=at)


def with_dates(rows: QuerySet[Dataset], *, at: datetime) -> QuerySet[Any]:
    """Add to each dataset its current vintage's rows, release and date of data, and how many vintages there are."""
    current = released(at).filter(dataset=OuterRef("pk"), state=State.PUBLISHED).order_by("-known_at", "-loaded_at")
    return rows.annotate(
        rows_now=Subquery(current.values("rows")[:1]),
        released_now=Subquery(current.values("release_at")[:1]),
        dated_now=Subquery(current.values("data_date")[:1]),
        retrieved_now=Subquery(current.values("retrieved")[:1]),
        vintages_known=Count("vintages", filter=Q(vintages__in=released(at))),
    )


def holding(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Keep the datasets whose code, title, text or source holds each word, in any language."""
    for word in words.casefold().split():
        rows = rows.filter(words__contains=word)
    return rows


def vintages_for(dataset: Dataset, person: Person, *, at: datetime) -> QuerySet[Vintage]:
    """Give the vintages of a dataset that a person may know of, the newest load first.

    Readers know what was released, the secretariat all of them.
    """
    office = actor(person, at).holds(Role.SECRETARIAT)
    found = Vintage.objects.all() if office else released(at)
    return found.filter(dataset=dataset).order_by("-loaded_at")


def end_of(day: date) -> datetime:
    """Give the last instant of a day, in UTC: what was known on that day was known then."""
    return datetime.combine(day, time.max, tzinfo=UTC)


def known_vintage(dataset: Dataset, *, at: datetime, as_of: datetime | None = None) -> Vintage:
    """Give the vintage that readers know: the newest that stands; with `as_of`, the one that was known at that moment.

    Raises `NotThere` where nothing was known, and `Gone` with the notice where what was known then was withdrawn since:
    the vintage before it does not take its place, for it is not what was known.
    """
    known = released(at).filter(dataset=dataset).order_by("-known_at", "-loaded_at").select_related("dataset")
    if as_of is not None:
        found = known.filter(known_at__lte=as_of).first()
    else:
        found = known.filter(state=State.PUBLISHED).first() or known.first()
    if found is None:
        raise NotThere(_("Nothing was known of this dataset on that day.") if as_of else "")
    if found.state == State.WITHDRAWN:
        raise withdrawn(found.notice)
    found.dataset = dataset
    return found


def findings_of(vintage: Vintage) -> QuerySet[Finding]:
    """Give what the gate found in a vintage, in the order of the rules and cells."""
    return Finding.objects.filter(vintage=vintage).select_related("answered_by")


def public_log(dataset: Dataset, person: Person, *, at: datetime) -> QuerySet[Finding]:
    """Give the answers to findings in the vintages that a person may know of, the newest first."""
    shown = vintages_for(dataset, person, at=at)
    return Finding.objects.filter(vintage__in=shown.order_by()).select_related("vintage").order_by("-vintage", "pk")


def waiting_findings() -> QuerySet[Vintage]:
    """Give the staged vintages with how many findings wait for an answer."""
    return (
        Vintage.objects.filter(state=State.STAGED)
        .annotate(unanswered=Count("findings", filter=Q(findings__answer="")))
        .select_related("dataset")
        .order_by("loaded_at")
    )


def sources() -> list[str]:
    """Give the sources of all datasets, in order."""
    return sorted(set(Dataset.objects.values_list("source", flat=True)))


def loads_of(dataset: Dataset) -> list[tuple[str, str]]:
    """Give the loads of a dataset in which the gate found something, by number and moment."""
    found = Vintage.objects.filter(dataset=dataset, findings__isnull=False).distinct().order_by("-loaded_at")
    return [(str(one.pk), f"{one.loaded_at:%Y-%m-%d %H:%M}") for one in found.only("pk", "loaded_at")]


def findings_by_rule(vintage: Vintage) -> list[tuple[str, int, int]]:
    """Give how often each rule stopped in a vintage, and how many of these wait for an answer."""
    counted = (
        Finding.objects.filter(vintage=vintage)
        .order_by()
        .values("rule")
        .annotate(number=Count("pk"), waiting=Count("pk", filter=Q(answer="")))
        .order_by("rule")
    )
    return [(one["rule"], one["number"], one["waiting"]) for one in counted]


def unanswered(vintage: Vintage, rule: str = "") -> list[int]:
    """Give the numbers of the findings of a vintage that wait for an answer: of one rule, or of all."""
    found = Finding.objects.filter(vintage=vintage, answer="")
    return list((found.filter(rule=rule) if rule else found).values_list("pk", flat=True))


def status(*, at: datetime) -> list[dict[str, Any]]:
    """Give every dataset with its vintages by status, its rows now, and how many findings wait, as plain values."""
    states: dict[int, dict[str, int]] = {}
    for one in Vintage.objects.order_by().values("dataset", "state").annotate(number=Count("pk")):
        states.setdefault(one["dataset"], {})[one["state"]] = one["number"]
    waits: dict[int, int] = {}
    for vintage in waiting_findings():
        waits[vintage.dataset_id] = waits.get(vintage.dataset_id, 0) + vintage.unanswered  # type: ignore[attr-defined]  # annotated by the query
    return [
        {
            "dataset": one.code,
            "title": str(one.title),
            "audience": one.audience,
            "rows": one.rows_now,
            "released": one.released_now.isoformat() if one.released_now else None,
            "vintages": states.get(one.pk, {}),
            "waiting": waits.get(one.pk, 0),
        }
        for one in with_dates(Dataset.objects.order_by("code"), at=at)
    ]


def every_vintage() -> QuerySet[Vintage]:
    """Give the vintages within reach, each with its dataset."""
    return Vintage.objects.select_related("dataset")
