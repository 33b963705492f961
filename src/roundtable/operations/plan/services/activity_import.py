"""Bring activities in from a spreadsheet: look at every row first, then all of them or none."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from typing import Any, Final

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from roundtable.ground.parties.public import names
from roundtable.ground.trust.public import User, allows, remember, require
from roundtable.kernel.base.errors import Collision, Invalid, NotThere
from roundtable.kernel.files import store
from roundtable.kernel.files.models import StoredFile
from roundtable.kernel.files.spreadsheets import Wanted, read_rows
from roundtable.operations.plan.domain import spreadsheet as cell
from roundtable.operations.plan.domain.activity import Facts, Fault, differences
from roundtable.operations.plan.exports.activity_template import COLUMNS, NEEDED, explanations
from roundtable.operations.plan.models import Activity
from roundtable.operations.plan.queries.activities import LABELS, facts_of, with_everything
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services.activities import (
    SPREADSHEETS,
    Known,
    Leads,
    check,
    known,
    sentence,
    tidy,
    write_changed,
    write_new,
)
from roundtable.operations.plan.signals import Happened

PURPOSE: Final = SPREADSHEETS
MOST_ROWS: Final = 5_000


KEEPS_WHEN_EMPTY: Final = ("stage", "audience")
"""Facts that cannot be nothing: an empty cell leaves them as they are."""


class Fate(StrEnum):
    """What a row does."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one cell, and what to do; the row as the spreadsheet counts it, the column by its label."""

    row: int
    column: str
    sentence: str


@dataclass(frozen=True)
class Line:
    """A row that can be brought in: what it says, what it does, and to which activity."""

    row: int
    facts: Facts
    fate: Fate
    changed: tuple[str, ...] = ()
    activity: Activity | None = None


@dataclass(frozen=True)
class Preview:
    """What bringing the file in would do. Nothing has changed yet."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def count(self, fate: str) -> int:
        """How many rows do this."""
        return sum(line.fate == fate for line in self.lines)

    @property
    def mark(self) -> str:
        """A fingerprint of what would happen, so that what is confirmed is what was looked at."""
        done = [
            [line.row, line.fate, line.activity.revision if line.activity else 0, line.facts.plain()]
            for line in self.lines
        ]
        return hashlib.sha256(json.dumps(done, sort_keys=True, default=str).encode()).hexdigest()[:32]

    def as_json(self) -> dict[str, Any]:
        """The counts, and every problem with its row and column."""
        return {
            **{str(fate): self.count(fate) for fate in Fate},
            "problems": [{"row": one.row, "column": one.column, "problem": one.sentence} for one in self.problems],
        }


def look(rows: Iterable[tuple[int, Mapping[str, Any]]], *, by: User | None, at: datetime) -> Preview:
    """Look at every row (its number, and its cells by column key) without changing anything.

    `by` is None for whoever runs the server, who may bring in for everybody.
    """
    reader = _Reader(by, at)
    return reader.look(list(rows))


@transaction.atomic
def bring_in(
    rows: Iterable[tuple[int, Mapping[str, Any]]], *, by: User | None, at: datetime, mark: str = ""
) -> Preview:
    """Bring every row in, or none. A row whose lead and reference are known changes that activity, if it differs.

    Raises `Invalid` when a row has a fault, `Collision` when the outcome is no longer the one that `mark` stands for.
    """
    if by is not None:
        require(by, Do.IMPORT_ACTIVITIES, at=at)
    reader = _Reader(by, at, hold=True)
    preview = reader.look(list(rows))
    if preview.problems:
        text = ngettext(
            "Nothing was brought in: %(count)s cell has to be put right.",
            "Nothing was brought in: %(count)s cells have to be put right.",
            len(preview.problems),
        )
        raise Invalid(text % {"count": len(preview.problems)})
    if mark and mark != preview.mark:
        raise Collision(_("Something changed since you looked at this file. Look at it once more, then confirm."))
    new = [line.facts for line in preview.lines if line.fate is Fate.NEW]
    for made in write_new(new, reader.codes, by=by, at=at):
        after = {"revision": 1, "title": made.title}
        remember(Happened.ACTIVITY_IMPORTED, by=by, on=made, at=at, after=after)
    for line in preview.lines:
        if line.fate is Fate.CHANGED and line.activity is not None:
            write_changed(line.activity, line.facts, reader.codes, by=by, at=at, happened=Happened.ACTIVITY_IMPORTED)
    return preview


class _Reader:
    """Reads rows against what is stored; everything that rows need is read once."""

    def __init__(self, by: User | None, at: datetime, *, hold: bool = False) -> None:
        self.by, self.at = by, at
        self.hold = hold
        self.codes: Known = known(at.date())
        self.party_words = _party_words()
        self.stored: dict[tuple[str, str], Activity] = {}
        self.may: dict[str, bool] = {}

    def look(self, rows: Sequence[tuple[int, Mapping[str, Any]]]) -> Preview:
        preview = Preview()
        if len(rows) > MOST_ROWS:
            text = _("The file has %(count)s rows; at most %(most)s are read. Divide it.")
            raise Invalid(text % {"count": len(rows), "most": MOST_ROWS})
        self._read_stored(rows)
        seen: dict[tuple[str, str], int] = {}
        for number, cells in rows:
            line, faults = self._line(number, cells)
            if line is not None and not faults:
                key = (line.facts.lead, line.facts.reference)
                if key in seen:
                    faults.append(Fault("reference", "reference_twice", {"row": seen[key]}))
                seen.setdefault(key, number)
            if faults or line is None:
                preview.problems.extend(Problem(number, str(LABELS[one.field]), sentence(one)) for one in faults)
            else:
                preview.lines.append(line)
        return preview

    def _read_stored(self, rows: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
        references = {cell.text(cells.get("reference")) for _number, cells in rows} - {""}
        wanted = sorted(references)
        for start in range(0, len(wanted), 1000):
            found = Activity.objects.filter(reference__in=wanted[start : start + 1000]).order_by("pk")
            # Held until everything is written: what somebody saves meanwhile is not written over.
            some = with_everything(found.select_for_update() if self.hold else found)
            self.stored |= {(str(one.lead_id), one.reference): one for one in some}

    def _line(self, number: int, cells: Mapping[str, Any]) -> tuple[Line | None, list[Fault]]:
        said, faults = self._said(cells)
        key = (said.get("lead", ""), said.get("reference", ""))
        stored = self.stored.get(key)
        if stored is not None and stored.deleted_at is not None:
            faults.append(Fault("reference", "reference_in_bin", {"title": stored.title, "value": stored.reference}))
            return None, faults
        if stored is not None:
            before = facts_of(stored)
            facts = tidy(replace(before, **said))
        else:
            before = None
            facts = tidy(Facts(**{"title": "", "kind": "", "lead": "", **said}))
        if not facts.reference:
            faults.append(Fault("reference", "reference_missing"))
        if facts.lead and not self._may(facts.lead):
            faults.append(Fault("lead", "not_for_you"))
        broken = {fault.field for fault in faults}
        found = check(facts, by_codes=self.codes, today=self.at.date(), before=before)
        faults += [fault for fault in found if fault.field not in broken]
        if before is None:
            return Line(number, facts, Fate.NEW), faults
        changed = tuple(differences(before.plain(), facts.plain()))
        return Line(number, facts, Fate.CHANGED if changed else Fate.SAME, changed, stored), faults

    def _may(self, lead: str) -> bool:
        if self.by is None:
            return True
        if lead not in self.may:
            self.may[lead] = allows(self.by, Do.PLAN_ACTIVITY, Leads(lead), at=self.at)
        return self.may[lead]

    def _said(self, cells: Mapping[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
        said: dict[str, Any] = {}
        faults: list[Fault] = []
        readers: dict[str, Callable[[Any], object]] = {
            "kind": lambda value: self._choice(value, Activity.Kind),
            "stage": lambda value: self._choice(value, Activity.Stage),
            "audience": lambda value: self._choice(value, Activity.Audience),
            "lead": lambda value: self._party(cell.text(value)) if cell.text(value) else "",
            "partners": lambda value: tuple(self._party(name) for name in cell.listed(value)),
            "participants": lambda value: tuple(self._party(name) for name in cell.listed(value)),
            "issues": cell.listed,
            "starts": cell.day,
            "ends": cell.day,
            "online": cell.yes_or_no,
            "budget": cell.amount,
            "spent": cell.amount,
            "shares": cell.shares_of,
            "fundings": cell.promises,
        }
        for column in COLUMNS:
            left_out = column.key in KEEPS_WHEN_EMPTY and not cell.text(cells.get(column.key))
            if column.key not in cells or left_out:
                continue
            try:
                read = readers.get(column.key, cell.text)
                said[column.key] = read(cells[column.key])
            except cell.Misread as error:
                faults.append(replace(error.fault, field=column.key))
        return said, faults

    def _choice(self, value: Any, choices: Any) -> str:
        said = cell.text(value)
        words = {str(label).casefold(): code for code, label in choices.choices}
        with override("en"):
            words |= {str(label).casefold(): code for code, label in choices.choices}
        words |= {code: code for code in choices.values}
        if not said:
            return ""
        if said.casefold() not in words:
            raise cell.Misread("cell_choice", value=said, choices=", ".join(str(label) for label in choices.labels))
        return str(words[said.casefold()])

    def _party(self, said: str) -> str:
        found = self.party_words.get(said.casefold())
        if found is None:
            raise cell.Misread("cell_party", value=said)
        return found


def _party_words() -> dict[str, str]:
    """Codes, and names in the reader's language and in English, with and without their marks."""
    words: dict[str, str] = {}
    for language in (None, "en"):
        for code, name in names(language).items():
            words |= {code.casefold(): code, name.casefold(): code, name.rstrip("*").casefold(): code}
    return words


def handed_in(number: int, *, by: User) -> StoredFile:
    """Give the spreadsheet that a person handed in and has not confirmed yet; for everybody else it is not there."""
    stored = store.get(number)
    if stored.purpose != PURPOSE or stored.by_id != by.pk:
        raise NotThere("")
    return stored


def rows_in(content: bytes, name: str) -> list[tuple[int, dict[str, Any]]]:
    """Read the rows of a spreadsheet (CSV, XLSX, ODS), known by the words above its columns in any order.

    Heads may be in the reader's language, in English, or the keys of the API. A column that is empty in every row is
    taken as left out. Raises `Invalid` for what cannot be read.
    """
    wanted = []
    with override("en"):
        english = {column.key: str(column.label) for column in COLUMNS}
    for column in COLUMNS:
        labels = list(dict.fromkeys([str(column.label), english[column.key], column.key]))
        wanted.append(Wanted(column.key, labels, needed=column.key in NEEDED))
    found = read_rows(File(BytesIO(content), name=name), columns=wanted)
    filled = {key for row in found for key, value in row.cells.items() if value not in {None, ""}}
    return [(row.number, {key: value for key, value in row.cells.items() if key in filled}) for row in found]


def labels_of(line: Line) -> str:
    """The names of the facts that a row changes."""
    return ", ".join(str(LABELS[name]) for name in line.changed)


__all__ = [
    "MOST_ROWS",
    "PURPOSE",
    "Fate",
    "Line",
    "Preview",
    "Problem",
    "bring_in",
    "explanations",
    "handed_in",
    "labels_of",
    "look",
    "rows_in",
]
