"""Questions about activities: which ones a person may read, what is said of them, which look alike."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.public import Actor, Line, Person, Role, actor, entries_of, told
from roundtable.operations.plan.domain.activity import (
    Attached,
    Facts,
    Like,
    Promise,
    ShareOf,
    look_alike,
)
from roundtable.operations.plan.models import Action, Activity, ActivityDocument, Funding, HorizontalIssue, Share
from roundtable.operations.plan.queries.rounds import every_action

KEPT_IN_BIN: Final = timedelta(days=30)
"""How long a deleted activity can be brought back."""

READS_ALL = (Role.SECRETARIAT, Role.AUDITOR)
_CANDIDATES: Final = 400

LABELS: Final[Mapping[str, Any]] = {
    "title": _("Title"),
    "kind": _("Kind"),
    "stage": _("Status"),
    "audience": _("Who may read it"),
    "marking": _("Marking"),
    "reference": _("Own reference"),
    "about": _("Description"),
    "lead": _("Lead"),
    "partners": _("Partners"),
    "participants": _("Participating Parties"),
    "starts": _("First day"),
    "ends": _("Last day"),
    "place": _("Place"),
    "online": _("Online"),
    "budget": _("Budget, euro"),
    "spent": _("Spent, euro"),
    "issues": _("Horizontal issues"),
    "outputs": _("Outputs"),
    "shares": _("Actions served"),
    "fundings": _("Sources of money"),
    "documents": _("Documents"),
}
"""The name of each fact, as forms, comparisons and histories call it."""


def _leads_or_partners(codes: Collection[str]) -> Q:
    named = Activity.partners.through.objects.filter(activity_id=OuterRef("pk"), party_id__in=codes)
    return Q(lead__in=codes) | Q(Exists(named))


def _readable(who: Actor) -> Q:
    if who.holds(*READS_ALL):
        return Q()
    if not who.functions:
        return Q(audience=Activity.Audience.PUBLIC)
    open_to_all = Q(audience__in=[Activity.Audience.PUBLIC, Activity.Audience.PARTIES])
    return open_to_all | (Q(audience=Activity.Audience.OWN) & _leads_or_partners(who.scopes))


def visible_to(person: Person, *, at: datetime) -> QuerySet[Activity]:
    """Give the activities that a person may read; those in the bin are not among them."""
    return Activity.objects.filter(_readable(actor(person, at)), deleted_at=None)


def public() -> QuerySet[Activity]:
    """Give the activities that everybody may read."""
    return Activity.objects.filter(audience=Activity.Audience.PUBLIC, deleted_at=None)


def changeable_by(person: Person, *, at: datetime) -> QuerySet[Activity]:
    """Give the activities that a person may change: all for the secretariat, else those that an own Party leads."""
    who = actor(person, at)
    kept = Activity.objects.filter(deleted_at=None)
    if who.holds(Role.SECRETARIAT):
        return kept
    return kept.filter(lead__in=who.scopes_as(Role.CONTACT_POINT, Role.CONTRIBUTOR, Role.PARTNER))


def deleted_visible_to(person: Person, *, at: datetime) -> QuerySet[Activity]:
    """Give what the person may still bring back from the bin at this instant, the newest first."""
    who = actor(person, at)
    kept = Activity.objects.filter(deleted_at__gt=at - KEPT_IN_BIN).order_by("-deleted_at", "-pk")
    if who.holds(Role.SECRETARIAT):
        return kept
    return kept.filter(lead__in=who.scopes_as(Role.CONTACT_POINT, Role.CONTRIBUTOR, Role.PARTNER))


def readable_files(person: Person, *, at: datetime) -> Q:
    """The condition for files of activities that a person may read; before it belongs to one, whoever handed it in."""
    attached = ActivityDocument.objects.exclude(file_id=None)
    theirs = attached.filter(activity__in=visible_to(person, at=at).values("pk"))
    own = Q(by_id=person.pk) if person.pk is not None else Q(pk__in=[])
    return Q(pk__in=theirs.values("file_id")) | (own & ~Q(pk__in=attached.values("file_id")))


def shares_in_order() -> Prefetch[Any]:
    """Prefetch shares with their actions, in the order of the plan."""
    return Prefetch(
        "shares", Share.objects.select_related("action__area").order_by("action__area__number", "action__number", "pk")
    )


def with_everything(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Fetch all that belongs to the activities, in a constant number of queries."""
    return activities.prefetch_related(
        shares_in_order(),
        Prefetch("fundings", Funding.objects.order_by("pk")),
        "documents",
        "partners",
        "participants",
        "issues",
    )


def facts_of(activity: Activity) -> Facts:
    """Give all that is said of an activity, as facts."""
    return Facts(
        title=activity.title,
        kind=activity.kind,
        stage=activity.stage,
        audience=activity.audience,
        reference=activity.reference,
        about=activity.about,
        lead=str(activity.lead_id),
        partners=tuple(sorted(str(party.pk) for party in activity.partners.all())),
        participants=tuple(sorted(str(party.pk) for party in activity.participants.all())),
        starts=activity.starts,
        ends=activity.ends,
        place=activity.place,
        online=activity.online,
        budget=activity.budget,
        spent=activity.spent,
        issues=tuple(sorted(issue.key for issue in activity.issues.all())),
        outputs=activity.outputs,
        shares=tuple(ShareOf(one.action.key, one.share * 100) for one in activity.shares.all()),
        fundings=tuple(Promise(one.source, one.pledged, one.paid) for one in activity.fundings.all()),
        documents=tuple(Attached(one.title, one.link, one.file_id) for one in activity.documents.all()),
    )


def facts_at_revision(activity: Activity, revision: int) -> dict[str, Any]:
    """Give the plain facts as they were at an earlier revision, by walking the history back. One query."""
    facts = facts_of(activity).plain()
    for line in entries_of(activity):
        if line.after.get("revision", 0) <= revision:
            break
        facts.update({name: value for name, value in line.before.items() if name in facts})
    return facts


def _numbers(keys: Iterable[str]) -> list[int]:
    return [int(number) for key in keys if (number := key.partition("~")[2]).isdecimal()]


def actions_by_key() -> dict[str, Action]:
    """Give every action by its key (`Action.key`): those in force in the plan's order, then those that were dropped."""
    return {action.key: action for action in sorted(every_action(), key=lambda action: action.gone)}


def issues(keys: Iterable[str] = ()) -> list[HorizontalIssue]:
    """Give the horizontal issues in force, and those of the named keys that left the plan, in order. One query."""
    return list(
        HorizontalIssue.objects.filter(Q(gone=False) | Q(gone=True, pk__in=_numbers(keys))).order_by("number", "pk")
    )


def serves(*, gone: bool | None = None, **wanted: Any) -> Exists:
    """The condition for activities that serve such an action; `gone` says whether it is in the plan still."""
    if gone is not None:
        wanted["action__gone"] = gone
    return Exists(Share.objects.filter(activity_id=OuterRef("pk"), **wanted))


def named(keys: Iterable[str]) -> Q:
    """The condition for shares of the actions with these keys."""
    codes = list(keys)
    return Q(action__code__in=codes, action__gone=False) | Q(action__gone=True, action__in=_numbers(codes))


def look_alikes(facts: Facts, *, person: Person, at: datetime, besides: int | None = None) -> list[Activity]:
    """Give up to five activities that look like this one, among those that the person may read; a hint, no verdict.

    Looked at are those that serve one of the same actions at overlapping dates, the nearest in time first.
    """
    codes = {share.action for share in facts.shares}
    if not codes or not facts.title.strip():
        return []
    served = Share.objects.filter(named(codes), activity_id=OuterRef("pk"))
    near = visible_to(person, at=at).exclude(stage=Activity.Stage.CANCELLED).filter(Exists(served))
    if facts.starts is not None:
        last = facts.ends or facts.starts
        near = near.filter(
            Q(starts=None) | (Q(starts__lte=last) & (Q(ends__gte=facts.starts) | Q(starts__gte=facts.starts)))
        )
    if besides is not None:
        near = near.exclude(pk=besides)
    candidates = {one.pk: one for one in near.order_by(F("starts").desc(nulls_last=True), "-pk")[:_CANDIDATES]}
    if not candidates:
        return []
    actions: dict[int, set[str]] = {}
    for share in Share.objects.filter(activity_id__in=candidates).select_related("action"):
        actions.setdefault(share.activity_id, set()).add(share.action.key)
    others = [
        Like(one.pk, one.title, frozenset(actions.get(one.pk, ())), one.starts, one.ends) for one in candidates.values()
    ]
    this = Like(besides or 0, facts.title, frozenset(codes), facts.starts, facts.ends)
    return [candidates[like.key] for like in look_alike(this, others)]


def serving(action: Action, *, person: Person, at: datetime) -> QuerySet[Activity]:
    """Give the activities that serve an action, as far as the person may read them."""
    return visible_to(person, at=at).filter(serves(action_id=action.pk))


def of_party_q(code: str, role: str = "") -> Q:
    """Ask for the activities of a Party or Partner: as "lead", "partner", "participant", or in any role."""
    partner = Q(Exists(Activity.partners.through.objects.filter(activity_id=OuterRef("pk"), party_id=code)))
    participant = Q(Exists(Activity.participants.through.objects.filter(activity_id=OuterRef("pk"), party_id=code)))
    roles = {"lead": Q(lead=code), "partner": partner, "participant": participant}
    return roles.get(role, Q(lead=code) | partner | participant)


def of_party(code: str, *, person: Person, at: datetime, role: str = "") -> QuerySet[Activity]:
    """Give the activities of a Party or Partner, in one role or in any, as far as the person may read them."""
    return visible_to(person, at=at).filter(of_party_q(code, role))


def served_by(some: QuerySet[Activity]) -> dict[int, int]:
    """Count, for each action (by its id) that some of these activities serve, how many of them do. One query."""
    shares = Share.objects.filter(activity__in=some.order_by()).order_by()
    return dict(shares.values_list("action_id").annotate(number=Count("activity_id", distinct=True)))


@dataclass(frozen=True, slots=True)
class Bar:
    """An activity on a timeline."""

    pk: int
    title: str
    lead: str
    stage: str
    starts: date
    ends: date
    codes: tuple[str, ...]
    demonstration: bool


def timeline(  # noqa: PLR0913 - each of these narrows the picture
    *,
    person: Person,
    at: datetime,
    first: date,
    last: date,
    area: str = "",
    action: str = "",
    party: str = "",
    most: int = 500,
) -> list[Bar]:
    """Give the activities that happen between two days (both count), by first day; at most `most`. Two queries."""
    wanted = visible_to(person, at=at).filter(starts__lte=last).filter(Q(ends__gte=first) | Q(starts__gte=first))
    if area:
        wanted = wanted.filter(serves(action__area__numeral=area, action__area__gone=False))
    if action:
        served = Share.objects.filter(named([action]), activity_id=OuterRef("pk"))
        wanted = wanted.filter(Exists(served))
    if party:
        wanted = wanted.filter(of_party_q(party))
    found = list(wanted.order_by("starts", "ends", "pk").prefetch_related(shares_in_order())[:most])
    return [
        Bar(
            pk=one.pk,
            title=one.title,
            lead=str(one.lead_id),
            stage=one.stage,
            starts=one.starts,
            ends=one.ends or one.starts,
            codes=tuple(share.action.label for share in one.shares.all()),
            demonstration=one.demonstration,
        )
        for one in found
        if one.starts is not None
    ]


def history(activity: Activity, person: Person, *, at: datetime) -> list[Line]:
    """Give the history of an activity in the reader's language, the newest first.

    What it said while it was kept among fewer people stays with those: of that time others learn who did what alone.
    """
    who = actor(person, at)
    named = {str(activity.lead_id), *(str(party.pk) for party in activity.partners.all())}
    inside = who.holds(*READS_ALL) or bool(named & who.scopes)
    entries, closed = entries_of(activity), set()
    open_ = True
    for entry in entries:
        kept_to = entry.before.get("audience")
        if kept_to == Activity.Audience.OWN or (kept_to == Activity.Audience.PARTIES and not who.functions):
            open_ = inside
        if not open_:
            closed.add(entry.pk)
    return told(entries, person, at=at, closed=closed)


def cents(amount: Decimal | None) -> int | None:
    """An amount in whole cents, or None where it is not known."""
    return None if amount is None else int(amount * 100)


def gap_of(budget: Decimal | None, pledged: Decimal) -> Decimal | None:
    """What is missing to the budget; never below zero, and unknown where the budget is unknown."""
    return None if budget is None else max(budget - pledged, Decimal(0))
