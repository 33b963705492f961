"""What people say about an activity, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from roundtable.operations.plan.domain.activity.stage import Stage
from roundtable.operations.plan.domain.shares import STEP


@dataclass(frozen=True, slots=True)
class ShareOf:
    """How much of the activity, in percent, serves the action with this code."""

    action: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Promise:
    """What a source of money promised and paid, in euro."""

    source: str
    pledged: Decimal
    paid: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Attached:
    """A document: a link, or the number of a stored file."""

    title: str
    link: str = ""
    file_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that people say about an activity. Parties, actions and issues are named by their codes."""

    title: str
    kind: str
    lead: str
    stage: str = Stage.PLANNED
    audience: str = "parties"
    reference: str = ""
    about: str = ""
    partners: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    starts: date | None = None
    ends: date | None = None
    place: str = ""
    online: bool = False
    budget: Decimal | None = None
    spent: Decimal | None = None
    issues: tuple[str, ...] = ()
    outputs: str = ""
    shares: tuple[ShareOf, ...] = ()
    fundings: tuple[Promise, ...] = ()
    documents: tuple[Attached, ...] = ()

    def plain(self) -> dict[str, Any]:
        """The facts as values that JSON can carry; equal facts give equal values, whatever their order was."""
        return {
            "title": self.title,
            "kind": str(self.kind),
            "stage": str(self.stage),
            "audience": str(self.audience),
            "reference": self.reference,
            "about": self.about,
            "lead": self.lead,
            "partners": sorted(self.partners),
            "participants": sorted(self.participants),
            "starts": self.starts.isoformat() if self.starts else None,
            "ends": self.ends.isoformat() if self.ends else None,
            "place": self.place,
            "online": self.online,
            "budget": money_text(self.budget),
            "spent": money_text(self.spent),
            "issues": sorted(self.issues),
            "outputs": self.outputs,
            "shares": {share.action: money_text(share.percent) for share in sorted(self.shares, key=_by_action)},
            "fundings": [[one.source, money_text(one.pledged), money_text(one.paid)] for one in self.fundings],
            "documents": [[one.title, one.link, one.file_id] for one in self.documents],
        }


FIELDS: Final = tuple(Facts.__dataclass_fields__)


def _by_action(share: ShareOf) -> str:
    return share.action


def money_text(amount: Decimal | None) -> str | None:
    """An amount with two decimals, or None where nothing was said."""
    return None if amount is None else str(amount.quantize(STEP))


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The names of the fields in which two sets of plain facts differ, in the order of the form."""
    return [name for name in FIELDS if before.get(name) != after.get(name)]


def number_text(number: Decimal) -> str:
    """A number without needless zeros: 33.5, 40, 0.01."""
    text = f"{number.quantize(STEP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
