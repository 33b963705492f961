"""Where somebody is signed in, ended everywhere at once."""

from allauth.usersessions.models import UserSession
from django.db.models import F

from roundtable.ground.trust.models import User


def end_sessions(person: User) -> None:
    """End every session of a person from this moment on, wherever it lives."""
    User.objects.filter(pk=person.pk).update(sessions_epoch=F("sessions_epoch") + 1)
    person.refresh_from_db(fields=["sessions_epoch"])
    for session in UserSession.objects.filter(user=person):
        session.end()
