"""What was received in a silence procedure, one after the other."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from roundtable.ground.documents.domain.deadline import (
    Deadline,
)
from roundtable.ground.documents.models import Document, SilenceEvent, SilenceProcedure
from roundtable.ground.documents.signals import Happened
from roundtable.ground.trust.public import User, remember
from roundtable.kernel.base.scopes import DIALOGUE


def record(  # noqa: PLR0913 - an event has these parts
    procedure: SilenceProcedure,
    kind: str,
    *,
    by: User | None,
    at: datetime,
    scope: str = DIALOGUE,
    key: UUID | None = None,
    deadline: Deadline | None = None,
    paragraph: str = "",
    form: str = "",
    of: UUID | None = None,
    sha256: str = "",
    reason: str = "",
    facts: Mapping[str, Any] | None = None,
    happened: Happened = Happened.SILENCE_EVENT,
) -> SilenceEvent:
    """Keep an event at the instant of its receipt; the same key again keeps nothing more."""
    key = key or uuid4()
    if (kept := SilenceEvent.objects.filter(key=key).first()) is not None:
        return kept
    row = SilenceEvent(
        procedure=procedure,
        kind=kind,
        key=key,
        at=at,
        scope=scope,
        by=by,
        deadline_at=deadline.instant if deadline else None,
        deadline_wall=deadline.wall.isoformat(timespec="minutes") if deadline else "",
        deadline_zone=deadline.zone if deadline else "",
        paragraph=paragraph,
        form=form,
        of=of,
        sha256=sha256,
        reason=reason.strip(),
        facts=dict(facts or {}),
    )
    row.save()
    after: dict[str, Any] = {"event": str(kind)}
    if scope != DIALOGUE:
        after["from"] = scope
    if deadline:
        after["deadline"] = deadline.instant.isoformat()
    remember(happened, by=by, on=procedure, at=at, after=after)
    return row


def held(procedure: SilenceProcedure) -> SilenceProcedure:
    """Hold the document: what is received at once is recorded one after the other."""
    Document.objects.select_for_update().get(pk=procedure.document_id)
    return procedure
