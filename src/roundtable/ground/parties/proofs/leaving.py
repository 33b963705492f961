"""In which forms the lists of the table leave."""

from typing import Any

from roundtable.ground.parties.exports.rows import group_names, kind_names
from roundtable.ground.parties.models import Institution, Stakeholder
from roundtable.ground.trust.public import Apart, Leaving, Told

DEMONSTRATION = "a page says it above its list, a file in a column or a note of its own"


def _group(value: str) -> dict[str, Any]:
    return {"group": group_names()[value]}


def _kind(value: str) -> dict[str, Any]:
    return {"kind": kind_names()[value]}


def _institution(value: str) -> dict[str, Any]:
    return {"kind": Institution.Kind(value).label}


def _stakeholder(value: str) -> dict[str, Any]:
    return {"kind": Stakeholder.Kind(value).label}


def _codes(value: list[str]) -> dict[str, Any]:
    return {"codes": ", ".join(value)}


LEAVINGS = (
    Leaving(
        name="parties",
        page="parties:list",
        files="download",
        questions=("q=ge", "group=partners", "day=2020-01-01"),
        told=(
            Told(
                address="api-1:parties",
                asks={"day": "on"},
                words={"group": _group, "kind": _kind, "standing_label": "standing"},
                bare={
                    "plain_name": "the name without the mark of its footnote; with it, it is the column of names",
                    "mark": "it stands behind the name, and before the footnote",
                    "standing": "the code of what `standing_label` says in words",
                },
            ),
        ),
    ),
    Leaving(name="parties.map", page="parties:map", shows="", drawn="parties:map-file"),
    Leaving(
        name="parties.institutions",
        page="parties:institutions",
        files="download",
        told=(
            Told(
                address="api-1:institutions",
                words={"kind": _institution, "party": "party_code", "party_name": "party"},
                bare={"demonstration": DEMONSTRATION},
            ),
        ),
    ),
    Leaving(
        name="parties.stakeholders",
        page="parties:stakeholders",
        files="download",
        told=(
            Told(
                address="api-1:stakeholders",
                words={"kind": _stakeholder, "party": "party_code", "party_name": "party", "codes": _codes},
                bare={"demonstration": DEMONSTRATION, "id": "the number in the address of its page"},
            ),
        ),
    ),
    Leaving(name="parties.party", page="parties:party", one=True, told=(Told(address="api-1:party"),)),
)

APART: tuple[Apart, ...] = ()
