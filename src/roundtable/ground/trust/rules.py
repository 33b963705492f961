"""Who may do what: the small questions from which every room builds its table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext as _
from rules import Predicate, predicate

from roundtable.ground.trust.models import Role, User
from roundtable.kernel.base.errors import NotAllowed
from roundtable.kernel.base.registry import Registry
from roundtable.kernel.base.scopes import SECRETARIAT

Person = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class Function:
    """A role that a person holds today: where, and for which institution inside a Party."""

    role: Role
    scope: str
    institution: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as the rules see them: an id and the functions held at one instant."""

    user_id: int | None
    functions: frozenset[Function]

    @property
    def signed_in(self) -> bool:
        """Whether this is somebody we know."""
        return self.user_id is not None

    @property
    def scopes(self) -> frozenset[str]:
        """Codes of the Parties, Partners and bodies in which a function is held."""
        return frozenset(function.scope for function in self.functions)

    def holds(self, *roles: Role, scope: str | None = None) -> bool:
        """Whether one of these roles is held (in this scope, when one is named)."""
        return any(f.role in roles and (scope is None or f.scope == scope) for f in self.functions)

    def scopes_as(self, *roles: Role) -> frozenset[str]:
        """The scopes in which one of these roles is held."""
        return frozenset(f.scope for f in self.functions if f.role in roles)


NOBODY = Actor(None, frozenset())


def actor(person: Person, at: datetime | None = None) -> Actor:
    """See a person as the rules do, at an instant; read once for each person object and day.

    Terms are whole days in the dialogue's calendar (UTC): they begin and end at midnight.
    """
    if not isinstance(person, User) or not person.is_active or person.pk is None:
        return NOBODY
    day = (at or timezone.now()).date()
    cache: dict[Any, Actor] = person.__dict__.setdefault("_actors", {})
    if day not in cache:
        terms = person.terms.in_force(day).values_list("role", "scope", "institution")
        cache[day] = Actor(person.pk, frozenset(Function(Role(r), s, i) for r, s, i in terms))
    return cache[day]


def holds(*roles: Role) -> Predicate:
    """Ask whether the actor holds one of these roles, in any scope."""

    @predicate("holds " + " or ".join(roles))  # type: ignore[untyped-decorator]  # rules ships no types
    def asked(actor: Actor, _thing: object = None) -> bool:
        return actor.holds(*roles)

    return asked


def in_scope_of(*roles: Role, attribute: str = "scope") -> Predicate:
    """Ask whether the actor holds one of these roles in the scope that the thing belongs to.

    Without a thing the question is whether it could be so for any thing at all.
    """

    @predicate(f"holds {' or '.join(roles)} in its scope")  # type: ignore[untyped-decorator]  # rules ships no types
    def asked(actor: Actor, thing: object = None) -> bool:
        if thing is None:
            return actor.holds(*roles)
        return actor.holds(*roles, scope=getattr(thing, attribute))

    return asked


@predicate  # type: ignore[untyped-decorator]  # rules ships no types
def anyone(_actor: Actor, _thing: object = None) -> bool:
    """Everybody, also without an account."""
    return True


@predicate  # type: ignore[untyped-decorator]  # rules ships no types
def signed_in(actor: Actor, _thing: object = None) -> bool:
    """Everybody who signed in."""
    return actor.signed_in


@predicate  # type: ignore[untyped-decorator]  # rules ships no types
def takes_part(actor: Actor, _thing: object = None) -> bool:
    """Everybody who holds a function today."""
    return bool(actor.functions)


is_secretariat = holds(Role.SECRETARIAT)
is_auditor = holds(Role.AUDITOR)


@dataclass(frozen=True)
class Rulebook:
    """One room's readable table: what may be done, and who may do it."""

    room: str
    allowed: Mapping[StrEnum, Predicate]
    order: int = 0


rulebooks: Registry[Rulebook] = Registry("rulebooks")


def rule_for(do: StrEnum) -> Predicate:
    """The rule of a deed. A deed without a rule is nobody's: `KeyError`, found by the tests of architecture."""
    for book in rulebooks:
        if do in book.allowed:
            return book.allowed[do]
    raise KeyError(f"No room has a rule for {do}")


def allows(person: Person, do: StrEnum, thing: object = None, *, at: datetime | None = None) -> bool:
    """Whether a person may do this (with this thing), at an instant."""
    return bool(rule_for(do).test(actor(person, at), thing))


def require(person: Person, do: StrEnum, thing: object = None, *, at: datetime | None = None) -> None:
    """Refuse with `NotAllowed` unless the person may do this."""
    if not allows(person, do, thing, at=at):
        raise NotAllowed(_("Your role does not allow this. If it should, ask the secretariat to check your functions."))


class Do(StrEnum):
    """What can be done in this room."""

    INVITE = "trust.invite"
    GRANT = "trust.grant"
    DEACTIVATE = "trust.deactivate"
    HAND_OVER = "trust.hand-over"
    SEE_PEOPLE = "trust.see-people"
    SEE_HISTORY = "trust.see-history"
    SEE_JOBS = "trust.see-jobs"
    KEEP_TOKENS = "trust.keep-tokens"


manages_scope = is_secretariat | in_scope_of(Role.CONTACT_POINT)
"""The secretariat manages everybody's functions; a contact point those of the own Party."""

ALLOWED: Mapping[StrEnum, Predicate] = {
    Do.INVITE: manages_scope,
    Do.GRANT: manages_scope,
    Do.DEACTIVATE: manages_scope,
    Do.HAND_OVER: manages_scope,
    Do.SEE_PEOPLE: manages_scope | is_auditor,
    Do.SEE_HISTORY: is_secretariat | is_auditor,
    Do.SEE_JOBS: is_secretariat,
    Do.KEEP_TOKENS: takes_part,
}

SECOND_FACTOR_ROLES = frozenset(Role)
"""Every role works with what others entrust to the dialogue, so each needs a second factor."""

OWN_SCOPE = SECRETARIAT
