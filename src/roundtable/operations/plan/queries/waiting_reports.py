"""What waits for a person in reporting. Each thing names the one function that is responsible for it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.parties.public import names, parties_on, zone_of
from roundtable.ground.trust.public import Person, Role, actor
from roundtable.kernel.base.scopes import SECRETARIAT
from roundtable.kernel.links.waiting import Waiting
from roundtable.operations.plan.domain.deadline import Phase
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.models import Correction, Report
from roundtable.operations.plan.queries.rounds import ASKED, asks, every_action, every_round, spoken, window_for
from roundtable.operations.plan.queries.waiting_office import SHOWN_ONE_BY_ONE, evening_after

CORRECTION_DAYS = 14


def function_of(report: Report) -> str:
    """The one function that is responsible for what comes next with a report; empty when nothing does."""
    if report.stage == Stage.ACCEPTED:
        return ""
    if report.stage == Stage.SUBMITTED:
        return f"{Role.SECRETARIAT}@{SECRETARIAT}"
    if report.stage == Stage.DRAFT and report.institution:
        return f"{Role.CONTRIBUTOR}@{report.party_id}"
    return f"{Role.CONTACT_POINT}@{report.party_id}"


def reports_due(person: Person, at: datetime) -> Iterator[Waiting]:
    """For contact points: the open round of each own Party, with the day it closes there; late for a week after."""
    codes = actor(person, at).scopes_as(Role.CONTACT_POINT)
    if not codes:
        return
    shown = names()
    counted = {
        (number, str(party)): reports
        for number, party, reports in Report.objects.filter(ASKED, party__in=codes, deleted_at=None)
        .filter(Q(stage__in=[Stage.SUBMITTED, Stage.ACCEPTED]) | Q(answer_by__isnull=False))
        .order_by()
        .values_list("round_id", "party_id")
        .annotate(number=Count("pk"))
    }
    every = every_action()
    for round_ in every_round():
        if round_.opens_on > at.date() + timedelta(days=1):
            continue
        asked = sum(1 for action in every if asks(round_, action))
        handed_in = {party: reports for (number, party), reports in counted.items() if number == round_.pk}
        for party in parties_on(round_.closes_on):
            if party.code not in codes or handed_in.get(party.code, 0) >= asked:
                continue
            zone = ZoneInfo(party.zone)
            frame = window_for(round_, party.code, zone)
            late = frame.phase(at) is Phase.CLOSED
            if frame.phase(at) is Phase.BEFORE or (
                late and (handed_in.get(party.code) or at - frame.closes > timedelta(days=7))
            ):
                continue
            yield Waiting(
                title=_("Reports on %(year)s of %(party)s") % {"year": round_.year, "party": shown[party.code]},
                detail=_("%(number)d of %(asked)d actions handed in. Closes %(moment)s.")
                % {"number": handed_in.get(party.code, 0), "asked": asked, "moment": spoken(frame.closes, zone)},
                url=f"{reverse('plan:reports')}?round={round_.year}&party={party.code}",
                due=frame.closes,
                late=late,
                function=f"{Role.CONTACT_POINT}@{party.code}",
                kind="plan.round",
                object_id=f"{round_.year}.{party.code}",
            )


def reports_for_party(person: Person, at: datetime) -> Iterator[Waiting]:
    """For contact points: what was returned, what a ministry says is ready, and what was opened for correction."""
    codes = actor(person, at).scopes_as(Role.CONTACT_POINT)
    if not codes:
        return
    opened = Correction.objects.filter(report=OuterRef("pk"), stage=Correction.Stage.OPEN)
    found = (
        Report.objects.filter(ASKED, party__in=codes, deleted_at=None)
        .annotate(
            correction=Subquery(opened.values("pk")[:1]),
            corrected_from=Subquery(opened.values(since=Coalesce("decided_at", "asked_at"))[:1]),
        )
        .filter(
            Q(answer_by__isnull=False)
            | Q(stage=Stage.OFFERED, round__closes_on__gte=at.date() - timedelta(days=60))
            | Q(correction__isnull=False)
        )
        .select_related("action")
        .order_by("answer_by", "pk")
    )
    zones = {one.code: ZoneInfo(one.zone) for one in parties_on(at.date())}
    for report in found[: 2 * SHOWN_ONE_BY_ONE]:
        zone = zones.get(str(report.party_id), ZoneInfo("UTC"))
        yield _to_correct(report, at) if report.correction else _to_hand_in(report, zone, at)


def _to_hand_in(report: Report, zone: ZoneInfo, at: datetime) -> Waiting:
    code = str(report.party_id)
    returned = report.stage == Stage.RETURNED
    rounds = {one.pk: one for one in every_round()}
    due = report.answer_by or window_for(rounds[report.round_id], code, zone).closes
    sentence = _("%(code)s of %(party)s was returned") if returned else _("%(code)s of %(party)s is ready to submit")
    return Waiting(
        title=sentence % {"code": report.action.label, "party": names().get(code, code)},
        detail=report.returned_note[:160] if returned else spoken(due, zone),
        url=reverse("plan:report", args=[report.pk]),
        due=due,
        late=at > due,
        function=f"{Role.CONTACT_POINT}@{code}",
        kind="plan.report",
        object_id=str(report.pk),
    )


def _to_correct(report: Any, at: datetime) -> Waiting:
    """Say that the secretariat opened an accepted report for its correction."""
    rounds = {one.pk: one for one in every_round()}
    due = evening_after(report.corrected_from, CORRECTION_DAYS, str(report.party_id))
    return Waiting(
        title=_("Enter the correction of %(code)s for %(year)s")
        % {"code": report.action.label, "year": rounds[report.round_id].year},
        detail=spoken(due, zone_of(str(report.party_id))),
        url=reverse("plan:report", args=[report.pk]),
        due=due,
        late=at > due,
        function=f"{Role.CONTACT_POINT}@{report.party_id}",
        kind="plan.correction",
        object_id=str(report.correction),
    )


def reports_assigned(person: Person, at: datetime) -> Iterator[Waiting]:
    """For contributors: what was assigned to their institution and is still a draft."""
    places = [one for one in actor(person, at).functions if one.role == Role.CONTRIBUTOR and one.institution]
    if not places:
        return
    mine = Q(pk__in=[])
    for place in places:
        mine |= Q(party=place.scope, institution=place.institution)
    found = (
        Report.objects.filter(ASKED, mine, deleted_at=None, stage=Stage.DRAFT)
        .filter(round__closes_on__gte=at.date() - timedelta(days=60))
        .select_related("action", "round")
        .prefetch_related("round__extensions")
        .order_by("round__closes_on", "action__area__number", "action__number")
    )
    rows = list(found[:SHOWN_ONE_BY_ONE])
    zones = {one.code: ZoneInfo(one.zone) for one in parties_on(at.date())} if rows else {}
    for report in rows:
        code = str(report.party_id)
        zone = zones.get(code, ZoneInfo("UTC"))
        due = window_for(report.round, code, zone).closes
        if at > due + timedelta(days=7):
            continue
        yield Waiting(
            title=_("Report on %(code)s for %(year)s") % {"code": report.action.label, "year": report.round.year},
            detail=spoken(due, zone),
            url=reverse("plan:report", args=[report.pk]),
            due=due,
            late=at > due,
            function=f"{Role.CONTRIBUTOR}@{code}",
            kind="plan.report",
            object_id=str(report.pk),
        )


SOURCES = (reports_due, reports_for_party, reports_assigned)
