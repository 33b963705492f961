"""Empty the bin of what nobody wanted back."""

from datetime import datetime

from django.db import transaction

from roundtable.ground.parties.models import Participation, Stakeholder
from roundtable.ground.parties.queries.binned import KEPT_IN_BIN


@transaction.atomic
def empty_bin(*, at: datetime) -> int:
    """Erase stakeholders and facts that were in the bin for more than thirty days; the history stays.

    Gives how many.
    """
    erased = 0
    for model in (Stakeholder, Participation):
        number, _by_model = model.objects.filter(deleted_at__lt=at - KEPT_IN_BIN).delete()
        erased += number
    return erased
