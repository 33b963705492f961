"""The working text: drafted by several at once, put together with what was accepted, issued as the next revision."""

from collections.abc import Collection, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from roundtable.ground.documents.domain.text import Paragraph
from roundtable.ground.documents.forms import IssueForm, ParagraphForm
from roundtable.ground.documents.models import Document
from roundtable.ground.documents.queries import redlines
from roundtable.ground.documents.queries.markings import of_document
from roundtable.ground.documents.rules import Do
from roundtable.ground.documents.services import documents as services
from roundtable.ground.documents.services import working
from roundtable.ground.documents.services.documents import DRAFT
from roundtable.ground.documents.views.common import add_faults, document_or_404, person_of, tried
from roundtable.ground.documents.views.common import of_document as way_to
from roundtable.ground.documents.views.importing import told_words
from roundtable.ground.documents.views.texts import next_number
from roundtable.ground.trust.public import door, names_of, require
from roundtable.kernel import drafts
from roundtable.kernel.base.errors import NotThere, Told
from roundtable.kernel.base.middleware import at
from roundtable.kernel.drafts import http
from roundtable.ui.pieces import Crumb


@require_http_methods(["GET", "POST"])
@door(Do.WRITE_WORKING_TEXT)
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the working text; the same form works without scripts, and the words of two are put together."""
    one = document_or_404(request, pk)
    by, moment = person_of(request), at(request)
    require(by, Do.WRITE_WORKING_TEXT, one, at=moment)
    base = working.begun_from(one)
    error: Told | None = None
    fields = working.lay_down(one, at=moment)
    field = working.field_asked(fields, request.GET.get("part", ""))
    if request.method == "POST":
        try:
            request.POST = http.own_strokes(request.POST, [field])  # type: ignore[assignment]  # a QueryDict of the same shape
            saved = http.from_form(request, DRAFT, one.pk, [field], by.pk)
        except NotThere:
            raise
        except Told as refused:
            error = refused
        else:
            if all(found.conflict is None for found in saved.values()):
                messages.success(request, _("The working text is saved."))
            else:
                messages.warning(
                    request, _("Somebody else changed the same words meanwhile. Both texts are kept: choose below.")
                )
            return redirect(request.get_full_path())
    marks = http.marks(DRAFT, one.pk, {field: fields[field]}, request, scope=one.scope)
    every = drafts.conflicts(DRAFT, one.pk, by=by.pk)
    waiting = {name: found for name, found in every.items() if name == field}
    here = drafts.present(DRAFT, one.pk, by.pk, moment, field=field)
    called = names_of({person.by for person in here}) if here else {}
    return render(
        request,
        "documents/working.html",
        {
            "document": one,
            "base": base,
            "paragraphs": _paragraphs(one, fields[field]),
            **_parts(fields, field, every),
            "field": field,
            "text": request.POST.get(field, "") if error else waiting[field][-1].mine if waiting else marks[0].text,
            "marks": marks,
            "conflicts": waiting,
            "here": [called.get(person.by, _("Somebody")) for person in here],
            "error": error,
            "marking": of_document(one),
            "demonstration": one.demonstration,
            "crumbs": way_to(one, Crumb(_("Working text"))),
        },
        status=422 if error else 200,
    )


def _parts(fields: Mapping[str, str], field: str, waiting: Collection[str]) -> dict[str, Any]:
    """Which part of a long text this is, with what each begins, and where somebody still has to choose."""
    if len(fields) == 1:
        return {"part": None, "parts": []}
    number = list(fields).index(field) + 1
    after = number + 1 if number < len(fields) else 0
    return {
        "part": {"number": number, "count": len(fields), "before": number - 1, "after": after},
        "parts": [
            {"number": place, "words": working.begins(source), "waits": name in waiting, "here": name == field}
            for place, (name, source) in enumerate(fields.items(), start=1)
        ],
    }


def _paragraphs(one: Document, source: str) -> list[Paragraph]:
    """The paragraphs of the working text, to be written one by one; none while the text cannot be read."""
    try:
        return list(working.read(source, one).paragraphs)
    except Told:
        return []


@require_http_methods(["GET", "POST"])
@door(Do.WRITE_WORKING_TEXT)
def paragraph(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Write one paragraph of the working text; what others write meanwhile stays."""
    one, moment = document_or_404(request, pk), at(request)
    by = person_of(request)
    require(by, Do.WRITE_WORKING_TEXT, one, at=moment)
    words, base = working.paragraph_now(one, key)
    fields = working.fields_now(one)
    field = working.field_asked(fields, key)
    back = reverse("documents:working", args=[one.pk]) + (f"?part={key}" if len(fields) > 1 else "")
    form = ParagraphForm(request.POST or None, initial={"words": words, "base": base})
    form.fields["words"].widget.attrs["lang"] = one.language
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            saved = working.write_paragraph(one, key, said["words"], base=said["base"], by=by, at=moment)
        except NotThere:
            raise
        except Told as error:
            add_faults(form, error)
        else:
            if saved.conflict is None:
                messages.success(request, _("The paragraph stands in the working text."))
            else:
                messages.warning(
                    request, _("Somebody else changed the same words meanwhile. Both texts are kept: choose below.")
                )
            return redirect(back)
    here = drafts.present(DRAFT, one.pk, by.pk, moment, field=field)
    called = names_of({person.by for person in here}) if here else {}
    also = ", ".join(called.get(person.by, _("Somebody")) for person in here)
    return render(
        request,
        "documents/form.html",
        {
            "form": form,
            "title": _("One paragraph of the working text"),
            "lead": _("Also here: %(names)s. The words of all are kept.") % {"names": also} if also else "",
            "submit": _("Put it into the working text"),
            "cancel": back,
            "marking": of_document(one),
            "demonstration": one.demonstration,
            "crumbs": way_to(one, Crumb(_("Working text"), back), Crumb(_("Paragraph"))),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@door(Do.WRITE_WORKING_TEXT)
def autosave(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the strokes of the working text, and tell what others wrote and who is here."""
    one = document_or_404(request, pk)
    by, moment = person_of(request), at(request)
    try:
        require(by, Do.WRITE_WORKING_TEXT, one, at=moment)
        field = working.field_asked(working.lay_down(one, at=moment), request.GET.get("part", ""))
        return http.answer(request, DRAFT, str(one.pk), [field], by.pk, names=names_of)
    except NotThere:
        raise
    except Told as error:
        return JsonResponse({"error": str(error)}, status=error.status)


@door(Do.WRITE_WORKING_TEXT)
@require_POST
def put_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Put what was accepted into the working text."""
    one = document_or_404(request, pk)
    by, moment = person_of(request), at(request)
    tried(
        request,
        lambda: working.put_in_accepted(one, by=by, at=moment),
        done=_("What was accepted stands in the working text. Look at it before you issue it."),
    )
    return redirect("documents:working", one.pk)


@door(Do.MAKE_REVISION)
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at what the working text changes, and issue it under the next number."""
    one, moment = document_or_404(request, pk), at(request)
    by = person_of(request)
    require(by, Do.MAKE_REVISION, one, at=moment)
    base = working.begun_from(one)
    try:
        text = working.whole_now(one)
    except Told as error:
        messages.error(request, str(error))
        return redirect("documents:working", one.pk)
    form = IssueForm(request.POST or None, initial={"number": str(next_number(one)), "day": moment.date()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made, told = services.issue(
                one,
                services.number_read(said["number"]),
                text,
                day=said["day"],
                by=by,
                at=moment,
                note=said["note"],
                asked=working.asked_in(base, text),
                key=said["key"],
            )
        except Told as error:
            add_faults(form, error)
        else:
            messages.success(request, told_words(str(made.number), told))
            return redirect(made)
    return render(
        request,
        "documents/issue.html",
        {
            "document": one,
            "base": base,
            "redline": redlines.shown(base.content, text),
            "brackets": len(text.open_brackets),
            "form": form,
            "cancel": reverse("documents:working", args=[one.pk]),
            "marking": of_document(one),
            "demonstration": one.demonstration,
            "crumbs": way_to(
                one, Crumb(_("Working text"), reverse("documents:working", args=[one.pk])), Crumb(_("Issue"))
            ),
        },
        status=422 if form.errors else 200,
    )
