"""Give functions for dated terms, end them, and hand them over when somebody leaves."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from roundtable.ground.trust.models import Role, Term, User
from roundtable.ground.trust.rules import Do, Function, require
from roundtable.ground.trust.services.history import remember
from roundtable.ground.trust.services.sessions import end_sessions
from roundtable.ground.trust.services.tokens import revoke_tokens_of
from roundtable.ground.trust.signals import Happened, person_left
from roundtable.kernel.base.errors import Invalid, NotThere
from roundtable.kernel.links import waiting
from roundtable.kernel.notices.telling import tell

DAY = timedelta(days=1)


@transaction.atomic
def grant(  # noqa: PLR0913 - who, what, from when to when, by whom and when
    person: User,
    function: Function,
    *,
    starts: date,
    ends: date | None = None,
    by: User,
    at: datetime,
) -> Term:
    """Give a function to a person from a day to a day (both count).

    Raises `Invalid` when the person already holds it on one of these days, or when it would end before it starts.
    """
    require(by, Do.GRANT, function, at=at)
    return _begin(person, function, starts=starts, ends=ends, by=by, at=at)


@transaction.atomic
def end_term(term: Term, *, on: date | None = None, by: User, at: datetime) -> None:
    """End a term: with `on` as its last day, without it at once.

    Raises `Invalid` for a term that has ended, a day before it began, or one on which the function is held anyway.
    """
    term = _held_still(term)
    require(by, Do.GRANT, term, at=at)
    if term.ends is not None and term.ends < at.date():
        raise Invalid(
            _("This term ended on %(day)s already. If the function is needed again, give it anew.")
            % {"day": date_format(term.ends)},
        )
    keep_a_secretariat(without=[term], at=at)
    if on is None:
        _end_at_once(term, by=by, at=at)
        _left(term.user, None, term.scope, at=at)
        return
    if on < term.starts:
        raise Invalid(
            _("The term began on %(day)s. Choose that day or a later one.") % {"day": date_format(term.starts)},
            fields={"ends": [_("This is before the first day.")]},
        )
    _require_free(term.user, _function_of(term), starts=term.starts, ends=on, besides=term)
    before, term.ends = term.ends, on
    term.save(update_fields=["ends"])
    remember(Happened.ENDED, by=by, on=term, at=at, before={"ends": before}, after={"ends": on})
    forget_functions(term.user)
    if on < at.date():
        _left(term.user, None, term.scope, at=at)


@transaction.atomic
def hand_over(leaver: User, successor: User, *, scope: str, by: User, at: datetime) -> list[Term]:
    """Move everything a person does in a scope to a successor, at once: functions, drafts, duties.

    The leaver's tokens and sessions end: a key opens what its person may do, so the successor makes own ones.

    Rooms listen to `person_left` and move what they keep. Gives the successor's new terms. Raises `Invalid` when there
    is nothing to hand over, or the successor cannot take it.
    """
    _hold(leaver, successor)
    terms = list(Term.objects.in_force(at.date()).filter(user=leaver, scope=scope).order_by("pk"))
    if not terms:
        raise Invalid(_("%(name)s holds no function there today, so there is nothing to hand over.") % {"name": leaver})
    if successor.pk == leaver.pk or not successor.is_active:
        raise Invalid(_("Choose somebody else with an active account as successor."), fields={"successor": []})
    for term in terms:
        require(by, Do.HAND_OVER, term, at=at)

    begun = [_take_over(term, successor, by=by, at=at) for term in terms]
    for term in terms:
        _end_at_once(term, by=by, at=at)
    tokens = revoke_tokens_of(leaver, by=by, at=at)
    end_sessions(leaver)
    if not Term.objects.in_force(at.date()).filter(user=leaver).exists():
        waiting.hand_over(leaver.pk, successor.pk)
    remember(
        Happened.HANDED_OVER,
        by=by,
        on=leaver,
        scope=scope,
        at=at,
        before={"person": leaver.pk},
        after={"person": successor.pk},
    )
    person_left.send(sender=User, leaver=leaver, successor=successor, scope=scope, at=at)
    with override(successor.language or None):
        text = _("Their functions, drafts and duties are now yours. Your desk shows what waits for you.")
        if tokens:
            # Not by name: what a key is for is told to its owner and to overseers.
            text += " " + _("Their keys for machines ended too. Programs that used them need keys of your own.")
        tell(
            [successor.pk],
            subject=_("You have taken over from %(name)s") % {"name": leaver},
            text=text,
            url=reverse("portal:desk"),
            key=f"trust.handed-over:{leaver.pk}:{successor.pk}:{scope}:{at.isoformat()}",
            at=at,
            demonstration=leaver.demonstration,
        )
    return begun


def keep_a_secretariat(*, without: Iterable[Term], at: datetime) -> None:
    """Refuse with `Invalid` to end the last function that can let others in."""
    ending = [term.pk for term in without if term.role == Role.SECRETARIAT]
    if not ending:
        return
    others = Term.objects.in_force(at.date()).filter(role=Role.SECRETARIAT, user__is_active=True).exclude(pk__in=ending)
    if not others.exists():
        raise Invalid(_("This is the last account of the secretariat. Give the function to somebody else first."))


def _take_over(term: Term, successor: User, *, by: User, at: datetime) -> Term:
    function = _function_of(term)
    today = at.date()
    same = {"role": function.role, "scope": function.scope, "institution": function.institution}
    held = Term.objects.in_force(today).filter(user=successor, **same).first()
    if held is not None:
        return held
    return _begin(successor, function, starts=today, ends=term.ends, by=by, at=at)


def _begin(  # noqa: PLR0913 - as `grant`
    person: User, function: Function, *, starts: date, ends: date | None, by: User, at: datetime
) -> Term:
    term = begin_term(person, function, starts=starts, ends=ends, granted_by=by)
    remember(
        Happened.GRANTED,
        by=by,
        on=term,
        at=at,
        after={"person": person.pk, "starts": starts, "ends": ends, "institution": function.institution},
    )
    return term


def begin_term(person: User, function: Function, *, starts: date, ends: date | None, granted_by: User | None) -> Term:
    """Let a term begin, where the person does not hold the same function on one of its days; the caller remembers it.

    Called in a transaction. Raises `Invalid` when it would end before it starts, or the function is held in that time.
    """
    if ends is not None and ends < starts:
        raise Invalid(
            _("The term would end before it starts. Correct one of the two days."),
            fields={"ends": [_("This is before the first day.")]},
        )
    _hold(person)
    _require_free(person, function, starts=starts, ends=ends)
    term = Term.objects.create(
        user=person,
        role=function.role,
        scope=function.scope,
        institution=function.institution,
        starts=starts,
        ends=ends,
        granted_by=granted_by,
    )
    forget_functions(person)
    return term


def _hold(*people: User) -> None:
    """Hold people to the end of the transaction: two changes to somebody's terms come one after the other."""
    numbers = [person.pk for person in people]
    list(User.objects.select_for_update(no_key=True).filter(pk__in=numbers).order_by("pk").values_list("pk"))


def _held_still(term: Term) -> Term:
    """Read a term again while its person is held; `NotThere` when it is gone meanwhile."""
    _hold(term.user)
    found = Term.objects.select_related("user").filter(pk=term.pk).first()
    if found is None:
        raise NotThere("")
    # The caller's own person object keeps what it knows of functions; it is the one that must forget.
    found.user = term.user
    return found


def _function_of(term: Term) -> Function:
    return Function(Role(term.role), term.scope, term.institution)


def _require_free(
    person: User, function: Function, *, starts: date, ends: date | None, besides: Term | None = None
) -> None:
    """Refuse with `Invalid`, naming the days, where the person holds the same function on one of these days."""
    same = Term.objects.filter(
        user=person, role=function.role, scope=function.scope, institution=function.institution
    ).exclude(ends__lt=starts)
    if ends is not None:
        same = same.exclude(starts__gt=ends)
    if besides is not None:
        same = same.exclude(pk=besides.pk)
    other = same.order_by("starts").first()
    if other is None:
        return
    if other.ends is None:
        held = _("since %(first)s, without a last day") if other.starts <= starts else _("from %(first)s on")
    else:
        held = _("from %(first)s to %(last)s")
    days = held % {"first": date_format(other.starts), "last": date_format(other.ends) if other.ends else ""}
    raise Invalid(
        _("%(name)s already holds this function in that time: %(days)s. Choose other days, or end that term first.")
        % {"name": person, "days": days},
    )


def _end_at_once(term: Term, *, by: User, at: datetime) -> None:
    """Make yesterday the last day; a term that began today or later has never been, only the history knows it."""
    remember(
        Happened.ENDED,
        by=by,
        on=term,
        at=at,
        before={"person": term.user_id, "ends": term.ends},
        after={"person": term.user_id, "ends": at},
    )
    if term.starts < at.date():
        term.ends = at.date() - DAY
        term.save(update_fields=["ends"])
    else:
        term.delete()
    forget_functions(term.user)


def forget_functions(person: User) -> None:
    """Let the next question about a person's functions read them again."""
    person.__dict__.pop("_actors", None)


def _left(leaver: User, successor: User | None, scope: str, *, at: datetime) -> None:
    if not Term.objects.in_force(at.date()).filter(user=leaver, scope=scope).exists():
        person_left.send(sender=User, leaver=leaver, successor=successor, scope=scope, at=at)
