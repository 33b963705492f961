"""Who asks: every role, in every kind of place, and those who may nothing any more."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from django.test import Client

from roundtable.ground.trust.domain.ways import INSTITUTIONS, PARTIES, PARTNERS, RESTING, Soil, who_is
from roundtable.ground.trust.models import Role, Term, User
from roundtable.ground.trust.proofs.asking import browser
from roundtable.ground.trust.rules import NOBODY, Actor, Function, rulebooks
from roundtable.ground.trust.services import deactivate, make_token
from roundtable.ground.trust.services.accounts import keep_address
from roundtable.kernel.base.scopes import DIALOGUE, SECRETARIAT

YEARS = timedelta(days=900)
WHOLE = {Role.SECRETARIAT: SECRETARIAT}
INSIDE = (Role.CONTACT_POINT, Role.CONTRIBUTOR, Role.SENIOR_OFFICIAL)


@dataclass(eq=False)
class Asker:
    """Somebody who asks, and what the rules must see in them. `who` is said here, not asked of the rules."""

    name: str
    state: str
    who: Actor
    user: User | None = None
    secret: str = ""
    role: str = ""
    client: Client = field(default_factory=browser)

    @cached_property
    def machine(self) -> Client:
        """The programs of this person, which show a key."""
        return browser(HTTP_AUTHORIZATION=f"Bearer {self.secret}") if self.secret else browser()

    @property
    def signed_in(self) -> bool:
        """Whether the house must know who this is."""
        return self.who.signed_in

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"


def opens() -> list[str]:
    """Give everything that a key can open: every room, to read and to write."""
    return [f"{book.room}:{how}" for book in rulebooks for how in ("read", "write")]


def functions() -> Iterator[Function]:
    """Give every role in every kind of place: each Party and Partner, each institution, the whole dialogue."""
    for party in PARTIES:
        for role in INSIDE:
            places = INSTITUTIONS[party] if role is Role.CONTRIBUTOR else ("",)
            yield from (Function(role, party, place) for place in places)
    for partner in PARTNERS:
        yield Function(Role.PARTNER, partner)
    for role in Role:
        if role not in {*INSIDE, Role.PARTNER}:
            yield Function(role, WHOLE.get(role, DIALOGUE))


def resting() -> Iterator[Function]:
    """Give the functions that are held for a Party that takes no part."""
    for role in INSIDE:
        yield Function(role, RESTING, INSTITUTIONS[RESTING][0] if role is Role.CONTRIBUTOR else "")


def of_each_role() -> Iterator[Function]:
    """Give each role once, where the most lies that it opens."""
    for role in Role:
        scope = "GE" if role in INSIDE else PARTNERS[0] if role is Role.PARTNER else WHOLE.get(role, DIALOGUE)
        yield Function(role, scope, INSTITUTIONS["GE"][0] if role is Role.CONTRIBUTOR else "")


def people(soil: Soil) -> list[Asker]:
    """Make everybody, with a session and a key each; those whose account is closed had both before it was."""
    today = soil.at.date()
    made = [_asker(soil, one, "at work", today - YEARS, None) for one in functions()]
    made += [_asker(soil, one, "at rest", today - YEARS, None) for one in resting()]
    made += [_asker(soil, one, "expired", today - YEARS, today - timedelta(days=1)) for one in of_each_role()]
    made += [_asker(soil, one, "closed", today - YEARS, None) for one in of_each_role()]
    without = _person(soil, "without a function")
    made.append(Asker("without a function", "at work", Actor(without.pk, frozenset()), without))
    for asker in made:
        if asker.user is not None:
            asker.client.force_login(asker.user)
    soil.people = {
        who_is(one.role, one.scope, one.institution): asker.user
        for asker in made
        if asker.state in {"at work", "at rest"} and asker.user is not None
        for one in [_held(asker.user)]
        if one is not None
    }
    _close([asker for asker in made if asker.state == "closed"], soil.person("secretariat", SECRETARIAT), soil.at)
    return [Asker("nobody", "at work", NOBODY), *made]


def _held(user: User) -> Function | None:
    term = user.terms.first()
    return None if term is None else Function(Role(term.role), term.scope, term.institution)


def _person(soil: Soil, name: str) -> User:
    user = User.objects.create_user(f"{soil.mint()}@canary.example", None, name=f"{soil.mint.words()} {name}"[:120])
    keep_address(user)
    return user


def _asker(soil: Soil, function: Function, state: str, starts: date, ends: date | None) -> Asker:
    name = who_is(function.role, function.scope, function.institution)
    user = _person(soil, "")
    term = Term.objects.create(
        user=user, role=function.role, scope=function.scope, institution=function.institution, starts=starts
    )
    secret = ""
    if state != "at rest":  # whoever rests cannot make a key
        expires = soil.at + timedelta(days=30)
        secret = make_token(by=user, name=soil.mint.words(), allows=opens(), expires_at=expires, at=soil.at)[1]
    if ends is not None:
        term.ends = ends
        term.save()
    user = User.objects.get(pk=user.pk)  # without what was noted of the functions before
    held = frozenset({function}) if state == "at work" else frozenset()
    who = NOBODY if state == "closed" else Actor(user.pk, held)
    return Asker(name, state, who, user, secret, role=function.role)


def _close(askers: list[Asker], by: User, at: datetime) -> None:
    for asker in askers:
        if asker.user is not None:
            deactivate(asker.user, by=by, at=at)
