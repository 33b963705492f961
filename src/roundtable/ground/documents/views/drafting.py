"""Speak on a paragraph, take it back, and the drafting table with the presidency's answers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roundtable.ground.documents.exports.drafting import as_word, table
from roundtable.ground.documents.exports.texts import MEDIA
from roundtable.ground.documents.forms import AnswerForm, ContributionForm
from roundtable.ground.documents.models import Contribution, Revision
from roundtable.ground.documents.queries.contributions import (
    Said,
    collisions,
    contribution_of,
    plain_wording,
    said_on,
    standings,
)
from roundtable.ground.documents.queries.markings import of_document
from roundtable.ground.documents.rules import Do
from roundtable.ground.documents.services import answering, contributing
from roundtable.ground.documents.services.answering import Compromising
from roundtable.ground.documents.services.contributing import Words, range_of
from roundtable.ground.documents.views.common import (
    add_faults,
    document_or_404,
    of_revision,
    person_of,
    require_circle,
    revision_or_404,
    speakers,
    tabs,
    tried,
)
from roundtable.ground.documents.views.reading import ShownParagraph, shown_paragraphs
from roundtable.ground.documents.views.words import standing_words
from roundtable.ground.trust.public import allows, door
from roundtable.kernel.base.errors import Invalid, NotAllowed, NotThere, Told
from roundtable.kernel.base.markings import in_name
from roundtable.kernel.base.middleware import at
from roundtable.kernel.files.tables.answers import MEDIA_TYPES, answer, disposition
from roundtable.ui.pieces import Crumb


@door(Do.SEE_CONTRIBUTIONS)
def paragraph(request: HttpRequest, pk: int, name: str, key: str) -> HttpResponse:
    """Show one paragraph with everything that is said on it; whoever may speak finds the form here."""
    one = revision_or_404(request, pk, name)
    require_circle(request, one.document)
    if key not in one.content.by_key:
        raise NotThere("")
    moment = at(request)
    may = allows(request.user, Do.CONTRIBUTE, at=moment)
    offered = speakers(request, Do.ENTER_FOR_OTHERS)
    why_not = _why_not(one, moment, entering=allows(request.user, Do.ENTER_FOR_OTHERS, at=moment))
    form = None
    if may and offered and not why_not:
        form = ContributionForm(request.POST or None, speakers=offered)
        if request.method == "POST" and form.is_valid() and _spoken(request, one, key, form):
            messages.success(request, _("It is said. All who take part can read it."))
            return redirect("documents:paragraph", pk, name, key)
    said = said_on(one, withdrawn=True, paragraphs=[key])
    met = collisions(said)
    return render(
        request,
        "documents/paragraph.html",
        {
            "revision": one,
            "document": one.document,
            "paragraph": shown_paragraphs(one.content, only={key})[0],
            "plain": one.content.by_key[key].plain,
            "said": [_entry(request, entry, met) for entry in said],
            "standing": standing_words(standings(said, one.content).get(key, "clear")),
            "form": form,
            "why_not": why_not if may and offered else "",
            "demonstration": one.demonstration,
            "marking": of_document(one.document),
            "crumbs": of_revision(one, Crumb(_("Paragraph"))),
        },
        status=422 if form is not None and form.errors else 200,
    )


def _why_not(one: Revision, moment: Any, *, entering: bool) -> str:
    """Why nobody can speak on this text now, in a sentence; nothing where they can."""
    try:
        contributing.require_open(one.document, one, moment)
    except NotAllowed as error:
        late = contributing.closed_since(one.document, moment) and one.document.adopted_id is None
        return "" if entering and late else str(error)
    return ""


def _spoken(request: HttpRequest, one: Revision, key: str, form: ContributionForm) -> bool:
    said = form.cleaned_data
    span = range_of(one, key, said["quote"])
    try:
        if span is None:
            raise Invalid(
                _("These words do not stand in the paragraph, or more than once. Copy some more of them."),
                fields={"quote": [_("Choose words that stand there once.")]},
            )
        contributing.contribute(
            one,
            Words(
                kind=said["kind"],
                speaker=said["speaker"],
                paragraph=key,
                start=span[0],
                end=span[1],
                text=said["text"],
                wording=said["wording"],
                reserves=said["reserves"],
            ),
            by=person_of(request),
            at=at(request),
            key=said["key"],
        )
    except Told as error:
        add_faults(form, error)
        return False
    return True


def _entry(request: HttpRequest, said: Said, met: dict[int, set[int]]) -> dict[str, Any]:
    one = said.contribution
    mine = allows(request.user, Do.TAKE_BACK, one, at=at(request))
    return {
        "said": said,
        "one": one,
        "place": said.place,
        "wording": plain_wording(one),
        "collides": sorted(met.get(one.pk, ())),
        "may_withdraw": mine and one.is_open and one.kind != Contribution.Kind.RESERVATION,
        "may_lift": mine and one.is_open and one.kind == Contribution.Kind.RESERVATION,
    }


def _contribution(request: HttpRequest, pk: int, number: int) -> Contribution:
    document = document_or_404(request, pk)
    require_circle(request, document)
    found = contribution_of(document, number)
    if found is None:
        raise NotThere("")
    return found


def _back(request: HttpRequest, found: Contribution) -> HttpResponse:
    key = request.POST.get("paragraph", "")
    name = request.POST.get("revision", "") or found.revision.name
    known = found.revision.content.by_key
    if key in known:
        return redirect("documents:paragraph", found.document_id, name, key)
    return redirect("documents:table", found.document_id, name)


@door(Do.TAKE_BACK)
@require_POST
def withdraw(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Withdraw a comment or an amendment."""
    found = _contribution(request, pk, number)
    by, moment = person_of(request), at(request)
    tried(
        request,
        lambda: contributing.withdraw(found, by=by, at=moment),
        done=_("It is withdrawn. It stays on record."),
    )
    return _back(request, found)


@door(Do.TAKE_BACK)
@require_POST
def lift(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Lift a reservation."""
    found = _contribution(request, pk, number)
    by, moment = person_of(request), at(request)
    tried(request, lambda: contributing.lift(found, by=by, at=moment), done=_("The reservation is lifted."))
    return _back(request, found)


@door(Do.SEE_CONTRIBUTIONS)
def drafting_table(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Show every member's word on each paragraph; whoever presides answers here, one or several at once."""
    one = revision_or_404(request, pk, name)
    require_circle(request, one.document)
    said = said_on(one)
    wanted = request.GET.get("download", "")
    if wanted:
        return _as_file(one, said, wanted)
    moment = at(request)
    form = None
    if allows(request.user, Do.ANSWER, one.document, at=moment) and one.document.adopted_id is None:
        form = AnswerForm(request.POST or None, offered=_offered(said))
        if request.method == "POST" and form.is_valid() and _answered(request, one, said, form):
            messages.success(request, _("The answer is kept, and everybody who is concerned reads it here."))
            return redirect("documents:table", pk, name)
    return render(
        request,
        "documents/table.html",
        {
            "revision": one,
            "document": one.document,
            "rows": _rows(request, one, said),
            "count": len(said),
            "waiting": sum(entry.contribution.is_open for entry in said),
            "form": form,
            "offered": len(_offered(said)),
            "tabs": tabs(one, "table", inside=True, count=len(said)),
            "demonstration": one.demonstration,
            "marking": of_document(one.document),
            "crumbs": of_revision(one, Crumb(_("Drafting table"))),
        },
        status=422 if form is not None and form.errors else 200,
    )


def _rows(
    request: HttpRequest, one: Revision, said: list[Said]
) -> list[tuple[ShownParagraph, str, list[dict[str, Any]]]]:
    met = collisions(said)
    standing = standings(said, one.content)
    grouped: dict[str, list[Said]] = {}
    for entry in said:
        for key in dict.fromkeys(place.paragraph for place in entry.places):
            grouped.setdefault(key, []).append(entry)
    shown = {entry.key: entry for entry in shown_paragraphs(one.content)}
    return [
        (shown[key], standing_words(standing.get(key, "clear")), [_entry(request, entry, met) for entry in entries])
        for key, entries in grouped.items()
        if key in shown
    ]


def _offered(said: list[Said]) -> list[tuple[str, str]]:
    return [
        (
            str(entry.contribution.pk),
            _("%(number)s. %(speaker)s, %(kind)s: %(words)s")
            % {
                "number": entry.contribution.pk,
                "speaker": entry.speaker,
                "kind": entry.contribution.get_kind_display(),
                "words": (plain_wording(entry.contribution) or entry.contribution.text)[:80],
            },
        )
        for entry in said
        if entry.contribution.is_open and entry.contribution.kind != Contribution.Kind.RESERVATION
    ]


def _answered(request: HttpRequest, one: Revision, said: list[Said], form: AnswerForm) -> bool:
    asked = form.cleaned_data
    numbers = [int(number) for number in asked["contributions"]]
    try:
        compromise = None
        if asked["compromise"]:
            first = next((entry for entry in said if entry.contribution.pk in numbers), None)
            key = first.place.paragraph if first else ""
            span = range_of(one, key, asked["quote"])
            if span is None:
                raise Invalid(
                    _("These words do not stand in the paragraph, or more than once. Copy some more of them."),
                    fields={"quote": [_("Choose words that stand there once.")]},
                )
            compromise = Compromising(key, span[0], span[1], asked["wording"])
        answering.answer(
            one,
            numbers,
            asked["fate"],
            by=person_of(request),
            at=at(request),
            reason=asked["reason"],
            compromise=compromise,
            key=asked["key"],
        )
    except Told as error:
        add_faults(form, error)
        return False
    return True


def _as_file(one: Revision, said: list[Said], fmt: str) -> HttpResponse:
    name = f"drafting-table-{str(one.number).replace('/', '-').replace(' ', '-')}"
    if fmt == "docx":
        found = HttpResponse(as_word(one, said), content_type=MEDIA["docx"])
        found["Content-Disposition"] = disposition(in_name(one.document.marking, f"{name}.docx"))
        return found
    if fmt not in MEDIA_TYPES:
        raise NotThere("")
    return answer(table(one, said), fmt, filename=name)
