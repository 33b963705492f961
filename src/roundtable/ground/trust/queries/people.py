"""Find people by what they do."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet

from roundtable.ground.trust.models import Role, Term, User
from roundtable.ground.trust.rules import Person, actor


def holders(role: Role, scope: str, *, on: date) -> QuerySet[User]:
    """Give the active people who hold a role in a scope on a day."""
    terms = Term.objects.filter(role=role, scope=scope).filter(starts__lte=on).exclude(ends__lt=on)
    return User.objects.filter(is_active=True, terms__in=terms).distinct()


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """Give the names of people by id, for history and presence."""
    return {pk: name or email for pk, name, email in User.objects.filter(pk__in=ids).values_list("pk", "name", "email")}


def people_visible_to(person: Person, *, at: datetime) -> QuerySet[User]:
    """Give the people whom a person may see: the secretariat and auditors all, others those of their own scopes."""
    who = actor(person, at)
    if who.holds(Role.SECRETARIAT, Role.AUDITOR):
        return User.objects.all()
    if not who.signed_in:
        return User.objects.none()
    return User.objects.filter(terms__scope__in=who.scopes).distinct() | User.objects.filter(pk=who.user_id).distinct()


def by_address(email: str) -> User | None:
    """Give the active account with this address, whatever the case of its letters."""
    return User.objects.filter(email__iexact=email, is_active=True).first()
