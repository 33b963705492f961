"""What waits for a person in monitoring packs: corrigenda that were brought up and not yet decided."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from roundtable.ground.trust.public import Person, Role, actor
from roundtable.kernel.base.scopes import SECRETARIAT
from roundtable.kernel.links.waiting import Waiting
from roundtable.operations.plan.models import Corrigendum

DECIDE_WITHIN = timedelta(days=10)


def corrigenda_to_decide(person: Person, at: datetime) -> Iterator[Waiting]:
    """For the secretariat: each proposed corrigendum, due ten days after it was brought up."""
    if not actor(person, at).holds(Role.SECRETARIAT):
        return
    proposed = Corrigendum.objects.filter(issued_at=None, dismissed_at=None).select_related("pack")
    for note in proposed.defer("pack__content", "pack__annex").order_by("pk"):
        due = note.proposed_at + DECIDE_WITHIN
        yield Waiting(
            title=_("Corrigendum to the monitoring pack %(pack)s") % {"pack": note.pack.name},
            detail=note.figures,
            url=note.pack.get_absolute_url() + "#correct",
            due=due,
            late=due < at,
            function=f"{Role.SECRETARIAT}@{SECRETARIAT}",
            kind="plan.corrigendum",
            object_id=str(note.pk),
        )


SOURCES = (corrigenda_to_decide,)
