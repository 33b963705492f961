"""Questions: everything that this room reads."""

from roundtable.ground.trust.queries.history import Line, history_of
from roundtable.ground.trust.queries.people import holders, names_of, people_visible_to
from roundtable.ground.trust.queries.tokens import token_shown

__all__ = ["Line", "history_of", "holders", "names_of", "people_visible_to", "token_shown"]
