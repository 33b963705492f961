"""The inbox, the bin, and saved views: what belongs to one person."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roundtable.ground.trust.public import SIGNED_IN, door
from roundtable.kernel import notices
from roundtable.kernel.base.errors import Invalid, NotThere
from roundtable.kernel.base.middleware import at
from roundtable.kernel.links import bins
from roundtable.kernel.links.listings import views as saved

PER_PAGE = 50


def safe(address: str) -> str:
    """Give an address of our own, or nothing where it leads elsewhere."""
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""


@door(SIGNED_IN)
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what the reader was told, newest first."""
    mine = notices.for_user(request.user.pk or 0)
    only_new = request.GET.get("new") == "1"
    shown = Paginator(mine.filter(read_at=None) if only_new else mine, PER_PAGE).get_page(request.GET.get("page"))
    choice = notices.choice_of(request.user.pk or 0)
    context = {
        "page": shown,
        "only_new": only_new,
        "choice": choice,
        "choices": [
            ("each", _("A mail for each notice")),
            ("daily", _("One mail a day")),
            ("none", _("No mail; the inbox only")),
        ],
        "demonstration": any(one.demonstration for one in shown),
    }
    return render(request, "portal/inbox.html", context)


@door(SIGNED_IN)
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark notices as read, or choose how mail comes."""
    if how := request.POST.get("mail"):
        if how not in {"each", "daily", "none"}:
            raise Invalid(_("Choose how you want mail: for each notice, once a day, or not at all."))
        notices.choose(request.user.pk or 0, how)
        messages.success(request, _("Your choice is kept."))
    else:
        notices.mark_read(request.user.pk or 0, at=at(request))
    return redirect("portal:inbox")


@door(SIGNED_IN)
@require_POST
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notice as read and go where it leads."""
    notice = notices.for_user(request.user.pk or 0).filter(pk=pk).first()
    if notice is None:
        raise NotThere("")
    notices.mark_read(request.user.pk or 0, at=at(request), numbers=[pk])
    return redirect(safe(notice.url) or "portal:inbox")


@door(SIGNED_IN)
def bin_page(request: HttpRequest) -> HttpResponse:
    """Show what the reader deleted and may still bring back."""
    return render(request, "portal/bin.html", {"things": bins.binned_for(request.user, at(request))})


@door(SIGNED_IN)
@require_POST
def saved_views(request: HttpRequest) -> HttpResponse:
    """Keep a list's filters and order under a name."""
    kept = saved.save(
        user_id=request.user.pk or 0,
        listing=request.POST.get("listing", ""),
        name=request.POST.get("name", ""),
        query=request.POST.get("query", ""),
    )
    messages.success(request, _("The view “%(name)s” is kept.") % {"name": kept.name})
    return redirect(safe(request.POST.get("next", "")) or "portal:desk")


@door(SIGNED_IN)
@require_POST
def remove_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a saved view."""
    saved.remove(user_id=request.user.pk or 0, number=pk)
    messages.success(request, _("The view is gone."))
    return redirect(safe(request.POST.get("next", "")) or "portal:desk")
