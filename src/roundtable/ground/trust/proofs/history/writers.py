"""Many who write at once: each in a process of its own, some into several chains at a time."""

import os
import random
import subprocess
import sys
from collections import Counter

from django.db import transaction
from django.utils import timezone

from roundtable.ground.trust.domain.trials import Trial
from roundtable.ground.trust.models import Entry
from roundtable.ground.trust.queries.chains import verified
from roundtable.ground.trust.services.chain import append
from roundtable.kernel.base.walls.reach import looking_across

SCOPES = ("writers-a", "writers-b", "writers-c")
SHORT, LONG = (4, 25), (8, 250)
"""Writers, and deeds of each."""


def run(trial: Trial) -> None:
    """Let them write, then look: no number twice, none left out, nothing lost."""
    writers, deeds = LONG if trial.long else SHORT
    begin = f"import django; django.setup(); from {__name__} import begin; begin()"
    command = [sys.executable, "-c", begin]
    running = [
        subprocess.Popen([*command, str(trial.seed + number), str(deeds)], env=os.environ)  # noqa: S603 - ourselves
        for number in range(writers)
    ]
    trial.holds(all([one.wait() == 0 for one in running]), "a writer failed")  # noqa: C419 - wait for every one
    written = Entry.objects.filter(scope__in=SCOPES)
    wanted = sum(
        (planned(trial.seed + number, deeds) for number in range(writers)),
        Counter[str](),
    )
    found = Counter(written.values_list("scope", flat=True))
    trial.holds(found == wanted, f"written were {dict(wanted)}, kept {dict(found)}")
    for scope in SCOPES:
        numbers = list(written.filter(scope=scope).order_by("number").values_list("number", flat=True))
        trial.holds(numbers == list(range(1, len(numbers) + 1)), f"{scope}: a gap, or a number twice")
    report = verified(chains=[f"history:{scope}" for scope in SCOPES])
    trial.holds(not report.wrong, f"after many wrote at once: {report.wrong[:3]}")
    trial.tried(sum(wanted.values()))
    trial.figure("writers x deeds at once", f"{writers} x {deeds}")


def planned(seed: int, deeds: int) -> Counter[str]:
    """Say how many entries a writer writes into each chain."""
    return Counter(scope for scopes in _plan(seed, deeds) for scope in scopes)


def _plan(seed: int, deeds: int) -> list[list[str]]:
    chance = random.Random(seed)  # noqa: S311 - repeatable trials, no secrets
    return [chance.sample(SCOPES, chance.choice([1, 1, 1, 2, 3])) for _number in range(deeds)]


@looking_across("a proof writes for everybody at once")
def write(seed: int, deeds: int) -> None:
    """Write what was planned: each deed in one transaction, whatever the number of its chains."""
    for number, scopes in enumerate(_plan(seed, deeds)):
        with transaction.atomic():
            append(
                [
                    Entry(
                        at=timezone.now(),
                        happened="trust.changed-account",
                        kind="trust.user",
                        object_id=str(seed),
                        label=f"{number}",
                        scope=scope,
                        kept_to="all",
                    )
                    for scope in scopes
                ]
            )


def begin() -> None:
    """Write what the command line says."""
    write(int(sys.argv[1]), int(sys.argv[2]))
