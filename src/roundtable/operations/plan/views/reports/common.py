"""What the pages of reporting share: the person, the report they may see, and how an error is told."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest

from roundtable.ground.trust.public import User
from roundtable.kernel.base.errors import NotThere, Told
from roundtable.kernel.base.middleware import at
from roundtable.operations.plan.models import Report
from roundtable.operations.plan.queries.reports import visible_to


def person(request: HttpRequest) -> User:
    """The person who asks; doors let nobody in without an account."""
    if not isinstance(request.user, User):
        raise NotThere("")
    return request.user


def report_or_404(request: HttpRequest, pk: int) -> Report:
    """The report, if this person may see it."""
    found = visible_to(person(request), at(request)).filter(pk=pk).first()
    if found is None:
        raise NotThere("")
    # Read once: the window of the round is asked for several times on a page.
    prefetch_related_objects([found.round], "extensions")
    return found


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
    except Told as error:
        if isinstance(error, NotThere):
            raise
        messages.error(request, " ".join([str(error), *(text for texts in error.fields.values() for text in texts)]))
        return False
    if done:
        messages.success(request, done)
    return True
