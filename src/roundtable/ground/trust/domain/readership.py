"""Who may read what we keep, field by field, and who may change it: said once for each kind of thing.

What is said here is written independently of every query and every view, as plain functions of who asks and what is
asked for. The proofs put texts into the fields, ask every address as everybody, and compare what came with what is
said here; so neither side can be wrong alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Rule = Callable[[Any, Any], bool]
"""Whether somebody (an `Actor`) may read or change a thing (a row)."""


@dataclass(frozen=True, slots=True)
class Readership:
    """Who may read each field of a kind of thing that can hold text, and who may change or make one.

    `reads` names the fields, parted by spaces, under the rule that opens them; each field stands there once.
    `codes` names those of them that hold no words of people: codes, keys, hashes, addresses, and copies of what is kept
    elsewhere. A field with a list of choices needs no mention there.
    """

    model: str
    reads: Mapping[Rule, str]
    changes: Rule
    makes: Rule | None = None
    """Who may bring a new row about; whoever may change it, where nothing is said."""
    codes: str = ""

    @property
    def fields(self) -> list[str]:
        """Every field that is named, in the order in which it stands."""
        return [name for names in self.reads.values() for name in names.split()]

    @property
    def without_words(self) -> frozenset[str]:
        """The fields that hold no words of people."""
        return frozenset(self.codes.split())

    def rule_of(self, field: str) -> Rule:
        """The rule that opens a field; `KeyError` where nothing is said about it."""
        for rule, names in self.reads.items():
            if field in names.split():
                return rule
        raise KeyError(f"Nobody has said who may read {self.model}.{field}")

    def may_read(self, who: Any, thing: Any, field: str) -> bool:
        """Whether somebody may read a field of a thing."""
        return bool(self.rule_of(field)(who, thing))

    def may_change(self, who: Any, thing: Any) -> bool:
        """Whether somebody may change or remove a thing."""
        return bool(self.changes(who, thing))

    def may_make(self, who: Any, thing: Any) -> bool:
        """Whether somebody may have brought a thing about."""
        return bool((self.makes or self.changes)(who, thing))


@dataclass(frozen=True, slots=True)
class OfKind:
    """What a room says about things that the cellar keeps for it: files of its purpose, drafts of its texts, ..."""

    model: str
    kind: str
    reads: Rule
    changes: Rule
