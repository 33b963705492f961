"""Bring a text of the plan into force: first the project's own frame, then each adopted or revised text."""

from roundtable.operations.plan.services.frame.bringing_in import bring_in
from roundtable.operations.plan.services.frame.days import Days, days_of, default_day
from roundtable.operations.plan.services.frame.own import carry_own_frame
from roundtable.operations.plan.services.frame.proposal import NeedsConfirmation, Proposal, propose, told
from roundtable.operations.plan.services.frame.titles import retitle

__all__ = [
    "Days",
    "NeedsConfirmation",
    "Proposal",
    "bring_in",
    "carry_own_frame",
    "days_of",
    "default_day",
    "propose",
    "retitle",
    "told",
]
