"""Plan activities, change them, put them in the bin and take them out again."""

from roundtable.operations.plan.services.activities.bin import (
    ABANDONED,
    FILES,
    SPREADSHEETS,
    empty_bin,
    put_aside,
    put_in_bin,
    restore,
)
from roundtable.operations.plan.services.activities.deeds import change, plan, write_changed
from roundtable.operations.plan.services.activities.facts import (
    Known,
    Leads,
    check,
    foreign_files,
    known,
    reference_taken,
    refuse,
    sentence,
    tidy,
)
from roundtable.operations.plan.services.activities.many import Rewritten, write_changes, write_new
from roundtable.operations.plan.services.activities.rows import (
    BATCH,
    fill,
    fundings_of,
    link,
    shares_of,
    words_text,
    write,
)

__all__ = [
    "ABANDONED",
    "BATCH",
    "FILES",
    "SPREADSHEETS",
    "Known",
    "Leads",
    "Rewritten",
    "change",
    "check",
    "empty_bin",
    "fill",
    "foreign_files",
    "fundings_of",
    "known",
    "link",
    "plan",
    "put_aside",
    "put_in_bin",
    "reference_taken",
    "refuse",
    "restore",
    "sentence",
    "shares_of",
    "tidy",
    "words_text",
    "write",
    "write_changed",
    "write_changes",
    "write_new",
]
