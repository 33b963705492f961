"""The catalogue of figures for machines, as DCAT-AP."""

from collections.abc import Callable, Iterable
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from roundtable.ground.trust.public import PUBLIC, door
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.middleware import at
from roundtable.records.observatory.domain.triples import Triple, json_ld, rdf_xml, turtle
from roundtable.records.observatory.exports import dcat
from roundtable.records.observatory.queries.sdmx_asked import told_of
from roundtable_analytics.sdmx.rest.asked import Wanted

WRITERS: dict[str, tuple[Callable[[Iterable[Triple]], str], str]] = {
    "jsonld": (json_ld, "application/ld+json"),
    "ttl": (turtle, "text/turtle"),
    "rdf": (rdf_xml, "application/rdf+xml"),
}


@require_safe
@door(PUBLIC)
def catalogue(request: HttpRequest, form: str) -> HttpResponse:
    """Hand out the catalogue of what the reader may know of."""
    if form not in WRITERS:
        raise NotThere(_("There is no format “%(format)s”.") % {"format": form[:20]})
    write, media = WRITERS[form]
    told = told_of(request.user, Wanted(), at=at(request))
    triples = dict.fromkeys(dcat.catalogue(told, settings.STAFF_LANGUAGES))
    answer = HttpResponse(write(triples), content_type=f"{media}; charset=utf-8")
    etag = quote_etag(sha256(answer.content).hexdigest()[:32])
    answer["ETag"] = etag
    patch_cache_control(answer, no_cache=True)
    return get_conditional_response(request, etag=etag, response=answer) or answer
