"""What a secretariat prints of a meeting, as tagged PDF: the list of participants, the agenda, the minutes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from roundtable.kernel.files import paper
from roundtable.records.meetings.exports.rows import days_said, notes_on
from roundtable.records.meetings.models import Conclusion, Material, Meeting, Minutes
from roundtable.records.meetings.queries.agenda import Line, bears
from roundtable.records.meetings.queries.people import Delegation

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed: a title, blocks in order, the notes that names of Parties carry, and the marking."""

    title: str
    blocks: Sequence[Block]
    notes: Sequence[str] = ()
    marking: str = "PARTIES"
    language: str = field(default_factory=lambda: (get_language() or "en").partition("-")[0])


def written(meeting: Meeting, sheet: Sheet, *, at: datetime) -> bytes:
    """Give a sheet as PDF/UA, in the reader's language, with its marking on every page."""
    day = timezone.localtime(at).date()
    drawn = {
        "title": sheet.title,
        "meeting": str(meeting.title),
        "marking": sheet.marking,
        "language": sheet.language,
        "rtl": get_language_bidi(),
        "when": ", ".join(said for said in (days_said(meeting), str(meeting.place)) if said),
        "date": [day.year, day.month, day.day],
        "made": _("Printed on %(day)s") % {"day": date_format(day, "DATE_FORMAT")},
        "demonstration": _("Demonstration data. No word of it is a statement of any state.")
        if meeting.demonstration
        else "",
        "blocks": list(sheet.blocks),
        "notes": list(sheet.notes),
    }
    return paper.pdf((files("roundtable.records.meetings.exports") / "sheet.typ").read_bytes(), drawn, at=at)


def participants(delegations: Sequence[Delegation]) -> Sheet:
    """Give the list of participants: delegation by delegation, the head first."""
    blocks: list[Block] = []
    for one in delegations:
        observer = f" ({_('Observer')})" if one.invitee.invitation.observer else ""
        blocks.append(_heading(f"{one.invitee.name}{observer}"))
        blocks.append(
            _table(
                (3, 4, 2),
                (_("Name"), _("Position"), _("Part")),
                [(person.name, person.position, str(person.get_part_display())) for person in one.approved],
            )
        )
    if not blocks:
        blocks.append(_words(_("Nobody is approved yet")))
    return Sheet(_("List of participants"), blocks, notes_on(one.invitee.code for one in delegations))


def agenda(lines: Iterable[Line], general: Iterable[Material], *, annotated: bool, marking: str, zone: str) -> Sheet:
    """Give the agenda with its times, speaking times and documents; annotated, with what stands under each item."""
    rows, notes, day = [], [], ""
    shown = list(lines)
    days = {line.item.day for line in shown}
    for line in shown:
        said = f"{line.number}. {line.title}" if line.number else line.title
        moment = line.slot.begins.astimezone(ZoneInfo(zone)) if line.slot else None
        begins = date_format(moment, "H:i") if moment else ""
        # Hours of several days are no hours without their day: it stands with the first of each.
        if moment and len(days) > 1 and day != (day := date_format(moment, "MONTH_DAY_FORMAT")):
            begins = f"{day}\n{begins}"
        speaking = f"{line.speaking // 60}:{line.speaking % 60:02d}" if line.speaking else ""
        papers = "\n".join(map(_paper, line.materials))
        rows.append((said, begins, speaking, papers))
        if annotated and line.words.note:
            notes += [_heading(said), _words(line.words.note)]
    head = (_("Item"), _("Time"), _("Speaking time for each delegation"), _("Materials"))
    table = _table((9, 4, 4, 9), head, rows) if rows else _words(_("There is no agenda yet"))
    whole = [_paper(one) for one in general]
    papers_of_all = [_heading(_("Documents for the whole meeting")), {"kind": "list", "items": whole}] if whole else []
    title = _("Annotated agenda") if annotated else _("Agenda")
    return Sheet(title, [table, *papers_of_all, *notes], marking=marking)


def _paper(one: Material) -> str:
    return f"{one.number} {one.title} ({bears(one)})".strip()


def minutes(kept: Minutes | None, conclusions: Iterable[tuple[Conclusion, str]]) -> Sheet:
    """Give the published minutes, and what was concluded with owner and day."""
    shown = list(conclusions)
    published = kept is not None and kept.published_at is not None
    words = kept.text if kept is not None and published else _("There are no published minutes")
    blocks = [_words(one) for one in words.split("\n\n") if one.strip()]
    if shown:
        blocks.append(_heading(_("Conclusions")))
        blocks.append(
            _table(
                (4, 15, 7, 6),
                (_("Number"), _("What was concluded"), _("Owner"), _("Due")),
                [
                    (str(one.number), one.text, owner, date_format(one.due, "DATE_FORMAT") if one.due else "")
                    for one, owner in shown
                ],
            )
        )
    return Sheet(_("Minutes"), blocks, notes_on(one.owner for one, _owner in shown))


def _heading(words: str) -> Block:
    return {"kind": "heading", "words": words}


def _words(words: str) -> Block:
    return {"kind": "words", "words": words}


def _table(widths: Sequence[int], head: Sequence[str], rows: Sequence[Sequence[str]]) -> Block:
    return {"kind": "table", "widths": [*widths], "head": [*head], "rows": [[*row] for row in rows]}
