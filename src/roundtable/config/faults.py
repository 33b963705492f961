"""The last place to which an error comes: it becomes a page, or a problem of the API, that says what to do.

Django asks it for every error that nobody told, wherever it was raised: in a view, in a session, in the middle of a
form that was being read. Nothing here asks the database for anything.
"""

import sys
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from roundtable.config.api import problem
from roundtable.kernel.base.lacks import Lack, lacking
from roundtable.ui import refusals

WAIT = {Lack.DATABASE: 5, Lack.SPACE: 60}
"""Seconds after which it is worth trying again."""
STATUS = {Lack.DATABASE: HTTPStatus.SERVICE_UNAVAILABLE, Lack.SPACE: HTTPStatus.INSUFFICIENT_STORAGE}


def on_fault(request: HttpRequest) -> HttpResponse:
    """Answer an error that nobody told: the machine lacks something for the moment, or the fault is ours."""
    lack = lacking(sys.exc_info()[1])
    if request.path.startswith("/api/"):
        answer = _as_problem(request, lack)
    elif lack is Lack.DATABASE:
        answer = refusals.away(request)
    elif lack is Lack.SPACE:
        answer = refusals.full(request)
    else:
        answer = refusals.our_fault(request)
    if lack is not None:
        answer.headers["Retry-After"] = str(WAIT[lack])
    return answer


def _as_problem(request: HttpRequest, lack: Lack | None) -> HttpResponse:
    if lack is Lack.DATABASE:
        sentence = _(
            "The database does not answer at this moment. Send the same again in a few seconds: with the same "
            "Idempotency-Key it is done once."
        )
        return problem(request, STATUS[lack], sentence, code=str(lack))
    if lack is Lack.SPACE:
        sentence = _("There is no space left on the platform, so nothing was saved. Reading goes on. Try again later.")
        return problem(request, STATUS[lack], sentence, code=str(lack))
    sentence = _("Something went wrong on our side. Nothing was saved half. Try again in a minute.")
    return problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, sentence, code="our-fault")
