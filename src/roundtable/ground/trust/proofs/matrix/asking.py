"""What is asked: every address that the resolver knows, with arguments that name what is and what is not."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import reverse

from roundtable.ground.trust.domain.readership import Rule
from roundtable.ground.trust.domain.trials import Trial
from roundtable.ground.trust.domain.ways import Way
from roundtable.ground.trust.doors import sign_of
from roundtable.ground.trust.proofs.matrix.people import Asker
from roundtable.ground.trust.readership import readership_of, ways
from roundtable.kernel.base.addresses import Address, addresses

API = "/api/"
LOOKED_AT = 100
"""Of how many rows of a kind it is worked out who may know of them."""
NEVER = 987_654_321
"""The number of nothing: further than any row."""
ARGUMENT = re.compile(r"\(\?P<\w+>(?:[^()\\]|\\.|\([^()]*\))*\)|<(?:\w+:)?\w+>")


@dataclass(frozen=True, eq=False)
class Target:
    """An address with arguments. `row` is what they name; None where they name nothing, or the address names no row."""

    address: Address
    path: str
    way: Way | None = None
    row: Any = None
    missing: bool = False
    """Whether it names a row that does not exist."""

    @property
    def is_api(self) -> bool:
        """Whether machines ask here."""
        return self.path.startswith(API)

    @property
    def sign(self) -> str | None:
        """The sign on its door."""
        return sign_of(self.address.view)

    def seen_by(self, asker: Asker) -> bool:
        """Whether somebody may know that what it names is there."""
        if self.way is None or not self.way.thing:
            return True
        return self.row is not None and seen(self.way, asker, self.row)


def seen(way: Way, asker: Asker, row: Any) -> bool:
    """Whether somebody may know of a row: whoever may read any of its fields, unless its way says otherwise."""
    if way.sees is not None:
        return way.sees(asker.who, row)
    said = readership_of(type(row))
    return said is None or any(rule(asker.who, row) for rule in said.reads)


def way_of(address: Address) -> Way | None:
    """Give how an address is asked for."""
    return next((one for one in ways if one.name == address.name), None)


def targets(trial: Trial, askers: Iterable[Asker], *, most: int) -> list[Target]:
    """Give every address with arguments: of each kind of row those that different people may see, and one that is not.

    An address of which no room said how it is asked for breaks the promise: what nobody tries, nobody knows.
    """
    found: list[Target] = []
    tried: set[str] = set()
    rows = Rows(askers, most)
    known = {address.route for address in addresses() if way_of(address) is not None}
    for address in addresses():
        if address.plain:
            found.append(Target(address, address.route, way_of(address)))
            continue
        way = way_of(address)
        if way is None:
            if address.route not in known:
                trial.broken(f"{address.name or address.route}: no room says how it is asked for (add a Way)")
            continue
        tried.add(way.name)
        if not any(one.address.route == address.route for one in found):
            found += list(_with_arguments(address, way, rows))
    for way in ways:
        there = way.name in tried or any(one.name == way.name for one in addresses())
        trial.holds(there, f"{way.name}: a room says how it is asked for, and there is no such address")
    return found


def _with_arguments(address: Address, way: Way, differing: "Rows") -> Iterator[Target]:
    for values in way.values:
        yield Target(address, path_of(address, values), way)
    if not way.thing:
        return
    rows = differing.of(way)
    for row in rows:
        for values in arguments_of(way, row):
            yield Target(address, path_of(address, values), way, row)
    if rows:
        named = arguments_of(way, rows[0])[0]
        gone = {name: value if name in way.kinds else _nothing_like(value) for name, value in named.items()}
        yield Target(address, path_of(address, gone), way, None, missing=True)


def arguments_of(way: Way, row: Any) -> list[Mapping[str, Any]]:
    """Give the arguments that name a row."""
    made = way.arguments(row)
    return [made] if isinstance(made, Mapping) else list(made)


def path_of(address: Address, values: Mapping[str, Any]) -> str:
    """Write the path of an address."""
    if not address.name or ":" in address.name:
        return _written(address.route, values)
    return reverse(address.name, kwargs=dict(values))


def _written(route: str, values: Mapping[str, Any]) -> str:
    def put(found: re.Match[str]) -> str:
        name = re.search(r"(\w+)>", found[0])
        return str(values[name[1]]) if name else found[0]

    return ARGUMENT.sub(put, route)


def _nothing_like(value: Any) -> Any:
    """Give an argument of the same form that names nothing.

    >>> _nothing_like(5), _nothing_like("2026-1"), _nothing_like("ge-first")
    (987654321, '9999-9', 'no-such')
    """
    if isinstance(value, int):
        return NEVER
    return re.sub(r"\d", "9", value) if re.fullmatch(r"\d+-\d+.*", value) else "no-such"


class Rows:
    """Rows to ask for: a few of each set of people who may know of them, worked out once for each kind of thing."""

    def __init__(self, askers: Iterable[Asker], most: int) -> None:
        """Take who asks, and how many rows of one kind are enough."""
        self.askers, self.most = list(askers), most
        self.kept: dict[tuple[str, Rule | None], list[Any]] = {}

    def of(self, way: Way) -> list[Any]:
        """Give the rows for an address."""
        key = (way.thing, way.sees)
        if key not in self.kept:
            self.kept[key] = self._differing(way)
        return self.kept[key]

    def _differing(self, way: Way) -> list[Any]:
        kinds: dict[tuple[bool, ...], list[Any]] = defaultdict(list)
        model: Any = apps.get_model(way.thing)
        rows = list(model._default_manager.order_by("pk"))
        for row in rows[:: 1 + len(rows) // LOOKED_AT]:
            kinds[tuple(seen(way, asker, row) for asker in self.askers)].append(row)
        apart = [kinds[seen] for seen in sorted(kinds, key=lambda seen: (sum(seen), seen))]
        if len(apart) > self.most > 1:  # from what the fewest see to what the most do
            return [apart[place * (len(apart) - 1) // (self.most - 1)][0] for place in range(self.most)]
        picked: list[Any] = []
        for turn in range(self.most):
            picked += [same[turn] for same in apart if len(same) > turn]
        return picked[: self.most]


__all__ = ["Rule", "Target", "path_of", "seen", "targets", "way_of"]
