"""Monitoring packs: their list, one to read and cite, its files, what is behind a figure, corrigenda, the feed."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roundtable.ground.parties.public import dialogue, footnotes, names
from roundtable.ground.trust.public import PUBLIC, allows, door, history_of
from roundtable.kernel.base.errors import Invalid, NotThere
from roundtable.kernel.base.middleware import at
from roundtable.kernel.files.tables.answers import disposition
from roundtable.kernel.tasks import jobs
from roundtable.operations.plan.exports.pack.blocks import edition
from roundtable.operations.plan.exports.pack.freeze import LANGUAGES
from roundtable.operations.plan.exports.pack.html import body, contents
from roundtable.operations.plan.exports.pack.render import FORMATS, MEDIA
from roundtable.operations.plan.forms.packs import AnnexForm, CorrigendumForm, PackForm
from roundtable.operations.plan.models import Corrigendum, Pack
from roundtable.operations.plan.queries import packs as queries
from roundtable.operations.plan.queries.report_words import answer_words
from roundtable.operations.plan.queries.reports import shown
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services import corrigenda, packs
from roundtable.ui.pieces import Crumb

MADE = "roundtable.operations.plan.tasks.packs.make"
ANNEXES = "roundtable.operations.plan.tasks.packs.make_annexes"


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Plan"), reverse("plan:overview")), Crumb(_("Monitoring packs"), reverse("plan:packs")), *more]


def _seen(request: HttpRequest, pk: int) -> Pack:
    return get_object_or_404(queries.visible_to(request.user, at=at(request)).defer(None), pk=pk)


def _language(request: HttpRequest) -> str:
    wanted = request.GET.get("language") or get_language() or "en"
    return wanted if wanted in LANGUAGES else "en"


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
            "crumbs": _crumbs(),
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


@door(Do.MAKE_PACK)
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Have a snapshot of a year made, with every file, in the background."""
    form = PackForm(request.POST)
    if not form.is_valid():
        found = queries.visible_to(request.user, at=at(request))
        context = {"crumbs": _crumbs(), "packs": list(found[:200]), "form": form, "jobs": []}
        return render(request, "plan/packs.html", context, status=422)
    year = form.cleaned_data["year"]
    jobs.defer(
        MADE,
        title=_("Monitoring pack %(year)s") % {"year": year},
        by=request.user.pk,
        scope="secretariat",
        key=f"plan.pack:{year}",
        at=at(request),
        year=year,
        maker=request.user.pk,
        decisions=form.decisions,
        language=get_language() or "en",
    )
    messages.success(request, _("The pack is being made. It appears in the list when it is frozen."))
    return redirect("plan:packs")


@door(PUBLIC)
def pack_page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Read one pack: its state, files, corrigenda and text. This is the address under which it is cited."""
    moment = at(request)
    pack = _seen(request, pk)
    everything = queries.reads_everything(request.user, at=moment)
    snapshot = queries.snapshot_of(pack)
    language = _language(request)
    document = edition(snapshot["documents"][language], public=not everything)
    may_correct = allows(request.user, Do.CORRECT_PACK, at=moment)
    kept = list(pack.renderings.defer("body").order_by("part", "language", "fmt"))
    waiting = list(queries.proposed(pack)) if may_correct else []
    first = waiting[0] if waiting else None
    return render(
        request,
        "plan/pack.html",
        {
            "crumbs": _crumbs(Crumb(document["title"])),
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
            "corrections": list(queries.visible_to(request.user, at=moment).filter(corrects=pack)),
            "everything": everything,
            "may_publish": pack.published_at is None and allows(request.user, Do.PUBLISH_PACK, at=moment),
            "may_correct": may_correct and pack.published_at is not None,
            "form": CorrigendumForm(
                initial={"figures": first.figures, "wrong": first.wrong, "right": first.right, "proposal": first.pk}
                if first
                else None
            ),
            "may_make": allows(request.user, Do.MAKE_PACK, at=moment),
            "revise": PackForm(
                initial={
                    "year": pack.year,
                    **{f"decisions_{one}": snapshot["data"]["decisions"].get(one, "") for one in LANGUAGES},
                }
            ),
            "annex_form": AnnexForm(initial={"language": language}),
            "taken": sum(queries.times_taken(pack).values()) if may_correct else 0,
            "history": history_of(pack)[:20] if may_correct else [],
        },
    )


@door(PUBLIC)
def pack_file(request: HttpRequest, pk: int, part: str, language: str, fmt: str) -> HttpResponseBase:
    """Hand out a file of a pack."""
    pack = _seen(request, pk)
    file = packs.take(pack, fmt=fmt, language=language, part=part, person=request.user, at=at(request))
    answer = HttpResponse(bytes(file.body), content_type=MEDIA[fmt])
    ending = "" if file.part == packs.MAIN else f"-{file.part}"
    answer["Content-Disposition"] = disposition(f"monitoring-pack-{pack.name}{ending}-{language}.{fmt}")
    answer["X-Content-SHA256"] = file.sha256
    return answer


@door(PUBLIC)
def pack_figure(request: HttpRequest, name: str, key: str) -> HttpResponseBase:
    """Show what was counted for a figure of a pack, as far as the reader may see it."""
    moment = at(request)
    named = packs.named(name)
    if named is None:
        raise NotThere("")
    pack = _seen(request, named.pk)
    found = queries.behind(queries.snapshot_of(pack), key)
    if found is None:
        raise NotThere("")
    kind, numbers = found
    called = names()
    rows: list[dict[str, Any]]
    if kind == "reports":
        reports = queries.reports_behind(numbers, request.user, at=moment)
        rows = [
            {
                "href": reverse("plan:report", args=[one.pk]),
                "code": one.action.code,
                "title": one.action.short_title,
                "party": called.get(str(one.party_id), one.party_id),
                "said": answer_words(shown(one).answer, shown(one).progress),
                "needs": shown(one).needs,
            }
            for one in reports[:1000]
        ]
        codes = {str(one.party_id) for one in reports[:1000]}
    else:
        activities = queries.activities_behind(numbers, request.user, at=moment)
        rows = [
            {
                "href": reverse("plan:activity", args=[one.pk]),
                "title": one.title,
                "party": called.get(str(one.lead_id), one.lead_id),
                "said": one.get_stage_display(),
                "starts": one.starts,
                "ends": one.ends,
            }
            for one in activities[:1000]
        ]
        codes = {str(one.lead_id) for one in activities[:1000]}
    context = {
        "crumbs": _crumbs(Crumb(pack.name, pack.get_absolute_url()), Crumb(_("Behind a figure"))),
        "pack": pack,
        "kind": kind,
        "rows": rows,
        "count": len(numbers),
        "hidden": len(numbers) - len(rows) if len(rows) < 1000 else 0,
        "cut": len(numbers) > 1000 and len(rows) == 1000,
        "footnotes": footnotes(sorted(codes)),
    }
    return render(request, "plan/pack_figure.html", context)


@door(Do.PUBLISH_PACK)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a pack."""
    pack = packs.publish(_seen(request, pk), by=_person(request), at=at(request))
    messages.success(request, _("The pack is published. Everybody can read its public edition."))
    return redirect(pack)


@door(Do.MAKE_PACK)
@require_POST
def annexes(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the annexes made, part by part, in the background."""
    pack, form = _seen(request, pk), AnnexForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose a language and a format for the annexes."))
    language, fmt = form.cleaned_data["language"], form.cleaned_data["fmt"]
    jobs.defer(
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
    return redirect(pack)


@door(Do.CORRECT_PACK)
@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze a corrected pack from the data as they stand now. The published one stays as it is."""
    pack, form = _seen(request, pk), PackForm({**request.POST.dict(), "year": str(_seen(request, pk).year)})
    if not form.is_valid():
        raise Invalid(_("The texts for the meeting are too long. Shorten them."))
    made = packs.freeze(pack.year, by=_person(request), at=at(request), decisions=form.decisions, corrects=pack)
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
    pack, form = _seen(request, pk), CorrigendumForm(request.POST)
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
        by=_person(request),
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
    pack = _seen(request, pk)
    corrigenda.dismiss(get_object_or_404(queries.proposed(pack), pk=note), by=_person(request), at=at(request))
    messages.success(request, _("Noted: no corrigendum is needed."))
    return redirect(pack)


@door(PUBLIC)
def feed(_request: HttpRequest) -> HttpResponse:
    """Tell feed readers of published packs and corrigenda."""
    news = queries.latest_news()
    address = settings.ROUNDTABLE_ADDRESS
    title = _("Monitoring packs and corrigenda")
    made = Atom1Feed(
        title=title,
        link=address + reverse("plan:packs"),
        description=title,
        language=get_language() or "en",
        feed_url=address + reverse("plan:packs-feed"),
        feed_guid=address + reverse("plan:packs-feed"),
    )
    for moment, pack, note in news:
        _add_news(made, moment, pack, note, address)
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _add_news(made: Atom1Feed, moment: datetime, pack: Pack, note: Corrigendum | None, address: str) -> None:
    place = address + pack.get_absolute_url()
    if note is None:
        title = _("Monitoring pack %(year)s (%(pack)s)") % {"year": pack.year, "pack": pack.name}
        text = _("Published. SHA-256 of the snapshot: %(hash)s.") % {"hash": pack.sha256}
        guid = place
    else:
        title = _("Corrigendum %(number)s to the monitoring pack %(pack)s") % {"number": note.number, "pack": pack.name}
        text = _("%(figures)s. Wrong: %(wrong)s Right: %(right)s") % {
            "figures": note.figures,
            "wrong": note.wrong,
            "right": note.right,
        }
        guid = place = f"{place}#corrigendum-{note.number}"
    demo = [_("Demonstration data")] if pack.demonstration else []
    made.add_item(
        title=" · ".join([*demo, title]),
        link=place,
        description=text,
        unique_id=guid,
        pubdate=moment,
        updateddate=moment,
    )


def _person(request: HttpRequest) -> Any:
    """The person who acts; the sign on the door saw to it that there is one."""
    return request.user
