"""Plan a meeting, call it, change it, hold it, cancel it, and take its shape over for the next one."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import User, remember, require
from roundtable.kernel.base.errors import Invalid, NotAllowed
from roundtable.records.meetings.domain.stage import may_become
from roundtable.records.meetings.models import Guest, Item, Meeting, Stage
from roundtable.records.meetings.queries.texts import texts_of, words_of
from roundtable.records.meetings.rules import Do
from roundtable.records.meetings.services import links, telling
from roundtable.records.meetings.services.changing import held, plain, rewrite
from roundtable.records.meetings.signals import Happened

MOVES_THE_ENTRY = frozenset(
    {"first_day", "last_day", "starts", "ends", "zone", "place", "link", "title"},
)
"""Changes that calendars have to learn of."""
CODE_LENGTH = 50


def code_for(title: Mapping[str, str], first_day: date) -> str:
    """Make the code of a meeting from its title and year; it is part of its address and never changes."""
    words = slugify(title.get("en", "")) or slugify(next(iter(title.values()), "")) or "meeting"
    stem = words[:CODE_LENGTH].strip("-")
    if str(first_day.year) not in stem:
        stem = f"{stem}-{first_day.year}"
    taken = set(Meeting.objects.filter(code__startswith=stem).values_list("code", flat=True)) | RESERVED
    code, number = stem, 2
    while code in taken:
        code, number = f"{stem}-{number}", number + 1
    return code


RESERVED = {"new", "conclusions", "feed", "handover"}
"""First parts of addresses that no meeting may have."""


@transaction.atomic
def plan(values: Mapping[str, Any], *, by: User, at: datetime) -> Meeting:
    """Plan a meeting: the secretariat alone sees it until it is called."""
    require(by, Do.KEEP, at=at)
    meeting = Meeting(**values, changed_at=at, demonstration=by.demonstration)
    _check(meeting)
    meeting.code = code_for(texts_of(meeting.title), meeting.first_day)
    meeting.words = words_of(meeting)
    meeting.save()
    remember(Happened.PLANNED, by=by, on=meeting, at=at, after={name: plain(value) for name, value in values.items()})
    links.find_anew(meeting)
    return meeting


@transaction.atomic
def change(meeting: Meeting, values: Mapping[str, Any], *, revision: int | None, by: User, at: datetime) -> Meeting:
    """Change a meeting; those who are invited are told of another day, place or link, and calendars follow."""
    require(by, Do.KEEP, meeting, at=at)
    before, after = rewrite(meeting, values, revision=revision)
    if not after:
        return meeting
    if meeting.stage == Stage.HELD and {"first_day", "last_day"} & after.keys():
        raise NotAllowed(_("This meeting was held. Its days are a record and stay."))
    _check(meeting)
    moved = bool(MOVES_THE_ENTRY & after.keys())
    meeting.sequence += moved
    meeting.changed_at = at
    meeting.words = words_of(meeting)
    meeting.save()
    remember(Happened.CHANGED, by=by, on=meeting, at=at, before=before, after=after)
    links.find_anew(meeting)
    if moved and meeting.stage == Stage.CALLED:
        telling.tell_moved(meeting, at=at)
    return meeting


def _check(meeting: Meeting) -> None:
    faults: dict[str, list[str]] = {}
    if meeting.last_day < meeting.first_day:
        faults["last_day"] = [_("The last day comes before the first. Change one of them.")]
    if (meeting.starts is None) != (meeting.ends is None):
        faults["ends"] = [_("Give both hours, or none.")]
    elif meeting.first_day == meeting.last_day and meeting.starts and meeting.ends and meeting.ends <= meeting.starts:
        faults["ends"] = [_("The meeting ends before it begins. Change one of the hours.")]
    if not meeting.ahead.in_order():
        faults["comment"] = [
            _("Documents are circulated first, then commented on, revised and frozen, all before the meeting.")
        ]
    if faults:
        raise Invalid(_("Some of what was sent does not fit. Each part is named below."), fields=faults)


HAPPENED = {
    Stage.CALLED: Happened.CALLED,
    Stage.HELD: Happened.HELD,
    Stage.CANCELLED: Happened.CANCELLED,
    Stage.PLANNED: Happened.TAKEN_UP,
}


@transaction.atomic
def move(meeting: Meeting, to: str, *, by: User, at: datetime) -> Meeting:
    """Take a meeting to another stage. Calling and cancelling tell those who are invited; twice changes nothing."""
    require(by, Do.KEEP, meeting, at=at)
    held(meeting)
    if meeting.stage == to:
        return meeting
    if not may_become(meeting.stage, to):
        raise NotAllowed(
            _("A meeting that is “%(now)s” cannot become “%(to)s”.")
            % {"now": meeting.get_stage_display(), "to": Stage(to).label}
        )
    if to == Stage.HELD and meeting.days.begins_at > at:
        raise NotAllowed(_("This meeting has not begun yet."))
    before = meeting.stage
    meeting.stage = to
    meeting.sequence += 1
    meeting.revision += 1
    meeting.changed_at = at
    meeting.save()
    remember(HAPPENED[Stage(to)], by=by, on=meeting, at=at, before={"stage": before}, after={"stage": to})
    links.find_anew(meeting)
    if to == Stage.CALLED:
        telling.tell_called(meeting, at=at)
    elif to == Stage.CANCELLED and before == Stage.CALLED:
        telling.tell_cancelled(meeting, at=at)
    return meeting


@transaction.atomic
def name_guest(  # noqa: PLR0913 - an exception has these parts
    meeting: Meeting, party: str, *, invited: bool, as_observer: bool, reason: str, by: User, at: datetime
) -> Guest:
    """Invite somebody besides those who take part, or leave somebody out: with the reason, for all to read."""
    require(by, Do.KEEP, meeting, at=at)
    if not reason.strip():
        raise Invalid(_("Say why, or by which source."), fields={"reason": [_("Write a reason or source.")]})
    found, _made = Guest.objects.update_or_create(
        meeting=meeting,
        party_id=party,
        defaults={"invited": invited, "as_observer": invited and as_observer, "reason": reason.strip()},
    )
    after = {"party": party, "invited": invited, "as_observer": found.as_observer, "reason": found.reason}
    remember(Happened.GUEST_NAMED, by=by, on=meeting, at=at, after=after)
    return found


@transaction.atomic
def forget_guest(meeting: Meeting, party: str, *, by: User, at: datetime) -> None:
    """Let the general rule hold again for somebody."""
    require(by, Do.KEEP, meeting, at=at)
    gone, _by_table = Guest.objects.filter(meeting=meeting, party=party).delete()
    if gone:
        remember(Happened.GUEST_FORGOTTEN, by=by, on=meeting, at=at, before={"party": party})


@transaction.atomic
def clone(
    meeting: Meeting, *, first_day: date, by: User, at: datetime, title: Mapping[str, str] | None = None
) -> Meeting:
    """Plan the next meeting after this one: with its kind, hours, deadlines and agenda; nobody is registered."""
    require(by, Do.KEEP, meeting, at=at)
    values: dict[str, Any] = {
        name: getattr(meeting, name)
        for name in (
            *("kind", "series", "starts", "ends", "zone", "host", "chair", "partners", "about"),
            *("circulate", "comment", "revise", "freeze"),
        )
    }
    days = meeting.last_day - meeting.first_day
    values |= {"first_day": first_day, "last_day": first_day + days, "title": meeting.title if title is None else title}
    if title is None:
        values["title"] = _with_year(meeting, first_day)
    values["place"] = meeting.place
    made = plan(values, by=by, at=at)
    for item in Item.objects.filter(meeting=meeting):
        Item.objects.create(
            meeting=made,
            **{name: getattr(item, name) for name in ("place", "day", "kind", "minutes", "opening", "original")},
            wording=item.wording,
            codes=list(item.codes),
            texts=dict(item.texts),
        )
    return made


def _with_year(meeting: Meeting, first_day: date) -> Any:
    """Carry a title over, with the new year where it names the old one."""
    old, new = str(meeting.first_day.year), str(first_day.year)
    return type(meeting.title)({code: text.replace(old, new) for code, text in texts_of(meeting.title).items()})
