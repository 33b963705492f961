"""What waits for whom: delegations to be named, comments and documents due, approvals, conclusions due."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.ground.parties.public import names, zone_of
from roundtable.ground.trust.public import Actor, Person, Role, actor
from roundtable.kernel.base.scopes import SECRETARIAT
from roundtable.kernel.links.waiting import Waiting
from roundtable.records.meetings.domain.days import instant
from roundtable.records.meetings.domain.deadlines import CLOSES, Step, due, working_day
from roundtable.records.meetings.models import Conclusion, Material, Meeting, Participant, Stage
from roundtable.records.meetings.queries.invited import invitees_of

REGISTER_DAYS: Final = 14
"""Days before a meeting by which delegations are named."""
SOON: Final = timedelta(days=30)
OFFICE: Final = f"{Role.SECRETARIAT}@{SECRETARIAT}"
SPEAKERS: Final = (Role.CONTACT_POINT, Role.PARTNER)


def waiting_for(person: Person, at: datetime) -> Iterator[Waiting]:
    """Give what waits for a person. The same number of queries for one meeting and for many."""
    who = actor(person, at)
    office, own = who.holds(Role.SECRETARIAT), who.scopes_as(*SPEAKERS)
    if not office and not own:
        return
    coming = list(Meeting.objects.filter(stage=Stage.CALLED).order_by("first_day", "pk"))
    if coming:
        yield from _of_meetings(coming, at, who, office=office)
    yield from _conclusions(who, at, office=office)


def _of_meetings(coming: list[Meeting], at: datetime, who: Actor, *, office: bool) -> Iterator[Waiting]:
    papers = dict(
        Material.objects.filter(meeting__in=coming, deleted_at=None)
        .values_list("meeting")
        .annotate(number=Count("pk"))
        .order_by()
    )
    people: dict[int, set[str]] = {}
    asked: dict[int, int] = {}
    rows = Participant.objects.filter(meeting__in=coming).exclude(stage=Participant.Stage.WITHDRAWN)
    for number, party, stage in rows.values_list("meeting_id", "party_id", "stage"):
        people.setdefault(number, set()).add(str(party))
        asked[number] = asked.get(number, 0) + (stage == Participant.Stage.ASKED)
    speaks = who.scopes_as(*SPEAKERS)
    by_meeting = invitees_of(coming) if speaks else {}
    for meeting in coming:
        if office:
            yield from _for_the_office(meeting, at, papers.get(meeting.pk, 0), asked.get(meeting.pk, 0))
        for one in by_meeting.get(meeting.pk, []):
            if one.code in speaks and one.invitation.invited:
                named = one.code in people.get(meeting.pk, set())
                yield from _for_a_party(meeting, one.code, who, at, named=named, papers=papers.get(meeting.pk, 0))


def _function(who: Actor, code: str) -> str:
    role = Role.CONTACT_POINT if who.holds(Role.CONTACT_POINT, scope=code) else Role.PARTNER
    return f"{role}@{code}"


def _for_a_party(  # noqa: PLR0913 - what is known of one delegation
    meeting: Meeting, code: str, who: Actor, at: datetime, *, named: bool, papers: int
) -> Iterator[Waiting]:
    shown: dict[str, Any] = {
        "meeting": str(meeting.title),
        "name": names().get(code, code),
        "day": date_format(meeting.first_day, "DATE_FORMAT"),
    }
    zone = str(zone_of(code))
    if not named and meeting.days.ends_at > at:
        by = instant(working_day(meeting.first_day - timedelta(days=REGISTER_DAYS)), CLOSES, zone)
        yield Waiting(
            title=_("Name the delegation: %(meeting)s") % shown,
            detail=_("Nobody is named for %(name)s yet. The meeting begins on %(day)s.") % shown,
            url=f"{reverse('meetings:register', args=[meeting.code])}?party={code}",
            due=by,
            late=by < at,
            function=_function(who, code),
            kind="meetings.registration",
            object_id=f"{meeting.pk}.{code}",
        )
    comments = due(meeting.first_day, meeting.ahead, zone)[Step.COMMENT]
    if papers and at < comments:
        yield Waiting(
            title=_("Comment on the documents: %(meeting)s") % shown,
            detail=_("The documents of the meeting are there. Comments are due in your own time."),
            url=reverse("meetings:agenda", args=[meeting.code]),
            due=comments,
            late=False,
            function=_function(who, code),
            kind="meetings.comments",
            object_id=f"{meeting.pk}.{code}",
        )


def _for_the_office(meeting: Meeting, at: datetime, papers: int, asked: int) -> Iterator[Waiting]:
    shown = {"meeting": str(meeting.title)}
    steps = due(meeting.first_day, meeting.ahead, str(zone_of(SECRETARIAT)))
    if not papers and steps[Step.CIRCULATE] - SOON < at:
        yield Waiting(
            title=_("Circulate the documents: %(meeting)s") % shown,
            detail=_("No document is laid to this meeting yet."),
            url=reverse("meetings:agenda", args=[meeting.code]),
            due=steps[Step.CIRCULATE],
            late=steps[Step.CIRCULATE] < at,
            function=OFFICE,
            kind="meetings.documents",
            object_id=str(meeting.pk),
        )
    if asked:
        yield Waiting(
            title=_("Approve registrations: %(meeting)s") % shown,
            detail=ngettext("%(number)d registration waits.", "%(number)d registrations wait.", asked)
            % {"number": asked},
            url=f"{reverse('meetings:delegations', args=[meeting.code])}#waiting",
            due=meeting.days.begins_at,
            late=meeting.days.begins_at < at,
            function=OFFICE,
            kind="meetings.approvals",
            object_id=str(meeting.pk),
        )
    if meeting.days.ends_at < at:
        yield Waiting(
            title=_("Say that it was held: %(meeting)s") % shown,
            detail=_("The meeting has ended. Say that it was held, and write down what was concluded."),
            url=meeting.get_absolute_url(),
            due=meeting.days.ends_at,
            late=True,
            function=OFFICE,
            kind="meetings.held",
            object_id=str(meeting.pk),
        )


def _conclusions(who: Actor, at: datetime, *, office: bool) -> Iterator[Waiting]:
    own = set(who.scopes_as(*SPEAKERS)) | ({SECRETARIAT} if office else set())
    rows = (
        Conclusion.objects.filter(Q(owner__in=own), stage=Conclusion.Stage.OPEN, due__lte=(at + SOON).date())
        .exclude(meeting__stage=Stage.PLANNED)
        .select_related("meeting")
        .order_by("due", "pk")
    )
    for one in rows:
        if one.due is None:
            continue
        ends = instant(one.due + timedelta(days=1), time.min, str(zone_of(one.owner)))
        yield Waiting(
            title=_("Conclusion %(number)s: %(meeting)s") % {"number": one.number, "meeting": one.meeting},
            detail=one.text[:200],
            url=reverse("meetings:conclusion", args=[one.meeting.code, one.pk]),
            due=ends,
            late=ends < at,
            function=OFFICE if one.owner == SECRETARIAT else _function(who, one.owner),
            kind="meetings.conclusion",
            object_id=str(one.pk),
        )
