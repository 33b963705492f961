"""Find people by what they do."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeVar, cast

from django.db.models import Case, IntegerField, Model, Q, QuerySet, Value, When

from roundtable.ground.trust.domain.secrets import secret_hash
from roundtable.ground.trust.models import Invitation, Role, Term, User
from roundtable.ground.trust.queries.speaking import called
from roundtable.ground.trust.rules import Person, actor, at_rest
from roundtable.kernel.base.walls.reach import looking_across

Row = TypeVar("Row", bound=Model)


def holders(role: Role, scope: str, *, on: date) -> QuerySet[User]:
    """Give the active people who hold a role in a scope on a day; nobody for a Party that takes no part on it."""
    if at_rest([scope], on):
        return User.objects.none()
    terms = Term.objects.in_force(on).filter(role=role, scope=scope)
    return User.objects.filter(is_active=True, terms__in=terms).distinct()


def holders_in(roles: Iterable[Role], scopes: Iterable[str], *, on: date) -> QuerySet[User]:
    """Give the active people who hold one of these roles in one of these scopes on a day. Two queries at most."""
    asked = set(scopes)
    awake = asked - at_rest(asked, on)
    terms = Term.objects.in_force(on).filter(role__in=list(roles), scope__in=sorted(awake))
    return User.objects.filter(is_active=True, terms__in=terms).distinct()


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """Give what people are called by id, for presence and lists; never an address."""
    return called(ids)


def people_visible_to(person: Person, *, at: datetime) -> QuerySet[User]:
    """Give the people whom a person may see: the secretariat and auditors all, others those of their own scopes."""
    who = actor(person, at)
    if who.holds(Role.SECRETARIAT, Role.AUDITOR):
        return User.objects.all()
    if not who.signed_in:
        return User.objects.none()
    known = Term.objects.filter(scope__in=who.scopes).values("user")
    return User.objects.filter(Q(pk__in=known) | Q(pk=who.user_id))


def terms_visible_to(person: Person, *, at: datetime) -> QuerySet[Term]:
    """Give the terms whose holders a person manages or audits: all, or those of the Party whose contact point asks."""
    who = actor(person, at)
    terms = Term.objects.select_related("user")
    if who.holds(Role.SECRETARIAT, Role.AUDITOR):
        return terms
    return terms.filter(scope__in=who.scopes_as(Role.CONTACT_POINT))


def managed_by(person: Person, *, at: datetime) -> QuerySet[User]:
    """Give the people whose page a person may open: all, or those who hold or held a function in the own Party."""
    who = actor(person, at)
    if who.holds(Role.SECRETARIAT, Role.AUDITOR):
        return User.objects.all()
    known = Term.objects.filter(scope__in=who.scopes_as(Role.CONTACT_POINT)).values("user")
    return User.objects.filter(pk__in=known)


def invitations_visible_to(person: Person, *, at: datetime) -> QuerySet[Invitation]:
    """Give the invitations to functions that a person may see: all, or those into the own Party."""
    who = actor(person, at)
    invitations = Invitation.objects.select_related("invited_by").order_by("-sent_at", "-pk")
    if who.holds(Role.SECRETARIAT, Role.AUDITOR):
        return invitations
    return invitations.filter(scope__in=who.scopes_as(Role.CONTACT_POINT))


def successors_of(leaver: User, scope: str, *, at: datetime) -> QuerySet[User]:
    """Give the active people of a scope who can take over from somebody."""
    held = Term.objects.in_force(at.date()).filter(scope=scope).values("user")
    return in_order_of_names(User.objects.filter(is_active=True, pk__in=held).exclude(pk=leaver.pk), key="pk")


def in_order_of_names(rows: QuerySet[Row], *, key: str) -> QuerySet[Row]:
    """Put rows in the order of people's names; `key` leads to the person's number. One query more.

    Names are sealed, so that the database cannot put them in order: it is told the order (`rank`).
    """
    people = sorted(User.objects.only("row", "name"), key=lambda one: (one.name.casefold(), one.pk))
    ranks = [When(**{key: one.pk}, then=Value(rank)) for rank, one in enumerate(people)]
    ranked = rows.annotate(rank=Case(*ranks, default=Value(0), output_field=IntegerField()))
    return cast("QuerySet[Row]", ranked.order_by("rank", "pk"))


def numbers_of_people(words: str) -> list[int]:
    """Give the people in whose name or address some words stand. One query."""
    said = words.casefold()
    people = User.objects.only("row", "name", "email")
    return [one.pk for one in people if said in one.name.casefold() or said in one.email.casefold()]


def by_address(email: str) -> User | None:
    """Give the active account with this address, whatever the case of its letters."""
    return User.objects.filter(email__iexact=email, is_active=True).first()


@looking_across("whoever was invited is known by the secret of the invitation, and by nothing else yet")
def invitation_behind(secret: str) -> Invitation | None:
    """Give the invitation that was sent with this secret, also when it is over."""
    return Invitation.objects.filter(secret_hash=secret_hash(secret)).first()


def closed_by_address(email: str) -> bool:
    """Whether an account with this address was closed."""
    return User.objects.filter(email__iexact=email, is_active=False).exists()
