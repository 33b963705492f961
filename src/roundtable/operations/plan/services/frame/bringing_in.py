"""Bring a text into force, whole or not at all."""

from collections.abc import Mapping as Dictionary
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import User, remember, require
from roundtable.kernel.base import codes
from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.base.once import forget
from roundtable.kernel.links import search
from roundtable.kernel.tasks import jobs
from roundtable.operations.plan.domain.mapping import MESSAGES as MAPPING_MESSAGES
from roundtable.operations.plan.domain.mapping import BadMapping, Mapping
from roundtable.operations.plan.models import Frame
from roundtable.operations.plan.queries.frame import frame_in_force, text_in_force
from roundtable.operations.plan.queries.frame_links import KIND
from roundtable.operations.plan.queries.rounds import ACTIONS
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services.frame.days import Days, days_of
from roundtable.operations.plan.services.frame.proposal import NeedsConfirmation, Proposal, propose
from roundtable.operations.plan.services.frame.rows import apply
from roundtable.operations.plan.signals import Happened


@transaction.atomic
def bring_in(  # noqa: PLR0913 - who, what, when, and the mapping that a person confirmed
    data: bytes,
    *,
    name: str,
    by: User | None,
    at: datetime,
    confirmed: bool = False,
    decisions: Dictionary[str, str | None] | None = None,
    since: date | None = None,
    adopted_text: int | None = None,
) -> Frame:
    """Bring a text into force, whole or not at all.

    The same words again change nothing and give the frame in force. `confirmed` says that a person saw the proposed
    mapping; `decisions` are that person's own answers, by old code, and `since` the day from which the text counts
    (`domain.asked`; today, unless they say another). `adopted_text` is the number of the revision that it came from,
    where it came from the documents. `by` is None on the command line of the machine.
    Raises `Unreadable`, `Refused`, `NeedsConfirmation`, or `Invalid` for a mapping that would lose or confuse links, or
    a day that would change what a closed round asked.
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
    days = days_of(proposal, mapping, day=since, at=at)
    frame = _new_frame(proposal, mapping, days, name=name, adopted_text=adopted_text, by=by, at=at)
    apply(proposal, mapping, days)
    forget(ACTIONS)
    search.rebuild(KIND)
    if mapping.moved or days.dropped or days.back:
        # Thousands of reports and activities are found by these codes: that can wait for the worker.
        jobs.defer("roundtable.operations.plan.tasks.frame.find_anew", key="plan.find-anew", at=at)
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
            "since": days.day,
            "asked_from_then": list(days.added),
            "asked_until_the_day_before": list(days.dropped),
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


def _new_frame(  # noqa: PLR0913 - a frame has these parts
    proposal: Proposal,
    mapping: Mapping,
    days: Days,
    *,
    name: str,
    adopted_text: int | None,
    by: User | None,
    at: datetime,
) -> Frame:
    text = proposal.text
    last = Frame.objects.aggregate(last=Max("version"))["last"] or 0
    before = frame_in_force()
    period = f"{text.first_year}-{text.last_year}" if text.first_year else (before.period if before else "")
    return Frame.objects.create(
        period=period,
        version=last + 1,
        source_name=name[:200],
        adopted_text_id=adopted_text,
        source_hash=proposal.digest,
        tree=text.as_json(),
        mapping=mapping.as_json(),
        since=days.day,
        brought_in_at=at,
        brought_in_by=by,
    )
