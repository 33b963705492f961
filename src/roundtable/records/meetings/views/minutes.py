"""Minutes: written together while people speak, read once they are published; and what people thought of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roundtable.ground.trust.public import allows, door, names_of
from roundtable.kernel import drafts
from roundtable.kernel.base.errors import Told
from roundtable.kernel.base.middleware import at
from roundtable.kernel.drafts import http
from roundtable.records.meetings.forms import FeedbackForm
from roundtable.records.meetings.models import Meeting
from roundtable.records.meetings.queries import written
from roundtable.records.meetings.rules import Do
from roundtable.records.meetings.services import feedback as giving
from roundtable.records.meetings.services import minutes as services
from roundtable.records.meetings.services.minutes import FIELD, KIND, SCOPE
from roundtable.records.meetings.views.asking import (
    done,
    editor,
    meeting_inside,
    meeting_kept,
    page_of,
    take_in,
    tried,
    way_to,
)
from roundtable.ui.pieces import Crumb, Figure

FEWEST = 5
"""How many answers there must be before averages are shown: fewer could be told from one another."""


@door(Do.SEE_INSIDE)
def minutes(request: HttpRequest, code: str) -> HttpResponse:
    """Show the minutes; the secretariat writes in them, several people at once."""
    meeting, moment = meeting_inside(request, code), at(request)
    writes = allows(request.user, Do.WRITE_MINUTES, meeting, at=moment)
    kept = written.minutes_of(meeting)
    shown = kept if kept is not None and (writes or kept.published_at) else None
    writing = writes and (kept is None or kept.published_at is None)
    if request.method == "POST":
        return _save(request, meeting)
    context = page_of(
        request,
        meeting,
        "minutes",
        minutes=shown,
        writing=writing,
        crumbs=way_to(meeting, Crumb(_("Minutes"))),
    )
    if writing:
        context |= _form(request, meeting)
    return render(request, "meetings/minutes.html", context)


def _form(request: HttpRequest, meeting: Meeting) -> dict[str, object]:
    me, moment = editor(request), at(request)
    kept = services.minutes_for(meeting, by=me, at=moment)
    marks = http.marks(KIND, str(kept.pk), {FIELD: kept.text}, request, scope=SCOPE)
    waiting = drafts.conflicts(KIND, str(kept.pk), by=me.pk)
    here = drafts.others(KIND, str(kept.pk), me.pk, moment)
    text = waiting[FIELD][-1].mine if FIELD in waiting else marks[0].text
    called = names_of([one.by for one in here]) if here else {}
    return {
        "text": text,
        "marks": marks,
        "conflicts": waiting,
        "here": [called.get(one.by, _("Somebody")) for one in here],
    }


def _save(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    by, moment = editor(request), at(request)
    kept = services.minutes_for(meeting, by=by, at=moment)
    try:
        services.require_writable(kept)
        http.marks(KIND, str(kept.pk), {FIELD: kept.text}, request, scope=SCOPE)
        saved = http.from_form(
            request, KIND, str(kept.pk), [FIELD], by.pk, kept=services.in_step(kept, by=by, at=moment)
        )
    except Told as refusal:
        messages.error(request, str(refusal))
        return redirect("meetings:minutes", code=meeting.code)
    if any(one.conflict for one in saved.values()):
        messages.warning(
            request, _("Somebody else changed the same words meanwhile. Both texts are kept: choose below.")
        )
    elif any(one.merged for one in saved.values()):
        messages.info(request, _("Somebody else wrote here meanwhile. Your words and theirs are both in the text now."))
    else:
        messages.success(request, _("Saved."))
    return redirect("meetings:minutes", code=meeting.code)


@door(Do.WRITE_MINUTES)
def autosave(request: HttpRequest, code: str) -> HttpResponse:
    """Save strokes as they are written, and tell who else writes."""
    meeting, by, moment = meeting_kept(request, code), editor(request), at(request)
    kept = services.minutes_for(meeting, by=by, at=moment)
    return http.answer(
        request, KIND, str(kept.pk), [FIELD], by.pk, names=names_of, kept=services.in_step(kept, by=by, at=moment)
    )


@require_POST
@door(Do.WRITE_MINUTES)
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Publish the minutes to those who take part."""
    meeting, by, moment = meeting_kept(request, code), editor(request), at(request)
    kept = services.minutes_for(meeting, by=by, at=moment)
    sentence = _("The minutes are published to those who take part.")
    return tried(request, lambda: services.publish(kept, by=by, at=moment), sentence, f"{request.path}../")


@door(Do.SEE_INSIDE)
def feedback(request: HttpRequest, code: str) -> HttpResponse:
    """Ask what somebody thinks of the meeting; the secretariat reads what was said, without names."""
    meeting, moment = meeting_inside(request, code), at(request)
    gives = allows(request.user, Do.GIVE_FEEDBACK, meeting, at=moment) and meeting.days.begins_at <= moment
    own = written.own_feedback(meeting, editor(request))
    filled = {name: getattr(own, name) for name in FeedbackForm.base_fields} if own else {}
    form = FeedbackForm(request.POST or None if gives else None, initial=filled)
    if request.method == "POST" and gives:

        def save() -> None:
            giving.give(meeting, form.cleaned_data, by=editor(request), at=moment)

        if take_in(form, save):
            return done(request, _("Thank you. You can change your answers on this page."), request.path)
    reads = allows(request.user, Do.READ_FEEDBACK, meeting, at=moment)
    context = page_of(
        request,
        meeting,
        "feedback",
        form=form if gives else None,
        reads=reads,
        crumbs=way_to(meeting, Crumb(_("Feedback"))),
        **(_said(meeting) if reads else {}),
    )
    return render(request, "meetings/feedback.html", context, status=422 if form.errors else 200)


def _said(meeting: Meeting) -> dict[str, object]:
    found, remarks = written.feedback_together(meeting)
    words = {"content": _("Content"), "documents": _("Documents"), "organisation": _("Organisation")}
    enough = found["number"] >= FEWEST
    return {
        "number": found["number"],
        "enough": enough,
        "fewest": FEWEST,
        "figures": [
            Figure(label, f"{found[name]:.1f}" if found[name] is not None else "–", note=_("of 5"))
            for name, label in words.items()
        ]
        if enough
        else [],
        "remarks": remarks if enough else [],
    }
