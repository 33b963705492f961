"""Plant meetings in every stage, with delegations of every Party, agendas, papers, conclusions and minutes."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from roundtable.ground.documents.public import offered
from roundtable.ground.trust.public import PARTIES, PARTNERS, Marking, Planting, Soil, remember
from roundtable.kernel.drafts import saving
from roundtable.kernel.files import store
from roundtable.records.meetings.models import (
    Conclusion,
    Feed,
    Feedback,
    Guest,
    Item,
    Kind,
    Material,
    Meeting,
    Minutes,
    Needs,
    Participant,
    Stage,
    Turn,
)
from roundtable.records.meetings.services.agenda import PURPOSE, add_material
from roundtable.records.meetings.services.minutes import FIELD, KIND, SCOPE
from roundtable.records.meetings.signals import Happened

SECRETARIAT = ("secretariat", "secretariat")


def plant(soil: Soil) -> None:
    """Plant everything."""
    for number, stage in enumerate(Stage):
        _meeting(soil, number, stage)
    for person in (soil.person(*SECRETARIAT), soil.person("contact-point", "GE")):
        Feed.objects.create(user=person, digest=soil.mint(), made_at=soil.at)


def _meeting(soil: Soil, number: int, stage: Stage) -> None:
    past = stage == Stage.HELD
    first = soil.at.date() + timedelta(days=-60 if past else 60 + number)
    meeting = Meeting.objects.create(
        code=f"planted-{stage}",
        kind=Kind.SENIOR_OFFICIALS,
        series="som",
        title=soil.mint.words(),
        place=soil.mint.words(),
        about=soil.mint.words(),
        first_day=first,
        last_day=first + timedelta(days=1),
        zone="Europe/Vienna",
        link=f"https://{soil.mint()}.example/",
        host_id=PARTIES[0],
        chair_id=PARTIES[1],
        stage=stage,
        changed_at=soil.at,
    )
    Guest.objects.create(meeting=meeting, party_id=PARTIES[2], invited=True, reason=soil.mint.words())
    by = soil.person(*SECRETARIAT)
    item = Item.objects.create(meeting=meeting, place=1, wording=1, texts=_texts(soil))
    Item.objects.create(meeting=meeting, place=2, kind=Item.Kind.MATTERS, wording=1, texts=_texts(soil))
    for marking in (Marking.PARTIES, Marking.LIMITE):
        for deleted in (False, True):
            _material(soil, meeting, item, marking, deleted=deleted)
    _texts_as_materials(soil, meeting, item)
    for party in (*PARTIES, PARTNERS[0]):
        for state in Participant.Stage:
            _participant(soil, meeting, party, state)
    for place, turn in enumerate(Turn.Stage, start=1):
        began = soil.at if turn in {Turn.Stage.SPEAKING, Turn.Stage.SPOKEN} else None
        Turn.objects.create(
            meeting=meeting,
            item=item,
            party_id=PARTIES[place % len(PARTIES)],
            stage=turn,
            place=place,
            asked_at=soil.at,
            asked_by=by,
            began_at=began,
            ended_at=soil.at + timedelta(seconds=90) if turn == Turn.Stage.SPOKEN else None,
        )
    for place, owner in enumerate(("secretariat", *PARTIES[:2]), start=1):
        done = place == 1
        one = Conclusion.objects.create(
            meeting=meeting,
            number=place,
            item=item,
            text=soil.mint.words(),
            owner=owner,
            codes=["I.1"],
            due=soil.at.date() + timedelta(days=5),
            stage=Conclusion.Stage.DONE if done else Conclusion.Stage.OPEN,
            outcome=soil.mint.words() if done else "",
            closed_on=soil.at.date() if done else None,
            changed_at=soil.at,
        )
        before, after = {"text": soil.mint.words()}, {"text": soil.mint.words()}
        remember(Happened.CONCLUSION_CHANGED, by=by, on=one, at=soil.at, before=before, after=after)
    minutes = Minutes.objects.create(
        meeting=meeting,
        text=soil.mint.words(),
        published_at=soil.at if past else None,
        published_by=by if past else None,
        changed_at=soil.at,
    )
    if not past:
        saving.begin(KIND, minutes.pk, {FIELD: soil.mint.words()}, at=soil.at, scope=SCOPE)
    for person in (by, soil.person("contact-point", "GE")):
        Feedback.objects.create(meeting=meeting, user=person, content=4, text=soil.mint.words(), given_at=soil.at)
    before, after = {"source": soil.mint.words()}, {"source": soil.mint.words()}
    remember(Happened.CHANGED, by=by, on=meeting, at=soil.at, before=before, after=after)


def _texts(soil: Soil) -> dict[str, Any]:
    return {"en": {"title": soil.mint.words(), "note": soil.mint.words(), "of": 1}}


def _material(soil: Soil, meeting: Meeting, item: Item, marking: Marking, *, deleted: bool) -> None:
    by = soil.person(*SECRETARIAT)
    # What stands in the file is read by whoever reads the title: the offline copy holds both.
    said = soil.mint.words()
    upload = SimpleUploadedFile("paper.txt", said.encode())
    stored = store.keep(upload, scope="dialogue", by=by.pk, purpose=PURPOSE, at=soil.at, audience="dialogue")
    made = Material.objects.create(
        meeting=meeting,
        item=item,
        title=said,
        number=soil.mint.words(),
        marking=str(marking),
        file_id=stored.pk,
        added_at=soil.at,
        added_by=by,
        deleted_at=soil.at if deleted else None,
    )
    if deleted:
        store.delete(stored, at=soil.at)
    remember(Happened.MATERIAL_ADDED, by=by, on=made, at=soil.at, after={"meeting": meeting.code, "language": "en"})


def _texts_as_materials(soil: Soil, meeting: Meeting, item: Item) -> None:
    """Lay texts of the documents to a meeting, of each marking that it may hold: the newest and its addendum."""
    by = soil.person(*SECRETARIAT)
    for text in offered(by, soil.at):
        if text.marking.height <= Marking.LIMITE.height:
            add_material(meeting, title=soil.mint.words(), item=item, text=text, by=by, at=soil.at)


def _participant(soil: Soil, meeting: Meeting, party: str, state: Participant.Stage) -> None:
    role = "partner" if party in PARTNERS else "contact-point"
    own = soil.person(role, party)
    made = Participant.objects.create(
        meeting=meeting,
        party_id=party,
        user=own if state == Participant.Stage.APPROVED else None,
        part=Participant.Part.HEAD if state == Participant.Stage.APPROVED else Participant.Part.MEMBER,
        stage=state,
        name=soil.mint.words(),
        position=soil.mint.words(),
        email=f"{soil.mint()}@example.org",
        note=soil.mint.words() if state == Participant.Stage.REFUSED else "",
        visa_letter=True,
        asked_at=soil.at,
        asked_by=own,
    )
    Needs.objects.create(
        participant=made,
        diet=soil.mint.words(),
        access=soil.mint.words(),
        passport=soil.mint.words(),
        told_at=soil.at,
    )
    after = {"part": made.part, "meeting": meeting.code}
    remember(Happened.REGISTERED, by=own, on=made, at=soil.at, after=after)


PLANTING = Planting("meetings", plant, order=46)
