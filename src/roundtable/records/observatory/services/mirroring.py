"""Write one side of a mirror: the own one, and nothing of what somebody else wrote meanwhile is lost."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import User, remember, require
from roundtable.kernel.base.errors import Collision, Invalid
from roundtable.records.observatory.models import MirrorSide
from roundtable.records.observatory.rules import Do
from roundtable.records.observatory.signals import Happened


@transaction.atomic
def write_side(  # noqa: PLR0913 - a side has these parts
    origin: str, destination: str, party: str, *, stance: str, text: str, seen: str, by: User, at: datetime
) -> MirrorSide:
    """Write what a Party says of a corridor's mirror, and remember it.

    `seen` is the moment of the side that the writer had before the eyes; empty where there was none. Raises `Collision`
    where somebody of the same Party wrote meanwhile, `Invalid` where a disagreement gives no reason.
    """
    key = {"origin": origin, "destination": destination, "party": party}
    held = MirrorSide.objects.select_for_update(of=("self",)).filter(**key).first()
    side = held or MirrorSide(**key)
    require(by, Do.MIRROR, side, at=at)
    if (held.written_at.isoformat() if held else "") != seen:
        raise Collision(_("A colleague wrote this side meanwhile. Read it, then write yours again."))
    text = text.strip()
    if stance == MirrorSide.Stance.DISAGREE and not text:
        raise Invalid(_("Say why you disagree."), fields={"text": [_("Write a note.")]})
    before = {"stance": side.stance, "text": side.text} if held else {}
    side.stance, side.text, side.written_by, side.written_at = stance, text, by, at
    side.save()
    remember(Happened.MIRRORED, by=by, on=side, at=at, before=before, after={"stance": stance, "text": text})
    return side
