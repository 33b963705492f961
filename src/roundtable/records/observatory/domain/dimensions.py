"""What is known of a dimension from its codes alone: which code is the total, and whether codes may be added up."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

TOTALS = ("_T", "TOTAL", "Total", "total", "T", "TOT", "ALL", "all")
"""How sources write “all of them together”, the commonest first."""
NEVER_ADDED = frozenset(
    {
        *("unit", "UNIT", "UNIT_MEASURE", "MEASURE", "measure", "indicator", "INDICATOR", "series", "kind", "survey"),
        *("level", "procedure", "freq", "FREQ", "statistic", "report_date"),
    }
)
"""Names of dimensions whose codes are different questions: their figures are never added up."""
COUNTED = ("person", "people", "case", "permit", "applica", "decision", "incident", "death", "event", "visa", "number")
"""Words in a unit that say that figures are counts, which may be added up; shares, prices and indices may not."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How the cells of a dimension come together where it is not shown: by its total, by a sum, or not at all."""

    total: str = ""
    adds: bool = False


def counts(unit: str) -> bool:
    """Whether a unit says that people, cases or the like are counted.

    >>> counts("thousand persons"), counts("percent of the amount"), counts("")
    (True, False, False)
    """
    return any(word in unit.lower() for word in COUNTED)


def ways_of(name: str, codes: Collection[str], unit: str) -> Ways:
    """Read from a dimension's name, its codes and the unit how its cells come together.

    >>> ways_of("sex", ["F", "M", "_T"], "persons"), ways_of("sex", ["F", "M"], "persons"), ways_of("geo", ["A"], "%")
    (Ways(total='_T', adds=False), Ways(total='', adds=True), Ways(total='', adds=False))
    """
    total = next((code for code in TOTALS if code in codes), "")
    return Ways(total, not total and name not in NEVER_ADDED and counts(unit))


def set_ways(told: Mapping[str, Any], found: Ways) -> Ways:
    """Give what is set for a dimension, and what was found where nothing is set."""
    return Ways(str(told.get("total", found.total)), bool(told.get("adds", found.adds)))


def totals_of(codes: Mapping[str, Sequence[str]]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Give the totals that the gate can add up: of sexes, where both and their total are there."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, told in codes.items():
        total = next((code for code in TOTALS if code in told), "")
        others = {code for code in told if code != total}
        if total and others and others <= {"F", "M", "_U"} and {"F", "M"} <= others:
            found[name] = {total: tuple(sorted(others))}
    return found
