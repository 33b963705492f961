"""Make rounds, give more time, publish totals, and remind those who have not reported."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from roundtable.ground.parties.public import names, zone_of
from roundtable.ground.trust.public import KeptTo, Role, User, holders, remember, require
from roundtable.kernel.base.errors import Collision, Invalid
from roundtable.kernel.notices import tell
from roundtable.operations.plan.domain.deadline import Phase, reminder_due
from roundtable.operations.plan.models import Extension, Round
from roundtable.operations.plan.queries.frame_words import beginning
from roundtable.operations.plan.queries.rounds import asked_in, every_action, handed_in_by_party, spoken, window_for
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.signals import Happened

LONGEST_REMINDER = 120


def _checked(*, opens_on: date, closes_on: date, reminders: Sequence[int]) -> list[int]:
    if closes_on < opens_on:
        raise Invalid(
            _("The round would close before it opens. Choose a later closing day."),
            fields={"closes_on": [_("Choose a day after %(day)s.") % {"day": date_format(opens_on)}]},
        )
    if any(not 0 <= days <= LONGEST_REMINDER for days in reminders):
        raise Invalid(
            _("A reminder is sent between 0 and %(most)d days before closing.") % {"most": LONGEST_REMINDER},
            fields={"reminders": [_("Write whole numbers of days, for example 30, 14, 3.")]},
        )
    every = every_action()
    if every and not any(action.span.covers(opens_on) for action in every):
        first = beginning()
        raise Invalid(
            _("No action is in the plan on %(day)s, the day on which the round would open: it would ask nothing.")
            % {"day": date_format(opens_on)},
            fields={
                "opens_on": [
                    _("The plan begins on %(day)s.") % {"day": date_format(first)}
                    if first
                    else _("Choose another day.")
                ]
            },
        )
    return sorted(set(reminders), reverse=True)


@transaction.atomic
def make_round(  # noqa: PLR0913 - a round has these sides
    *,
    year: int,
    opens_on: date,
    closes_on: date,
    closes_at: time = time(18, 0),
    reminders: Sequence[int] = (30, 14, 3),
    guidance: str = "",
    by: User,
    at: datetime,
) -> Round:
    """Make the round on a year. `Invalid` when there is one already or it would close before it opens."""
    require(by, Do.KEEP_ROUNDS, at=at)
    days = _checked(opens_on=opens_on, closes_on=closes_on, reminders=reminders)
    if Round.objects.filter(year=year).exists():
        raise Invalid(
            _("There is a round on %(year)s already. Open it to change it.") % {"year": year},
            fields={"year": [_("Choose another year.")]},
        )
    made = Round.objects.create(
        year=year,
        opens_on=opens_on,
        closes_on=closes_on,
        closes_at=closes_at,
        reminders=days,
        guidance=guidance.strip(),
    )
    remember(
        Happened.ROUND_MADE,
        by=by,
        on=made,
        at=at,
        after={"opens_on": opens_on, "closes_on": closes_on, "closes_at": closes_at, "reminders": days},
    )
    return made


def _held(round_: Round) -> Round:
    """Read a round again, and hold it to the end of the transaction: two changes come one after the other."""
    return Round.objects.select_for_update().get(pk=round_.pk)


def _require_seen(held: Round, revision: int) -> None:
    if held.revision != revision:
        raise Collision(
            _("Somebody else changed the round on %(year)s since you opened the page. Nothing was overwritten.")
            % {"year": held.year}
        )


@transaction.atomic
def change_round(  # noqa: PLR0913 - what may change, who and when, on what they saw
    round_: Round,
    *,
    reminders: Sequence[int],
    guidance: str,
    opens_on: date,
    revision: int,
    by: User,
    at: datetime,
) -> Round:
    """Change what may change in a round: guidance, reminders, and the first day while it has not come.

    `revision` is that of the round as the person saw it; `Collision` when somebody changed it meanwhile, unless it
    says all of this already. The closing day is moved by an extension alone, so that every Party can see who gave
    more time and why.
    """
    round_ = _held(round_)
    require(by, Do.KEEP_ROUNDS, round_, at=at)
    days = _checked(opens_on=opens_on, closes_on=round_.closes_on, reminders=reminders)
    if opens_on != round_.opens_on and min(round_.opens_on, opens_on) <= at.date():
        raise Invalid(
            _("The round has opened already, or would open in the past: its first day stays as it is."),
            fields={"opens_on": [_("Write %(day)s again.") % {"day": date_format(round_.opens_on)}]},
        )
    wanted = {"opens_on": opens_on, "reminders": days, "guidance": guidance.strip()}
    before = {name: getattr(round_, name) for name, value in wanted.items() if getattr(round_, name) != value}
    if not before:
        return round_
    _require_seen(round_, revision)
    for name in before:
        setattr(round_, name, wanted[name])
    round_.revision += 1
    round_.save(update_fields=[*before, "revision"])
    remember(
        Happened.ROUND_CHANGED, by=by, on=round_, at=at, before=before, after={name: wanted[name] for name in before}
    )
    return round_


@transaction.atomic
def extend(  # noqa: PLR0913 - until when, for whom, why, who and when
    round_: Round, *, closes_on: date, reason: str, by: User, at: datetime, party: str = ""
) -> Extension:
    """Give more time to all Parties, or to one.

    `Invalid` without a reason, or when it gives no more time than there is.
    """
    require(by, Do.KEEP_ROUNDS, round_, at=at)
    _held(round_)
    if not reason.strip():
        raise Invalid(_("Say why more time is given: the Parties see it."), fields={"reason": [_("Write a reason.")]})
    granted = [one.closes_on for one in Extension.objects.filter(round=round_) if one.party_id in {None, party or None}]
    present = max([round_.closes_on, *granted])
    if closes_on <= present:
        raise Invalid(
            _("This gives no more time than there is: the last day is %(day)s.") % {"day": date_format(present)},
            fields={"closes_on": [_("Choose a day after %(day)s.") % {"day": date_format(present)}]},
        )
    if party and party not in {one.code for one in asked_in(round_)}:
        raise Invalid(
            _("This Party is not asked in the round."), fields={"party": [_("Choose a Party from the list.")]}
        )
    extension = Extension.objects.create(
        round=round_,
        party_id=party or None,
        closes_on=closes_on,
        reason=reason.strip()[:300],
        by=by,
        at=at,
    )
    round_.__dict__.pop("_prefetched_objects_cache", None)
    remember(
        Happened.ROUND_EXTENDED,
        by=by,
        on=round_,
        scope=extension.scope,
        at=at,
        before={"closes_on": present},
        after={"closes_on": closes_on, "party": party, "reason": extension.reason},
        kept_to=KeptTo.BOTH if party else KeptTo.ALL,
    )
    _tell_of_extension(extension, at)
    return extension


def _tell_of_extension(extension: Extension, at: datetime) -> None:
    codes = [str(extension.party_id)] if extension.party_id else [one.code for one in asked_in(extension.round)]
    for code in codes:
        people = list(holders(Role.CONTACT_POINT, code, on=at.date()))
        until = window_for(extension.round, code).closes
        for language, ids in _by_language(people).items():
            with override(language):
                tell(
                    ids,
                    subject=_("More time to report on %(year)s") % {"year": extension.round.year},
                    text=_("%(party)s can report until %(moment)s. Reason: %(reason)s")
                    % {"party": names()[code], "moment": spoken(until, zone_of(code)), "reason": extension.reason},
                    url=reverse("plan:reports") + f"?round={extension.round.year}&party={code}",
                    key=f"plan.extension.{extension.pk}.{code}",
                    at=at,
                )


def _by_language(people: Sequence[User]) -> dict[str, list[int]]:
    grouped: dict[str, list[int]] = {}
    for person in people:
        grouped.setdefault(person.language or "en", []).append(person.pk)
    return grouped


@transaction.atomic
def publish_totals(round_: Round, *, revision: int, by: User, at: datetime) -> Round:
    """Publish the totals of accepted reports: from then on everybody may read how many Parties said what, not which.

    Twice changes nothing. `Collision` when somebody changed the round since the person saw it.
    """
    round_ = _held(round_)
    require(by, Do.KEEP_ROUNDS, round_, at=at)
    if round_.published_at is None:
        _require_seen(round_, revision)
        round_.published_at, round_.published_by = at, by
        round_.revision += 1
        round_.save(update_fields=["published_at", "published_by", "revision"])
        remember(Happened.ROUND_PUBLISHED, by=by, on=round_, at=at, after={"published_at": at})
    return round_


def remind(*, at: datetime) -> int:
    """Remind the contact points of Parties whose reports are due. Gives how many Parties.

    Safe to run as often as one likes: each reminder reaches each person once, since the notice's key names the round,
    the Party, its closing day and the reminder.
    """
    reminded = 0
    for round_ in Round.objects.prefetch_related("extensions").filter(opens_on__lte=at.date()):
        asked = asked_in(round_)
        handed_in = handed_in_by_party(round_, [one.code for one in asked])
        for party in asked:
            frame = window_for(round_, party.code, ZoneInfo(party.zone))
            days = reminder_due(frame.closes, round_.reminders, at=at)
            if days is None or frame.phase(at) is not Phase.OPEN:
                continue
            reminded += _remind_party(round_, party.code, days, handed_in.get(party.code, 0), at)
    return reminded


@transaction.atomic
def _remind_party(round_: Round, code: str, days: int, handed_in: int, at: datetime) -> int:
    people = list(holders(Role.CONTACT_POINT, code, on=at.date()))
    closes = window_for(round_, code).closes
    for language, ids in _by_language(people).items():
        with override(language):
            tell(
                ids,
                subject=_("Reports on %(year)s are due") % {"year": round_.year},
                text=_(
                    "%(party)s has handed in %(number)d reports on %(year)s so far. You can report until %(moment)s. "
                    "You choose the actions; you can also answer that one is not applicable or no national competence.",
                )
                % {
                    "party": names()[code],
                    "number": handed_in,
                    "year": round_.year,
                    "moment": spoken(closes, zone_of(code)),
                },
                url=reverse("plan:reports") + f"?round={round_.year}&party={code}",
                key=f"plan.reminder.{round_.year}.{code}.{closes.date()}.{days}",
                at=at,
            )
    return 1 if people else 0
