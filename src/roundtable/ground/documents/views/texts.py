"""The list of documents, one document with its chain of texts, and what is said of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.ground.documents.domain.numbering import Number
from roundtable.ground.documents.exports.listing import listing
from roundtable.ground.documents.forms import DocumentForm
from roundtable.ground.documents.models import Document
from roundtable.ground.documents.queries.approval import chain_of as approval_of
from roundtable.ground.documents.queries.markings import of_document
from roundtable.ground.documents.queries.silence import courses_of, seen_by
from roundtable.ground.documents.queries.texts import (
    chain_of,
    listed,
    newest_of,
    revisions_of,
    visible_to,
    with_texts,
)
from roundtable.ground.documents.rules import Do
from roundtable.ground.documents.services import documents as services
from roundtable.ground.documents.services.languages import stale_count
from roundtable.ground.documents.views.common import (
    add_faults,
    circle,
    crumbs,
    document_or_404,
    instant,
    person_of,
    wall,
)
from roundtable.ground.documents.views.common import of_document as way_to
from roundtable.ground.documents.views.words import state_words, tone_of
from roundtable.ground.parties.public import dialogue
from roundtable.ground.trust.public import PUBLIC, TrustDo, allows, door, history_of, marking_address
from roundtable.kernel.base.errors import Told
from roundtable.kernel.base.markings import highest
from roundtable.kernel.base.middleware import at
from roundtable.ui.pieces import Crumb


@door(PUBLIC)
def documents(request: HttpRequest) -> HttpResponseBase:
    """Show, or hand out as a file, the documents that the reader may see."""
    moment = at(request)
    found = listed(visible_to(request.user, moment))
    rows = listing()
    if "download" in request.GET:
        answer = rows.download(
            found,
            request.GET,
            title=_("Documents"),
            source=dialogue().name,
            demonstration=lambda one: one.demonstration,
            marking=lambda one: str(of_document(one)),
        )
        if answer is not None:
            return answer
    shown = rows.page(found, request.GET, user_id=request.user.pk)
    objects = list(shown.page.object_list)
    context = {
        "listed": shown,
        "headline": _headline(shown.total, narrowed=shown.narrowed),
        "demonstration": any(one.demonstration for one in objects),
        "marking": highest(str(of_document(one)) for one in objects),
        "may_make": allows(request.user, Do.MAKE_DOCUMENT, at=moment),
        "crumbs": crumbs(),
    }
    return render(request, "documents/documents.html", context)


def _headline(total: int, *, narrowed: bool) -> str:
    if not total:
        return _("No document matches") if narrowed else _("No documents yet")
    if narrowed:
        text = ngettext("%(total)s document matches", "%(total)s documents match", total)
    else:
        text = ngettext("%(total)s document is written together", "%(total)s documents are written together", total)
    return text % {"total": number_format(total, force_grouping=True)}


@door(PUBLIC)
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one document: its texts, what continues it, silence, approval, languages and history."""
    return render(request, "documents/document.html", _page(request, document_or_404(request, pk)))


def _page(request: HttpRequest, one: Document) -> dict[str, Any]:
    moment = at(request)
    inside = circle(request, one)
    # Asked for first, so that every text of the chain is read with one query.
    row = chain_of(request.user, one, moment)
    chain = with_texts(row) if len(row) > 1 else []
    texts = revisions_of(one)
    newest = newest_of(texts)
    courses = courses_of(seen_by(request.user, moment).filter(document=one), moment)
    return {
        "document": one,
        "texts": list(reversed(texts)),
        "newest": newest,
        "chain": [(link, link.revisions.all()) for link in chain],
        "silences": [(course, state_words(course), tone_of(course)) for course in courses],
        "approval": approval_of(one, newest),
        "versions": [(version, stale_count(version, newest)) for version in one.versions.all()] if newest else [],
        "inside": inside,
        "may_change": allows(request.user, Do.CHANGE_DOCUMENT, one, at=moment),
        "may_write": allows(request.user, Do.WRITE_WORKING_TEXT, one, at=moment),
        "may_speak": inside and allows(request.user, Do.CONTRIBUTE, at=moment),
        "history": history_of(one, request.user, at=moment, limit=20) if inside else [],
        "demonstration": one.demonstration,
        "marking": of_document(one),
        "marking_address": marking_address(one)
        if allows(request.user, TrustDo.CONFIRM_LOWERING, one, at=moment)
        else "",
        "closed": services_closed(one, moment),
        "crumbs": way_to(one),
    }


def services_closed(one: Document, moment: Any) -> bool:
    """Whether the time for comments is over."""
    return one.adopted_id is not None or (one.comments_until is not None and moment > one.comments_until)


@door(Do.MAKE_DOCUMENT)
def new(request: HttpRequest) -> HttpResponse:
    """Open a document under a number."""
    moment = at(request)
    form = DocumentForm(request.POST or None, among=visible_to(request.user, moment))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            number = services.number_read(said["number"])
            made = services.open_document(number, _facts(said), by=person_of(request), at=moment)
        except Told as error:
            add_faults(form, error)
        else:
            messages.success(request, _("The document is open. Bring in its first text."))
            return redirect("documents:import", made.pk)
    return render(
        request,
        "documents/form.html",
        {
            "form": form,
            "title": _("Open a document"),
            "submit": _("Open the document"),
            "cancel": reverse("documents:documents"),
            "crumbs": crumbs(Crumb(_("Open a document"))),
        },
        status=422 if form.errors else 200,
    )


def _facts(said: dict[str, Any], before: Document | None = None) -> services.Facts:
    zone = said["comments_zone"] or "UTC"
    return services.Facts(
        title=said["title"],
        marking=said["marking"],
        body=said["body"],
        language=said.get("language") or (before.language if before else "en"),
        follows=said["follows"],
        comments_until=instant(said["comments_until"], zone),
        comments_zone=zone,
    )


@door(Do.CHANGE_DOCUMENT)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the title, body, marking and deadline of a document."""
    one, moment = document_or_404(request, pk), at(request)
    among = visible_to(request.user, moment).exclude(pk=one.pk)
    initial = {
        "title": one.title,
        "body": one.body,
        "marking": one.marking,
        "follows": one.follows_id,
        "comments_until": wall(one.comments_until, one.comments_zone),
        "comments_zone": one.comments_zone,
    }
    form = DocumentForm(request.POST or None, among=among, changing=True, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_document(one, _facts(form.cleaned_data, one), by=person_of(request), at=moment)
        except Told as error:
            add_faults(form, error)
        else:
            messages.success(request, _("The change is kept."))
            return redirect(one)
    return render(
        request,
        "documents/form.html",
        {
            "form": form,
            "title": _("Change what is said of %(number)s") % {"number": one.number},
            "submit": _("Keep the change"),
            "cancel": one.get_absolute_url(),
            "marking": of_document(one),
            "crumbs": way_to(one, Crumb(_("Change"))),
        },
        status=422 if form.errors else 200,
    )


def next_number(one: Document) -> Number:
    """The number of the next revision: that of the document itself where it has no text yet."""
    numbers = [text.number for text in revisions_of(one)]
    return one.number.next_revision(numbers) if numbers else one.number
