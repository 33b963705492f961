"""Hold an answer against the table of rules: whom the door keeps out, and who may not know of the thing."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse

from roundtable.ground.trust.domain.trials import Trial
from roundtable.ground.trust.doors import PUBLIC, SIGNED_IN
from roundtable.ground.trust.proofs.matrix.asking import Target
from roundtable.ground.trust.proofs.matrix.people import Asker
from roundtable.ground.trust.rules import rule_for


def as_the_table_says(trial: Trial, asker: Asker, target: Target, answer: Any) -> None:
    """Whoever the door keeps out, and whoever may not know of the thing, is told that there is nothing."""
    status, place = answer.status_code, answer.headers.get("Location", "")
    sign = target.sign
    what = f"GET {target.path} as {asker} answers {status} {place}"
    nothing = status == HTTPStatus.NOT_FOUND
    if (sign is None and not target.is_api) or _only_sent_to(target, answer):
        return  # of a library: the proof of signing in tries what opens there
    if sign not in {None, str(PUBLIC)} and not asker.signed_in:
        led = status == HTTPStatus.FOUND and urlsplit(place).path == "/account/login/"
        trial.holds(led or status == HTTPStatus.UNAUTHORIZED, f"{what}; the door is for {sign}")
        return
    if sign not in {None, str(PUBLIC), str(SIGNED_IN)} and not rule_for(target.address.view.door).test(asker.who, None):  # type: ignore[attr-defined]  # a door has a sign
        trial.holds(nothing, f"{what}; the rule of {sign} is not theirs")
        return
    if target.way is not None and target.way.thing and not target.seen_by(asker):
        trial.holds(
            nothing or (target.is_api and status == HTTPStatus.UNAUTHORIZED), f"{what}; they may not know of it"
        )


def _only_sent_to(target: Target, answer: Any) -> bool:
    """Whether this address takes only what is sent, which is no secret, and leads everybody to the page above it."""
    if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return target.is_api
    place, page = answer.headers.get("Location", ""), getattr(target.address.view, "page", "")
    above = reverse(page) == place if page else "?" not in place and target.path.startswith(place)
    return answer.status_code == HTTPStatus.FOUND and above
