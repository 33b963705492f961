"""Verbs: everything that changes something in this room."""
