"""Read a text and compare it with the plan in force; nothing is changed by this."""

import hashlib
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from roundtable.kernel.base.errors import Invalid
from roundtable.operations.plan.domain.adopted_text import (
    LINE,
    PARAGRAPH,
    AdoptedText,
    Level,
    Refused,
    Understood,
    Unreadable,
    understand,
)
from roundtable.operations.plan.domain.adopted_text import MESSAGES as TEXT_MESSAGES
from roundtable.operations.plan.domain.comparison import Comparison, Fate, compare
from roundtable.operations.plan.domain.mapping import Mapping
from roundtable.operations.plan.queries.frame import text_in_force


class NeedsConfirmation(Invalid):
    """The text moves or drops what others are tied to: a person has to confirm the mapping first."""

    code = "needs-confirmation"

    def __init__(self, proposal: "Proposal") -> None:
        """Carry the proposal that waits for a person."""
        super().__init__(
            _(
                "Some actions would be new, get another number or fall away. Look at the proposed mapping and at the "
                "day from which the text counts, and confirm them."
            ),
        )
        self.proposal = proposal


@dataclass(frozen=True)
class Proposal:
    """A text that was read, beside the frame in force. Nothing has changed yet."""

    understood: Understood
    before: AdoptedText
    """The frame in force, as a text."""
    comparison: Comparison
    mapping: Mapping
    digest: str
    first_wording: bool
    """Whether the frame in force has codes only, so that this text gives it its official wording."""

    @property
    def text(self) -> AdoptedText:
        """The new text."""
        return self.understood.text

    @property
    def changes_nothing(self) -> bool:
        """Whether the same words are in force already."""
        return self.comparison.is_empty

    @property
    def needs_confirmation(self) -> bool:
        """Whether links would move, fall away or are in doubt, or rounds would ask something new."""
        moving = {Fate.MOVED, Fate.REMOVED}
        return (
            bool(self.comparison.undecided)
            or any(change.fate in moving for change in self.comparison.changes)
            or (self.revises and self.asks_otherwise)
        )

    @property
    def asks_otherwise(self) -> bool:
        """Whether actions are new or fall away."""
        other = {Fate.ADDED, Fate.REMOVED}
        return any(change.level is Level.ACTION and change.fate in other for change in self.comparison.changes)

    @property
    def revises(self) -> bool:
        """Whether the text follows another one that was asked of Parties: then it counts from a day of its own."""
        return bool(self.before.actions) and (not self.first_wording or self.asks_otherwise)

    def as_json(self) -> dict[str, object]:
        """The counts and the tree of the new text, remarks, and what would change."""
        return {
            **self.text.as_json(),
            "sha256": self.digest,
            "warnings": [warning.as_json() for warning in self.understood.warnings],
            "changes_nothing": self.changes_nothing,
            "needs_confirmation": self.needs_confirmation,
            "first_wording": self.first_wording,
            "comparison": self.comparison.as_json(),
        }


def propose(data: bytes) -> Proposal:
    """Read a file and compare it with the frame in force; changes nothing.

    Raises `Unreadable` or `Refused` when the file cannot be read or understood: both name the line and the reason.
    """
    understood = understand(data)
    before = text_in_force()
    first = bool(before.actions) and not any(action.text for action in before.actions)
    comparison = compare(_worded(before, understood.text) if first else before, understood.text)
    return Proposal(
        understood, before, comparison, comparison.proposal(), hashlib.sha256(data).hexdigest(), first_wording=first
    )


def _worded(frame: AdoptedText, text: AdoptedText) -> AdoptedText:
    """Give a frame of bare codes the words of the text at the same codes, so that it is compared by code alone.

    A code that the text does not have keeps a wording that resembles nothing, and so is seen to be missing.
    """
    said = {item.code: item.text for item in text.items()}

    def words(code: str) -> str:
        return said.get(code, f"⟨{code}⟩")

    return replace(
        frame,
        horizontal_issues=tuple(replace(issue, text=words(issue.code)) for issue in frame.horizontal_issues),
        areas=tuple(
            replace(
                area,
                title=words(area.code),
                actions=tuple(
                    replace(
                        action,
                        text=words(action.code),
                        points=tuple(replace(point, text=words(point.code)) for point in action.points),
                    )
                    for action in area.actions
                ),
            )
            for area in frame.areas
        ),
    )


def told(error: Unreadable | Refused) -> Invalid:
    """Put the importer's findings into the reader's language, each with its line or paragraph."""
    findings = [error.finding] if isinstance(error, Unreadable) else list(error.findings)
    sentences = []
    words = {LINE: _("line %(n)s"), PARAGRAPH: _("paragraph %(n)s")}
    for finding in findings:
        sentence = _(TEXT_MESSAGES[finding.code]) % finding.filled(words)
        if finding.line is not None and finding.page:
            gaps = {"page": finding.page, "line": finding.line, "sentence": sentence}
            sentence = _("Page %(page)s, line %(line)s: %(sentence)s") % gaps
        elif finding.line is not None:
            gaps = {"line": finding.line, "sentence": sentence}
            if finding.unit == PARAGRAPH:
                sentence = _("Paragraph %(line)s: %(sentence)s") % gaps
            else:
                sentence = _("Line %(line)s: %(sentence)s") % gaps
        sentences.append(sentence)
    return Invalid(
        _("The text cannot be brought in; nothing was changed. %(first)s") % {"first": sentences[0]},
        fields={"file": sentences},
    )
