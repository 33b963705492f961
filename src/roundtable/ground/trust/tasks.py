"""Small parcels for the background worker."""

import json

from django.utils import timezone
from django.utils.translation import gettext as _

from roundtable.ground.trust.services import retention
from roundtable.ground.trust.services.heads import publish
from roundtable.ground.trust.services.sealing import unsealed
from roundtable.kernel.base.errors import Collision
from roundtable.kernel.base.walls.reach import looking_across
from roundtable.kernel.notices.mailing import send_once


def send_letter(letter: str, once: str) -> None:
    """Send a sealed letter; only one is sent for each value of `once`.

    It is sealed because links in it open accounts, and jobs can be read by others.
    """
    parts: dict[str, str] = json.loads(unsealed(letter))
    send_once(parts["to"], parts["subject"], parts["text"], key=once)


@looking_across("what is kept about people goes when its months are over, whosever it is")
def erase_on_time() -> None:
    """Erase what must be gone (once a day)."""
    retention.erase_on_time(timezone.now())


def publish_heads() -> None:
    """Sign where the chains of the history stand (once an hour); tell when one of them could not be signed."""
    _statement, left_out = publish(at=timezone.now())
    if left_out:
        raise Collision(
            _("Chains of the history do not follow on what was signed: %(chains)s. Run: roundtable history verify")
            % {"chains": ", ".join(left_out)}
        )
