"""Pages of who sits at the table: the list on a day, an entry, and the secretariat's forms."""

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roundtable.ground.parties import exports, queries, services
from roundtable.ground.parties.forms import DayOnly, DesignationForm, DialogueForm, FactForm, OnDay
from roundtable.ground.parties.models import Dialogue, Participation, Party
from roundtable.ground.parties.queries import PartyView
from roundtable.ground.parties.rules import Do
from roundtable.ground.parties.signals import panels
from roundtable.ground.parties.views.asking import done, editor, form_page, take_in
from roundtable.ground.trust.public import PUBLIC, allows, door, history_of
from roundtable.kernel.base.errors import Invalid, NotThere
from roundtable.kernel.base.middleware import at
from roundtable.kernel.files.tables import answer
from roundtable.kernel.links import mentions
from roundtable.kernel.links.listings import asks_for_all, left_out, whole
from roundtable.ui.charts import render as drawing
from roundtable.ui.charts.chart import Addresses
from roundtable.ui.charts.maps import REGION
from roundtable.ui.pieces import Crumb, Tab


def tabs(request: HttpRequest, here: str) -> list[Tab]:
    """Give the ways through this room that the reader may take."""
    ways = [
        ("parties:list", _("Who sits at the table")),
        ("parties:map", _("Map")),
        ("parties:institutions", _("Institutions")),
    ]
    if allows(request.user, Do.SEE_STAKEHOLDERS, at=at(request)):
        ways.append(("parties:stakeholders", _("Stakeholders")))
    if allows(request.user, Do.KEEP_DIALOGUE, at=at(request)):
        ways.append(("parties:dialogue", _("The dialogue")))
    return [Tab(label, reverse(name), current=name == here) for name, label in ways]


def way_to(view: PartyView | None = None, *more: Crumb) -> list[Crumb]:
    """Give the way from the list to a page."""
    crumbs = [Crumb(_("Parties"), reverse("parties:list"))]
    if view:
        crumbs.append(Crumb(view.name, reverse("parties:party", args=[view.code])))
    return [*crumbs, *more]


@door(PUBLIC)
def table(request: HttpRequest) -> HttpResponse:
    """Show who sits at the table on a day, or hand the same rows over as a file."""
    form = OnDay(request.GET)
    today = at(request).date()
    day, words, group = form.asked(today)
    if download := request.GET.get("download"):
        if form.errors:  # a file would leave with rows that nobody asked for
            raise Invalid(" ".join(str(one) for several in form.errors.values() for one in several))
        filename = f"parties-{day.isoformat()}"
        return answer(exports.parties_table(day, words=words, group=group), download, filename=filename)
    rows = exports.sitting(day, words=words, group=group)
    groups = [
        (name, label, [row for row in rows if exports.group_of(row) == name])
        for name, label in exports.group_names().items()
    ]
    context = {
        "form": OnDay(initial={"day": day, "q": words, "group": group}) if not form.errors else form,
        "misread": left_out(request.GET, {*form.fields, "columns"}),
        "day": day,
        "today": today,
        "groups": [found for found in groups if found[2]],
        "counts": {name: len(found) for name, _label, found in groups},
        "notes": exports.notes_for(row.code for row in rows),
        "assumed": any(row.standing_assumed for row in rows),
        "narrowed": bool(words or group),
        "tabs": tabs(request, "parties:list"),
        "downloads": [(fmt.upper(), _question(request, day, download=fmt)) for fmt in ("csv", "xlsx", "json")],
        "every_column": _question(request, day, columns="all"),
        "fewer_columns": _question(request, day),
    }
    if asks_for_all(request.GET):
        context["whole"] = whole(exports.parties_table(day, words=words, group=group))
    return render(request, "parties/table.html", context)


def _question(request: HttpRequest, day: date, **more: str) -> str:
    asked = {name: request.GET[name] for name in ("q", "group") if request.GET.get(name)}
    return f"?{urlencode({**asked, 'day': day.isoformat(), **more})}"


@door(PUBLIC)
def map_page(request: HttpRequest) -> HttpResponse:
    """Show who takes part on a day as a map, with the same rows as a table."""
    form = OnDay(request.GET)
    day = form.asked(at(request).date())[0]
    chart = exports.parties_map(day) if REGION.exists() else None
    context = {
        "form": DayOnly(initial={"day": day}) if not form.errors else DayOnly(request.GET),
        "chart": chart,
        "addresses": Addresses.beside(reverse("parties:map").rstrip("/"), f"day={day.isoformat()}"),
        "tabs": tabs(request, "parties:map"),
    }
    return render(request, "parties/map.html", context)


@door(PUBLIC)
def map_file(request: HttpRequest, form: str) -> HttpResponse:
    """Hand the map over as a file: svg, png, csv, json, or what the browser's engine draws."""
    if form not in drawing.TYPES or not REGION.exists():
        raise NotThere("")
    day = OnDay(request.GET).asked(at(request).date())[0]
    direction = "rtl" if get_language_bidi() else "ltr"
    body, media_type = drawing.answer(exports.parties_map(day), form, queries.reader_language(), direction)
    return HttpResponse(body, content_type=media_type)


@door(PUBLIC)
def party(request: HttpRequest, code: str) -> HttpResponse:
    """Show one Party or Partner: what is public to all, and how it is reached to those who take part."""
    now = at(request)
    day = OnDay(request.GET).asked(now.date())[0]
    view = queries.party(code, day)
    sees_people = allows(request.user, Do.SEE_CONTACTS, at=now)
    keeps_table = allows(request.user, Do.KEEP_TABLE, view, at=now)
    keeps_government = allows(request.user, Do.KEEP_INSTITUTION, view, at=now)
    institutions = list(queries.institutions_of(view.code, closed=True))
    people = queries.people_of(view.code, day) if sees_people else []
    context = {
        "view": view,
        "day": day,
        "zone": queries.zone_words(view.zone),
        "facts": queries.facts_of(view.code),
        "meetings": queries.invitations_of(view.code),
        "institutions": institutions,
        "people": people,
        "sees_people": sees_people,
        "keeps_table": keeps_table,
        "keeps_government": keeps_government,
        "own_id": request.user.pk,
        "panels": [
            (panel.template, found) for panel in panels if (found := panel.context(request, view.code)) is not None
        ],
        "mentions": mentions.of(view.code, request.user, now),
        "history": history_of(Party(pk=view.code), request.user, at=now) if sees_people else [],
        # The footnote stands under the title here; below stands the sentence that all lists carry.
        "notes": exports.notes_for([]),
        "crumbs": way_to(None, Crumb(view.name)),
        "demonstration": any(row.demonstration for row in institutions) or any(who.demonstration for who in people),
    }
    return render(request, "parties/party.html", context)


@door(Do.KEEP_TABLE)
def designation(request: HttpRequest, code: str) -> HttpResponse:
    """Change how an entry is designated."""
    view = queries.party(code, at(request).date())
    entry = queries.entry_kept(view.code)
    form = DesignationForm(request.POST or None, initial=DesignationForm.filled(entry))

    def save() -> Party:
        return services.change_designation(
            entry,
            form.values(),
            source=form.cleaned_data["designation_source"],
            revision=form.seen(),
            by=editor(request),
            at=at(request),
        )

    home = reverse("parties:party", args=[view.code])
    if request.method == "POST" and take_in(form, save, thing=entry):
        return done(request, _("The designation is changed in every list, map and export."), home)
    title = _("Designation of %(name)s") % {"name": view.name}
    lead = _("Leave the designation empty in a language to show the name of Unicode's common list (CLDR).")
    return form_page(request, form, title=title, lead=lead, back=home, crumbs=way_to(view, Crumb(_("Designation"))))


@door(Do.KEEP_TABLE)
def facts(request: HttpRequest, code: str) -> HttpResponse:
    """Show every fact about taking part, with those in the bin, and the form for another."""
    view = queries.party(code, at(request).date())
    form = FactForm(request.POST or None)

    def save() -> Participation:
        return services.add_fact(queries.entry_kept(view.code), form.values(), by=editor(request), at=at(request))

    here = reverse("parties:facts", args=[view.code])
    if request.method == "POST" and take_in(form, save):
        return done(request, _("The fact is added."), here)
    kept = list(queries.facts_kept_by(request.user, view.code, at=at(request)))
    context = {
        "view": view,
        "form": form,
        "kept": kept,
        "crumbs": way_to(view, Crumb(_("Facts about taking part"))),
        "history": history_of(Party(pk=view.code), request.user, at=at(request)),
    }
    return render(request, "parties/facts.html", context, status=422 if form.errors else 200)


@door(Do.KEEP_TABLE)
def fact(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change one fact about taking part."""
    view = queries.party(code, at(request).date())
    kept = get_object_or_404(queries.facts_kept_by(request.user, view.code, at=at(request)), pk=pk)
    form = FactForm(request.POST or None, initial=FactForm.filled(kept))

    def save() -> Participation:
        values = form.values()
        return services.change_fact(kept, values, revision=form.seen(), by=editor(request), at=at(request))

    home = reverse("parties:facts", args=[view.code])
    if request.method == "POST" and take_in(form, save, thing=kept):
        return done(request, _("The fact is changed."), home)
    title = _("A fact about how %(name)s takes part") % {"name": view.name}
    way = way_to(view, Crumb(_("Facts about taking part"), home), Crumb(_("Change")))
    return form_page(request, form, title=title, back=home, crumbs=way)


@require_POST
@door(Do.KEEP_TABLE)
def delete_fact(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Put a fact into the bin."""
    kept = get_object_or_404(queries.facts_kept_by(request.user, code.upper(), at=at(request)), pk=pk, deleted_at=None)
    services.delete_fact(kept, by=editor(request), at=at(request))
    home = reverse("parties:facts", args=[kept.party_id])
    return done(request, _("The fact is in the bin. It can be brought back for thirty days."), home)


@require_POST
@door(Do.KEEP_TABLE)
def restore_fact(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Bring a fact back from the bin."""
    kept = get_object_or_404(queries.facts_kept_by(request.user, code.upper(), at=at(request)), pk=pk)
    services.restore_fact(kept, by=editor(request), at=at(request))
    return done(request, _("The fact is back."), reverse("parties:facts", args=[kept.party_id]))


@door(Do.KEEP_DIALOGUE)
def dialogue(request: HttpRequest) -> HttpResponse:
    """Change what the dialogue says of itself."""
    kept = queries.dialogue_kept()
    form = DialogueForm(request.POST or None, initial=DialogueForm.filled(kept))

    def save() -> Dialogue:
        return services.change_dialogue(kept, by=editor(request), at=at(request), **form.values())

    home = reverse("parties:list")
    if request.method == "POST" and take_in(form, save, thing=kept):
        return done(request, _("The dialogue's own facts are changed."), home)
    return form_page(
        request,
        form,
        title=_("The dialogue"),
        lead=_("What the pages say of the dialogue, and whose names of states they show."),
        back=home,
        crumbs=way_to(None, Crumb(_("The dialogue"))),
    )
