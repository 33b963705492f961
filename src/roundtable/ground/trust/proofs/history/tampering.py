"""Ways to tamper with a chain, on a copy in memory of everything that lies in the database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from roundtable.ground.trust.domain.chain import Link, beginning, digest
from roundtable.ground.trust.domain.heads import Head, Held, Statement, state
from roundtable.ground.trust.domain.trials import Trial
from roundtable.ground.trust.domain.verifying import Signed, judge

SCOPES = ("AM", "GE", "secretariat", "")
BEFORE, TAIL = 40, 12
"""Entries of each chain before its signed head, and after."""


@dataclass
class Copy:
    """Everything that lies in the database, in memory, where it can be changed at will."""

    links: dict[str, list[Link]]
    tips: dict[str, tuple[int, str] | None]
    statements: list[tuple[Statement, list[Head]]]
    keys: dict[str, bytes]
    held: list[Held] = field(default_factory=list)

    def again(self) -> "Copy":
        """Give a copy of the copy."""
        links = {chain: list(entries) for chain, entries in self.links.items()}
        statements = [(statement, list(heads)) for statement, heads in self.statements]
        return Copy(links, dict(self.tips), statements, dict(self.keys), self.held)

    def wrong(self, touched: Iterable[str]) -> int:
        """Count what is found wrong, as `history verify --head` would: in these chains, and in what was signed."""
        signed = Signed()
        here = {statement.number: heads for statement, heads in self.statements}
        for statement, heads in self.statements:
            signed.take(statement, heads, self.keys, whole=True)
        for one in self.held:
            heads = list(one.heads) or here.get(one.statement.number, [])
            signed.take(one.statement, heads, {one.statement.key: one.public, **self.keys}, whole=not one.heads)
        found = len(signed.faults)
        for chain in touched:
            said = signed.heads.get(chain, {})
            entries = sorted(self.links.get(chain, ()), key=lambda link: link.number)
            judged = judge(
                chain,
                said,
                links=lambda after, entries=entries: [one for one in entries if one.number > after],  # type: ignore[misc]  # the loop's own value
                tip=lambda chain=chain: self.tips.get(chain),  # type: ignore[misc]  # the loop's own value
            )
            found += len(judged.faults)
        return found

    def recompute(self, chain: str, start: int = 0) -> None:
        """Do what somebody does who knows how hashes are made: number and hash all from here on, and move the tip."""
        entries = self.links[chain]
        last = entries[start - 1].hash if start else beginning(chain)
        for place in range(start, len(entries)):
            moved = replace(entries[place], number=place + 1, previous=last, chain=chain)
            entries[place] = replace(moved, hash=digest(moved))
            last = entries[place].hash
        self.tips[chain] = (len(entries), last) if entries else None

    def re_sign(self) -> None:
        """Sign every statement anew, with a key of one's own."""
        own = Ed25519PrivateKey.generate()
        for place, (statement, heads) in enumerate(self.statements):
            anew = [
                replace(head, hash=self.links[head.chain][head.number - 1].hash)
                for head in heads
                if head.number <= len(self.links[head.chain])
            ]
            self.statements[place] = (state(statement.number, statement.moment(), anew, own), anew)


Tampering = Callable[[Trial, Copy, str, int], None]
"""Changes a copy at a place of a chain."""


def _flip(trial: Trial, copy: Copy, chain: str, place: int) -> None:
    link = copy.links[chain][place]
    name = trial.chance.choice([*sorted(link.parts), "number", "previous", "hash", "written_at"])
    if name == "number":
        copy.links[chain][place] = replace(link, number=link.number + trial.chance.choice([-1, 1, 1000]))
    elif name == "written_at":
        copy.links[chain][place] = replace(link, written_at=link.written_at - timedelta(microseconds=1))
    elif name in {"previous", "hash"}:
        copy.links[chain][place] = replace(link, **{name: digest(replace(link, number=0))})  # type: ignore[arg-type]  # both are text
    else:
        was = link.parts[name]
        now = not was if isinstance(was, bool) else was + 1 if isinstance(was, int) else f"{was or ''}x"
        copy.links[chain][place] = replace(link, parts={**link.parts, name: now})


def _flip_knowingly(trial: Trial, copy: Copy, chain: str, place: int) -> None:
    untouched = copy.links[chain][place]
    while copy.links[chain][place] == untouched:  # a hash that is made anew is what it was
        _flip(trial, copy, chain, place)
        link = replace(copy.links[chain][place], number=place + 1)
        copy.links[chain][place] = replace(link, hash=digest(link))


def _flip_and_recompute(trial: Trial, copy: Copy, chain: str, place: int) -> None:
    link = copy.links[chain][place]
    name = trial.chance.choice(["label", "before", "after", "happened"])
    copy.links[chain][place] = replace(link, parts={**link.parts, name: f"{link.parts[name]}x"})
    copy.recompute(chain, place)


def _drop(_trial: Trial, copy: Copy, chain: str, place: int) -> None:
    del copy.links[chain][place]


def _drop_and_recompute(trial: Trial, copy: Copy, chain: str, place: int) -> None:
    _drop(trial, copy, chain, place)
    copy.recompute(chain, place)


def _reorder(trial: Trial, copy: Copy, chain: str, place: int) -> None:
    entries, other = copy.links[chain], trial.chance.choice([at for at in range(BEFORE) if at != place])
    one, two = entries[place], entries[other]
    entries[place], entries[other] = replace(two, number=one.number), replace(one, number=two.number)


def _reorder_and_recompute(trial: Trial, copy: Copy, chain: str, place: int) -> None:
    _reorder(trial, copy, chain, place)
    copy.recompute(chain)


def _insert(trial: Trial, copy: Copy, chain: str, place: int) -> None:
    made = replace(trial.chance.choice(copy.links[chain]), number=place + 1)
    copy.links[chain].insert(place, replace(made, hash=digest(made)))


def _insert_and_recompute(trial: Trial, copy: Copy, chain: str, place: int) -> None:
    _insert(trial, copy, chain, place)
    copy.recompute(chain, place)


def _date_back(trial: Trial, copy: Copy, chain: str, place: int) -> None:
    link = copy.links[chain][place]
    earlier = timedelta(seconds=trial.chance.randint(1, 10**7))
    copy.links[chain][place] = replace(link, written_at=link.written_at - earlier)
    copy.recompute(chain, place)


def _cut(_trial: Trial, copy: Copy, chain: str, place: int) -> None:
    del copy.links[chain][place:]
    copy.recompute(chain, place)


def _cut_and_hide(trial: Trial, copy: Copy, chain: str, place: int) -> None:
    _cut(trial, copy, chain, place)
    copy.statements = []


def _anew(trial: Trial, copy: Copy, chain: str, place: int) -> None:
    _flip_and_recompute(trial, copy, chain, place)
    copy.recompute(chain)
    copy.re_sign()


def _swap_heads(trial: Trial, copy: Copy, _chain: str, _place: int) -> None:
    number = trial.chance.randrange(len(copy.statements))
    _statement, heads = copy.statements[number]
    one, two = trial.chance.sample(range(len(heads)), 2)
    first, second = heads[one], heads[two]
    heads[one] = replace(first, number=second.number, hash=second.hash)
    heads[two] = replace(second, number=first.number, hash=first.hash)


def _swap_signatures(_trial: Trial, copy: Copy, _chain: str, _place: int) -> None:
    (one, heads), (two, others) = copy.statements[:2]
    copy.statements[:2] = [
        (replace(one, signature=two.signature), heads),
        (replace(two, signature=one.signature), others),
    ]


def _move(trial: Trial, copy: Copy, chain: str, place: int) -> None:
    other = trial.chance.choice([name for name in copy.links if name != chain])
    copy.links[other].insert(place, copy.links[chain].pop(place))
    for moved in (chain, other):
        copy.recompute(moved, place)


TAMPERINGS: dict[str, Tampering] = {
    "flip": _flip,
    "flip, its own hash made anew": _flip_knowingly,
    "flip, all hashes made anew": _flip_and_recompute,
    "drop": _drop,
    "drop, all made anew": _drop_and_recompute,
    "reorder": _reorder,
    "reorder, all made anew": _reorder_and_recompute,
    "insert": _insert,
    "insert, all made anew": _insert_and_recompute,
    "date back": _date_back,
    "cut": _cut,
    "cut, the statements here removed": _cut_and_hide,
    "all anew, signed with another key": _anew,
    "head rows swapped": _swap_heads,
    "signatures swapped": _swap_signatures,
    "moved to another chain": _move,
}
