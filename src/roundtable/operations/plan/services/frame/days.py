"""From which day a text counts: what is asked from then on, what until the day before, which rounds that changes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roundtable.kernel.base.errors import Invalid
from roundtable.operations.plan.domain.adopted_text import AdoptedText, Level
from roundtable.operations.plan.domain.asked import day_before
from roundtable.operations.plan.domain.deadline import Phase
from roundtable.operations.plan.domain.mapping import Mapping
from roundtable.operations.plan.models import Action, Round
from roundtable.operations.plan.queries.frame import frame_in_force
from roundtable.operations.plan.queries.rounds import asked_in, window_for
from roundtable.operations.plan.services.frame.proposal import Proposal


@dataclass(frozen=True)
class Days:
    """What a text means for the actions that rounds ask, when it counts from a day."""

    day: date | None
    """None: from the beginning of the plan, whose first day is not known."""
    added: tuple[str, ...] = ()
    """The new codes of the actions that are asked from the day on."""
    dropped: tuple[str, ...] = ()
    """The old codes of the actions that were asked until the day before."""
    back: dict[str, Action] = field(default_factory=dict)
    """Of those added, by their new code: actions that were in the plan before, and that no round missed meanwhile."""
    rounds: tuple[int, ...] = ()
    """The years of the rounds that are open and ask something else by this, since they opened on the day or later."""

    @property
    def until(self) -> date | None:
        """The last day of what is dropped."""
        return day_before(self.day) if self.day else None

    def as_json(self) -> dict[str, object]:
        """Plain values with stable keys."""
        return {
            "since": self.day.isoformat() if self.day else None,
            "asked_from_then": list(self.added),
            "asked_again": sorted(self.back),
            "asked_until_the_day_before": list(self.dropped),
            "open_rounds_that_change": list(self.rounds),
        }


def beginning(text: AdoptedText) -> date | None:
    """The first day of the plan that a text says, where it says one."""
    return date(text.first_year, 1, 1) if text.first_year else None


def default_day(proposal: Proposal, *, at: datetime) -> date | None:
    """The day from which a text counts unless a person says another: today; for a first text the plan's first day."""
    current = frame_in_force()
    if not proposal.revises:
        return current.since if current else beginning(proposal.text)
    day = max(at.date(), current.since) if current and current.since else at.date()
    closed = [round_.opens_on for round_ in _opened_since(day, at) if _has_closed(round_, at)]
    return max([day, *(opens_on + timedelta(days=1) for opens_on in closed)])


def days_of(proposal: Proposal, mapping: Mapping, *, day: date | None, at: datetime) -> Days:
    """Say what it means that a text counts from a day; `Invalid` for a day that would change what was asked before.

    Without a day, the one that is chosen unless a person says another.
    """
    if day is None or not proposal.revises:
        day = default_day(proposal, at=at)
    continued = set(mapping.pairs.values())
    added = tuple(action.code for action in proposal.text.actions if action.code not in continued)
    dropped = _dropped(proposal.before, mapping)
    if not proposal.revises or proposal.changes_nothing or day is None:
        return Days(day, added, dropped)
    last_year = proposal.text.last_year
    if last_year is not None and day > date(last_year, 12, 31):
        raise Invalid(
            _("The plan ends with the year %(year)s: the text would never count.") % {"year": last_year},
            fields={"since": [_("Choose a day before the plan ends.")]},
        )
    current = frame_in_force()
    if current is not None and current.since is not None and day < current.since:
        raise Invalid(
            _("The text in force counts from %(day)s. A text that follows it cannot count from an earlier day.")
            % {"day": date_format(current.since)},
            fields={"since": [_("Choose %(day)s or a later day.") % {"day": date_format(current.since)}]},
        )
    rounds = _rounds_changed(day, at) if added or dropped else ()
    return Days(day, added, dropped, _coming_back(proposal.text, added, day), rounds)


def _dropped(before: AdoptedText, mapping: Mapping) -> tuple[str, ...]:
    """Old codes that nothing continues; of several that become one, the first goes on and the others are dropped."""
    taken: set[str] = set()
    gone = []
    for item in before.items():
        new = mapping.pairs.get(item.code) if item.level is Level.ACTION else item.code
        if new is None or (item.level is Level.ACTION and new in taken):
            gone.append(item.code)
        elif item.level is Level.ACTION:
            taken.add(new)
    return tuple(gone)


def _rounds_changed(day: date, at: datetime) -> tuple[int, ...]:
    """The open rounds that would ask otherwise; `Invalid` when one of the rounds has closed for anybody."""
    years = []
    for round_ in _opened_since(day, at):
        if _has_closed(round_, at):
            raise Invalid(
                _(
                    "The round on %(year)s opened on %(day)s and has closed, at least for some. What it asked stays as "
                    "it was, so the text cannot count from that day or an earlier one."
                )
                % {"year": round_.year, "day": date_format(round_.opens_on)},
                fields={"since": [_("Choose a day after %(day)s.") % {"day": date_format(round_.opens_on)}]},
            )
        years.append(round_.year)
    return tuple(sorted(years))


def _opened_since(day: date, at: datetime) -> QuerySet[Round]:
    return Round.objects.prefetch_related("extensions").filter(opens_on__gte=day, opens_on__lte=at.date())


def _has_closed(round_: Round, at: datetime) -> bool:
    windows = (window_for(round_, party.code, ZoneInfo(party.zone)) for party in asked_in(round_))
    return any(one.phase(at) is Phase.CLOSED for one in windows)


def _coming_back(text: AdoptedText, added: Iterable[str], day: date) -> dict[str, Action]:
    """Actions that were dropped and stand in the text again, word for word, unless a round opened without them."""
    wanted = set(added)
    opened = list(Round.objects.values_list("opens_on", flat=True))
    dropped: dict[str, Action] = {}
    for action in Action.objects.filter(gone=True, merged_into=None).exclude(wording="").order_by("until", "pk"):
        if action.until is not None and not any(action.until < opens_on < day for opens_on in opened):
            dropped[action.wording] = action
    return {one.code: dropped.pop(one.text) for one in text.actions if one.code in wanted and one.text in dropped}
