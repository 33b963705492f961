"""People for tests: nobody holds a function unless the test says so."""

from datetime import date
from typing import Any

import factory
from allauth.mfa.models import Authenticator
from factory.django import DjangoModelFactory

from roundtable.ground.trust.models import Entry, Role, Term, Token, User
from roundtable.ground.trust.services.chain import append
from roundtable.kernel.base.scopes import SECRETARIAT

PASSWORD = "a quiet morning in Vienna"
BEGINNING = date(2020, 1, 1)


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    name = factory.Sequence(lambda number: f"Person {number}")
    password = factory.django.Password(PASSWORD)


class TermFactory(DjangoModelFactory[Term]):
    class Meta:
        model = Term

    user = factory.SubFactory(UserFactory)
    role = Role.CONTACT_POINT
    scope = "GE"
    starts = BEGINNING


class TokenFactory(DjangoModelFactory[Token]):
    class Meta:
        model = Token

    user = factory.SubFactory(UserFactory)
    name = "a script"
    prefix = "rt_"
    allows = factory.LazyFunction(list)


def person(
    role: Role | None = None,
    scope: str = "",
    *,
    institution: str = "",
    starts: date = BEGINNING,
    ends: date | None = None,
    factor: bool = True,
    **fields: Any,
) -> User:
    """A person who holds a role in a scope since 2020, and keeps a second factor unless told otherwise.

    The secretariat's own scope need not be named.
    """
    user: User = UserFactory(**fields)
    if role is not None:
        own = scope or (SECRETARIAT if role in {Role.SECRETARIAT, Role.AUDITOR} else "dialogue")
        TermFactory(user=user, role=role, scope=own, institution=institution, starts=starts, ends=ends)
    if factor:
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": ""})
    return user


def remembered(**fields: Any) -> Entry:
    """An entry of the history with these values, at its place in the chain of its scope."""
    [entry] = append([Entry(**fields)])
    return entry
