"""Who holds what: the list, one person, and everything that is done about functions."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from roundtable.ground.trust import queries, services
from roundtable.ground.trust.doors import door, person_of
from roundtable.ground.trust.exports import people_listing
from roundtable.ground.trust.forms import EndForm, FunctionForm, HandOverForm, InviteForm, SureForm
from roundtable.ground.trust.models import Role, User
from roundtable.ground.trust.rules import INSIDE_A_PARTY, Do, actor, allows
from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.base.forms import tell_form
from roundtable.kernel.base.markings import PARTIES
from roundtable.kernel.base.middleware import at


@door(Do.SEE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """List who holds what; those in force today unless the address asks for others."""
    person, moment = person_of(request), at(request)
    scopes = queries.scope_names()
    listing = people_listing(moment.date(), scopes)
    params = request.GET.copy()
    params.setdefault("when", "now")
    rows = queries.in_order_of_names(queries.terms_visible_to(person, at=moment), key="user")
    file = listing.download(
        rows,
        params,
        title=_("People and functions"),
        demonstration=lambda term: term.user.demonstration,
        marking=PARTIES,
    )
    if file is not None:
        return file
    listed = listing.page(rows, params, user_id=person.pk)
    return render(
        request,
        "trust/people.html",
        {
            "listed": listed,
            "demonstration": any(row.obj.user.demonstration for row in listed.rows),
            "marking": PARTIES,
            "open_invitations": [
                (invitation, scopes.get(invitation.scope, invitation.scope))
                for invitation in queries.invitations_visible_to(person, at=moment)[:50]
                if invitation.open_at(moment)
            ],
            "may_invite": allows(person, Do.INVITE, at=moment),
        },
    )


@door(Do.SEE_PEOPLE)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person: functions now and before, and what may be done about them."""
    reader, moment = person_of(request), at(request)
    shown = get_object_or_404(queries.managed_by(reader, at=moment), pk=pk)
    today = moment.date()
    terms = list(queries.terms_visible_to(reader, at=moment).filter(user=shown).order_by("-starts", "-pk"))
    scopes, institutions = queries.scope_names(), queries.institution_names()
    rows = [
        {
            "term": term,
            "institution": institutions.get(term.scope, {}).get(term.institution, term.institution),
            "scope": scopes.get(term.scope, term.scope),
            "now": term.starts <= today and (term.ends is None or today <= term.ends),
            "may_end": (term.ends is None or today <= term.ends) and allows(reader, Do.GRANT, term, at=moment),
        }
        for term in terms
    ]
    hand_over = sorted({term.scope for term, row in zip(terms, rows, strict=True) if row["now"] and row["may_end"]})
    return render(
        request,
        "trust/person.html",
        {
            "shown": shown,
            "rows": rows,
            "hand_over": [(code, scopes.get(code, code)) for code in hand_over],
            "may_grant": allows(reader, Do.GRANT, at=moment) and shown.is_active,
            "may_hold": allows(reader, Do.HOLD, shown, at=moment),
            "may_tell": allows(reader, Do.TELL_HELD, shown, at=moment),
            "may_close": allows(reader, Do.DEACTIVATE, shown, at=moment) and shown.pk != reader.pk,
            "lines": queries.history_of_person(shown, reader, at=moment),
        },
    )


@door(Do.INVITE)
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody to a function."""
    reader, moment = person_of(request), at(request)
    form = InviteForm(request.POST or None, today=moment.date(), **_offered(request))
    if form.is_valid():
        said = form.cleaned_data
        try:
            invitation = services.invite(
                said["email"],
                said["name"],
                form.function(),
                starts=said["starts"],
                ends=said["ends"],
                by=reader,
                at=moment,
            )
        except Invalid as told:
            tell_form(form, told)
        else:
            messages.success(request, _("The invitation to %(email)s is on its way.") % {"email": invitation.email})
            return redirect("trust:people")
    return render(request, "trust/invite.html", {"form": form}, status=200 if not form.errors else 422)


@door(Do.INVITE)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    reader, moment = person_of(request), at(request)
    invitation = get_object_or_404(queries.invitations_visible_to(reader, at=moment), pk=pk)
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.withdraw(invitation, by=reader, at=moment)
        messages.success(request, _("The invitation is withdrawn: its link no longer works."))
        return redirect("trust:people")
    return render(request, "trust/withdraw.html", {"invitation": invitation, "form": form})


@door(Do.GRANT)
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person a further function."""
    reader, moment = person_of(request), at(request)
    shown = get_object_or_404(queries.managed_by(reader, at=moment), pk=pk)
    form = FunctionForm(request.POST or None, today=moment.date(), **_offered(request))
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.grant(shown, form.function(), starts=said["starts"], ends=said["ends"], by=reader, at=moment)
        except Invalid as told:
            tell_form(form, told)
        else:
            messages.success(request, _("%(name)s now holds this function.") % {"name": shown})
            return redirect("trust:person", pk=shown.pk)
    return render(request, "trust/grant.html", {"form": form, "shown": shown}, status=200 if not form.errors else 422)


@door(Do.GRANT)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a term, now or on a day."""
    reader, moment = person_of(request), at(request)
    term = get_object_or_404(queries.terms_visible_to(reader, at=moment), pk=pk)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.end_term(term, on=form.cleaned_data["ends"], by=reader, at=moment)
        except Invalid as told:
            tell_form(form, told)
        else:
            messages.success(request, _("The function ends as you said."))
            return redirect("trust:person", pk=term.user_id)
    scope = queries.scope_names().get(term.scope, term.scope)
    return render(request, "trust/end.html", {"form": form, "term": term, "scope": scope})


@door(Do.HAND_OVER)
def hand_over(request: HttpRequest, pk: int, scope: str) -> HttpResponse:
    """Hand everything a person does in a scope over to a successor."""
    reader, moment = person_of(request), at(request)
    leaver = get_object_or_404(queries.managed_by(reader, at=moment), pk=pk)
    held = queries.terms_visible_to(reader, at=moment).filter(user=leaver, scope=scope)
    get_object_or_404(held[:1])
    successors = queries.successors_of(leaver, scope, at=moment)
    form = HandOverForm(request.POST if request.method == "POST" else None, successors=successors)
    if form.is_valid():
        successor: User = form.cleaned_data["successor"]
        try:
            services.hand_over(leaver, successor, scope=scope, by=reader, at=moment)
        except Invalid as told:
            tell_form(form, told)
        else:
            messages.success(
                request,
                _("%(successor)s has taken over from %(leaver)s: functions, drafts and duties.")
                % {"successor": successor, "leaver": leaver},
            )
            if leaver.pk == reader.pk:  # the own sessions have ended with the functions
                logout(request)
                return redirect("account_login")
            return redirect("trust:person", pk=successor.pk)
    return render(
        request,
        "trust/hand_over.html",
        {"form": form, "leaver": leaver, "scope": queries.scope_names().get(scope, scope), "terms": held},
    )


@door(Do.DEACTIVATE)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account, or open it again."""
    reader, moment = person_of(request), at(request)
    shown = get_object_or_404(queries.managed_by(reader, at=moment), pk=pk)
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            if shown.is_active:
                services.deactivate(shown, by=reader, at=moment)
                messages.success(request, _("The account is closed. Its sessions and tokens ended at once."))
            else:
                services.reactivate(shown, by=reader, at=moment)
                messages.success(request, _("The account is open again."))
        except Invalid as told:
            tell_form(form, told)
        else:
            return redirect("trust:person", pk=shown.pk)
    return render(request, "trust/close.html", {"form": form, "shown": shown})


def _offered(request: HttpRequest) -> dict[str, Any]:
    who = actor(request.user, at(request))
    if who.holds(Role.SECRETARIAT):
        return {"roles": list(Role), "scopes": None}
    return {"roles": INSIDE_A_PARTY, "scopes": who.scopes_as(Role.CONTACT_POINT)}
