"""What this room brings to the proofs: attempts to lose or to read unseen what people write, rows, addresses."""

from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.public import BOTH, Proof, World

HERE = "roundtable.operations.plan.proofs"

PROOFS = (
    Proof(
        "read-log",
        _(
            "Whoever reads what is restricted leaves exactly one entry in the log of reading, whichever way it was "
            "read; what was refused, and what is open to all, leaves none."
        ),
        f"{HERE}.read_log.run",
        order=75,
    ),
    Proof(
        "no-loss",
        _(
            "What was acknowledged is there, once: through retries, two people at one text, killed servers and "
            "databases, a full disk and a power cut."
        ),
        f"{HERE}.no_loss.run",
        world=World.FOUNDED,
        short_on=BOTH,
        weight=70,
        order=160,
    ),
)
