"""Where somebody is signed in."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session as Alive
from django.utils.translation import gettext as _

from roundtable.ground.trust.models import User

BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Session:
    """A browser in which a person is signed in."""

    pk: int
    where: str
    source: str
    since: datetime
    here: bool


def sessions_of(person: User, *, this_key: str | None) -> list[Session]:
    """Give the sessions of a person that still live, this one first; what is kept of others is forgotten.

    Asked of all at once: the library asks for each by itself.
    """
    living = Alive.objects.values("session_key")
    UserSession.objects.filter(user=person).exclude(session_key__in=living).delete()
    found = [
        Session(
            pk=row.pk,
            where=browser(row.user_agent),
            source=str(row.ip),
            since=row.created_at,
            here=row.session_key == this_key,
        )
        for row in UserSession.objects.filter(user=person)
    ]
    return sorted(found, key=lambda session: (not session.here, -session.since.timestamp()))


def browser(user_agent: str) -> str:
    """Name a browser and its system as far as they name themselves.

    >>> browser("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36")
    'Chrome, Linux'
    """
    name = next((name for sign, name in BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    return ", ".join(filter(None, (name, system))) or _("An unknown program")
