"""An activity as plain facts: what is said of it, which stage may follow which, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as part
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from roundtable.operations.plan.domain.pairing import likeness
from roundtable.operations.plan.domain.shares import STEP, off_by

TITLE_LENGTH: Final = 200
SOURCE_LENGTH: Final = 160
MOST_MONEY: Final = Decimal("999999999999.99")
EARLIEST: Final = date(1990, 1, 1)
LATEST: Final = date(2099, 12, 31)


class Stage(StrEnum):
    """How far an activity is."""

    IDEA = "idea"
    PLANNED = "planned"
    UNDER_WAY = "under-way"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


NEXT: Final[Mapping[Stage, frozenset[Stage]]] = {
    Stage.IDEA: frozenset({Stage.PLANNED, Stage.CANCELLED}),
    Stage.PLANNED: frozenset({Stage.IDEA, Stage.UNDER_WAY, Stage.COMPLETED, Stage.CANCELLED}),
    Stage.UNDER_WAY: frozenset({Stage.PLANNED, Stage.COMPLETED, Stage.CANCELLED}),
    Stage.COMPLETED: frozenset({Stage.UNDER_WAY}),
    Stage.CANCELLED: frozenset({Stage.IDEA, Stage.PLANNED}),
}
"""Which stage may follow which. What was completed by mistake goes back under way; the cancelled is planned anew."""

BEGUN: Final = frozenset({Stage.UNDER_WAY, Stage.COMPLETED})


def may_follow(before: str, after: str) -> bool:
    """Whether a stage may follow another; staying where one is, is always allowed."""
    return before == after or Stage(after) in NEXT[Stage(before)]


@dataclass(frozen=True, slots=True)
class ShareOf:
    """How much of the activity, in percent, serves the action with this code."""

    action: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Promise:
    """What a source of money promised and paid, in euro."""

    source: str
    pledged: Decimal
    paid: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Attached:
    """A document: a link, or the number of a stored file."""

    title: str
    link: str = ""
    file_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that people say about an activity. Parties, actions and issues are named by their codes."""

    title: str
    kind: str
    lead: str
    stage: str = Stage.PLANNED
    audience: str = "parties"
    reference: str = ""
    about: str = ""
    partners: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    starts: date | None = None
    ends: date | None = None
    place: str = ""
    online: bool = False
    budget: Decimal | None = None
    spent: Decimal | None = None
    issues: tuple[str, ...] = ()
    outputs: str = ""
    shares: tuple[ShareOf, ...] = ()
    fundings: tuple[Promise, ...] = ()
    documents: tuple[Attached, ...] = ()

    def plain(self) -> dict[str, Any]:
        """The facts as values that JSON can carry; equal facts give equal values, whatever their order was."""
        return {
            "title": self.title,
            "kind": str(self.kind),
            "stage": str(self.stage),
            "audience": str(self.audience),
            "reference": self.reference,
            "about": self.about,
            "lead": self.lead,
            "partners": sorted(self.partners),
            "participants": sorted(self.participants),
            "starts": self.starts.isoformat() if self.starts else None,
            "ends": self.ends.isoformat() if self.ends else None,
            "place": self.place,
            "online": self.online,
            "budget": money_text(self.budget),
            "spent": money_text(self.spent),
            "issues": sorted(self.issues),
            "outputs": self.outputs,
            "shares": {share.action: money_text(share.percent) for share in sorted(self.shares, key=_by_action)},
            "fundings": [[one.source, money_text(one.pledged), money_text(one.paid)] for one in self.fundings],
            "documents": [[one.title, one.link, one.file_id] for one in self.documents],
        }


FIELDS: Final = tuple(Facts.__dataclass_fields__)


def _by_action(share: ShareOf) -> str:
    return share.action


def money_text(amount: Decimal | None) -> str | None:
    """An amount with two decimals, or None where nothing was said."""
    return None if amount is None else str(amount.quantize(STEP))


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The names of the fields in which two sets of plain facts differ, in the order of the form."""
    return [name for name in FIELDS if before.get(name) != after.get(name)]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one field; the sentence is in MESSAGES and its gaps are filled with the values."""

    field: str
    code: str
    values: Mapping[str, Any] = part(default_factory=dict)


def gettext_noop(text: str) -> str:
    """Mark a sentence for the translators and hand it back as it is."""
    return text


MESSAGES: Final[dict[str, str]] = {
    "title_missing": gettext_noop("Give the activity a title."),
    "title_long": gettext_noop("The title has %(length)s characters; shorten it to %(limit)s."),
    "reference_long": gettext_noop("The reference has %(length)s characters; shorten it to %(limit)s."),
    "reference_taken": gettext_noop(
        "The activity “%(title)s” already has the reference “%(value)s”. Choose another one."
    ),
    "reference_in_bin": gettext_noop(
        "The activity “%(title)s” in the bin has the reference “%(value)s”. Bring it back, or choose another reference."
    ),
    "place_long": gettext_noop("The place has %(length)s characters; shorten it to %(limit)s."),
    "kind_unknown": gettext_noop("“%(value)s” is not a kind of activity. Choose one of: %(choices)s."),
    "stage_unknown": gettext_noop("“%(value)s” is not a status. Choose one of: %(choices)s."),
    "audience_unknown": gettext_noop("“%(value)s” is not an audience. Choose one of: %(choices)s."),
    "lead_missing": gettext_noop("Say who leads the activity."),
    "party_unknown": gettext_noop("“%(value)s” is not the code of a Party or Partner."),
    "participant_is_partner": gettext_noop("%(value)s is a Partner, not a Party. Name it among the partners."),
    "issue_unknown": gettext_noop("“%(value)s” is not the code of a horizontal issue. Choose one of: %(choices)s."),
    "ends_first": gettext_noop("The last day (%(ends)s) is before the first day (%(starts)s)."),
    "starts_missing": gettext_noop("A last day needs a first day. Enter the first day too."),
    "begun_without_day": gettext_noop("What is under way or completed has a first day. Enter it, or choose “Planned”."),
    "begun_in_future": gettext_noop("The first day (%(starts)s) is still to come. Correct it, or choose “Planned”."),
    "completed_in_future": gettext_noop("The last day (%(ends)s) is still to come. Correct it, or choose “Under way”."),
    "day_far": gettext_noop("%(day)s cannot be right: enter a day between %(first)s and %(last)s."),
    "stage_jump": gettext_noop("An activity cannot go from “%(before)s” to “%(after)s”. It can go to: %(choices)s."),
    "money_negative": gettext_noop("An amount of money cannot be below zero."),
    "money_large": gettext_noop("The amount is larger than %(limit)s euro. Enter whole euro, not cents."),
    "shares_missing": gettext_noop("Name at least one action that the activity serves."),
    "share_unknown": gettext_noop("“%(value)s” is not the code of an action of the plan, such as I.4."),
    "share_twice": gettext_noop("Action %(action)s stands there twice. Put its two shares together."),
    "share_small": gettext_noop("The share of action %(action)s must be above 0 %% and at most 100 %%."),
    "share_fine": gettext_noop("The share of action %(action)s has more than two decimals. Round it."),
    "shares_below": gettext_noop("The shares add up to %(sum)s %%: %(off)s %% are missing to 100 %%."),
    "shares_above": gettext_noop("The shares add up to %(sum)s %%: that is %(off)s %% too much."),
    "source_missing": gettext_noop("Name the source of the money in row %(row)s, or empty its amounts."),
    "source_long": gettext_noop("The source in row %(row)s has more than %(limit)s characters; shorten it."),
    "document_title": gettext_noop("Give the document in row %(row)s a title."),
    "document_empty": gettext_noop("The document in row %(row)s has neither a link nor a file. Add one of them."),
    "document_both": gettext_noop("The document in row %(row)s has a link and a file. Put them in two rows."),
    "document_link": gettext_noop("The link in row %(row)s must begin with https:// or http://."),
    "document_foreign": gettext_noop("A file could not be found any more. Hand it in again."),
    "document_long": gettext_noop("The document in row %(row)s: the title or link has more than %(limit)s characters."),
    # a row of a spreadsheet
    "cell_day": gettext_noop("“%(value)s” is not a day. Write it as 2026-05-12 or 12.05.2026."),
    "cell_amount": gettext_noop("“%(value)s” is not an amount of money. Write it as 12000 or 12000.50."),
    "cell_shares": gettext_noop("“%(value)s” cannot be read. Write the actions as “I.4: 60; II.1: 40”."),
    "cell_share_missing": gettext_noop("Action %(action)s has no share. Write it as “%(action)s: 40”."),
    "cell_sources": gettext_noop("“%(value)s” cannot be read. Write sources as “Name: pledged / paid; Name: pledged”."),
    "cell_yes_no": gettext_noop("“%(value)s” is neither yes nor no."),
    "cell_choice": gettext_noop("“%(value)s” is not known here. Choose one of: %(choices)s."),
    "cell_party": gettext_noop(
        "“%(value)s” is no Party or Partner. Use the code, such as GE, or the name as lists show it."
    ),
    "reference_missing": gettext_noop(
        "Give the row a reference of your own. By it the row is known when the file is brought in again."
    ),
    "reference_twice": gettext_noop("Row %(row)s has the same lead and reference. Each row needs its own."),
    "not_for_you": gettext_noop(
        "You do not work for this lead. Take the row out, or ask its contact point to bring it in."
    ),
}
"""Every code that a fault may carry, with its English sentence; the rooms above translate it and fill its gaps."""


def faults(facts: Facts, *, today: date) -> list[Fault]:
    """Everything that is wrong with the facts in themselves, in the order of the form; an empty list when all is well.

    Whether the codes of Parties, actions and issues exist is not asked here.
    """
    return [
        *_faults_of_words(facts),
        *_faults_of_days(facts, today),
        *_faults_of_money(facts),
        *faults_of_shares(facts.shares),
        *_faults_of_documents(facts),
    ]


def _faults_of_words(facts: Facts) -> list[Fault]:
    found = []
    if not facts.title.strip():
        found.append(Fault("title", "title_missing"))
    limits = (("title", facts.title, TITLE_LENGTH), ("reference", facts.reference, 60), ("place", facts.place, 160))
    found += [
        Fault(name, f"{name}_long", {"length": len(text), "limit": limit})
        for name, text, limit in limits
        if len(text) > limit
    ]
    if facts.stage not in set(Stage):
        found.append(Fault("stage", "stage_unknown", {"value": facts.stage, "choices": ", ".join(Stage)}))
    if not facts.lead:
        found.append(Fault("lead", "lead_missing"))
    return found


def _faults_of_days(facts: Facts, today: date) -> list[Fault]:
    found = [
        Fault(name, "day_far", {"day": day, "first": EARLIEST, "last": LATEST})
        for name, day in (("starts", facts.starts), ("ends", facts.ends))
        if day is not None and not EARLIEST <= day <= LATEST
    ]
    if facts.ends and not facts.starts:
        found.append(Fault("starts", "starts_missing"))
    if facts.starts and facts.ends and facts.ends < facts.starts:
        found.append(Fault("ends", "ends_first", {"starts": facts.starts, "ends": facts.ends}))
    if facts.stage in BEGUN and not facts.starts and not facts.ends:
        found.append(Fault("starts", "begun_without_day"))
    elif facts.stage in BEGUN and facts.starts and facts.starts > today:
        found.append(Fault("starts", "begun_in_future", {"starts": facts.starts}))
    elif facts.stage == Stage.COMPLETED and facts.ends and facts.ends > today:
        found.append(Fault("ends", "completed_in_future", {"ends": facts.ends}))
    return found


def _faults_of_money(facts: Facts) -> list[Fault]:
    found = []
    amounts = [("budget", facts.budget), ("spent", facts.spent)]
    for row, one in enumerate(facts.fundings, start=1):
        amounts += [("fundings", one.pledged), ("fundings", one.paid)]
        if not one.source.strip():
            found.append(Fault("fundings", "source_missing", {"row": row}))
        elif len(one.source) > SOURCE_LENGTH:
            found.append(Fault("fundings", "source_long", {"row": row, "limit": SOURCE_LENGTH}))
    for name, amount in amounts:
        if amount is not None and amount < 0:
            found.append(Fault(name, "money_negative"))
        elif amount is not None and amount > MOST_MONEY:
            found.append(Fault(name, "money_large", {"limit": MOST_MONEY}))
    return found


def faults_of_shares(shares: Sequence[ShareOf]) -> list[Fault]:
    """What is wrong with the shares: none, an action twice, a share out of bounds, a sum that is not the whole."""
    if not shares:
        return [Fault("shares", "shares_missing")]
    found, seen = [], set()
    for share in shares:
        if share.action in seen:
            found.append(Fault("shares", "share_twice", {"action": share.action}))
        seen.add(share.action)
        if not 0 < share.percent <= 100:
            found.append(Fault("shares", "share_small", {"action": share.action}))
        elif share.percent != share.percent.quantize(STEP):
            found.append(Fault("shares", "share_fine", {"action": share.action}))
    percents = [share.percent for share in shares]
    off = off_by(percents)
    if off and not found:
        code = "shares_above" if off > 0 else "shares_below"
        found.append(
            Fault("shares", code, {"sum": number_text(sum(percents, Decimal(0))), "off": number_text(abs(off))})
        )
    return found


def _faults_of_documents(facts: Facts) -> list[Fault]:
    found = []
    for row, one in enumerate(facts.documents, start=1):
        if not one.title.strip():
            found.append(Fault("documents", "document_title", {"row": row}))
        if len(one.title) > TITLE_LENGTH or len(one.link) > TITLE_LENGTH:
            found.append(Fault("documents", "document_long", {"row": row, "limit": TITLE_LENGTH}))
        if one.link and one.file_id is not None:
            found.append(Fault("documents", "document_both", {"row": row}))
        elif not one.link and one.file_id is None:
            found.append(Fault("documents", "document_empty", {"row": row}))
        elif one.link and not one.link.lower().startswith(("https://", "http://")):
            found.append(Fault("documents", "document_link", {"row": row}))
    return found


def number_text(number: Decimal) -> str:
    """A number without needless zeros: 33.5, 40, 0.01."""
    text = f"{number.quantize(STEP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class Like:
    """As much of an activity as is needed to see whether another looks like it."""

    key: int
    title: str
    actions: frozenset[str]
    starts: date | None
    ends: date | None


LIKE_ENOUGH: Final = 0.5
"""Half of the words and pairs of words shared. Chosen by eye on the demonstration; a hint only, never a verdict."""


def overlap(one: Like, other: Like) -> bool:
    """Whether two activities may happen at the same time; one without dates may happen at any time."""
    if one.starts is None or other.starts is None:
        return True
    return one.starts <= (other.ends or other.starts) and other.starts <= (one.ends or one.starts)


def look_alike(one: Like, others: Sequence[Like], *, most: int = 5) -> list[Like]:
    """Of the others, those with a similar title, an action in common and dates that overlap; the likest first."""
    scored = [
        (likeness(one.title, other.title), other)
        for other in others
        if one.actions & other.actions and overlap(one, other) and other.key != one.key
    ]
    near = [(score, other) for score, other in scored if score >= LIKE_ENOUGH]
    return [other for _, other in sorted(near, key=lambda pair: (-pair[0], pair[1].key))[:most]]
