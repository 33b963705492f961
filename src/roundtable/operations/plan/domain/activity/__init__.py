"""An activity as plain facts: what is said of it, which stage may follow which, and what is wrong with it."""

from roundtable.operations.plan.domain.activity.facts import (
    FIELDS,
    Attached,
    Facts,
    Promise,
    ShareOf,
    differences,
    money_text,
    number_text,
)
from roundtable.operations.plan.domain.activity.faults import (
    EARLIEST,
    LATEST,
    MOST_MONEY,
    SOURCE_LENGTH,
    TITLE_LENGTH,
    faults,
    faults_of_shares,
)
from roundtable.operations.plan.domain.activity.likeness import LIKE_ENOUGH, Like, look_alike, overlap
from roundtable.operations.plan.domain.activity.sentences import MESSAGES, Fault, gettext_noop
from roundtable.operations.plan.domain.activity.stage import BEGUN, NEXT, Stage, may_follow

__all__ = [
    "BEGUN",
    "EARLIEST",
    "FIELDS",
    "LATEST",
    "LIKE_ENOUGH",
    "MESSAGES",
    "MOST_MONEY",
    "NEXT",
    "SOURCE_LENGTH",
    "TITLE_LENGTH",
    "Attached",
    "Facts",
    "Fault",
    "Like",
    "Promise",
    "ShareOf",
    "Stage",
    "differences",
    "faults",
    "faults_of_shares",
    "gettext_noop",
    "look_alike",
    "may_follow",
    "money_text",
    "number_text",
    "overlap",
]
