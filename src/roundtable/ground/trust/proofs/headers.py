"""Headers: every address, asked by nobody and by each role, answers with what keeps a browser safe."""

import re
from http import HTTPStatus
from typing import Any

from django.conf import settings

from roundtable.ground.trust.domain.trials import Trial
from roundtable.ground.trust.models import User
from roundtable.ground.trust.proofs.asking import browser
from roundtable.kernel.base.addresses import Address, addresses

ALWAYS = {
    "X-Content-Type-Options": r"nosniff",
    "Referrer-Policy": r"(no-referrer|same-origin|strict-origin.*)",
    "Cross-Origin-Opener-Policy": r"same-origin",
    "Cross-Origin-Resource-Policy": r"same-origin",
    "Permissions-Policy": r".*camera=\(\).*",
    "Content-Security-Policy": r".*frame-ancestors 'none'.*",
}
VALUES = {"int": "1", "str": "x", "slug": "x", "uuid": "00000000-0000-0000-0000-000000000001", "path": "x"}
ARGUMENT = re.compile(r"<(?:(\w+):)?\w+>")


def asked(address: Address) -> str:
    """Give a path for an address: arguments that name nothing in particular."""
    return re.sub(r"\([^)]*\)", "x", ARGUMENT.sub(lambda found: VALUES.get(found[1] or "str", "x"), address.route))


def run(trial: Trial) -> None:
    """Ask every address as nobody and as one person of each function, and read the headers of each answer.

    In the short form beside nobody one other asks, in turn: isolation, which asks each address as each role, reads the
    headers of every page that it is answered as well.
    """
    settings.ALLOWED_HOSTS = ["*"]
    settings.ROUNDTABLE_SECOND_FACTOR = False
    people: list[User | None] = [None]
    roles: set[str] = set()
    for user in User.objects.filter(is_active=True).prefetch_related("terms").order_by("pk"):
        held = {term.role for term in user.terms.all()}
        if not held <= roles:
            people.append(user)
            roles |= held
    others = [person for person in people if person is not None]
    turns = [others[number % len(others)] for number in range(len(addresses()))]
    for person in people:
        client = browser()
        if person is not None:
            client.force_login(person)
        for number, address in enumerate(addresses()):
            if address.name == "account_logout" or (person is not None and not trial.long and turns[number] != person):
                continue
            answer = client.get(asked(address))
            if getattr(answer, "streaming", False):
                answer.close()
            trial.tried()
            for fault in faults(answer, signed_in=person is not None):
                trial.broken(f"{address.route} as {person or 'nobody'}: {fault}")
    trial.figure("addresses", len(addresses()))
    trial.figure("roles", len(roles) + 1)


def faults(answer: Any, *, signed_in: bool) -> list[str]:
    """Say what is missing or wrong in the headers of one answer."""
    found = [
        f"{name} is {answer.headers.get(name, 'missing')}"
        for name, wanted in ALWAYS.items()
        if not re.fullmatch(wanted, answer.headers.get(name, ""), re.DOTALL)
    ]
    policy = answer.headers.get("Content-Security-Policy", "")
    if "unsafe-" in policy:
        found.append(f"the content security policy allows something unsafe: {policy}")
    if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        found.append(f"answers {answer.status_code}")
    if signed_in:
        cache = answer.headers.get("Cache-Control", "")
        if "no-store" not in cache:
            found.append(f"Cache-Control is “{cache}” for somebody who is signed in")
        if "cookie" not in answer.headers.get("Vary", "").lower():
            found.append("Vary does not name the cookie")
    for cookie in answer.cookies.values():
        if cookie.key == settings.SESSION_COOKIE_NAME and not cookie["httponly"]:
            found.append(f"a script could read the cookie {cookie.key}")
        if settings.SECURE and not cookie["secure"]:
            found.append(f"the cookie {cookie.key} would travel without encryption")
    return found
