"""Give the rows of the frame their new codes and wordings; links follow what became of each thing."""

from datetime import date
from typing import Any

from roundtable.kernel.base.walls.reach import looking_across
from roundtable.operations.plan.domain.adopted_text import Level
from roundtable.operations.plan.domain.asked import day_before
from roundtable.operations.plan.domain.mapping import Mapping
from roundtable.operations.plan.models import Action, Area, HorizontalIssue, Point, Report, Share
from roundtable.operations.plan.services.frame.days import Days
from roundtable.operations.plan.services.frame.proposal import Proposal
from roundtable.operations.plan.services.frame.titles import short


def apply(proposal: Proposal, mapping: Mapping, days: Days) -> None:
    """Give every thing in force its new code and wording, and the days on which it is in the plan.

    What nothing continues is kept as gone; what comes back word for word is the same again.
    """
    text = proposal.text
    kept = _Kept(mapping, days)
    for issue in text.horizontal_issues:
        row = (
            kept.issue(issue.code)
            or kept.back(HorizontalIssue, wording=issue.text)
            or HorizontalIssue(short_title=short(issue.text))
        )
        row.code, row.number, row.wording, row.gone = issue.code, issue.number, issue.text, False
        row.place = issue.place.as_json()
        row.save()
    for area in text.areas:
        row_a = kept.area(area.code) or kept.back(Area, title=area.title) or Area(short_title=short(area.title))
        row_a.numeral, row_a.number, row_a.title, row_a.gone = area.code, area.number, area.title, False
        row_a.introduction, row_a.place = area.introduction, area.place.as_json()
        row_a.title_in_declaration = area.title_in_declaration or ""
        row_a.order_in_declaration = area.order_in_declaration
        row_a.save()
        for action in area.actions:
            row_b = (
                kept.action(action.code)
                or days.back.get(action.code)
                or Action(short_title=short(action.text), since=days.day)
            )
            if row_b.pk and row_b.code != action.code and row_b.code not in row_b.former_codes:
                row_b.former_codes = [*row_b.former_codes, row_b.code]
            row_b.area, row_b.code, row_b.number, row_b.wording = row_a, action.code, action.number, action.text
            row_b.place, row_b.gone, row_b.until = action.place.as_json(), False, None
            row_b.save()
            for point in action.points:
                row_c = (
                    kept.point(point.code)
                    or kept.back(Point, action=row_b, wording=point.text)
                    or Point(short_title=short(point.text))
                )
                row_c.action, row_c.code, row_c.letter, row_c.wording = row_b, point.code, point.letter, point.text
                row_c.place, row_c.gone = point.place.as_json(), False
                row_c.save()
    kept.merge()


class _Kept:
    """The rows in force by the code that they get; all are set aside as gone first, so that codes can change places."""

    def __init__(self, mapping: Mapping, days: Days) -> None:
        self.mapping, self.days = mapping, days
        self.rows: dict[Level, dict[str, Any]] = {}
        self.merging: list[tuple[Any, str]] = []
        self.set_aside: dict[type[Any], set[int]] = {}
        for level, model in (
            (Level.ISSUE, HorizontalIssue),
            (Level.AREA, Area),
            (Level.ACTION, Action),
            (Level.POINT, Point),
        ):
            rows = list(model.objects.filter(gone=False))
            self.rows[level] = self._by_new_code(rows)
            self.set_aside[model] = {row.pk for row in rows}
            # Where no day is known nothing is dropped, and every row comes back below.
            left = {"until": day_before(days.day or date.max)} if model is Action else {}
            model.objects.filter(gone=False).update(gone=True, **left)

    def _by_new_code(self, rows: list[Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for row in rows:
            old = row.numeral if isinstance(row, Area) else row.code
            new = self.mapping.pairs.get(old)
            if new is None:
                continue
            if new in found:
                self.merging.append((row, new))
            else:
                found[new] = row
        return found

    def back(self, model: type[Any], **same: Any) -> Any:
        """Give what an earlier text dropped and stands in this one again, so that what is tied to it is tied again."""
        if not all(same.values()):
            return None
        gone = model.objects.filter(gone=True, **same).exclude(pk__in=self.set_aside[model])
        return gone.order_by("-pk").first()

    def issue(self, code: str) -> HorizontalIssue | None:
        return self.rows[Level.ISSUE].get(code)

    def area(self, numeral: str) -> Area | None:
        return self.rows[Level.AREA].get(numeral)

    def action(self, code: str) -> Action | None:
        return self.rows[Level.ACTION].get(code)

    def point(self, code: str) -> Point | None:
        return self.rows[Level.POINT].get(code)

    def merge(self) -> None:
        """Lead the links of what was merged to what it became."""
        for row, code in self.merging:
            if isinstance(row, Action):
                _merge(row, self.rows[Level.ACTION][code], day=self.days.day)


@looking_across("an action that became part of another takes the reports of every Party along, unread")
def _merge(gone: Action, into: Action, *, day: date | None) -> None:
    """Lead an action's links to the one it became part of, as far as they reach into the time of the new text.

    What was carried out before, and what was reported in rounds that ask the action, stays with it: those rounds count
    as they did. Shares of one activity in both are added up. A report stays where it was if its Party reported on both.
    """
    Action.objects.filter(pk=gone.pk).update(merged_into=into)
    Action.objects.filter(merged_into=gone).update(merged_into=into)
    for share in Share.objects.filter(action=gone).select_related("activity"):
        last = share.activity.ends or share.activity.starts
        if day is not None and last is not None and last < day:
            continue
        other = Share.objects.filter(activity=share.activity, action=into).first()
        if other is None:
            share.action = into
            share.save()
        else:
            share.delete()
            other.share += share.share
            other.save()
    taken = set(Report.objects.filter(action=into).values_list("round_id", "party_id"))
    later = Report.objects.filter(action=gone)
    for report in later.filter(round__opens_on__gte=day) if day is not None else later:
        if (report.round_id, report.party_id) not in taken:
            report.action = into
            report.save(update_fields=["action"])
