"""Receptionists of this room: they understand the question, ask the right person, hand over the answer."""
