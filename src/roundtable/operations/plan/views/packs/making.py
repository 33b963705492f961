"""Have a pack and its annexes made, and publish it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roundtable.ground.trust.public import Marking, door
from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.base.middleware import at
from roundtable.kernel.tasks import jobs
from roundtable.operations.plan.forms.packs import AnnexForm, PackForm
from roundtable.operations.plan.queries import packs as queries
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services import packs
from roundtable.operations.plan.views.packs.common import crumbs, person, seen

MADE = "roundtable.operations.plan.tasks.packs.make"
ANNEXES = "roundtable.operations.plan.tasks.packs.make_annexes"


@door(Do.MAKE_PACK)
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Have a snapshot of a year made, with every file, in the background."""
    form = PackForm(request.POST)
    if not form.is_valid() or not _citable(form):
        found = queries.visible_to(request.user, at=at(request))
        context = {"crumbs": crumbs(), "packs": list(found[:200]), "form": form, "jobs": []}
        return render(request, "plan/packs.html", context, status=422)
    year = form.cleaned_data["year"]
    jobs.defer(
        MADE,
        by=request.user.pk,
        scope="secretariat",
        key=f"plan.pack:{year}",
        at=at(request),
        year=year,
        maker=request.user.pk,
        decisions=form.decisions,
        language=get_language() or "en",
        marking=form.cleaned_data["marking"],
        leave_out=form.cleaned_data["leave_out"],
    )
    messages.success(request, _("The pack is being made. It appears in the list when it is frozen."))
    return redirect("plan:packs")


def _citable(form: PackForm) -> bool:
    """Whether the pack may cite what it would; the form says what to do where not, before a job begins."""
    said = form.cleaned_data
    try:
        if not said["leave_out"]:
            packs.require_citable(said["year"], Marking(said["marking"] or Marking.PARTIES))
    except Invalid as refused:
        form.add_error(None, refused.sentence)
        return False
    return True


@door(Do.PUBLISH_PACK)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a pack."""
    pack = packs.publish(seen(request, pk), by=person(request), at=at(request))
    messages.success(request, _("The pack is published. Everybody can read its public edition."))
    return redirect(pack)


@door(Do.MAKE_PACK)
@require_POST
def annexes(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the annexes made, part by part, in the background."""
    pack, form = seen(request, pk), AnnexForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose a language and a format for the annexes."))
    language, fmt = form.cleaned_data["language"], form.cleaned_data["fmt"]
    job = jobs.defer(
        ANNEXES,
        title=_("Annexes of the monitoring pack %(pack)s") % {"pack": pack.name},
        by=request.user.pk,
        scope="secretariat",
        key=f"plan.pack-annexes:{pk}:{language}:{fmt}",
        at=at(request),
        pack=pk,
        language=language,
        fmt=fmt,
    )
    messages.success(request, _("The annexes are being made, part by part."))
    return redirect("portal:job", job.pk)
