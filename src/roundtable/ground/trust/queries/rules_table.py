"""The rules of all rooms as one readable table: deeds down, roles across."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from rules import Predicate

from roundtable.ground.trust.models import Role
from roundtable.ground.trust.rules import NOBODY, Actor, Function, rulebooks

SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed and, for each role in order, whether it can ever do it."""

    code: str
    words: str
    who: str
    by_role: list[bool]
    public: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """The rules of one room."""

    room: str
    deeds: list[Deed]


def rules_table() -> list[Chapter]:
    """Give every room's rules. A role “can” do a deed when its rule may say yes to it for some thing at some time."""
    return [
        Chapter(book.room, [_deed(do, rule, book.words) for do, rule in book.allowed.items()]) for book in rulebooks
    ]


def _deed(do: StrEnum, rule: Predicate, words: Any) -> Deed:
    said = str(words.get(do) or str(do).split(".", 1)[-1].replace("-", " ").replace("_", " "))
    return Deed(
        code=str(do),
        words=said,
        who=condition(rule),
        by_role=[bool(rule.test(_as(role), None)) for role in Role],
        public=bool(rule.test(NOBODY, None)),
    )


def _as(role: Role) -> Actor:
    return Actor(0, frozenset({Function(role, SAMPLE, SAMPLE)}))


def condition(rule: Predicate) -> str:
    """Put a rule into words: “secretariat, or contact point of its Party”.

    Each predicate names itself; `&`, `|` and `~` become “and”, “or” and “not”.
    """
    name = str(rule.name)
    return " ".join(_spoken(name[1:-1] if name.startswith("(") else name))


def _spoken(name: str) -> Iterator[str]:
    # The library writes a combined predicate as (a | b), with spaces around the signs.
    signs = {"|": _("or"), "&": _("and")}
    for word in name.split(" "):
        bare = word.strip("()")
        open_, close = word.count("(") - bare.count("("), word.count(")") - bare.count(")")
        spoken = signs.get(bare, bare.replace("_", " "))
        if bare.startswith("~"):
            spoken = f"{_('not')} {bare[1:].replace('_', ' ')}"
        yield "(" * open_ + spoken + ")" * close
