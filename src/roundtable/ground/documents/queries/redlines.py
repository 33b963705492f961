"""What changed between two texts, as pages show it: moved as moved, and said in words for who listens."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.ground.documents.domain.redline import Entry, Fate, redline
from roundtable.ground.documents.domain.text import Paragraph, Role, Text
from roundtable.ground.documents.domain.wording import Change as WordChange
from roundtable.ground.documents.domain.wording import Said
from roundtable.ui.pieces import Change, Piece, Tone

SAYS = {Said.SAME: Change.SAME, Said.ADDED: Change.ADDED, Said.REMOVED: Change.REMOVED}
TONES = {
    Fate.ADDED: Tone.OK,
    Fate.REMOVED: Tone.STOP,
    Fate.CHANGED: Tone.WAIT,
    Fate.SPLIT: Tone.WAIT,
    Fate.JOINED: Tone.WAIT,
    Fate.LEFT: Tone.QUIET,
    Fate.SAME: Tone.QUIET,
}


@dataclass(frozen=True)
class Line:
    """One paragraph of a redline: its numbers, what became of it in words, and its words old and new."""

    key: str
    role: str
    level: int
    label_before: str
    label_after: str
    fate: str
    tone: str
    words: str
    together: tuple[Piece, ...]
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    quiet: bool = False

    @property
    def renumbered(self) -> bool:
        """Whether the number changed."""
        return bool(self.label_before and self.label_after) and self.label_before != self.label_after


@dataclass(frozen=True)
class Shown:
    """A redline with what is said above it."""

    lines: tuple[Line, ...]
    counts: dict[str, int] = field(default_factory=dict)
    size: int = 0
    empty: bool = False

    @property
    def summary(self) -> list[str]:
        """What happened, in words: how many paragraphs were changed, added, removed, moved, split and joined."""
        said = (
            ("changed", ngettext("%(n)s paragraph changed", "%(n)s paragraphs changed", self.counts.get("changed", 0))),
            ("added", ngettext("%(n)s added", "%(n)s added", self.counts.get("added", 0))),
            ("removed", ngettext("%(n)s removed", "%(n)s removed", self.counts.get("removed", 0))),
            ("moved", ngettext("%(n)s moved", "%(n)s moved", self.counts.get("moved", 0))),
            (
                "split",
                ngettext(
                    "%(n)s part of a split paragraph", "%(n)s parts of split paragraphs", self.counts.get("split", 0)
                ),
            ),
            ("joined", ngettext("%(n)s joined", "%(n)s joined", self.counts.get("joined", 0))),
        )
        return [words % {"n": self.counts[name]} for name, words in said if self.counts.get(name)]


def shown(old: Text, new: Text) -> Shown:
    """Compare two texts for a page."""
    lines = redline(old, new)
    return Shown(tuple(_line(entry) for entry in lines.entries), lines.counts(), lines.size, empty=lines.is_empty)


def _line(entry: Entry) -> Line:
    old, now = (entry.olds or (None,))[0], (entry.news or (None,))[0]
    one = now or old
    assert one is not None  # noqa: S101 - an entry has at least one side
    changes = tuple(_pieces(entry))
    return Line(
        key=entry.key,
        role=one.role.value,
        level=one.level if one.role is not Role.HEADING else 0,
        label_before=old.label if old else "",
        label_after=now.label if now else "",
        fate=entry.fate.value,
        tone=(Tone.MARK if entry.moved else TONES[entry.fate]).value,
        words=_words(entry),
        together=changes,
        before=tuple(piece for piece in changes if piece.change is not Change.ADDED),
        after=tuple(piece for piece in changes if piece.change is not Change.REMOVED),
        quiet=entry.fate is Fate.SAME and not (entry.moved or entry.renumbered or entry.recast),
    )


def _pieces(entry: Entry) -> Iterable[Piece]:
    if entry.fate is Fate.LEFT:
        return [Piece(_short(entry.olds[0]))]
    if any(one.role is Role.TABLE for one in (*entry.olds, *entry.news)):
        return _whole(entry)
    if entry.fate is Fate.SAME:
        return [Piece(entry.news[0].plain)]
    return [_piece(change) for change in entry.changes]


def _whole(entry: Entry) -> list[Piece]:
    """A table is one thing: the same, or another."""
    if entry.fate is Fate.SAME:
        return [Piece(entry.news[0].plain)]
    gone = [Piece(one.plain, Change.REMOVED) for one in entry.olds]
    return gone + [Piece(one.plain, Change.ADDED) for one in entry.news]


def _piece(change: WordChange) -> Piece:
    return Piece(change.text, SAYS[change.kind])


def _short(one: Paragraph) -> str:
    words = one.plain.split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")


def _words(entry: Entry) -> str:
    said = {
        Fate.ADDED: _("added"),
        Fate.REMOVED: _("removed"),
        Fate.CHANGED: _("changed"),
        Fate.SPLIT: _("split"),
        Fate.JOINED: _("joined"),
        Fate.SAME: "",
        Fate.LEFT: _("stood here, now moved"),
    }[entry.fate]
    parts = [said] if said else []
    if entry.moved and entry.fate is not Fate.LEFT:
        parts.insert(0, _("moved here"))
    if entry.renumbered:
        parts.append(
            _("number %(old)s became %(new)s") % {"old": entry.olds[0].label or "–", "new": entry.news[0].label or "–"}
        )
    if entry.recast:
        parts.append(_("another kind or level"))
    return ", ".join(parts)
