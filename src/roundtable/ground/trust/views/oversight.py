"""What an auditor reads: the rules, the history, and who read what is restricted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from roundtable.ground.trust import queries
from roundtable.ground.trust.doors import door, person_of
from roundtable.ground.trust.exports import history_listing, readings_listing
from roundtable.ground.trust.models import Role
from roundtable.ground.trust.queries.heads import last_statement, open_since
from roundtable.ground.trust.queries.markings import of_entry
from roundtable.ground.trust.queries.readings import readings_visible_to
from roundtable.ground.trust.rules import Do
from roundtable.kernel.base.markings import highest
from roundtable.kernel.base.middleware import at


@door(Do.SEE_RULES)
def rules(request: HttpRequest) -> HttpResponse:
    """Show who may do what, in all rooms."""
    return render(
        request, "trust/rules.html", {"chapters": queries.rules_table(), "roles": [role.label for role in Role]}
    )


@door(Do.SEE_HISTORY)
def history(request: HttpRequest) -> HttpResponse:
    """Show who did what to what, when."""
    person, moment = person_of(request), at(request)
    listing = history_listing(person, at=moment)
    rows = queries.entries_visible_to(person, at=moment)
    file = listing.download(
        rows, request.GET, title=_("History"), demonstration=lambda entry: entry.demonstration, marking=of_entry
    )
    if file is not None:
        return file
    listed = listing.page(rows, request.GET, user_id=person.pk)
    demonstration = any(row.obj.demonstration for row in listed.rows)
    statement = last_statement()
    return render(
        request,
        "trust/history.html",
        {
            "listed": listed,
            "demonstration": demonstration,
            "marking": highest(of_entry(row.obj) for row in listed.rows),
            "signed": statement,
            "open": open_since(statement),
        },
    )


@door(Do.SEE_READINGS)
def readings(request: HttpRequest) -> HttpResponse:
    """Show who read what is restricted: to auditors all, to a Party what was read of its own."""
    person, moment = person_of(request), at(request)
    listing = readings_listing(person, at=moment)
    rows = readings_visible_to(person, at=moment)
    file = listing.download(rows, request.GET, title=_("Log of reading"), demonstration=lambda row: row.demonstration)
    if file is not None:
        return file
    listed = listing.page(rows, request.GET, user_id=person.pk)
    demonstration = any(row.obj.demonstration for row in listed.rows)
    return render(request, "trust/readings.html", {"listed": listed, "demonstration": demonstration})
