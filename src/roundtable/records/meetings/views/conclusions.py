"""Conclusions: of one meeting, of all, and what became of each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from roundtable.ground.trust.public import allows, door, history_of
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.middleware import at
from roundtable.records.meetings.exports import rows
from roundtable.records.meetings.forms import ConclusionForm, OutcomeForm
from roundtable.records.meetings.models import Conclusion, Meeting
from roundtable.records.meetings.queries import agenda, conclusions
from roundtable.records.meetings.queries.meetings import reader_language
from roundtable.records.meetings.rules import Do
from roundtable.records.meetings.services import conclusions as services
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
from roundtable.ui.pieces import Crumb, Tone

TONES = {
    Conclusion.Stage.OPEN: Tone.WAIT,
    Conclusion.Stage.DONE: Tone.OK,
    Conclusion.Stage.DROPPED: Tone.STOP,
}


@require_GET
@door(Do.SEE_INSIDE)
def every(request: HttpRequest) -> HttpResponse:
    """List the conclusions of all meetings, with what became of each."""
    moment = at(request)
    found = conclusions.visible_to(request.user, at=moment)
    listing = rows.conclusions_listing()
    title = _("Conclusions of the meetings")
    if file := listing.download(
        found, request.GET, title=title, demonstration=lambda one: one.demonstration, marking="PARTIES"
    ):
        return file
    listed = listing.page(found, request.GET, user_id=request.user.pk)
    context = {
        "title": title,
        "listed": listed,
        "overdue": conclusions.overdue(found, moment.date()).count(),
        "open": found.filter(stage=Conclusion.Stage.OPEN).count(),
        "notes": rows.notes_on(row.obj.owner for row in listed.rows),
        "demonstration": any(row.obj.demonstration for row in listed.rows),
        "marking": "PARTIES",
        "crumbs": way_to(None, Crumb(_("Conclusions"))),
    }
    return render(request, "meetings/conclusions.html", context)


def home_of(meeting: Meeting) -> str:
    """Give the address of the conclusions of a meeting."""
    return reverse("meetings:meeting-conclusions", args=[meeting.code])


@require_GET
@door(Do.SEE_INSIDE)
def of_meeting(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a meeting concluded, and what it takes up from the meetings before."""
    meeting, moment = meeting_inside(request, code), at(request)
    own = conclusions.visible_to(request.user, at=moment).filter(meeting=meeting).order_by("number")
    name = rows.named()
    matters = conclusions.matters_arising(meeting)
    context = page_of(
        request,
        meeting,
        "meeting-conclusions",
        conclusions=[(one, TONES[Conclusion.Stage(one.stage)], name(one.owner)) for one in own],
        matters=[(one, TONES[Conclusion.Stage(one.stage)], name(one.owner)) for one in matters],
        notes=rows.notes_on(one.owner for one in [*own, *matters]),
        crumbs=way_to(meeting, Crumb(_("Conclusions"))),
    )
    return render(request, "meetings/meeting_conclusions.html", context)


def _items(meeting: Meeting) -> list[tuple[str, str]]:
    lines = agenda.agenda(meeting, reader_language())
    return [(str(one.item.pk), f"{one.number} {one.title}".strip()) for one in lines]


@door(Do.CONCLUDE)
def conclude(request: HttpRequest, code: str) -> HttpResponse:
    """Write a conclusion down."""
    meeting = meeting_kept(request, code)
    form = ConclusionForm(request.POST or None, items=_items(meeting), initial={"owner": "secretariat"})

    def save() -> None:
        services.conclude(meeting, form.values(), by=editor(request), at=at(request))

    home = home_of(meeting)
    if request.method == "POST" and take_in(form, save):
        return done(request, _("The conclusion is written down, and stands open until somebody closes it."), home)
    way = way_to(meeting, Crumb(_("Conclusions"), home), Crumb(_("New")))
    return form_page(request, form, title=_("What was concluded"), back=home, crumbs=way, marking="PARTIES")


def _seen(request: HttpRequest, code: str, pk: int) -> tuple[Meeting, Conclusion]:
    meeting = meeting_inside(request, code)
    rows_ = conclusions.visible_to(request.user, at=at(request)).select_related("item", "closed_by")
    return meeting, get_object_or_404(rows_.filter(meeting=meeting), pk=pk)


@door(Do.SEE_INSIDE)
def conclusion(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show a conclusion; whoever owns it says here what became of it."""
    meeting, one = _seen(request, code, pk)
    moment = at(request)
    closes = allows(request.user, Do.CLOSE_CONCLUSION, one, at=moment) and one.stage == Conclusion.Stage.OPEN
    keeps = allows(request.user, Do.CONCLUDE, one, at=moment)
    form = OutcomeForm(request.POST or None if closes else None)
    here = reverse("meetings:conclusion", args=[meeting.code, one.pk])
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do == "reopen" and keeps:
            sentence = _("The conclusion is open again.")
            return tried(request, lambda: services.reopen(one, by=editor(request), at=moment), sentence, here)
        if not closes:
            raise NotThere("")

        def save() -> None:
            services.close(
                one,
                outcome=form.cleaned_data["outcome"],
                dropped=do == "drop" and keeps,
                by=editor(request),
                at=moment,
            )

        if take_in(form, save):
            return done(request, _("The conclusion is closed."), here)
    context = page_of(
        request,
        meeting,
        "meeting-conclusions",
        one=one,
        tone=TONES[Conclusion.Stage(one.stage)],
        owner=rows.named()(one.owner),
        item=agenda.title_of(one.item, reader_language()) if one.item else "",
        late=bool(one.due and one.stage == Conclusion.Stage.OPEN and one.due < moment.date()),
        closes=closes,
        concludes=keeps,
        form=form,
        history=history_of(one, request.user, at=moment),
        notes=rows.notes_on([one.owner]),
        crumbs=way_to(meeting, Crumb(_("Conclusions"), home_of(meeting)), Crumb(str(one.number))),
    )
    return render(request, "meetings/conclusion.html", context, status=422 if form.errors else 200)


@door(Do.CONCLUDE)
def change(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change a conclusion."""
    meeting, one = _seen(request, code, pk)
    if not allows(request.user, Do.CONCLUDE, one, at=at(request)):
        raise NotThere("")
    form = ConclusionForm(request.POST or None, items=_items(meeting), initial=ConclusionForm.filled(one))

    def save() -> None:
        services.change(one, form.values(), revision=form.seen(), by=editor(request), at=at(request))

    here = reverse("meetings:conclusion", args=[meeting.code, one.pk])
    if request.method == "POST" and take_in(form, save, thing=one):
        return done(request, _("The conclusion is changed."), here)
    way = way_to(meeting, Crumb(_("Conclusions"), home_of(meeting)), Crumb(str(one.number), here), Crumb(_("Change")))
    title = _("Conclusion %(number)s") % {"number": one.number}
    return form_page(request, form, title=title, back=here, crumbs=way, marking="PARTIES")
