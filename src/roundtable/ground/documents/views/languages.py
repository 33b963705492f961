"""The versions of a text in other languages, side by side with the original."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roundtable.ground.documents.domain.alignment import aligned
from roundtable.ground.documents.domain.markdown_inline import written
from roundtable.ground.documents.domain.word.parts import is_right_to_left
from roundtable.ground.documents.forms import VersionForm
from roundtable.ground.documents.models import Document, LanguageVersion
from roundtable.ground.documents.queries.markings import of_document
from roundtable.ground.documents.rules import Do
from roundtable.ground.documents.services import languages as services
from roundtable.ground.documents.views.common import add_faults, document_or_404, person_of, tried
from roundtable.ground.documents.views.common import of_document as way_to
from roundtable.ground.documents.views.reading import shown_paragraphs
from roundtable.ground.trust.public import PUBLIC, allows, door
from roundtable.kernel.base.errors import NotThere, Told
from roundtable.kernel.base.middleware import at
from roundtable.ui.pieces import Crumb


def _version(request: HttpRequest, pk: int, language: str) -> LanguageVersion:
    one: Document = document_or_404(request, pk)
    found = one.versions.filter(language=language).first()
    if found is None:
        raise NotThere("")
    found.document = one
    return found


@door(PUBLIC)
def version(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Read a version beside the original, paragraph by paragraph; what is stale says so."""
    found = _version(request, pk, language)
    original = services.original_of(found.document)
    moment = at(request)
    words = {
        "current": _("as new as the original"),
        "stale": _("the original changed since"),
        "missing": _("not translated yet"),
        "left_over": _("the original has it no more"),
    }
    theirs = {one.key: one for one in shown_paragraphs(original.content)}
    ours = {one.key: one for one in shown_paragraphs(found.content)}
    pairs = aligned(original.content, found.content, found.made_from)
    return render(
        request,
        "documents/version.html",
        {
            "version": found,
            "document": found.document,
            "original": original,
            "pairs": [
                (pair.key, theirs.get(pair.key), ours.get(pair.key), pair.state.value, words[pair.state.value])
                for pair in pairs
            ],
            "stale": sum(pair.state != "current" for pair in pairs),
            "rtl": is_right_to_left(found.language),
            "original_rtl": is_right_to_left(original.language),
            "may_write": allows(request.user, Do.KEEP_VERSIONS, found.document, at=moment),
            "may_confirm": allows(request.user, Do.SAY_NO_CHANGE, found.document, at=moment),
            "marking": of_document(found.document),
            "demonstration": found.document.demonstration,
            "crumbs": way_to(found.document, Crumb(language.upper())),
        },
    )


@door(Do.KEEP_VERSIONS)
def paragraph(request: HttpRequest, pk: int, language: str, key: str) -> HttpResponse:
    """Write a paragraph of a version."""
    found = _version(request, pk, language)
    original = services.original_of(found.document)
    one = original.content.by_key.get(key)
    if one is None or one.rows:
        raise NotThere("")
    there = found.content.by_key.get(key)
    form = VersionForm(
        request.POST or None,
        initial={"words": written(there.content) if there else "", "revision": found.revision},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.say(
                found,
                key,
                form.cleaned_data["words"],
                by=person_of(request),
                at=at(request),
                revision=form.cleaned_data["revision"],
            )
        except Told as error:
            add_faults(form, error)
        else:
            messages.success(request, _("The paragraph is as new as the original now."))
            return redirect(f"{reverse('documents:version', args=[pk, language])}#{key}")
    return render(
        request,
        "documents/version_paragraph.html",
        {
            "version": found,
            "document": found.document,
            "original": next(shown for shown in shown_paragraphs(original.content) if shown.key == key),
            "form": form,
            "cancel": reverse("documents:version", args=[pk, language]),
            "marking": of_document(found.document),
            "demonstration": found.document.demonstration,
            "crumbs": way_to(
                found.document,
                Crumb(language.upper(), reverse("documents:version", args=[pk, language])),
                Crumb(_("Paragraph")),
            ),
        },
        status=422 if form.errors else 200,
    )


@door(Do.SAY_NO_CHANGE)
@require_POST
def no_change(request: HttpRequest, pk: int, language: str, key: str) -> HttpResponse:
    """Say that a stale paragraph still says what the original says."""
    found = _version(request, pk, language)
    said = request.POST.get("revision", "")
    by, moment = person_of(request), at(request)
    tried(
        request,
        lambda: services.no_change_of_meaning(
            found, key, by=by, at=moment, revision=int(said) if said.isdecimal() else None
        ),
        done=_("It is said that the meaning did not change."),
    )
    return redirect(f"{reverse('documents:version', args=[pk, language])}#{key}")
