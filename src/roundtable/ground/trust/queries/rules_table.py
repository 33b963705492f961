"""The rules of all rooms as one readable table: deeds down, roles across."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from rules import Predicate

from roundtable.ground.trust.models import Role
from roundtable.ground.trust.rules import NOBODY, Actor, Function, rulebooks

SAMPLE = "sample"
HOLDS = re.compile(r"holds (?P<roles>.+?)(?P<inside> in its scope)?")
KNOWN = {
    "anyone": gettext_noop("everybody, also without an account"),
    "signed_in": gettext_noop("everybody who signed in"),
    "takes_part": gettext_noop("everybody who holds a function today"),
    "a function inside a Party": gettext_noop("a function inside a Party"),
    "a person of that Party alone": gettext_noop("a person of that Party alone"),
    "an entry that is told to everybody who sees it": gettext_noop("an entry that is told to everybody who sees it"),
    "an entry between the Party and the secretariat": gettext_noop("an entry between the Party and the secretariat"),
    "whoever works on it for the Party": gettext_noop("whoever works on it for the Party"),
    "it_is_their_own_card": gettext_noop("it is their own card"),
    "contributes_to_it": gettext_noop("a contributor whose institution it is assigned to"),
}
"""Conditions that are not roles, by the names that the rules give them; one that is missing here is said in English."""


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
    title: str
    deeds: list[Deed]


def rules_table() -> list[Chapter]:
    """Give every room's rules. A role “can” do a deed when its rule may say yes to it for some thing at some time."""
    return [
        Chapter(
            book.room, str(book.title or book.room), [_deed(do, rule, book.words) for do, rule in book.allowed.items()]
        )
        for book in rulebooks
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
    """Put a rule into words in the reader's language: “Secretariat, or Contact point there”.

    Each predicate names itself; `&`, `|` and `~` become “and”, “or” and “not”.
    """
    name = str(rule.name)
    # The library writes a combined predicate as (a | b), with spaces around the signs.
    pieces = re.split(r" ([|&]) ", name[1:-1] if name.startswith("(") else name)
    return " ".join(_piece(piece) for piece in pieces)


def _piece(piece: str) -> str:
    signs = {"|": _("or"), "&": _("and")}
    if piece in signs:
        return signs[piece]
    bare = piece.strip("()")
    open_, close = piece.index(bare), len(piece) - piece.index(bare) - len(bare)
    return "(" * open_ + _phrase(bare) + ")" * close


def _phrase(bare: str) -> str:
    if bare.startswith("~"):
        return _("not: %(condition)s") % {"condition": _phrase(bare[1:])}
    if found := HOLDS.fullmatch(bare):
        roles = f" {_('or')} ".join(str(Role(role).label) for role in found["roles"].split(" or "))
        if not found["inside"]:
            return roles
        shown = f"({roles})" if " or " in found["roles"] else roles
        return _("%(roles)s of the Party or Partner that it concerns") % {"roles": shown}
    return _(KNOWN[bare]) if bare in KNOWN else bare.replace("_", " ")
