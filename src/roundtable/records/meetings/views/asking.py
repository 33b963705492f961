"""What the pages of this room have in common: the meeting that is asked for, its tabs, and forms that lose nothing."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.trust.public import User, allows
from roundtable.kernel.base.errors import Collision, Invalid, NotThere, Told
from roundtable.kernel.base.middleware import at
from roundtable.records.meetings.forms import Said
from roundtable.records.meetings.models import Meeting
from roundtable.records.meetings.queries import meetings
from roundtable.records.meetings.rules import Do
from roundtable.ui.pieces import Crumb, Tab

TABS = ("meeting", "agenda", "delegations", "meeting-conclusions", "minutes", "feedback")


def editor(request: HttpRequest) -> User:
    """Give the person who changes something; doors have made sure that there is one."""
    person = request.user
    assert isinstance(person, User)  # noqa: S101 - the door of the view lets nobody else in
    return person


def meeting_of(request: HttpRequest, code: str) -> Meeting:
    """Give a meeting that the reader may see."""
    return get_object_or_404(meetings.visible_to(request.user, at=at(request)), code=code)


def meeting_inside(request: HttpRequest, code: str) -> Meeting:
    """Give a meeting whose agenda and papers the reader may see."""
    return get_object_or_404(meetings.inside_for(request.user, at=at(request)), code=code)


def meeting_kept(request: HttpRequest, code: str) -> Meeting:
    """Give a meeting that the reader may change."""
    found = meeting_of(request, code)
    if not allows(request.user, Do.KEEP, found, at=at(request)):
        raise NotThere("")
    return found


def way_to(meeting: Meeting | None = None, *further: Crumb) -> list[Crumb]:
    """Give the way from the list to a page."""
    way = [Crumb(_("Meetings"), reverse("meetings:list"))]
    if meeting is not None:
        way.append(Crumb(str(meeting.title), meeting.get_absolute_url() if further else ""))
    return [*way, *further]


def tabs_of(request: HttpRequest, meeting: Meeting, current: str) -> list[Tab]:
    """Give the views of a meeting that the reader may open."""
    if not allows(request.user, Do.SEE_INSIDE, meeting, at=at(request)):
        return []
    words = {
        "meeting": _("Overview"),
        "agenda": _("Agenda and materials"),
        "delegations": _("Delegations"),
        "meeting-conclusions": _("Conclusions"),
        "minutes": _("Minutes"),
        "feedback": _("Feedback"),
    }
    return [
        Tab(words[name], reverse(f"meetings:{name}", args=[meeting.code]), current=name == current) for name in TABS
    ]


def page_of(request: HttpRequest, meeting: Meeting, current: str, **more: Any) -> dict[str, Any]:
    """Give what every page of a meeting shows."""
    moment = at(request)
    return {
        "meeting": meeting,
        "tabs": tabs_of(request, meeting, current),
        "keeps": allows(request.user, Do.KEEP, meeting, at=moment),
        "demonstration": meeting.demonstration,
        **({"marking": "PARTIES"} if current != "meeting" else {}),
        **more,
    }


def take_in(form: forms.Form, save: Callable[[], Any], *, thing: Any = None) -> bool:
    """Save what a form holds; a refusal is written into the form, which keeps its input.

    After a collision the form carries the newest revision: whoever has compared may save knowingly.
    """
    if not form.is_valid():
        return False
    try:
        save()
    except Invalid as refusal:
        form.add_error(None, str(refusal))
        for name, sentences in refusal.fields.items():
            if name in form.fields:
                form.add_error(name, sentences)
        return False
    except Collision as collision:
        form.add_error(None, str(collision))
        thing.refresh_from_db()
        now = type(form).filled(thing) if isinstance(form, Said) else {}
        for name in form.changed_data:
            if name in now and name != "revision":
                form.add_error(name, _("Now it says: %(text)s") % {"text": now[name] or "–"})
        form.data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        form.data["revision"] = str(thing.revision)  # type: ignore[index]  # a copy may be written to
        return False
    except Told as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def form_page(  # noqa: PLR0913 - what a page with a form shows
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    lead: str = "",
    back: str,
    crumbs: Sequence[Crumb],
    submit: str = "",
    marking: str = "",
) -> HttpResponse:
    """Show a form with its title; after a refusal the status says so to machines too."""
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "back": back,
        "crumbs": crumbs,
        "submit": submit or _("Save"),
        "marking": marking,
    }
    return render(request, "meetings/form.html", context, status=422 if form.errors else 200)


def done(request: HttpRequest, sentence: str, to: str) -> HttpResponse:
    """Say what was done, and go there."""
    messages.success(request, sentence)
    return redirect(to)


def tried(request: HttpRequest, do: Callable[[], Any], sentence: str, to: str) -> HttpResponse:
    """Do something that a button asks for, and say what was done, or why not."""
    try:
        do()
    except NotThere:
        raise
    except Told as refusal:
        messages.error(request, str(refusal))
        return redirect(to)
    return done(request, sentence, to)


def number_of(text: object) -> int:
    """Read a number that a form sends; 0 for what is none."""
    return int(text) if isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) < 15 else 0
