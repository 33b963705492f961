"""Tell people of documents: a subject and a link; of what is restricted never its content."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from roundtable.ground.documents.models import Document, SilenceProcedure
from roundtable.ground.trust.public import Role, holders_in
from roundtable.kernel.notices import tell

SPEAK = (Role.CONTACT_POINT, Role.SENIOR_OFFICIAL)


def speakers_for(codes: Collection[str], at: datetime, roles: Collection[Role] = SPEAK) -> list[int]:
    """Give the numbers of those who speak for these Parties, and Partners, today."""
    return list(holders_in(roles, codes, on=at.date()).order_by("pk").values_list("pk", flat=True))


def tell_addressees(
    procedure: SilenceProcedure, codes: Collection[str], *, at: datetime, what: str, deadline: datetime | None
) -> None:
    """Tell those who speak for the addressees what happened; the mail leads to the text, and does not say it."""
    number = procedure.revision.number
    subjects = {
        "opened": _("%(number)s is under silence: doing nothing means agreement"),
        "observed": _("%(number)s is under silence: you see it, and do not decide"),
        "reminded": _("%(number)s is still under silence: doing nothing means agreement"),
        "extended": _("More time in the silence procedure on %(number)s"),
        "suspended": _("The clock is stopped in the silence procedure on %(number)s"),
        "resumed": _("The silence procedure on %(number)s goes on"),
        "withdrawn": _("The silence procedure on %(number)s was withdrawn"),
        "text_changed": _("The silence procedure on %(number)s is void: the text was changed"),
    }
    # With the instant in the key, a second reminder or extension is a notice of its own.
    tell(
        speakers_for(codes, at, (*SPEAK, Role.PARTNER) if what == "observed" else SPEAK),
        subject=subjects[what] % {"number": number},
        url=procedure.get_absolute_url(),
        key=f"documents.silence.{procedure.pk}.{what}.{deadline.isoformat() if deadline else ''}",
        at=at,
        marking=procedure.document.marking,
        demonstration=procedure.demonstration,
    )


def remind_of_comments(document: Document, codes: Collection[str], *, at: datetime) -> None:
    """Remind those who speak for Parties that the time for comments ends."""
    until = document.comments_until
    tell(
        speakers_for(codes, at),
        subject=_("Comments on %(number)s are due soon") % {"number": document.number},
        url=document.get_absolute_url(),
        key=f"documents.comments.{document.pk}.{until.isoformat() if until else ''}",
        at=at,
        marking=document.marking,
        demonstration=document.demonstration,
    )
