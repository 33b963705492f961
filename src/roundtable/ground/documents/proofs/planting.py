"""Plant documents of every marking, with texts, words of members, answers, silence, approval and versions."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from roundtable.ground.documents.domain.content import content
from roundtable.ground.documents.domain.deadline import Deadline
from roundtable.ground.documents.domain.numbering import Number
from roundtable.ground.documents.domain.text import Paragraph, Role, Text
from roundtable.ground.documents.models import Contribution, Document, Intake, Revision
from roundtable.ground.documents.queries.texts import MARKINGS
from roundtable.ground.documents.services import answering, approval, contributing, documents, languages, silence
from roundtable.ground.documents.services.approval import StepSaid
from roundtable.ground.documents.services.contributing import Words
from roundtable.ground.documents.services.silence import Opening
from roundtable.ground.trust.public import PARTIES, Planting, Soil
from roundtable.kernel.drafts import saving

SECRETARIAT = ("secretariat", "secretariat")


def plant(soil: Soil) -> None:
    """Plant everything."""
    for number, marking in enumerate(MARKINGS, start=1):
        _document(soil, number, str(marking))


def _words(soil: Soil) -> str:
    return str(soil.mint.words())


def _text(soil: Soil, language: str = "en") -> Text:
    return Text(
        (
            Paragraph("p1", content(_words(soil)), Role.HEADING, 1),
            Paragraph("p2", content(_words(soil)), label="1."),
            Paragraph("p3", content(f"{_words(soil)} and {_words(soil)}"), label="2."),
        ),
        language,
    )


def _document(soil: Soil, number: int, marking: str) -> None:
    office, at = soil.person(*SECRETARIAT), soil.at
    facts = documents.Facts(
        title=_words(soil), marking=marking, body=_words(soil), comments_until=at + timedelta(days=9)
    )
    # The facts are planted as they come: normal form would part a canary from its neighbours.
    made = documents.open_document(Number(2026, number), facts, by=office, at=at - timedelta(days=8))
    first = _issue(soil, made, Number(2026, number), at - timedelta(days=7))
    for party in PARTIES:
        _speak(soil, first, party)
    said = list(Contribution.objects.filter(document=made, kind="amendment").order_by("pk"))
    answering.answer(first, [said[0].pk], "rejected", by=office, at=at - timedelta(days=6), reason=_words(soil))
    answering.answer(
        first,
        [said[1].pk],
        "in_part",
        by=office,
        at=at - timedelta(days=6),
        reason=_words(soil),
        compromise=answering.Compromising("p3", 0, 3, _words(soil)),
    )
    second = _issue(soil, made, Number(2026, number, 1), at - timedelta(days=5))
    _issue(soil, made, Number(2026, number, 1, 1), at - timedelta(days=5))
    approval.set_steps(
        made, [StepSaid(_words(soil), "discussion"), StepSaid(_words(soil), "A")], by=office, at=at - timedelta(days=5)
    )
    languages.bring_in(made, _text(soil, "ru"), by=office, at=at - timedelta(days=5))
    _silence(soil, second)
    step = made.steps.order_by("place")[0]
    approval.confirm(step, second, by=office, at=at, note=_words(soil))
    saving.begin("documents.document", made.pk, {"text": _words(soil)}, at=at, scope=made.scope)
    saving.save("documents.document", made.pk, "text", text=_words(soil), base=0, by=office.pk, at=at, stroke=uuid4())
    Intake(
        by_id=office.pk,
        at=at,
        name=f"{soil.mint()}.md",
        sha256="",
        key=uuid4(),
        content={
            "texts": {"whole": _text(soil).as_json()},
            "before": None,
            "tracked": [],
            "changes": 0,
            "remarks": [],
            "number": "",
            "day": "",
        },
    ).save()


def _issue(soil: Soil, document: Document, number: Number, at: Any) -> Revision:
    text = _text(soil)
    made, _told = documents.issue(
        document, number, text, day=at.date(), by=soil.person(*SECRETARIAT), at=at, note=_words(soil)
    )
    return made


def _speak(soil: Soil, revision: Revision, party: str) -> None:
    by, at = soil.person("contact-point", party), soil.at - timedelta(days=7)
    for said in (
        Words("comment", party, "p2", text=_words(soil)),
        Words("amendment", party, "p3", text=_words(soil), wording=_words(soil)),
        Words("reservation", party, "p3", text=_words(soil), reserves="scrutiny"),
    ):
        contributing.contribute(revision, said, by=by, at=at)


def _silence(soil: Soil, revision: Revision) -> None:
    office, at = soil.person(*SECRETARIAT), soil.at
    opened = at - timedelta(days=4)
    procedure = silence.open_silence(
        revision,
        Opening(
            Deadline.at((at - timedelta(hours=2)).replace(tzinfo=None), "UTC"),
            PARTIES,
            body=_words(soil),
            stated=_words(soil),
            short_reason=_words(soil),
            unsettled_reason=_words(soil),
        ),
        by=office,
        at=opened,
    )
    silence.acknowledge(procedure, "GE", by=soil.person("contact-point", "GE"), at=opened + timedelta(hours=1))
    silence.break_silence(
        procedure,
        "CZ",
        _words(soil),
        by=soil.person("contact-point", "CZ"),
        at=opened + timedelta(hours=2),
        paragraph="p2",
    )
    silence.certify(procedure, by=office, at=at)


PLANTING = Planting("documents", plant, order=40)
