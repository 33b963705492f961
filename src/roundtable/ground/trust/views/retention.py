"""What is erased on time, and what a legal hold keeps."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from roundtable.ground.trust import queries
from roundtable.ground.trust.doors import door, person_of
from roundtable.ground.trust.forms import HoldForm
from roundtable.ground.trust.models import Hold, User
from roundtable.ground.trust.queries.held import kept_tables, table_called
from roundtable.ground.trust.queries.holds import holds_visible_to
from roundtable.ground.trust.queries.retention import lately
from roundtable.ground.trust.rules import Do
from roundtable.ground.trust.services import retention as services
from roundtable.kernel.base.errors import NotThere, Told
from roundtable.kernel.base.forms import tell_form
from roundtable.kernel.base.middleware import at


@door(Do.SEE_RETENTION)
def retention(request: HttpRequest) -> HttpResponse:
    """Show what was erased, what a hold keeps, and for how long everything is kept."""
    reader, moment = person_of(request), at(request)
    holds = [(hold, _standing(hold, request)) for hold in holds_visible_to(reader, at=moment)[:100]]
    return render(
        request,
        "trust/retention.html",
        {
            "gone": [(one, table_called(one.table)) for one in lately()],
            "holds": holds,
            "kept": kept_tables(),
        },
    )


@door(Do.HOLD)
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose, confirm or lift a hold on what is about one person."""
    reader, moment = person_of(request), at(request)
    shown: User = get_object_or_404(queries.managed_by(reader, at=moment), pk=pk)
    do = request.POST.get("do", "")
    form = HoldForm(request.POST if do == "propose" else None)
    if request.method == "POST" and (done := _done(request, shown, form)):
        messages.success(request, done)
        return redirect("trust:hold", pk=pk)
    holds = holds_visible_to(reader, at=moment).filter(user=shown)
    return render(
        request,
        "trust/hold.html",
        {
            "shown": shown,
            "form": form,
            "holds": [(one, _standing(one, request), one.proposed_by_id == reader.pk) for one in holds],
            "demonstration": shown.demonstration,
        },
        status=422 if form.errors else 200,
    )


def _standing(hold: Hold, request: HttpRequest) -> str:
    if hold.lifted_at is not None:
        return "lifted"
    if hold.until < at(request).date():
        return "over"
    return "proposed" if hold.confirmed_at is None else "in force"


def _done(request: HttpRequest, shown: User, form: HoldForm) -> str:
    """Do what was asked, and say so; nothing where a form says what is wrong."""
    reader, moment, do = person_of(request), at(request), request.POST.get("do", "")
    if do == "propose":
        if not form.is_valid():
            return ""
        try:
            services.propose_hold(shown, **form.cleaned_data, by=reader, at=moment)
        except Told as told:
            tell_form(form, told)
            return ""
        return _("Proposed. It counts when somebody else confirms it.")
    number = request.POST.get("hold", "")
    found = holds_visible_to(reader, at=moment).filter(user=shown, pk=int(number) if number.isdecimal() else 0).first()
    if found is None or do not in {"confirm", "lift"}:
        raise NotThere("")
    if do == "confirm":
        services.confirm_hold(found, by=reader, at=moment)
        return _("The hold is in force: nothing about this person is erased until its day.")
    services.lift_hold(found, by=reader, at=moment)
    return _("The hold is lifted: what is over goes with the next erasing.")
