"""What monitoring packs hear from the rest of the plan."""

from datetime import datetime
from typing import Any

from roundtable.operations.plan.models import Correction, Report
from roundtable.operations.plan.services import corrigenda


def on_report_corrected(*, report: Report, correction: Correction, at: datetime, **_more: Any) -> None:
    """Bring up a corrigendum for each published pack that counted the report as it was."""
    corrigenda.propose(report, before=dict(correction.before), at=at)
