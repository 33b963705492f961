"""What this room brings to the proofs: datasets in every state, and how its addresses are asked."""
