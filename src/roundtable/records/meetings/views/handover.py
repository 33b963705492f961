"""The records of a chairmanship: handed over as one archive, looked at, and taken over."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.ground.trust.public import Marking, door, highest_marking
from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.base.markings import in_name
from roundtable.kernel.base.middleware import at
from roundtable.kernel.files.tables.answers import disposition
from roundtable.records.meetings.forms import ArchiveForm, ChairmanshipForm
from roundtable.records.meetings.models import Meeting
from roundtable.records.meetings.rules import Do
from roundtable.records.meetings.services import handover as services
from roundtable.records.meetings.services.handover import Preview
from roundtable.records.meetings.views.asking import done, editor, way_to
from roundtable.ui.pieces import Crumb


@door(Do.HAND_OVER)
def handover(request: HttpRequest) -> HttpResponse:
    """Show which meetings an archive would hold, hand it out, or look at one that was handed in and take it over."""
    asked = request.method == "POST"
    bringing = asked and "archive" in request.POST
    chosen = ChairmanshipForm(request.POST if asked and not bringing else request.GET or None)
    archive = ArchiveForm(request.POST or None, request.FILES or None) if bringing else ArchiveForm()
    preview: Preview | None = None
    meetings: list[Meeting] = []
    if bringing:
        preview = _looked_at(request, archive)
        if preview is not None and archive.cleaned_data["take"] and not preview.problems:
            number = len(preview.new)
            sentence = ngettext("%(number)d meeting is taken over.", "%(number)d meetings are taken over.", number)
            return done(request, sentence % {"number": number}, reverse("meetings:list"))
    elif chosen.is_valid():
        said = chosen.cleaned_data
        meetings = services.chosen(chair=said["chair"], first=said["first"], last=said["last"])
        if asked and meetings:
            return _handed_out(request, meetings)
        if not meetings:
            chosen.add_error(None, _("No meeting was held or called under this chair and on these days."))
    context = {
        "chosen": chosen,
        "archive": archive,
        "preview": preview,
        "meetings": meetings,
        "asked": chosen.asked() if meetings else {},
        "marking": str(highest_marking([services.marking_of(meetings)] if meetings else [], least=Marking.PARTIES)),
        "crumbs": way_to(None, Crumb(_("Hand over a chairmanship"))),
    }
    return render(request, "meetings/handover.html", context, status=422 if chosen.errors or archive.errors else 200)


def _looked_at(request: HttpRequest, form: ArchiveForm) -> Preview | None:
    """Check every sum of an archive and say what is in it; take it over where asked for and nothing is wrong."""
    if not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    try:
        archive = services.opened(file.read())
        found = services.look(archive)
        if form.cleaned_data["take"] and not found.problems:
            services.take_over(archive, at=at(request), name=file.name, by=editor(request))
    except Invalid as refusal:
        form.add_error("file", str(refusal))
        return None
    return found


def _handed_out(request: HttpRequest, meetings: list[Meeting]) -> HttpResponse:
    marking = str(services.marking_of(meetings))
    moment = at(request)
    answer = HttpResponse(services.archive_of(meetings, at=moment, by=editor(request)), content_type="application/zip")
    day: date = moment.date()
    answer["Content-Disposition"] = disposition(in_name(marking, f"chairmanship-{day.isoformat()}.zip"))
    answer["Cache-Control"] = "private, no-store"
    return answer
