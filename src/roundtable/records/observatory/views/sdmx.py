"""The web services of SDMX: REST 1.5 under /sdmx/2.1/, REST 2.x under /sdmx/3.0/."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe

from roundtable.ground.trust.public import PUBLIC, door
from roundtable.kernel.base.markings import in_name
from roundtable.kernel.base.middleware import at
from roundtable.kernel.files.tables.answers import disposition
from roundtable.records.observatory.exports import sdmx as messages
from roundtable.records.observatory.queries import sdmx_asked
from roundtable.records.observatory.queries.sdmx_structures import constraint, structures_of
from roundtable_analytics.sdmx.messages import Reference
from roundtable_analytics.sdmx.rest import media
from roundtable_analytics.sdmx.rest.addresses import question_15, question_20
from roundtable_analytics.sdmx.rest.artefacts import answered, needed_by
from roundtable_analytics.sdmx.rest.asked import (
    AvailabilityQuestion,
    DataQuestion,
    Parameters,
    Question,
    StructureQuestion,
    Wanted,
)
from roundtable_analytics.sdmx.rest.faults import NO_RESULTS, NOT_IMPLEMENTED, Fault, fault_json, fault_xml
from roundtable_analytics.sdmx.rest.media import Form
from roundtable_analytics.sdmx.rest.reading import one, parameters
from roundtable_analytics.sdmx.structures import Artefact, Structures

VARIES = ("Accept", "Accept-Language", "Cookie")


@dataclass(frozen=True, slots=True)
class Service:
    """One of the two interfaces: where it is, how its addresses are read, and what it writes."""

    root: str
    version: str
    read: Callable[[str, Parameters], Question]
    data: tuple[Form, ...]
    structures: tuple[Form, ...]


OLD = Service("/sdmx/2.1/", "2.1", question_15, media.DATA_15, media.STRUCTURES_15)
NEW = Service("/sdmx/3.0/", "3.0", question_20, media.DATA_20, media.STRUCTURES_20)


@require_safe
@door(PUBLIC)
def rest_15(request: HttpRequest, /, **_named: str) -> HttpResponseBase:
    """Answer a question of REST 1.5."""
    return _served(request, OLD)


@require_safe
@door(PUBLIC)
def rest_20(request: HttpRequest, /, **_named: str) -> HttpResponseBase:
    """Answer a question of REST 2.x."""
    return _served(request, NEW)


def _served(request: HttpRequest, service: Service) -> HttpResponseBase:
    try:
        told = parameters(request.META.get("QUERY_STRING", ""))
        question = service.read(request.path_info.removeprefix(service.root), told)
        _without_labels(told)
        answer = _answered(request, service, question, one(told, "format"))
    except Fault as fault:
        answer = _refused(request, service, fault)
    patch_vary_headers(answer, VARIES)
    patch_cache_control(answer, no_cache=True)
    return answer


def _without_labels(told: Parameters) -> None:
    if one(told, "labels", "id") != "id":
        sentence = "Codes leave without their names (labels=id); ask for the structures beside them."
        raise Fault(NOT_IMPLEMENTED, sentence)


def _refused(request: HttpRequest, service: Service, fault: Fault) -> HttpResponse:
    accepted = media.accepted(request.headers.get("Accept", ""))
    if accepted and accepted[0].media.endswith("json"):
        return HttpResponse(
            fault_json(fault.code, fault.sentence), status=fault.status, content_type="application/json"
        )
    body = fault_xml(fault.code, fault.sentence, version=service.version)
    return HttpResponse(body, status=fault.status, content_type="application/xml")


def _answered(request: HttpRequest, service: Service, question: Question, short: str) -> HttpResponseBase:
    accept = request.headers.get("Accept", "")
    if isinstance(question, DataQuestion):
        return _data(request, question, media.chosen(accept, short, service.data))
    form = media.chosen(accept, short, service.structures)
    if isinstance(question, AvailabilityQuestion):
        return _available(request, question, form)
    return _structures(request, service, question, form)


def _data(request: HttpRequest, question: DataQuestion, form: Form) -> HttpResponseBase:
    found = sdmx_asked.data_asked(question, request.user, at=at(request))
    layout = messages.checked(question, found, form)
    dataset = found.told.dataset
    answer = StreamingHttpResponse(
        messages.data(found, layout, form) if request.method != "HEAD" else [], content_type=form.media
    )
    named = [str(found.told.vintage.loaded_at), str(found.changed), form.media, request.get_full_path()]
    etag = quote_etag(sha256("\n".join(named).encode()).hexdigest()[:32])
    answer["ETag"] = etag
    answer["Last-Modified"] = http_date(found.changed.timestamp())
    name = f"{dataset.code}.{form.ending}"
    if dataset.demonstration and "demonstration" not in name:
        name = f"demonstration-{name}"
    answer["Content-Disposition"] = disposition(in_name(dataset.marking, name))
    page = settings.ROUNDTABLE_ADDRESS + reverse("observatory:dataset", args=[dataset.code])
    answer["Link"] = f'<{page}>; rel="describedby"'
    modified = int(found.changed.timestamp())
    return _conditional(request, answer, etag, modified)


def _conditional(request: HttpRequest, answer: Any, etag: str, modified: int | None = None) -> HttpResponseBase:
    found = get_conditional_response(request, etag=etag, last_modified=modified, response=answer)
    # What is not sent is not closed either: nothing was begun, and closing would end the request.
    return found or answer


def _languages(request: HttpRequest) -> list[str]:
    """Give the languages in which names are told: those that are accepted, else those of the staff's pages."""
    found: dict[str, None] = {}
    for code, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()[:200]):
        if code == "*":
            break
        try:
            found[get_supported_language_variant(code)] = None
        except LookupError:
            continue
    return list(found) or list(settings.STAFF_LANGUAGES)


def _written(
    request: HttpRequest, form: Form, artefacts: list[Artefact], changed: datetime, *, test: bool
) -> HttpResponseBase:
    answer = HttpResponse(messages.structures(artefacts, form, changed=changed, test=test), content_type=form.media)
    etag = quote_etag(sha256(answer.content).hexdigest()[:32])
    answer["ETag"] = etag
    return _conditional(request, answer, etag)


def _address(service: Service) -> Callable[[Reference], str]:
    def given(told: Reference) -> str:
        kind = told.kind.lower()
        if service is OLD:
            kind = kind.replace("dataconstraint", "contentconstraint")
            return f"{settings.ROUNDTABLE_ADDRESS}{OLD.root}{kind}/{told.agency}/{told.identifier}/{told.version}"
        return f"{settings.ROUNDTABLE_ADDRESS}{NEW.root}structure/{kind}/{told.agency}/{told.identifier}/{told.version}"

    return given


def _structures(request: HttpRequest, service: Service, question: StructureQuestion, form: Form) -> HttpResponseBase:
    told = sdmx_asked.told_of(request.user, question.wanted, at=at(request))
    here = structures_of(told, _languages(request))
    found = answered(question, here, _address(service))
    if not found:
        raise Fault(NO_RESULTS, sdmx_asked.NOTHING)
    changed = max(one.vintage.release_at or one.vintage.loaded_at for one in told)
    return _written(request, form, found, changed, test=all(one.dataset.demonstration for one in told))


def _available(request: HttpRequest, question: AvailabilityQuestion, form: Form) -> HttpResponseBase:
    told, codes = sdmx_asked.available(question, request.user, at=at(request))
    made = constraint(told, codes)
    beside: list[Artefact] = []
    if question.references != ("none",):
        wanted = Wanted(identifiers=(told.dataset.code,))
        here: Structures = structures_of(sdmx_asked.told_of(request.user, wanted, at=at(request)), _languages(request))
        beside = needed_by(made, question.references, here, codes)
    changed = told.vintage.release_at or told.vintage.loaded_at
    return _written(request, form, [made, *beside], changed, test=told.dataset.demonstration)
