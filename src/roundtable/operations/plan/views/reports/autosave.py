"""What the page's script sends while people write: strokes, choices, and signs that somebody is here."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from roundtable.ground.trust.public import door, names_of, require
from roundtable.kernel.base.errors import NotThere, Told
from roundtable.kernel.base.middleware import at
from roundtable.kernel.drafts import http
from roundtable.operations.plan.domain.report import FIELDS
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services.report_writing import KIND, in_step, lay_down, require_writable
from roundtable.operations.plan.views.reports.common import person, report_or_404


@require_http_methods(["GET", "POST"])
@door(Do.WRITE_REPORT)
def autosave_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the strokes of a form that saves itself, and tell what others wrote and who is here."""
    report = report_or_404(request, pk)
    by, moment = person(request), at(request)
    try:
        require(by, Do.WRITE_REPORT, report, at=moment)
        require_writable(report, moment)
        lay_down(report, at=moment)
        return http.answer(
            request,
            KIND,
            str(report.pk),
            FIELDS,
            by.pk,
            names=names_of,
            kept=in_step(report, by=by, at=moment),
        )
    except NotThere:
        raise
    except Told as error:
        return JsonResponse({"error": str(error)}, status=error.status)
