"""Hand the records of a chairmanship over: everything of its meetings, in an archive that another installation reads.

What belongs to the accounts of this installation stays here: who pressed which button, what participants needed,
feedback, and the history. All else is read back without loss.
"""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from roundtable.ground.documents.public import text_file
from roundtable.ground.parties.public import dialogue, names
from roundtable.ground.trust.public import Marking, User, highest_marking, remember, require
from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.files import store
from roundtable.kernel.files.models import StoredFile
from roundtable.records.meetings.domain.archive import Archive, DamagedError, read, sha256, written
from roundtable.records.meetings.models import Conclusion, Guest, Item, Material, Meeting, Minutes, Participant, Turn
from roundtable.records.meetings.queries.agenda import bears
from roundtable.records.meetings.queries.texts import texts_of, words_of
from roundtable.records.meetings.rules import Do
from roundtable.records.meetings.services import links
from roundtable.records.meetings.services.agenda import PURPOSE
from roundtable.records.meetings.signals import Happened

PLAIN = (
    *("kind", "series", "zone", "link", "partners", "stage", "circulate", "comment", "revise", "freeze", "source"),
    *("sequence", "revision", "demonstration"),
)
TEXTS = ("title", "place", "about")
GUEST = ("invited", "as_observer", "reason")
PERSON = (
    *("part", "stage", "name", "position", "email", "note", "accredited", "visa_letter", "came_on", "revision"),
    "demonstration",
)
ITEM = ("place", "day", "kind", "minutes", "opening", "codes", "original", "wording", "texts", "revision")
PAPER = ("title", "number", "language", "marking")
CONCLUSION = ("number", "text", "owner", "codes", "stage", "outcome", "revision", "demonstration")
TURN = ("kind", "stage", "place")
OFFICE = "secretariat"


def _day(value: date | time | datetime | None) -> str | None:
    return value.isoformat() if value else None


def told(meeting: Meeting, files: dict[str, bytes]) -> dict[str, Any]:
    """Give everything of a meeting as plain values, and lay the bytes of its documents beside it."""
    items = list(Item.objects.filter(meeting=meeting))
    place = {item.pk: number for number, item in enumerate(items)}
    minutes = Minutes.objects.filter(meeting=meeting).first()
    return {
        **{name: getattr(meeting, name) for name in PLAIN},
        **{name: texts_of(getattr(meeting, name)) for name in TEXTS},
        "first_day": _day(meeting.first_day),
        "last_day": _day(meeting.last_day),
        "starts": _day(meeting.starts),
        "ends": _day(meeting.ends),
        "changed_at": _day(meeting.changed_at),
        "host": meeting.host_id,
        "chair": meeting.chair_id,
        "guests": [
            {"party": one.party_id, **{name: getattr(one, name) for name in GUEST}} for one in meeting.guests.all()
        ],
        "participants": [
            {
                "party": one.party_id,
                **{name: getattr(one, name) for name in PERSON},
                "asked_at": _day(one.asked_at),
                "decided_at": _day(one.decided_at),
            }
            for one in Participant.objects.filter(meeting=meeting).order_by("pk")
        ],
        "agenda": [{**{name: getattr(one, name) for name in ITEM}, "lead": one.lead_id} for one in items],
        "materials": [
            _paper(one, place, files)
            for one in Material.objects.filter(meeting=meeting, deleted_at=None).order_by("pk")
        ],
        "conclusions": [
            {
                **{name: getattr(one, name) for name in CONCLUSION},
                "item": place.get(one.item_id) if one.item_id else None,
                "due": _day(one.due),
                "closed_on": _day(one.closed_on),
                "changed_at": _day(one.changed_at),
            }
            for one in Conclusion.objects.filter(meeting=meeting).order_by("number")
        ],
        "speakers": [
            {
                "party": one.party_id,
                **{name: getattr(one, name) for name in TURN},
                "item": place.get(one.item_id) if one.item_id else None,
                **{name: _day(getattr(one, name)) for name in ("asked_at", "began_at", "ended_at")},
            }
            for one in Turn.objects.filter(meeting=meeting).order_by("place", "pk")
        ],
        "minutes": {
            "text": minutes.text,
            "published_at": _day(minutes.published_at),
            "changed_at": _day(minutes.changed_at),
        }
        if minutes
        else None,
    }


def _paper(one: Material, place: Mapping[int, int], files: dict[str, bytes]) -> dict[str, Any]:
    found: dict[str, Any] = {
        **{name: getattr(one, name) for name in PAPER},
        "item": place.get(one.item_id) if one.item_id else None,
        "added_at": _day(one.added_at),
        "file": None,
    }
    if one.text_id:
        content = text_file(one.text_id, "md")
        digest = sha256(content)
        files[digest] = content
        found["file"] = {"sha256": digest, "name": f"{one.number.replace('/', '-').replace(' ', '-')}.md"}
        return found
    stored = StoredFile.objects.filter(pk=one.file_id, deleted_at=None).first() if one.file_id else None
    if stored is not None:
        content = store.content(stored)
        digest = sha256(content)
        files[digest] = content
        found["file"] = {"sha256": digest, "name": stored.name}
    return found


def chosen(*, chair: str = "", first: date | None = None, last: date | None = None) -> list[Meeting]:
    """Give the meetings of a chairmanship: by who chaired them, by their days, or both; all where nothing is asked."""
    found = Meeting.objects.order_by("first_day", "code")
    if chair:
        found = found.filter(chair=chair)
    if first:
        found = found.filter(last_day__gte=first)
    if last:
        found = found.filter(first_day__lte=last)
    return list(found)


def marking_of(meetings: Iterable[Meeting]) -> Marking:
    """What an archive of these meetings bears: the highest of their documents, and PARTIES at least."""
    papers = Material.objects.filter(meeting__in=list(meetings), deleted_at=None)
    return highest_marking([bears(one) for one in papers], least=Marking.PARTIES)


def archive_of(meetings: Iterable[Meeting], *, at: datetime, by: User | None = None) -> bytes:
    """Write the archive of some meetings; `by` is None at the administrator's own terminal."""
    if by is not None:
        require(by, Do.HAND_OVER, at=at)
    shown = list(meetings)
    files: dict[str, bytes] = {}
    records = {one.code: told(one, files) for one in shown}
    origin = {
        "dialogue": dialogue().name,
        "made_at": at.isoformat(),
        "marking": str(marking_of(shown)),
        "demonstration": any(one.demonstration for one in shown),
        "without": "accounts, needs of participants, feedback, history",
    }
    return written(Archive(origin, records, files))


@dataclass
class Preview:
    """What an import would do, meeting by meeting."""

    new: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def opened(content: bytes) -> Archive:
    """Read an archive; `Invalid` where it is not whole."""
    try:
        return read(content)
    except DamagedError as error:
        raise Invalid(_("This archive cannot be taken over. %(reason)s") % {"reason": error}) from error


def look(archive: Archive) -> Preview:
    """Say what taking an archive over would do; nothing changes."""
    found = Preview()
    known = {*names("en"), OFFICE}
    there = {one.code: one for one in Meeting.objects.filter(code__in=list(archive.meetings))}
    for code, said in sorted(archive.meetings.items()):
        strangers = sorted(_parties_in(said) - known)
        if strangers:
            shown = {"code": code, "parties": ", ".join(strangers)}
            found.problems.append(_("%(code)s names who is not at this table: %(parties)s.") % shown)
        elif code not in there:
            found.new.append(code)
        elif told(there[code], {}) == {"speakers": [], **said}:
            found.same.append(code)
        else:
            found.problems.append(_("%(code)s is here already, and says something else.") % {"code": code})
    return found


def _parties_in(said: Mapping[str, Any]) -> set[str]:
    try:
        codes = {said["host"], said["chair"]}
        codes |= {one["party"] for one in (*said["guests"], *said["participants"], *said.get("speakers", []))}
        codes |= {one["lead"] for one in said["agenda"]} | {one["owner"] for one in said["conclusions"]}
    except (KeyError, TypeError) as error:
        raise Invalid(_("This archive cannot be taken over. %(reason)s") % {"reason": error}) from error
    return {str(code) for code in codes if code}


@transaction.atomic
def take_over(archive: Archive, *, at: datetime, name: str = "", by: User | None = None) -> Preview:
    """Take every meeting of an archive over, or none. What is here already and says the same stays as it is."""
    if by is not None:
        require(by, Do.HAND_OVER, at=at)
    found = look(archive)
    if found.problems:
        raise Invalid(" ".join(found.problems))
    for code in found.new:
        try:
            meeting = _taken(code, archive.meetings[code], archive.files, at)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Invalid(
                _("This archive cannot be taken over. %(reason)s") % {"reason": f"{code}: {error!r}"}
            ) from error
        remember(Happened.IMPORTED, by=by, on=meeting, at=at, after={"archive": name})
        links.find_anew(meeting)
    return found


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _time(value: str | None) -> time | None:
    return time.fromisoformat(value) if value else None


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _taken(code: str, said: Mapping[str, Any], files: Mapping[str, bytes], at: datetime) -> Meeting:
    meeting = Meeting(
        code=code,
        **{name: said[name] for name in PLAIN},
        **{name: LazyI18nString(said[name]) for name in TEXTS},
        first_day=date.fromisoformat(said["first_day"]),
        last_day=date.fromisoformat(said["last_day"]),
        starts=_time(said["starts"]),
        ends=_time(said["ends"]),
        changed_at=datetime.fromisoformat(said["changed_at"]),
        host_id=said["host"],
        chair_id=said["chair"],
    )
    meeting.words = words_of(meeting)
    meeting.save()
    for one in said["guests"]:
        Guest.objects.create(meeting=meeting, party_id=one["party"], **{name: one[name] for name in GUEST})
    for one in said["participants"]:
        Participant.objects.create(
            meeting=meeting,
            party_id=one["party"],
            **{name: one[name] for name in PERSON},
            asked_at=datetime.fromisoformat(one["asked_at"]),
            decided_at=_moment(one["decided_at"]),
        )
    items = [
        Item.objects.create(meeting=meeting, lead_id=one["lead"], **{name: one[name] for name in ITEM})
        for one in said["agenda"]
    ]
    for one in said["materials"]:
        Material.objects.create(
            meeting=meeting,
            item=items[one["item"]] if one["item"] is not None else None,
            **{name: one[name] for name in PAPER},
            added_at=datetime.fromisoformat(one["added_at"]),
            file_id=_kept(one["file"], files, meeting, at) if one["file"] else None,
        )
    for one in said["conclusions"]:
        Conclusion.objects.create(
            meeting=meeting,
            item=items[one["item"]] if one["item"] is not None else None,
            **{name: one[name] for name in CONCLUSION},
            due=_date(one["due"]),
            closed_on=_date(one["closed_on"]),
            changed_at=datetime.fromisoformat(one["changed_at"]),
        )
    # Archives of before had no list of speakers.
    for one in said.get("speakers", []):
        Turn.objects.create(
            meeting=meeting,
            party_id=one["party"],
            item=items[one["item"]] if one["item"] is not None else None,
            **{name: one[name] for name in TURN},
            asked_at=datetime.fromisoformat(one["asked_at"]),
            began_at=_moment(one["began_at"]),
            ended_at=_moment(one["ended_at"]),
        )
    if said["minutes"]:
        Minutes.objects.create(
            meeting=meeting,
            text=said["minutes"]["text"],
            published_at=_moment(said["minutes"]["published_at"]),
            changed_at=datetime.fromisoformat(said["minutes"]["changed_at"]),
        )
    return meeting


class _Upload(io.BytesIO):
    """The bytes of a document with its name, as a form would give them."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name = name


def _kept(one: Mapping[str, Any], files: Mapping[str, bytes], meeting: Meeting, at: datetime) -> int:
    stored = store.keep(
        _Upload(one["name"], files[one["sha256"]]),
        scope="dialogue",
        by=0,
        purpose=PURPOSE,
        at=at,
        audience="dialogue",
        demonstration=meeting.demonstration,
        # As it was kept there, where it had been cleaned.
        whole=True,
    )
    return int(stored.pk)
