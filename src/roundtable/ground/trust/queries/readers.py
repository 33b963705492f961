"""Tell the kernel, which knows people only as numbers, how they are reached."""

from collections.abc import Iterable, Iterator

from django.conf import settings

from roundtable.ground.trust.models import User
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


READERS = Readers(known=_known)
