"""Documents over the API: the list, texts as structure, what changed, contributions, silence, and verifying."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Header, Query, Router, Status

from roundtable.ground.documents.exports.listing import listing
from roundtable.ground.documents.models import Document, Revision, SilenceProcedure
from roundtable.ground.documents.queries import redlines
from roundtable.ground.documents.queries.contributions import Said, collisions, plain_wording, said_on
from roundtable.ground.documents.queries.silence import Course, course_of, procedure_of
from roundtable.ground.documents.queries.texts import (
    compared_with,
    document_of,
    in_its_circle,
    listed,
    revision_of,
    revisions_of,
    visible_to,
)
from roundtable.ground.documents.rules import Do
from roundtable.ground.documents.schemas import (
    ContributionIn,
    ContributionOut,
    DocumentOut,
    Questions,
    RowsOut,
    SilenceOut,
    SpeechIn,
)
from roundtable.ground.documents.services import contributing, signing, silence
from roundtable.ground.documents.services.contributing import Words
from roundtable.ground.trust.public import PUBLIC, operation_door, person_of
from roundtable.kernel.base.errors import Invalid, NotThere
from roundtable.kernel.base.middleware import at
from roundtable.kernel.base.scopes import DIALOGUE
from roundtable.kernel.files.tables.json_files import plain
from roundtable.kernel.links.listings import cut

router = Router()


@router.get("/", response=RowsOut, summary="Documents, with the filters of the list")
@operation_door(PUBLIC)
def documents(request: HttpRequest, questions: Query[Questions]) -> dict[str, Any]:  # noqa: ARG001 - its fields stand in the document of the API
    """Give a page of the documents that the caller may read."""
    rows = listing()
    found = rows.matching(listed(visible_to(request.user, at(request))), request.GET)
    shown = cut(found, request.GET, path=request.path, default=rows.per_page)
    return {
        **shown.about,
        "items": [
            {
                **{column.key: plain(column.value(one), column) for column in rows.columns},
                "id": one.pk,
                "address": one.get_absolute_url(),
            }
            for one in shown.rows
        ],
    }


@router.get("/keys", response=list[dict[str, Any]], summary="The keys with which certificates are verified")
@operation_door(PUBLIC)
def keys(request: HttpRequest) -> list[dict[str, object]]:  # noqa: ARG001 - the frame of the API hands it over
    """Give every key that ever signed certificates, with its fingerprint and the time of its use."""
    return [one.as_json() for one in signing.published()]


@router.get("/silence/{int:pk}", response=SilenceOut, summary="A silence procedure as it stands now")
@operation_door(PUBLIC)
def silence_procedure(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Give a procedure; what came of it follows from its events and the instant of the answer."""
    one = procedure_of(request.user, pk, at(request))
    return _course(request, course_of(one, at(request)))


@router.post("/silence/{int:pk}/events", response=SilenceOut, summary="Speak in a silence procedure")
@operation_door(Do.SPEAK_IN_SILENCE)
def speak(
    request: HttpRequest,
    pk: int,
    said: SpeechIn,
    idempotency_key: Annotated[UUID | None, Header(alias="Idempotency-Key")] = None,
) -> dict[str, Any]:
    """Acknowledge receipt, break the silence with a reason, or withdraw a break. What is late is recorded too."""
    moment, by = at(request), person_of(request)
    one = _inside(request, procedure_of(request.user, pk, moment))
    if said.kind == "acknowledged":
        silence.acknowledge(one, said.speaker, by=by, at=moment, key=idempotency_key)
    elif said.kind == "broken":
        silence.break_silence(
            one,
            said.speaker,
            said.reason,
            by=by,
            at=moment,
            paragraph=said.paragraph,
            form=said.form,
            key=idempotency_key,
        )
    elif said.of is None:
        raise Invalid(_("Say which break is withdrawn: send its key as `of`."))
    else:
        silence.withdraw_break(one, said.of, said.speaker, by=by, at=moment, key=idempotency_key)
    return _course(request, course_of(one, moment))


def _inside(request: HttpRequest, one: SilenceProcedure) -> SilenceProcedure:
    if not in_its_circle(request.user, one.document, at(request)):
        raise NotThere("")
    return one


def _course(request: HttpRequest, course: Course) -> dict[str, Any]:
    one, found = course.procedure, course.outcome
    inside = in_its_circle(request.user, one.document, at(request))
    idle = course.ineffective()
    return {
        "id": one.pk,
        "document": str(one.revision.number),
        "sha256": one.sha256,
        "state": found.state.value,
        "final": found.final,
        "opened_at": one.opened_at,
        "deadline": found.deadline.instant,
        "deadline_zone": found.deadline.zone,
        "settled_at": found.settled_at,
        "addressees": sorted(course.opened.addressees),
        "acknowledged": sorted(found.acknowledged),
        "broken_paragraphs": sorted(found.broken_paragraphs),
        "events": [
            {
                "key": row.key,
                "kind": row.kind,
                "at": row.at,
                "by": "chair" if row.scope == DIALOGUE else row.scope,
                "paragraph": row.paragraph,
                "reason": row.reason if inside else "",
                "without_effect": idle[row.key.hex].value if row.key.hex in idle else None,
            }
            for row in course.rows
        ],
    }


@router.get("/{int:pk}", response=DocumentOut, summary="One document with its texts")
@operation_door(PUBLIC)
def document(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Give what is said of a document, and the texts under its number."""
    return _document(document_of(request.user, pk, at(request)))


def _document(one: Document) -> dict[str, Any]:
    texts = revisions_of(one)
    adopted = next((text for text in texts if text.pk == one.adopted_id), None)
    return {
        "id": one.pk,
        "number": str(one.number),
        "title": one.title,
        "body": one.body,
        "marking": one.marking,
        "language": one.language,
        "continues": one.follows_id,
        "comments_until": one.comments_until,
        "adopted": str(adopted.number) if adopted else None,
        "adopted_at": one.adopted_at,
        "demonstration": one.demonstration,
        "address": one.get_absolute_url(),
        "texts": [
            {
                "number": str(text.number),
                "name": text.name,
                "date": text.day,
                "language": text.language,
                "sha256": text.sha256,
                "note": text.note,
                "address": text.get_absolute_url(),
            }
            for text in texts
        ],
    }


@router.get("/{int:pk}/texts/{str:name}", response=dict[str, Any], summary="A text as structure")
@operation_door(PUBLIC)
def text(request: HttpRequest, pk: int, name: str) -> dict[str, Any]:
    """Give a text as the format `roundtable-text/1`: paragraphs with keys, numbers, levels and content."""
    one = revision_of(request.user, pk, name, at(request))
    return {
        **one.content.as_json(),
        "document": {
            "number": str(one.number),
            "marking": one.document.marking,
            "date": one.day.isoformat(),
            "title": one.document.title,
            "sha256": one.sha256,
        },
    }


@router.get("/{int:pk}/texts/{str:name}/changes", response=dict[str, Any], summary="What changed since another text")
@operation_door(PUBLIC)
def changes(request: HttpRequest, pk: int, name: str, against: str = "") -> dict[str, Any]:
    """Compare two texts of a document, or one with the state before it; moved paragraphs are said to be moved."""
    one = revision_of(request.user, pk, name, at(request))
    before = compared_with(one, against)
    found = redlines.shown((before or one).content, one.content)
    return {
        "from": str(before.number) if before else None,
        "to": str(one.number),
        "marking": one.document.marking,
        "words": found.size,
        "counts": found.counts,
        "paragraphs": [
            {
                "key": line.key,
                "fate": line.fate,
                "said": line.words,
                "number_before": line.label_before,
                "number_after": line.label_after,
                "pieces": [{"change": piece.change.value, "text": piece.text} for piece in line.together],
            }
            for line in found.lines
            if not line.quiet
        ],
    }


@router.get(
    "/{int:pk}/texts/{str:name}/contributions",
    response=list[ContributionOut],
    summary="What members say on a text",
)
@operation_door(Do.SEE_CONTRIBUTIONS)
def contributions(request: HttpRequest, pk: int, name: str) -> list[dict[str, Any]]:
    """Give every comment, amendment and reservation as it stands on a text, with the presidency's answers."""
    one = revision_of(request.user, pk, name, at(request))
    if not in_its_circle(request.user, one.document, at(request)):
        raise NotThere("")
    return _said(said_on(one, withdrawn=True))


@router.post(
    "/{int:pk}/texts/{str:name}/contributions",
    response={201: list[ContributionOut]},
    summary="Comment, amend or reserve on a paragraph",
)
@operation_door(Do.CONTRIBUTE)
def contribute(
    request: HttpRequest,
    pk: int,
    name: str,
    said: ContributionIn,
    idempotency_key: Annotated[UUID | None, Header(alias="Idempotency-Key")] = None,
) -> Status[list[dict[str, Any]]]:
    """Say something for a Party. The same `Idempotency-Key` sent again says it once."""
    one: Revision = revision_of(request.user, pk, name, at(request))
    if not in_its_circle(request.user, one.document, at(request)):
        raise NotThere("")
    made = contributing.contribute(
        one, Words(**said.dict()), by=person_of(request), at=at(request), key=idempotency_key
    )
    return Status(201, [row for row in _said(said_on(one)) if row["id"] == made.pk])


def _said(said: list[Said]) -> list[dict[str, Any]]:
    met = collisions(said)
    return [
        {
            "id": one.contribution.pk,
            "speaker": one.contribution.speaker,
            "kind": one.contribution.kind,
            "reserves": one.contribution.reserves,
            "text": one.contribution.text,
            "wording": plain_wording(one.contribution),
            "places": [
                {
                    "paragraph": place.paragraph,
                    "start": place.start,
                    "end": place.end,
                    "quote": place.quote,
                    "state": place.state,
                    "sure": place.sure,
                }
                for place in one.places
            ],
            "made_at": one.contribution.made_at,
            "withdrawn_at": one.contribution.withdrawn_at,
            "lifted_at": one.contribution.lifted_at,
            "answer": one.contribution.answer.fate if one.contribution.answer else None,
            "reason": one.contribution.answer.reason if one.contribution.answer else None,
            "collides_with": sorted(met.get(one.contribution.pk, ())),
        }
        for one in said
    ]
