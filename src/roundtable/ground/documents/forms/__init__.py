"""What people may send us about documents."""

from roundtable.ground.documents.forms.drafting import AnswerForm, ContributionForm, IssueForm
from roundtable.ground.documents.forms.silence import BreakForm, OpeningForm, SteeringForm
from roundtable.ground.documents.forms.texts import (
    BringInForm,
    DocumentForm,
    HandInForm,
    ParagraphForm,
    StepForm,
    VersionForm,
)

__all__ = [
    "AnswerForm",
    "BreakForm",
    "BringInForm",
    "ContributionForm",
    "DocumentForm",
    "HandInForm",
    "IssueForm",
    "OpeningForm",
    "ParagraphForm",
    "SteeringForm",
    "StepForm",
    "VersionForm",
]
