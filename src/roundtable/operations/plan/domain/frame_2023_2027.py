"""The frame of 2023-2027 in the project's own short words; the official wording comes from the import."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from roundtable.operations.plan.domain.adopted_text.tree import Level

LANGUAGES: Final = ("en", "ru", "uk", "tr", "ar", "fa-af")
MAX_TITLE: Final = 60


@dataclass(frozen=True, slots=True)
class FrameIssue:
    """A horizontal issue."""

    code: str
    number: int
    title: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FramePoint:
    """A lettered point of an action."""

    code: str
    letter: str
    title: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FrameAction:
    """An action, and the codes of the horizontal issues that it serves."""

    code: str
    number: int
    title: Mapping[str, str]
    horizontal_issues: tuple[str, ...]
    points: tuple[FramePoint, ...]


@dataclass(frozen=True, slots=True)
class FrameArea:
    """An area, its place in the Declaration, the number of its lead colour and one plain sentence about it."""

    code: str
    number: int
    order_in_declaration: int
    colour: int
    title: Mapping[str, str]
    summary: Mapping[str, str]
    actions: tuple[FrameAction, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """All codes of a plan with short titles by language."""

    title: Mapping[str, str]
    first_year: int
    last_year: int
    horizontal_issues: tuple[FrameIssue, ...]
    areas: tuple[FrameArea, ...]

    def titles(self) -> dict[str, tuple[Level, Mapping[str, str]]]:
        """Return the kind and the titles of every code, in the order of the Plan."""
        found: dict[str, tuple[Level, Mapping[str, str]]] = {
            issue.code: (Level.ISSUE, issue.title) for issue in self.horizontal_issues
        }
        for area in self.areas:
            found[area.code] = Level.AREA, area.title
            for action in area.actions:
                found[action.code] = Level.ACTION, action.title
                found |= {point.code: (Level.POINT, point.title) for point in action.points}
        return found


@cache
def frame() -> Frame:
    """Return the frame of 2023-2027."""
    text = files(__package__).joinpath("frame_2023_2027.json").read_text(encoding="utf-8")
    told: dict[str, Any] = json.loads(text)
    return Frame(
        title=told["title"],
        first_year=told["first_year"],
        last_year=told["last_year"],
        horizontal_issues=tuple(FrameIssue(**issue) for issue in told["horizontal_issues"]),
        areas=tuple(
            FrameArea(**{**area, "actions": tuple(_action(action) for action in area["actions"])})
            for area in told["areas"]
        ),
    )


def _action(told: dict[str, Any]) -> FrameAction:
    points = tuple(FramePoint(**point) for point in told["points"])
    return FrameAction(**{**told, "horizontal_issues": tuple(told["horizontal_issues"]), "points": points})
