"""Handling markings: their order, what each means, and what may become of what bears one.

| marking     | read by                                                                                            |
|-------------|----------------------------------------------------------------------------------------------------|
| PUBLIC      | everybody                                                                                          |
| PARTIES     | those who take part: whoever holds a function                                                      |
| LIMITE      | a named circle of the dialogue: officials of Parties, the chair and the secretariat; observers and |
|             | Partners only where they are named                                                                 |
| INSTITUTION | one institution or Party inside, and the secretariat where it was handed to it                     |

A marking is a ceiling: a room's own rules may let fewer read, and never more.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class Marking(StrEnum):
    """The four markings, from the lowest to the highest."""

    PUBLIC = "PUBLIC"
    PARTIES = "PARTIES"
    LIMITE = "LIMITE"
    INSTITUTION = "INSTITUTION"

    @property
    def height(self) -> int:
        """How high it stands among the others."""
        return tuple(Marking).index(self)


OUTSIDE_THE_CIRCLE: Final = frozenset({"observer", "partner"})
"""Functions that read what is under LIMITE only where their scope is named."""

TIME_TO_CONFIRM: Final = timedelta(days=14)
"""How long a proposal to lower a marking waits for a second person; after that it is dead."""


@dataclass(frozen=True, slots=True)
class Held:
    """A function as the rules of reading see it: which role, for whom."""

    role: str
    scope: str


def highest(markings: Iterable[Marking], *, least: Marking = Marking.PUBLIC) -> Marking:
    """Give the highest of several markings, and never less than `least`.

    >>> highest([Marking.PARTIES, Marking.LIMITE]), highest([], least=Marking.PARTIES)
    (<Marking.LIMITE: 'LIMITE'>, <Marking.PARTIES: 'PARTIES'>)
    """
    return max([least, *markings], key=lambda one: one.height)


def below(one: Marking, other: Marking) -> bool:
    """Whether the first lets more people read than the second.

    >>> below(Marking.PARTIES, Marking.LIMITE), below(Marking.LIMITE, Marking.LIMITE)
    (True, False)
    """
    return one.height < other.height


def may_copy(to: Marking, sources: Iterable[Marking]) -> bool:
    """Whether something may bear a marking that was made from these sources: never one below any of them.

    >>> may_copy(Marking.PARTIES, [Marking.PUBLIC]), may_copy(Marking.PARTIES, [Marking.PUBLIC, Marking.LIMITE])
    (True, False)
    """
    return not any(below(to, source) for source in sources)


def may_read(marking: Marking, held: Collection[Held], *, scope: str, named: Collection[str] = ()) -> bool:
    """Whether who holds these functions stands inside the ceiling of a marking on something of this scope.

    `named` are the scopes that were let into the circle; the secretariat is, of what was handed to it.

    >>> observer, official = [Held("observer", "CH")], [Held("contact-point", "GE")]
    >>> may_read(Marking.LIMITE, official, scope="AM"), may_read(Marking.LIMITE, observer, scope="AM")
    (True, False)
    >>> may_read(Marking.LIMITE, observer, scope="AM", named=["CH"])
    True
    >>> may_read(Marking.INSTITUTION, official, scope="AM"), may_read(Marking.INSTITUTION, official, scope="GE")
    (False, True)
    """
    if marking is Marking.PUBLIC:
        return True
    if marking is Marking.PARTIES:
        return bool(held)
    inside = {scope, *named}
    if marking is Marking.LIMITE:
        return any(one.role not in OUTSIDE_THE_CIRCLE or one.scope in inside for one in held)
    return any(one.scope in inside for one in held)


class Standing(StrEnum):
    """Where a proposal to lower a marking stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    EXPIRED = "expired"


def standing(*, expires: datetime, decided: datetime | None, confirmed: bool, at: datetime) -> Standing:
    """Say where a proposal stands at an instant: what nobody decided in time is dead.

    >>> from datetime import UTC
    >>> day = datetime(2026, 5, 15, tzinfo=UTC)
    >>> standing(expires=day, decided=None, confirmed=False, at=day)
    <Standing.EXPIRED: 'expired'>
    """
    if decided is not None:
        return Standing.CONFIRMED if confirmed else Standing.REFUSED
    return Standing.OPEN if at < expires else Standing.EXPIRED


def may_confirm(*, proposed_by: int, by: int) -> bool:
    """Whether a person may confirm what a person proposed: lowering takes two.

    >>> may_confirm(proposed_by=4, by=4), may_confirm(proposed_by=4, by=5)
    (False, True)
    """
    return proposed_by != by
