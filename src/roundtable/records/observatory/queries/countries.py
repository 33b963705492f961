"""Countries as the dialogue names them, with their footnotes; searched by name or code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from roundtable.ground.parties.public import footnotes, names
from roundtable.records.observatory.domain.places import ISO3
from roundtable.records.observatory.queries.words import OVERRIDDEN, SAID_BY_CODE
from roundtable.ui import moments


@dataclass(frozen=True, slots=True)
class Country:
    """A place: its two and three letters, its name with its mark, whether it sits at the table, and its datasets."""

    code: str
    three: str
    name: str
    party: bool
    datasets: int = 0


def named(code: str, known: Mapping[str, str] | None = None, datasets: int = 0) -> Country:
    """Name a place by its two letters."""
    parties = names() if known is None else known
    own = parties.get(code)
    world = "" if code in SAID_BY_CODE else str(OVERRIDDEN.get(code) or moments.locale().territories.get(code, ""))
    return Country(code, ISO3[code], own or world or code, own is not None, datasets)


def countries(held: Mapping[str, int], asked: str = "") -> list[Country]:
    """Give the places of which something is known: those at the table first, each group by name."""
    known = names()
    order = {code: place for place, code in enumerate(known)}
    found = [named(code, known, number) for code, number in held.items()]
    for word in asked.casefold().split():
        found = [one for one in found if word in one.name.casefold() or word in {one.code.lower(), one.three.lower()}]
    return sorted(found, key=lambda one: (order.get(one.code, len(order)), one.name.casefold()))


def footnotes_of(codes: Iterable[str]) -> list[str]:
    """Give the footnotes that a page which names these places carries."""
    return footnotes(codes)
