"""Documents under every marking that they can bear, and every form in which they are seen."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from roundtable.ground.documents.domain.content import content
from roundtable.ground.documents.domain.numbering import Number, next_base
from roundtable.ground.documents.domain.text import Paragraph, Text
from roundtable.ground.documents.exports.texts import FORMATS
from roundtable.ground.documents.models import Document
from roundtable.ground.documents.queries.texts import MARKINGS
from roundtable.ground.documents.services import documents as services
from roundtable.ground.documents.services.telling import remind_of_comments
from roundtable.ground.trust.public import Marking, Rendition, Role, Specimen, Trial, User, below, holders
from roundtable.kernel.base.scopes import SECRETARIAT
from roundtable.kernel.notices.mailing import mail_notice
from roundtable.kernel.notices.models import Notice

SHEETS = ("csv", "xlsx", "ods", "json")


def _office() -> User:
    return holders(Role.SECRETARIAT, SECRETARIAT, on=timezone.now().date()).order_by("pk")[0]


def _speaker() -> User:
    speaking = User.objects.filter(terms__role=Role.CONTACT_POINT, terms__ends=None, is_active=True)
    return speaking.order_by("pk")[0]


def _get(person: User, address: str) -> Rendition:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    answer = client.get(address)
    return Rendition(answer.getvalue(), answer.headers.get("Content-Disposition", ""))


def _told(document: Document, *, mailed: bool) -> Rendition:
    last = Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    speaker = _speaker()
    code = speaker.terms.filter(role=Role.CONTACT_POINT).values_list("scope", flat=True)[0]
    # Another deadline, another notice.
    document.comments_until = timezone.now() + timedelta(days=2, microseconds=last + mailed)
    remind_of_comments(document, [code], at=timezone.now())
    notice = Notice.objects.filter(pk__gt=last).order_by("pk")[0]
    if not mailed:
        return Rendition((notice.subject + notice.text).encode(), subject=notice.subject)
    Notice.objects.filter(pk=notice.pk).update(demonstration=False)
    mail.outbox = []
    mail_notice(notice.pk)
    sent = mail.outbox[0]
    return Rendition(str(sent.message()).encode() + str(sent.body).encode(), subject=str(sent.subject))


def documents(_trial: Trial) -> Iterator[Specimen]:
    """A document of each marking."""
    office, now = _office(), timezone.now()
    for number, marking in enumerate(MARKINGS):
        canary = f"Canary{number}document"
        taken = [one.number for one in Document.objects.all()]
        made = services.open_document(
            next_base(now.year, taken),
            services.Facts(title=canary, marking=str(marking), comments_until=now + timedelta(days=2)),
            by=office,
            at=now,
        )
        text = Text((Paragraph("p1", content(f"{canary} is said here."), label="1."),))
        revision, _carried = services.issue(made, Number(made.year, made.base), text, day=now.date(), by=office, at=now)
        page = revision.get_absolute_url()
        listed = f"{reverse('documents:documents')}?q={canary}"
        files = {
            fmt: partial(_get, office, reverse("documents:file", args=[made.pk, revision.name, fmt]))
            for fmt in FORMATS
            if fmt in {"pdf", "docx", "html", "json"}
        }
        yield Specimen(
            what=f"a document under {marking}",
            marking=marking,
            canary=canary,
            thing=made,
            renditions={
                "screen": partial(_get, office, page),
                "print": partial(_get, office, page),
                "api": partial(_get, office, f"/api/v1/documents/{made.pk}"),
                "notice": partial(_told, made, mailed=False),
                "mail": partial(_told, made, mailed=True),
                **{one: partial(_get, office, f"{listed}&download={one}") for one in ("csv", "xlsx", "ods")},
                **files,
                "file": files["docx"],
            },
            lowering=list(_lower(made, marking)),
        )


def _lower(made: Document, marking: Marking) -> Iterator[tuple[str, Callable[[], object]]]:
    office = _office()
    for to in MARKINGS:
        if not below(to, marking):
            continue

        def by_service(to: Marking = to) -> None:
            kept = Document.objects.get(pk=made.pk)
            facts = services.facts_of(kept)
            services.change_document(
                kept,
                services.Facts(facts.title, str(to), facts.body, facts.language, facts.follows, facts.comments_until),
                by=office,
                at=timezone.now(),
            )

        def by_form(to: Marking = to) -> None:
            client = Client(raise_request_exception=False)
            client.force_login(office)
            address = reverse("documents:document-change", args=[made.pk])
            client.post(address, {"title": made.title, "marking": str(to), "comments_zone": "UTC"})

        yield f"the service, to {to}", by_service
        yield f"the form, to {to}", by_form
