"""Who may read and change what this room keeps, written without its queries."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from roundtable.ground.documents.models import Certificate, Contribution, Document, SilenceProcedure
from roundtable.ground.trust.public import (
    Actor,
    Goes,
    Held,
    Marking,
    OfKind,
    Readership,
    Role,
    Rule,
    deeds,
    everybody,
    holds_in,
    nobody,
    one_of,
    overseer,
    participant,
    person_in,
    secretariat,
)
from roundtable.kernel.base.privacy import Basis, Personal

OUTSIDE = frozenset({Role.OBSERVER, Role.PARTNER})


def reads_the_document(who: Actor, document: Any) -> bool:
    """Everybody what is public; who takes part, the rest; under LIMITE not those who only observe or help."""
    if document.marking == Marking.PUBLIC:
        return True
    if document.marking == Marking.PARTIES:
        return participant(who, document)
    return any(function.role not in OUTSIDE for function in who.functions)


def in_its_circle(who: Actor, document: Any) -> bool:
    """Whoever takes part and reads the document: what is said on a text is not for the public."""
    return participant(who, document) and reads_the_document(who, document)


def presidency(who: Actor, _thing: object) -> bool:
    """The chair and the secretariat."""
    return any(function.role in {Role.SECRETARIAT, Role.CHAIR} for function in who.functions)


def drafts(who: Actor, thing: object) -> bool:
    """The presidency, and who drafts for it."""
    return presidency(who, thing) or any(function.role == Role.DRAFTER for function in who.functions)


def speaks(who: Actor, thing: Any) -> bool:
    """Who speaks for whoever says it; and the presidency, which answers, and enters what came in writing."""
    return holds_in(who, thing.scope, Role.CONTACT_POINT, Role.SENIOR_OFFICIAL) or presidency(who, thing)


def of_its_document(rule: Rule) -> Rule:
    """Give the rule of what belongs to a document."""

    def asked(who: Actor, part: Any) -> bool:
        return rule(who, part.document)

    return asked


def of_its_procedure(rule: Rule) -> Rule:
    """Give the rule of what belongs to a silence procedure."""

    def asked(who: Actor, part: Any) -> bool:
        return rule(who, part.procedure.document)

    return asked


def of_its_step(rule: Rule) -> Rule:
    """Give the rule of what belongs to a step of approval."""

    def asked(who: Actor, part: Any) -> bool:
        return rule(who, part.step.document)

    return asked


def of_its_revision(rule: Rule) -> Rule:
    """Give the rule of what belongs to a revision."""

    def asked(who: Actor, part: Any) -> bool:
        return rule(who, part.revision.document)

    return asked


def _document_of(entry: Any) -> Document | None:
    number = int(entry.object_id)
    if entry.kind == "documents.document":
        return Document.objects.filter(pk=number).first()
    if entry.kind == "documents.contribution":
        said = Contribution.objects.filter(pk=number).select_related("document").first()
        return said.document if said else None
    if entry.kind == "documents.certificate":
        made = Certificate.objects.filter(pk=number).select_related("procedure__document").first()
        return made.procedure.document if made else None
    found = SilenceProcedure.objects.filter(pk=number).select_related("document").first()
    return found.document if found else None


def reads_the_deed(who: Actor, entry: Any) -> bool:
    """Whoever takes part and reads the document."""
    document = _document_of(entry)
    return document is not None and (overseer(who, entry) or in_its_circle(who, document))


def _document_of_draft(text: Any) -> Document | None:
    return Document.objects.filter(pk=int(text.key)).first() if text.key.isdigit() else None


def writes_the_draft(who: Actor, text: Any) -> bool:
    """The presidency writes the working text, and who drafts for it."""
    return _document_of_draft(text) is not None and drafts(who, text)


def of_its_text(rule: Rule) -> Rule:
    """Give the rule of a stroke or conflict in a text."""

    def asked(who: Actor, part: Any) -> bool:
        return rule(who, part.text)

    return asked


READERSHIPS = (
    Readership(
        "documents.document",
        {
            reads_the_document: "prefix title body language marking comments_zone",
            nobody: "scope",
        },
        changes=one_of(presidency, secretariat),
        codes="prefix language comments_zone scope",
    ),
    Readership(
        "documents.revision",
        {of_its_document(reads_the_document): "language text sha256 note source_sha256", nobody: "asked"},
        changes=nobody,
        makes=presidency,
        codes="language sha256 source_sha256 asked",
    ),
    Readership(
        "documents.languageversion",
        {of_its_document(reads_the_document): "language text", nobody: "made_from"},
        changes=one_of(drafts, participant),
        makes=drafts,
        codes="language made_from",
    ),
    Readership(
        "documents.contribution",
        {of_its_document(in_its_circle): "speaker kind reserves text wording"},
        changes=speaks,
        codes="speaker",
    ),
    Readership(
        "documents.place",
        {of_its_revision(in_its_circle): "paragraph quote state", nobody: "speaker"},
        changes=nobody,
        makes=speaks,
        codes="paragraph speaker",
    ),
    Readership(
        "documents.answer",
        {of_its_document(in_its_circle): "fate reason wording"},
        changes=nobody,
        makes=presidency,
    ),
    Readership(
        "documents.silenceprocedure",
        {of_its_document(reads_the_document): "sha256"},
        changes=nobody,
        makes=presidency,
        codes="sha256",
    ),
    Readership(
        "documents.silenceevent",
        {
            of_its_procedure(in_its_circle): "reason facts",
            of_its_procedure(reads_the_document): ("kind scope deadline_wall deadline_zone paragraph form sha256"),
        },
        changes=nobody,
        makes=speaks,
        codes="scope deadline_wall deadline_zone paragraph sha256",
    ),
    Readership(
        "documents.certificate",
        {of_its_procedure(reads_the_document): "body", everybody: "signed_by"},
        changes=nobody,
        makes=presidency,
        codes="body signed_by",
    ),
    Readership(
        "documents.approvalstep",
        {of_its_document(reads_the_document): "body item"},
        changes=presidency,
    ),
    Readership(
        "documents.intake",
        {person_in("by_id"): "name content", nobody: "sha256"},
        changes=person_in("by_id"),
        codes="sha256",
    ),
    Readership(
        "documents.confirmation",
        {of_its_step(in_its_circle): "note", of_its_step(reads_the_document): "sha256"},
        changes=nobody,
        makes=presidency,
        codes="sha256",
    ),
)

KINDS = (
    *(
        OfKind("trust.entry", kind, reads=reads_the_deed, changes=nobody)
        for kind in (
            "documents.document",
            "documents.contribution",
            "documents.silenceprocedure",
            "documents.certificate",
        )
    ),
    OfKind("drafts.text", "documents.document", reads=writes_the_draft, changes=writes_the_draft),
    OfKind(
        "drafts.stroke",
        "documents.document",
        reads=of_its_text(writes_the_draft),
        changes=of_its_text(writes_the_draft),
    ),
    OfKind(
        "drafts.conflict",
        "documents.document",
        reads=of_its_text(writes_the_draft),
        changes=of_its_text(writes_the_draft),
    ),
)

HELD = (
    *deeds("documents.document", "made_by_id", at="made_at"),
    *deeds("documents.revision", "made_by_id", at="made_at"),
    *deeds("documents.languageversion", "changed_by_id", at="language changed_at"),
    *deeds("documents.contribution", "made_by_id", at="kind made_at"),
    *deeds("documents.answer", "by_id", at="at"),
    *deeds("documents.silenceevent", "by_id", at="kind at"),
    *deeds("documents.confirmation", "by_id", at="at"),
    Held(
        model="documents.intake",
        whose="by_id",
        label=Personal(_("to look at a text before it is brought in"), Basis.PUBLIC_TASK, keep_months=1),
        about="name content at",
        without={
            "row": _("the number to which the seal of the row is bound"),
            "sha256": _("what the content comes to"),
            "key": _("by which the same file makes one text"),
        },
        since="at",
        goes=Goes.ROW,
    ),
)
