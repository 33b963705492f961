"""Answer for somebody who asks what is held about them."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from roundtable.ground.trust.models import User
from roundtable.ground.trust.queries.held import KIND, held_about
from roundtable.ground.trust.rules import Do, require
from roundtable.ground.trust.signals import Handed, handed_out
from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.base.scopes import SECRETARIAT


def tell_held(person: User, purpose: str, *, by: User, at: datetime) -> dict[str, Any]:
    """Give everything that is held about a person to whoever answers for them; the log of reading says what for.

    Raises `Invalid` where nothing is said.
    """
    require(by, Do.TELL_HELD, person, at=at)
    if not purpose.strip():
        raise Invalid(_("Say what this is read for: it stands in the log of reading."))
    handed_out(
        Handed(
            kind=KIND,
            object_id=str(person.pk),
            scope=SECRETARIAT,
            purpose=purpose.strip(),
            demonstration=person.demonstration,
        )
    )
    return held_about(person, at=at)
