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
    Proof(
        "texts",
        _(
            "When a text is revised, no comment is lost or silently put elsewhere, and the redline shows what changed "
            "and hardly a word more."
        ),
        f"{HERE}.texts.run",
        world=World.NOTHING,
        on=(Database.SQLITE,),
        order=46,
    ),
    Proof(
        "word",
        _(
            "A Word file with the tracked changes of several authors gives back the new text when all are accepted and "
            "the old one when all are rejected, in our own reader and in LibreOffice."
        ),
        f"{HERE}.word.run",
        world=World.NOTHING,
        on=(Database.SQLITE,),
        needs=("soffice",),
        order=47,
    ),
)
