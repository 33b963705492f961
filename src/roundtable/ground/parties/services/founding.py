"""Found the dialogue that an installation serves."""

from django.db import transaction
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from roundtable.ground.parties.models import Dialogue
from roundtable.kernel.base.errors import Invalid


@transaction.atomic
def found(*, name: str, short_name: str, zone: str, language: str, demonstration: bool = False) -> Dialogue:
    """Write down the dialogue's name and time zone; `Invalid` where one is founded here already."""
    if Dialogue.objects.exists():
        raise Invalid(_("A dialogue is founded here already. Change it on the page “Parties”."))
    return Dialogue.objects.create(
        pk=1,
        name=LazyI18nString({language: name}),
        short_name=LazyI18nString({language: short_name}),
        purpose=LazyI18nString({}),
        zone=zone,
        demonstration=demonstration,
    )


@transaction.atomic
def mark_as_demonstration() -> None:
    """Say on every page that this dialogue holds demonstration data."""
    Dialogue.objects.filter(pk=1).update(demonstration=True)
