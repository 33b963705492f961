"""Bring activities in from a spreadsheet: look at every row first, then all of them or none."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from roundtable.ground.parties.public import names
from roundtable.ground.trust.public import Marking, User, allows, require
from roundtable.kernel.base.errors import Collision, Invalid
from roundtable.operations.plan.domain import spreadsheet as cell
from roundtable.operations.plan.domain.activity import Facts, Fault, differences
from roundtable.operations.plan.exports.activity_template import COLUMNS, explanations
from roundtable.operations.plan.models import Activity
from roundtable.operations.plan.queries.activities import LABELS, facts_of, with_everything
from roundtable.operations.plan.queries.markings import above, of_audience
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services.activities import (
    Known,
    Leads,
    Rewritten,
    check,
    known,
    sentence,
    tidy,
    write_changes,
    write_new,
)
from roundtable.operations.plan.services.activity_preview import Fate, Line, Preview, Problem
from roundtable.operations.plan.services.activity_sheet import KINDS, PURPOSE, handed_in, keep, rows_in
from roundtable.operations.plan.signals import Happened

MOST_ROWS: Final = 20_000
STRIDE: Final = 250
"""Rows between two signs of progress."""

Cells = tuple[int, Mapping[str, Any]]
"""A row: its number in the file, and its cells by column key."""
Progress = Callable[[int, int], None]


KEEPS_WHEN_EMPTY: Final = ("stage", "audience")
"""Facts that cannot be nothing: an empty cell leaves them as they are."""


def _no_progress(_done: int, _of: int) -> None:
    """Nobody listens."""


def look(rows: Iterable[Cells], *, by: User | None, at: datetime, progress: Progress = _no_progress) -> Preview:
    """Look at every row without changing anything.

    `by` is None for whoever runs the server, who may bring in for everybody.
    """
    return Reader(by, at).look(list(rows), progress)


def bring_in(rows: Iterable[Cells], *, by: User | None, at: datetime, mark: str = "") -> Preview:
    """Bring every row in, or none. A row whose lead and reference are known changes that activity, if it differs.

    Raises `Invalid` when a row has a fault, `Collision` when the outcome is no longer the one that `mark` stands for,
    or when somebody changes something between the look and the writing.
    """
    preview, reader = checked(rows, by=by, at=at)
    if mark and mark != preview.mark:
        raise changed_since()
    write(preview.lines, reader)
    return preview


def checked(
    rows: Iterable[Cells], *, by: User | None, at: datetime, progress: Progress = _no_progress
) -> tuple[Preview, "Reader"]:
    """Look at rows that are to be brought in. Nothing is held yet; raises `Invalid` when one has a fault."""
    if by is not None:
        require(by, Do.IMPORT_ACTIVITIES, at=at)
    reader = Reader(by, at)
    preview = reader.look(list(rows), progress)
    if preview.problems:
        text = ngettext(
            "Nothing was brought in: %(count)s cell has to be put right.",
            "Nothing was brought in: %(count)s cells have to be put right.",
            len(preview.problems),
        )
        raise Invalid(text % {"count": len(preview.problems)})
    return preview, reader


def write(lines: Sequence[Line], reader: "Reader") -> None:
    """Write rows that were looked at, all or none; `Collision` when something is not as the reader saw it."""
    try:
        _write(lines, reader)
    except IntegrityError as error:
        # Somebody else took a reference in this very moment.
        raise changed_since() from error


@transaction.atomic
def _write(lines: Sequence[Line], reader: "Reader") -> None:
    reader.hold(lines)
    by, at, codes = reader.by, reader.at, reader.codes
    new = [line.facts for line in lines if line.fate is Fate.NEW]
    write_new(new, codes, by=by, at=at, happened=Happened.ACTIVITY_IMPORTED)
    changed = [
        Rewritten(line.activity, line.facts, line.changed)
        for line in lines
        if line.fate is Fate.CHANGED and line.activity is not None
    ]
    write_changes(changed, codes, by=by, at=at, happened=Happened.ACTIVITY_IMPORTED)


def changed_since() -> Collision:
    """Say that what was looked at is no longer what would happen."""
    return Collision(_("Something changed since you looked at this file. Look at it once more, then confirm."))


class Reader:
    """Reads rows against what is stored; everything that rows need is read once."""

    def __init__(self, by: User | None, at: datetime) -> None:
        """Read what rows are checked against."""
        self.by, self.at = by, at
        self.codes: Known = known(at.date())
        self.party_words = _party_words()
        self.stored: dict[tuple[str, str], Activity] = {}
        self.may: dict[str, bool] = {}
        self.words_for = {
            choices: _choice_words(choices) for choices in (Activity.Kind, Activity.Stage, Activity.Audience)
        }

    def look(self, rows: Sequence[Cells], progress: Progress) -> Preview:
        """Read every row, with every fault."""
        preview = Preview()
        if len(rows) > MOST_ROWS:
            text = _("The file has %(count)s rows; at most %(most)s are read. Divide it.")
            raise Invalid(text % {"count": len(rows), "most": MOST_ROWS})
        self._read_stored(rows, lambda: progress(0, len(rows)))
        seen: dict[tuple[str, str], int] = {}
        for place, (number, cells) in enumerate(rows):
            if place % STRIDE == 0:
                progress(place, len(rows))
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
        progress(len(rows), len(rows))
        return preview

    def hold(self, lines: Sequence[Line]) -> None:
        """Hold the activities that were looked at until everything is written; `Collision` unless all is as it was."""
        if self.by is not None:
            # Somebody may have lost their function meanwhile.
            self.by = User.objects.get(pk=self.by.pk)
        if known(self.at.date()) != self.codes or {lead: self._allowed(lead) for lead in self.may} != self.may:
            raise changed_since()
        keys = {(line.facts.lead, line.facts.reference) for line in lines}
        seen = {key: (one.pk, one.revision) for key, one in self.stored.items() if key in keys}
        held = {}
        for some in _in_parts({reference for _lead, reference in keys}):
            rows = Activity.objects.filter(reference__in=some).order_by("pk").select_for_update()
            for pk, lead, reference, revision in rows.values_list("pk", "lead_id", "reference", "revision"):
                if (lead, reference) in keys:
                    held[lead, reference] = (pk, revision)
        if held != seen:
            raise changed_since()

    def _read_stored(self, rows: Sequence[Cells], alive: Callable[[], None]) -> None:
        for some in _in_parts({cell.text(cells.get("reference")) for _number, cells in rows} - {""}):
            alive()
            found = with_everything(Activity.objects.filter(reference__in=some).order_by("pk"))
            self.stored |= {(str(one.lead_id), one.reference): one for one in found}

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
        faults += self._below_its_source(cells, facts)
        broken = {fault.field for fault in faults}
        found = check(facts, by_codes=self.codes, today=self.at.date(), before=before)
        faults += [fault for fault in found if fault.field not in broken]
        if before is None:
            return Line(number, facts, Fate.NEW), faults
        changed = tuple(differences(before.plain(), facts.plain()))
        return Line(number, facts, Fate.CHANGED if changed else Fate.SAME, changed, stored), faults

    def _below_its_source(self, cells: Mapping[str, Any], facts: Facts) -> list[Fault]:
        """A row that says what it bore where it comes from may not become readable by more people."""
        said = cell.text(cells.get("marking")).upper()
        if not said:
            return []
        if said not in set(Marking):
            return [Fault("marking", "cell_choice", {"value": said, "choices": ", ".join(Marking)})]
        to = of_audience(facts.audience)
        return [Fault("audience", "audience_below_source", {"source": said, "to": to})] if above(said, to) else []

    def _may(self, lead: str) -> bool:
        if lead not in self.may:
            self.may[lead] = self._allowed(lead)
        return self.may[lead]

    def _allowed(self, lead: str) -> bool:
        return self.by is None or allows(self.by, Do.PLAN_ACTIVITY, Leads(lead), at=self.at)

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
            if column.key not in cells or column.key == "marking" or left_out:
                continue
            try:
                read = readers.get(column.key, cell.text)
                said[column.key] = read(cells[column.key])
            except cell.Misread as error:
                faults.append(replace(error.fault, field=column.key))
        return said, faults

    def _choice(self, value: Any, choices: Any) -> str:
        said = cell.text(value)
        if not said:
            return ""
        words = self.words_for[choices]
        if said.casefold() not in words:
            raise cell.Misread("cell_choice", value=said, choices=", ".join(str(label) for label in choices.labels))
        return str(words[said.casefold()])

    def _party(self, said: str) -> str:
        found = self.party_words.get(said.casefold())
        if found is None:
            raise cell.Misread("cell_party", value=said)
        return found


def _choice_words(choices: Any) -> dict[str, str]:
    """What people may write for a choice: its words in the reader's language and in English, and its code."""
    words = {str(label).casefold(): str(code) for code, label in choices.choices}
    with override("en"):
        words |= {str(label).casefold(): str(code) for code, label in choices.choices}
    return words | {code: code for code in choices.values}


def _in_parts(words: Iterable[str]) -> Iterator[list[str]]:
    """Give texts some at a time: databases limit how many values a question may carry."""
    wanted = sorted(words)
    for start in range(0, len(wanted), 1000):
        yield wanted[start : start + 1000]


def _party_words() -> dict[str, str]:
    """Codes, and names in the reader's language and in English, with and without their marks."""
    words: dict[str, str] = {}
    for language in (None, "en"):
        for code, name in names(language).items():
            words |= {code.casefold(): code, name.casefold(): code, name.rstrip("*").casefold(): code}
    return words


def labels_of(line: Line) -> str:
    """The names of the facts that a row changes."""
    return ", ".join(str(LABELS[name]) for name in line.changed)


__all__ = [
    "KINDS",
    "MOST_ROWS",
    "PURPOSE",
    "Fate",
    "Line",
    "Preview",
    "Problem",
    "bring_in",
    "explanations",
    "handed_in",
    "keep",
    "labels_of",
    "look",
    "rows_in",
]
