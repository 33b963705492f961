"""Who may do what with figures: the readable table."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rules import Predicate, predicate

from roundtable.ground.trust.public import Actor, Role, anyone, in_scope_of, is_secretariat, takes_part
from roundtable.records.observatory.models import Audience


class Do(StrEnum):
    """What can be done in this room."""

    SEE = "observatory.see"
    LOAD = "observatory.load"
    ANSWER = "observatory.answer"
    PUBLISH = "observatory.publish"
    WITHDRAW = "observatory.withdraw"
    READ_MIRROR = "observatory.read-mirror"
    MIRROR = "observatory.mirror"


def _audience(thing: object) -> str:
    return str(getattr(getattr(thing, "dataset", thing), "audience", ""))


@predicate("is open to everybody")  # type: ignore[untyped-decorator]  # rules ships no types
def for_everybody(_actor: Actor, thing: object = None) -> bool:
    """Whether the figures are for everybody."""
    return thing is None or _audience(thing) == Audience.PUBLIC


@predicate("is open to those who take part")  # type: ignore[untyped-decorator]  # rules ships no types
def for_parties(_actor: Actor, thing: object = None) -> bool:
    """Whether the figures are for those who take part."""
    return thing is None or _audience(thing) in {Audience.PUBLIC, Audience.PARTIES}


@predicate("is contact point of origin or destination")  # type: ignore[untyped-decorator]  # rules ships no types
def works_on_it(actor: Actor, thing: object = None) -> bool:
    """Whether the corridor is one of the Party whose contact point asks."""
    if thing is None:
        return actor.holds(Role.CONTACT_POINT)
    return any(actor.holds(Role.CONTACT_POINT, scope=str(getattr(thing, name))) for name in ("origin", "destination"))


ALLOWED: Mapping[StrEnum, Predicate] = {
    Do.SEE: is_secretariat | (takes_part & for_parties) | (anyone & for_everybody),
    Do.LOAD: is_secretariat,
    Do.ANSWER: is_secretariat,
    Do.PUBLISH: is_secretariat,
    Do.WITHDRAW: is_secretariat,
    Do.READ_MIRROR: is_secretariat | works_on_it,
    Do.MIRROR: in_scope_of(Role.CONTACT_POINT),
}

WORDS: Mapping[StrEnum, str | Promise] = {
    Do.SEE: _("read the figures of a dataset"),
    Do.LOAD: _("load figures, and say what a dataset is"),
    Do.ANSWER: _("answer what the gate found in a load"),
    Do.PUBLISH: _("publish a load, or refuse it"),
    Do.WITHDRAW: _("withdraw what was published, with a notice"),
    Do.READ_MIRROR: _("read the notes of both sides on the mirror of a corridor"),
    Do.MIRROR: _("write the own side of the mirror of a corridor"),
}
