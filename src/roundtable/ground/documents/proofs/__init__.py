"""The proofs of this room: what silence decides, and what it does not."""

from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.public import Database, Proof, World

HERE = "roundtable.ground.documents.proofs"

PROOFS = (
    Proof(
        "silence",
        _(
            "A text under silence is adopted if and only if no valid objection arrived by the deadline, whatever the "
            "order of events, the zone, the change of clocks, and the moment at which anybody looks."
        ),
        f"{HERE}.silence.run",
        world=World.NOTHING,
        on=(Database.SQLITE,),
        order=45,
    ),
)
