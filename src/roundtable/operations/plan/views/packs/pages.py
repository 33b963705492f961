"""The list of packs, one to read and cite, and its files."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import mark_safe

from roundtable.ground.parties.public import dialogue
from roundtable.ground.trust.public import PUBLIC, TrustDo, allows, door, history_of, marking_address
from roundtable.kernel.base.markings import in_name
from roundtable.kernel.base.middleware import at
from roundtable.kernel.files.tables.answers import disposition
from roundtable.kernel.tasks import jobs
from roundtable.operations.plan.exports.pack.blocks import edition
from roundtable.operations.plan.exports.pack.freeze import LANGUAGES
from roundtable.operations.plan.exports.pack.html import body, contents
from roundtable.operations.plan.exports.pack.render import FORMATS, MEDIA
from roundtable.operations.plan.forms.packs import AnnexForm, CorrigendumForm, PackForm
from roundtable.operations.plan.models import Corrigendum
from roundtable.operations.plan.queries import packs as queries
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services import packs
from roundtable.operations.plan.views.packs.common import crumbs, language_of, seen
from roundtable.operations.plan.views.packs.making import ANNEXES, MADE
from roundtable.ui.pieces import Crumb


@door(PUBLIC)
def packs_page(request: HttpRequest) -> HttpResponseBase:
    """List the packs, the newest first; who may, makes a new one here."""
    moment = at(request)
    found = queries.visible_to(request.user, at=moment)
    year = request.GET.get("year", "")
    if year.isdigit():
        found = found.filter(year=int(year))
    may_make = allows(request.user, Do.MAKE_PACK, at=moment)
    return render(
        request,
        "plan/packs.html",
        {
            "crumbs": crumbs(),
            "packs": list(found[:200]),
            "form": PackForm(initial={"year": moment.year - 1}) if may_make else None,
            "jobs": list(
                jobs.visible(by=request.user.pk or 0).filter(path__in=[MADE, ANNEXES]).order_by("-made_at")[:5]
            )
            if may_make
            else [],
            "year": year,
        },
    )


@door(PUBLIC)
def pack_page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Read one pack: its state, files, corrigenda and text. This is the address under which it is cited."""
    moment = at(request)
    pack = seen(request, pk)
    everything = queries.reads_everything(request.user, at=moment)
    snapshot = queries.snapshot_of(pack)
    language = language_of(request)
    document = edition(snapshot["documents"][language], public=not everything)
    may_correct = allows(request.user, Do.CORRECT_PACK, at=moment)
    kept = list(pack.renderings.defer("body").order_by("part", "language", "fmt"))
    waiting = list(queries.proposed(pack)) if may_correct else []
    first = waiting[0] if waiting else None
    corrections = list(queries.visible_to(request.user, at=moment).filter(corrects=pack))
    # A corrigendum leads its readers to the pack in which it is put right.
    newest = max((one for one in corrections if one.published_at), key=lambda one: one.correction, default=None)
    return render(
        request,
        "plan/pack.html",
        {
            "crumbs": crumbs(Crumb(document["title"])),
            "pack": pack,
            "document": document,
            "language": language,
            "languages": LANGUAGES,
            "formats": FORMATS,
            "files": [one for one in kept if one.part in {packs.MAIN, packs.PUBLIC}] if everything else [],
            "annexes": [one for one in kept if one.part not in {packs.MAIN, packs.PUBLIC}] if everything else [],
            "contents": mark_safe(contents(document)),  # noqa: S308 - written by our own writer, which escapes all text
            "text": mark_safe(body(document, snapshot["maps"])),  # noqa: S308 - as above
            "address": settings.ROUNDTABLE_ADDRESS + pack.get_absolute_url(),
            "dialogue": dialogue(),
            "issued": list(queries.issued(pack)),
            "proposed": waiting,
            "corrections": corrections,
            "everything": everything,
            "may_publish": pack.published_at is None and allows(request.user, Do.PUBLISH_PACK, at=moment),
            "may_correct": may_correct and pack.published_at is not None,
            "form": CorrigendumForm(initial={**_proposed(first), "corrected": newest.pk if newest else None}),
            "may_make": allows(request.user, Do.MAKE_PACK, at=moment),
            "revise": PackForm(
                initial={
                    "year": pack.year,
                    **{f"decisions_{one}": snapshot["data"]["decisions"].get(one, "") for one in LANGUAGES},
                }
            ),
            "annex_form": AnnexForm(initial={"language": language}),
            "taken": sum(queries.times_taken(pack).values()) if may_correct else 0,
            "history": history_of(pack, request.user, at=moment, limit=20) if may_correct else [],
            "marking": document.get("marking", ""),
            "marking_address": marking_address(pack)
            if everything and allows(request.user, TrustDo.CONFIRM_LOWERING, pack, at=moment)
            else "",
        },
    )


def _proposed(note: Corrigendum | None) -> dict[str, Any]:
    if note is None:
        return {}
    return {"figures": note.figures, "wrong": note.wrong, "right": note.right, "proposal": note.pk}


@door(PUBLIC)
def pack_file(request: HttpRequest, pk: int, part: str, language: str, fmt: str) -> HttpResponseBase:
    """Hand out a file of a pack."""
    pack = seen(request, pk)
    file = packs.take(pack, fmt=fmt, language=language, part=part, person=request.user, at=at(request))
    answer = HttpResponse(bytes(file.body), content_type=MEDIA[fmt])
    ending = "" if file.part == packs.MAIN else f"-{file.part}"
    marking = "PUBLIC" if pack.marking and file.part == packs.PUBLIC else pack.marking
    answer["Content-Disposition"] = disposition(
        in_name(marking, f"monitoring-pack-{pack.name}{ending}-{language}.{fmt}")
    )
    answer["X-Content-SHA256"] = file.sha256
    return answer
