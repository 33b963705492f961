"""This room's part of /api/v1: the history, with the same rows as on its page and in its files."""

from typing import Any

from django.http import HttpRequest
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
from roundtable.kernel.links.listings import cut

router = Router()


@router.get("/history", response=HistoryRowsOut, summary="Who did what to what, when")
@operation_door(Do.SEE_HISTORY)
def history(request: HttpRequest, questions: Query[HistoryQuestions]) -> dict[str, Any]:  # noqa: ARG001 - tells the document of the API which filters there are
    """Give a page of the whole history, each entry as far as the caller may read it."""
    listing = history_listing(request.user, at=at(request))
    found = listing.matching(queries.entries_visible_to(request.user, at=at(request)), request.GET)
    shown = cut(found, request.GET, path=request.path, default=listing.per_page)
    return {
        **shown.about,
        "items": [
            {"number": entry.pk, **{column.key: plain(column.value(entry), column) for column in listing.columns}}
            for entry in shown.rows
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
