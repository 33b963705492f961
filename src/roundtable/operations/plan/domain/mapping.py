"""Which old code became which new one: the promise that no link is lost when numbers move."""

import re
from collections import Counter
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from typing import Final

from roundtable.operations.plan.domain.adopted_text.messages import gettext_noop
from roundtable.operations.plan.domain.adopted_text.numerals import ROMAN
from roundtable.operations.plan.domain.adopted_text.tree import AdoptedText, Level

MESSAGES: Final[dict[str, str]] = {
    "old_code_missing": gettext_noop(
        "%(old)s is in the plan in force, but the mapping does not say what becomes of it."
    ),
    "old_code_unknown": gettext_noop("%(old)s is not in the plan in force."),
    "new_code_unknown": gettext_noop("%(old)s cannot become %(new)s: the new text has no %(new)s."),
    "other_level": gettext_noop("%(old)s cannot become %(new)s: they are different kinds of thing."),
    "undeclared_merger": gettext_noop(
        "%(olds)s would all become %(new)s. Say that they were merged, or choose another code."
    ),
    "empty_merger": gettext_noop("%(new)s is said to be merged, but fewer than two codes become it."),
}
"""Every code that a fault of a mapping may carry, with its English sentence."""

_NUMBER = re.compile(r"^\d{1,3}$")


@dataclass(frozen=True, slots=True)
class MappingFault:
    """One reason why a mapping cannot be used."""

    code: str
    params: Dictionary[str, str]

    @property
    def message(self) -> str:
        """The sentence in English."""
        return MESSAGES[self.code] % self.params


class BadMapping(Exception):  # noqa: N818 - a name that says what is wrong
    """A mapping would lose or confuse links; carries every fault."""

    def __init__(self, faults: tuple[MappingFault, ...]) -> None:
        self.faults = faults
        super().__init__(len(faults))

    def __str__(self) -> str:
        return "\n".join(fault.message for fault in self.faults)


@dataclass(frozen=True)
class Mapping:
    """Old codes and what they became: a new code, or None for what is gone. `mergers` are new codes made of several."""

    pairs: Dictionary[str, str | None]
    mergers: frozenset[str] = field(default_factory=frozenset)

    def __getitem__(self, old: str) -> str | None:
        return self.pairs[old]

    @property
    def moved(self) -> dict[str, str]:
        """The codes that changed and are still there."""
        return {old: new for old, new in self.pairs.items() if new is not None and new != old}

    @property
    def gone(self) -> tuple[str, ...]:
        """The old codes that nothing continues."""
        return tuple(old for old, new in self.pairs.items() if new is None)

    def changed(self, decisions: Dictionary[str, str | None], *, mergers: frozenset[str] | None = None) -> "Mapping":
        """Return the mapping with a person's decisions in place of what was proposed."""
        return Mapping({**self.pairs, **decisions}, self.mergers if mergers is None else mergers)

    def faults(self, old: AdoptedText, new: AdoptedText) -> tuple[MappingFault, ...]:
        """Return every reason why this mapping does not lead from one text to the other."""
        old_levels = {item.code: item.level for item in old.items()}
        new_levels = {item.code: item.level for item in new.items()}
        found = [MappingFault("old_code_missing", {"old": code}) for code in old_levels if code not in self.pairs]
        for code, target in self.pairs.items():
            if code not in old_levels:
                found.append(MappingFault("old_code_unknown", {"old": code}))
            elif target is not None and target not in new_levels:
                found.append(MappingFault("new_code_unknown", {"old": code, "new": target}))
            elif target is not None and new_levels[target] is not old_levels[code]:
                found.append(MappingFault("other_level", {"old": code, "new": target}))
        aimed = Counter(target for target in self.pairs.values() if target is not None)
        for target, count in aimed.items():
            if count > 1 and target not in self.mergers:
                olds = ", ".join(code for code, one in self.pairs.items() if one == target)
                found.append(MappingFault("undeclared_merger", {"olds": olds, "new": target}))
        found.extend(MappingFault("empty_merger", {"new": code}) for code in sorted(self.mergers) if aimed[code] < 2)
        return tuple(found)

    def check(self, old: AdoptedText, new: AdoptedText) -> None:
        """Raise `BadMapping` with every fault, or return quietly."""
        faults = self.faults(old, new)
        if faults:
            raise BadMapping(faults)

    def as_json(self) -> dict[str, object]:
        """Plain values with stable keys."""
        return {"pairs": dict(self.pairs), "mergers": sorted(self.mergers)}


def level_of(code: str) -> Level | None:
    """Return what kind of thing a code names by its form, or None where it is no code.

    >>> level_of("I.4.b")
    <Level.POINT: 'point'>
    """
    if re.fullmatch(r"H\d{1,3}", code):
        return Level.ISSUE
    parts = code.split(".")
    if parts[0] not in ROMAN or len(parts) > 3 or (len(parts) > 1 and not _NUMBER.match(parts[1])):
        return None
    if len(parts) == 3 and not re.fullmatch(r"[a-z]", parts[2]):
        return None
    return (Level.AREA, Level.ACTION, Level.POINT)[len(parts) - 1]
