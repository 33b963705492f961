"""The history: whoever changes what was remembered is found, database in hand or not; and writers make no fork."""

import json
import time
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from roundtable.ground.trust.domain.chain import Family, chain_of
from roundtable.ground.trust.domain.heads import Held, fingerprint, read
from roundtable.ground.trust.domain.trials import Trial
from roundtable.ground.trust.models import Entry, User
from roundtable.ground.trust.proofs.history import database, writers
from roundtable.ground.trust.proofs.history.tampering import BEFORE, SCOPES, TAIL, TAMPERINGS, Copy
from roundtable.ground.trust.queries.chains import kept_statements, links_of, tip_of, verified
from roundtable.ground.trust.queries.heads import as_file
from roundtable.ground.trust.queries.public_keys import public_keys
from roundtable.ground.trust.services.chain import append
from roundtable.ground.trust.services.heads import publish
from roundtable.ground.trust.services.history import remember
from roundtable.ground.trust.services.signing import rotate
from roundtable.ground.trust.signals import Happened

SHORT, LONG = 2_000, 10_000
ROUNDS, EACH = 15, 20
"""Of the price: rounds of each way, and entries in each."""


def run(trial: Trial) -> None:
    """Write, sign, tamper, and look whether it is found."""
    person = User.objects.create_user("history@proof.example", name="Somebody")
    _write(trial, person, BEFORE)
    publish(at=timezone.now())
    statement = publish(at=timezone.now() + timedelta(hours=1))[0]
    held = [*read(json.dumps(as_file(statement, None))), *read(json.dumps(as_file(statement)))]
    _write(trial, person, TAIL)
    whole = _copied(held)
    chains = sorted(whole.links)
    trial.holds(whole.wrong(chains) == 0, "what nobody touched is said to be wrong")
    _in_memory(trial, whole)
    _in_the_tail(trial, whole)
    database.tamper(trial, held)
    database.guards(trial)
    database.command(trial, statement)
    _keys(trial, held)
    writers.run(trial)
    _price(trial, person)


def _write(trial: Trial, person: User, entries: int) -> None:
    for scope in SCOPES:
        for number in range(entries):
            remember(
                Happened.CHANGED_ACCOUNT,
                by=person,
                on=person,
                scope=scope,
                before={"name": f"{trial.chance.random()}"},
                after={"name": f"Name {number}"},
            )


def _copied(held: list[Held]) -> Copy:
    chains = [chain_of(Family.HISTORY, scope) for scope in SCOPES]
    return Copy(
        {chain: list(links_of(chain)) for chain in chains},
        {chain: tip_of(chain) for chain in chains},
        list(kept_statements()),
        {key.fingerprint: key.public for key in public_keys()},
        held,
    )


def _in_memory(trial: Trial, whole: Copy) -> None:
    """Tamper with what stands before the signed head; whatever was done has to be found."""
    names = list(TAMPERINGS)
    for number in range(LONG if trial.long else SHORT):
        name, copy = names[number % len(names)], whole.again()
        chain, place = trial.chance.choice(sorted(copy.links)), trial.chance.randrange(BEFORE)
        TAMPERINGS[name](trial, copy, chain, place)
        if trial.chance.random() < 1 / 2:  # whoever holds the database removes what was signed here
            copy.statements = copy.statements if "swapped" in name else []
        if not copy.statements:
            copy.held = [one for one in copy.held if one.heads]
        trial.holds(copy.wrong(sorted(copy.links)) > 0, f"not found: {name}, {chain}, entry {place + 1}")
    trial.figure("tamperings before the head", LONG if trial.long else SHORT)


def _in_the_tail(trial: Trial, whole: Copy) -> None:
    """Tamper after the signed head, all hashes made anew: not vouched for, so it is counted, not promised."""
    found, tries = 0, 200
    for _number in range(tries):
        copy, name = whole.again(), trial.chance.choice(["flip, all hashes made anew", "cut", "drop, all made anew"])
        chain = trial.chance.choice(sorted(copy.links))
        TAMPERINGS[name](trial, copy, chain, BEFORE + trial.chance.randrange(TAIL))
        found += copy.wrong([chain]) > 0
    trial.figure("tamperings in the open tail, by somebody who makes every hash anew: found", f"{found} of {tries}")


def _keys(trial: Trial, held: list[Held]) -> None:
    """With a new key, what the old one signed still counts, and the new one is introduced by it."""
    before = public_keys()[-1]
    made = rotate(at=timezone.now())
    publish(at=timezone.now() + timedelta(hours=2))
    now = public_keys()
    trial.holds(now[-1].fingerprint == fingerprint(made.public_key().public_bytes_raw()), "the new key is not shown")
    trial.holds(now[-1].follows and now[-2] == before, "the new key is not introduced by the one before")
    report = verified(held)
    trial.holds(not report.wrong, f"after the key was changed: {report.wrong[:3]}")
    trial.holds(report.open == 0, "what was signed with the new key is not vouched for")


def _price(trial: Trial, person: User) -> None:
    """Say what the chain costs: the same entry with its place in the chain, and without; the best of many rounds."""
    best = {True: float("inf"), False: float("inf")}
    for number in range(ROUNDS * 2):
        with transaction.atomic():
            started = time.perf_counter()
            for place in range(EACH):
                _one(person, place, linked=bool(number % 2))
            best[bool(number % 2)] = min(best[bool(number % 2)], (time.perf_counter() - started) * 1000 / EACH)
            transaction.set_rollback(True)
    trial.figure("one entry, in ms: with its chain", round(best[True], 2))
    trial.figure("one entry, in ms: without", round(best[False], 2))
    started = time.perf_counter()
    entries = sum(chain.entries for chain in verified().chains)
    trial.figure("entries verified in a second", round(entries / (time.perf_counter() - started)))


def _one(person: User, place: int, *, linked: bool) -> None:
    entry = Entry(
        at=timezone.now(),
        by=person,
        happened=str(Happened.CHANGED_ACCOUNT),
        kind="trust.user",
        object_id=str(person.pk),
        label="x",
        scope="price",
        after={"name": "x"},
        kept_to="all",
    )
    if linked:
        append([entry])
        return
    entry.number, entry.written_at = place, entry.at
    entry.save(force_insert=True)
