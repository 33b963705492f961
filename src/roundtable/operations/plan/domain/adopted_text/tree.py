"""The adopted text as a tree of areas, actions and points, with the horizontal issues beside it."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """The kinds of thing that carry a code."""

    AREA = "area"
    ISSUE = "horizontal_issue"
    ACTION = "action"
    POINT = "point"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a wording stands in its source: first and last line, and the page of the first (and last) in a PDF.

    Lines of a text file are counted in the file, of a PDF on their page; DOCX and HTML count paragraphs.
    """

    line_from: int
    line_to: int
    page: int | None = None
    page_to: int | None = None

    def as_json(self) -> dict[str, int | None]:
        """Plain values with stable keys."""
        return {"line_from": self.line_from, "line_to": self.line_to, "page": self.page, "page_to": self.page_to}


@dataclass(frozen=True, slots=True)
class Point:
    """A lettered point of an action."""

    code: str
    letter: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Action:
    """A numbered action; with points, its wording is the words that lead to them."""

    code: str
    number: int
    text: str
    points: tuple[Point, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Area:
    """A thematic area of the Plan, with its order and title in the Declaration where there is one."""

    numeral: str
    number: int
    title: str
    actions: tuple[Action, ...]
    place: Place
    introduction: str = ""
    title_in_declaration: str | None = None
    order_in_declaration: int | None = None

    @property
    def code(self) -> str:
        """The Roman numeral."""
        return self.numeral


@dataclass(frozen=True, slots=True)
class HorizontalIssue:
    """An issue that runs through all areas."""

    code: str
    number: int
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class DeclarationArea:
    """An area as the Declaration lists it, and the code of the Plan's area that it is."""

    number: int
    title: str
    area_code: str
    place: Place


@dataclass(frozen=True, slots=True)
class Item:
    """Anything with a code and a wording, seen from the side: for lists, comparisons and links."""

    level: Level
    code: str
    text: str
    parent: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class AdoptedText:
    """An Action Plan, and what its Declaration says about areas and horizontal issues."""

    areas: tuple[Area, ...]
    horizontal_issues: tuple[HorizontalIssue, ...] = ()
    declaration_areas: tuple[DeclarationArea, ...] = ()
    title: str = ""
    first_year: int | None = None
    last_year: int | None = None

    @property
    def actions(self) -> tuple[Action, ...]:
        """All actions in the order of the Plan."""
        return tuple(action for area in self.areas for action in area.actions)

    @property
    def points(self) -> tuple[Point, ...]:
        """All points in the order of the Plan."""
        return tuple(point for action in self.actions for point in action.points)

    def items(self) -> Iterator[Item]:
        """Everything with a code in the order of the Plan: issues, then each area with its actions and points."""
        for issue in self.horizontal_issues:
            yield Item(Level.ISSUE, issue.code, issue.text, None, issue.place)
        for area in self.areas:
            yield Item(Level.AREA, area.code, area.title, None, area.place)
            for action in area.actions:
                yield Item(Level.ACTION, action.code, action.text, area.code, action.place)
                for point in action.points:
                    yield Item(Level.POINT, point.code, point.text, action.code, point.place)

    def counts(self) -> dict[str, int]:
        """How many areas, horizontal issues, actions and points there are."""
        return {
            "areas": len(self.areas),
            "horizontal_issues": len(self.horizontal_issues),
            "actions": len(self.actions),
            "points": len(self.points),
        }

    def as_json(self, *, places: bool = True) -> dict[str, object]:
        """Counts and the whole tree as plain values; without places, two files with the same words give the same."""

        def at(place: Place) -> dict[str, object]:
            return {"place": place.as_json()} if places else {}

        return {
            **self.counts(),
            "title": self.title,
            "first_year": self.first_year,
            "last_year": self.last_year,
            "tree": {
                "horizontal_issues": [
                    {"code": issue.code, "number": issue.number, "text": issue.text, **at(issue.place)}
                    for issue in self.horizontal_issues
                ],
                "declaration_areas": [
                    {"number": listed.number, "title": listed.title, "area": listed.area_code, **at(listed.place)}
                    for listed in self.declaration_areas
                ],
                "areas": [
                    {
                        "code": area.code,
                        "number": area.number,
                        "title": area.title,
                        "introduction": area.introduction,
                        "title_in_declaration": area.title_in_declaration,
                        "order_in_declaration": area.order_in_declaration,
                        **at(area.place),
                        "actions": [
                            {
                                "code": action.code,
                                "number": action.number,
                                "text": action.text,
                                **at(action.place),
                                "points": [
                                    {
                                        "code": point.code,
                                        "letter": point.letter,
                                        "text": point.text,
                                        **at(point.place),
                                    }
                                    for point in action.points
                                ],
                            }
                            for action in area.actions
                        ],
                    }
                    for area in self.areas
                ],
            },
        }

    def fingerprint(self) -> str:
        """A digest of codes and wordings alone: the same plan from another kind of file has the same."""
        words = self.as_json(places=False)["tree"]
        return hashlib.sha256(json.dumps(words, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
