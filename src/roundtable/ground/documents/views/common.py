"""What the pages of documents share."""

from collections.abc import Callable, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.documents.models import Document, Revision
from roundtable.ground.documents.queries.texts import document_of, in_its_circle, revision_of
from roundtable.ground.documents.rules import Do
from roundtable.ground.parties.public import names
from roundtable.ground.trust.public import Role, actor, allows, person_of
from roundtable.kernel.base.errors import NotThere, Told
from roundtable.kernel.base.middleware import at
from roundtable.ui.pieces import Crumb, Tab

__all__ = [
    "add_faults",
    "crumbs",
    "document_or_404",
    "instant",
    "person_of",
    "revision_or_404",
    "speakers",
    "tabs",
    "tried",
]


def crumbs(*more: Crumb) -> list[Crumb]:
    """The way to a page of this room."""
    return [Crumb(_("Documents"), reverse("documents:documents")), *more]


def of_document(document: Document, *more: Crumb) -> list[Crumb]:
    """The way to a page of a document."""
    return crumbs(Crumb(str(document.number), document.get_absolute_url() if more else ""), *more)


def of_revision(revision: Revision, *more: Crumb) -> list[Crumb]:
    """The way to a page of one text."""
    return of_document(
        revision.document, Crumb(str(revision.number), revision.get_absolute_url() if more else ""), *more
    )


def document_or_404(request: HttpRequest, pk: int) -> Document:
    """The document, if this person may read it."""
    return document_of(request.user, pk, at(request))


def revision_or_404(request: HttpRequest, pk: int, name: str, *, as_file: bool = False) -> Revision:
    """The text, if this person may read it."""
    return revision_of(request.user, pk, name, at(request), as_file=as_file)


def circle(request: HttpRequest, document: Document) -> bool:
    """Whether this person sees what is said on the text."""
    return in_its_circle(request.user, document, at(request))


def require_circle(request: HttpRequest, document: Document) -> None:
    """Let nobody further who does not take part, or stands outside of the marking."""
    if not circle(request, document):
        raise NotThere("")


def speakers(request: HttpRequest, do: Do, among: Iterable[str] | None = None) -> list[tuple[str, str]]:
    """The Parties for which this person may speak; the secretariat may enter the word of every one."""
    known = names()
    who = actor(request.user, at(request))
    own = who.scopes_as(Role.CONTACT_POINT, Role.SENIOR_OFFICIAL)
    everybody = list(among) if among is not None else list(known)
    if who.holds(Role.SECRETARIAT) and allows(request.user, do, at=at(request)):
        codes = everybody
    else:
        codes = [code for code in everybody if code in own]
    order = {code: place for place, code in enumerate(known)}
    return [
        (code, known.get(code, code)) for code in sorted(codes, key=lambda code: (order.get(code, len(order)), code))
    ]


def instant(wall: datetime | None, zone: str) -> datetime | None:
    """The instant of a wall clock in a zone; nothing for nothing."""
    return wall.replace(tzinfo=ZoneInfo(zone or "UTC")) if wall else None


def wall(moment: datetime | None, zone: str) -> datetime | None:
    """The wall clock of an instant in a zone."""
    return moment.astimezone(ZoneInfo(zone or "UTC")).replace(tzinfo=None) if moment else None


def add_faults(form: forms.Form, error: Told) -> None:
    """Show what a service refused beside the fields it names, and the rest above the form."""
    form.add_error(None, str(error))
    for name, texts in error.fields.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)


def tried(request: HttpRequest, do: Callable[[], object], *, done: str = "") -> bool:
    """Do something; tell what came of it on the next page. Whether it worked."""
    try:
        do()
    except NotThere:
        raise
    except Told as error:
        messages.error(request, " ".join([str(error), *(text for texts in error.fields.values() for text in texts)]))
        return False
    if done:
        messages.success(request, done)
    return True


def tabs(revision: Revision, current: str, *, inside: bool, count: int = 0) -> list[Tab]:
    """The views of one text."""
    pk, name = revision.document_id, revision.name
    found = [
        Tab(_("Text"), reverse("documents:revision", args=[pk, name]), current == "text"),
        Tab(_("What changed"), reverse("documents:redline", args=[pk, name]), current == "redline"),
    ]
    if inside:
        found.append(
            Tab(_("Drafting table"), reverse("documents:table", args=[pk, name]), current == "table", count or None)
        )
    return found
