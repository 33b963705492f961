"""The project's own frame of 2023-2027, carried until an adopted text comes."""

from datetime import date, datetime

from django.db import transaction
from i18nfield.strings import LazyI18nString

from roundtable.operations.plan.domain import frame_2023_2027
from roundtable.operations.plan.models import Action, Area, Frame, HorizontalIssue, Point
from roundtable.operations.plan.queries.frame import frame_in_force


@transaction.atomic
def carry_own_frame(*, at: datetime) -> Frame:
    """Put the project's own frame of 2023-2027 (codes, short titles, ties) into force where there is none yet."""
    existing = frame_in_force()
    if existing is not None:
        return existing
    own = frame_2023_2027.frame()
    first_day = date(own.first_year, 1, 1)
    by_code: dict[str, HorizontalIssue] = {}
    for issue in own.horizontal_issues:
        by_code[issue.code] = HorizontalIssue.objects.create(
            number=issue.number, code=issue.code, short_title=LazyI18nString(dict(issue.title))
        )
    for area in own.areas:
        row = Area.objects.create(
            number=area.number,
            numeral=area.code,
            order_in_declaration=area.order_in_declaration,
            short_title=LazyI18nString(dict(area.title)),
            summary=LazyI18nString(dict(area.summary)),
        )
        for action in area.actions:
            act = Action.objects.create(
                area=row,
                number=action.number,
                code=action.code,
                short_title=LazyI18nString(dict(action.title)),
                since=first_day,
            )
            act.issues.set([by_code[code] for code in action.horizontal_issues])
            Point.objects.bulk_create(
                Point(action=act, letter=point.letter, code=point.code, short_title=LazyI18nString(dict(point.title)))
                for point in action.points
            )
    return Frame.objects.create(
        period=f"{own.first_year}-{own.last_year}",
        version=1,
        source_name="",
        tree={"title": own.title["en"], "first_year": own.first_year, "last_year": own.last_year},
        since=first_day,
        brought_in_at=at,
    )
