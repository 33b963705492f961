"""How every address is asked for, and what must lie in the house while it is: said by the room that has the address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from roundtable.ground.trust.domain.canaries import Mint
from roundtable.ground.trust.domain.readership import Rule

PARTIES: Final = ("GE", "CZ", "AT", "UA")
RESTING: Final = "RU"
"""A Party that does not take part: what is held for it rests."""
PARTNERS: Final = ("IOM", "EUAA")
INSTITUTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "GE": ("ge-first", "ge-second"),
    "CZ": ("cz-first",),
    "AT": (),
    "UA": (),
    "RU": ("ru-first",),
}
"""Institutions of the proofs, by Party: `parties` makes them, contributors work there."""


Arguments = Callable[[Any], Mapping[str, Any] | Sequence[Mapping[str, Any]]]
"""From a row, what names it in an address; several where one row has several addresses."""


def number(row: Any) -> dict[str, Any]:
    """Ask for a row by its number."""
    return {"pk": row.pk}


Telling = Callable[[Any, Any, Any, str], bool]
"""Whether somebody (an `Actor`), asking about the row that is named, is told a field of another row."""


@dataclass(frozen=True)
class Way:
    """How an address is asked for.

    `name` is its full name. `thing` is the table of what its arguments name, and `arguments` makes them from a row; an
    address whose arguments name no row gives them as `values`. `questions` are further questions (`download=csv`),
    besides those to which its pages lead. `sends` are bodies for what no page shows a form for; `vain` says why nothing
    that the proof can send changes anything there.
    """

    name: str
    thing: str = ""
    arguments: Arguments = number
    values: Sequence[Mapping[str, Any]] = ()
    questions: Sequence[str] = ()
    sends: Sequence[Mapping[str, Any]] = ()
    as_json: bool = False
    vain: str = ""
    kinds: Sequence[str] = ()
    """Arguments that name a kind of things, which is no secret: they stay as they are where a thing is missing."""
    sees: Rule | None = None
    """Who may know that the row is there, where that is not whoever may read one of its fields."""
    tells: Telling | None = None
    """What is handed out here, beside what the readership of each field opens: about the row that is named, or about
    whoever asks where none is."""
    tells_by: str = "POST"
    """By which verb alone it is handed out."""


@dataclass
class Soil:
    """In what rooms plant: where the words come from, when it is, and who is there (by role and scope)."""

    mint: Mint
    at: datetime
    people: Mapping[str, Any] = field(default_factory=dict)
    inside: list[tuple[str, Any, str]] = field(default_factory=list)
    """Canaries that stand elsewhere than in the database: inside a file, with its row and the field it is read as."""

    def person(self, role: str, scope: str, institution: str = "") -> Any:
        """Give somebody who holds this role there."""
        return self.people[who_is(role, scope, institution)]


def who_is(role: str, scope: str, institution: str = "") -> str:
    """Name somebody by what they hold.

    >>> who_is("contributor", "GE", "ge-first")
    'contributor@GE/ge-first'
    """
    return f"{role}@{scope}" + (f"/{institution}" if institution else "")


@dataclass(frozen=True)
class Planting:
    """A room puts rows of every kind and state into the world of a proof, for all who are there.

    What stands in the text fields is filled with canaries afterwards, where `plant` left none; `settle` is called when
    that is done, for what has to follow the texts.
    """

    room: str
    plant: Callable[[Soil], None]
    settle: Callable[[Soil], None] | None = None
    order: int = 100


@dataclass(frozen=True)
class Fault:
    """A fault planted on purpose, which the proof of isolation must find: without it, nobody knows that it would.

    `at` is the full name of the address where it shows. What the dotted name `where` leads to is replaced, while the
    address is asked, by what `instead` makes of it. `sends` is the form that is sent there, where the address is not
    only asked.
    """

    name: str
    at: str
    where: str
    instead: Callable[[Any], Any]
    sends: Mapping[str, Any] | None = None
    questions: Sequence[str] = ()
