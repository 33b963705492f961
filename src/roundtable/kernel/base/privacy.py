"""Why a personal field is there and when it goes."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise


class Basis(StrEnum):
    """The legal basis on which personal data is held (Article 6 GDPR's own list, as far as it serves here)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_DUTY = "legal duty"
    PUBLIC_TASK = "public task"
    LEGITIMATE_INTEREST = "legitimate interest"


@dataclass(frozen=True, slots=True)
class Personal:
    """The label of a personal field, declared in a model's inner class `Privacy` under the field's name."""

    purpose: str | Promise
    basis: Basis
    keep_months: int
    """Months after the person's last term or last use; then the field is erased."""
