"""How the addresses of the table are asked for."""

from typing import Any

from roundtable.ground.parties.readership import names_stakeholders, reads_the_stakeholder
from roundtable.ground.trust.public import Actor, Way

FORMS = ("csv", "json", "svg", "png", "html", "pdf")
PARTY, STAKEHOLDER, FACT = "parties.party", "parties.stakeholder", "parties.participation"


def _code(row: Any) -> dict[str, Any]:
    return {"code": row.code}


def _fact(fact: Any) -> dict[str, Any]:
    return {"code": fact.party_id, "pk": fact.pk}


def _card(card: Any) -> dict[str, Any]:
    return {"code": card.party_id, "user_id": card.user_id}


def _kept(who: Actor, fact: Any) -> bool:
    """A fact in the bin is asked for at its way out of it alone; that it is there, whoever takes part may know."""
    return fact.deleted_at is None or bool(who.functions)


WAYS = (
    Way("parties:map-file", values=[{"form": form} for form in FORMS]),
    Way("parties:institution", "parties.institution", _code),
    Way("parties:institution-change", "parties.institution", _code),
    Way("parties:institution-new", PARTY, _code),
    Way("parties:stakeholder", STAKEHOLDER, sees=reads_the_stakeholder),
    Way("parties:stakeholder-change", STAKEHOLDER, sees=reads_the_stakeholder),
    Way("parties:stakeholder-delete", STAKEHOLDER, sees=reads_the_stakeholder),
    Way("parties:stakeholder-restore", STAKEHOLDER, sees=names_stakeholders),
    Way("parties:party", PARTY, _code),
    Way("parties:designation", PARTY, _code),
    Way("parties:facts", PARTY, _code),
    Way("parties:fact", FACT, _fact, sees=_kept),
    Way("parties:fact-delete", FACT, _fact, sees=_kept),
    Way("parties:fact-restore", FACT, _fact, sees=_kept),
    Way("parties:card", "parties.contactcard", _card),
    Way("api-1:party", PARTY, _code),
)
