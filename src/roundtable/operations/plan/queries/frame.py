"""Read the frame in force."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from roundtable.operations.plan.domain.adopted_text import (
    Action as TextAction,
)
from roundtable.operations.plan.domain.adopted_text import (
    AdoptedText,
    Place,
)
from roundtable.operations.plan.domain.adopted_text import (
    Area as TextArea,
)
from roundtable.operations.plan.domain.adopted_text import (
    HorizontalIssue as TextIssue,
)
from roundtable.operations.plan.domain.adopted_text import (
    Point as TextPoint,
)
from roundtable.operations.plan.models import Action, Area, Frame, HorizontalIssue, Point
from roundtable.operations.plan.queries.rounds import every_action


def frame_in_force() -> Frame | None:
    """Give the newest state of the frame, or None before anything was brought in."""
    return Frame.objects.order_by("-version").first()


def areas() -> QuerySet[Area]:
    """Give the areas in force, in the Plan's order."""
    return Area.objects.filter(gone=False).order_by("number")


def actions() -> QuerySet[Action]:
    """Give the actions in force with their area, in the Plan's order."""
    return Action.objects.filter(gone=False).select_related("area").order_by("area__number", "number")


def points() -> QuerySet[Point]:
    """Give the points in force, in the Plan's order."""
    return Point.objects.filter(gone=False).order_by("action__area__number", "action__number", "letter")


def points_of(action: Action) -> list[Point]:
    """Give the points of an action; of one that was dropped, those that it had."""
    if not action.gone:
        return list(action.points.filter(gone=False).order_by("letter"))
    latest = {point.letter: point for point in action.points.order_by("pk")}
    return [latest[letter] for letter in sorted(latest)]


def issues() -> QuerySet[HorizontalIssue]:
    """Give the horizontal issues in force."""
    return HorizontalIssue.objects.filter(gone=False).order_by("number")


def areas_with_actions() -> list[Area]:
    """Give the areas in force, with `.actions_in_force` and in them `.points_in_force`. Three queries."""
    inside = Prefetch("points", queryset=points(), to_attr="points_in_force")
    acts = Action.objects.filter(gone=False).order_by("number").prefetch_related(inside)
    return list(areas().prefetch_related(Prefetch("actions", queryset=acts, to_attr="actions_in_force")))


def area_by(key: str) -> Area | None:
    """Give the area with this key, with `.actions_in_force`: by its numeral one in force, by its key one dropped."""
    found = next((area for area in areas_with_actions() if area.numeral == key), None)
    if found is None:
        found = next((action.area for action in every_action() if action.area.key == key), None)
        if found is not None:
            found.actions_in_force = []  # type: ignore[attr-defined]  # an area that was dropped has none
    return found


def dropped_from(area: Area) -> list[Action]:
    """Give the actions of an area that left the plan, those that stayed longest first."""
    gone = [action for action in every_action() if action.gone and action.area_id == area.pk]
    return sorted(gone, key=lambda action: (action.until or date.min, -action.number), reverse=True)


def action_by(code: str) -> Action | None:
    """Give the action in force with this code; an earlier code leads to the action that bears another now.

    A code that nobody bears any more leads to the action that was dropped with it, as its key always does.
    """
    every = every_action()
    found = next((action for action in every if action.key == code), None)
    if found is not None:
        return found
    moved = next((action for action in every if not action.gone and code in action.former_codes), None)
    dropped = [action for action in every if action.gone and code in {action.code, *action.former_codes}]
    return moved or max(dropped, key=lambda action: (action.until or date.min, action.pk), default=None)


def text_in_force() -> AdoptedText:
    """Give the frame in force as a text, as the importer compares it."""
    frame = frame_in_force()
    told: dict[str, Any] = frame.tree if frame else {}
    return AdoptedText(
        areas=tuple(_area(area) for area in areas_with_actions()),
        horizontal_issues=tuple(
            TextIssue(issue.code, issue.number, issue.wording, _place(issue.place)) for issue in issues()
        ),
        title=told.get("title", ""),
        first_year=told.get("first_year"),
        last_year=told.get("last_year"),
    )


def _area(area: Area) -> TextArea:
    return TextArea(
        numeral=area.numeral,
        number=area.number,
        title=area.title,
        actions=tuple(_action(action) for action in area.actions_in_force),  # type: ignore[attr-defined]  # prefetched
        place=_place(area.place),
        introduction=area.introduction,
        title_in_declaration=area.title_in_declaration or None,
        order_in_declaration=area.order_in_declaration,
    )


def _action(action: Action) -> TextAction:
    return TextAction(
        code=action.code,
        number=action.number,
        text=action.wording,
        points=tuple(
            TextPoint(point.code, point.letter, point.wording, _place(point.place))
            for point in action.points_in_force  # type: ignore[attr-defined]  # prefetched
        ),
        place=_place(action.place),
    )


def _place(told: dict[str, Any]) -> Place:
    return Place(told.get("line_from") or 0, told.get("line_to") or 0, told.get("page"), told.get("page_to"))
