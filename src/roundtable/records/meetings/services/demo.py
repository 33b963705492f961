"""The demonstration of this room: the source's meetings on their real days, and others made up and marked so.

No statement of any state is invented: names, conclusions and remarks are the platform's own and say that they are.
"""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.db import transaction
from i18nfield.strings import LazyI18nString

from roundtable.ground.documents.public import LaidText, offered
from roundtable.ground.trust.public import Marking, Role, User, holders
from roundtable.kernel.base.scopes import SECRETARIAT
from roundtable.records.meetings.domain.declared import MEETINGS
from roundtable.records.meetings.domain.stage import Kind as Sort
from roundtable.records.meetings.domain.wording import Words, kept
from roundtable.records.meetings.models import (
    Conclusion,
    Feedback,
    Item,
    Kind,
    Material,
    Meeting,
    Minutes,
    Participant,
    Stage,
)
from roundtable.records.meetings.queries.invited import invited
from roundtable.records.meetings.queries.texts import words_of
from roundtable.records.meetings.services.agenda import at_least_inside

MARK = {"en": "demonstration", "ru": "демонстрация"}
OFFICE = "secretariat"
NAMES = (
    *("Alex Berg", "Dana Holm", "Ilya Sorin", "Mara Lind", "Nadia Feld", "Oskar Rahn", "Petra Sund", "Ruslan Teer"),
    *("Sofia Vale", "Timur Wend", "Vera Auer", "Yan Brook", "Zoya Calder", "Emil Dorn", "Hana Eller", "Karim Frey"),
)
AGENDA: tuple[tuple[str, int, dict[str, Words], dict[str, Any]], ...] = (
    (
        Item.Kind.ITEM,
        30,
        {
            "en": Words("Opening and adoption of the agenda", "The chair opens the meeting.", 1),
            "ru": Words("Открытие и принятие повестки дня", "Председатель открывает встречу.", 1),
        },
        {"day": 1, "opening": 10},
    ),
    (
        Item.Kind.MATTERS,
        45,
        {
            "en": Words("Matters arising from earlier meetings", "Open conclusions, the most overdue first.", 1),
            "ru": Words("Вопросы, оставшиеся от прежних встреч", "Открытые выводы, сначала самые просроченные.", 1),
        },
        {"day": 1, "opening": 5},
    ),
    (Item.Kind.BREAK, 30, {"en": Words("Break", "", 1), "ru": Words("Перерыв", "", 1)}, {"day": 1, "opening": 0}),
    (
        Item.Kind.ITEM,
        120,
        {
            "en": Words("Monitoring of the Action Plan 2023-2027", "On the basis of the monitoring pack.", 2),
            "ru": Words("Мониторинг Плана действий", "", 1),
        },
        {"day": 1, "opening": 20, "codes": ["I.3", "I.4"], "wording": 2},
    ),
    (
        Item.Kind.ITEM,
        90,
        {"en": Words("Good practice in early warning", "Two examples, then a discussion.", 1)},
        {"day": 2, "opening": 20, "codes": ["I.7", "VI.9"]},
    ),
    (
        Item.Kind.ITEM,
        30,
        {"en": Words("Conclusions and next meeting", "", 1), "ru": Words("Выводы и следующая встреча", "", 1)},
        {"day": 2, "opening": 10},
    ),
)
CONCLUSIONS: tuple[dict[str, Any], ...] = (
    {"text": "The secretariat circulates a list of the training needs that were named (demonstration).", "after": -40},
    {"text": "The secretariat prepares a paper on early warning for the next meeting (demonstration).", "after": 20},
    {
        "text": "The secretariat asks contact points which formats of reports they can use (demonstration).",
        "after": -200,
        "outcome": "Asked, and answered by the round that followed (demonstration).",
    },
)


@transaction.atomic
def demo(*, seed: int, at: datetime) -> dict[str, int]:
    """Bring in the source's meetings and some made-up ones; the same seed makes the same, and only what is missing."""
    there = set(Meeting.objects.values_list("code", flat=True))
    counted = {"meetings": 0, "participants": 0, "conclusions": 0}
    for declared in MEETINGS:
        if declared.code not in there:
            _keep(
                Meeting(
                    code=declared.code,
                    kind=declared.kind,
                    series="conference" if declared.kind is Sort.CONFERENCE else "som",
                    title=LazyI18nString(declared.title),
                    place=LazyI18nString(declared.place),
                    first_day=declared.first_day,
                    last_day=declared.last_day,
                    zone=declared.zone,
                    host_id=declared.host or None,
                    chair_id=declared.chair or None,
                    stage=Stage.HELD,
                    source=declared.source,
                    changed_at=at,
                )
            )
            counted["meetings"] += 1
    today = at.date()
    before, coming = _weekday(today - timedelta(days=300)), _weekday(today + timedelta(days=60))
    for code, first, stage, kind in (
        (f"demonstration-som-{before.year}", before, Stage.HELD, Kind.SENIOR_OFFICIALS),
        (f"demonstration-som-next-{coming.year}", coming, Stage.CALLED, Kind.SENIOR_OFFICIALS),
        (f"demonstration-experts-{coming.year}", coming + timedelta(days=90), Stage.PLANNED, Kind.EXPERTS),
    ):
        series = "som" if kind == Kind.SENIOR_OFFICIALS else "early-warning"
        if Meeting.objects.filter(demonstration=True, stage=stage, series=series, kind=kind).exists():
            continue
        meeting = _made_up(code, first, stage, kind, at)
        chance = Random(f"{seed} {code}")  # noqa: S311 - a rule for made-up data
        counted["meetings"] += 1
        counted["participants"] += _delegations(meeting, chance, at) if stage != Stage.PLANNED else 0
        counted["conclusions"] += _record(meeting, today, at) if stage == Stage.HELD else 0
    return counted


def _weekday(day: date) -> date:
    return day + timedelta(days=(1 - day.weekday()) % 7)


def _keep(meeting: Meeting) -> Meeting:
    meeting.words = words_of(meeting)
    meeting.save()
    return meeting


def _made_up(code: str, first: date, stage: Stage, kind: Kind, at: datetime) -> Meeting:
    senior = kind == Kind.SENIOR_OFFICIALS
    names = (
        {"en": f"Senior Officials' Meeting {first.year}", "ru": f"Встреча старших должностных лиц {first.year} года"}
        if senior
        else {"en": f"Experts on early warning {first.year}", "ru": f"Эксперты по раннему предупреждению {first.year}"}
    )
    meeting = _keep(
        Meeting(
            code=code,
            kind=kind,
            series="som" if senior else "early-warning",
            title=LazyI18nString({language: f"{name} ({MARK[language]})" for language, name in names.items()}),
            place=LazyI18nString({"en": "Vienna", "ru": "Вена"}),
            about=LazyI18nString({"en": "Made up for the demonstration.", "ru": "Придумано для демонстрации."}),
            first_day=first,
            last_day=first + timedelta(days=1),
            starts=time(9, 30),
            ends=time(16, 0),
            zone="Europe/Vienna",
            stage=stage,
            changed_at=at,
            demonstration=True,
        )
    )
    for place, (sort, minutes, texts, more) in enumerate(AGENDA, start=1):
        Item.objects.create(
            meeting=meeting, place=place, kind=sort, minutes=minutes, texts=kept(texts), **{"wording": 1, **more}
        )
    report = Item.objects.filter(meeting=meeting, minutes=120).first()
    for title, number, marking, item in (
        ("Draft agenda (demonstration)", "D/1", Marking.PARTIES, None),
        ("Monitoring pack, summary (demonstration)", "D/2", Marking.PARTIES, report),
        ("Room document of the chair (demonstration)", "D/3", Marking.LIMITE, report),
    ):
        Material.objects.create(
            meeting=meeting, item=item, title=title, number=number, marking=str(marking), added_at=at
        )
    if stage == Stage.CALLED:
        _lay_texts(meeting, report, at)
    return meeting


def _lay_texts(meeting: Meeting, item: Item | None, at: datetime) -> None:
    """Lay the newest texts of today's documents to a meeting, as its keeper would."""
    keeper = holders(Role.SECRETARIAT, SECRETARIAT, on=at.date()).order_by("pk").first()
    newest: dict[int, LaidText] = {}
    for text in offered(keeper, at) if keeper else []:
        newest.setdefault(text.document_id, text)
    for text in list(newest.values())[:2]:
        Material.objects.create(
            meeting=meeting,
            item=item,
            title=text.title,
            number=text.number,
            language=text.language,
            marking=str(at_least_inside(text.marking)),
            text_id=text.revision_id,
            added_at=at,
        )


def _delegations(meeting: Meeting, chance: Random, at: datetime) -> int:
    speakers: dict[str, User] = {}
    for person in User.objects.filter(demonstration=True, is_active=True).prefetch_related("terms").order_by("pk"):
        for term in person.terms.all():
            if term.role == Role.CONTACT_POINT:
                speakers.setdefault(term.scope, person)
    count = 0
    for invitee in invited(meeting):
        speaker = speakers.get(invitee.code)
        waits = meeting.stage == Stage.CALLED and chance.random() < 0.2
        if meeting.stage == Stage.CALLED and speaker is not None and invitee.code == "GE":
            continue  # so that the contact point of the demonstration finds something to do
        days = [day.isoformat() for day in meeting.days.each()] if meeting.stage == Stage.HELD else []
        for place, part in enumerate((Participant.Part.HEAD, Participant.Part.MEMBER)[: chance.choice([1, 2])]):
            own = speaker if speaker is not None and place == 0 else None
            Participant.objects.create(
                meeting=meeting,
                party_id=invitee.code,
                user=own,
                part=part,
                stage=Participant.Stage.ASKED if waits and place else Participant.Stage.APPROVED,
                name=own.name if own is not None else f"{chance.choice(NAMES)} ({MARK['en']})",
                position="Director (demonstration)" if place == 0 else "Desk officer (demonstration)",
                accredited=place == 0,
                came_on=days,
                asked_at=at,
                demonstration=True,
            )
            count += 1
    return count


def _record(meeting: Meeting, today: date, at: datetime) -> int:
    item = Item.objects.filter(meeting=meeting, minutes=120).first()
    for number, one in enumerate(CONCLUSIONS, start=1):
        closed = one.get("outcome", "")
        due = today + timedelta(days=one["after"])
        Conclusion.objects.create(
            meeting=meeting,
            number=number,
            item=item,
            text=one["text"],
            owner=OFFICE,
            codes=["I.4"] if number == 1 else ["I.7"],
            due=max(due, meeting.last_day),
            stage=Conclusion.Stage.DONE if closed else Conclusion.Stage.OPEN,
            outcome=closed,
            closed_on=max(due, meeting.last_day) if closed else None,
            changed_at=at,
            demonstration=True,
        )
    Minutes.objects.create(
        meeting=meeting,
        text="The chair opened the meeting.\n\nThe agenda was adopted. (Demonstration: no statement of any state.)",
        published_at=at,
        changed_at=at,
    )
    for person in User.objects.filter(demonstration=True, is_active=True).order_by("pk")[:6]:
        Feedback.objects.create(
            meeting=meeting, user=person, content=4, documents=3, organisation=5, text="", given_at=at
        )
    return len(CONCLUSIONS)
