"""Plan an activity, change it, put it in the bin and take it out again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, Final, ParamSpec

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roundtable.ground.trust.public import Role, User, actor, door, history_of
from roundtable.kernel.base.errors import Collision, Invalid, NotThere
from roundtable.kernel.base.middleware import at, belongs_to
from roundtable.kernel.files import store
from roundtable.operations.plan.domain.activity import Facts, differences
from roundtable.operations.plan.exports import activities as rows
from roundtable.operations.plan.forms.activities import Entry, Offered
from roundtable.operations.plan.models import Activity
from roundtable.operations.plan.queries import activities as queries
from roundtable.operations.plan.queries.happenings import spoken
from roundtable.operations.plan.rules import Do
from roundtable.operations.plan.services import activities as services
from roundtable.ui.pieces import Crumb

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

KEPT_INPUT: Final = "plan.kept-input"
MOST_KEPT: Final = 100_000
"""Characters of a form that are kept while its writer signs in again."""
WRITER: Final = "plan.activity-writer"
WRITER_SECONDS: Final = 24 * 60 * 60
WORKING_ROLES: Final = (Role.CONTACT_POINT, Role.CONTRIBUTOR, Role.PARTNER)


def keeps_input(view: View[P]) -> View[P]:
    """Keep what somebody sends after their session ended, until the same person has signed in again."""

    @wraps(view)
    def kept(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method == "POST" and not request.user.is_authenticated:
            writer = _writer(request.POST.get("writer", ""))
            sent = request.POST.urlencode()
            if writer is not None and len(sent) <= MOST_KEPT:
                request.session[KEPT_INPUT] = {"path": request.path, "writer": writer, "sent": sent}
        return view(request, *args, **kwargs)

    return kept  # type: ignore[return-value]  # the wrapper keeps the name of its first argument


def _writer(text: str) -> int | None:
    try:
        return int(signing.loads(text, salt=WRITER, max_age=WRITER_SECONDS))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def _sent(request: HttpRequest) -> tuple[QueryDict | None, bool]:
    """What was sent now, or what was kept for this person and page from before they signed in again."""
    if request.method == "POST":
        return request.POST, False
    kept = request.session.get(KEPT_INPUT)
    if kept and kept["path"] == request.path and kept["writer"] == request.user.pk:
        del request.session[KEPT_INPUT]
        return QueryDict(kept["sent"]), True
    return None, False


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - the door lets nobody else in
    return request.user


@keeps_input
@door(Do.PLAN_ACTIVITY)
def new(request: HttpRequest) -> HttpResponseBase:
    """Plan a new activity."""
    person, moment = _person(request), at(request)
    sent, kept = _sent(request)
    entry = Entry(
        _offered(person, moment), person=person.pk, data=sent, files=request.FILES if request.method == "POST" else None
    )
    if sent is None or kept:
        return _show(request, entry, kept=kept)
    if not _keep_files(entry, person, moment) or entry.asks_for_help() or not entry.is_valid():
        return _show(request, entry, wrong=not entry.helped)
    try:
        made = services.plan(entry.facts(), by=person, at=moment, key=entry.key)
    except Invalid as error:
        entry.refuse(error.fields)
        return _show(request, entry, wrong=True)
    messages.success(request, _("The activity is planned."))
    return redirect("plan:activity", pk=made.pk)


@keeps_input
@door(Do.CHANGE_ACTIVITY)
def change(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change an activity; what somebody else saved meanwhile is put beside one's own words, and nothing is lost."""
    person, moment = _person(request), at(request)
    kept_activity = queries.with_everything(queries.changeable_by(person, at=moment)).filter(pk=pk).first()
    if kept_activity is None:
        raise NotThere("")
    now = queries.facts_of(kept_activity)
    sent, kept = _sent(request)
    entry = Entry(
        _offered(person, moment, now),
        person=person.pk,
        data=sent,
        files=request.FILES if request.method == "POST" else None,
        initial=now,
        revision=kept_activity.revision,
    )
    if sent is None or kept:
        return _show(request, entry, kept_activity, kept=kept)
    files_kept = _keep_files(entry, person, moment)
    taken = request.POST.getlist("take")
    if taken and entry.is_valid():
        entry.take(now, taken, revision=entry.revision)
    if not files_kept or entry.asks_for_help() or not entry.is_valid():
        return _show(request, entry, kept_activity, wrong=not entry.helped)
    try:
        return _save(request, entry, kept_activity, now)
    except Invalid as error:
        entry.refuse(error.fields)
        return _show(request, entry, kept_activity, wrong=True)


def _save(request: HttpRequest, entry: Entry, activity: Activity, now: Facts) -> HttpResponseBase:
    person, moment = _person(request), at(request)
    others: list[str] = []
    if entry.revision != activity.revision:
        beside = _put_beside(entry, activity, now, reader=person, at=moment)
        entry.take(now, beside.theirs_alone, revision=activity.revision)
        if beside.disputed or not entry.is_valid():
            return _show(request, entry, activity, beside=beside)
        others = beside.theirs_alone
    try:
        services.change(activity, entry.facts(), by=person, at=moment, revision=entry.revision)
    except Collision as error:
        messages.warning(request, str(error))
        return _show(request, entry, activity)
    if others:
        named = ", ".join(str(queries.LABELS[name]) for name in others)
        messages.success(
            request, _("Saved. Somebody else had changed %(fields)s; that is kept too.") % {"fields": named}
        )
    else:
        messages.success(request, _("The changes are saved."))
    return redirect("plan:activity", pk=activity.pk)


@dataclass(frozen=True)
class Disputed:
    """A fact that two people changed differently."""

    name: str
    label: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class Beside:
    """What two people did to the same activity: what only the other changed, and what both changed differently."""

    who: str
    when: datetime
    theirs_alone: list[str]
    disputed: Sequence[Disputed]


def _put_beside(entry: Entry, activity: Activity, now: Facts, *, reader: User, at: datetime) -> Beside:
    before = queries.facts_at_revision(activity, entry.revision)
    theirs, mine = now.plain(), services.tidy(entry.facts()).plain()
    by_them, by_me = set(differences(before, theirs)), set(differences(before, mine))
    disputed = [
        Disputed(name, str(queries.LABELS[name]), spoken(name, theirs[name]), spoken(name, mine[name]))
        for name in differences(theirs, mine)
        if name in by_them & by_me
    ]
    last = next(iter(history_of(activity, reader, at=at, limit=1)), None)
    return Beside(
        who=last.who if last else _("Somebody else"),
        when=last.at if last else activity.changed_at,
        theirs_alone=[name for name in differences(before, theirs) if name not in by_me],
        disputed=disputed,
    )


def _keep_files(entry: Entry, person: User, moment: datetime) -> bool:
    """Store the files handed in before anything else, so that an error elsewhere does not lose them."""
    all_kept = True
    for row, upload in entry.uploads():
        try:
            stored = store.keep(
                upload,
                scope=entry.lead_said or "secretariat",
                by=person.pk,
                purpose=services.FILES,
                at=moment,
                audience="parties",
                demonstration=person.demonstration,
            )
        except Invalid as error:
            entry.refuse({"documents": [f"{upload.name}: {error}"]})
            all_kept = False
        else:
            entry.was_kept(row, stored.pk, stored.name)
    return all_kept


def _offered(person: User, moment: datetime, now: Facts | None = None) -> Offered:
    known = rows.known(moment.date(), now)
    who = actor(person, moment)
    own = None if who.holds(Role.SECRETARIAT) else who.scopes_as(*WORKING_ROLES)
    named = {now.lead, *now.partners, *now.participants} if now else set()
    there = [view for view in known.parties.values() if view.participates or view.code in named]
    may_lead = [view for view in there if own is None or view.code in own or (now and view.code == now.lead)]
    areas: dict[str, list[tuple[str, str]]] = {}
    for key, action in known.actions.items():
        area = action.area
        group = _("No longer in the plan") if action.gone else str(area)
        areas.setdefault(group, []).append((key, str(action)))
    return Offered(
        leads=[(view.code, view.name) for view in may_lead],
        partners=[(view.code, view.name) for view in sorted(there, key=lambda view: view.is_party)],
        parties=[(view.code, view.name) for view in there if view.is_party],
        actions=list(areas.items()),
        issues=[(issue.key, f"{issue.code} {issue.short_title}") for issue in known.issues],
        footnotes=list(dict.fromkeys(view.footnote for view in there if view.footnote)),
    )


def _show(  # noqa: PLR0913 - the form with whatever has to be said about it
    request: HttpRequest,
    entry: Entry,
    activity: Activity | None = None,
    *,
    beside: Beside | None = None,
    wrong: bool = False,
    kept: bool = False,
) -> HttpResponse:
    crumbs = [Crumb(_("Plan"), reverse("plan:overview")), Crumb(_("Activities"), reverse("plan:activities"))]
    if activity is not None:
        crumbs.append(Crumb(activity.title, reverse("plan:activity", args=[activity.pk])))
    crumbs.append(Crumb(_("Change") if activity else _("New activity")))
    context: dict[str, Any] = {
        "entry": entry,
        "activity": activity,
        "beside": beside,
        "kept": kept,
        "writer": signing.dumps(request.user.pk, salt=WRITER),
        "alike": _alike(request, entry, activity),
        "demonstration": bool(activity and activity.demonstration),
        "crumbs": crumbs,
    }
    status = HTTPStatus.CONFLICT if beside else HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "plan/activity_form.html", context, status=status)


def _alike(request: HttpRequest, entry: Entry, activity: Activity | None) -> list[Activity]:
    facts = entry.facts_so_far()
    if facts is None:
        return []
    return queries.look_alikes(facts, person=request.user, at=at(request), besides=activity.pk if activity else None)


@door(Do.DELETE_ACTIVITY)
def delete(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask whether the activity may go to the bin, and put it there."""
    person, moment = _person(request), at(request)
    one = queries.changeable_by(person, at=moment).filter(pk=pk).first()
    if one is None:
        raise NotThere("")
    if request.method == "POST":
        services.put_in_bin(one, by=person, at=moment)
        messages.success(request, _("The activity is in the bin. You can bring it back for thirty days."))
        return redirect("plan:activities")
    crumbs = [
        Crumb(_("Activities"), reverse("plan:activities")),
        Crumb(one.title, reverse("plan:activity", args=[one.pk])),
        Crumb(_("Delete")),
    ]
    context = {"activity": one, "crumbs": crumbs, "demonstration": one.demonstration}
    return render(request, "plan/activity_delete.html", context)


@belongs_to("portal:bin")
@require_POST
@door(Do.RESTORE_ACTIVITY)
def restore(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take an activity out of the bin."""
    person, moment = _person(request), at(request)
    one = queries.deleted_visible_to(person, at=moment).filter(pk=pk).first()
    if one is None:
        raise NotThere("")
    services.restore(one, by=person, at=moment)
    messages.success(request, _("The activity is back, as it was."))
    return redirect("plan:activity", pk=one.pk)
