"""Verbs: everything that changes something in this room."""

from roundtable.ground.parties.services.government import (
    add_institution,
    add_stakeholder,
    change_institution,
    change_stakeholder,
    delete_stakeholder,
    keep_card,
    restore_stakeholder,
)
from roundtable.ground.parties.services.table import (
    add_fact,
    change_designation,
    change_dialogue,
    change_fact,
    delete_fact,
    restore_fact,
)

__all__ = [
    "add_fact",
    "add_institution",
    "add_stakeholder",
    "change_designation",
    "change_dialogue",
    "change_fact",
    "change_institution",
    "change_stakeholder",
    "delete_fact",
    "delete_stakeholder",
    "keep_card",
    "restore_fact",
    "restore_stakeholder",
]
