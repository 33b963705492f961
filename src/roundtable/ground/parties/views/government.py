"""Pages of institutions, contact cards and stakeholders."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roundtable.ground.parties import exports, queries, services
from roundtable.ground.parties.forms import CardForm, InstitutionForm, StakeholderForm
from roundtable.ground.parties.models import ContactCard, Institution, Stakeholder
from roundtable.ground.parties.rules import Do
from roundtable.ground.parties.views.asking import done, editor, form_page, take_in
from roundtable.ground.parties.views.table import tabs, way_to
from roundtable.ground.trust.public import PUBLIC, Role, actor, allows, door, history_of
from roundtable.kernel.base.errors import NotThere
from roundtable.kernel.base.middleware import at
from roundtable.ui.pieces import Crumb


def demonstrated(row: Institution | Stakeholder) -> bool:
    """Tell whether a row was made up for the demonstration."""
    return row.demonstration


@door(PUBLIC)
def institutions(request: HttpRequest) -> HttpResponse:
    """List the institutions of all Parties."""
    listing = exports.institutions_listing()
    rows = exports.placed(queries.institutions_visible_to(request.user))
    title = _("Institutions of the Parties")
    codes = list(queries.names())
    notes = exports.notes_for(codes)
    if file := listing.download(rows, request.GET, title=title, notes=notes, demonstration=demonstrated):
        return file
    listed = listing.page(rows, request.GET, user_id=request.user.pk)
    context = {
        "title": title,
        "lead": _("The whole of government takes part, not one office."),
        "listed": listed,
        "notes": notes,
        "tabs": tabs(request, "parties:institutions"),
        "demonstration": any(row.obj.demonstration for row in listed.rows),
        "empty": _("Contact points add the institutions of their Party on the page of the Party."),
    }
    return render(request, "parties/listing.html", context)


@door(PUBLIC)
def institution(request: HttpRequest, code: str) -> HttpResponse:
    """Show one institution; who works there is shown to those who take part."""
    now = at(request)
    kept = get_object_or_404(queries.institutions_visible_to(request.user), code=code)
    view = queries.party(kept.party_id, now.date())
    cards = queries.cards_visible_to(request.user, at=now).filter(institution=kept)
    context = {
        "institution": kept,
        "view": view,
        "cards": list(cards),
        "sees_people": allows(request.user, Do.SEE_CONTACTS, at=now),
        "keeps": allows(request.user, Do.KEEP_INSTITUTION, kept, at=now),
        "history": history_of(kept, request.user, at=now) if allows(request.user, Do.SEE_CONTACTS, at=now) else [],
        "notes": exports.notes_for([view.code]),
        "crumbs": way_to(view, Crumb(str(kept.name))),
        "demonstration": kept.demonstration,
    }
    return render(request, "parties/institution.html", context)


@door(Do.KEEP_INSTITUTION)
def add_institution(request: HttpRequest, code: str) -> HttpResponse:
    """Add an institution to a Party."""
    view = queries.party(code, at(request).date())
    if not allows(request.user, Do.KEEP_INSTITUTION, view, at=at(request)):
        raise NotThere("")
    form = InstitutionForm(request.POST or None)
    home = reverse("parties:party", args=[view.code])

    def save() -> Institution:
        entry = queries.entry_kept(view.code)
        return services.add_institution(entry, form.values(), by=editor(request), at=at(request))

    if request.method == "POST" and take_in(form, save):
        return done(request, _("The institution is added."), home)
    title = _("A new institution of %(name)s") % {"name": view.name}
    return form_page(request, form, title=title, back=home, crumbs=way_to(view, Crumb(_("New institution"))))


@door(Do.KEEP_INSTITUTION)
def change_institution(request: HttpRequest, code: str) -> HttpResponse:
    """Change an institution."""
    kept = get_object_or_404(queries.institutions_kept_by(request.user, at=at(request)), code=code)
    form = InstitutionForm(request.POST or None, initial=InstitutionForm.filled(kept))

    def save() -> Institution:
        values = form.values()
        return services.change_institution(kept, values, revision=form.seen(), by=editor(request), at=at(request))

    home = exports.institution_address(kept)
    if request.method == "POST" and take_in(form, save, thing=kept):
        return done(request, _("The institution is changed."), home)
    view = queries.party(kept.party_id, at(request).date())
    way = way_to(view, Crumb(str(kept.name), home), Crumb(_("Change")))
    return form_page(request, form, title=str(kept.name), back=home, crumbs=way)


@door(Do.KEEP_CARD)
def card(request: HttpRequest, code: str, user_id: int) -> HttpResponse:
    """Write the contact card of a person who holds a function for a Party."""
    now = at(request)
    view = queries.party(code, now.date())
    kept = queries.card_of(user_id, view.code, now.date())
    if kept is None or not allows(request.user, Do.KEEP_CARD, kept, at=now):
        raise NotThere("")
    form = CardForm(request.POST or None, initial=CardForm.filled(kept), party=view.code)
    home = reverse("parties:party", args=[view.code])

    def save() -> ContactCard:
        return services.keep_card(kept, form.values(), revision=form.seen(), by=editor(request), at=now)

    if request.method == "POST" and take_in(form, save, thing=kept):
        return done(request, _("The contact card is saved."), home)
    title = _("How %(person)s is reached") % {"person": kept.user}
    way = way_to(view, Crumb(_("Contact card")))
    lead = _("Those who take part in the dialogue see this card. Nobody else does.")
    return form_page(request, form, title=title, lead=lead, back=home, crumbs=way)


@door(Do.SEE_STAKEHOLDERS)
def stakeholders(request: HttpRequest) -> HttpResponse:
    """List the stakeholders by kind."""
    listing = exports.stakeholders_listing()
    rows = exports.placed(queries.stakeholders_visible_to(request.user, at=at(request)))
    title = _("Stakeholders")
    notes = exports.notes_for(queries.names())
    if file := listing.download(rows, request.GET, title=title, notes=notes, demonstration=demonstrated):
        return file
    listed = listing.page(rows, request.GET, user_id=request.user.pk)
    context = {
        "title": title,
        "lead": _("Those outside government whom the Plan wants at the table, by kind."),
        "listed": listed,
        "notes": notes,
        "tabs": tabs(request, "parties:stakeholders"),
        "demonstration": any(row.obj.demonstration for row in listed.rows),
        "add": reverse("parties:stakeholder-new") if allows(request.user, Do.KEEP_STAKEHOLDER, at=at(request)) else "",
        "add_label": _("Add a stakeholder"),
        "empty": _("The secretariat, contact points and Partners add stakeholders here."),
    }
    return render(request, "parties/listing.html", context)


@door(Do.SEE_STAKEHOLDERS)
def stakeholder(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one stakeholder; one in the bin is shown to those who may bring it back."""
    now = at(request)
    kept = queries.stakeholders_kept_by(request.user, at=now).filter(pk=pk).first()
    shown = kept or get_object_or_404(queries.stakeholders_visible_to(request.user, at=now), pk=pk)
    view = queries.party(shown.party_id, now.date()) if shown.party_id else None
    context = {
        "stakeholder": shown,
        "view": view,
        "keeps": kept is not None,
        "history": history_of(shown, request.user, at=now),
        "notes": exports.notes_for([view.code] if view else []),
        "crumbs": [*way_to(), Crumb(_("Stakeholders"), reverse("parties:stakeholders")), Crumb(shown.name)],
        "demonstration": shown.demonstration,
    }
    return render(request, "parties/stakeholder.html", context)


def _scopes(request: HttpRequest) -> frozenset[str] | None:
    who = actor(request.user, at(request))
    return None if who.holds(Role.SECRETARIAT) else who.scopes_as(Role.CONTACT_POINT, Role.PARTNER)


@door(Do.KEEP_STAKEHOLDER)
def add_stakeholder(request: HttpRequest) -> HttpResponse:
    """Add a stakeholder."""
    form = StakeholderForm(request.POST or None, scopes=_scopes(request))
    home = reverse("parties:stakeholders")

    def save() -> Stakeholder:
        return services.add_stakeholder(form.values(), by=editor(request), at=at(request))

    if request.method == "POST" and take_in(form, save):
        return done(request, _("The stakeholder is added."), home)
    way = [*way_to(), Crumb(_("Stakeholders"), home), Crumb(_("New"))]
    return form_page(request, form, title=_("A new stakeholder"), back=home, crumbs=way)


@door(Do.KEEP_STAKEHOLDER)
def change_stakeholder(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a stakeholder."""
    rows = queries.stakeholders_kept_by(request.user, at=at(request)).filter(deleted_at=None)
    kept = get_object_or_404(rows, pk=pk)
    form = StakeholderForm(request.POST or None, initial=StakeholderForm.filled(kept), scopes=_scopes(request))
    home = exports.stakeholder_address(kept)

    def save() -> Stakeholder:
        values = form.values()
        return services.change_stakeholder(kept, values, revision=form.seen(), by=editor(request), at=at(request))

    if request.method == "POST" and take_in(form, save, thing=kept):
        return done(request, _("The stakeholder is changed."), home)
    way = [*way_to(), Crumb(_("Stakeholders"), reverse("parties:stakeholders")), Crumb(kept.name, home)]
    return form_page(request, form, title=kept.name, back=home, crumbs=[*way, Crumb(_("Change"))])


@require_POST
@door(Do.KEEP_STAKEHOLDER)
def delete_stakeholder(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a stakeholder into the bin."""
    rows = queries.stakeholders_kept_by(request.user, at=at(request)).filter(deleted_at=None)
    kept = get_object_or_404(rows, pk=pk)
    services.delete_stakeholder(kept, by=editor(request), at=at(request))
    sentence = _("The stakeholder is in the bin. It can be brought back for thirty days.")
    return done(request, sentence, exports.stakeholder_address(kept))


@require_POST
@door(Do.KEEP_STAKEHOLDER)
def restore_stakeholder(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a stakeholder back from the bin."""
    kept = get_object_or_404(queries.stakeholders_kept_by(request.user, at=at(request)), pk=pk)
    services.restore_stakeholder(kept, by=editor(request), at=at(request))
    return done(request, _("The stakeholder is back."), exports.stakeholder_address(kept))
