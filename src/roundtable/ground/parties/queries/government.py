"""Read the institutions of Parties, who is reached there, and stakeholders."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Case, IntegerField, Model, Q, QuerySet, Value, When

from roundtable.ground.parties.models import ContactCard, Institution, Participation, Stakeholder
from roundtable.ground.parties.queries.table import names
from roundtable.ground.trust.public import Person, Role, User, actor

Row = TypeVar("Row", bound=Model)


def place_by_name(field: str) -> Case:
    """Give an expression that orders rows by the names of Parties in the reader's alphabet; without a Party, last."""
    codes = list(names())
    whens = [When(**{field: code}, then=Value(place)) for place, code in enumerate(codes)]
    return Case(*whens, default=Value(len(codes)), output_field=IntegerField())


def institutions_visible_to(_person: Person) -> QuerySet[Institution]:
    """Give the institutions that a person may see: all of them, they are public bodies."""
    return Institution.objects.all()


def institutions_of(code: str, *, closed: bool = False) -> QuerySet[Institution]:
    """Give the institutions of a Party, without those that closed unless they are asked for."""
    found = Institution.objects.filter(party=code)
    return found if closed else found.filter(closed_on=None)


def stakeholders_visible_to(person: Person, *, at: datetime | None = None) -> QuerySet[Stakeholder]:
    """Give the stakeholders that a person may see: all to those who take part, none to the public."""
    found = Stakeholder.objects.filter(deleted_at=None)
    return found if actor(person, at).functions else found.none()


def institutions_kept_by(person: Person, *, at: datetime) -> QuerySet[Institution]:
    """Give the institutions that a person may change: the secretariat all, a contact point those of the own Party."""
    who = actor(person, at)
    found = Institution.objects.select_related("party")
    if who.holds(Role.SECRETARIAT):
        return found
    return found.filter(party__in=who.scopes_as(Role.CONTACT_POINT))


def stakeholders_kept_by(person: Person, *, at: datetime) -> QuerySet[Stakeholder]:
    """Give the stakeholders that a person may change, those in the bin included."""
    who = actor(person, at)
    found = Stakeholder.objects.select_related("party")
    if who.holds(Role.SECRETARIAT):
        return found
    return found.filter(party__in=who.scopes_as(Role.CONTACT_POINT, Role.PARTNER))


def facts_kept_by(person: Person, code: str, *, at: datetime) -> QuerySet[Participation]:
    """Give the facts about taking part that a person may change, those in the bin included, newest first."""
    found = Participation.objects.filter(party=code).select_related("party").order_by("-starts", "-pk")
    return found if actor(person, at).holds(Role.SECRETARIAT) else found.none()


def _forms_of(word: str) -> set[str]:
    # SQLite compares only the letters A to Z without case, so other scripts are asked for in each case.
    return {word, word.lower(), word.upper(), word.capitalize()}


def holding(words: str, rows: QuerySet[Row], *, plain: Sequence[str], translated: Sequence[str] = ()) -> QuerySet[Row]:
    """Keep the rows of which some field holds each of the words; translated fields are searched in every language."""
    for word in words.split():
        asked = Q()
        for form in _forms_of(word):
            for field in plain:
                asked |= Q(**{f"{field}__icontains": form})
            for field in translated:
                # Texts by language are kept as JSON, which writes other scripts as escapes.
                asked |= Q(**{f"{field}__icontains": json.dumps(form)[1:-1]})
        rows = rows.filter(asked)
    return rows


def cards_visible_to(person: Person, *, at: datetime | None = None) -> QuerySet[ContactCard]:
    """Give the contact cards that a person may see: all to those who take part, none to the public."""
    found = ContactCard.objects.select_related("user", "institution")
    return found if actor(person, at).functions else found.none()


@dataclass(frozen=True, slots=True)
class ContactView:
    """Somebody who holds a function for a Party, and how they are reached."""

    user_id: int
    name: str
    email: str
    functions: tuple[str, ...]
    roles: tuple[str, ...]
    starts: date
    ends: date | None
    title: str
    institution: str
    phone: str
    speaks: str
    card_id: int | None
    demonstration: bool


def people_of(code: str, day: date, *, roles: tuple[Role, ...] = ()) -> list[ContactView]:
    """Give who holds a function for a Party on a day, contact points first, with their cards. Three queries."""
    people = User.objects.filter(is_active=True, terms__scope=code).distinct().prefetch_related("terms")
    cards = {card.user_id: card for card in ContactCard.objects.filter(party=code).select_related("institution")}
    found = []
    for person in people:
        terms = [
            term
            for term in person.terms.all()
            if term.scope == code
            and term.starts <= day
            and (term.ends is None or day <= term.ends)
            and (not roles or term.role in roles)
        ]
        if not terms:
            continue
        card = cards.get(person.pk)
        ends = [term.ends for term in terms if term.ends]
        found.append(
            ContactView(
                user_id=person.pk,
                name=str(person),
                email=person.email,
                functions=tuple(str(Role(term.role).label) for term in terms),
                roles=tuple(term.role for term in terms),
                starts=min(term.starts for term in terms),
                ends=max(ends) if len(ends) == len(terms) else None,
                title=card.title if card else "",
                institution=str(card.institution) if card and card.institution else "",
                phone=card.phone if card else "",
                speaks=card.speaks if card else "",
                card_id=card.pk if card else None,
                demonstration=person.demonstration,
            )
        )
    return sorted(found, key=lambda view: (Role.CONTACT_POINT not in view.roles, view.name.casefold(), view.user_id))


def contact_points(code: str, day: date) -> list[ContactView]:
    """Give the contact points of a Party on a day, with their cards."""
    return people_of(code, day, roles=(Role.CONTACT_POINT,))


def card_of(user_id: int, code: str, day: date) -> ContactCard | None:
    """Give a person's card for a Party, or a new one; None when the person holds no function there on the day."""
    person = User.objects.filter(pk=user_id, is_active=True).first()
    if person is None or not person.terms.in_force(day).filter(scope=code).exists():
        return None
    return ContactCard.objects.filter(user=person, party=code).first() or ContactCard(user=person, party_id=code)
