"""The text that the Parties adopted: read from a file, understood as a tree of areas, actions and points.

`read(data)` turns the bytes of a file into numbered lines, `parse(source)` turns lines into the tree, and
`understand(data)` does both. What cannot be read raises `Unreadable`; what cannot be understood raises `Refused` with
every fault and its line.
"""

from roundtable.operations.plan.domain.adopted_text.findings import LINE, PARAGRAPH, Finding, Refused, Unreadable
from roundtable.operations.plan.domain.adopted_text.lines import Kind, Line, Source
from roundtable.operations.plan.domain.adopted_text.messages import MESSAGES
from roundtable.operations.plan.domain.adopted_text.parse import Understood, parse, understand
from roundtable.operations.plan.domain.adopted_text.reading import read
from roundtable.operations.plan.domain.adopted_text.tree import (
    Action,
    AdoptedText,
    Area,
    DeclarationArea,
    HorizontalIssue,
    Level,
    Place,
    Point,
)

__all__ = [
    "LINE",
    "MESSAGES",
    "PARAGRAPH",
    "Action",
    "AdoptedText",
    "Area",
    "DeclarationArea",
    "Finding",
    "HorizontalIssue",
    "Kind",
    "Level",
    "Line",
    "Place",
    "Point",
    "Refused",
    "Source",
    "Understood",
    "Unreadable",
    "parse",
    "read",
    "understand",
]
