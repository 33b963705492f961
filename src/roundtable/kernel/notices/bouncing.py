"""Mails that came back: hear it, stop sending, tell who can mend it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from roundtable.kernel.base.registry import Registry
from roundtable.kernel.notices.models import DeadAddress
from roundtable.kernel.notices.returned import Returned
from roundtable.kernel.notices.telling import tell
from roundtable.kernel.outside.models import Sent

SOFT_LIMIT = 5
"""So many soft refusals in a row, and an address counts as one that does not work."""
FORGIVEN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Keepers:
    """Who is told that an address does not work (the secretariat): gives their numbers."""

    numbers: Callable[[], list[int]]


keepers: Registry[Keepers] = Registry("notices.keepers")


@transaction.atomic
def bounced(address: str, reason: str, at: datetime, *, hard: bool = True) -> DeadAddress:
    """Write down that a mail to an address came back. A hard refusal, or five soft ones, stop all mail to it."""
    row, _made = DeadAddress.objects.select_for_update().get_or_create(
        address=address.strip().lower(), defaults={"last_at": at}
    )
    was_dead = _dead(row)
    if row.cleared_at or at - row.last_at > FORGIVEN:
        row.times, row.hard, row.cleared_at = 0, False, None
    row.times += 1
    row.hard = row.hard or hard
    row.reason = " ".join(reason.split())[:300]
    row.last_at = at
    row.save()
    if _dead(row) and not was_dead:
        tell(
            sorted({number for source in keepers for number in source.numbers()}),
            subject=_("Mail to %(address)s does not arrive") % {"address": row.address},
            text=_("The mail server said: %(reason)s. No more mail is sent there until the address is put right.")
            % {"reason": row.reason},
            key=f"bounced:{row.pk}:{at:%Y-%m-%d}",
            at=at,
        )
    return row


def heard(one: Returned, *, at: datetime) -> DeadAddress | None:
    """Take note of a returned mail, if it is one that we sent.

    Otherwise anybody could stop anybody's mail by writing to us.
    """
    mine = Sent.objects.filter(to__iexact=one.address)
    if one.message_id:
        mine = mine.filter(message_id=one.message_id)
    return bounced(one.address, one.reason, at, hard=one.hard) if mine.exists() else None


def dead() -> QuerySet[DeadAddress]:
    """The addresses to which mail has been stopped."""
    return DeadAddress.objects.filter(cleared_at=None).filter(Q(hard=True) | Q(times__gte=SOFT_LIMIT))


def is_dead(address: str) -> bool:
    """Whether mail to an address has been stopped."""
    return dead().filter(address=address.strip().lower()).exists()


def clear(address: str, *, at: datetime) -> bool:
    """The address was put right: mail goes there again. False where it had not been stopped."""
    return bool(dead().filter(address=address.strip().lower()).update(cleared_at=at))


def _dead(row: DeadAddress) -> bool:
    return row.cleared_at is None and (row.hard or row.times >= SOFT_LIMIT)
