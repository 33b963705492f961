"""Rounds.

Which there are, when each closes for whom, and who has reported (in the order of names, never of results).
"""

from collections.abc import Iterable
from copy import copy
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from roundtable.ground.parties.public import PartyView, parties_on, while_unchanged, zone_of
from roundtable.ground.trust.public import Person, Role, actor
from roundtable.kernel.base.once import once
from roundtable.operations.plan.domain.deadline import Longer, Window, window
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.models import Action, Area, Extension, Report, Round
from roundtable.ui import moments

ACTIONS: Final = "plan.actions"
"""The key under which the actions are kept while a request is answered."""

ROUNDS: Final = "plan.rounds"
"""The key under which the rounds are."""


def _with_areas(actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """Copy actions together with their areas, one copy of each."""
    areas: dict[int, Area] = {}
    made = []
    for action in actions:
        own = copy(action)
        own.area = areas.setdefault(action.area_id, copy(action.area))
        made.append(own)
    return tuple(made)


_rounds = while_unchanged(lambda: Round.objects.prefetch_related("extensions").order_by("-year"))
_actions = while_unchanged(
    lambda: Action.objects.select_related("area").order_by("area__number", "area_id", "number", "pk"), _with_areas
)

ASKED: Final = (Q(action__since=None) | Q(action__since__lte=F("round__opens_on"))) & (
    Q(action__until=None) | Q(action__until__gte=F("round__opens_on"))
)
"""The condition for reports on an action that their round asks: the rule of `domain.asked`, for the database."""


def rounds_visible_to(person: Person, at: datetime) -> QuerySet[Round]:
    """Give the rounds that a person may see, newest first.

    All for those who take part, otherwise the published ones.
    """
    rounds = Round.objects.prefetch_related("extensions")
    return rounds if actor(person, at).functions else rounds.exclude(published_at=None)


def every_round() -> tuple[Round, ...]:
    """Give all rounds, newest first, with their extensions at hand; kept in memory while none changes."""
    return once(ROUNDS, _rounds)


def every_action() -> tuple[Action, ...]:
    """Give every action that is or was in the plan, with its area, in the order of the plan.

    Kept in memory while none changes. Where one that was dropped had the number that another bears now, it stands
    before it.
    """
    return once(ACTIONS, _actions)


def actions_asked(round_: Round) -> tuple[Action, ...]:
    """Give the actions that a round asks, by the rule of `domain.asked`, in the order of the plan."""
    return tuple(action for action in every_action() if asks(round_, action))


def asks(round_: Round, action: Action) -> bool:
    """Whether a round asks an action."""
    return action.span.covers(round_.opens_on)


def round_in(year: int) -> Round | None:
    """Give the round on a year."""
    return Round.objects.prefetch_related("extensions").filter(year=year).first()


def current_round(at: datetime) -> Round | None:
    """Give the round that people mean when they name none.

    The newest that has opened somewhere, else the newest at all.
    """
    rounds = every_round()
    opened = [one for one in rounds if one.opens_on <= at.date()]
    return next(iter(opened or rounds), None)


def round_before(round_: Round) -> Round | None:
    """Give the round before this one."""
    return Round.objects.filter(year__lt=round_.year).order_by("-year").first()


def longer(round_: Round) -> tuple[Longer, ...]:
    """Give the extensions of a round as values; free when they were prefetched."""
    return tuple(Longer(one.closes_on, str(one.party_id or "")) for one in round_.extensions.all())


def window_for(round_: Round, party: str, zone: ZoneInfo | None = None) -> Window:
    """Give the time in which a Party may report, in UTC."""
    return window(
        round_.opens_on,
        round_.closes_on,
        round_.closes_at,
        zone=zone or zone_of(party),
        party=party,
        extensions=longer(round_),
    )


def spoken(moment: datetime, zone: ZoneInfo) -> str:
    """Say a moment in a zone's own time, with the zone: "30 November 2026, 18:00 (Tbilisi time)"."""
    local = timezone.localtime(moment, zone)
    return _("%(day)s, %(time)s (%(place)s time)") % {
        "day": moments.day(local.date()),
        "time": f"{local:%H:%M}",
        "place": moments.place(zone.key),
    }


def asked_in(round_: Round) -> list[PartyView]:
    """Give the Parties that a round asks: those that take part on the day it closes, in the order of their names."""
    return parties_on(round_.closes_on)


def extensions_visible_to(person: Person, round_: Round, at: datetime) -> list[Extension]:
    """Give the extensions of a round that a person may know of: for all, for the own Party; the secretariat all."""
    who = actor(person, at)
    given = round_.extensions.select_related("by").all()
    return [one for one in given if one.party_id is None or who.holds(Role.SECRETARIAT) or one.party_id in who.scopes]


def handed_in_by_party(round_: Round, codes: Iterable[str]) -> dict[str, int]:
    """Count what each of these Parties handed in, for reminders."""
    counts = (
        Report.objects.filter(ASKED, round=round_, party__in=list(codes), deleted_at=None)
        .filter(stage__in=[Stage.SUBMITTED, Stage.ACCEPTED])
        .order_by()
        .values_list("party_id")
        .annotate(number=Count("pk"))
    )
    return {str(code): number for code, number in counts}
