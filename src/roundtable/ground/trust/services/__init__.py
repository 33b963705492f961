"""Verbs: everything that changes something in this room."""

from roundtable.ground.trust.services.history import remember

__all__ = ["remember"]
