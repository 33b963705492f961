"""This room's part of /api/v1: the history, with the same rows as on its page and in its files."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from roundtable.ground.trust import queries
from roundtable.ground.trust.doors import SIGNED_IN, operation_door
from roundtable.ground.trust.exports import history_listing
from roundtable.ground.trust.queries.heads import as_file, last_statement, scopes_known_to
from roundtable.ground.trust.rules import Do
from roundtable.ground.trust.schemas import HeldOut, HistoryQuestions, HistoryRowsOut
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.middleware import at
from roundtable.kernel.files.tables.json_files import plain

router = Router()


@router.get("/history", response=HistoryRowsOut, summary="Who did what to what, when")
@operation_door(Do.SEE_HISTORY)
def history(request: HttpRequest, questions: Query[HistoryQuestions]) -> dict[str, Any]:
    """Give a page of the whole history, each entry as far as the caller may read it."""
    asked = request.GET.copy()
    asked.pop("page", None)
    listing = history_listing(request.user, at=at(request))
    found = listing.matching(queries.entries_visible_to(request.user, at=at(request)), asked)
    count = found.count()
    pages, page = max(1, -(-count // listing.per_page)), questions.page
    if page > pages:
        raise NotThere(_("There is no page %(page)s.") % {"page": page})
    first = (page - 1) * listing.per_page
    asked["page"] = str(page + 1)
    return {
        "count": count,
        "page": page,
        "pages": pages,
        "per_page": listing.per_page,
        "next": f"{request.path}?{asked.urlencode()}" if page < pages else None,
        "items": [
            {"number": entry.pk, **{column.key: plain(column.value(entry), column) for column in listing.columns}}
            for entry in found[first : first + listing.per_page]
        ],
    }


@router.get("/history/heads", response=HeldOut, summary="The last signed head, to keep")
@operation_door(SIGNED_IN)
def signed_heads(request: HttpRequest) -> dict[str, Any]:
    """Give the last signed statement with the heads of the caller's own scopes; auditors get all."""
    statement, scopes = last_statement(), scopes_known_to(request.user, at=at(request))
    if statement is None or (scopes is not None and not scopes):
        raise NotThere("")
    return as_file(statement, scopes)
