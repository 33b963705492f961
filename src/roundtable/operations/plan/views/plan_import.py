"""Bring a text of the plan in: upload, look at what would change, confirm."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.documents.public import adopted_by
from roundtable.ground.trust.public import door
from roundtable.kernel.base.errors import Invalid, NotThere
from roundtable.kernel.base.middleware import at
from roundtable.operations.plan.domain.adopted_text import Level, Refused, Unreadable
from roundtable.operations.plan.domain.comparison import Change, Fate
from roundtable.operations.plan.forms.frame import AdoptedTextForm, DecisionsForm, PlanFileForm, ShortTitleForm
from roundtable.operations.plan.queries import frame
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services.frame import (
    NeedsConfirmation,
    Proposal,
    bring_in,
    days_of,
    default_day,
    propose,
    retitle,
    told,
)
from roundtable.ui import pieces
from roundtable.ui.pieces import Crumb


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Plan"), reverse("plan:overview")), Crumb(_("Bring in a text"))]


KEPT_DAYS = 7
DAY = 24 * 60 * 60


def _kept(digest: str) -> Path:
    return Path(settings.ROUNDTABLE_HOME) / "work" / f"plan-{digest}"


def _keep(data: bytes, now: float) -> str:
    """Keep an uploaded text until it is confirmed, under the hash of its content; old ones go on this occasion."""
    for old in (Path(settings.ROUNDTABLE_HOME) / "work").glob("plan-*"):
        if now - old.stat().st_mtime > KEPT_DAYS * DAY:
            old.unlink(missing_ok=True)
    digest = hashlib.sha256(data).hexdigest()
    _kept(digest).write_bytes(data)
    return digest


@door(Do.IMPORT_PLAN)
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file, or a text that was adopted here, and show what it would change; nothing is changed by this."""
    texts = adopted_by(request.user, at(request))
    chosen = "adopted" in request.POST
    form = PlanFileForm(None if chosen else request.POST or None, request.FILES or None)
    adopted = AdoptedTextForm(request.POST if chosen else None, texts=texts)
    if chosen and adopted.is_valid():
        text = adopted.text()
        if digest := _understood(request, adopted, "adopted", text.markdown):
            request.session[f"plan-{digest}"] = text.number
            request.session[f"plan-{digest}-adopted"] = text.revision_id
            return redirect("plan:import-preview", digest)
    elif not chosen and request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        if digest := _understood(request, form, "file", file.read()):
            request.session[f"plan-{digest}"] = file.name
            request.session.pop(f"plan-{digest}-adopted", None)
            return redirect("plan:import-preview", digest)
    return render(
        request,
        "plan/frame_import.html",
        {
            "form": form,
            "adopted": adopted if texts else None,
            "frame": frame.frame_in_force(),
            "crumbs": _crumbs(),
        },
        status=422 if form.errors or adopted.errors else 200,
    )


def _understood(request: HttpRequest, form: Form, field: str, data: bytes) -> str:
    """Keep a text that is read as a plan and give its hash; otherwise the form says line by line what is wrong."""
    try:
        propose(data)
    except (Unreadable, Refused) as error:
        for sentence in told(error).fields["file"]:
            form.add_error(field, sentence)
        return ""
    return _keep(data, at(request).timestamp())


@door(Do.IMPORT_PLAN)
def preview(request: HttpRequest, digest: str) -> HttpResponse:
    """Show what would change, word by word, with the proposed mapping; once confirmed, bring the text into force."""
    name = request.session.get(f"plan-{digest}")
    if name is None or not _kept(digest).is_file():
        raise NotThere("")
    data = _kept(digest).read_bytes()
    proposal = propose(data)
    moment = at(request)
    day = default_day(proposal, at=moment)
    form = DecisionsForm(request.POST or None, proposal=proposal, day=day)
    if request.method == "POST" and form.is_valid():
        # The fields are filled in beforehand: only the tick says that a person looked.
        looked = form.cleaned_data["confirmed"] or not proposal.needs_confirmation
        try:
            bring_in(
                data,
                name=name,
                by=request.user,  # type: ignore[arg-type]  # the door lets only people in
                at=moment,
                confirmed=form.cleaned_data["confirmed"],
                decisions=form.decisions() if looked else None,
                since=form.cleaned_data.get("since"),
                adopted_text=request.session.get(f"plan-{digest}-adopted"),
            )
        except NeedsConfirmation as waiting:
            form.add_error("confirmed", waiting.sentence)
        except Invalid as error:
            for sentence in error.fields.get("mapping", [error.sentence]):
                form.add_error(None, sentence)
            for sentence in error.fields.get("since", []):
                form.add_error("since" if "since" in form.fields else None, sentence)
        else:
            messages.success(request, _in_force(form.decisions()))
            return redirect("plan:overview")
    return render(
        request,
        "plan/frame_preview.html",
        {
            "proposal": proposal,
            "days": days_of(proposal, proposal.mapping, day=day, at=moment),
            "counts": proposal.text.counts(),
            "fates": proposal.comparison.counts(),
            "name": name,
            "form": form,
            "changes": [shown(change, proposal) for change in proposal.comparison.changes if _worth_showing(change)],
            "worded": list(proposal.text.items()) if proposal.first_wording else [],
            "crumbs": _crumbs(),
        },
    )


def _in_force(decisions: dict[str, str | None]) -> str:
    gone = [code for code, became in decisions.items() if became is None]
    if not gone:
        return _("The text is in force. Every activity and report kept its action.")
    return _("The text is in force. %(codes)s fell away; what was reported on them can still be read.") % {
        "codes": ", ".join(gone)
    }


def _worth_showing(change: Change) -> bool:
    return change.fate is not Fate.UNCHANGED or bool(change.doubts)


def shown(change: Change, proposal: Proposal) -> dict[str, object]:
    """Put one change into what the page shows: codes, words about it, its text with what is new and gone."""
    fates = {
        Fate.UNCHANGED: _("unchanged"),
        Fate.REWORDED: _("reworded"),
        Fate.MOVED: _("moved"),
        Fate.ADDED: _("new"),
        Fate.REMOVED: _("no longer there"),
    }
    levels = {
        Level.AREA: _("Area"),
        Level.ISSUE: _("Horizontal issue"),
        Level.ACTION: _("Action"),
        Level.POINT: _("Point"),
    }
    return {
        "old": change.old_code,
        "new": change.new_code,
        "level": levels[change.level],
        "fate": fates[change.fate],
        "tone": "late" if change.doubts or change.fate is Fate.REMOVED else "quiet",
        "doubtful": bool(change.doubts),
        "pieces": [pieces.Piece(piece.text, pieces.Change(piece.kind.value)) for piece in change.pieces],
        "becomes": proposal.mapping.pairs.get(change.old_code or ""),
    }


@door(Do.EDIT_FRAME)
def short_title(request: HttpRequest, code: str) -> HttpResponse:
    """Write another short title for an action, in each working language."""
    action = frame.action_by(code)
    if action is None or action.gone:
        raise NotThere("")
    form = ShortTitleForm(request.POST or None, title=action.short_title)
    if request.method == "POST" and form.is_valid():
        retitle(action, form.title(), by=request.user, at=at(request))  # type: ignore[arg-type]  # the door lets only people in
        messages.success(request, _("The short title is changed."))
        return redirect("plan:action", action.code)
    crumbs = [
        Crumb(_("Plan"), reverse("plan:overview")),
        Crumb(action.code, reverse("plan:action", args=[action.code])),
    ]
    return render(
        request, "plan/frame_title.html", {"form": form, "action": action, "crumbs": [*crumbs, Crumb(_("Short title"))]}
    )
