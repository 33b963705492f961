"""What each table holds about people: by which path it leads to them, what of it is told to them, and when it goes.

Said once by the room that keeps the table; the access request, the erasing on time and their proofs read nothing else.
A column that names a person, and of which no room said it, breaks the promise.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import reduce
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roundtable.kernel.base.privacy import Basis, Personal

LEFT: Final = "when the person left"
"""From when months count, where no column of the row says it: the last day of the person's last function."""


class Goes(StrEnum):
    """What happens when the months are over."""

    ROW = "the row is deleted"
    ADDRESS = "the address is taken out of the account, which nobody can sign in to any more"
    PERSON = "the key of the person is destroyed: name, address and all that is sealed with it open no more"
    NAMELESS = "the row stays; with the key of the person its number names nobody any more"


DEED: Final = Personal(_("to show who did what, and who answers for it"), Basis.PUBLIC_TASK, keep_months=60)
"""Why it is kept who did something."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """What one column of one table holds about the person whom it names.

    `whose` is the column with the person's number, or with their address where `by_address` says so. `about` are the
    fields that say something about this person and are told to them; `without` names those that are not, with the
    reason. A row that says no more than that the person did something names the instants and kinds alone.
    """

    model: str
    whose: str
    label: Personal
    about: str = ""
    without: Mapping[str, str | Promise] = field(default_factory=dict)
    by_address: bool = False
    within: Mapping[str, Any] = field(default_factory=dict)
    """Further conditions of the rows: the kind of thing that a number names."""
    since: str = LEFT
    goes: Goes = Goes.NAMELESS
    as_owner: Callable[[int], Any] = int
    """How the column writes the person's number."""

    @property
    def fields(self) -> list[str]:
        """The fields that are told."""
        return self.about.split()

    def names(self, person: Any, row: Any) -> bool:
        """Whether a row of this table is about a person, said of the row itself and of what it hangs on."""
        if any(getattr(row, name) != value for name, value in self.within.items()):
            return False
        there = reduce(getattr, self.whose.split("__"), row)
        if self.by_address:
            return bool(person.email) and str(there).casefold() == person.email.casefold()
        return there is not None and str(there) == str(self.as_owner(person.pk))


def deeds(model: str, columns: str, *, at: str) -> tuple[Held, ...]:
    """Say of columns that name who did something: told are the instants, and nothing of the words.

    >>> [one.whose for one in deeds("plan.note", "by_id", at="at")]
    ['by_id']
    """
    return tuple(Held(model=model, whose=name, label=DEED, about=at) for name in columns.split())
