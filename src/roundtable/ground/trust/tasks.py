"""Small parcels for the background worker."""

import json

from roundtable.ground.trust.services.sealing import unsealed
from roundtable.kernel.notices.mailing import send_once


def send_letter(letter: str, once: str) -> None:
    """Send a sealed letter; only one is sent for each value of `once`.

    It is sealed because links in it open accounts, and jobs can be read by others.
    """
    parts: dict[str, str] = json.loads(unsealed(letter))
    send_once(parts["to"], parts["subject"], parts["text"], key=once)
