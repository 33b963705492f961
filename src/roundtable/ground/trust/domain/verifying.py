"""What is found when chains are checked: against themselves, and against what was signed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from roundtable.ground.trust.domain.chain import Fault, Link, Walk, Wrong
from roundtable.ground.trust.domain.heads import Head, Statement, genuine

Said = dict[int, list[tuple[str, str]]]
"""For numbers of a chain: the hashes that were signed, with the names of the statements that say so."""


class UnreadableError(Exception):
    """An entry holds what cannot be read at all: nobody wrote it through the platform."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found of one chain."""

    chain: str
    entries: int
    vouched: int
    """The number up to which signed heads vouch for it."""
    open_since: datetime | None
    """When the first entry was written that no signed head vouches for."""
    faults: tuple[Fault, ...]

    @property
    def open(self) -> int:
        """How many entries at its end nobody vouches for."""
        return max(0, self.entries - self.vouched)


@dataclass(frozen=True, slots=True)
class Report:
    """What was found of everything."""

    chains: tuple[Judged, ...]
    statements: int
    """Signed statements that were looked at."""
    last: Statement | None
    """The newest of them that is genuine."""
    faults: tuple[Fault, ...]
    """What is wrong with the statements themselves."""

    @property
    def wrong(self) -> list[Fault]:
        """Give everything that is wrong."""
        return [*self.faults, *(fault for chain in self.chains for fault in chain.faults)]

    @property
    def open(self) -> int:
        """How many entries nobody vouches for yet."""
        return sum(chain.open for chain in self.chains)


@dataclass(slots=True)
class Signed:
    """Everything that signed statements say, and what is wrong with them."""

    heads: dict[str, Said] = field(default_factory=lambda: defaultdict(dict))
    faults: list[Fault] = field(default_factory=list)
    statements: int = 0
    last: Statement | None = None

    def take(self, statement: Statement, heads: Iterable[Head], keys: Mapping[str, bytes], *, whole: bool) -> None:
        """Take a statement in; `whole` when every leaf of it should be explained by these heads."""
        self.statements += 1
        public = keys.get(statement.key)
        if public is None:
            self.faults.append(Fault("", statement.number, Wrong.UNKNOWN_KEY, of=statement.name))
            return
        if not genuine(statement, public):
            self.faults.append(Fault("", statement.number, Wrong.FORGED, of=statement.name))
            return
        leaves = set(statement.leaves)
        for head in heads:
            if head.leaf() in leaves:
                leaves.discard(head.leaf())
                self.heads[head.chain].setdefault(head.number, []).append((head.hash, statement.name))
            else:
                self.faults.append(Fault(head.chain, head.number, Wrong.FORGED, of=statement.name))
        if whole and leaves:
            self.faults.append(Fault("", len(leaves), Wrong.UNEXPLAINED, of=statement.name))
        if self.last is None or statement.number > self.last.number:
            self.last = statement


def judge(
    chain: str,
    said: Said,
    *,
    links: Callable[[int], Iterable[Link]],
    tip: Callable[[], tuple[int, str] | None],
) -> Judged:
    """Go along a chain. `links` gives its entries after a number, `tip` where its last writer left it.

    Others may be writing: what came since is looked at too, until nothing more comes.
    """
    walk = Walk(chain, heads=said)
    vouched = max(said, default=0)
    faults: list[Fault] = []
    open_since: datetime | None = None
    end: tuple[int, str] | None = None
    more = True
    while more:
        more = False
        try:
            for link in links(walk.number):
                more = True
                faults.extend(walk.step(link))
                if link.number > vouched and open_since is None:
                    open_since = link.written_at
        except UnreadableError:
            faults.append(Fault(chain, walk.number + 1, Wrong.UNREADABLE))
            return Judged(chain, walk.number, vouched, open_since, tuple(faults))
        end = tip()
        more = more and end is not None and end[0] > walk.number
    faults.extend(walk.end(end))
    return Judged(chain, walk.number, vouched, open_since, tuple(faults))
