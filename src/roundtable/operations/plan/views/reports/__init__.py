"""Pages of reporting: rounds, the desk of a Party, the report of an action, review."""

from roundtable.operations.plan.views.reports.autosave import autosave_view
from roundtable.operations.plan.views.reports.bin import report_bin, restore_evidence_view, restore_report_view
from roundtable.operations.plan.views.reports.corrections import (
    ask_correction_view,
    correct_view,
    decide_correction_view,
)
from roundtable.operations.plan.views.reports.deeds import (
    add_evidence_view,
    assign_view,
    delete_evidence_view,
    leave_note_view,
    move_view,
)
from roundtable.operations.plan.views.reports.desk import begin_view, desk_view, many_view, report_list
from roundtable.operations.plan.views.reports.page import report_view
from roundtable.operations.plan.views.reports.review import accept_many_view, review_list, review_view
from roundtable.operations.plan.views.reports.rounds import round_list, round_view

__all__ = [
    "accept_many_view",
    "add_evidence_view",
    "ask_correction_view",
    "assign_view",
    "autosave_view",
    "begin_view",
    "correct_view",
    "decide_correction_view",
    "delete_evidence_view",
    "desk_view",
    "leave_note_view",
    "many_view",
    "move_view",
    "report_bin",
    "report_list",
    "report_view",
    "restore_evidence_view",
    "restore_report_view",
    "review_list",
    "review_view",
    "round_list",
    "round_view",
]
