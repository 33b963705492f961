"""Open and close accounts, and what people change about their own."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from roundtable.ground.trust.models import Term, User
from roundtable.ground.trust.rules import Do, require
from roundtable.ground.trust.services.functions import forget_functions, keep_a_secretariat
from roundtable.ground.trust.services.history import remember
from roundtable.ground.trust.services.sessions import end_sessions
from roundtable.ground.trust.services.tokens import revoke_tokens_of
from roundtable.ground.trust.signals import Happened, person_left
from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.links import waiting


@transaction.atomic
def deactivate(person: User, *, by: User, at: datetime) -> User:
    """Close an account: every session and token ends with this transaction, and what the person took is free again."""
    require(by, Do.DEACTIVATE, person, at=at)
    if person.pk == by.pk:
        raise Invalid(_("You cannot close your own account. Ask somebody else who may."))
    if not person.is_active:
        return person
    terms = list(Term.objects.in_force(at.date()).filter(user=person))
    keep_a_secretariat(without=terms, at=at)

    person.is_active, person.deactivated_at = False, at
    person.save(update_fields=["is_active", "deactivated_at"])
    end_sessions(person)
    revoke_tokens_of(person, by=by, at=at)
    waiting.drop_all_of(person.pk)
    forget_functions(person)
    remember(Happened.DEACTIVATED, by=by, on=person, scope=scope_of(terms), at=at)
    for scope in sorted({term.scope for term in terms}):
        person_left.send(sender=User, leaver=person, successor=None, scope=scope, at=at)
    return person


@transaction.atomic
def reactivate(person: User, *, by: User, at: datetime) -> User:
    """Open a closed account again. Old sessions and tokens stay ended; terms that are still in force count again."""
    require(by, Do.DEACTIVATE, person, at=at)
    if person.is_active:
        return person
    person.is_active, person.deactivated_at = True, None
    person.save(update_fields=["is_active", "deactivated_at"])
    terms = list(Term.objects.in_force(at.date()).filter(user=person))
    remember(Happened.REACTIVATED, by=by, on=person, scope=scope_of(terms), at=at)
    return person


@transaction.atomic
def sign_out_everywhere(person: User, *, at: datetime) -> None:
    """End every session of the own account."""
    end_sessions(person)
    remember(Happened.SIGNED_OUT, by=person, on=person, at=at)


@transaction.atomic
def change_account(person: User, *, at: datetime, **fields: Any) -> User:
    """Change what people may change about themselves: name, language, time zone."""
    before = {name: getattr(person, name) for name in ("name", "language", "timezone")}
    after = {name: fields[name] for name in before if name in fields and fields[name] != before[name]}
    if after:
        for name, value in after.items():
            setattr(person, name, value)
        person.save(update_fields=list(after))
        changed = {name: before[name] for name in after}
        remember(Happened.CHANGED_ACCOUNT, by=person, on=person, at=at, before=changed, after=after)
    return person


def keep_address(person: User) -> None:
    """Keep the sign-in library's own record of a person's address: the one address, verified by mail."""
    EmailAddress.objects.update_or_create(user=person, primary=True, defaults={"email": person.email, "verified": True})


def scope_of(terms: list[Term]) -> str:
    """Where a change to an account belongs in the history: the person's scope, or nowhere in particular."""
    scopes = sorted({term.scope for term in terms})
    return scopes[0] if scopes else ""
