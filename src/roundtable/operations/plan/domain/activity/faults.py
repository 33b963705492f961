"""Everything that is wrong with the facts of an activity in themselves."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from roundtable.operations.plan.domain.activity.facts import Facts, ShareOf, number_text
from roundtable.operations.plan.domain.activity.sentences import Fault
from roundtable.operations.plan.domain.activity.stage import BEGUN, Stage
from roundtable.operations.plan.domain.shares import STEP, off_by

TITLE_LENGTH: Final = 200
SOURCE_LENGTH: Final = 160
MOST_MONEY: Final = Decimal("999999999999.99")
EARLIEST: Final = date(1990, 1, 1)
LATEST: Final = date(2099, 12, 31)


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
