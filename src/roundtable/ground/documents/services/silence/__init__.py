"""Put a text under silence, record what happens, and certify what came of it.

Nothing here decides what comes of a procedure: events are recorded at the instant of their receipt, and
`domain/silence.py` says what follows from them.
"""

from roundtable.ground.documents.services.silence.course import (
    Speaking,
    acknowledge,
    adopted_by,
    break_silence,
    certify,
    idle_words,
    minute_of,
    note_change,
    note_reminded,
    steer,
    withdraw_break,
)
from roundtable.ground.documents.services.silence.opening import Opening, all_parties, deadline_read, open_silence

__all__ = [
    "Opening",
    "Speaking",
    "acknowledge",
    "adopted_by",
    "all_parties",
    "break_silence",
    "certify",
    "deadline_read",
    "idle_words",
    "minute_of",
    "note_change",
    "note_reminded",
    "open_silence",
    "steer",
    "withdraw_break",
]
