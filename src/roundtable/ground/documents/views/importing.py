"""Bring a text in from a file: hand it in, look at what was read, confirm."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from roundtable.ground.documents.domain.text import Text, from_json
from roundtable.ground.documents.forms import BringInForm, HandInForm
from roundtable.ground.documents.models import Document, Intake
from roundtable.ground.documents.queries import redlines
from roundtable.ground.documents.queries.markings import of_document
from roundtable.ground.documents.queries.texts import newest_of, revisions_of
from roundtable.ground.documents.rules import Do
from roundtable.ground.documents.services import documents as services
from roundtable.ground.documents.services import importing, languages, remarks
from roundtable.ground.documents.views.common import add_faults, document_or_404, person_of
from roundtable.ground.documents.views.common import of_document as way_to
from roundtable.ground.documents.views.reading import shown_paragraphs
from roundtable.ground.documents.views.texts import next_number
from roundtable.ground.trust.public import door
from roundtable.kernel.base.errors import Told
from roundtable.kernel.base.middleware import at
from roundtable.ui.pieces import Crumb


def part_words(part: str) -> str:
    """Say which of the source's texts this is."""
    return {
        "cover": _("The covering note"),
        "declaration": _("The Joint Declaration (Annex I)"),
        "plan": _("The Action Plan (Annex II)"),
    }.get(part, _("The whole text"))


@door(Do.MAKE_REVISION)
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file and read it; nothing is changed by this."""
    one, moment = document_or_404(request, pk), at(request)
    form = HandInForm(request.POST or None, request.FILES or None, initial={"language": one.language})
    if request.method == "POST" and form.is_valid():
        handed = form.cleaned_data["file"]
        try:
            made = importing.look(
                handed.read(),
                handed.name or "",
                by=person_of(request),
                at=moment,
                language=form.cleaned_data["language"] or one.language,
            )
        except Told as error:
            form.add_error("file", str(error))
        else:
            return redirect("documents:import-preview", one.pk, made.pk)
    return render(
        request,
        "documents/form.html",
        {
            "form": form,
            "title": _("Bring in a text of %(number)s") % {"number": one.number},
            "submit": _("Read the file"),
            "cancel": one.get_absolute_url(),
            "marking": of_document(one),
            "crumbs": way_to(one, Crumb(_("Bring in a text"))),
        },
        status=422 if form.errors else 200,
    )


@door(Do.MAKE_REVISION)
def preview(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show what was read, beside the text that stands; once confirmed, issue it under its number."""
    # Asked for first: what is not the reader's own and what is not there take the same questions to the database.
    intake = importing.intake_of(person_of(request), number)
    one, moment = document_or_404(request, pk), at(request)
    parts = [(part, part_words(part)) for part in intake.content["texts"]]
    chosen = request.POST.get("part") or request.GET.get("part") or parts[0][0]
    text = importing.text_in(intake, chosen)
    other_language = text.language != one.language and bool(revisions_of(one))
    form = BringInForm(
        request.POST or None,
        parts=parts,
        remarks=len(intake.content["remarks"]),
        initial={
            "part": chosen,
            "number": str(next_number(one)),
            "day": _day(intake, moment.date()),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _bring_in(request, one, intake, form.cleaned_data)
        except Told as error:
            add_faults(form, error)
    return render(
        request,
        "documents/import_preview.html",
        {
            "document": one,
            "intake": intake,
            "form": form,
            "other_language": other_language,
            "parts": parts,
            "chosen": chosen,
            "brackets": len(text.open_brackets),
            "notes": len(text.notes),
            "count": len(text.paragraphs),
            "paragraphs": shown_paragraphs(text),
            "marking": of_document(one),
            "demonstration": one.demonstration,
            "crumbs": way_to(one, Crumb(_("Bring in a text"))),
            **_compared(one, intake, text),
        },
        status=422 if form.errors else 200,
    )


def _day(intake: Intake, today: date) -> date:
    said = intake.content.get("day") or ""
    return date.fromisoformat(said) if said else today


def with_keys(one: Document, text: Text) -> Text:
    """The text with the keys of the one that stands, unless it carries them already."""
    return text if services.carries_keys_of(one, text) else services.in_kinship(one, text)


def _compared(one: Document, intake: Intake, text: Text) -> dict[str, Any]:
    newest = newest_of(revisions_of(one))
    before = from_json(intake.content["before"]) if intake.content.get("before") else None
    known = with_keys(one, text)
    return {
        "newest": newest,
        "redline": redlines.shown(newest.content, known) if newest and newest.language == text.language else None,
        "tracked": [
            {"text": words, "added": added, "by": by, "at": when, "moved": moved}
            for words, added, by, when, moved in intake.content["tracked"]
        ],
        "changes": intake.content["changes"],
        # What the file calls the text before its changes should be the one that stands here.
        "other_base": bool(before and newest and before.hash != newest.sha256),
        "remarked": [
            {"by": by, "text": words, "at": when} for _key, _start, _end, by, when, words in intake.content["remarks"]
        ],
    }


def _bring_in(request: HttpRequest, one: Document, intake: Intake, said: dict[str, Any]) -> HttpResponse:
    by, moment = person_of(request), at(request)
    text = importing.text_in(intake, said.get("part") or "")
    if text.language != one.language and revisions_of(one):
        languages.bring_in(one, text, by=by, at=moment)
        intake.delete()
        messages.success(request, _("The version is kept, and aligned with the original paragraph by paragraph."))
        return redirect("documents:version", one.pk, text.language)
    known = with_keys(one, text)
    made, told = services.issue(
        one,
        services.number_read(said["number"]),
        known,
        day=said["day"],
        by=by,
        at=moment,
        note=said["note"],
        source_sha256=intake.sha256,
        key=said["key"] or intake.key,
    )
    if said.get("remarks"):
        remarks.enter(made, intake, text, by=by, at=moment)
    intake.delete()
    messages.success(request, told_words(str(made.number), told))
    return redirect(made)


def told_words(number: str, told: services.Told) -> str:
    """Say what became of contributions when a text was issued."""
    said = _("%(number)s is issued and never changes.") % {"number": number}
    if not told.total:
        return said
    parts = [
        (told.kept, _("%(n)s stand where they stood")),
        (told.moved, _("%(n)s moved with their words")),
        (told.changed, _("%(n)s stand on words that were changed")),
        (told.gone, _("%(n)s stand where their words were taken out")),
    ]
    listed = "; ".join(words % {"n": count} for count, words in parts if count)
    more = (
        " " + _("Look at %(n)s of them: their place can be read in two ways.") % {"n": told.unsure}
        if told.unsure
        else ""
    )
    return f"{said} " + _("Contributions that wait: %(listed)s.") % {"listed": listed} + more
