"""The frame and its coverage for machines: the same as on the pages."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from ninja import Router

from roundtable.ground.parties.public import footnotes
from roundtable.ground.trust.public import PUBLIC, operation_door
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.middleware import at
from roundtable.operations.plan.queries import frame, progress
from roundtable.operations.plan.queries.rounds import every_action
from roundtable.operations.plan.schemas.frame import CoverageOut, FrameOut

router = Router()


@router.get("/frame", response=FrameOut, summary="The frame in force: areas, actions, points, horizontal issues")
@operation_door(PUBLIC)
def frame_in_force(request: HttpRequest) -> Mapping[str, Any]:  # noqa: ARG001 - ninja hands it over
    """Give the frame with its official wording and the short titles in the language of the request."""
    current = frame.frame_in_force()
    if current is None:
        raise NotThere("")
    ties: dict[int, list[str]] = {}
    for issue in frame.issues().prefetch_related("actions"):
        for action in issue.actions.all():
            ties.setdefault(action.pk, []).append(issue.code)
    became = {action.pk: action.key for action in every_action()}
    return {
        "period": current.period,
        "version": current.version,
        "source_name": current.source_name,
        "source_sha256": current.source_hash,
        "since": current.since,
        "horizontal_issues": [
            {"code": one.code, "short_title": str(one.short_title), "wording": one.wording} for one in frame.issues()
        ],
        "areas": [
            {
                "code": area.numeral,
                "number": area.number,
                "short_title": str(area.short_title),
                "title": area.title,
                "title_in_declaration": area.title_in_declaration,
                "order_in_declaration": area.order_in_declaration,
                "actions": [
                    {
                        "code": action.code,
                        "former_codes": action.former_codes,
                        "since": action.since,
                        "short_title": str(action.short_title),
                        "wording": action.wording,
                        "horizontal_issues": ties.get(action.pk, []),
                        "points": [
                            {"code": point.code, "short_title": str(point.short_title), "wording": point.wording}
                            for point in action.points_in_force
                        ],
                    }
                    for action in area.actions_in_force  # type: ignore[attr-defined]  # prefetched
                ],
            }
            for area in frame.areas_with_actions()
        ],
        "dropped": [
            {
                "key": action.key,
                "code": action.code,
                "former_codes": action.former_codes,
                "short_title": str(action.short_title),
                "wording": action.wording,
                "since": action.since,
                "until": action.until,
                "became": became[action.merged_into_id] if action.merged_into_id else None,
            }
            for action in every_action()
            if action.gone
        ],
    }


@router.get("/coverage/{int:year}", response=CoverageOut, summary="Coverage of the actions in one round")
@operation_door(PUBLIC)
def coverage(request: HttpRequest, year: int) -> Mapping[str, Any]:
    """Give the counts of each action, and what each Party said where the reader may see it."""
    state = progress.state(request.user, at=at(request), year=year)
    if state.round is None or state.round.year != year or state.matrix is None:
        raise NotThere("")
    matrix = state.matrix
    return {
        "year": year,
        "demonstration": matrix.demonstration,
        "notes": footnotes([party.code for party in matrix.parties]),
        "items": [
            {
                "code": action.key,
                "action": str(action.short_title),
                "since": action.since,
                "until": action.until,
                "asked": counts.asked,
                "reported": counts.reported,
                "concerned": counts.concerned,
                "steps": list(counts.steps),
                "not_applicable": counts.not_applicable,
                "no_competence": counts.no_competence,
                "confidential": counts.confidential,
                "no_report": counts.no_report,
                "cells": {party.code: str(said) for party, said in matrix.cells(action)},
            }
            for action in matrix.actions
            for counts in [matrix.coverage[action.pk]]
        ],
    }
