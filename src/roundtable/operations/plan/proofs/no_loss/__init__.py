"""No loss: a model beside the real thing, killed servers and databases, a full disk, a power cut; then count."""

from contextlib import ExitStack

from django.db import connection

from roundtable.ground.trust.public import Trial
from roundtable.operations.plan.proofs.no_loss import cluster, full_disk, killing, machine, power_cut
from roundtable.operations.plan.proofs.no_loss.stage import prepare

ROUNDS_SHORT, ROUNDS_LONG = 5, 200
WANTED_LONG = 10_000


def run(trial: Trial) -> None:
    """Try to lose what people write, in each way by itself."""
    with ExitStack() as stack:
        server = None
        if connection.vendor == "postgresql":
            # The server of this machine is not ours to kill: everything happens in one of our own.
            server = cluster.of_our_own(trial, stack)
        stage = prepare(trial)
        machine.run(trial, stage)
        killing.run(
            trial, stage, server, rounds=ROUNDS_LONG if trial.long else ROUNDS_SHORT, wanted=WANTED_LONG * trial.long
        )
        full_disk.run(trial, stage, server)
        if connection.vendor == "sqlite":
            power_cut.run(trial)
