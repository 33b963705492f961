"""The public home and the desk of those who work here."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from roundtable.ground.parties.public import dialogue, footnotes, parties_on
from roundtable.ground.trust.public import PUBLIC, SIGNED_IN, actor, door
from roundtable.kernel import notices
from roundtable.kernel.base.middleware import at
from roundtable.kernel.links import cards, waiting
from roundtable.portal.meanwhile import meanwhile
from roundtable.portal.queries import desk_of
from roundtable.ui.pieces import Figure


@door(PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    """Say what the dialogue is, what it does now, and how far the plan is."""
    now = at(request)
    parties = parties_on(now.date())
    partners = parties_on(now.date(), kind="partner")
    shown = cards.shown(cards.home, request)
    return render(
        request,
        "portal/home.html",
        {
            "dialogue": dialogue(),
            "parties": parties,
            "partners": partners,
            "footnotes": footnotes([one.code for one in parties]),
            "cards": shown,
        },
    )


@door(SIGNED_IN)
def desk(request: HttpRequest) -> HttpResponse:
    """Begin with what waits for the reader."""
    now = at(request)
    mine = desk_of(request.user, now=now)
    unread = notices.unread(request.user.pk or 0)
    return render(
        request,
        "portal/desk.html",
        {
            "desk": mine,
            "headline": headline(mine.count, mine.late),
            "me": request.user.pk,
            "meanwhile": [] if mine.count else meanwhile(actor(request.user, now).functions),
            "figures": [Figure(_("Unread in the inbox"), str(unread), href="/inbox/")] if unread else [],
            "cards": cards.shown(cards.desk, request),
        },
    )


def headline(count: int, late: int) -> str:
    """Say in one sentence what waits."""
    if not count:
        return _("Nothing waits for you")
    if late:
        return ngettext("%(late)s thing is late", "%(late)s things are late", late) % {"late": late}
    return ngettext("%(count)s thing waits for you", "%(count)s things wait for you", count) % {"count": count}


@door(SIGNED_IN)
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Take a thing that waits for a function of mine, or give it back."""
    kind, number = request.POST.get("kind", ""), request.POST.get("object_id", "")
    mine = [
        thing
        for thing in waiting.waiting_for(request.user, at(request))
        if (thing.kind, thing.object_id) == (kind, number)
    ]
    if not mine or not number:
        messages.error(request, _("This does not wait for you any more. Nothing was changed."))
    elif request.POST.get("give_back"):
        waiting.drop(kind, number, request.user.pk)
        messages.success(request, _("You gave it back: everybody who holds the function sees it as open."))
    else:
        waiting.take(kind, number, request.user.pk or 0, at(request))
        messages.success(request, _("You took it: others who hold the function see your name."))
    back = request.POST.get("next", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "portal:desk")
