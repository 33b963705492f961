"""Plain values that pages hand to components."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from roundtable.ui.navigation import Text


class Tone(StrEnum):
    """What a tag or message means; each tone has a sign, so that colour never speaks alone."""

    QUIET = "quiet"
    OK = "ok"
    WAIT = "wait"
    LATE = "late"
    STOP = "stop"
    MARK = "mark"


SIGNS = {Tone.QUIET: "", Tone.OK: "✓", Tone.WAIT: "◔", Tone.LATE: "▲", Tone.STOP: "✕", Tone.MARK: ""}


@dataclass(frozen=True)
class Figure:
    """A number written for people ("44 of 48"), what it counts, and a note."""

    label: Text
    value: Text
    note: Text = ""
    href: str = ""


@dataclass(frozen=True)
class Part:
    """A part of a bar: its share of the whole in percent (0 to 100) and what it stands for."""

    share: float
    label: Text
    none: bool = False


@dataclass(frozen=True)
class Crumb:
    """A step on the way to this page; the last one has no address."""

    label: Text
    href: str = ""


@dataclass(frozen=True)
class Tab:
    """A view of the same thing, with its own address."""

    label: Text
    href: str
    current: bool = False
    count: int | None = None


class Stage(StrEnum):
    """How far a step or an event is."""

    DONE = "done"
    NOW = "now"
    NEXT = "next"


@dataclass(frozen=True)
class Step:
    """A step of something done in order."""

    label: Text
    stage: Stage


@dataclass(frozen=True)
class Event:
    """Something that happened or will, on a day or at an instant."""

    at: date | datetime
    label: Text
    stage: Stage = Stage.DONE
    note: Text = ""
    href: str = ""


class Change(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """A piece of text between two versions."""

    text: str
    change: Change = Change.SAME


class Mark(StrEnum):
    """What a cell of the matrix says; the value is its class in the styles."""

    DONE = "m-done"
    ADVANCED = "m-advanced"
    BEGUN = "m-begun"
    PREPARED = "m-prepared"
    PLANNED = "m-planned"
    NOT_APPLICABLE = "m-na"
    NO_COMPETENCE = "m-nocomp"
    CONFIDENTIAL = "m-secret"
    NONE = "m-none"


MARK_WORDS: dict[Mark, Text] = {
    Mark.DONE: _("done"),
    Mark.ADVANCED: _("advanced"),
    Mark.BEGUN: _("begun"),
    Mark.PREPARED: _("prepared"),
    Mark.PLANNED: _("not begun"),
    Mark.NOT_APPLICABLE: _("not applicable"),
    Mark.NO_COMPETENCE: _("no national competence"),
    Mark.CONFIDENTIAL: _("confidential"),
    Mark.NONE: _("no report"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: what it says, where it leads, and words that replace the usual ones."""

    mark: Mark
    href: str = ""
    words: Text = ""


@dataclass(frozen=True)
class Head:
    """The head of a row or column."""

    label: Text
    href: str = ""
    code: str = ""


@dataclass(frozen=True)
class Row:
    """A row of the matrix."""

    head: Head
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Group:
    """Rows under one heading, such as an area; `area` is 1 to 6 or 0."""

    rows: Sequence[Row]
    label: Text = ""
    area: int = 0


@dataclass(frozen=True)
class Matrix:
    """A large table of marks; `name` tells what the frame holds to those who listen."""

    name: Text
    columns: Sequence[Head]
    groups: Sequence[Group]
    corner: Text = ""

    @property
    def marks(self) -> list[Mark]:
        """The marks that occur, in their usual order."""
        seen = {cell.mark for group in self.groups for row in group.rows for cell in row.cells}
        return [mark for mark in Mark if mark in seen]
