"""What a piece of work reaches: opened for a request, a job or a command, and closed with it."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django_scopes import get_scope, scope
from django_scopes.exceptions import ScopeError

OVERSIGHT: Final = "@oversight"
"""In a reach: those who oversee the whole house (the secretariat and auditors)."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose rows may be read and written: codes of scopes, one person's own, or everything."""

    scopes: frozenset[str] = frozenset()
    """The scopes in which functions are held; `dialogue` for whoever takes part, `secretariat` for the secretariat."""
    person: int | None = None
    everything: bool = False


EVERYTHING = Reach(everything=True)
NOTHING = Reach()
"""What the public reaches: an open reach that holds nothing restricted."""

Opener = Callable[[], Reach]


@contextmanager
def opened(reach: Reach | Opener) -> Generator[None]:
    """Open a reach; one that has to be read first is given as a function, which is asked when it is needed."""
    with scope(reach=reach):
        yield


@contextmanager
def closed() -> Generator[None]:
    """Close what is open: work that begins here has to open its own reach."""
    with scope(reach=None):
        yield


@contextmanager
def looking_across(reason: str) -> Generator[None]:
    """Open everything, for work that is done for the whole house; the reason says why nobody sees too much by it.

    Also a decorator. Rows have to be read inside: what is only read after the end finds the wall closed again. Each
    place stands in `tests/architecture/test_walls.py`.
    """
    if not reason:
        raise ValueError("Say why everything is looked at.")
    with scope(reach=EVERYTHING):
        yield


at_the_machine: Final = looking_across("whoever gives commands on the machine holds the database anyway")
"""The mark on a command that works for the whole house."""


def current() -> Reach | None:
    """The reach that is open here; None where none was opened, and then restricted tables stay closed."""
    found: Reach | Opener | None = get_scope().get("reach")
    return found() if callable(found) else found


def required(table: str) -> Reach:
    """The reach that is open here. Raises `ScopeError` where there is none."""
    found = current()
    if found is None:
        raise ScopeError(
            f"{table} is behind a wall, and no reach is open here. A request opens its person's; a job or command "
            "says `looking_across(reason)`, or opens the reach of the person for whom it works."
        )
    return found


def within(reach: Reach | Opener, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Give the pieces of an answer that is made while it is sent, each made inside a reach."""
    coming = iter(pieces)
    while True:
        with opened(reach):
            piece = next(coming, None)
        if piece is None:
            return
        yield piece
