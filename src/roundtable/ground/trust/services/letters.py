"""Letters about accounts: they go to an address rather than to somebody's inbox, and carry links that open accounts."""

import json
import uuid
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from roundtable.ground.trust.services.sealing import sealed
from roundtable.kernel.outside.mail import TRIES
from roundtable.kernel.tasks import jobs


def link(path: str) -> str:
    """A whole address for a letter, built from the settings alone: never from what a request claims."""
    return f"{settings.ROUNDTABLE_ADDRESS}{path}"


def post_letter(template: str, *, to: str, words: dict[str, Any], key: str = "") -> None:
    """Have a letter sent by the worker, from `TEMPLATE_subject.txt` and `TEMPLATE_message.txt`."""
    words = {**words, "address": settings.ROUNDTABLE_ADDRESS}
    subject = " ".join(render_to_string(f"{template}_subject.txt", words).split())
    text = render_to_string(f"{template}_message.txt", words).strip() + "\n"
    once = key or f"letter:{uuid.uuid4()}"
    jobs.defer(
        "roundtable.ground.trust.tasks.send_letter",
        scope="secretariat",
        letter=sealed(json.dumps({"to": to, "subject": subject, "text": text})),
        key=once,
        once=once,
        tries=TRIES,
    )
