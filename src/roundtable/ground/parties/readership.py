"""Who may read and change what stands at the table: everybody, but how people are reached those who take part."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.public import (
    Actor,
    Goes,
    Held,
    OfKind,
    Readership,
    Role,
    everybody,
    holds_in,
    nobody,
    one_of,
    participant,
    person_in,
    secretariat,
)
from roundtable.kernel.base.privacy import Basis, Personal


def speaks_for_the_party(who: Actor, thing: Any) -> bool:
    """The contact point of the Party to which a thing belongs."""
    return holds_in(who, str(thing.party_id), Role.CONTACT_POINT)


def reads_the_fact(who: Actor, fact: Any) -> bool:
    """Everybody; what lies in the bin is still told in the history of the Party, to those who take part."""
    return fact.deleted_at is None or participant(who, fact)


def names_stakeholders(who: Actor, stakeholder: Any) -> bool:
    """The secretariat, and the contact point or Partner that named the stakeholder."""
    named_by = str(stakeholder.party_id or "")
    return secretariat(who, stakeholder) or holds_in(who, named_by, Role.CONTACT_POINT, Role.PARTNER)


def reads_the_stakeholder(who: Actor, stakeholder: Any) -> bool:
    """Those who take part; in the bin, those who can take it out again."""
    if stakeholder.deleted_at is not None:
        return names_stakeholders(who, stakeholder)
    return participant(who, stakeholder)


def writes_the_card(who: Actor, card: Any) -> bool:
    """The secretariat, the contact point of the Party, and the person of whom the card tells."""
    own = card.user_id == who.user_id and any(function.scope == card.party_id for function in who.functions)
    return own or secretariat(who, card) or speaks_for_the_party(who, card)


READERSHIPS = (
    Readership(
        "parties.dialogue",
        {everybody: "name short_name purpose zone naming"},
        changes=secretariat,
        codes="zone",
    ),
    Readership(
        "parties.party",
        {
            everybody: "code kind iso3 designation designation_source footnote_mark footnote listed_as zone website",
        },
        changes=secretariat,
        codes="code iso3 footnote_mark zone",
    ),
    Readership("parties.participation", {reads_the_fact: "standing source note"}, changes=secretariat),
    Readership("parties.meetinginvitation", {everybody: "meeting source"}, changes=nobody),
    Readership(
        "parties.institution",
        {everybody: "code name kind website"},
        changes=one_of(secretariat, speaks_for_the_party),
        codes="code",
    ),
    Readership(
        "parties.contactcard",
        {one_of(participant, person_in("user_id")): "title phone speaks"},
        changes=writes_the_card,
    ),
    Readership(
        "parties.stakeholder",
        {reads_the_stakeholder: "name kind website about codes"},
        changes=names_stakeholders,
        codes="codes",
    ),
)

DEEDS = tuple(
    OfKind("trust.entry", model, reads=participant, changes=nobody)
    for model in (
        "parties.dialogue",
        "parties.party",
        "parties.institution",
        "parties.contactcard",
        "parties.stakeholder",
    )
)

HELD = (
    Held(
        model="parties.contactcard",
        whose="user_id",
        label=Personal(_("so that those who take part reach each other"), Basis.PUBLIC_TASK, keep_months=24),
        about="party_id institution_id title phone speaks demonstration",
        without={
            "row": _("the number to which the seal of the row is bound"),
            "revision": _("how often the card was changed"),
        },
        goes=Goes.ROW,
    ),
)
