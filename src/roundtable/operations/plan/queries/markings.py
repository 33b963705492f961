"""Which handling markings things of the plan bear, and what follows from their state.

| thing                                     | marking                                       |
|-------------------------------------------|-----------------------------------------------|
| activity                                  | by its audience: PUBLIC, PARTIES, INSTITUTION |
| report on its way, or said in confidence  | INSTITUTION                                   |
| accepted report                           | its own; PARTIES where none was given         |
| evidence, and its file                    | that of its report                            |
| pack, the edition for those who take part | its own; older packs bear none                |
| pack, the public edition                  | PUBLIC; a pack under LIMITE has none          |
| corrigendum                               | that of what its pack shows to everybody      |
"""

from collections.abc import Mapping
from typing import Any, Final

from roundtable.ground.trust.public import Marking, below, highest_marking
from roundtable.kernel.files.models import StoredFile
from roundtable.operations.plan.domain.report import Answer, Stage
from roundtable.operations.plan.models import Activity, ActivityDocument, Corrigendum, Evidence, Pack

OF_AUDIENCE: Final[Mapping[str, Marking]] = {
    Activity.Audience.PUBLIC: Marking.PUBLIC,
    Activity.Audience.PARTIES: Marking.PARTIES,
    Activity.Audience.OWN: Marking.INSTITUTION,
}
AUDIENCES: Final[Mapping[Marking, str]] = {marking: str(audience) for audience, marking in OF_AUDIENCE.items()}

FOR_REPORTS: Final = (Marking.PARTIES, Marking.LIMITE, Marking.INSTITUTION)
FOR_PACKS: Final = (Marking.PARTIES, Marking.LIMITE)
ABOVE_PARTIES: Final = (str(Marking.LIMITE), str(Marking.INSTITUTION))


def of_audience(audience: str) -> Marking:
    """What an activity of this audience bears; the highest for an audience that nobody knows."""
    return OF_AUDIENCE.get(audience, Marking.INSTITUTION)


def of_activity(activity: Any) -> Marking:
    """What an activity bears."""
    return of_audience(activity.audience)


def kept_by_report(report: Any) -> Marking:
    """The marking that a report was given, whatever its state adds."""
    return Marking(report.marking) if report.marking else Marking.PARTIES


def of_report(report: Any) -> Marking:
    """What the words of a report bear now."""
    inside = report.stage != Stage.ACCEPTED or report.answer == Answer.CONFIDENTIAL
    return highest_marking([kept_by_report(report)], least=Marking.INSTITUTION if inside else Marking.PARTIES)


def of_report_seen(report: Any) -> Marking:
    """What a reader holds who sees a report as far as `seen_as` allows: without its words only that it exists."""
    closed = getattr(report, "seen_as", "closed") == "closed"
    return Marking.PARTIES if closed else of_report(report)


def of_pack(pack: Pack) -> str:
    """What the edition of a pack for those who take part bears; nothing on packs from before there were markings."""
    return pack.marking


def has_public_edition(pack: Pack) -> bool:
    """Whether everybody may read the totals of a pack once it is published."""
    return pack.marking not in ABOVE_PARTIES


def of_corrigendum(note: Corrigendum) -> Marking:
    """What a corrigendum bears: it stands beside what its pack shows to everybody, or to its circle."""
    return Marking.PUBLIC if has_public_edition(note.pack) else Marking(note.pack.marking)


def of_evidence(evidence: Evidence) -> Marking:
    """What evidence bears: as its report."""
    return of_report(evidence.report)


def of_evidence_file(stored: StoredFile) -> str:
    """What a file bears that was handed in as evidence; what belongs to nothing yet is inside its Party."""
    evidence = Evidence.objects.filter(file_id=stored.pk).select_related("report").first()
    return str(of_evidence(evidence) if evidence else Marking.INSTITUTION)


def of_activity_file(stored: StoredFile) -> str:
    """What a file of an activity bears; what belongs to none yet is inside."""
    document = ActivityDocument.objects.filter(file_id=stored.pk).select_related("activity").first()
    return str(of_activity(document.activity) if document else Marking.INSTITUTION)


def above(marking: str, ceiling: Marking) -> bool:
    """Whether a report of this marking may not be cited by something under `ceiling`."""
    return bool(marking) and below(ceiling, Marking(marking))
