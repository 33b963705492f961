"""Who may do what: the small questions from which every room builds its table."""

from collections.abc import Callable, Collection, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from rules import Predicate, predicate

from roundtable.ground.trust.models import KeptTo, Role, User
from roundtable.kernel.base.errors import NotAllowed
from roundtable.kernel.base.registry import Registry
from roundtable.kernel.base.scopes import DIALOGUE, SECRETARIAT
from roundtable.kernel.base.walls.reach import NOTHING, OVERSIGHT, Reach, opened

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

resting: Registry[Callable[[date], Collection[str]]] = Registry("trust.resting")
"""Who keeps scopes says which of them take no part on a day: functions held there rest until they do again."""


def at_rest(scopes: Collection[str], day: date) -> frozenset[str]:
    """Give those of these scopes whose functions rest on a day. Asks nobody about scopes that never rest."""
    asked = frozenset(scopes) - {SECRETARIAT, DIALOGUE}
    return frozenset(scope for tell in resting for scope in tell(day) if scope in asked) if asked else frozenset()


def actor(person: Person, at: datetime | None = None) -> Actor:
    """See a person as the rules do, at an instant; read once for each person object and day.

    Terms are whole days in the dialogue's calendar (UTC): they begin and end at midnight. Functions held for a Party
    that does not take part on that day rest.
    """
    if not isinstance(person, User) or not person.is_active or person.pk is None:
        return NOBODY
    day = (at or timezone.now()).date()
    cache: dict[Any, Actor] = person.__dict__.setdefault("_actors", {})
    if day not in cache:
        terms = list(person.terms.in_force(day).values_list("role", "scope", "institution"))
        resting_now = at_rest({scope for _role, scope, _institution in terms}, day)
        held = frozenset(Function(Role(r), s, i) for r, s, i in terms if s not in resting_now)
        cache[day] = Actor(person.pk, held)
    return cache[day]


def reach_of(person: Person, at: datetime | None = None) -> Reach:
    """Read what a person reaches behind the walls, from the functions held at an instant: the public nothing."""
    who = actor(person, at)
    if who.user_id is None:
        return NOTHING
    scopes = set(who.scopes - {DIALOGUE, SECRETARIAT})
    if who.functions:
        scopes.add(DIALOGUE)
    if who.holds(Role.SECRETARIAT):
        scopes.add(SECRETARIAT)
    if who.holds(Role.SECRETARIAT, Role.AUDITOR):
        scopes.add(OVERSIGHT)
    return Reach(frozenset(scopes), who.user_id)


@contextmanager
def working_for(person: User, *, at: datetime) -> Generator[None]:
    """Open what a person reaches, for background work that they asked for: it finds no more than they would."""
    with opened(reach_of(person, at)):
        yield


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
    words: Mapping[StrEnum, str | Promise] = field(default_factory=dict)
    """What each deed is called on the page of rules; without words the deed's own name stands there."""
    title: str | Promise = ""
    """What people call the room; without a title its own name stands there."""


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
    ERASE = "trust.erase"
    TELL_HELD = "trust.tell-held"
    SEE_RETENTION = "trust.see-retention"
    HOLD = "trust.hold"
    HAND_OVER = "trust.hand-over"
    SEE_PEOPLE = "trust.see-people"
    SEE_HISTORY = "trust.see-history"
    READ_VALUES = "trust.read-values"
    SEE_READINGS = "trust.see-readings"
    SEE_RULES = "trust.see-rules"
    SEE_JOBS = "trust.see-jobs"
    KEEP_TOKENS = "trust.keep-tokens"
    RAISE_MARKING = "trust.raise-marking"
    PROPOSE_LOWERING = "trust.propose-lowering"
    CONFIRM_LOWERING = "trust.confirm-lowering"


INSIDE_A_PARTY = (Role.CONTACT_POINT, Role.CONTRIBUTOR, Role.SENIOR_OFFICIAL)
"""The functions that a Party's own contact point may give and take."""


@predicate("a function inside a Party")  # type: ignore[untyped-decorator]  # rules ships no types
def inside_a_party(_actor: Actor, thing: object = None) -> bool:
    """Whether the function (a term, an invitation) is one that a Party fills by itself."""
    return thing is None or getattr(thing, "role", None) in INSIDE_A_PARTY


@predicate("a person of that Party alone")  # type: ignore[untyped-decorator]  # rules ships no types
def of_own_party_alone(actor: Actor, thing: object = None) -> bool:
    """Whether every function that the person ever held was in a Party whose contact point asks."""
    if not isinstance(thing, User):
        return thing is None
    scopes = set(thing.terms.values_list("scope", flat=True))
    return bool(scopes) and scopes <= actor.scopes_as(Role.CONTACT_POINT)


manages_functions = is_secretariat | (in_scope_of(Role.CONTACT_POINT) & inside_a_party)
"""The secretariat gives and takes every function; a contact point those inside the own Party."""

manages_accounts = is_secretariat | (holds(Role.CONTACT_POINT) & of_own_party_alone)
"""The secretariat closes and opens every account; a contact point those of people of the own Party alone."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What an entry of history says before and after, for the rules: to whom it is kept, and whose it is."""

    kept_to: KeptTo
    scope: str
    own: bool = False
    """Whether the room of the thing shows it to this reader as one of its own people."""


@predicate("an entry that is told to everybody who sees it")  # type: ignore[untyped-decorator]  # rules ships no types
def told_to_all(_actor: Actor, thing: object = None) -> bool:
    """Whether the values are for whoever sees the entry."""
    return thing is None or getattr(thing, "kept_to", None) == KeptTo.ALL


@predicate("an entry between the Party and the secretariat")  # type: ignore[untyped-decorator]  # rules ships no types
def told_to_both(_actor: Actor, thing: object = None) -> bool:
    """Whether the values are for the Party and the secretariat: notes, confidential texts, more time for one Party."""
    return thing is None or getattr(thing, "kept_to", None) == KeptTo.BOTH


@predicate("whoever works on it for the Party")  # type: ignore[untyped-decorator]  # rules ships no types
def works_on_it(_actor: Actor, thing: object = None) -> bool:
    """Whether the thing's own room shows it to the reader as one of its own people."""
    return thing is not None and bool(getattr(thing, "own", False))


reads_values = (
    told_to_all | works_on_it | in_scope_of(Role.CONTACT_POINT, Role.SENIOR_OFFICIAL) | (told_to_both & is_secretariat)
)
"""Drafts are the Party's own, also in history. Who does not read the values still sees what happened, who and when."""


@predicate("what belongs to the dialogue or the secretariat")  # type: ignore[untyped-decorator]  # rules ships no types
def of_the_dialogue(_actor: Actor, thing: object = None) -> bool:
    """Whether the thing is no single Party's or Partner's."""
    return thing is None or getattr(thing, "scope", "") in {SECRETARIAT, DIALOGUE}


speaks_for_it = in_scope_of(Role.CONTACT_POINT, Role.PARTNER)
"""Who speaks for the Party or Partner whose thing it is."""

ALLOWED: Mapping[StrEnum, Predicate] = {
    Do.INVITE: manages_functions,
    Do.GRANT: manages_functions,
    Do.DEACTIVATE: manages_accounts,
    Do.ERASE: is_secretariat,
    Do.TELL_HELD: is_secretariat,
    Do.SEE_RETENTION: is_secretariat | is_auditor,
    Do.HOLD: is_secretariat,
    Do.HAND_OVER: manages_functions,
    Do.SEE_PEOPLE: is_secretariat | holds(Role.CONTACT_POINT) | is_auditor,
    Do.SEE_HISTORY: is_secretariat | is_auditor,
    Do.READ_VALUES: reads_values,
    Do.SEE_READINGS: is_auditor | holds(Role.CONTACT_POINT, Role.SENIOR_OFFICIAL),
    Do.SEE_RULES: takes_part,
    Do.SEE_JOBS: is_secretariat,
    Do.KEEP_TOKENS: takes_part,
    Do.RAISE_MARKING: is_secretariat | speaks_for_it,
    Do.PROPOSE_LOWERING: speaks_for_it | (is_secretariat & of_the_dialogue),
    Do.CONFIRM_LOWERING: is_secretariat | speaks_for_it | in_scope_of(Role.SENIOR_OFFICIAL),
}

WORDS: Mapping[StrEnum, str | Promise] = {
    Do.INVITE: _lazy("invite somebody to a function"),
    Do.GRANT: _lazy("give a function and end it"),
    Do.DEACTIVATE: _lazy("close an account and open it again"),
    Do.ERASE: _lazy("erase a person for good"),
    Do.SEE_RETENTION: _lazy("see what is erased when its months are over"),
    Do.HOLD: _lazy("propose, confirm and lift a legal hold"),
    Do.TELL_HELD: _lazy("answer for somebody who asks what is held about them"),
    Do.HAND_OVER: _lazy("hand functions over to a successor"),
    Do.SEE_PEOPLE: _lazy("see who holds which function"),
    Do.SEE_HISTORY: _lazy("read the whole history"),
    Do.READ_VALUES: _lazy("read what an entry of the history says before and after"),
    Do.SEE_READINGS: _lazy("see who read what is restricted"),
    Do.SEE_RULES: _lazy("read the rules"),
    Do.SEE_JOBS: _lazy("see background jobs"),
    Do.KEEP_TOKENS: _lazy("keep tokens for machines"),
    Do.RAISE_MARKING: _lazy("raise a handling marking"),
    Do.PROPOSE_LOWERING: _lazy("propose a lower handling marking"),
    Do.CONFIRM_LOWERING: _lazy("confirm or refuse a lower marking that somebody else proposed"),
}

SECOND_FACTOR_ROLES = frozenset(Role)
"""Every role works with what others entrust to the dialogue, so each needs a second factor."""

OWN_SCOPE = SECRETARIAT
