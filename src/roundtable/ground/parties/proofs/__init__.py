"""What this room brings to the proofs: institutions, cards, stakeholders and facts, and how its addresses are asked."""
