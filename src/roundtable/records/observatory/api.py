"""The room's part of /api/v1: the same datasets and the same cells as on the pages and in the files."""

import tempfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Header, Query, Router, Status

from roundtable.ground.trust.public import PUBLIC, allows, operation_door, person_of
from roundtable.kernel.base.errors import Invalid, NotThere
from roundtable.kernel.base.middleware import at
from roundtable.records.observatory.exports import files, rows
from roundtable.records.observatory.models import Dataset, Finding, Vintage
from roundtable.records.observatory.queries import datasets
from roundtable.records.observatory.queries.answers import answer, known_of
from roundtable.records.observatory.queries.asking import moment_of, question_of, unknown_codes
from roundtable.records.observatory.queries.sheets import definition
from roundtable.records.observatory.rules import Do
from roundtable.records.observatory.schemas import (
    AnsweredOut,
    AnswerIn,
    DataOut,
    DatasetDetailOut,
    DatasetsOut,
    FindingsOut,
    LoadedOut,
    LoadIn,
    NoticeIn,
    PublishIn,
    VintageOut,
)
from roundtable.records.observatory.services import loading, publishing
from roundtable.records.observatory.services.looking import look, mapping_of, shipped_mapping

router = Router()

PER_PAGE = 100
Words = Annotated[str, Query(max_length=200, description="Words of the title, the text, the source or the code.")]
Sort = Annotated[str, Query(description="A column's key, with a minus before it for the other direction.")]
Page = Annotated[int, Query(ge=1)]
Key = Annotated[UUID | None, Header(alias="Idempotency-Key")]


def _paged(found: Any, page: int, row: Callable[[Any], Any]) -> Mapping[str, Any]:
    paginator = Paginator(found, PER_PAGE)
    shown = paginator.get_page(page)
    return {
        "count": paginator.count,
        "page": shown.number,
        "pages": paginator.num_pages,
        "items": [row(one) for one in shown.object_list],
    }


def _dataset(one: Any) -> dict[str, Any]:
    told = ("code", "source", "address", "licence", "licence_address", "audience", "marking", "unit", "next_release")
    return {
        **{name: getattr(one, name) for name in (*told, "demonstration")},
        "title": str(one.title),
        "about": str(one.about),
        "data_date": one.dated_now,
        "retrieved": one.retrieved_now,
        "released": rows.released_on(one),
        "rows": one.rows_now,
        "vintages": one.vintages_known,
    }


def _vintage(one: Vintage) -> dict[str, Any]:
    told = ("id", "loaded_at", "known_at", "release_at", "state", "rows", "data_date", "retrieved", "notice")
    return {**{name: getattr(one, name) for name in told}, "cells": one.kinds}


def _finding(one: Finding) -> dict[str, Any]:
    told = ("id", "rule", "cell", "said", "answer", "reason", "answered_at")
    return {**{name: getattr(one, name) for name in told}, "load": one.vintage_id, "vintage": one.vintage.loaded_at}


@router.get("/", response=DatasetsOut, summary="Datasets")
@operation_door(PUBLIC)
def datasets_listed(  # noqa: PLR0913 - each filter of the list has its name
    request: HttpRequest,
    *,
    source: str = "",
    audience: Literal["", "public", "parties", "staff"] = "",
    demonstration: Literal["", "yes", "no"] = "",
    q: Words = "",
    sort: Sort = "",
    page: Page = 1,
) -> Mapping[str, Any]:
    """Give the datasets that the page lists, in the same order, with the same filters."""
    asked = {"source": source, "audience": audience, "demonstration": demonstration, "q": q, "sort": sort}
    moment = at(request)
    found = datasets.with_dates(datasets.visible_to(request.user, at=moment), at=moment)
    return _paged(rows.listing().matching(found, asked), page, _dataset)


def _of(request: HttpRequest, code: str) -> Dataset:
    return get_object_or_404(datasets.visible_to(request.user, at=at(request)), code=code)


@router.post("/", response={201: LoadedOut, 200: LoadedOut}, summary="Load figures")
@operation_door(Do.LOAD)
def load_figures(request: HttpRequest, said: LoadIn, idempotency_key: Key = None) -> Status[dict[str, Any]]:  # noqa: ARG001 - the frame of the API reads it
    """Load a table as its mapping says, staged until published; with `dry_run` only look at it."""
    told = shipped_mapping(said.mapping) or mapping_of(said.mapping)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "table.csv"
        place.write_text(said.table, encoding="utf-8")
        looked = look(told, place, today=at(request).date(), name="by the API")
    answered: dict[str, Any] = {
        "dataset": told.dataset,
        "vintage": None,
        "rows": looked.rows.height,
        "cells": looked.kinds,
        "findings": looked.by_rule,
    }
    if said.dry_run:
        return Status(200, answered)
    facts = loading.Facts(said.data_date, said.retrieved, said.known_at)
    made = loading.load(looked, by=person_of(request), at=at(request), facts=facts)
    return Status(201, {**answered, "vintage": made.pk})


def _load_of(request: HttpRequest, pk: int) -> Vintage:
    found = get_object_or_404(datasets.every_vintage(), pk=pk)
    if not allows(request.user, Do.LOAD, found, at=at(request)):
        raise NotThere("")
    return found


@router.post("/loads/{int:pk}/answers", response=AnsweredOut, summary="Answer what the gate found")
@operation_door(Do.ANSWER)
def answer_findings(request: HttpRequest, pk: int, said: AnswerIn, idempotency_key: Key = None) -> Mapping[str, Any]:  # noqa: ARG001 - the frame of the API reads it
    """Accept or refuse findings of a staged load, with a reason that stands in the public log."""
    found = _load_of(request, pk)
    number = publishing.answer(
        found,
        said.findings,
        accepted=said.answer == "accepted",
        reason=said.reason,
        by=person_of(request),
        at=at(request),
    )
    return {"answered": number, "waiting": len(datasets.unanswered(found))}


@router.post("/loads/{int:pk}/publication", response=VintageOut, summary="Publish a load")
@operation_door(Do.PUBLISH)
def publish_load(request: HttpRequest, pk: int, said: PublishIn, idempotency_key: Key = None) -> Mapping[str, Any]:  # noqa: ARG001 - the frame of the API reads it
    """Publish a staged load, at once or at the end of an embargo."""
    found = _load_of(request, pk)
    release: datetime | None = said.release_at
    return _vintage(publishing.publish(found, by=person_of(request), at=at(request), release_at=release))


@router.post("/loads/{int:pk}/refusal", response=VintageOut, summary="Refuse a load")
@operation_door(Do.PUBLISH)
def refuse_load(request: HttpRequest, pk: int, said: NoticeIn, idempotency_key: Key = None) -> Mapping[str, Any]:  # noqa: ARG001 - the frame of the API reads it
    """Refuse a staged load: its rows are deleted, its log stays."""
    found = _load_of(request, pk)
    return _vintage(publishing.refuse(found, reason=said.notice, by=person_of(request), at=at(request)))


@router.post("/loads/{int:pk}/withdrawal", response=VintageOut, summary="Withdraw figures")
@operation_door(Do.WITHDRAW)
def withdraw_figures(request: HttpRequest, pk: int, said: NoticeIn, idempotency_key: Key = None) -> Mapping[str, Any]:  # noqa: ARG001 - the frame of the API reads it
    """Withdraw what was published: questions to it answer 410 with the notice from then on."""
    found = _load_of(request, pk)
    return _vintage(publishing.withdraw(found, notice=said.notice, by=person_of(request), at=at(request)))


@router.get("/{code}", response=DatasetDetailOut, summary="One dataset")
@operation_door(PUBLIC)
def dataset_told(request: HttpRequest, code: str) -> Mapping[str, Any]:
    """Give a dataset: its definition, the codes of its dimensions as known now, and its vintages."""
    moment = at(request)
    found = datasets.with_dates(datasets.visible_to(request.user, at=moment), at=moment)
    one = get_object_or_404(found, code=code)
    vintages = list(datasets.vintages_for(one, request.user, at=moment))
    told = definition(one)
    try:
        codes = {name: list(found) for name, found in known_of(datasets.known_vintage(one, at=moment)).codes.items()}
    except (NotThere, datasets.Gone):
        codes = {}
    return {
        **_dataset(one),
        "definition": dict(told.lines) if told else {},
        "grade": told.grade if told else "",
        "dimensions": codes,
        "history": [_vintage(vintage) for vintage in vintages],
    }


@router.get("/{code}/data", response=DataOut, summary="Figures")
@operation_door(PUBLIC)
def figures(  # noqa: PLR0913 - each word of a question has its name
    request: HttpRequest,
    code: str,
    *,
    by: Annotated[str, Query(description="The dimension whose codes are told apart.")] = "",  # noqa: ARG001 - read with the rest of the question
    start: Annotated[str, Query(description="The first period: 2024, 2024-03, 2024-Q1.")] = "",  # noqa: ARG001 - read with the rest of the question
    end: Annotated[str, Query(description="The last period.")] = "",  # noqa: ARG001 - read with the rest of the question
    as_of: Annotated[date | None, Query(description="As it was known on this day.")] = None,
) -> Mapping[str, Any]:
    """Answer a question, in the words of the explorer's address: `in-DIMENSION=CODE` chooses codes, several times each.

    Figures that were withdrawn answer 410 with the notice.
    """
    dataset = _of(request, code)
    newest = datasets.vintages_for(dataset, request.user, at=at(request)).first()
    question, errors = question_of(request.GET, list(newest.codes) if newest else [])
    vintage = datasets.known_vintage(dataset, at=at(request), as_of=moment_of(as_of))
    if errors := [*errors, *unknown_codes(question, vintage)]:
        raise Invalid(" ".join(errors))
    found = answer(question, vintage)
    cells = [
        {
            "code": one,
            "period": period,
            "value": cell.value,
            "status": cell.status,
            "confidentiality": cell.confidentiality,
            "nothing": cell.nothing,
            "known": cell.known,
            "parts": cell.parts,
            "lacking": dict(cell.lacking),
        }
        for one, period, cell in found.rows()
    ]
    return {"metadata": files.metadata(found), "count": len(cells), "cells": cells}


@router.get("/{code}/log", response=FindingsOut, summary="What the gate found")
@operation_door(PUBLIC)
def log_told(  # noqa: PLR0913 - each filter of the list has its name
    request: HttpRequest,
    code: str,
    *,
    rule: str = "",
    answer: Literal["", "accepted", "refused"] = "",
    load: str = "",
    q: Words = "",
    sort: Sort = "",
    page: Page = 1,
) -> Mapping[str, Any]:
    """Give the public log of a dataset: what the gate found in its loads, what was answered, and why."""
    dataset = _of(request, code)
    asked = {"rule": rule, "answer": answer, "load": load, "q": q, "sort": sort}
    found = datasets.public_log(dataset, request.user, at=at(request))
    return _paged(rows.log_listing(dataset).matching(found, asked), page, _finding)
