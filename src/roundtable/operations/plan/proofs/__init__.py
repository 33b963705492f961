"""What this room brings to the proofs: attempts to lose what people write in it, rows, and how addresses are asked."""

from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.public import BOTH, Proof, World

HERE = "roundtable.operations.plan.proofs"

PROOFS = (
    Proof(
        "no-loss",
        _(
            "What was acknowledged is there, once: through retries, two people at one text, killed servers and "
            "databases, a full disk and a power cut."
        ),
        f"{HERE}.no_loss.run",
        world=World.FOUNDED,
        short_on=BOTH,
        order=160,
    ),
)
