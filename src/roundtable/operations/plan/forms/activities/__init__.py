"""What people may say about an activity: one form for the facts, and rows for shares, money and documents."""

from roundtable.operations.plan.forms.activities.entry import MORE_ROWS, MOST_ROWS, SPARE_ROWS, Entry
from roundtable.operations.plan.forms.activities.fields import ActivityForm, Choices, Offered
from roundtable.operations.plan.forms.activities.rows import (
    KEPT_FILE,
    KEPT_FILE_SECONDS,
    DocumentRow,
    FundingRow,
    ShareRow,
    signed_file,
    unsigned,
)

__all__ = [
    "KEPT_FILE",
    "KEPT_FILE_SECONDS",
    "MORE_ROWS",
    "MOST_ROWS",
    "SPARE_ROWS",
    "ActivityForm",
    "Choices",
    "DocumentRow",
    "Entry",
    "FundingRow",
    "Offered",
    "ShareRow",
    "signed_file",
    "unsigned",
]
