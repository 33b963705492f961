"""Who may read and change what we keep of people, their functions, their keys and their deeds."""

from typing import Any

from roundtable.ground.trust.domain.chain import scope_of
from roundtable.ground.trust.domain.readership import OfKind, Readership
from roundtable.ground.trust.models import Role, Term, User
from roundtable.ground.trust.readership.common import (
    WHOLE_HOUSE,
    everybody,
    holds_in,
    nobody,
    one_of,
    overseer,
    participant,
    person_in,
    secretariat,
)
from roundtable.ground.trust.readership.registry import as_its_room_says
from roundtable.ground.trust.rules import Actor

INSIDE = frozenset({Role.CONTACT_POINT, Role.CONTRIBUTOR, Role.SENIOR_OFFICIAL})
"""The functions that a Party fills by itself."""


def _terms(person: User) -> list[Term]:
    return list(person.terms.all())


def oneself(who: Actor, person: User) -> bool:
    """The person whose account it is."""
    return who.user_id is not None and who.user_id == person.pk


def knows_the_name(who: Actor, person: User) -> bool:
    """Those who take part see by name who did what; the others see nobody's name but their own."""
    return participant(who, person) or oneself(who, person)


def knows_the_address(who: Actor, person: User) -> bool:
    """Oneself, the overseers, the contact point of a Party in which the person ever worked.

    And whoever takes part, while the person is reached for a Party or Partner.
    """
    if oneself(who, person) or overseer(who, person):
        return True
    terms = _terms(person)
    if any(holds_in(who, term.scope, Role.CONTACT_POINT) for term in terms):
        return True
    reached = person.is_active and any(term.scope not in WHOLE_HOUSE and term.ends is None for term in terms)
    return reached and participant(who, person)


def decides_on_the_marking(who: Actor, proposal: Any) -> bool:
    """The secretariat, and those who speak for the Party or Partner whose thing it is."""
    speakers = (Role.CONTACT_POINT, Role.SENIOR_OFFICIAL, Role.PARTNER)
    return secretariat(who, proposal) or holds_in(who, proposal.scope, *speakers)


def keeps_the_account(who: Actor, person: User) -> bool:
    """Oneself, the secretariat, and the contact point of the only Party in which the person ever worked."""
    if oneself(who, person) or secretariat(who, person):
        return True
    scopes = {term.scope for term in _terms(person)}
    return len(scopes) == 1 and holds_in(who, scopes.pop(), Role.CONTACT_POINT)


def fills_the_function(who: Actor, thing: Any) -> bool:
    """The secretariat every function, a contact point those inside the own Party."""
    return secretariat(who, thing) or (thing.role in INSIDE and holds_in(who, thing.scope, Role.CONTACT_POINT))


def sees_the_invitation(who: Actor, invitation: Any) -> bool:
    """The overseers, and the contact point of the Party into which somebody is invited."""
    return overseer(who, invitation) or holds_in(who, invitation.scope, Role.CONTACT_POINT)


def ends_the_key(who: Actor, token: Any) -> bool:
    """Its owner; and whoever may close the owner's account, or hand over what the owner does."""
    if token.user_id == who.user_id or keeps_the_account(who, token.user):
        return True
    return any(fills_the_function(who, term) for term in _terms(token.user))


def knows_the_head(who: Actor, head: Any) -> bool:
    """The overseers, and those who take part for the scope whose chain it is: its number tells how much they do."""
    return overseer(who, head) or any(function.scope == scope_of(head.chain) for function in who.functions)


def knows_the_reading(who: Actor, reading: Any) -> bool:
    """The auditor, and those who answer for the Party whose words were read."""
    auditor = any(function.role == Role.AUDITOR for function in who.functions)
    return auditor or holds_in(who, reading.scope, Role.CONTACT_POINT, Role.SENIOR_OFFICIAL)


reads_the_entry, _ = as_its_room_says("trust.entry", "kind")

PEOPLE = (
    Readership(
        "trust.user",
        {knows_the_name: "name", knows_the_address: "email", nobody: "password", oneself: "language timezone"},
        changes=keeps_the_account,
        codes="password language timezone",
    ),
    Readership(
        "trust.term",
        {participant: "role scope institution"},
        changes=fills_the_function,
        codes="scope institution",
    ),
    Readership(
        "trust.invitation",
        {sees_the_invitation: "email name role scope institution", nobody: "secret_hash"},
        changes=fills_the_function,
        codes="scope institution secret_hash",
    ),
    Readership(
        "trust.token",
        # The name stands in the history too, so that an overseer can tell which key was made and revoked.
        {one_of(person_in("user_id"), overseer): "name prefix", person_in("user_id"): "allows", nobody: "secret_hash"},
        changes=ends_the_key,
        codes="prefix allows secret_hash",
    ),
    Readership(
        "trust.lowering",
        {decides_on_the_marking: "reason", one_of(overseer, decides_on_the_marking): "kind object_id scope was to"},
        changes=decides_on_the_marking,
        codes="kind object_id scope",
    ),
    Readership("trust.hold", {overseer: "reason"}, changes=secretariat),
    Readership("trust.gone", {overseer: "table what"}, changes=nobody, codes="table what"),
    Readership("trust.signintry", {nobody: "key_hash"}, changes=everybody, codes="key_hash"),
    Readership(
        "trust.entry",
        {
            one_of(overseer, reads_the_entry): "happened kind object_id label scope kept_to",
            reads_the_entry: "before after",
            # Told in signed heads, to those who may know these.
            nobody: "previous hash",
        },
        changes=nobody,
        makes=everybody,
        # The label is how the thing was called: whoever may read that name where it stands may read it here.
        codes="happened kind object_id label scope kept_to previous hash",
    ),
    Readership(
        "trust.reading",
        {
            knows_the_reading: "kind object_id label scope way purpose",
            nobody: "previous hash",
        },
        changes=nobody,
        makes=everybody,
        codes="kind object_id label scope previous hash",
    ),
    # Whoever does a deed moves the end of its chain.
    Readership("trust.tip", {nobody: "chain hash"}, changes=everybody, makes=everybody, codes="chain hash"),
    Readership("trust.statement", {everybody: "leaves key signature"}, changes=nobody, codes="leaves key signature"),
    Readership("trust.head", {knows_the_head: "chain hash nonce"}, changes=nobody, codes="chain hash nonce"),
)

DEEDS = tuple(
    OfKind("trust.entry", model, reads=overseer, changes=nobody)
    for model in ("trust.user", "trust.term", "trust.invitation", "trust.token")
)
