"""Markings: every rendition of everything that bears one carries it; no copy stands below it; lowering takes two."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from roundtable.ground.trust import services
from roundtable.ground.trust.domain.marking import TIME_TO_CONFIRM, Marking, below
from roundtable.ground.trust.domain.renditions import Rendition, Specimen
from roundtable.ground.trust.domain.trials import Trial
from roundtable.ground.trust.models import Lowering, Marked, Role, Term, User
from roundtable.ground.trust.proofs.asking import browser
from roundtable.ground.trust.proofs.carrying import CARRIES
from roundtable.ground.trust.queries.markings import RENDITIONS, MarkedKind, marked, marking_address
from roundtable.kernel.base.errors import Told
from roundtable.kernel.base.scopes import DIALOGUE, SECRETARIAT
from roundtable.kernel.files.store import access

QUIET = frozenset({Marking.LIMITE, Marking.INSTITUTION})


@contextmanager
def _undone() -> Iterator[None]:
    """Take back what was done in here, so that every attempt begins with the same house."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _tried(attempt: Callable[[], object]) -> str:
    """Make an attempt, and give the refusal where there was one."""
    try:
        with transaction.atomic():
            attempt()
    except (Told, IntegrityError) as refusal:
        return str(refusal)
    return ""


def run(trial: Trial) -> None:
    """Look at every rendition of every kind under every marking; then try to get around each rule."""
    settings.ALLOWED_HOSTS = ["*"]
    settings.ROUNDTABLE_SECOND_FACTOR = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    _nothing_is_left_out(trial)
    seen: dict[str, int] = {}
    for kind in marked:
        specimens = list(_specimens(kind, trial))
        borne = {specimen.marking for specimen in specimens}
        trial.holds(borne >= set(kind.offers), f"{kind.model}: no specimen under {set(kind.offers) - borne}")
        for specimen in specimens:
            _carried(trial, kind, specimen, seen)
            _copied(trial, specimen)
            if specimen.thing is not None and kind.write is not None:
                _lowered_alone(trial, kind, specimen)
    for name in RENDITIONS:
        trial.holds(seen.get(name), f"no kind was looked at as {name}")
    trial.figure("kinds", len(marked))
    trial.figure("renditions", sum(seen.values()))


def _specimens(kind: MarkedKind, trial: Trial) -> Iterator[Specimen]:
    module, _dot, name = kind.specimens.rpartition(".")
    made: Iterator[Specimen] = getattr(import_module(module), name)(trial)
    return made


def _nothing_is_left_out(trial: Trial) -> None:
    """Every table with a marking of its own, and every purpose for which files are kept, says what it bears."""
    said = {kind.model for kind in marked}
    for model in _every_model(Marked):
        label = model._meta.label_lower
        trial.holds(label in said, f"{label} has a marking, and nobody signed it up in `trust.marked`")
    for rule in access:
        trial.holds(rule.marking.__name__ != "<lambda>", f"files kept for {rule.purpose} do not say what they bear")
    for kind in marked:
        trial.holds(set(kind.carries) <= set(RENDITIONS), f"{kind.model} names renditions that nobody knows")


def _every_model(base: type[models.Model]) -> Iterator[type[models.Model]]:
    for model in base.__subclasses__():
        yield from _every_model(model) if model._meta.abstract else [model]


def _carried(trial: Trial, kind: MarkedKind, specimen: Specimen, seen: dict[str, int]) -> None:
    for name in kind.carries:
        make = specimen.renditions.get(name)
        if make is None:
            continue
        told = f"{specimen.what} as {name}"
        with _undone():
            _look(trial, name, specimen, make(), told)
        seen[name] = seen.get(name, 0) + 1
    missing = set(kind.carries) - set(specimen.renditions) - set(seen)
    trial.holds(not missing, f"{specimen.what}: never shown as {sorted(missing)}")


def _look(trial: Trial, name: str, specimen: Specimen, rendition: Rendition, told: str) -> None:
    fault = CARRIES[name](rendition, str(specimen.marking))
    trial.holds(not fault, f"{told} does not carry {specimen.marking}: {fault}")
    if name in {"mail", "notice"} and specimen.marking in QUIET:
        words = rendition.subject.encode() + rendition.body
        trial.holds(specimen.canary.encode() not in words, f"{told} tells what is under {specimen.marking}")
    if name == "feed" and specimen.marking is not Marking.PUBLIC:
        trial.holds(specimen.canary.encode() not in rendition.body, f"{told} tells what is under {specimen.marking}")


def _copied(trial: Trial, specimen: Specimen) -> None:
    for how, attempt in specimen.copying:
        came: list[bool] = []
        with _undone():
            _tried(partial(_noted, came, attempt))
        trial.holds(not any(came), f"{specimen.what}: a copy below it was made by {how}")


def _noted(came: list[bool], attempt: Callable[[], bool]) -> None:
    came.append(attempt())


def _lowered_alone(trial: Trial, kind: MarkedKind, specimen: Specimen) -> None:
    """Every way in which one person might lower a marking; then the one in which two do."""
    for to in kind.offers:
        if not below(to, kind.bears(specimen.thing)):
            continue
        for how, attempt in _attempts(specimen, to):
            with _undone():
                refusal = _tried(attempt)
                now = kind.bears(_again(specimen.thing))
                trial.holds(
                    now is kind.bears(specimen.thing), f"{specimen.what} was lowered to {now} by {how} ({refusal})"
                )
        for how, attempt in specimen.lowering:
            with _undone():
                _tried(attempt)
                now = kind.bears(_again(specimen.thing))
                trial.holds(now is kind.bears(specimen.thing), f"{specimen.what} was lowered to {now} by {how}")
        with _undone():
            _two_people(trial, kind, specimen, to)


def _again(thing: Any) -> Any:
    return type(thing)._default_manager.get(pk=thing.pk)


def _attempts(  # noqa: C901 - a list of attempts
    specimen: Specimen, to: Marking
) -> Iterator[tuple[str, Any]]:
    thing, now = specimen.thing, timezone.now()
    one, other = people_for(thing.scope)

    def propose() -> Lowering:
        return services.propose_lowering(thing, to, "because", by=one, at=now)

    def same_account() -> None:
        services.confirm_lowering(propose(), thing, by=one, at=now)

    def same_account_read_again() -> None:
        services.confirm_lowering(propose(), thing, by=User.objects.get(pk=one.pk), at=now)

    def two_tabs() -> None:
        first, second = browser(), browser()
        first.force_login(one)
        second.force_login(one)
        address = marking_address(thing)
        first.post(address, {"do": "propose", "marking": to, "reason": "because"})
        second.post(address, {"do": "confirm"})

    def token() -> None:
        propose()
        _token, secret = services.make_token(
            by=one, name="proof", allows=["trust:write"], expires_at=now + timedelta(days=1), at=now
        )
        browser().post(marking_address(thing), {"do": "confirm"}, headers={"Authorization": f"Bearer {secret}"})

    def raising_downwards() -> None:
        services.raise_marking(thing, to, by=one, at=now)

    def dead() -> None:
        services.confirm_lowering(propose(), thing, by=other, at=now + TIME_TO_CONFIRM)

    def refused() -> None:
        proposal = propose()
        services.refuse_lowering(proposal, thing, by=other, at=now)
        services.confirm_lowering(proposal, thing, by=other, at=now)

    def in_the_table() -> None:
        proposal = propose()
        Lowering.objects.filter(pk=proposal.pk).update(decided_by=one, decided_at=now, confirmed=True)

    def stranger() -> None:
        proposal = propose()
        services.confirm_lowering(proposal, thing, by=_somebody("observer", Role.OBSERVER, "CH"), at=now)

    yield "the same account", same_account
    yield "the same account, read again", same_account_read_again
    yield "two tabs of one person", two_tabs
    yield "a token of the same person", token
    yield "raising downwards", raising_downwards
    yield "a dead proposal", dead
    yield "a refused proposal", refused
    yield "a row in the table", in_the_table
    yield "somebody without the right", stranger


def _two_people(trial: Trial, kind: MarkedKind, specimen: Specimen, to: Marking) -> None:
    """Where its sources allow it, two people can lower it: the proof would hold of a wall without a gate too."""
    thing, now = specimen.thing, timezone.now()
    one, other = people_for(thing.scope)
    if any(below(to, source) for source in kind.sources(thing)):
        return
    try:
        proposal = services.propose_lowering(thing, to, "because", by=one, at=now)
        services.confirm_lowering(proposal, thing, by=other, at=now)
    except Told as told:
        trial.broken(f"{specimen.what} could not be lowered to {to} by two people: {told}")
    else:
        trial.holds(kind.bears(_again(thing)) is to, f"{specimen.what} was not lowered to {to} by two people")


def people_for(scope: str) -> tuple[User, User]:
    """Give two people who may propose and confirm for a scope."""
    office = _somebody("second", Role.SECRETARIAT, SECRETARIAT)
    if scope in {SECRETARIAT, DIALOGUE}:
        return _somebody("first", Role.SECRETARIAT, SECRETARIAT), office
    return _somebody(f"speaker-{scope}", Role.CONTACT_POINT, scope), office


def _somebody(name: str, role: Role, scope: str) -> User:
    person, made = User.objects.get_or_create(email=f"{name.casefold()}@proof.example", defaults={"name": name})
    if made:
        Term.objects.create(user=person, role=role, scope=scope, starts=timezone.now().date())
    return person
