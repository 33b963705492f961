"""The room's part of /api/v1: the same rows as on the pages and in the exports."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router

from roundtable.ground.parties import exports, queries
from roundtable.ground.parties.domain.declared import COVERING_NOTE, DECLARATION
from roundtable.ground.parties.models import Institution, Stakeholder
from roundtable.ground.parties.queries import PartyView
from roundtable.ground.parties.rules import Do
from roundtable.ground.parties.schemas import InstitutionsOut, PartiesOut, PartyDetailOut, StakeholdersOut
from roundtable.ground.trust.public import PUBLIC, operation_door
from roundtable.kernel.base.middleware import at
from roundtable.kernel.links.listings import SIZES_WORDS, cut

router = Router()

PER_PAGE = 100

Day = Annotated[date | None, Query(description="The day; today where none is given.")]
Words = Annotated[str, Query(max_length=80, description="Words of the name or the code.")]
Code = Annotated[str, Query(description="The code of a Party.")]
Sort = Annotated[str, Query(description="A column's key, with a minus before it for the other direction.")]
Page = Annotated[int, Query(ge=1)]
Size = Annotated[int | None, Query(description=SIZES_WORDS)]


def _party(view: PartyView) -> dict[str, Any]:
    return {**asdict(view), "group": exports.group_of(view)}


def _paged(request: HttpRequest, rows: Any, notes: list[str], row: Callable[[Any], Any]) -> Mapping[str, Any]:
    shown = cut(rows, request.GET, path=request.path, default=PER_PAGE)
    return {**shown.about, "notes": notes, "items": [row(one) for one in shown.rows]}


@router.get("/", response=PartiesOut, summary="Who sits at the table on a day")
@operation_door(PUBLIC)
def parties(  # noqa: PLR0913 - each filter of the list has its name
    request: HttpRequest,
    *,
    on: Day = None,
    group: Literal["", "parties", "partners", "others"] = "",
    kind: Literal["", "state", "union", "partner"] = "",
    q: Words = "",
    page: Page = 1,  # noqa: ARG001 - told to the document; cut out by `_paged`
    per_page: Size = None,  # noqa: ARG001 - as `page`
) -> Mapping[str, Any]:
    """Give Parties, Partners and others known on a day, named in the language of the request, with their footnotes."""
    day = on or at(request).date()
    rows = [view for view in exports.sitting(day, words=q, group=group) if not kind or view.kind == kind]
    notes = [*exports.notes_for(view.code for view in rows), exports.assumed_note()]
    answer = _paged(request, rows, notes, _party)
    return {**answer, "on": day, "source": f"{DECLARATION}; {COVERING_NOTE}"}


def _institution(names: Mapping[str, str], notes: Mapping[str, str]) -> Any:
    def row(found: Institution) -> dict[str, Any]:
        return {
            "code": found.code,
            "party": found.party_id,
            "party_name": names.get(found.party_id, found.party_id),
            "name": str(found.name),
            "footnote": notes.get(found.party_id, ""),
            "kind": found.kind,
            "website": found.website,
            "closed_on": found.closed_on,
            "demonstration": found.demonstration,
        }

    return row


@router.get("/institutions", response=InstitutionsOut, summary="Institutions of the Parties")
@operation_door(PUBLIC)
def institutions(  # noqa: PLR0913 - each filter of the list has its name
    request: HttpRequest,
    *,
    party: Code = "",
    kind: Literal["", "ministry", "agency", "statistics", "local", "other"] = "",
    closed: Literal["", "yes", "no"] = "",
    q: Words = "",
    sort: Sort = "",
    page: Page = 1,  # noqa: ARG001 - told to the document; cut out by `_paged`
    per_page: Size = None,  # noqa: ARG001 - as `page`
) -> Mapping[str, Any]:
    """Give the institutions that the page lists, in the same order, with the same filters."""
    asked = {"party": party.upper(), "kind": kind, "closed": closed, "q": q, "sort": sort}
    rows = exports.placed(queries.institutions_visible_to(request.user))
    found = exports.institutions_listing().matching(rows, asked)
    names = queries.names()
    return _paged(request, found, exports.notes_for(names), _institution(names, queries.footnotes_by_code()))


def _stakeholder(named: exports.Named) -> Any:
    def row(found: Stakeholder) -> dict[str, Any]:
        return {
            "id": found.pk,
            "name": found.name,
            "kind": found.kind,
            "party": found.party_id,
            "party_name": named(found.party_id),
            "footnote": named.notes.get(found.party_id or "", ""),
            "about": found.about,
            "website": found.website,
            "codes": found.codes,
            "demonstration": found.demonstration,
        }

    return row


@router.get("/stakeholders", response=StakeholdersOut, summary="Stakeholders by kind")
@operation_door(Do.SEE_STAKEHOLDERS)
def stakeholders(  # noqa: PLR0913 - each filter of the list has its name
    request: HttpRequest,
    *,
    party: Code = "",
    kind: Literal[
        "", "municipality", "diaspora", "civil-society", "business", "social-partner", "international", "research"
    ] = "",
    q: Words = "",
    sort: Sort = "",
    page: Page = 1,  # noqa: ARG001 - told to the document; cut out by `_paged`
    per_page: Size = None,  # noqa: ARG001 - as `page`
) -> Mapping[str, Any]:
    """Give the stakeholders that the page lists, to those who take part."""
    asked = {"party": party.upper(), "kind": kind, "q": q, "sort": sort}
    rows = exports.placed(queries.stakeholders_visible_to(request.user, at=at(request)))
    found = exports.stakeholders_listing().matching(rows, asked)
    return _paged(request, found, exports.notes_for(queries.names()), _stakeholder(exports.Named()))


@router.get("/{code}", response=PartyDetailOut, summary="One Party or Partner")
@operation_door(PUBLIC)
def party(request: HttpRequest, code: str, *, on: Day = None) -> Mapping[str, Any]:
    """Give one entry on a day, with every dated fact that we hold about it."""
    day = on or at(request).date()
    view = queries.party(code, day)
    return {
        **_party(view),
        "on": day,
        "facts": [asdict(fact) for fact in queries.facts_of(view.code)],
        "meetings": [asdict(meeting) for meeting in queries.invitations_of(view.code)],
        "notes": [*exports.notes_for([view.code]), exports.assumed_note()],
    }
