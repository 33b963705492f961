"""Proofs about the installation as a whole: that it can be brought back, and brought up to date."""

from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.public import BOTH, Database, Proof, World

HERE = "roundtable.config.proofs"

PROOFS = (
    Proof(
        "notify-once",
        _("Whoever has to be told is told once, whatever dies in between; what was taken back is told to nobody."),
        f"{HERE}.notify_once.run",
        short_on=BOTH,
        order=170,
    ),
    Proof(
        "at-rest",
        _(
            "What is personal or restricted lies sealed: without the keys, which lie elsewhere, neither the database "
            "nor a file nor the log tells a word of it."
        ),
        f"{HERE}.at_rest.run",
        order=120,
    ),
    Proof(
        "rotate-erase",
        _(
            "The master key is changed while people work; whoever is erased is gone for good, also from yesterday's "
            "backup, and nobody else is."
        ),
        f"{HERE}.rotate_erase.run",
        order=130,
    ),
    Proof(
        "restore",
        _(
            "A backup taken while people work brings back every row and every file, byte for byte; "
            "a damaged one is refused."
        ),
        f"{HERE}.restore.run",
        short_on=BOTH,
        order=180,
    ),
    Proof(
        "second-wall",
        _("Where the program forgets whose rows it may give, the database gives none, and takes none."),
        f"{HERE}.walls.second_wall.run",
        on=(Database.POSTGRESQL,),
        short_on=(Database.POSTGRESQL,),
        needs=("pg_dump", "pg_restore"),
        weight=60,
        measures=True,
        order=115,
    ),
    Proof(
        "upgrade",
        _("Every release we ever made becomes today's version with all its data, while people go on reading."),
        f"{HERE}.upgrade.run",
        world=World.NOTHING,
        short_on=BOTH,
        weight=50,
        measures=True,
        order=190,
    ),
)
