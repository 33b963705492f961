"""The areas of the Plan, read line by line: a heading with a Roman numeral, numbered actions, lettered points."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from roundtable.operations.plan.domain.adopted_text.findings import Finding
from roundtable.operations.plan.domain.adopted_text.gathering import Gathered, GatheredAction, GatheredArea
from roundtable.operations.plan.domain.adopted_text.lines import Line
from roundtable.operations.plan.domain.adopted_text.numerals import Mark, Marked, letter, read_mark, roman
from roundtable.operations.plan.domain.adopted_text.wording import begins_low, is_finished

# A title that goes on over more lines than this is no title.
_TITLE_LENGTH = 250


def split_front(lines: Sequence[Line]) -> tuple[list[Line], list[Line], list[Finding]]:
    """Return what stands before the first area, the areas, and a remark where a table of contents was passed over."""
    series: list[list[int]] = []
    last = 0
    for index, line in enumerate(lines):
        marked = read_mark(line.text)
        if marked is None or marked.mark is not Mark.ROMAN or not _is_heading(lines, index, expected=last + 1):
            continue
        if not series or marked.value == 1:
            series.append([])
        series[-1].append(index)
        last = marked.value
    remarks = []
    # Headings that follow each other with no numbered line between them only list what comes later.
    while len(series) > 1 and _is_bare(lines, series[0]):
        first = lines[series.pop(0)[0]]
        remarks.append(Finding(first.number, "contents_skipped", page=first.page))
    if not series:
        return list(lines), [], remarks
    start = series[0][0]
    return list(lines[:start]), list(lines[start:]), remarks


def _is_heading(lines: Sequence[Line], index: int, *, expected: int) -> bool:
    """Whether a line that begins with a Roman numeral is no sentence broken by width."""
    line, before = lines[index], lines[index - 1] if index else None
    marked = read_mark(line.text)
    follows = marked is not None and marked.value == expected
    return before is None or line.apart or line.stands_out or follows or is_finished(before.text)


def _is_bare(lines: Sequence[Line], headings: Sequence[int]) -> bool:
    between = range(headings[0], headings[-1])
    marks = (read_mark(lines[index].text) for index in between)
    return len(headings) > 1 and not any(marked and marked.mark is Mark.NUMBER for marked in marks)


def _full_length(lines: Sequence[Line]) -> float | None:
    """Return how long a line must be to have been broken by width, or None where lines are not broken."""
    broken = sum(not line.apart and read_mark(line.text) is None for line in lines)
    if broken * 10 < len(lines):
        return None
    lengths = sorted(len(line.text) for line in lines)
    return 0.7 * lengths[len(lengths) * 9 // 10]


@dataclass
class AreaReader:
    """Reads the lines of the areas one after another and collects faults and remarks."""

    areas: list[GatheredArea] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    _before: Line | None = None
    _heading: Line | None = None
    # Numbered lines whose area is unknown; one finding speaks for all of them.
    _lost: bool = False
    _small_roman: int = 0
    # The length from which a line may have been broken by width; None where the text does not break lines.
    _full: float | None = None

    def read(self, lines: Sequence[Line]) -> None:
        """Read the lines from the first heading of an area to the end."""
        self._full = _full_length(lines)
        for line in lines:
            self._take(line)
            self._before = line
        self._close_area()

    def _take(self, line: Line) -> None:
        marked = read_mark(line.text)
        if marked is not None and self._begins(marked, line):
            match marked.mark:
                case Mark.ROMAN:
                    self._area(marked, line)
                case Mark.NUMBER:
                    self._action(marked, line)
                case Mark.LETTER:
                    self._point(marked, line)
                case Mark.BULLET:
                    self._go_on(line, f"– {marked.rest}")
        elif line.stands_out and not self._continues_title(line):
            self._heading = self._heading or line
        else:
            self._plain(line)

    def _begins(self, marked: Marked, line: Line) -> bool:
        """Whether the mark begins something; a line broken by width may begin with what only looks like one."""
        before = self._before
        if before is None or marked.mark is Mark.BULLET or line.apart or line.stands_out or is_finished(before.text):
            return True
        if marked.value == self._expected(marked) or self._full is None or len(before.text) < self._full:
            return True
        self._remark(line, "mark_in_sentence", marker=line.text.split()[0])
        return False

    def _expected(self, marked: Marked) -> int:
        area = self.areas[-1] if self.areas else None
        if marked.mark is Mark.ROMAN or area is None:
            return area.number + 1 if area else 1
        if marked.mark is Mark.NUMBER:
            return area.actions[-1].number + 1 if area.actions else 1
        points = area.actions[-1].points if area.actions else []
        return points[-1].number + 1 if points else 1

    # Areas

    def _area(self, marked: Marked, line: Line) -> None:
        self._close_area()
        expected = self.areas[-1].number + 1 if self.areas else 1
        first = next((area.first.number for area in self.areas if area.number == marked.value), None)
        if first is not None:
            self._fault(line, "area_duplicate", found=marked.shown, first=first)
        elif marked.value != expected:
            self._fault(line, "area_gap", expected=roman(expected), found=marked.shown)
        self.areas.append(GatheredArea(marked.value, line, [marked.rest] if marked.rest else []))
        self._heading, self._lost = None, False

    def _close_area(self) -> None:
        if self._heading is not None and self.areas:
            self._remark(self._heading, "after_the_plan", area=roman(self.areas[-1].number))
        if not self.areas:
            return
        area = self.areas[-1]
        code = roman(area.number)
        if not area.pieces:
            self._fault(area.first, "area_without_title", area=code)
        if not area.actions and not self._lost:
            self._fault(area.first, "area_without_actions", area=code)
        for action in area.actions:
            name = f"{code}.{action.number}"
            if not action.pieces:
                self._fault(action.first, "action_without_text", action=name)
            for point in action.points:
                if not point.pieces:
                    self._fault(point.first, "point_without_text", point=f"{name}.{letter(point.number)}")

    def _continues_title(self, line: Line) -> bool:
        area = self.areas[-1]
        if area.actions or area.introduction or self._heading is not None:
            return False
        so_far = sum(map(len, area.pieces))
        before = area.last or area.first
        alike = line.heading == before.heading and line.bold == before.bold
        if not area.pieces or begins_low(line.text):
            return so_far < _TITLE_LENGTH
        if line.apart or is_finished(area.pieces[-1]) or so_far > _TITLE_LENGTH:
            return False
        return alike or not line.stands_out

    # Actions

    def _action(self, marked: Marked, line: Line) -> None:
        area = self.areas[-1]
        if self._lost:
            return
        code = roman(area.number)
        last = area.actions[-1].number if area.actions else 0
        first = next((action.first.number for action in area.actions if action.number == marked.value), None)
        if marked.value == 1 and last >= 1 and (last > 1 or self._heading is not None):
            self._restart(line, code, last)
            return
        if self._heading is not None:
            self._remark(self._heading, "subheading", heading=self._heading.text, area=code)
            self._heading = None
        if marked.area is not None and marked.area != area.number:
            self._fault(line, "action_in_other_area", found=marked.shown, area=code)
        elif first is not None:
            self._fault(line, "action_duplicate", found=marked.value, area=code, first=first)
        elif marked.value != last + 1:
            self._fault(line, "action_gap", expected=last + 1, found=marked.value, area=code)
        rest = self._undoubled(marked, line)
        area.actions.append(GatheredAction(marked.value, line, [rest] if rest else []))
        self._small_roman = 0

    def _restart(self, line: Line, code: str, last: int) -> None:
        self._lost = True
        if self._heading is None:
            self._fault(line, "action_restart", last=last, area=code)
        else:
            self._fault(self._heading, "area_without_numeral", heading=self._heading.text, area=code)
            self._heading = None

    # Points

    def _point(self, marked: Marked, line: Line) -> None:
        area = self.areas[-1]
        if self._lost or self._heading is not None:
            return
        code = roman(area.number)
        if not area.actions:
            self._fault(line, "point_without_action", found=marked.shown, area=code)
            return
        action = area.actions[-1]
        last = action.points[-1].number if action.points else 0
        if self._is_small_roman(marked, last):
            self._small_roman += 1
            action.open.add(line, line.text)
            return
        name = f"{code}.{action.number}"
        first = next((point.first.number for point in action.points if point.number == marked.value), None)
        if first is not None:
            self._fault(line, "point_duplicate", found=marked.shown, action=name, first=first)
        elif marked.value != last + 1:
            self._fault(line, "point_gap", expected=letter(last + 1), found=marked.shown, action=name)
        rest = self._undoubled(marked, line)
        action.points.append(Gathered(marked.value, line, [rest] if rest else []))
        self._small_roman = 0

    def _is_small_roman(self, marked: Marked, last: int) -> bool:
        """Whether `(i)` counts inside a point: it is not the next letter, but the next small Roman numeral."""
        return marked.value != last + 1 and marked.small_roman == self._small_roman + 1

    # Words without a mark

    def _plain(self, line: Line) -> None:
        if self._lost:
            return
        area = self.areas[-1]
        if self._heading is not None:
            return
        if area.actions:
            self._go_on(line, line.text)
        elif self._continues_title(line):
            area.add(line, line.text)
        else:
            if not area.introduction:
                self._remark(line, "introduction", area=roman(area.number))
            area.introduction.append(line.text)

    def _go_on(self, line: Line, text: str) -> None:
        area = self.areas[-1]
        if self._lost or self._heading is not None:
            return
        if not area.actions:
            area.introduction.append(text)
            return
        action = area.actions[-1]
        taker = action.open
        if line.apart and taker.is_finished and not begins_low(text) and not text.startswith("– "):
            code = f"{roman(area.number)}.{action.number}"
            if action.points:
                code = f"{code}.{letter(action.points[-1].number)}"
            self._remark(line, "paragraph_joined", code=code)
        taker.add(line, text)

    def _undoubled(self, marked: Marked, line: Line) -> str:
        again = read_mark(marked.rest)
        if again is None or (again.mark, again.value, again.area) != (marked.mark, marked.value, marked.area):
            return marked.rest
        self._remark(line, "doubled_marker", marker=marked.shown)
        return again.rest

    def _fault(self, line: Line, code: str, /, **params: str | int) -> None:
        self.findings.append(Finding(line.number, code, params, line.page))

    def _remark(self, line: Line, code: str, /, **params: str | int) -> None:
        self.warnings.append(Finding(line.number, code, params, line.page))
