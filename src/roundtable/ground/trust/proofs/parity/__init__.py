"""Export parity: whatever leaves in a file, a feed or an answer to a machine stands on the page, and the reverse."""

from roundtable.ground.trust.proofs.parity.trying import run

__all__ = ["run"]
