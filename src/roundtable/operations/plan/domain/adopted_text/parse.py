"""Lines become the tree; whatever does not fit is refused, all faults at once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from roundtable.operations.plan.domain.adopted_text.areas import AreaReader, split_front
from roundtable.operations.plan.domain.adopted_text.declaration import Lists, find_lists
from roundtable.operations.plan.domain.adopted_text.findings import LINE, PARAGRAPH, Finding, Refused
from roundtable.operations.plan.domain.adopted_text.gathering import Gathered, GatheredArea
from roundtable.operations.plan.domain.adopted_text.lines import Kind, Line, Source
from roundtable.operations.plan.domain.adopted_text.numerals import Mark, letter, read_mark, roman
from roundtable.operations.plan.domain.adopted_text.reading import read
from roundtable.operations.plan.domain.adopted_text.tree import (
    Action,
    AdoptedText,
    Area,
    DeclarationArea,
    HorizontalIssue,
    Point,
)
from roundtable.operations.plan.domain.adopted_text.wording import Vocabulary
from roundtable.operations.plan.domain.pairing import best_pairs, likeness

# Below this, two titles of an area are not the same area in other words.
_ALIKE = 0.35
_TITLE = re.compile(r"\baction plan\b", re.IGNORECASE)
_YEARS = re.compile(r"\b(20\d\d)\s*[-–—/]\s*(20\d\d)\b")


@dataclass(frozen=True, slots=True)
class Understood:
    """The tree of a text, and remarks that a person should see before it is adopted as the frame."""

    text: AdoptedText
    warnings: tuple[Finding, ...] = ()


def understand(data: bytes) -> Understood:
    """Return the tree of a file; raise `Unreadable` or `Refused`."""
    return parse(read(data))


def parse(source: Source) -> Understood:
    """Return the tree of a text; raise `Refused` with every fault, in the order of the text."""
    unit = PARAGRAPH if source.kind in {Kind.DOCX, Kind.HTML} else LINE
    try:
        found = _parse(source)
    except Refused as refused:
        raise Refused([replace(one, unit=unit) for one in refused.findings]) from None
    return replace(found, warnings=tuple(replace(one, unit=unit) for one in found.warnings))


def _parse(source: Source) -> Understood:
    lines = source.body
    vocabulary = Vocabulary(line.text for line in lines)
    front, rest, contents = split_front(lines)
    if not rest:
        raise Refused([_no_areas(lines)])
    reader = AreaReader()
    reader.read(rest)
    lists = find_lists(front, vocabulary)
    findings = [*lists.findings, *reader.findings]
    warnings = [*source.remarks, *contents, *reader.warnings, *_missing(lists)]
    aliases = _aliases(lists, reader.areas, vocabulary, findings, warnings) if reader.areas else {}
    if findings:
        raise Refused(sorted(findings, key=_in_order))
    title, first_year, last_year = _title(front)
    text = AdoptedText(
        areas=tuple(_area(area, aliases.get(index), vocabulary) for index, area in enumerate(reader.areas)),
        horizontal_issues=tuple(
            HorizontalIssue(f"H{issue.number}", issue.number, issue.wording(vocabulary), issue.place())
            for issue in lists.issues
        ),
        declaration_areas=tuple(
            DeclarationArea(
                listed.number, listed.wording(vocabulary), roman(reader.areas[index].number), listed.place()
            )
            for index, listed in sorted(aliases.items(), key=lambda alias: alias[1].number)
        ),
        title=title,
        first_year=first_year,
        last_year=last_year,
    )
    return Understood(text, tuple(warnings))


def _no_areas(lines: Sequence[Line]) -> Finding:
    """Say where areas were looked for: above the first action, or between the first line and the last."""
    marks = ((line, read_mark(line.text)) for line in lines)
    action = next((line for line, marked in marks if marked and marked.mark is Mark.NUMBER), None)
    if action is not None:
        return Finding(action.number, "no_areas_above", page=action.page)
    return Finding(lines[0].number, "no_areas", {"last": lines[-1].number}, lines[0].page)


def _in_order(finding: Finding) -> tuple[int, int]:
    return finding.page or 0, finding.line or 0


def _missing(lists: Lists) -> list[Finding]:
    if not lists.areas and not lists.issues:
        return [Finding(None, "no_declaration")]
    if not lists.areas:
        return [Finding(None, "no_declared_areas")]
    return [] if lists.issues else [Finding(None, "no_horizontal_issues")]


def _aliases(
    lists: Lists,
    areas: Sequence[GatheredArea],
    vocabulary: Vocabulary,
    findings: list[Finding],
    warnings: list[Finding],
) -> dict[int, Gathered]:
    """Return which area of the Declaration each area of the Plan is, by the place of the latter."""
    declared = lists.areas
    if not declared:
        return {}
    if len(declared) != len(areas):
        params = {"declared": len(declared), "planned": len(areas)}
        findings.append(Finding(declared[0].first.number, "declared_areas_differ", params, declared[0].first.page))
        return {}
    titles = [area.wording(vocabulary) for area in areas]
    names = [listed.wording(vocabulary) for listed in declared]
    scores = {(old, new): likeness(name, title) for old, name in enumerate(names) for new, title in enumerate(titles)}
    pairs = best_pairs({pair: score for pair, score in scores.items() if score >= _ALIKE})
    left = [index for index in range(len(declared)) if index not in pairs]
    free = [index for index in range(len(areas)) if index not in pairs.values()]
    if len(left) == 1:
        pairs[left[0]] = free[0]
        only = {"title": names[left[0]], "area": roman(areas[free[0]].number)}
        first = declared[left[0]].first
        warnings.append(Finding(first.number, "declared_area_by_elimination", only, first.page))
    else:
        findings.extend(
            Finding(
                declared[index].first.number,
                "declared_area_unmatched",
                {"title": names[index]},
                declared[index].first.page,
            )
            for index in left
        )
    return {new: declared[old] for old, new in pairs.items()}


def _title(front: Sequence[Line]) -> tuple[str, int | None, int | None]:
    """Return the heading that names the plan, and its years: the last one before the areas that has both."""
    for line in reversed(front):
        years = _YEARS.search(line.text)
        if _TITLE.search(line.text) and years and len(line.text) < 120 and (line.stands_out or line.apart):
            return line.text, int(years[1]), int(years[2])
    return "", None, None


def _area(area: GatheredArea, alias: Gathered | None, vocabulary: Vocabulary) -> Area:
    code = roman(area.number)
    return Area(
        numeral=code,
        number=area.number,
        title=area.wording(vocabulary),
        actions=tuple(
            Action(
                code=f"{code}.{action.number}",
                number=action.number,
                text=action.wording(vocabulary),
                points=tuple(
                    Point(
                        f"{code}.{action.number}.{letter(point.number)}",
                        letter(point.number),
                        point.wording(vocabulary),
                        point.place(),
                    )
                    for point in action.points
                ),
                place=action.place(),
            )
            for action in area.actions
        ),
        place=area.place(),
        introduction=" ".join(area.introduction),
        title_in_declaration=alias.wording(vocabulary) if alias else None,
        order_in_declaration=alias.number if alias else None,
    )
