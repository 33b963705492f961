"""Where somebody is signed in, ended everywhere at once, or in one place."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import F

from roundtable.ground.trust.models import User
from roundtable.ground.trust.services.history import remember
from roundtable.ground.trust.signals import Happened


def end_sessions(person: User) -> None:
    """End every session of a person from this moment on, wherever it lives."""
    User.objects.filter(pk=person.pk).update(sessions_epoch=F("sessions_epoch") + 1)
    person.refresh_from_db(fields=["sessions_epoch"])
    for session in UserSession.objects.filter(user=person):
        session.end()


@transaction.atomic
def end_session(person: User, number: int, *, at: datetime) -> None:
    """End one session of a person; a number that is not theirs ends nothing."""
    session = UserSession.objects.filter(user=person, pk=number).first()
    if session is not None:
        session.end()
        remember(Happened.SIGNED_OUT_THERE, by=person, on=person, at=at)
