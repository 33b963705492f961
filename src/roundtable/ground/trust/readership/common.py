"""The small questions from which every room says who may read its fields."""

from typing import Any

from roundtable.ground.trust.domain.readership import Rule
from roundtable.ground.trust.models import Role
from roundtable.ground.trust.rules import Actor
from roundtable.kernel.base.scopes import DIALOGUE, SECRETARIAT

WHOLE_HOUSE = frozenset({SECRETARIAT, DIALOGUE, ""})
"""Scopes that are no Party and no Partner."""


def everybody(_who: Actor, _thing: object) -> bool:
    """Whoever asks, also without an account."""
    return True


def nobody(_who: Actor, _thing: object) -> bool:
    """No person: what the platform keeps for itself."""
    return False


def only_when_asked(_who: Actor, _thing: object) -> bool:
    """Nobody on any page of its own; told to the person whom it is about when they ask what is held about them."""
    return False


def participant(who: Actor, _thing: object) -> bool:
    """Whoever holds a function today."""
    return bool(who.functions)


def secretariat(who: Actor, _thing: object) -> bool:
    """The secretariat."""
    return any(function.role == Role.SECRETARIAT for function in who.functions)


def overseer(who: Actor, _thing: object) -> bool:
    """The secretariat and the auditor."""
    return any(function.role in {Role.SECRETARIAT, Role.AUDITOR} for function in who.functions)


def person_in(name: str) -> Rule:
    """Give the rule of what belongs to one person, whose number stands in this column."""

    def own(who: Actor, thing: Any) -> bool:
        return who.user_id is not None and getattr(thing, name) == who.user_id

    return own


def holds_in(who: Actor, scope: str, *roles: Role) -> bool:
    """Whether somebody holds one of these roles in this scope."""
    return any(function.scope == scope and function.role in roles for function in who.functions)


def one_of(*rules: Rule) -> Rule:
    """Give the rule that opens what any of these opens."""

    def any_of_them(who: Actor, thing: object) -> bool:
        return any(rule(who, thing) for rule in rules)

    return any_of_them
