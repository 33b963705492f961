"""What this room brings to the proofs: meetings in every stage, and how its addresses are asked."""
