"""What the pages with forms have in common: nothing that was typed is lost, whatever the answer is."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from roundtable.ground.parties.forms import Said
from roundtable.ground.trust.public import User
from roundtable.kernel.base.errors import Collision, Invalid
from roundtable.ui.pieces import Crumb


def editor(request: HttpRequest) -> User:
    """Give the person who changes something; doors have made sure that there is one."""
    person = request.user
    assert isinstance(person, User)  # noqa: S101 - the door of the view lets nobody else in
    return person


def take_in(form: Said, save: Callable[[], Any], *, thing: Any = None) -> bool:
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
        now = type(form).filled(thing)
        for name in form.changed_data:
            if name in now and name != "revision":
                form.add_error(name, _("Now it says: %(text)s") % {"text": now[name] or "–"})
        form.data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        form.data["revision"] = str(thing.revision)  # type: ignore[index]  # a copy may be written to
        return False
    return True


def form_page(  # noqa: PLR0913 - what a page with a form shows
    request: HttpRequest,
    form: Said,
    *,
    title: str,
    lead: str = "",
    back: str,
    crumbs: Sequence[Crumb],
    submit: str = "",
) -> HttpResponse:
    """Show a form with its title; after a refusal the status says so to machines too."""
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "back": back,
        "crumbs": crumbs,
        "submit": submit or _("Save"),
    }
    return render(request, "parties/form.html", context, status=422 if form.errors else 200)


def done(request: HttpRequest, sentence: str, to: str) -> HttpResponse:
    """Say what was done, and go there."""
    messages.success(request, sentence)
    return redirect(to)
