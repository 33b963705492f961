"""Correct a published pack in the open: a corrected pack, and corrigenda."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roundtable.ground.trust.public import Marking, door
from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.base.middleware import at
from roundtable.operations.plan.forms.packs import CorrigendumForm, PackForm
from roundtable.operations.plan.queries import packs as queries
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services import corrigenda, packs
from roundtable.operations.plan.views.packs.common import person, seen


@door(Do.CORRECT_PACK)
@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze a corrected pack from the data as they stand now. The published one stays as it is."""
    pack, form = seen(request, pk), PackForm({**request.POST.dict(), "year": str(seen(request, pk).year)})
    if not form.is_valid():
        raise Invalid(_("The texts for the meeting are too long. Shorten them."))
    said = form.cleaned_data
    made = packs.freeze(
        pack.year,
        by=person(request),
        at=at(request),
        decisions=form.decisions,
        corrects=pack,
        marking=Marking(said["marking"]) if said["marking"] else None,
        leave_out=said["leave_out"],
    )
    messages.success(
        request,
        _("The corrected pack %(pack)s is frozen. Check it, publish it, then issue the corrigendum.")
        % {"pack": made.name},
    )
    return redirect(made)


@door(Do.CORRECT_PACK)
@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue a corrigendum."""
    pack, form = seen(request, pk), CorrigendumForm(request.POST)
    if not form.is_valid():
        raise Invalid(
            _("A corrigendum says which figures, what was wrong and what is right."),
            fields={name: list(map(str, said)) for name, said in form.errors.items()},
        )
    said = form.cleaned_data
    corrected = (
        get_object_or_404(queries.visible_to(request.user, at=at(request)), pk=said["corrected"])
        if said["corrected"]
        else None
    )
    proposal = get_object_or_404(queries.proposed(pack), pk=said["proposal"]) if said["proposal"] else None
    note = corrigenda.issue(
        pack,
        figures=said["figures"],
        wrong=said["wrong"],
        right=said["right"],
        corrected=corrected,
        proposal=proposal,
        by=person(request),
        at=at(request),
    )
    messages.success(
        request,
        _("Corrigendum %(number)s is issued. Everybody who downloaded the pack is told.") % {"number": note.number},
    )
    return redirect(pack)


@door(Do.CORRECT_PACK)
@require_POST
def dismiss(request: HttpRequest, pk: int, note: int) -> HttpResponse:
    """Say that a proposed corrigendum is not needed."""
    pack = seen(request, pk)
    corrigenda.dismiss(get_object_or_404(queries.proposed(pack), pk=note), by=person(request), at=at(request))
    messages.success(request, _("Noted: no corrigendum is needed."))
    return redirect(pack)
