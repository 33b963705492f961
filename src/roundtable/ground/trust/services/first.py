"""The first administrator of an installation: the one account that nobody invited."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from roundtable.ground.trust.models import Role, Term, User
from roundtable.ground.trust.services.history import remember
from roundtable.ground.trust.signals import Happened
from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.base.scopes import SECRETARIAT


@transaction.atomic
def first_administrator(*, email: str, name: str, password: str, at: datetime) -> User:
    """Make the first account, with a term in the secretariat from today; its first sign-in leads to a second factor.

    Raises `Invalid` where somebody of the secretariat is there already, or the password is too weak.
    """
    if Term.objects.in_force(at.date()).filter(role=Role.SECRETARIAT, user__is_active=True).exists():
        raise Invalid(_("There is an administrator already. People are invited on the page “People”."))
    person = User(email=email.lower(), name=name)
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error
    person.set_password(password)
    person.save()
    Term.objects.create(user=person, role=Role.SECRETARIAT, scope=SECRETARIAT, starts=at.date())
    remember(Happened.GRANTED, by=None, on=person, scope=SECRETARIAT, at=at, after={"role": Role.SECRETARIAT})
    return person
