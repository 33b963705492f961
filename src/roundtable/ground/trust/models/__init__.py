"""People, the terms in which they hold functions, their keys, and the history of what was done."""

from roundtable.ground.trust.models.chains import Chained, Head, Statement, Tip
from roundtable.ground.trust.models.history import Entry, KeptTo
from roundtable.ground.trust.models.holds import Gone, Hold
from roundtable.ground.trust.models.invitations import Invitation
from roundtable.ground.trust.models.markings import Lowering, Marked
from roundtable.ground.trust.models.people import People, User
from roundtable.ground.trust.models.readings import Reading
from roundtable.ground.trust.models.roles import Role
from roundtable.ground.trust.models.terms import Term, TermQuerySet
from roundtable.ground.trust.models.tokens import Token
from roundtable.ground.trust.models.tries import SignInTry

__all__ = [
    "Chained",
    "Entry",
    "Gone",
    "Head",
    "Hold",
    "Invitation",
    "KeptTo",
    "Lowering",
    "Marked",
    "People",
    "Reading",
    "Role",
    "SignInTry",
    "Statement",
    "Term",
    "TermQuerySet",
    "Tip",
    "Token",
    "User",
]
