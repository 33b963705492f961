"""Sign-in: no door opens a session without the second factor; guessing, replaying, forging and spying lead nowhere."""

import json
import re
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import reset_hashers
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from roundtable.ground.trust.domain.trials import Trial
from roundtable.ground.trust.doors import PUBLIC, sign_of
from roundtable.ground.trust.models import Role, SignInTry, Term, User
from roundtable.ground.trust.proofs.asking import browser
from roundtable.ground.trust.proofs.headers import asked
from roundtable.ground.trust.rules import Function
from roundtable.ground.trust.services import deactivate, invite, make_token
from roundtable.ground.trust.services.sealing import unsealed
from roundtable.kernel.base.addresses import addresses
from roundtable.kernel.base.scopes import SECRETARIAT
from roundtable.kernel.tasks.models import Job

PASSWORD = "a proof that nobody guesses"  # noqa: S105 - of people who do not exist
SECRET = "JBSWY3DPEHPK3PXP"  # noqa: S105 - of an app that does not exist
TRIES = 5
HOSTS = (
    *("evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "evil.example:80", "localhost.evil.example"),
    *("evil.example/127.0.0.1", "evil.example#127.0.0.1", " evil.example", "EVIL.example", "[::ffff:1.2.3.4]"),
)
FORWARDED = (
    *("HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED", "HTTP_X_HOST", "HTTP_X_ORIGINAL_HOST", "HTTP_X_FORWARDED_SERVER"),
    *("HTTP_X_HTTP_HOST_OVERRIDE", "HTTP_X_ORIGINAL_URL", "HTTP_X_REWRITE_URL", "HTTP_X_FORWARDED_PROTO", "HTTP_VIA"),
)
TIMINGS = 500
BEST_GUESS = 0.55


def run(trial: Trial) -> None:
    """Try every door, then each way around them."""
    settings.ROUNDTABLE_SECOND_FACTOR = True
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    if not trial.long:  # the long form measures time, so it hashes as the platform does
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        reset_hashers(setting="PASSWORD_HASHERS")
    people = {role: _person(role) for role in Role}
    _doors(trial, people)
    _nothing_else_opens(trial)
    _replay(trial)
    _fixation(trial)
    _downgrade(trial)
    _brute_force(trial)
    _enumeration(trial)
    _mailed_links(trial)
    _closed_accounts(trial)


def _person(role: Role, *, factor: bool = True, name: str = "") -> User:
    """Make a real person (not of the demonstration) with a function and, unless told otherwise, an app for codes."""
    address = f"{name or role}@proof.example"
    user = User.objects.create_user(address, PASSWORD, name=f"Proof {name or role}")
    scope = {Role.SECRETARIAT: SECRETARIAT, Role.AUDITOR: SECRETARIAT}.get(role, "GE")
    Term.objects.create(user=user, role=role, scope=scope, starts=timezone.now().date() - timedelta(days=2))
    if factor:
        TOTP.activate(user, SECRET)
    return user


def _code(shift: int = 0) -> str:
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + shift)))


def _enter(client: Client, user: User | str, password: str = PASSWORD, **head: str) -> Any:
    address = user.email if isinstance(user, User) else user
    return client.post("/account/login/", {"login": address, "password": password}, **head)  # type: ignore[arg-type]  # headers


def _signed_in(client: Client) -> bool:
    return SESSION_KEY in client.session


def _forget_tries() -> None:
    SignInTry.objects.all().delete()
    cache.clear()


def _forget_codes() -> None:
    """Let the same code of this half minute be shown once more."""
    _forget_tries()


def _doors(trial: Trial, people: dict[Role, User]) -> None:
    """Every address gets the right password: none may open a session for somebody who keeps a second factor."""
    doors = 0
    short = (Role.SECRETARIAT, Role.CONTACT_POINT)
    for user in people.values() if trial.long else (people[role] for role in short):
        for address in addresses():
            client = browser()
            fields = {"login": user.email, "email": user.email, "password": PASSWORD, "name": "x"}
            fields |= {"password1": PASSWORD, "password2": PASSWORD, "username": user.email, "remember": "on"}
            client.post(asked(address), fields)
            trial.holds(not _signed_in(client), f"{address.route} let {user.email} in with the password alone")
            doors += 1
            _forget_tries()
    trial.figure("addresses x roles", doors)


def _nothing_else_opens(trial: Trial) -> None:
    """Whoever still has to set up a second factor sees nothing but the way to set it up."""
    user = _person(Role.CONTACT_POINT, factor=False, name="without-factor")
    client = browser()
    _enter(client, user)
    trial.holds(_signed_in(client), "somebody without a second factor cannot come in to set one up")
    free = {"account_login", "account_logout", "account_reauthenticate", "set_language", "trust:welcome"}
    for address in addresses():
        if address.name in free or address.name.startswith("mfa_") or not address.plain:
            continue
        answer = client.get(address.route)
        led = answer.headers.get("Location", "") == "/account/factors/" or answer.status_code in {403, 404, 405}
        trial.holds(led, f"{address.route} opens without the second factor ({answer.status_code})")


def _replay(trial: Trial) -> None:
    """A code, and a recovery code, work once; a session that has ended stays ended."""
    user = _person(Role.ANALYST, name="replay")
    first, again = browser(), browser()
    _enter(first, user)
    code = _code()
    first.post("/account/factors/authenticate/", {"code": code})
    trial.holds(_signed_in(first), "the right code does not open the house")
    _enter(again, user)
    again.post("/account/factors/authenticate/", {"code": code})
    trial.holds(not _signed_in(again), "a code of the app worked twice")
    cache.clear()  # as if another process answered
    again.post("/account/factors/authenticate/", {"code": code})
    trial.holds(not _signed_in(again), "a code of the app worked once more in another process")
    stolen = dict(first.cookies)
    first.post("/account/logout/")
    thief = browser()
    thief.cookies.load({name: cookie.value for name, cookie in stolen.items()})
    trial.holds(thief.get("/account/").status_code != 200, "a session opened the house after its owner went")
    for shift in (-40, -2, 2, 40):
        late = browser()
        _enter(late, user)
        late.post("/account/factors/authenticate/", {"code": _code(shift)})
        trial.holds(not _signed_in(late), f"a code from {shift * 30} seconds away was taken")
        _forget_tries()


def _fixation(trial: Trial) -> None:
    """A session's name that somebody else chose, or knew before, opens nothing after signing in."""
    user = _person(Role.DRAFTER, name="fixed")
    client = browser()
    client.cookies[settings.SESSION_COOKIE_NAME] = "chosenbysomebodyelse0000000000ab"
    _enter(client, user)
    between = client.session.session_key
    client.post("/account/factors/authenticate/", {"code": _code()})
    after = client.session.session_key
    trial.holds(_signed_in(client), "the right code does not open the house")
    trial.holds(after not in {"chosenbysomebodyelse0000000000ab", None}, "a chosen session became the real one")
    trial.holds(after != between, "the session kept its name when it was opened")
    spy = browser()
    spy.cookies[settings.SESSION_COOKIE_NAME] = str(between)
    trial.holds(spy.get("/account/").status_code != 200, "the session from before the code opens the house")


def _downgrade(trial: Trial) -> None:
    """The last factor stays, a new password does not stand in for it, and a half-opened session opens nothing."""
    user = _person(Role.CHAIR, name="downgrade")
    half = browser()
    _enter(half, user)
    for address in addresses():
        if address.plain and sign_of(address.view) not in {None, str(PUBLIC)}:
            answer = half.get(address.route)
            trial.holds(answer.status_code != 200, f"{address.route} opens between password and code")
    opened = browser()
    opened.force_login(user)
    opened.post("/account/factors/totp/deactivate/")
    left = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    trial.holds(left, "somebody who needs a second factor removed the last one")
    reset = browser()
    reset.post("/account/password/reset/", {"email": user.email})
    for letter in _letters():
        if found := re.search(r"/account/password/reset/key/\S+", letter["text"]):
            page = reset.get(found.group(), follow=True)
            if page.redirect_chain:
                reset.post(page.redirect_chain[-1][0], {"password1": PASSWORD + "!", "password2": PASSWORD + "!"})
            trial.holds(not _signed_in(reset), "a new password by mail opened a session without the second factor")


def _letters() -> list[dict[str, str]]:
    found = [job.kwargs["letter"] for job in Job.objects.order_by("pk") if "letter" in job.kwargs]
    return [json.loads(unsealed(letter)) for letter in found]


def _brute_force(trial: Trial) -> None:
    """Five tries a minute for one account and source count; the owner, who comes from elsewhere, is not kept out."""
    user = _person(Role.OBSERVER, factor=False, name="guessed")
    guesser = browser(REMOTE_ADDR="203.0.113.9")
    judged = 0
    for number in range(40):
        answer = _enter(guesser, user, f"guess {number}")
        judged += b"Too many" not in answer.content
    trial.holds(judged <= TRIES, f"{judged} guesses in a minute were judged")
    _enter(guesser, user)
    trial.holds(not _signed_in(guesser), "the right password worked after too many guesses from there")
    owner = browser(REMOTE_ADDR="198.51.100.7")
    _enter(owner, user)
    trial.holds(_signed_in(owner), "guesses of a stranger kept the owner out")
    coded = _person(Role.PARTNER, name="guessed-code")
    _forget_tries()
    judged = 0
    for number in range(20):
        client = browser(REMOTE_ADDR="203.0.113.9")
        _enter(client, coded)
        cache.clear()  # as if another process answered
        answer = client.post("/account/factors/authenticate/", {"code": f"{number:06d}"})
        judged += b"Too many" not in answer.content
    trial.holds(judged <= TRIES, f"{judged} guessed codes in a minute were judged")
    _forget_tries()


def _enumeration(trial: Trial) -> None:
    """Known and unknown addresses are answered alike; in the long form also in time."""
    user = _person(Role.SENIOR_OFFICIAL, name="known")
    pairs: list[tuple[str, Callable[[Client, str], Any]]] = [
        ("signing in", lambda client, address: _enter(client, address, "a wrong password")),
        ("a new password", lambda client, address: client.post("/account/password/reset/", {"email": address})),
    ]
    for what, ask in pairs:
        known, unknown = ask(browser(), user.email), ask(browser(), "nobody@proof.example")
        same = (known.status_code, _plain(known.content, user.email)) == (
            unknown.status_code,
            _plain(unknown.content, "nobody@proof.example"),
        )
        trial.holds(same, f"{what}: a known address is answered otherwise than an unknown one")
        _forget_tries()
        if trial.long:
            auc = area(list(_timed(ask, user.email, "nobody@proof.example")))
            trial.figure(f"{what}: AUC of a guess by time", round(auc, 3))
            trial.holds(
                1 - BEST_GUESS <= auc <= BEST_GUESS, f"{what}: the time tells whether an address is known ({auc:.3f})"
            )


def _plain(content: bytes, address: str) -> bytes:
    bare = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", content)
    return bare.replace(address.encode(), b"ADDRESS")


def _timed(ask: Callable[[Client, str], Any], known: str, unknown: str) -> Iterator[tuple[float, bool]]:
    """Ask in turn, each side first as often; gives seconds and whether the address was known."""
    for number in range(TIMINGS):
        pair = [(known, True), (unknown, False)]
        for address, is_known in pair if number % 2 else reversed(pair):
            client = browser(REMOTE_ADDR=f"198.51.{number % 250}.{1 + is_known}")
            started = time.perf_counter()
            ask(client, address)
            yield time.perf_counter() - started, is_known
        _forget_tries()


def area(timings: list[tuple[float, bool]]) -> float:
    """Give the area under the curve of the best guess by time alone (the Mann-Whitney statistic): 0.5 tells nothing.

    >>> area([(1.0, True), (2.0, False)]), area([(1.0, True), (1.0, False)])
    (0.0, 0.5)
    """
    known = [seconds for seconds, is_known in timings if is_known]
    unknown = [seconds for seconds, is_known in timings if not is_known]
    return statistics.fmean(1.0 if one > other else 0.5 if one == other else 0.0 for one in known for other in unknown)


def _mailed_links(trial: Trial) -> None:
    """Whatever host a request claims to have reached, links in mails lead to our own address."""
    user = _person(Role.CONTRIBUTOR, name="mailed")
    admin = _person(Role.SECRETARIAT, name="inviting")
    for host in HOSTS:
        Job.objects.all().delete()
        _try_to_mail(user, admin, {"HTTP_HOST": host})
        _own_links(trial, f"Host: {host}")
    for header in FORWARDED:
        Job.objects.all().delete()
        _try_to_mail(user, admin, {header: "evil.example"})
        _own_links(trial, header)


def _try_to_mail(user: User, admin: User, head: dict[str, str]) -> None:
    client = browser()
    client.post("/account/password/reset/", {"email": user.email}, **head)  # type: ignore[arg-type]  # headers
    at = timezone.now()
    invite(
        f"guest{at.timestamp()}@proof.example",
        "Guest",
        Function(Role.CONTRIBUTOR, "GE"),
        starts=at.date(),
        by=admin,
        at=at,
    )
    _forget_tries()


def _own_links(trial: Trial, what: str) -> None:
    for letter in _letters():
        for link in re.findall(r"https?://[^\s>\"]+", letter["text"] + " " + letter["subject"]):
            own = link == settings.ROUNDTABLE_ADDRESS or link.startswith(settings.ROUNDTABLE_ADDRESS + "/")
            trial.holds(own, f"{what}: a mail leads to {link}")
        trial.holds("evil" not in json.dumps(letter).lower(), f"{what}: a mail carries the foreign name")


def _closed_accounts(trial: Trial) -> None:
    """Closing an account ends its sessions, tokens and feeds with the next request, within a second."""
    admin = _person(Role.SECRETARIAT, name="closing")
    worst = 0.0
    for role in Role:
        user = _person(role, name=f"closed-{role}")
        clients = [browser(), browser()]
        for client in clients:
            _enter(client, user)
            _forget_codes()
            client.post("/account/factors/authenticate/", {"code": _code()})
        at = timezone.now()
        token = make_token(by=user, name="proof", allows=["plan:read"], expires_at=at + timedelta(days=1), at=at)[1]
        machine = browser(HTTP_AUTHORIZATION=f"Bearer {token}")
        before = [client.get("/account/").status_code for client in clients]
        trial.holds(before == [200, 200], f"{role}: the sessions did not open ({before})")
        started = time.monotonic()
        deactivate(user, by=admin, at=timezone.now())
        after = [client.get("/account/").status_code for client in clients]
        answered = machine.get("/api/v1/plan/activities/").status_code
        worst = max(worst, time.monotonic() - started)
        trial.holds(200 not in after, f"{role}: a session lives on after the account was closed")
        trial.holds(answered == 401, f"{role}: a token lives on after the account was closed ({answered})")
        late = browser()
        _enter(late, user)
        trial.holds(not _signed_in(late), f"{role}: a closed account opens")
    trial.figure("seconds until a closed account was shut out, at worst", round(worst, 2))
    trial.holds(worst < 1, f"it took {worst:.1f} s until a closed account was shut out")
