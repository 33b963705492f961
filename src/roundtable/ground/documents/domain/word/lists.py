"""Printed numbers as Word's own lists, so that both texts of a file with tracked changes count right.

A list goes on as long as the next number follows in each text in which the paragraph stands; otherwise a new list
begins at its value. Where a paragraph has numbers of which no single list can give both, it has one list for each.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from roundtable.ground.documents.domain.labels import Counted, counted
from roundtable.ground.documents.domain.text import Paragraph, Role
from roundtable.ground.documents.domain.word.rows import Row


@dataclass
class List_:  # noqa: N801 - a list of Word, not of Python
    """One list: where it starts and how it prints. `sign` is for what does not count."""

    number: int
    level: int
    first: Counted | None = None
    sign: str = ""
    last: dict[str, Counted] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Word's name for the way of counting."""
        return self.first.way.value if self.first else "bullet"

    @property
    def printed(self) -> str:
        """Word's pattern for the number."""
        return f"{self.first.before}%{self.level + 1}{self.first.after}" if self.first else self.sign

    @property
    def start(self) -> int:
        """The first value."""
        return self.first.value if self.first else 1

    def follows(self, view: str, label: str) -> bool:
        """Whether this list prints a number next in a text."""
        if self.first is None:
            return self.sign == label
        last = self.last.get(view)
        found = counted(label, last)
        wanted = last.next if last else self.first
        return found is not None and found.same_way(wanted) and found.value == wanted.value

    def count(self, view: str) -> None:
        """Print a number."""
        if self.first is not None:
            last = self.last.get(view)
            self.last[view] = last.next if last else self.first


@dataclass(frozen=True, slots=True)
class Numbered:
    """The list of a row in the new text and in the old; None where it has no number there."""

    new: List_ | None
    old: List_ | None


class Lists:
    """Gives every row its lists; `made` are all that the file needs."""

    def __init__(self) -> None:
        self.made: list[List_] = []
        self._open: dict[int, list[List_]] = {}

    def of(self, row: Row) -> Numbered:
        """The lists of the next row."""
        labels = {view: one.label for view, one in (("new", row.new), ("old", row.old)) if one and one.label}
        level = level_of(row.shape)
        alone = {view: level_of(one) for view, one in (("new", row.new), ("old", row.old)) if one}
        if len(set(alone.values())) > 1:
            return Numbered(self._one(row.new, "new"), self._one(row.old, "old"))
        if not labels:
            return Numbered(None, None)
        found = next(
            (one for one in self._candidates(level) if all(one.follows(*said) for said in labels.items())), None
        )
        if found is None and len(set(labels.values())) == 1:
            found = self._begun(level, next(iter(labels.values())))
        if found is None:
            return Numbered(self._one(row.new, "new"), self._one(row.old, "old"))
        for view in labels:
            found.count(view)
        return Numbered(found if "new" in labels else None, found if "old" in labels else None)

    def _one(self, one: Paragraph | None, view: str) -> List_ | None:
        if one is None or not one.label:
            return None
        level = level_of(one)
        made = next((known for known in self._candidates(level) if known.follows(view, one.label)), None)
        made = made or self._begun(level, one.label)
        made.count(view)
        return made

    def _candidates(self, level: int) -> Iterator[List_]:
        yield from reversed(self._open.get(level, []))

    def _begun(self, level: int, label: str) -> List_:
        made = List_(len(self.made) + 1, level, counted(label))
        if made.first is None:
            made.sign = label
        self.made.append(made)
        # Only the last few can still go on; older ones would surprise whoever writes on in Word.
        self._open[level] = [*self._open.get(level, [])[-3:], made]
        return made


def level_of(one: Paragraph) -> int:
    """Word's level of a paragraph, from 0."""
    return one.level - 1 if one.role is Role.HEADING else one.level
