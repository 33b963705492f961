"""The silence procedure: open it, follow it, speak in it, steer it, and what came of it."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roundtable.ground.documents.exports import certificates
from roundtable.ground.documents.forms import BreakForm, OpeningForm, SteeringForm
from roundtable.ground.documents.models import SilenceEvent, SilenceProcedure
from roundtable.ground.documents.queries.contributions import speaker_name
from roundtable.ground.documents.queries.markings import of_document
from roundtable.ground.documents.queries.silence import Course, addressees_of, course_of, observers_of, procedure_of
from roundtable.ground.documents.rules import Do
from roundtable.ground.documents.services import silence as services
from roundtable.ground.documents.services.silence import Opening
from roundtable.ground.documents.views.common import (
    add_faults,
    circle,
    of_revision,
    person_of,
    revision_or_404,
    speakers,
)
from roundtable.ground.documents.views.words import state_words, tone_of
from roundtable.ground.parties.public import names
from roundtable.ground.trust.public import PUBLIC, allows, door
from roundtable.kernel.base.errors import NotThere, Told
from roundtable.kernel.base.markings import in_name
from roundtable.kernel.base.middleware import at
from roundtable.kernel.base.scopes import DIALOGUE
from roundtable.kernel.files.tables.answers import disposition
from roundtable.ui.pieces import Crumb, Event, Stage

Kind = SilenceEvent.Kind


@door(Do.OPEN_SILENCE)
def new(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Put a text under silence."""
    one, moment = revision_or_404(request, pk, name), at(request)
    form = OpeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            codes = said["addressees"] or services.all_parties(moment)
            if said["observers"] and not said["addressees"]:
                codes = [code for code in codes if code not in said["observers"]]
            unknown = {
                field: [code for code in asked if code not in names() and not (one.demonstration and len(code) == 1)]
                for field, asked in (("addressees", codes), ("observers", said["observers"]))
            }
            for field, strangers in unknown.items():
                if strangers:
                    form.add_error(field, _("Nobody has the code %(code)s.") % {"code": ", ".join(strangers)})
            if form.is_valid():
                made = services.open_silence(
                    one,
                    Opening(
                        deadline=services.deadline_read(said["deadline"], said["zone"], said["which"]),
                        addressees=codes,
                        observers=said["observers"],
                        body=said["body"],
                        in_part=said["in_part"],
                        weekends=said["weekends"],
                        days=said["days"],
                        stated=said["stated"],
                        short_reason=said["short_reason"],
                        unsettled_reason=said["unsettled_reason"],
                    ),
                    by=person_of(request),
                    at=moment,
                    key=said["key"],
                )
                messages.success(request, _("The text is under silence. The addressees were told."))
                return redirect(made)
        except Told as error:
            add_faults(form, error)
    return render(
        request,
        "documents/form.html",
        {
            "form": form,
            "title": _("Put %(number)s under silence") % {"number": one.number},
            "lead": _(
                "Whoever says nothing until the deadline agrees. Any one addressee breaks the silence, with a reason."
            ),
            "submit": _("Put the text under silence"),
            "cancel": one.get_absolute_url(),
            "marking": of_document(one.document),
            "demonstration": one.demonstration,
            "crumbs": of_revision(one, Crumb(_("Silence procedure"))),
        },
        status=422 if form.errors else 200,
    )


@door(PUBLIC)
def procedure(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow a silence procedure: its text, its deadline on every addressee's clock, what happened, what came of it."""
    moment = at(request)
    one = procedure_of(request.user, pk, moment)
    course = course_of(one, moment)
    inside = circle(request, one.document)
    offered = speakers(request, Do.SPEAK_IN_SILENCE, course.opened.addressees) if inside else []
    form = _break_form(course, offered, request.POST if request.POST.get("do") == "break" else None)
    steering = SteeringForm(
        request.POST if request.POST.get("do") == "steer" else None,
        initial={"zone": course.outcome.deadline.zone},
        auto_id="steer_%s",
    )
    may_steer = course.running and allows(request.user, Do.STEER_SILENCE, one, at=moment)
    if request.method == "POST" and inside:
        done = _done(request, course, form if offered else None, steering if may_steer else None)
        if done is not None:
            return done
    text = one.revision.content
    labels = {paragraph.key: _paragraph_words(paragraph) for paragraph in text.paragraphs}
    mine = [code for code, _name in offered]
    return render(
        request,
        "documents/silence.html",
        {
            "procedure": one,
            "document": one.document,
            "revision": one.revision,
            "course": course,
            "outcome": course.outcome,
            "state_words": state_words(course),
            "tone": tone_of(course),
            "inside": inside,
            "addressees": addressees_of(course, zone=course.outcome.deadline.zone),
            "observers": observers_of(course),
            "labels": labels,
            "broken": [labels.get(key, key) for key in sorted(course.outcome.broken_paragraphs)],
            "events": _events(course, inside=inside, labels=labels),
            "offered": offered,
            "waiting": [
                (code, called) for code, called in offered if code not in course.outcome.acknowledged and course.running
            ],
            "breaks": [(row, labels.get(row.paragraph, "")) for code in mine for row in course.breaks_of(code)],
            "form": form if offered and course.running else None,
            "steering": steering if may_steer else None,
            "intact": text.hash == one.sha256,
            "has_certificate": course.outcome.final,
            "demonstration": one.demonstration,
            "marking": of_document(one.document),
            "crumbs": of_revision(one.revision, Crumb(_("Silence procedure"))),
        },
        status=422 if form.errors or steering.errors else 200,
    )


def _paragraph_words(paragraph: Any) -> str:
    words = " ".join(paragraph.plain.split()[:9])
    return f"{paragraph.label} {words} …".strip()


def _break_form(course: Course, offered: list[tuple[str, str]], data: Any) -> BreakForm:
    paragraphs = [("", _("The whole text"))]
    if course.opened.in_part:
        paragraphs += [(one.key, _paragraph_words(one)) for one in course.procedure.revision.content.paragraphs]
    return BreakForm(data, speakers=offered, paragraphs=paragraphs, auto_id="break_%s")


def _done(
    request: HttpRequest, course: Course, form: BreakForm | None, steering: SteeringForm | None
) -> HttpResponse | None:
    do, one = request.POST.get("do", ""), course.procedure
    try:
        if do in {"acknowledge", "withdraw-break"}:
            return _said_at_once(request, one, do)
        if do == "break" and form is not None and form.is_valid():
            return _broken(request, one, form)
        if do == "steer" and steering is not None and steering.is_valid():
            return _steered(request, one, steering)
    except ValueError:
        messages.error(request, _("This page is damaged. Open it again."))
        return redirect(one)
    except NotThere:
        raise
    except Told as error:
        target = {"break": form, "steer": steering}.get(do)
        if target is None:
            messages.error(request, str(error))
            return redirect(one)
        add_faults(target, error)
    return None


def _said_at_once(request: HttpRequest, one: SilenceProcedure, do: str) -> HttpResponse:
    """What needs no more than a button."""
    by, moment, speaker = person_of(request), at(request), request.POST.get("speaker", "")
    if do == "acknowledge":
        services.acknowledge(one, speaker, by=by, at=moment)
        messages.success(request, _("Receipt is acknowledged. Silence counts all the same."))
    else:
        of = UUID(request.POST.get("of", ""))
        _row, why = services.withdraw_break(one, of, speaker, by=by, at=moment)
        _tell(request, why, _("The break is withdrawn, as if it had not been made."))
    return redirect(one)


def _tell(request: HttpRequest, why: Any, done: str) -> None:
    if why is None:
        messages.success(request, done)
    else:
        messages.warning(request, _("This is recorded, and has no effect: %(why)s") % {"why": services.idle_words(why)})


def _broken(request: HttpRequest, one: SilenceProcedure, form: BreakForm) -> HttpResponse:
    said = form.cleaned_data
    _row, why = services.break_silence(
        one,
        said["speaker"],
        said["reason"],
        by=person_of(request),
        at=at(request),
        paragraph=said.get("paragraph", ""),
        form=said["form"],
        key=said["key"],
    )
    _tell(request, why, _("The silence is broken. The chair and all addressees see your reason."))
    return redirect(one)


def _steered(request: HttpRequest, one: SilenceProcedure, form: SteeringForm) -> HttpResponse:
    said = form.cleaned_data
    deadline = None
    if said["deadline"] and said["kind"] in {Kind.EXTENDED, Kind.RESUMED}:
        deadline = services.deadline_read(said["deadline"], said["zone"] or "UTC", said["which"])
    services.steer(
        one,
        said["kind"],
        by=person_of(request),
        at=at(request),
        reason=said["reason"],
        deadline=deadline,
        key=said["key"],
    )
    messages.success(request, _("It is recorded, and the addressees were told."))
    return redirect(one)


def _events(course: Course, *, inside: bool, labels: dict[str, str]) -> list[Event]:
    """What happened, in order; what had no effect says why. Reasons are for those who take part."""
    idle = course.ineffective()
    known = names()
    shown = []
    for row in course.rows:
        who = _("the chair") if row.scope == DIALOGUE else speaker_name(row.scope, known)
        parts = [who]
        if row.paragraph:
            parts.append(labels.get(row.paragraph, row.paragraph))
        if inside and row.reason:
            parts.append(row.reason)
        if row.key.hex in idle:
            parts.append(_("without effect: %(why)s") % {"why": services.idle_words(idle[row.key.hex])})
        shown.append(Event(row.at, str(row.get_kind_display()), note=" · ".join(parts)))
    if not course.outcome.final and course.rows[-1].kind != Kind.SUSPENDED:
        shown.append(Event(course.outcome.deadline.instant, _("Deadline"), Stage.NEXT))
    return shown


@door(PUBLIC)
def certificate(request: HttpRequest, pk: int, fmt: str) -> HttpResponse:
    """Hand out the certificate of what came of a procedure, to read (PDF) and to verify (JSON)."""
    moment = at(request)
    one = procedure_of(request.user, pk, moment)
    if fmt not in {"json", "pdf", "md"}:
        raise NotThere("")
    course = course_of(one, moment)
    if not course.outcome.final:
        raise NotThere("")
    marking = one.document.marking
    number = str(one.revision.number).replace("/", "-").replace(" ", "-")
    if fmt == "md":
        if not circle(request, one.document):
            raise NotThere("")
        body = certificates.minute(course).encode()
        found = HttpResponse(body, content_type="text/markdown; charset=utf-8")
        found["Content-Disposition"] = disposition(in_name(marking, f"minute-{number}.md"))
        return found
    kept = certificates.kept(one)
    if kept is None:
        # Signed when somebody who takes part first asks for it, unless the worker was quicker.
        if not circle(request, one.document):
            raise NotThere("")
        kept = services.certify(one, by=None, at=moment)
    if fmt == "json":
        found = HttpResponse(
            json.dumps(kept.body, ensure_ascii=False, indent=1) + "\n", content_type="application/json"
        )
    else:
        found = HttpResponse(certificates.pdf(kept, course), content_type="application/pdf")
    found["Content-Disposition"] = disposition(in_name(marking, f"certificate-{number}.{fmt}"))
    return found


@door(Do.CERTIFY)
@require_POST
def certify(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue the certificate."""
    one = procedure_of(request.user, pk, at(request))
    try:
        services.certify(one, by=person_of(request), at=at(request))
    except Told as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The certificate is signed."))
    return redirect(one)
