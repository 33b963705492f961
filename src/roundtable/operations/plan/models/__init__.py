"""What the plan room keeps: the frame, activities, reports, and what was produced from them."""

from roundtable.operations.plan.models.activities import Activity, ActivityDocument, Funding, Share
from roundtable.operations.plan.models.frame import Action, Area, Frame, HorizontalIssue, Point, labelled
from roundtable.operations.plan.models.packs import Corrigendum, Download, Pack, Rendering
from roundtable.operations.plan.models.reports import Correction, Evidence, Extension, Note, Report, Round

__all__ = [
    "Action",
    "Activity",
    "ActivityDocument",
    "Area",
    "Correction",
    "Corrigendum",
    "Download",
    "Evidence",
    "Extension",
    "Frame",
    "Funding",
    "HorizontalIssue",
    "Note",
    "Pack",
    "Point",
    "Rendering",
    "Report",
    "Round",
    "Share",
    "labelled",
]
