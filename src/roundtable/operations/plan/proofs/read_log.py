"""The log of reading: every address is asked by many people; what they were given has to be what was remembered.

Words that stand nowhere else are planted in reports, notes, files and entries of the history. An answer that holds such
a word was read; the log has to say so exactly once, and to say nothing else.
"""

import io
import re
import threading
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from roundtable.ground.trust.public import (
    Actor,
    Handed,
    KeptTo,
    Marking,
    Role,
    Trial,
    User,
    actor,
    reading_log,
    remember,
    restricted,
    verified,
)
from roundtable.kernel.base.addresses import Address, addresses
from roundtable.kernel.base.scopes import SECRETARIAT
from roundtable.kernel.base.walls.reach import looking_across
from roundtable.kernel.files import store
from roundtable.operations.plan.domain.report import Answer, Stage
from roundtable.operations.plan.models import Evidence, Note, Report
from roundtable.operations.plan.queries.reports import RESTRICTED, RESTRICTED_FILE
from roundtable.operations.plan.readership.reports import is_its_own
from roundtable.operations.plan.services.evidence import PURPOSE
from roundtable.operations.plan.signals import Happened

WORD = "kanarie"
"""Begins every planted word, so that lists can be searched for it."""
ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")
FORMATS = {False: ("csv",), True: ("csv", "json", "xlsx", "ods")}
LEFT_ALONE = {"account_logout", "set_language"}
BY_TESTS = {
    "trust.held": "is read by sending a purpose; `tests/ground/trust/test_held.py` counts the entries",
    "documents.revision": "`tests/ground/documents` counts the entries of a text under LIMITE",
}
"""Restricted kinds of which nothing is planted here yet, and who counts their readings instead."""


@dataclass(frozen=True)
class Planted:
    """A word, the report to which it belongs, and as what the reading of it is remembered."""

    word: str
    report: int
    kind: str
    object_id: str
    part: str


@dataclass
class Garden:
    """Everything that was planted."""

    planted: list[Planted]
    reports: dict[int, Report]
    files: list[int]

    def found_in(self, text: str) -> list[Planted]:
        """Give what stands in a text."""
        return [one for one in self.planted if one.word in text]


def run(trial: Trial) -> None:
    """Plant, ask every address as everybody, and compare what was given with what was remembered."""
    settings.ALLOWED_HOSTS, settings.ROUNDTABLE_SECOND_FACTOR = ["*"], False
    garden = plant(timezone.now())
    people = _people(garden, everybody=trial.long)
    seen: dict[str, int] = {}
    usual, reading_log.ONE_VIEW = reading_log.ONE_VIEW, timedelta(0)  # each request is a view of its own here
    try:
        for person in people:
            _ask_everything(trial, garden, person, seen)
    finally:
        reading_log.ONE_VIEW = usual
    trial.figure("kinds whose reading tests count, not this proof", len(BY_TESTS))
    for one in restricted:
        if one.kind in BY_TESTS:
            continue
        trial.holds(seen.get(one.kind), f"nobody could be seen reading {one.kind}: plant something of this kind")
    for kind, count in seen.items():
        trial.figure(f"read: {kind}", count)
    _one_view(trial, garden)
    _at_once(trial, garden)
    report = verified()
    trial.holds(not report.wrong, f"the chains of the log do not hold: {report.wrong[:3]}")


def plant(at: datetime) -> Garden:
    """Plant words in reports of every kind and stage."""
    ways: list[tuple[Answer, Stage] | tuple[Answer, Stage, Marking]] = [
        (Answer.NO_COMPETENCE, Stage.ACCEPTED, Marking.LIMITE),
        (Answer.NO_COMPETENCE, Stage.ACCEPTED, Marking.INSTITUTION),
        (Answer.CONFIDENTIAL, Stage.ACCEPTED),
        (Answer.CONFIDENTIAL, Stage.SUBMITTED),
        (Answer.CONFIDENTIAL, Stage.DRAFT),
        (Answer.NO_COMPETENCE, Stage.ACCEPTED),
        (Answer.NO_COMPETENCE, Stage.SUBMITTED),
        (Answer.NO_COMPETENCE, Stage.RETURNED),
        (Answer.NO_COMPETENCE, Stage.DRAFT),
    ]
    by = User.objects.filter(terms__role=Role.SECRETARIAT).order_by("pk")[:1].get()
    garden = Garden([], {}, [])
    # Nothing else is restricted: what is remembered must then be of what was planted.
    Report.objects.filter(deleted_at=None).update(
        answer=Answer.NO_COMPETENCE, progress=None, stage=Stage.ACCEPTED, answer_by=None, marking=""
    )
    party = Report.objects.order_by("-round__year", "party_id").values_list("party_id", flat=True)[0]
    found = Report.objects.filter(party=party, deleted_at=None).order_by("-round__year", "pk")
    for (answer, stage, *marking), report in zip(ways, found[: len(ways)], strict=True):
        report.marking = str(marking[0]) if marking else ""
        _plant_in(garden, report, answer, stage, by, at)
    return garden


def _plant_in(  # noqa: PLR0913, PLR0917 - what is planted has these parts
    garden: Garden, report: Report, answer: Answer, stage: Stage, by: User, at: datetime
) -> None:
    number = report.pk

    def word(part: str, kind: str = RESTRICTED, object_id: str = "") -> str:
        said = f"{WORD}{number}{part}x"
        garden.planted.append(Planted(said, number, kind, object_id or str(number), part))
        return said

    report.answer, report.stage, report.progress = answer, stage, None
    report.narrative, report.obstacles, report.needs = (word(part) for part in ("narrative", "obstacles", "needs"))
    report.answer_by = at + timedelta(days=9) if stage is Stage.RETURNED else None
    report.as_returned = {"answer": str(answer), "progress": None} | {
        name: word(f"returned{name}") for name in ("narrative", "obstacles", "needs")
    }
    report.submitted_at, report.reviewed_at = at, at + timedelta(seconds=1)
    report.save()
    kept = store.keep(
        SimpleUploadedFile("paper.txt", f"{WORD}{number}file".encode()),
        scope=str(report.party_id),
        by=by.pk,
        purpose=PURPOSE,
        at=at,
        audience=str(report.party_id),
    )
    garden.planted.append(Planted(f"{WORD}{number}file", number, RESTRICTED_FILE, str(kept.pk), "file"))
    garden.files.append(kept.pk)
    Evidence.objects.create(report=report, title=word("evidence"), file_id=kept.pk, added_at=at, added_by=by)
    Note.objects.create(report=report, by=by, at=at, text=word("note"))
    said = f"{WORD}{number}value"
    entry = remember(Happened.CORRECTION_ASKED, by=by, on=report, at=at, after={"reason": said}, kept_to=KeptTo.BOTH)
    garden.planted.append(Planted(said, number, "trust.entry", str(entry.pk), "value"))
    garden.reports[number] = report


def _people(garden: Garden, *, everybody: bool) -> list[User | None]:
    """Give one person of each function; of the Party in question its own people too."""
    party = str(next(iter(garden.reports.values())).party_id)
    wanted = [
        *[(role, None) for role in (Role.SECRETARIAT, Role.AUDITOR)],
        (Role.CONTACT_POINT, party),
        *([(role, None) for role in Role] if everybody else [(Role.OBSERVER, None)]),
        *([(Role.SENIOR_OFFICIAL, party), (Role.CONTRIBUTOR, party)] if everybody else []),
    ]
    people: list[User | None] = [None]
    for role, scope in wanted:
        found = User.objects.filter(is_active=True, terms__role=role).order_by("pk")
        found = found.filter(terms__scope=scope) if scope else found.exclude(terms__scope=party)
        person = found.first()
        if person is not None and person not in people:
            people.append(person)
    return people


def _ask_everything(trial: Trial, garden: Garden, person: User | None, seen: dict[str, int]) -> None:
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    for path in _paths(garden, long=trial.long):
        before = reading_log.newest()
        answer = client.get(path)
        given = garden.found_in(_text_of(answer)) if answer.status_code == 200 else []
        wanted = _wanted(garden, person, given)
        written = [(one.kind, one.object_id) for one in reading_log.since(before)]
        trial.holds(
            sorted(written) == sorted(wanted),
            f"{path} as {_called(person)}: given were {sorted(wanted)}, remembered {sorted(written)}",
        )
        for kind, _number in wanted:
            seen[kind] = seen.get(kind, 0) + 1


def _wanted(garden: Garden, person: User | None, given: Iterable[Planted]) -> set[tuple[str, str]]:
    """Say what the log has to hold, from what is said of readership, and from nothing else."""
    who = actor(person)  # type: ignore[arg-type]  # nobody is nobody
    return {(one.kind, one.object_id) for one in given if _remembered(who, garden.reports[one.report], one.part)}


def _remembered(who: Actor, report: Report, part: str) -> bool:
    own = is_its_own(who, report)
    if part == "value":
        return not own and str(report.party_id) not in who.scopes
    closed = report.answer == Answer.CONFIDENTIAL or report.marking
    if closed and report.stage in {Stage.SUBMITTED, Stage.ACCEPTED}:
        return True
    return not own and (part == "note" or report.stage != Stage.ACCEPTED)


def _paths(garden: Garden, *, long: bool) -> Iterator[str]:
    for address in addresses():
        if address.name in LEFT_ALONE:
            continue
        for path in _filled(address, garden):
            yield path
            if "report" in address.route:
                yield f"{path}?tab=history"
        if address.plain:
            yield f"{address.route}?q={WORD}"
            for form in FORMATS[long] if "/api/" not in address.route else ():
                yield f"{address.route}?q={WORD}&download={form}"


def _filled(address: Address, garden: Garden) -> Iterator[str]:
    """Give paths: with the numbers of what was planted wherever a number is asked for."""
    names = ARGUMENT.findall(address.route)
    if not names:
        yield re.sub(r"\([^)]*\)", "x", address.route)
        return
    reports = list(garden.reports)
    numbers = garden.files if "file" in address.route else reports if "report" in address.route else reports[:1]
    for number in [*numbers, next(iter(garden.reports.values())).round.year]:
        yield ARGUMENT.sub(lambda found, number=number: str(number) if found[1] == "int" else "x", address.route)  # type: ignore[misc]  # the loop's own value


def _text_of(answer: Any) -> str:
    content: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    return content.decode("utf-8", "replace")


def _called(person: User | None) -> str:
    return " and ".join(str(term) for term in person.terms.all()) if person else "nobody"


def _one_view(trial: Trial, garden: Garden) -> None:
    """A page that refreshes, or comes piece by piece, is one view; another way, and another hour, is another."""
    # Somebody who has read nothing yet.
    person = User.objects.create_user("reader@proof.example", name="Reader")
    person.terms.create(role=Role.SECRETARIAT, scope=SECRETARIAT, starts=timezone.now().date())
    report = next(one for one in garden.reports.values() if one.stage == Stage.SUBMITTED)
    client = Client()
    client.force_login(person)
    page, api = reverse("plan:report", args=[report.pk]), f"/api/v1/plan/reports/{report.pk}"
    before = reading_log.newest()
    for _time in range(3):
        client.get(page)
        client.get(page, headers={"HX-Request": "true"})
        client.get(api)
    client.head(page)
    ways = sorted(one.way for one in reading_log.since(before) if one.object_id == str(report.pk))
    trial.holds(ways == ["api", "page"], f"a page and an answer of the API, each asked for again, left {ways}")
    before, later = reading_log.newest(), timezone.now() + timedelta(minutes=16)
    reading_log.remember_reading([_handed(report)], by=person, way=reading_log.Way.PAGE, at=later)
    trial.holds(len(reading_log.since(before)) == 1, "read again after a quarter of an hour: not remembered")


def _at_once(trial: Trial, garden: Garden) -> None:
    """Pieces of one page that are asked for at the same moment are one view."""
    person = User.objects.filter(terms__role=Role.AUDITOR).order_by("pk")[:1].get()
    report = next(iter(garden.reports.values()))
    rounds, moment = 20 if trial.long else 5, timezone.now()
    for number in range(rounds):
        before, start = reading_log.newest(), threading.Barrier(4)
        at = moment + timedelta(hours=number + 1)

        @looking_across("a thread of a proof begins without a reach")
        def read(start: threading.Barrier = start, at: datetime = at) -> None:
            start.wait()
            reading_log.remember_reading([_handed(report)], by=person, way=reading_log.Way.PAGE, at=at)
            connection.close()

        threads = [threading.Thread(target=read) for _one in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        trial.holds(len(reading_log.since(before)) == 1, f"four at once left {len(reading_log.since(before))} entries")


def _handed(report: Report) -> Handed:
    return Handed(RESTRICTED, str(report.pk), str(report.party_id), str(report))
