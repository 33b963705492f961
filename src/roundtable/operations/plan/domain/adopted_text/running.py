"""Lines that run along every page (headers, footers, page numbers) are told from the text."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from roundtable.operations.plan.domain.adopted_text.lines import Line

# How many lines at each end of a page may run along.
_EDGE = 4
_PAGE_NUMBER = re.compile(r"^\W*(?:page\s*|стр\.?\s*)?(\d{1,4})(?:\s*(?:/|of|из)\s*\d{1,4})?\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Placed:
    """A line on its page, and its height on the page in points where the file tells."""

    line: Line
    page: int
    height: float | None = None


def without_running_lines(placed: Sequence[Placed]) -> tuple[Line, ...]:
    """Return the lines without those that stand at the same edge of half of the pages or count pages."""
    pages: dict[int, list[int]] = defaultdict(list)
    for index, one in enumerate(placed):
        pages[one.page].append(index)
    if len(pages) < 2:
        return tuple(one.line for one in placed)
    edges = {index for indexes in pages.values() for index in (*indexes[:_EDGE], *indexes[-_EDGE:])}
    dropped = _repeated(placed, edges, len(pages)) | _page_numbers(placed, pages)
    return tuple(one.line for index, one in enumerate(placed) if index not in dropped)


def _repeated(placed: Sequence[Placed], edges: set[int], pages: int) -> set[int]:
    seen: dict[tuple[str, int | None], set[int]] = defaultdict(set)
    for index in edges:
        seen[_face(placed[index])].add(placed[index].page)
    # Left and right pages may differ, and a first page often has none: two pages in five are enough.
    often = max(2, -(-pages * 2 // 5))
    return {index for index in edges if len(seen[_face(placed[index])]) >= often}


def _face(one: Placed) -> tuple[str, int | None]:
    height = None if one.height is None else round(one.height / 4)
    return re.sub(r"\d+", "#", one.line.text.lower()), height


def _page_numbers(placed: Sequence[Placed], pages: dict[int, list[int]]) -> set[int]:
    candidates: dict[int, int] = {}
    for page, indexes in pages.items():
        for index in {indexes[0], indexes[-1]}:
            found = _PAGE_NUMBER.match(placed[index].line.text)
            if found:
                candidates[index] = int(found[1]) - page
    steps = Counter(candidates.values())
    return {index for index, step in candidates.items() if steps[step] > 1}
