"""The proofs of this room, which are about the whole house: every address, every file, every entry of the history."""

from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.domain.trials import Proof

HERE = "roundtable.ground.trust.proofs"

PROOFS = (
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
