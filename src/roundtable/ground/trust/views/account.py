"""One's own account: details, sessions, tokens, what is held about oneself; and the welcome of the invited."""

from datetime import datetime
from http import HTTPStatus

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import perform_login
from allauth.mfa.webauthn.views import remove_webauthn
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from roundtable.ground.trust import queries, services
from roundtable.ground.trust.doors import PUBLIC, SIGNED_IN, door, person_of
from roundtable.ground.trust.forms import AccountForm, SureForm, TokenForm, WelcomeForm
from roundtable.ground.trust.models import Token, User
from roundtable.ground.trust.queries.factors import keeps_second_factor, keys_of, may_lose
from roundtable.ground.trust.queries.people import by_address, closed_by_address, invitation_behind
from roundtable.ground.trust.rules import Do, allows, at_rest
from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.base.forms import tell_form
from roundtable.kernel.base.middleware import at
from roundtable.kernel.notices.telling import choice_of, choose


@door(SIGNED_IN)
def account(request: HttpRequest) -> HttpResponse:
    """Show and change one's own account."""
    person, moment = person_of(request), at(request)
    form = AccountForm(request.POST or None, initial=_initial(request))
    if form.is_valid():
        services.change_account(person, at=moment, **form.cleaned_data)
        choose(person.pk, form.cleaned_data["mail"])
        messages.success(request, _("Saved."))
        answer = redirect("trust:account")
        answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return answer
    scopes = queries.scope_names()
    terms = list(person.terms.in_force(moment.date()).order_by("starts"))
    resting = at_rest({term.scope for term in terms}, moment.date())
    return render(
        request,
        "trust/account.html",
        {
            "form": form,
            "functions": [(term, scopes.get(term.scope, term.scope), term.scope in resting) for term in terms],
            "second_factor": keeps_second_factor(person),
            "may_keep_tokens": allows(person, Do.KEEP_TOKENS, at=moment),
            "outside": bool(settings.OIDC_SERVER),
        },
        status=422 if form.errors else 200,
    )


def _initial(request: HttpRequest) -> dict[str, str]:
    person = person_of(request)
    return {
        "name": person.name,
        "language": person.language,
        "timezone": person.timezone,
        "mail": choice_of(person.pk),
    }


@door(SIGNED_IN)
def sessions(request: HttpRequest) -> HttpResponse:
    """List where one is signed in, and sign out everywhere."""
    person, moment = person_of(request), at(request)
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.sign_out_everywhere(person, at=moment)
        logout(request)
        messages.success(request, _("You are signed out everywhere, here too."))
        return redirect("account_login")
    found = queries.sessions_of(person, this_key=request.session.session_key)
    return render(request, "trust/sessions.html", {"sessions": found, "form": form})


@door(SIGNED_IN)
@reauthentication_required  # type: ignore[untyped-decorator]  # the library ships no types
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out in one of the browsers where one is signed in; not in this one, which has its own way out."""
    person, moment = person_of(request), at(request)
    found = queries.sessions_of(person, this_key=request.session.session_key)
    session = next((one for one in found if one.pk == pk and not one.here), None)
    if session is None:
        raise Http404
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.end_session(person, pk, at=moment)
        messages.success(request, _("You are signed out there."))
        return redirect("trust:sessions")
    return render(request, "trust/end_session.html", {"session": session, "form": form})


@door(Do.KEEP_TOKENS)
def tokens(request: HttpRequest) -> HttpResponse:
    """List one's tokens and make new ones; a new one is shown on this page once."""
    person, moment = person_of(request), at(request)
    form = TokenForm(request.POST or None, today=moment.date())
    secret = ""
    if form.is_valid():
        said = form.cleaned_data
        try:
            _token, secret = services.make_token(
                by=person, name=said["name"], allows=said["allows"], expires_at=said["expires"], at=moment
            )
        except Invalid as told:
            tell_form(form, told)
        else:
            form = TokenForm(today=moment.date())
    rows = [(token, _state(token, moment)) for token in queries.tokens_of(person)]
    context = {"form": form, "rows": rows, "secret": secret, "address": settings.ROUNDTABLE_ADDRESS}
    return render(request, "trust/tokens.html", context, status=422 if form.errors else 200)


def _state(token: Token, moment: datetime) -> str:
    if token.revoked_at is not None:
        return "revoked"
    return "works" if moment < token.expires_at else "expired"


@door(Do.KEEP_TOKENS)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke one of one's tokens."""
    person, moment = person_of(request), at(request)
    token = get_object_or_404(queries.tokens_of(person), pk=pk)
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.revoke_token(token, by=person, at=moment)
        messages.success(request, _("The token “%(name)s” no longer works.") % {"name": token.name})
        return redirect("trust:tokens")
    return render(request, "trust/revoke.html", {"token": token, "form": form})


@door(SIGNED_IN)
def remove_key(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Remove a passkey or security key; the library, which does the rest, would remove the last one too."""
    person = person_of(request)
    key = get_object_or_404(keys_of(person), pk=pk)
    if may_lose(person, key, at=at(request)):
        answer: HttpResponseBase = remove_webauthn(request, pk=pk)
        return answer
    messages.error(request, _("This is your last second factor, and your function needs one. Add another one first."))
    return redirect("mfa_list_webauthn")


@sensitive_post_parameters("password")
@door(PUBLIC)
def welcome(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Let somebody who was invited accept.

    An unknown link answers 404; whoever holds a link that was sent reads why it opens nothing any more.
    """
    moment = at(request)
    invitation = invitation_behind(secret)
    if invitation is None:
        raise Http404
    closed = closed_by_address(invitation.email)
    if closed or not invitation.open_at(moment):
        return _kept_close(
            render(
                request, "trust/welcome_over.html", {"invitation": invitation, "closed": closed}, status=HTTPStatus.GONE
            )
        )
    reader = person_of(request) if request.user.is_authenticated else None
    known = by_address(invitation.email)
    form: SureForm | WelcomeForm
    posted = request.POST if request.method == "POST" else None
    if known is not None or reader is not None:
        form = SureForm(posted)
    else:
        form = WelcomeForm(posted, email=invitation.email, initial={"name": invitation.name})
    if form.is_valid():
        said = form.cleaned_data
        try:
            person = services.accept(
                secret, name=said.get("name", ""), password=said.get("password"), by=reader, at=moment
            )
        except Invalid as told:
            tell_form(form, told)
        else:
            return _let_in(request, person)
    context = {
        "invitation": invitation,
        "form": form,
        "known": known is not None,
        "own": reader is not None and known is not None and reader.pk == known.pk,
        "scope": queries.scope_names().get(invitation.scope, invitation.scope),
        "outside": bool(settings.OIDC_SERVER),
    }
    return _kept_close(render(request, "trust/welcome.html", context, status=422 if form.errors else 200))


def _let_in(request: HttpRequest, person: User) -> HttpResponseBase:
    """Open the desk to somebody who accepted: who has just chosen a password need not type it again."""
    if request.user.is_authenticated:
        messages.success(request, _("Welcome."))
        return redirect("portal:desk")
    if not person.has_usable_password():
        messages.success(request, _("Welcome. Sign in through your organisation."))
        return redirect("account_login")
    answer: HttpResponseBase = perform_login(request, person, redirect_url=reverse("portal:desk"))
    return answer


def _kept_close(answer: HttpResponse) -> HttpResponse:
    """Keep the link to ourselves: it is a secret that must not travel to other sites, nor stay in caches.

    Under "no-referrer" browsers would also hide from us where the form comes from, and it would be refused as forged.
    """
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "no-store, private"
    return answer
