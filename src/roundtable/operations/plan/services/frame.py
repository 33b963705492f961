"""Bring a text of the plan into force: first the project's own frame, then each adopted or revised text."""

import hashlib
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from roundtable.ground.trust.public import User, remember, require
from roundtable.kernel.base import codes
from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.links import search
from roundtable.operations.plan.domain import frame_2023_2027
from roundtable.operations.plan.domain.adopted_text import MESSAGES as TEXT_MESSAGES
from roundtable.operations.plan.domain.adopted_text import (
    AdoptedText,
    Level,
    Refused,
    Understood,
    Unreadable,
    understand,
)
from roundtable.operations.plan.domain.comparison import Comparison, Fate, compare
from roundtable.operations.plan.domain.mapping import MESSAGES as MAPPING_MESSAGES
from roundtable.operations.plan.domain.mapping import BadMapping, Mapping
from roundtable.operations.plan.models import Action, Area, Frame, HorizontalIssue, Point, Report, Share
from roundtable.operations.plan.queries.frame import frame_in_force, text_in_force
from roundtable.operations.plan.queries.frame_links import KIND
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.signals import Happened

SHORT_TITLE_WORDS = 8
ASIDE = 1000
"""Numbers are moved out of the way by this much while codes change places."""


class NeedsConfirmation(Invalid):
    """The text moves or drops what others are tied to: a person has to confirm the mapping first."""

    code = "needs-confirmation"

    def __init__(self, proposal: "Proposal") -> None:
        """Carry the proposal that waits for a person."""
        super().__init__(
            _("Some actions would get another number or fall away. Look at the proposed mapping and confirm it."),
        )
        self.proposal = proposal


@dataclass(frozen=True)
class Proposal:
    """A text that was read, beside the frame in force. Nothing has changed yet."""

    understood: Understood
    comparison: Comparison
    mapping: Mapping
    digest: str
    first_wording: bool
    """Whether the frame in force has codes only, so that this text gives it its official wording."""

    @property
    def text(self) -> AdoptedText:
        """The new text."""
        return self.understood.text

    @property
    def changes_nothing(self) -> bool:
        """Whether the same words are in force already."""
        return self.comparison.is_empty

    @property
    def needs_confirmation(self) -> bool:
        """Whether links would move, fall away or are in doubt."""
        moving = {Fate.MOVED, Fate.REMOVED}
        return bool(self.comparison.undecided) or any(change.fate in moving for change in self.comparison.changes)

    def as_json(self) -> dict[str, object]:
        """The counts and the tree of the new text, remarks, and what would change."""
        return {
            **self.text.as_json(),
            "sha256": self.digest,
            "warnings": [warning.as_json() for warning in self.understood.warnings],
            "changes_nothing": self.changes_nothing,
            "needs_confirmation": self.needs_confirmation,
            "first_wording": self.first_wording,
            "comparison": self.comparison.as_json(),
        }


def propose(data: bytes) -> Proposal:
    """Read a file and compare it with the frame in force; changes nothing.

    Raises `Unreadable` or `Refused` when the file cannot be read or understood: both name the line and the reason.
    """
    understood = understand(data)
    before = text_in_force()
    first = bool(before.actions) and not any(action.text for action in before.actions)
    comparison = compare(_worded(before, understood.text) if first else before, understood.text)
    return Proposal(
        understood, comparison, comparison.proposal(), hashlib.sha256(data).hexdigest(), first_wording=first
    )


def _worded(frame: AdoptedText, text: AdoptedText) -> AdoptedText:
    """Give a frame of bare codes the words of the text at the same codes, so that it is compared by code alone.

    A code that the text does not have keeps a wording that resembles nothing, and so is seen to be missing.
    """
    said = {item.code: item.text for item in text.items()}

    def words(code: str) -> str:
        return said.get(code, f"⟨{code}⟩")

    return replace(
        frame,
        horizontal_issues=tuple(replace(issue, text=words(issue.code)) for issue in frame.horizontal_issues),
        areas=tuple(
            replace(
                area,
                title=words(area.code),
                actions=tuple(
                    replace(
                        action,
                        text=words(action.code),
                        points=tuple(replace(point, text=words(point.code)) for point in action.points),
                    )
                    for action in area.actions
                ),
            )
            for area in frame.areas
        ),
    )


def told(error: Unreadable | Refused) -> Invalid:
    """Put the importer's findings into the reader's language, each with its line."""
    findings = [error.finding] if isinstance(error, Unreadable) else list(error.findings)
    sentences = []
    for finding in findings:
        sentence = _(TEXT_MESSAGES[finding.code]) % finding.params
        if finding.line is not None:
            sentence = _("Line %(line)s: %(sentence)s") % {"line": finding.line, "sentence": sentence}
        sentences.append(sentence)
    return Invalid(
        _("The text cannot be brought in; nothing was changed. %(first)s") % {"first": sentences[0]},
        fields={"file": sentences},
    )


@transaction.atomic
def bring_in(  # noqa: PLR0913 - who, what, when, and the mapping that a person confirmed
    data: bytes,
    *,
    name: str,
    by: User | None,
    at: datetime,
    confirmed: bool = False,
    decisions: Dictionary[str, str | None] | None = None,
) -> Frame:
    """Bring a text into force, whole or not at all.

    The same words again change nothing and give the frame in force. `confirmed` says that a person saw the proposed
    mapping; `decisions` are that person's own answers, by old code. `by` is None on the command line of the machine.
    Raises `Unreadable`, `Refused`, `NeedsConfirmation`, or `Invalid` for a mapping that would lose or confuse links.
    """
    if by is not None:
        require(by, Do.IMPORT_PLAN, at=at)
    # One import after the other: whoever comes second is compared with what the first brought in.
    list(Frame.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    proposal = propose(data)
    current = frame_in_force()
    if proposal.changes_nothing and current is not None and not proposal.first_wording:
        return current
    if proposal.needs_confirmation and not (confirmed or decisions):
        raise NeedsConfirmation(proposal)
    mapping = _decided(proposal, decisions or {})
    frame = _new_frame(proposal, mapping, name=name, by=by, at=at)
    _apply(proposal, mapping)
    search.rebuild(KIND)
    codes.moved({old: new for old, new in mapping.pairs.items() if old != new})
    remember(
        Happened.IMPORTED_PLAN,
        by=by,
        on=frame,
        scope="dialogue",
        at=at,
        after={
            **proposal.text.counts(),
            "sha256": proposal.digest,
            "mapping": mapping.moved,
            "gone": list(mapping.gone),
        },
    )
    return frame


def _decided(proposal: Proposal, decisions: Dictionary[str, str | None]) -> Mapping:
    pairs = {**proposal.mapping.pairs, **decisions}
    aimed = [target for target in pairs.values() if target is not None]
    mergers = frozenset(target for target in aimed if aimed.count(target) > 1)
    mapping = Mapping(pairs, mergers)
    try:
        mapping.check(text_in_force(), proposal.text)
    except BadMapping as error:
        sentences = [_(MAPPING_MESSAGES[fault.code]) % fault.params for fault in error.faults]
        raise Invalid(sentences[0], fields={"mapping": sentences}) from error
    return mapping


def _new_frame(proposal: Proposal, mapping: Mapping, *, name: str, by: User | None, at: datetime) -> Frame:
    text = proposal.text
    last = Frame.objects.aggregate(last=Max("version"))["last"] or 0
    before = frame_in_force()
    period = f"{text.first_year}-{text.last_year}" if text.first_year else (before.period if before else "")
    return Frame.objects.create(
        period=period,
        version=last + 1,
        source_name=name[:200],
        source_hash=proposal.digest,
        tree=text.as_json(),
        mapping=mapping.as_json(),
        brought_in_at=at,
        brought_in_by=by,
    )


def _apply(proposal: Proposal, mapping: Mapping) -> None:
    """Give every thing in force its new code and wording; what nothing continues is kept as gone."""
    text = proposal.text
    kept = _Kept(mapping)
    for issue in text.horizontal_issues:
        row = kept.issue(issue.code) or HorizontalIssue(short_title=_short(issue.text))
        row.code, row.number, row.wording, row.gone = issue.code, issue.number, issue.text, False
        row.place = issue.place.as_json()
        row.save()
    for area in text.areas:
        row_a = kept.area(area.code) or Area(short_title=_short(area.title))
        row_a.numeral, row_a.number, row_a.title, row_a.gone = area.code, area.number, area.title, False
        row_a.introduction, row_a.place = area.introduction, area.place.as_json()
        row_a.title_in_declaration = area.title_in_declaration or ""
        row_a.order_in_declaration = area.order_in_declaration
        row_a.save()
        for action in area.actions:
            row_b = kept.action(action.code) or Action(short_title=_short(action.text))
            if row_b.pk and row_b.code != action.code and row_b.code not in row_b.former_codes:
                row_b.former_codes = [*row_b.former_codes, row_b.code]
            row_b.area, row_b.code, row_b.number, row_b.wording = row_a, action.code, action.number, action.text
            row_b.place, row_b.gone = action.place.as_json(), False
            row_b.save()
            for point in action.points:
                row_c = kept.point(point.code) or Point(short_title=_short(point.text))
                row_c.action, row_c.code, row_c.letter, row_c.wording = row_b, point.code, point.letter, point.text
                row_c.place, row_c.gone = point.place.as_json(), False
                row_c.save()
    kept.merge()


class _Kept:
    """The rows in force by the code that they get; all are set aside as gone first, so that codes can change places."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.rows: dict[Level, dict[str, Any]] = {}
        self.merging: list[tuple[Any, str]] = []
        for level, model in (
            (Level.ISSUE, HorizontalIssue),
            (Level.AREA, Area),
            (Level.ACTION, Action),
            (Level.POINT, Point),
        ):
            self.rows[level] = self._by_new_code(list(model.objects.filter(gone=False)))
            model.objects.filter(gone=False).update(gone=True)

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
                _merge(row, self.rows[Level.ACTION][code])


def _merge(gone: Action, into: Action) -> None:
    """Move shares and reports of an action to the one it became part of.

    Shares of one activity in both are added up. A report stays where it was if its Party reported on both.
    """
    Action.objects.filter(pk=gone.pk).update(merged_into=into)
    for share in Share.objects.filter(action=gone):
        other = Share.objects.filter(activity=share.activity, action=into).first()
        if other is None:
            share.action = into
            share.save()
        else:
            share.delete()
            other.share += share.share
            other.save()
    taken = set(Report.objects.filter(action=into).values_list("round_id", "party_id"))
    for report in Report.objects.filter(action=gone):
        if (report.round_id, report.party_id) not in taken:
            report.action = into
            report.save(update_fields=["action"])


@transaction.atomic
def retitle(action: Action, title: LazyI18nString, *, by: User, at: datetime) -> Action:
    """Write another short title for an action."""
    require(by, Do.EDIT_FRAME, action, at=at)
    before = action.short_title.data
    action.short_title = title
    action.save(update_fields=["short_title"])
    search.rebuild(KIND)
    after = {"short_title": title.data}
    remember(
        Happened.EDITED_TITLE, by=by, on=action, scope="dialogue", at=at, before={"short_title": before}, after=after
    )
    return action


def _short(wording: str) -> LazyI18nString:
    """Make a short title from the first words, until somebody writes a better one."""
    parts = wording.split()
    text = " ".join(parts[:SHORT_TITLE_WORDS])
    return LazyI18nString({"en": text + (" …" if len(parts) > SHORT_TITLE_WORDS else "")})


@transaction.atomic
def carry_own_frame(*, at: datetime) -> Frame:
    """Put the project's own frame of 2023-2027 (codes, short titles, ties) into force where there is none yet."""
    existing = frame_in_force()
    if existing is not None:
        return existing
    own = frame_2023_2027.frame()
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
                area=row, number=action.number, code=action.code, short_title=LazyI18nString(dict(action.title))
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
        brought_in_at=at,
    )
