"""Signed heads of the history: what anybody may fetch and keep, so that nothing remembered can be changed unseen."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import PUBLIC, SIGNED_IN, door, heads, public_keys
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.middleware import at

SHOWN = 24


@door(PUBLIC)
def page(request: HttpRequest) -> HttpResponse:
    """Show what was signed last, the keys with which it was signed, and how to keep and check it."""
    statements = heads.latest_statements(SHOWN)
    scopes = heads.scopes_known_to(request.user, at=at(request))
    own = heads.vouched_for(statements[0], scopes) if statements and (scopes is None or scopes) else []
    return render(
        request, "portal/heads.html", {"statements": statements, "keys": public_keys()[::-1], "own": bool(own)}
    )


@door(PUBLIC)
def last(_request: HttpRequest) -> JsonResponse:
    """Give the last signed statement, as everybody may know it."""
    statement = heads.last_statement()
    if statement is None:
        raise NotThere(_("Nothing has been signed yet. The first signed head appears within an hour."))
    return JsonResponse(heads.as_file(statement), json_dumps_params={"indent": 1})


@door(PUBLIC)
def feed(_request: HttpRequest) -> JsonResponse:
    """Give the statements of the last days and the public keys, for a machine that fetches and keeps them."""
    return JsonResponse(heads.feed(), json_dumps_params={"indent": 1})


@door(SIGNED_IN)
def own(request: HttpRequest) -> JsonResponse:
    """Give the last signed statement with the heads that the reader may know, as a file to keep."""
    statement = heads.last_statement()
    scopes = heads.scopes_known_to(request.user, at=at(request))
    if statement is None or (scopes is not None and not scopes):
        raise NotThere("")
    answer = JsonResponse(heads.as_file(statement, scopes), json_dumps_params={"indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="history-head-{statement.number}.json"'
    return answer
