"""The Declaration's two lists: the thematic areas in its own order, and the horizontal issues."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from roundtable.operations.plan.domain.adopted_text.findings import Finding
from roundtable.operations.plan.domain.adopted_text.gathering import Gathered
from roundtable.operations.plan.domain.adopted_text.lines import Line
from roundtable.operations.plan.domain.adopted_text.numerals import Mark, Marked, read_mark
from roundtable.operations.plan.domain.adopted_text.wording import Vocabulary, begins_low, joined

_AREAS = re.compile(
    r"\b(?:thematic|priority|policy)\s+(?:areas|priorities|fields)\b|\bareas of cooperation\b", re.IGNORECASE
)
_ISSUES = re.compile(
    r"\b(?:horizontal|cross-?\s?cutting|transversal)\s+(?:issues|priorities|themes|topics)\b", re.IGNORECASE
)
# A list is announced by one paragraph; in longer ones the words that announce it are at the end.
_ANNOUNCEMENT_LINES = 12


@dataclass(slots=True)
class Lists:
    """What the front of the text lists, each with its number, in the order of the text."""

    areas: list[Gathered] = field(default_factory=list)
    issues: list[Gathered] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def find_lists(front: Sequence[Line], vocabulary: Vocabulary) -> Lists:
    """Return the lists that are announced as thematic areas and as horizontal issues, and faults in their numbers."""
    lists = Lists()
    announcement: list[str] = []
    position = 0
    while position < len(front):
        line = front[position]
        marked = read_mark(line.text)
        kind = _announced(joined(announcement[-_ANNOUNCEMENT_LINES:], vocabulary)) if announcement else None
        known = lists.issues if kind == "issues" else lists.areas
        if kind and not known and marked and marked.value == 1 and marked.mark is not Mark.BULLET:
            items, position = _list(front, position, marked, lists.findings)
            known.extend(items)
            announcement = []
            continue
        if marked is not None or line.apart or line.heading:
            announcement = []
        announcement.append(line.text)
        position += 1
    return lists


def _announced(paragraph: str) -> str | None:
    if not paragraph.endswith(":"):
        return None
    found = [
        (match.start(), kind)
        for kind, pattern in (("areas", _AREAS), ("issues", _ISSUES))
        for match in pattern.finditer(paragraph)
    ]
    # "horizontal issues permeating the thematic areas" announces issues: whichever announcement starts the last clause.
    tail = max(paragraph.rfind(","), paragraph.rfind("."), paragraph.rfind(";"))
    late = [one for one in found if one[0] > tail]
    return min(late or found)[1] if found else None


def _list(front: Sequence[Line], position: int, first: Marked, findings: list[Finding]) -> tuple[list[Gathered], int]:
    items: list[Gathered] = []
    start = front[position].number
    while position < len(front):
        line = front[position]
        marked = read_mark(line.text)
        if marked is not None and marked.mark is first.mark:
            expected = len(items) + 1 if not items else items[-1].number + 1
            if items and marked.value == 1 and first.mark is Mark.ROMAN:
                break
            if marked.value != expected:
                findings.append(
                    Finding(
                        line.number,
                        "declared_gap",
                        {"first": start, "expected": expected, "found": marked.value},
                        line.page,
                    )
                )
            items.append(Gathered(marked.value, line, [marked.rest] if marked.rest else []))
        elif (
            marked is None and not line.stands_out and (not line.apart or begins_low(line.text) or not items[-1].pieces)
        ):
            items[-1].add(line, line.text)
        else:
            break
        position += 1
    findings.extend(
        Finding(item.first.number, "declared_without_text", {"number": item.number}, item.first.page)
        for item in items
        if not item.pieces
    )
    return items, position
