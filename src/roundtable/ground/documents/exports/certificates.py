"""Minutes and certificates of silence procedures, to read and to print."""

from functools import lru_cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext as _

from roundtable.ground.documents.domain.silence import State
from roundtable.ground.documents.exports.paper import said_of_demonstration
from roundtable.ground.documents.models import Certificate, SilenceProcedure
from roundtable.ground.documents.queries.contributions import speaker_name
from roundtable.ground.documents.queries.silence import Course
from roundtable.ground.parties.public import names
from roundtable.kernel.files import paper
from roundtable.ui.moments import day


def kept(procedure: SilenceProcedure) -> Certificate | None:
    """Give the certificate that was issued of a procedure."""
    return Certificate.objects.filter(procedure=procedure).first()


def said_of(course: Course) -> str:
    """Say what came of a procedure in one sentence, for minutes and for the next meeting to take note of."""
    number = course.procedure.revision.number
    return {
        State.ADOPTED: _("No addressee broke the silence on %(number)s. The text is adopted as of the deadline."),
        State.ADOPTED_IN_PART: _(
            "The silence on %(number)s was broken on some paragraphs. The rest is adopted as of the deadline."
        ),
        State.BROKEN: _("The silence on %(number)s was broken. The text is not adopted."),
        State.VOID: _("The text of %(number)s was changed while it was under silence. The procedure is void."),
        State.WITHDRAWN: _("The chair withdrew %(number)s from the silence procedure. The text is not adopted."),
    }.get(course.outcome.state, _("The silence on %(number)s still runs.")) % {"number": number}


def _instant(moment: Any) -> str:
    return f"{day(moment.date())}, {moment:%H:%M} UTC"


def facts(course: Course) -> list[tuple[str, str]]:
    """Give the facts of a minute in words."""
    known = names()
    outcome, opened = course.outcome, course.opened
    rows = [
        (_("Document"), str(course.procedure.revision.number)),
        (_("Title"), course.procedure.document.title),
        (_("SHA-256 of the text"), course.procedure.sha256),
        (_("Opened"), _instant(opened.at)),
        (
            _("Deadline"),
            f"{_instant(outcome.deadline.instant)} ({outcome.deadline.wall:%Y-%m-%d %H:%M} {outcome.deadline.zone})",
        ),
        (_("Settled"), _instant(outcome.settled_at) if outcome.settled_at else _("not yet")),
        (
            _("Addressees"),
            ", ".join(sorted(speaker_name(code, known) for code in opened.addressees)),
        ),
        (
            _("Acknowledged receipt"),
            ", ".join(sorted(speaker_name(code, known) for code in outcome.acknowledged)) or _("nobody"),
        ),
    ]
    rows += [(_("Broken by"), f"{speaker_name(one.by, known)}, {_instant(one.at)}") for one in outcome.breaks]
    if opened.short_reason:
        rows.append((_("Why less than 72 hours"), opened.short_reason))
    if opened.unsettled_reason:
        rows.append((_("Why with open brackets or reservations"), opened.unsettled_reason))
    return rows


def minute(course: Course) -> str:
    """Give the minute as Markdown: of adoption or of the break, with a note for the next meeting."""
    reasons = {row.key.hex: row.reason for row in course.rows}
    lines = [f"# {_('Minute of a silence procedure')}", "", said_of(course), ""]
    lines += [f"- {label}: {value}" for label, value in facts(course)]
    known = names()
    for one in course.outcome.breaks:
        lines.append(f"- {speaker_name(one.by, known)}: {reasons.get(one.key, '')}")
    lines += [
        "",
        f"## {_('For the next meeting')}",
        "",
        _("The meeting takes note: %(what)s") % {"what": said_of(course)},
    ]
    return "\n".join(lines) + "\n"


@lru_cache(maxsize=1)
def _sheet() -> bytes:
    return (files("roundtable.ground.documents.exports") / "certificate.typ").read_bytes()


def pdf(certificate: Certificate, course: Course) -> bytes:
    """Give a certificate as a tagged PDF; what is verified is its JSON."""
    at = certificate.made_at
    drawn = {
        "title": _("Certificate of a silence procedure"),
        "said": said_of(course),
        "marking": course.procedure.document.marking,
        "language": "en",
        "date": [at.year, at.month, at.day],
        "facts": [[label, value] for label, value in facts(course)],
        "signed": [
            [_("Signed by the key"), certificate.signed_by],
            [_("Signature (Ed25519)"), str(certificate.body.get("signature", ""))],
            [_("Issued"), _instant(at)],
        ],
        "demonstration": said_of_demonstration() if course.procedure.demonstration else "",
        "how": _(
            "Verify the JSON form of this certificate against the text: on the public page “Verify a certificate”, or "
            "offline with the command `roundtable verify`."
        ),
        "not_proved": _("It does not prove:"),
        "lines": list(map(str, certificate.body.get("does_not_prove", ()))),
    }
    return paper.pdf(_sheet(), drawn, at=at)
