"""What this room announces, and what happens in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.http import HttpRequest

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
