"""Activities over the API: the same rows and filters as the list, and one activity to read, plan, change or delete."""

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from ninja import Header, Query, Router, Status

from roundtable.ground.trust.public import PUBLIC, User, operation_door
from roundtable.kernel.base.errors import NoCopyNamed, NotThere, StaleCopy
from roundtable.kernel.base.middleware import at
from roundtable.kernel.files.tables.json_files import plain
from roundtable.kernel.links.listings import cut
from roundtable.operations.plan.domain.activity import Attached, Facts, Promise, ShareOf
from roundtable.operations.plan.exports import activities as rows
from roundtable.operations.plan.models import Activity
from roundtable.operations.plan.queries import activities as queries
from roundtable.operations.plan.queries.markings import of_activity
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.schemas.activities import ActivityChange, ActivityIn, ActivityOut, Questions, RowsOut
from roundtable.operations.plan.services import activities as services

router = Router()


@router.get("/", response=RowsOut, summary="Activities, with the filters of the list")
@operation_door(PUBLIC)
def activities(request: HttpRequest, questions: Query[Questions]) -> dict[str, Any]:  # noqa: ARG001 - its fields stand in the document of the API
    """Give a page of the activities that the caller may read; the filters are those of the list's own address."""
    moment = at(request)
    known = rows.known(moment.date())
    listing = rows.listing(known, request.GET)
    found = listing.matching(rows.rows_of(queries.visible_to(request.user, at=moment)), request.GET)
    page = cut(found, request.GET, path=request.path, default=listing.per_page)
    shown = page.rows
    return {
        **page.about,
        "notes": rows.notes(known, shown),
        "items": [
            {
                **{column.key: plain(column.value(one), column) for column in listing.columns},
                "address": reverse("plan:activity", args=[one.pk]),
            }
            for one in shown
        ],
    }


@router.get("/{int:pk}", response=ActivityOut, summary="One activity")
@operation_door(PUBLIC)
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    """Give all that is said of an activity; its ETag is what a change has to name."""
    return _answer(request, _found(queries.with_everything(queries.visible_to(request.user, at=at(request))), pk))


@router.post("/", response={201: ActivityOut}, summary="Plan an activity")
@operation_door(Do.PLAN_ACTIVITY)
def plan(
    request: HttpRequest,
    said: ActivityIn,
    idempotency_key: Annotated[UUID | None, Header(alias="Idempotency-Key")] = None,
) -> HttpResponse:
    """Plan an activity. The same `Idempotency-Key` (a UUID) sent again gives the activity that was made with it."""
    facts = _facts(Facts(title="", kind="", lead=""), said)
    made = services.plan(facts, by=_person(request), at=at(request), key=idempotency_key)
    whole = _found(queries.with_everything(queries.changeable_by(request.user, at=at(request))), made.pk)
    answer = _answer(request, whole, status=HTTPStatus.CREATED)
    answer["Location"] = f"{request.path.rstrip('/')}/{made.pk}"
    return answer


@router.patch("/{int:pk}", response=ActivityOut, summary="Change an activity")
@operation_door(Do.CHANGE_ACTIVITY)
def change(
    request: HttpRequest,
    pk: int,
    said: ActivityChange,
    if_match: Annotated[str | None, Header(alias="If-Match")] = None,
    idempotency_key: Annotated[UUID | None, Header(alias="Idempotency-Key")] = None,  # noqa: ARG001 - the frame of the API reads it
) -> HttpResponse:
    """Change what is named and leave the rest; `If-Match` names the copy (ETag) that the caller saw."""
    may_change = queries.with_everything(queries.changeable_by(request.user, at=at(request)))
    kept = _found(may_change, pk)
    _same_copy(kept, if_match)
    facts = _facts(queries.facts_of(kept), said)
    services.change(kept, facts, by=_person(request), at=at(request), revision=kept.revision)
    return _answer(request, _found(queries.with_everything(queries.visible_to(request.user, at=at(request))), pk))


@router.delete("/{int:pk}", response={204: None}, summary="Put an activity in the bin")
@operation_door(Do.DELETE_ACTIVITY)
def delete(
    request: HttpRequest,
    pk: int,
    if_match: Annotated[str | None, Header(alias="If-Match")] = None,
    idempotency_key: Annotated[UUID | None, Header(alias="Idempotency-Key")] = None,  # noqa: ARG001 - the frame of the API reads it
) -> Status[None]:
    """Put an activity in the bin, where it can be brought back for thirty days."""
    kept = _found(queries.changeable_by(request.user, at=at(request)), pk)
    _same_copy(kept, if_match)
    services.put_in_bin(kept, by=_person(request), at=at(request))
    return Status(HTTPStatus.NO_CONTENT, None)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - the door lets nobody else in
    return request.user


def _found(among: Any, pk: int) -> Activity:
    one: Activity | None = among.filter(pk=pk).first()
    if one is None:
        raise NotThere("")
    return one


def _etag(activity: Activity) -> str:
    return f'"activity-{activity.pk}-{activity.revision}"'


def _same_copy(activity: Activity, if_match: str | None) -> None:
    if not if_match:
        raise NoCopyNamed(
            _("Send If-Match with the ETag of the copy that you change, so that nobody's words are lost.")
        )
    named = {tag.strip().removeprefix("W/") for tag in if_match.split(",")}
    if "*" not in named and _etag(activity) not in named:
        raise StaleCopy(_("Somebody else saved this activity since you read it. Read it again, then send your change."))


def _facts(before: Facts, said: ActivityChange) -> Facts:
    sent: dict[str, Any] = {name: getattr(said, name) for name in said.model_fields_set}
    nullable = {"starts", "ends", "budget", "spent"}
    sent = {name: value for name, value in sent.items() if value is not None or name in nullable}
    for name in ("partners", "participants", "issues"):
        if name in sent:
            sent[name] = tuple(sent[name])
    if "shares" in sent:
        sent["shares"] = tuple(ShareOf(one.action, one.percent) for one in sent["shares"])
    if "fundings" in sent:
        sent["fundings"] = tuple(Promise(one.source, one.pledged, one.paid) for one in sent["fundings"])
    if "documents" in sent:
        sent["documents"] = tuple(Attached(one.title, one.link, one.file_id) for one in sent["documents"])
    return replace(before, **sent)


def _answer(request: HttpRequest, activity: Activity, *, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    body = {
        "number": activity.pk,
        "address": reverse("plan:activity", args=[activity.pk]),
        "revision": activity.revision,
        "changed_at": activity.changed_at,
        "demonstration": activity.demonstration,
        "marking": str(of_activity(activity)),
        **queries.facts_of(activity).plain(),
    }
    answer: HttpResponse = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    answer["ETag"] = _etag(activity)
    answer["Content-Location"] = reverse("api-1:activity", args=[activity.pk])
    patch_cache_control(answer, private=True, no_cache=True)
    patch_vary_headers(answer, ["Authorization", "Cookie"])
    if request.method in {"GET", "HEAD"}:
        answer = get_conditional_response(request, etag=_etag(activity), response=answer) or answer
    return answer
