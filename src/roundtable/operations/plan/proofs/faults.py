"""Faults of reporting, planted on purpose while isolation looks."""

from datetime import datetime
from typing import Any

from django.db.models import CharField, Value

from roundtable.ground.trust.public import Fault
from roundtable.kernel.base.walls.managers import beside
from roundtable.operations.plan.models import Corrigendum, Report
from roundtable.operations.plan.queries.reports import SeenAs


def _every_report(_was: Any) -> Any:
    def found(_person: Any, _at: datetime) -> Any:
        open_ = Value(str(SeenAs.OPEN), output_field=CharField(max_length=8))
        return beside(Report).filter(deleted_at=None).annotate(seen_as=open_).select_related("round", "action__area")

    return found


def _every_corrigendum(_was: Any) -> Any:
    def news() -> Any:
        return [(note.proposed_at, note.pack, note) for note in beside(Corrigendum).all()]

    return news


FAULTS = (
    Fault(
        "a report without its wall",
        "plan:report",
        "roundtable.operations.plan.views.reports.common.visible_to",
        _every_report,
    ),
    Fault(
        "an answer to machines without its wall",
        "api-1:report",
        "roundtable.operations.plan.api.reports.visible_to",
        _every_report,
    ),
    Fault(
        "a feed with what is only proposed",
        "plan:packs-feed",
        "roundtable.operations.plan.queries.packs.latest_news",
        _every_corrigendum,
    ),
)
