"""Rows and drawings that leave as pages, files and API answers: one declaration for all."""

from roundtable.ground.parties.exports.map import parties_map
from roundtable.ground.parties.exports.rows import (
    Named,
    assumed_note,
    group_names,
    group_of,
    institution_address,
    institutions_listing,
    notes_for,
    parties_table,
    party_choices,
    placed,
    sitting,
    stakeholder_address,
    stakeholders_listing,
)

__all__ = [
    "Named",
    "assumed_note",
    "group_names",
    "group_of",
    "institution_address",
    "institutions_listing",
    "notes_for",
    "parties_map",
    "parties_table",
    "party_choices",
    "placed",
    "sitting",
    "stakeholder_address",
    "stakeholders_listing",
]
