"""Background work: how far it is, what failed, who is doing it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roundtable.ground.trust.public import SIGNED_IN, TrustDo, actor, allows, door
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.middleware import at
from roundtable.kernel.tasks import jobs
from roundtable.kernel.tasks.models import Job
from roundtable.portal.queries import workers_at

PER_PAGE = 50


def one(request: HttpRequest, pk: int) -> Job:
    """Give a job that the reader may see."""
    job = visible(request).filter(pk=pk).first()
    if job is None:
        raise NotThere("")
    return job


def visible(request: HttpRequest) -> QuerySet[Job]:
    """Give the jobs that the reader may see: the secretariat all, others their own."""
    who = actor(request.user, at(request))
    return jobs.visible(by=who.user_id or 0, everything=allows(request.user, TrustDo.SEE_JOBS, at=at(request)))


@door(SIGNED_IN)
def jobs_page(request: HttpRequest) -> HttpResponse:
    """Show background work, newest first, and whether a worker is there to do it."""
    state = request.GET.get("state", "")
    found = visible(request)
    if state in Job.State.values:
        found = found.filter(state=state)
    context: dict[str, Any] = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "state": state,
        "states": Job.State.choices,
        "workers": workers_at(at(request)),
    }
    return render(request, "portal/jobs.html", context)


@door(SIGNED_IN)
def job_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one job; the part that changes is asked for again while it runs."""
    job = one(request, pk)
    template = "portal/job.html#state" if getattr(request, "htmx", False) else "portal/job.html"
    return render(request, template, {"job": job})


@door(SIGNED_IN)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a job to stop."""
    jobs.cancel(one(request, pk), at=at(request))
    messages.success(request, _("The job stops at its next step."))
    return redirect("portal:job", pk)


@door(SIGNED_IN)
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a failed job try again."""
    jobs.retry(one(request, pk), at=at(request))
    messages.success(request, _("The job is tried again."))
    return redirect("portal:job", pk)
