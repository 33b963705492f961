"""What waits for whom: delegations to be named, comments and documents due, approvals, conclusions due."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.db.models import BigIntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast
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
from roundtable.records.meetings.queries.invited import coming, invitees_of

REGISTER_DAYS: Final = 14
"""Days before a meeting by which delegations are named."""
SOON: Final = timedelta(days=30)
OFFICE: Final = f"{Role.SECRETARIAT}@{SECRETARIAT}"
SPEAKERS: Final = (Role.CONTACT_POINT, Role.PARTNER)


def waiting_for(person: Person, at: datetime) -> Iterator[Waiting]:
    """Give what waits for a person: no query without a function here; one with it, two while conclusions are due."""
    who = actor(person, at)
    office, own = who.holds(Role.SECRETARIAT), who.scopes_as(*SPEAKERS)
    if not office and not own:
        return
    counts = _counts(coming(), at, own | ({SECRETARIAT} if office else set()))
    yield from _of_meetings(counts, at, who, office=office)
    if counts.conclusions:
        yield from _conclusions(who, at, counts.conclusions)


@dataclass(frozen=True, slots=True)
class _Counts:
    """What is there of the meetings to come, by their numbers, and the conclusions that are due soon."""

    papers: Counter[int]
    asked: Counter[int]
    named: frozenset[tuple[int, str]]
    conclusions: list[int]


def _counts(meetings: Iterable[Meeting], at: datetime, owners: frozenset[str] | set[str]) -> _Counts:
    """Count papers and people of meetings, and find the conclusions of some owners that are due soon. One query."""
    numbers = [one.pk for one in meetings]
    papers = Material.objects.filter(meeting__in=numbers, deleted_at=None)
    people = Participant.objects.filter(meeting__in=numbers).exclude(stage=Participant.Stage.WITHDRAWN)
    due = Conclusion.objects.filter(owner__in=owners, stage=Conclusion.Stage.OPEN, due__lte=(at + SOON).date())
    rows = _told("paper", papers, Value("", TextField())).union(
        _told("person", people, Cast("party_id", TextField())),
        _told("asked", people.filter(stage=Participant.Stage.ASKED), Value("", TextField())),
        _told("due", due.exclude(meeting__stage=Stage.PLANNED), Value("", TextField()), of="pk"),
        all=True,
    )
    found: dict[str, list[tuple[int, str]]] = {}
    for what, number, party in rows:
        found.setdefault(what, []).append((number, party))
    return _Counts(
        Counter(number for number, _party in found.get("paper", [])),
        Counter(number for number, _party in found.get("asked", [])),
        frozenset(found.get("person", [])),
        [number for number, _party in found.get("due", [])],
    )


def _told(what: str, rows: QuerySet[Any], party: Any, *, of: str = "meeting_id") -> QuerySet[Any, tuple[str, int, str]]:
    told = rows.order_by().annotate(what=Value(what, TextField()), of=Cast(of, BigIntegerField()), party_code=party)
    found: QuerySet[Any, tuple[str, int, str]] = told.values_list("what", "of", "party_code")
    return found


def _of_meetings(counts: _Counts, at: datetime, who: Actor, *, office: bool) -> Iterator[Waiting]:
    speaks = who.scopes_as(*SPEAKERS)
    meetings = coming()
    by_meeting = invitees_of(meetings) if speaks else {}
    for meeting in meetings:
        papers = counts.papers[meeting.pk]
        if office:
            yield from _for_the_office(meeting, at, papers, counts.asked[meeting.pk])
        for one in by_meeting.get(meeting.pk, []):
            if one.code in speaks and one.invitation.invited:
                named = (meeting.pk, one.code) in counts.named
                yield from _for_a_party(meeting, one.code, who, at, named=named, papers=papers)


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
            day=None if meeting.days.starts else meeting.first_day,
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
            day=None if meeting.days.ends else meeting.last_day,
            late=True,
            function=OFFICE,
            kind="meetings.held",
            object_id=str(meeting.pk),
        )


def _conclusions(who: Actor, at: datetime, numbers: list[int]) -> Iterator[Waiting]:
    rows = Conclusion.objects.filter(pk__in=numbers).select_related("meeting").order_by("due", "pk")
    for one in rows:
        if one.due is None:
            continue
        ends = instant(one.due + timedelta(days=1), time.min, str(zone_of(one.owner)))
        yield Waiting(
            title=_("Conclusion %(number)s: %(meeting)s") % {"number": one.number, "meeting": one.meeting},
            detail=one.text[:200],
            url=reverse("meetings:conclusion", args=[one.meeting.code, one.pk]),
            due=ends,
            day=one.due,
            late=ends < at,
            function=OFFICE if one.owner == SECRETARIAT else _function(who, one.owner),
            kind="meetings.conclusion",
            object_id=str(one.pk),
        )
