"""The agenda in the reader's language, annotated or plain, the room's display, and the materials."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from roundtable.ground.documents.public import LaidText, Translated, laid, translated
from roundtable.ground.documents.public import offered as offered_texts
from roundtable.ground.parties.public import names
from roundtable.ground.trust.public import Marking, door, highest_marking
from roundtable.kernel.base.middleware import at
from roundtable.records.meetings.domain.wording import State, counts, read, state_of
from roundtable.records.meetings.exports import rows
from roundtable.records.meetings.forms import ItemForm, MaterialForm
from roundtable.records.meetings.models import Material, Meeting, Participant
from roundtable.records.meetings.queries import agenda as queries
from roundtable.records.meetings.queries import conclusions, people
from roundtable.records.meetings.queries.floor import floor_of
from roundtable.records.meetings.queries.meetings import reader_language
from roundtable.records.meetings.rules import Do
from roundtable.records.meetings.services import agenda as services
from roundtable.records.meetings.views.asking import (
    done,
    editor,
    form_page,
    meeting_inside,
    meeting_kept,
    page_of,
    take_in,
    tried,
    way_to,
)
from roundtable.records.meetings.views.floor import chosen, lines_of, spoken_of
from roundtable.records.meetings.views.meeting import deadlines
from roundtable.ui.pieces import Crumb, Tone

STATES = {State.ORIGINAL: Tone.OK, State.CURRENT: Tone.OK, State.STALE: Tone.LATE, State.MISSING: Tone.QUIET}


def state_words() -> dict[State, str]:
    """Say how far a translation is."""
    return {
        State.ORIGINAL: _("original"),
        State.CURRENT: _("translated"),
        State.STALE: _("older than the original"),
        State.MISSING: _("not translated"),
    }


def home_of(meeting: Meeting) -> str:
    """Give the address of the agenda."""
    return reverse("meetings:agenda", args=[meeting.code])


def _delegations(request: HttpRequest, meeting: Meeting) -> int:
    seen = people.visible_to(request.user, meeting, at=at(request)).filter(stage=Participant.Stage.APPROVED)
    return len(set(seen.values_list("party_id", flat=True)))


@require_GET
@door(Do.SEE_INSIDE)
def agenda(request: HttpRequest, code: str) -> HttpResponse:
    """Show the agenda in the reader's language, with the state of every translation, and the materials."""
    meeting, moment, language = meeting_inside(request, code), at(request), reader_language()
    materials = queries.materials_visible_to(request.user, meeting, at=moment)
    lines = queries.agenda(meeting, language, materials=materials, delegations=_delegations(request, meeting))
    languages = dict(settings.LANGUAGES)
    words = state_words()
    matters = conclusions.matters_arising(meeting) if any(one.item.kind == "matters" for one in lines) else []
    known = {"secretariat": _("Secretariat"), **names()}
    annotated = "annotated" in request.GET
    states = [
        {
            "language": str(name),
            "counts": [
                (words[state], STATES[state], number)
                for state, number in counts(
                    state_of(read(one.item.texts), key, original=one.item.original, wording=one.item.wording)
                    for one in lines
                ).items()
                if number
            ],
        }
        for key, name in settings.LANGUAGES
    ]
    bearing = [queries.bears(one) for one in materials]
    numbers = [one.text_id for one in materials if one.text_id]
    texts, versions = (laid(request.user, numbers, moment), translated(numbers)) if numbers else ({}, {})

    def paper(one: Material) -> tuple[Material, Marking, LaidText | None, list[dict[str, Any]]]:
        states = [_told(state, languages) for state in versions.get(one.text_id or 0, [])]
        return one, queries.bears(one), texts.get(one.text_id or 0), states

    context = page_of(
        request,
        meeting,
        "agenda",
        lines=[
            {
                "line": one,
                "state": words[one.state],
                "tone": STATES[one.state],
                "foreign": str(languages.get(one.language, one.language)) if one.language != language else "",
                "lead": known.get(str(one.item.lead_id), "") if one.item.lead_id else "",
                "speaking": divmod(one.speaking, 60) if one.speaking else None,
                "materials": [paper(found) for found in one.materials],
            }
            for one in lines
        ],
        annotated=annotated,
        general=[paper(one) for one in materials if one.item_id is None],
        matters=[(one, known.get(one.owner, one.owner)) for one in matters],
        states=states if lines else [],
        deadlines=deadlines(request, meeting),
        notes=rows.notes_on([*(str(one.item.lead_id or "") for one in lines), *(one.owner for one in matters)]),
        crumbs=way_to(meeting, Crumb(_("Agenda and materials"))),
    )
    context["marking"] = str(highest_marking(bearing, least=Marking.PARTIES))
    return render(request, "meetings/agenda.html", context)


def _told(state: Translated, languages: Mapping[str, Any]) -> dict[str, Any]:
    """Say how far one translation of a text is: whole and current, or how many of its paragraphs are."""
    whole = state.current == state.of
    said = (
        _("translated") if whole else _("%(current)s of %(of)s paragraphs") % {"current": state.current, "of": state.of}
    )
    return {
        "language": str(languages.get(state.language, state.language)),
        "words": said,
        "tone": Tone.OK if whole else Tone.LATE if state.stale else Tone.QUIET,
    }


@require_GET
@door(Do.SEE_INSIDE)
def room(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is talked about now, large enough to be read from the back of the room; it renews itself."""
    meeting, moment, language = meeting_inside(request, code), at(request), reader_language()
    lines = lines_of(request, meeting)
    now = chosen(lines, request.GET.get("item", ""), moment)
    place = lines.index(now) if now in lines and now is not None else -1
    context = page_of(
        request,
        meeting,
        "agenda",
        now=now,
        speaking=divmod(now.speaking, 60) if now and now.speaking else None,
        next=lines[place + 1] if place + 1 < len(lines) else None,
        before=lines[place - 1] if place > 0 else None,
        begins=meeting.days.begins_at,
        language=now.language if now else language,
        **spoken_of(floor_of(meeting, now.item if now else None, now.speaking if now else 0, at=moment)),
        crumbs=way_to(meeting, Crumb(_("Agenda and materials"), home_of(meeting)), Crumb(_("Room display"))),
    )
    return render(request, "meetings/room.html", context)


@door(Do.KEEP)
def add_item(request: HttpRequest, code: str) -> HttpResponse:
    """Add an item to the agenda."""
    meeting = meeting_kept(request, code)
    form = ItemForm(
        request.POST or None,
        initial={"kind": "item", "day": 1, "minutes": 30, "opening": 5, "original": settings.LANGUAGE_CODE},
    )

    def save() -> None:
        services.add_item(meeting, form.values(), form.words(), by=editor(request), at=at(request))

    home = home_of(meeting)
    if request.method == "POST" and take_in(form, save):
        return done(request, _("The item is added."), home)
    way = way_to(meeting, Crumb(_("Agenda and materials"), home), Crumb(_("New")))
    return form_page(request, form, title=_("A new item"), back=home, crumbs=way)


@door(Do.KEEP)
def change_item(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change an item of the agenda, or take it out."""
    meeting = meeting_kept(request, code)
    item = get_object_or_404(queries.items_of(meeting), pk=pk)
    home = home_of(meeting)
    if request.method == "POST" and "delete" in request.POST:
        sentence = _("The item is taken out.")
        return tried(request, lambda: services.delete_item(item, by=editor(request), at=at(request)), sentence, home)
    form = ItemForm(request.POST or None, initial=ItemForm.filled(item))

    def save() -> None:
        services.change_item(
            item, form.values(), form.words(), revision=form.seen(), by=editor(request), at=at(request)
        )

    if request.method == "POST" and take_in(form, save, thing=item):
        return done(request, _("The item is changed."), home)
    context = {
        "form": form,
        "title": queries.title_of(item, reader_language()),
        "back": home,
        "crumbs": way_to(meeting, Crumb(_("Agenda and materials"), home), Crumb(_("Change"))),
        "submit": _("Save"),
        "deletes": True,
        "marking": "PARTIES",
    }
    return render(request, "meetings/registration.html", context, status=422 if form.errors else 200)


@door(Do.KEEP)
def add_material(request: HttpRequest, code: str) -> HttpResponse:
    """Lay a document to a meeting."""
    meeting = meeting_kept(request, code)
    lines = queries.agenda(meeting, reader_language())
    items = {str(one.item.pk): one.item for one in lines}
    offered = [(str(one.item.pk), f"{one.number} {one.title}".strip()) for one in lines]
    texts = {str(one.revision_id): one for one in offered_texts(request.user, at(request))}
    named = [(key, f"{one.number} – {one.title} ({one.marking})") for key, one in texts.items()]
    form = MaterialForm(request.POST or None, request.FILES or None, items=offered, texts=named)

    def save() -> None:
        said = form.cleaned_data
        services.add_material(
            meeting,
            title=said["title"],
            number=said["number"],
            language=said["language"],
            marking=said["marking"],
            item=items.get(said["item"]),
            upload=said["file"],
            text=texts.get(said["text"]),
            by=editor(request),
            at=at(request),
        )

    home = home_of(meeting)
    if request.method == "POST" and take_in(form, save):
        return done(request, _("The document is there for those who may read it."), home)
    way = way_to(meeting, Crumb(_("Agenda and materials"), home), Crumb(_("New document")))
    return form_page(request, form, title=_("A document for the meeting"), back=home, crumbs=way)


@require_POST
@door(Do.KEEP)
def delete_material(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take a document back."""
    meeting = meeting_kept(request, code)
    kept = get_object_or_404(queries.materials_of(meeting), pk=pk)
    return tried(
        request,
        lambda: services.delete_material(kept, by=editor(request), at=at(request)),
        _("The document is taken back."),
        home_of(meeting),
    )
