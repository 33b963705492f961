"""What is gathered line by line before it becomes a part of the tree."""

from dataclasses import dataclass, field

from roundtable.operations.plan.domain.adopted_text.lines import Line
from roundtable.operations.plan.domain.adopted_text.tree import Place
from roundtable.operations.plan.domain.adopted_text.wording import Vocabulary, is_finished, joined


@dataclass(slots=True)
class Gathered:
    """A numbered thing and the lines of its wording so far."""

    number: int
    first: Line
    pieces: list[str]
    last: Line | None = None

    def add(self, line: Line, text: str) -> None:
        """Take one more line."""
        self.pieces.append(text)
        self.last = line

    @property
    def is_finished(self) -> bool:
        """Whether its last line ends a sentence or a member of a list."""
        return bool(self.pieces) and is_finished(self.pieces[-1])

    def wording(self, vocabulary: Vocabulary) -> str:
        """Return its lines as one text."""
        return joined(self.pieces, vocabulary)

    def place(self) -> Place:
        """Return where it stands."""
        last = self.last or self.first
        return Place(line_from=self.first.number, line_to=last.number, page=self.first.page, page_to=last.page)


@dataclass(slots=True)
class GatheredAction(Gathered):
    """An action and its points."""

    points: list[Gathered] = field(default_factory=list)

    @property
    def open(self) -> Gathered:
        """What a line without a number goes on with: the last point, or the action itself."""
        return self.points[-1] if self.points else self


@dataclass(slots=True)
class GatheredArea(Gathered):
    """An area, its introduction and its actions."""

    introduction: list[str] = field(default_factory=list)
    actions: list[GatheredAction] = field(default_factory=list)
