"""The plan in force beside a new text: what stayed, what was reworded, added, taken out or given another code.

Things are recognised by their wording and never by their number alone, so that an action put into the middle of an
area moves the numbers of those behind it and nothing else.
"""

from collections import defaultdict
from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from roundtable.operations.plan.domain.adopted_text.tree import AdoptedText, Area, Item, Level
from roundtable.operations.plan.domain.mapping import Mapping
from roundtable.operations.plan.domain.pairing import best_pairs, containment, likeness
from roundtable.operations.plan.domain.words import Piece, words

# Below this likeness two wordings are not taken for the same thing.
_POSSIBLE = 0.3
# Below this a person has to say whether they are.
_SURE = 0.6
# Another candidate as near as this makes a tie.
_NEAR = 0.08
# A wording of which so much stands in another has become a part of it.
_CONTAINED = 0.6
# Place speaks only where wordings cannot decide.
_SAME_PARENT, _SAME_CODE = 0.02, 0.01


class Fate(StrEnum):
    """What became of one thing."""

    UNCHANGED = "unchanged"
    REWORDED = "reworded"
    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"


class Doubt(StrEnum):
    """Why a person has to decide."""

    UNSURE = "unsure"
    TIE = "tie"
    SPLIT = "split"
    MERGED = "merged"


@dataclass(frozen=True)
class Change:
    """One thing and what became of it. `confidence` is from 0 to 1; `candidates` are new codes to choose from."""

    fate: Fate
    level: Level
    old: Item | None
    new: Item | None
    confidence: float
    doubts: tuple[Doubt, ...] = ()
    candidates: tuple[str, ...] = ()

    @property
    def old_code(self) -> str | None:
        """The code in the plan in force, None for what was added."""
        return self.old.code if self.old else None

    @property
    def new_code(self) -> str | None:
        """The code in the new text, None for what was removed."""
        return self.new.code if self.new else None

    @property
    def needs_decision(self) -> bool:
        """Whether a person has to look before links may follow."""
        return bool(self.doubts)

    @property
    def is_reworded(self) -> bool:
        """Whether both wordings are there and differ, moved or not."""
        return self.old is not None and self.new is not None and self.old.text != self.new.text

    @cached_property
    def pieces(self) -> list[Piece]:
        """The difference word by word."""
        return words(self.old.text if self.old else "", self.new.text if self.new else "")

    def as_json(self) -> dict[str, object]:
        """Plain values with stable keys."""
        return {
            "fate": self.fate.value,
            "level": self.level.value,
            "old_code": self.old_code,
            "new_code": self.new_code,
            "confidence": round(self.confidence, 3),
            "doubts": [doubt.value for doubt in self.doubts],
            "candidates": list(self.candidates),
            "reworded": self.is_reworded,
            "words": [{"kind": piece.kind.value, "text": piece.text} for piece in self.pieces],
        }


@dataclass(frozen=True)
class Comparison:
    """All changes: in the order of the new text, with what was removed at the end."""

    changes: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed at all."""
        return all(change.fate is Fate.UNCHANGED for change in self.changes)

    @property
    def undecided(self) -> tuple[Change, ...]:
        """The changes that wait for a person."""
        return tuple(change for change in self.changes if change.needs_decision)

    def counts(self) -> dict[str, int]:
        """How many things had each fate, and how many wait for a decision."""
        counted = {fate.value: sum(change.fate is fate for change in self.changes) for fate in Fate}
        return {**counted, "needs_decision": len(self.undecided)}

    def proposal(self) -> Mapping:
        """Return the mapping that the importer proposes; a person confirms or changes it."""
        pairs = {change.old.code: change.new_code for change in self.changes if change.old}
        mergers = set()
        for change in self.changes:
            if change.old and change.new is None and Doubt.MERGED in change.doubts:
                pairs[change.old.code] = change.candidates[0]
                mergers.add(change.candidates[0])
        return Mapping(pairs, frozenset(mergers))

    def as_json(self) -> dict[str, object]:
        """Counts, the proposed mapping and all changes as plain values."""
        return {
            "counts": self.counts(),
            "mapping": self.proposal().as_json(),
            "changes": [change.as_json() for change in self.changes],
        }


def compare(old: AdoptedText, new: AdoptedText) -> Comparison:
    """Return what became of everything in the old text, and what is new."""
    parents = _areas(old, new)
    changes: dict[Level, list[Change]] = {}
    for level in (Level.ISSUE, Level.ACTION, Level.POINT):
        side = (
            [item for item in old.items() if item.level is level],
            [item for item in new.items() if item.level is level],
        )
        changes[level] = _changes(*side, parents)
        parents |= {change.old.code: change.new.code for change in changes[level] if change.old and change.new}
    changes[Level.AREA] = _area_changes(old, new, parents)
    return Comparison(_in_order(new, [change for level in changes.values() for change in level]))


def _areas(old: AdoptedText, new: AdoptedText) -> dict[str, str]:
    """Return which area became which, by title and by what stands in it."""
    scores = {
        (row, column): _area_likeness(before, after)
        for row, before in enumerate(old.areas)
        for column, after in enumerate(new.areas)
    }
    possible = {pair: score for pair, score in scores.items() if score >= _POSSIBLE}
    return {old.areas[row].code: new.areas[column].code for row, column in best_pairs(possible).items()}


def _area_likeness(before: Area, after: Area) -> float:
    title = likeness(before.title, after.title)
    inside = likeness(_inside(before), _inside(after))
    here = _SAME_CODE if before.code == after.code else 0.0
    return max(title, (title + inside) / 2) + here


def _inside(area: Area) -> str:
    return " ".join(action.text for action in area.actions)


def _area_changes(old: AdoptedText, new: AdoptedText, parents: Dictionary[str, str]) -> list[Change]:
    before = [item for item in old.items() if item.level is Level.AREA]
    after = [item for item in new.items() if item.level is Level.AREA]
    areas = {area.code: area for area in new.areas}
    sure = {area.code: _area_likeness(area, areas[parents[area.code]]) for area in old.areas if area.code in parents}
    new_of = {item.code: item for item in after}
    changes = []
    for item in before:
        partner = new_of.get(parents.get(item.code, ""))
        confidence = min(sure.get(item.code, 1.0), 1.0)
        doubts = (Doubt.UNSURE,) if partner and confidence < _SURE else ()
        changes.append(_change(item, partner, confidence, doubts))
    met = {parents[item.code] for item in before if item.code in parents}
    changes += [_change(None, item, 1.0) for item in after if item.code not in met]
    return changes


def _changes(before: Sequence[Item], after: Sequence[Item], parents: Dictionary[str, str]) -> list[Change]:
    scores = _scores(before, after)
    placed = {
        (row, column): score + _place_bonus(before[row], after[column], parents)
        for (row, column), score in scores.items()
    }
    pairs = best_pairs(placed)
    of_new = {column: row for row, column in pairs.items()}
    rivals = _rivals(placed, pairs)
    changes = []
    for row, item in enumerate(before):
        column = pairs.get(row)
        partner = None if column is None else after[column]
        confidence = 1.0 if column is None else scores[row, column]
        changes.append(_judged(item, partner, confidence, [after[rival].code for rival in rivals.get(row, ())]))
    alone = [column for column in range(len(after)) if column not in of_new]
    changes = _with_splits(changes, before, after, pairs, alone)
    changes = _with_mergers(changes, before, after, of_new)
    return [*changes, *(_change(None, after[column], 1.0) for column in alone)]


def _scores(before: Sequence[Item], after: Sequence[Item]) -> dict[tuple[int, int], float]:
    """Return the likeness of every pair that may be one thing.

    Wordings that are the same word for word are paired among themselves alone: no other can be more alike.
    """
    same: dict[str, list[int]] = defaultdict(list)
    for column, item in enumerate(after):
        same[item.text].append(column)
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row, item in enumerate(before):
        rows_of[item.text].append(row)
    settled = {text for text, rows in rows_of.items() if len(rows) == len(same.get(text, ()))}
    scores = {(row, column): 1.0 for text in settled for row in rows_of[text] for column in same[text]}
    open_rows = [row for row, item in enumerate(before) if item.text not in settled]
    open_columns = [column for column, item in enumerate(after) if item.text not in settled]
    for row in open_rows:
        for column in open_columns:
            score = likeness(before[row].text, after[column].text)
            if score >= _POSSIBLE:
                scores[row, column] = score
    return scores


def _place_bonus(before: Item, after: Item, parents: Dictionary[str, str]) -> float:
    same_parent = before.parent is not None and parents.get(before.parent) == after.parent
    return (_SAME_PARENT if same_parent else 0.0) + (_SAME_CODE if before.code == after.code else 0.0)


def _rivals(scores: Dictionary[tuple[int, int], float], pairs: Dictionary[int, int]) -> dict[int, tuple[int, ...]]:
    """Return, for each old thing, the other new things that it or its partner resembles as much."""
    rivals: dict[int, set[int]] = defaultdict(set)
    partner_of = {column: row for row, column in pairs.items()}
    for (row, column), score in scores.items():
        chosen = pairs.get(row)
        if chosen is not None and chosen != column and score > scores[row, chosen] - _NEAR:
            rivals[row].add(column)
        holder = partner_of.get(column)
        if holder is not None and holder != row and score > scores[holder, column] - _NEAR:
            rivals[holder].add(pairs.get(row, column))
    return {row: tuple(sorted(columns)) for row, columns in rivals.items()}


def _judged(old: Item, new: Item | None, confidence: float, rivals: Sequence[str]) -> Change:
    if new is None:
        return _change(old, None, 1.0)
    # The same words at the same code are the same thing, however many others say it too.
    settled = old.text == new.text and old.code == new.code
    doubts = () if settled else (*((Doubt.UNSURE,) if confidence < _SURE else ()), *((Doubt.TIE,) if rivals else ()))
    codes = tuple(dict.fromkeys((new.code, *rivals)))
    return _change(old, new, confidence, doubts, codes if doubts else ())


def _with_splits(
    changes: list[Change],
    before: Sequence[Item],
    after: Sequence[Item],
    pairs: Dictionary[int, int],
    alone: Sequence[int],
) -> list[Change]:
    """Mark an old thing of which a new one, that has no other origin, says a part."""
    for column in alone:
        parts = [
            (containment(after[column].text, before[row].text), -row)
            for row in pairs
            if before[row].text != after[pairs[row]].text
        ]
        share, negative = max(parts, default=(0.0, 0))
        if share >= _CONTAINED:
            row = -negative
            changes[row] = _doubted(changes[row], Doubt.SPLIT, after[pairs[row]].code, after[column].code)
    return changes


def _with_mergers(
    changes: list[Change], before: Sequence[Item], after: Sequence[Item], of_new: Dictionary[int, int]
) -> list[Change]:
    """Mark an old thing that is gone, but whose words stand in a new one that comes from another."""
    met = set(of_new.values())
    for row in range(len(before)):
        if row in met:
            continue
        wholes = [
            (containment(before[row].text, after[column].text), -column)
            for column, origin in of_new.items()
            if after[column].text != before[origin].text
        ]
        share, negative = max(wholes, default=(0.0, 0))
        if share >= _CONTAINED:
            column = -negative
            changes[row] = _doubted(changes[row], Doubt.MERGED, after[column].code)
            origin = of_new[column]
            changes[origin] = _doubted(changes[origin], Doubt.MERGED, after[column].code)
    return changes


def _doubted(change: Change, doubt: Doubt, *codes: str) -> Change:
    doubts = tuple(dict.fromkeys((*change.doubts, doubt)))
    candidates = tuple(dict.fromkeys((*change.candidates, *codes)))
    return Change(change.fate, change.level, change.old, change.new, change.confidence, doubts, candidates)


def _change(
    old: Item | None,
    new: Item | None,
    confidence: float,
    doubts: tuple[Doubt, ...] = (),
    candidates: tuple[str, ...] = (),
) -> Change:
    thing = old or new
    if thing is None:
        raise ValueError("A change needs an old or a new thing.")
    if old is None:
        fate = Fate.ADDED
    elif new is None:
        fate = Fate.REMOVED
    elif old.code != new.code:
        fate = Fate.MOVED
    else:
        fate = Fate.UNCHANGED if old.text == new.text else Fate.REWORDED
    return Change(fate, thing.level, old, new, confidence, doubts, candidates)


def _in_order(new: AdoptedText, changes: Sequence[Change]) -> tuple[Change, ...]:
    places = {item.code: place for place, item in enumerate(new.items())}
    end = len(places)
    return tuple(sorted(changes, key=lambda change: places.get(change.new_code or "", end)))
