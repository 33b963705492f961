"""Tell the kernel, which knows people only as numbers, how they are reached."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils import timezone

from roundtable.ground.trust.models import Role, User
from roundtable.ground.trust.queries.people import holders
from roundtable.kernel.base.scopes import SECRETARIAT
from roundtable.kernel.notices.bouncing import Keepers
from roundtable.kernel.notices.telling import Reader, Readers


def _known(numbers: Iterable[int]) -> Iterator[Reader]:
    for person in User.objects.filter(pk__in=list(numbers)):
        yield Reader(
            user_id=person.pk,
            address=person.email,
            name=person.name,
            language=person.language or settings.LANGUAGE_CODE,
            zone=person.timezone or settings.TIME_ZONE,
            active=person.is_active,
        )


def _secretariat() -> list[int]:
    today = timezone.now().date()
    return list(holders(Role.SECRETARIAT, SECRETARIAT, on=today).values_list("pk", flat=True))


READERS = Readers(known=_known)
KEEPERS = Keepers(numbers=_secretariat)
"""Who is told that mail to an address does not arrive."""
