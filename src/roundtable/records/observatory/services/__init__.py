"""Verbs: everything that this room changes."""
