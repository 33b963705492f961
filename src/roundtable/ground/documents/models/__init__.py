"""What this room keeps: documents and their revisions, what Parties say on them, silence, and approval."""

from roundtable.ground.documents.models.approval import ApprovalStep, Confirmation
from roundtable.ground.documents.models.contributions import Answer, Contribution, Place
from roundtable.ground.documents.models.intake import Intake
from roundtable.ground.documents.models.silence import Certificate, SilenceEvent, SilenceProcedure
from roundtable.ground.documents.models.texts import Document, LanguageVersion, Revision

__all__ = [
    "Answer",
    "ApprovalStep",
    "Certificate",
    "Confirmation",
    "Contribution",
    "Document",
    "Intake",
    "LanguageVersion",
    "Place",
    "Revision",
    "SilenceEvent",
    "SilenceProcedure",
]
