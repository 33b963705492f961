"""Change institutions, contact cards and stakeholders."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from roundtable.ground.parties.models import ContactCard, Institution, Party, Stakeholder
from roundtable.ground.parties.queries.links import entry_of_institution, entry_of_stakeholder
from roundtable.ground.parties.queries.table import texts
from roundtable.ground.parties.rules import Do
from roundtable.ground.parties.services.changing import into_bin, lies_in_bin, out_of_bin, plain, rewrite
from roundtable.ground.parties.signals import Happened
from roundtable.ground.trust.public import User, remember, require
from roundtable.kernel.base.errors import NotAllowed
from roundtable.kernel.links import search

CODE_LENGTH = 50


def _code_for(party: Party, values: Mapping[str, Any]) -> str:
    words = slugify(texts(values["name"]).get("en", "")) or values["kind"]
    stem = f"{party.code.lower()}-{words}"[:CODE_LENGTH].rstrip("-")
    taken = set(Institution.objects.filter(code__startswith=stem).values_list("code", flat=True))
    code, number = stem, 2
    while code in taken:
        code, number = f"{stem}-{number}", number + 1
    return code


@transaction.atomic
def add_institution(party: Party, values: Mapping[str, Any], *, by: User, at: datetime) -> Institution:
    """Add an institution to a Party; its code is made from its name and never changes."""
    require(by, Do.KEEP_INSTITUTION, party, at=at)
    institution = Institution(party=party, code=_code_for(party, values), **values)
    institution.demonstration = by.demonstration
    institution.save()
    after = {name: plain(value) for name, value in values.items()}
    remember(Happened.INSTITUTION_ADDED, by=by, on=institution, at=at, after=after)
    search.index(entry_of_institution(institution))
    return institution


@transaction.atomic
def change_institution(
    institution: Institution, values: Mapping[str, Any], *, revision: int | None, by: User, at: datetime
) -> Institution:
    """Change an institution, or say that it closed; what refers to it keeps its code."""
    require(by, Do.KEEP_INSTITUTION, institution, at=at)
    before, after = rewrite(institution, values, revision=revision)
    if after:
        remember(Happened.INSTITUTION_CHANGED, by=by, on=institution, at=at, before=before, after=after)
        search.index(entry_of_institution(institution))
    return institution


@transaction.atomic
def keep_card(
    card: ContactCard, values: Mapping[str, Any], *, revision: int | None, by: User, at: datetime
) -> ContactCard:
    """Write a person's contact card: the person, the contact point of their Party, or the secretariat."""
    require(by, Do.KEEP_CARD, card, at=at)
    institution = values.get("institution")
    if institution is not None and institution.party_id != card.party_id:
        raise NotAllowed(_("Choose an institution of the person's own Party."))
    if card._state.adding:  # noqa: SLF001 - Django's own way to know a new row
        after = {name: plain(value) for name, value in values.items() if value}
        for name, value in values.items():
            setattr(card, name, value)
        card.demonstration = card.user.demonstration
        card.save()
    else:
        _before, after = rewrite(card, values, revision=revision)
    if after:
        # The history says that the card changed, and which lines: a telephone number does not belong into it.
        remember(Happened.CARD_CHANGED, by=by, on=card, at=at, after={"changed": sorted(after)})
    return card


@transaction.atomic
def add_stakeholder(values: Mapping[str, Any], *, by: User, at: datetime) -> Stakeholder:
    """Add somebody outside government, named by a Party, by a Partner, or by the secretariat for the whole dialogue."""
    stakeholder = Stakeholder(**values)
    require(by, Do.KEEP_STAKEHOLDER, stakeholder, at=at)
    stakeholder.demonstration = by.demonstration
    stakeholder.save()
    after = {name: plain(value) for name, value in values.items()}
    remember(Happened.STAKEHOLDER_ADDED, by=by, on=stakeholder, at=at, after=after)
    search.index(entry_of_stakeholder(stakeholder))
    return stakeholder


@transaction.atomic
def change_stakeholder(
    stakeholder: Stakeholder, values: Mapping[str, Any], *, revision: int | None, by: User, at: datetime
) -> Stakeholder:
    """Change a stakeholder; it may not be moved to a Party for which the editor does not speak."""
    require(by, Do.KEEP_STAKEHOLDER, stakeholder, at=at)
    require(by, Do.KEEP_STAKEHOLDER, Stakeholder(party=values.get("party", stakeholder.party)), at=at)
    before, after = rewrite(stakeholder, values, revision=revision)
    if after:
        remember(Happened.STAKEHOLDER_CHANGED, by=by, on=stakeholder, at=at, before=before, after=after)
        search.index(entry_of_stakeholder(stakeholder))
    return stakeholder


@transaction.atomic
def delete_stakeholder(stakeholder: Stakeholder, *, by: User, at: datetime) -> None:
    """Put a stakeholder into the bin; it can be brought back for thirty days."""
    require(by, Do.KEEP_STAKEHOLDER, stakeholder, at=at)
    into_bin(stakeholder, at=at)
    remember(Happened.STAKEHOLDER_DELETED, by=by, on=stakeholder, at=at)
    search.forget("parties.stakeholder", stakeholder.pk)


@transaction.atomic
def restore_stakeholder(stakeholder: Stakeholder, *, by: User, at: datetime) -> None:
    """Bring a stakeholder back from the bin; twice changes nothing."""
    require(by, Do.KEEP_STAKEHOLDER, stakeholder, at=at)
    if not lies_in_bin(stakeholder):
        return
    out_of_bin(stakeholder, at=at)
    remember(Happened.STAKEHOLDER_RESTORED, by=by, on=stakeholder, at=at)
    search.index(entry_of_stakeholder(stakeholder))


def codes_moved(moved: Mapping[str, str | None]) -> None:
    """Follow the codes of the plan when they move: what stakeholders are tied to stays tied."""
    changed = []
    for stakeholder in Stakeholder.objects.select_for_update():
        codes = [moved.get(code, code) for code in stakeholder.codes]
        kept = list(dict.fromkeys(code for code in codes if code))
        if kept != stakeholder.codes:
            stakeholder.codes = kept
            changed.append(stakeholder)
    Stakeholder.objects.bulk_update(changed, ["codes"])
