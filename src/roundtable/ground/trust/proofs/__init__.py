"""The proofs of this room, which are about the whole house: every address, every file, every entry of the history."""

from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.domain.trials import Database, Proof, World

HERE = "roundtable.ground.trust.proofs"

PROOFS = (
    Proof(
        "isolation",
        _(
            "Whatever anybody asks for, in whatever way, they meet nothing that is not theirs to read, and change "
            "nothing that is not theirs to change."
        ),
        f"{HERE}.isolation.run",
        world=World.FOUNDED,
        weight=110,
        order=10,
    ),
    Proof(
        "existence",
        _(
            "What somebody may not see is answered exactly as what does not exist, with as many questions to the "
            "database; a search tells nothing either."
        ),
        f"{HERE}.existence.run",
        world=World.FOUNDED,
        weight=55,
        order=15,
    ),
    Proof(
        "export-parity",
        _(
            "Whatever leaves in a file, a feed or an answer to a machine stands on the page of the same person, cell "
            "by cell, with the same filters and in the same order; and whatever the page lists leaves."
        ),
        f"{HERE}.parity.run",
        world=World.FOUNDED,
        order=20,
    ),
    Proof(
        "inert",
        _("No cell that leaves in a spreadsheet is a formula, whatever was typed into it; and numbers stay numbers."),
        f"{HERE}.inert.run",
        world=World.NOTHING,
        on=(Database.SQLITE,),
        order=40,
    ),
    Proof(
        "files",
        _(
            "A file is given to those whom its record allows, cannot act in anybody's browser, and does not tell who "
            "made it, where and how."
        ),
        f"{HERE}.files.run",
        on=(Database.SQLITE,),
        order=50,
    ),
    Proof(
        "sign-in",
        _(
            "Nobody comes in without the second factor that their function needs; guessing, replaying and forged links "
            "lead nowhere, and a closed account is shut out at once."
        ),
        f"{HERE}.sign_in.run",
        on=(Database.SQLITE,),
        measures=True,
        order=60,
    ),
    Proof(
        "history",
        _(
            "What was remembered cannot be changed unseen, not even by whoever rules the database: each entry before "
            "the last signed head that somebody else holds is as it was written."
        ),
        f"{HERE}.history.run",
        world=World.FOUNDED,
        order=70,
    ),
    Proof(
        "access",
        _(
            "Whoever asks what is held about them is told all of it, and nothing of anybody else; what the secretariat "
            "is told for somebody stands in the log of reading."
        ),
        f"{HERE}.access.run",
        world=World.FOUNDED,
        order=80,
    ),
    Proof(
        "markings",
        _(
            "Whatever bears a handling marking carries it in every form; nothing made from it stands below it; no one "
            "person lowers it, and no mail or notice tells what is restricted."
        ),
        f"{HERE}.markings.run",
        order=100,
    ),
    Proof(
        "egress",
        _("The platform calls nobody outside but those on its list, and nobody can talk it into its own network."),
        f"{HERE}.egress.run",
        on=(Database.SQLITE,),
        order=110,
    ),
    Proof(
        "headers",
        _(
            "Every answer carries the headers that keep scripts, frames and caches of strangers away; whoever is "
            "signed in leaves nothing in a cache."
        ),
        f"{HERE}.headers.run",
        order=150,
    ),
)
