"""What the portal brings to the proofs: how its addresses, and those of the interface, are asked for."""
