"""The API of the whole house, /api/v1: one document, one way to sign in, one form of errors; rooms bring routers."""

from collections.abc import Mapping, Sequence
from functools import partial
from hashlib import sha256
from http import HTTPStatus
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer

from roundtable.config.once import SAFE, done_once
from roundtable.config.reference import reference
from roundtable.ground.trust.public import PUBLIC, door, note_use, token_shown
from roundtable.kernel.base.errors import NotSignedIn, Told
from roundtable.kernel.base.middleware import at, note_refusal

ROUTERS = {
    "plan": "roundtable.operations.plan.api.router",
    "documents": "roundtable.ground.documents.api.router",
    "parties": "roundtable.ground.parties.api.router",
    "meetings": "roundtable.records.meetings.api.router",
    "observatory": "roundtable.records.observatory.api.router",
    "trust": "roundtable.ground.trust.api.router",
}
"""Rooms by the first part of their addresses, wired by dotted name."""

PROBLEM = "application/problem+json"
ETAG_LENGTH = 32


class Caller(HttpBearer):
    """Find out who calls: the person of a token, or of a session that only reads; otherwise nobody. Doors decide."""

    def __call__(self, request: HttpRequest) -> bool:
        """Set `request.user`; raises `NotSignedIn` for a key that opens nothing."""
        if "Authorization" in request.headers:
            return bool(super().__call__(request)) or self._refuse()
        if request.user.is_authenticated and request.method not in SAFE:
            raise NotSignedIn(_("A session may only read here. Send a token to change something."))
        return True

    def authenticate(self, request: HttpRequest, token: str) -> bool:
        """Let the request act as the token's person, within what the token allows."""
        # A key that is wrong must not fall back to whoever is signed in beside it.
        request.user = AnonymousUser()
        shown = token_shown(token.strip(), at=at(request))
        if shown is None:
            return self._refuse()
        note_use(shown, at=at(request))
        request.user = shown.user
        request.token_allows = list(shown.allows)  # type: ignore[attr-defined]  # read by the operation's door
        return True

    @staticmethod
    def _refuse() -> bool:
        raise NotSignedIn(
            _("This token opens nothing: it is wrong, expired or revoked. Make a new one in your account.")
        )


class HouseAPI(NinjaAPI):
    """The API with an ETag on every answer that was read, so that an unchanged answer is not sent twice."""

    def create_response(self, request: HttpRequest, data: Any, **kwargs: Any) -> HttpResponse:
        """Render an answer; 304 without a body when the caller already has it."""
        answer = super().create_response(request, data, **kwargs)
        return conditional(request, answer)


def conditional(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Mark an answer for revalidation, and shorten it to 304 when the caller's copy is still right."""
    patch_cache_control(answer, private=True, no_cache=True)
    patch_vary_headers(answer, ["Authorization", "Cookie", "Accept-Language"])
    if request.method not in SAFE or answer.status_code != HTTPStatus.OK:
        return answer
    etag = quote_etag(sha256(answer.content).hexdigest()[:ETAG_LENGTH])
    answer.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=answer) or answer


def problem(
    request: HttpRequest,
    status: HTTPStatus,
    detail: str,
    *,
    code: str = "",
    errors: Sequence[Mapping[str, str]] = (),
) -> HttpResponse:
    """Answer with a problem document (RFC 9457): what happened, in words, and where."""
    body: dict[str, Any] = {
        "type": f"/api/v1/docs#problem-{code}" if code else "about:blank",
        "title": status.phrase,
        "status": int(status),
        "detail": detail,
        "instance": request.path,
    }
    if errors:
        body["errors"] = list(errors)
    answer = JsonResponse(body, status=status, content_type=PROBLEM, json_dumps_params={"ensure_ascii": False})
    if status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="api"'
    patch_cache_control(answer, private=True, no_store=True)
    return answer


api = HouseAPI(
    title="Roundtable",
    version="1",
    description=(
        "What the dialogue promises, does and reports: the same rows as on the pages and in the exports. A call that "
        "changes something may carry an `Idempotency-Key` (a UUID): sent again within two days with the same key, it "
        "is done once. The answer to a repeated call shows the thing as it is then, with `Idempotency-Replayed: true`; "
        "a key that was used for another call is refused (422), and what was refused is tried anew. Where the database "
        "is away (503) or the disk is full (507), `Retry-After` says when to send the same again."
    ),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api-1",
    auth=Caller(),
)


@api.exception_handler(Told)
def on_told(request: HttpRequest, error: Told) -> HttpResponse:
    """Tell what a rule or service told."""
    sentence = str(error) or _("There is nothing here, or nothing for you.")
    note_refusal(error)
    errors = [{"pointer": name, "detail": text} for name, texts in error.fields.items() for text in texts]
    return problem(request, HTTPStatus(error.status), sentence, code=error.code, errors=errors)


@api.exception_handler(ValidationError)
def on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Tell which part of the question or body does not fit, and why."""
    errors = [
        {"pointer": "/".join(str(part) for part in fault["loc"]), "detail": str(fault["msg"])} for fault in error.errors
    ]
    sentence = _("Some of what was sent does not fit. Each part is named below.")
    return problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, sentence, code="invalid", errors=errors)


@api.exception_handler(Http404)
def on_missing(request: HttpRequest, _error: Http404) -> HttpResponse:
    """Say that nothing is there."""
    return problem(request, HTTPStatus.NOT_FOUND, _("There is nothing here, or nothing for you."), code="not-found")


@api.exception_handler(HttpError)
def on_http(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Tell what the library refuses: bodies that cannot be read, too many requests."""
    return problem(request, HTTPStatus(error.status_code), str(error))


@api.exception_handler(RequestDataTooBig)
def on_too_large(request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    """Say that a body is too large to be read."""
    sentence = _("The body is too large. Send it in parts.")
    return problem(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence, code="too-large")


def _bring(name: str, dotted: str) -> None:
    module, attribute = dotted.rsplit(".", 1)
    router = getattr(import_module(module), attribute, None) if find_spec(module) is not None else None
    if router is not None:
        api.add_router(f"/{name}", router, tags=[name])


api.add_decorator(partial(done_once, know=Caller(), refuse=on_told), mode="view")

for room, dotted_name in ROUTERS.items():
    _bring(room, dotted_name)


@door(PUBLIC)
def docs(request: HttpRequest) -> HttpResponse:
    """Show the reference of the API as a page that needs no script."""
    context = {"reference": reference(api.get_openapi_schema()), "address": settings.ROUNDTABLE_ADDRESS}
    return render(request, "config/api_reference.html", context)


@door(PUBLIC)
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:  # noqa: ARG001 - the address names it
    """Answer addresses that the API does not have in the API's own form."""
    return problem(request, HTTPStatus.NOT_FOUND, _("The API has no such address. See /api/v1/docs."), code="not-found")


urlpatterns = [
    path("docs", docs, name="api-docs"),
    path("", api.urls),
    path("<path:rest>", nothing),
]
