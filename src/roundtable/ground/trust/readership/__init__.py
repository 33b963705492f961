"""Who may read and change what we keep. Rooms sign up what they say of their own tables; this room says it of people.

It also says it of the tables of the cellar and of libraries, since those know nothing of functions.
"""

from roundtable.ground.trust.domain.readership import OfKind, Readership, Rule
from roundtable.ground.trust.readership.common import (
    WHOLE_HOUSE,
    everybody,
    holds_in,
    nobody,
    one_of,
    only_when_asked,
    overseer,
    participant,
    person_in,
    secretariat,
)
from roundtable.ground.trust.readership.registry import (
    apart,
    faults,
    kinds,
    leavings,
    personal,
    plantings,
    readership_of,
    readerships,
    text_fields,
    ways,
    worded_fields,
)

__all__ = [
    "WHOLE_HOUSE",
    "OfKind",
    "Readership",
    "Rule",
    "apart",
    "everybody",
    "faults",
    "holds_in",
    "kinds",
    "leavings",
    "nobody",
    "one_of",
    "only_when_asked",
    "overseer",
    "participant",
    "person_in",
    "personal",
    "plantings",
    "readership_of",
    "readerships",
    "secretariat",
    "text_fields",
    "ways",
    "worded_fields",
]
