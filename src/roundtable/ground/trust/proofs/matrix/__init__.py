"""The matrix of proofs: everybody asks everything, and what comes is held against what rooms said of their fields."""
