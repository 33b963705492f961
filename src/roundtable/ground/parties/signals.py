"""What this room announces, and the words for what happened."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.public import Happening
from roundtable.kernel.base.registry import Registry


@dataclass(frozen=True, slots=True)
class Panel:
    """What another room shows on the page of a Party or Partner: its place, its template, what the template needs.

    `context` gets the request and the code, and answers None where there is nothing that this reader may see.
    """

    order: int
    template: str
    context: Callable[[HttpRequest, str], Mapping[str, Any] | None]


panels: Registry[Panel] = Registry("parties.panels")


class Happened(StrEnum):
    """What happens in this room."""

    DIALOGUE_CHANGED = "parties.dialogue-changed"
    DESIGNATION_CHANGED = "parties.designation-changed"
    FACT_ADDED = "parties.fact-added"
    FACT_CHANGED = "parties.fact-changed"
    FACT_DELETED = "parties.fact-deleted"
    FACT_RESTORED = "parties.fact-restored"
    INSTITUTION_ADDED = "parties.institution-added"
    INSTITUTION_CHANGED = "parties.institution-changed"
    CARD_CHANGED = "parties.card-changed"
    STAKEHOLDER_ADDED = "parties.stakeholder-added"
    STAKEHOLDER_CHANGED = "parties.stakeholder-changed"
    STAKEHOLDER_DELETED = "parties.stakeholder-deleted"
    STAKEHOLDER_RESTORED = "parties.stakeholder-restored"


HAPPENINGS = (
    Happening(Happened.DIALOGUE_CHANGED, _("changed what the dialogue says of itself")),
    Happening(Happened.DESIGNATION_CHANGED, _("changed the designation")),
    Happening(Happened.FACT_ADDED, _("added a fact about taking part")),
    Happening(Happened.FACT_CHANGED, _("changed a fact about taking part")),
    Happening(Happened.FACT_DELETED, _("moved a fact about taking part to the bin")),
    Happening(Happened.FACT_RESTORED, _("took a fact about taking part out of the bin")),
    Happening(Happened.INSTITUTION_ADDED, _("added the institution")),
    Happening(Happened.INSTITUTION_CHANGED, _("changed the institution")),
    Happening(
        Happened.CARD_CHANGED,
        _("changed the contact card"),
        erased="the name of the person and what stood on the card are removed, the deed stays",
    ),
    Happening(Happened.STAKEHOLDER_ADDED, _("added the stakeholder")),
    Happening(Happened.STAKEHOLDER_CHANGED, _("changed the stakeholder")),
    Happening(Happened.STAKEHOLDER_DELETED, _("moved the stakeholder to the bin")),
    Happening(Happened.STAKEHOLDER_RESTORED, _("took the stakeholder out of the bin")),
)
