"""Verbs: everything that changes something in this room."""

from roundtable.ground.trust.services.history import remember
from roundtable.ground.trust.services.tokens import note_use

__all__ = ["note_use", "remember"]
